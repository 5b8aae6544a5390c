using System.Text;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud;

public sealed class SortedTreeTests
{
    [Fact]
    public void A_tree_is_a_sorted_dictionary_with_places()
    {
        Random random = new(7);
        var tree = SortedTree<string, string, Utf8Order>.Empty;
        SortedDictionary<string, string> model = new(Comparer<string>.Create(Utf8Order.Compare));
        for (var i = 0; i < 3000; i++)
        {
            var key = $"{(char)random.Next('a', 'e')}{random.Next(200)}{(random.Next(9) == 0 ? "\U0001F600" : random.Next(9) == 0 ? "\uFFFD" : "")}";
            if (random.Next(3) == 0)
            {
                tree = tree.Remove(key);
                model.Remove(key);
            }
            else
            {
                tree = tree.Put(key, $"{key} {i}");
                model[key] = $"{key} {i}";
            }
            Assert.Equal(model.Count, tree.Count);
            Assert.Equal(model.GetValueOrDefault(key), tree.Find(key));
        }
        Assert.Equal(model.Values, tree.Values);
        Assert.Equal(model.Values, Enumerable.Range(0, tree.Count).Select(i => tree[i]));
        Assert.Equal(model.Keys, model.Keys.Order(Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)))));
        foreach (var border in (string[])["", "a", "c1", "c1\uFFFD", "zz"])
        {
            Assert.Equal(model.Where(m => Utf8Order.Compare(m.Key, border) >= 0).Select(m => m.Value), tree.From(k => Utf8Order.Compare(k, border) < 0));
            var place = tree.PlaceOf(k => Utf8Order.Compare(k, border) < 0);
            Assert.Equal(model.Values.Skip(place), tree.From(place));
            Assert.Equal(model.Keys.Count(k => Utf8Order.Compare(k, border) < 0), place);
        }
    }

    [Fact]
    public void No_value_stands_outside()
    {
        var tree = SortedTree<string, string, Utf8Order>.Empty;
        Assert.Throws<ArgumentOutOfRangeException>(() => tree[0]);
        tree = tree.Put("a", "a");
        Assert.Equal("a", tree[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => tree[-1]);
    }

    [Fact]
    public void The_earlier_tree_stays_as_it_was()
    {
        var earlier = SortedTree<string, string, Utf8Order>.Empty.Put("a", "1").Put("b", "2").Put("c", "3");
        var later = earlier.Put("b", "new").Remove("a").Put("d", "4");
        Assert.Equal(["1", "2", "3"], earlier.Values);
        Assert.Equal(["new", "3", "4"], later.Values);
        Assert.Same(later, later.Remove("a"));
    }
}
