namespace CloudCourse.Simulation.Cloud;

/// <summary>An order of keys that is known when the program is compiled, so that looking for one calls nothing in between.</summary>
public interface IOrder<in TKey>
{
    /// <summary>Below zero where the first stands before the second, zero where they are the same key.</summary>
    static abstract int Compare(TKey first, TKey second);
}

/// <summary>
/// Values by key, in the keys' order. It never changes: putting and removing give another tree that shares all but one path. A page
/// begins in it where the page before ended, however many keys there are.
/// </summary>
public sealed class SortedTree<TKey, TValue, TOrder> where TValue : class where TOrder : struct, IOrder<TKey>
{
    public static readonly SortedTree<TKey, TValue, TOrder> Empty = new(null);

    private readonly Node? _root;

    private SortedTree(Node? root) => _root = root;

    public int Count => _root?.Count ?? 0;

    public TValue? Find(TKey key)
    {
        var node = _root;
        while (node is not null)
        {
            var order = TOrder.Compare(key, node.Key);
            if (order == 0) return node.Value;
            node = order < 0 ? node.Left : node.Right;
        }
        return null;
    }

    /// <param name="place">From 0 on, below <see cref="Count"/>.</param>
    public TValue this[int place]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(place);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
            var node = _root!;
            while (true)
            {
                var left = node.Left?.Count ?? 0;
                if (place == left) return node.Value;
                if (place < left) node = node.Left!;
                else (node, place) = (node.Right!, place - left - 1);
            }
        }
    }

    /// <summary>How many keys stand before the wanted place.</summary>
    /// <param name="before">True for the keys up to some place, false for all after it.</param>
    public int PlaceOf(Func<TKey, bool> before)
    {
        var place = 0;
        var node = _root;
        while (node is not null)
        {
            if (before(node.Key))
            {
                place += (node.Left?.Count ?? 0) + 1;
                node = node.Right;
            }
            else node = node.Left;
        }
        return place;
    }

    /// <summary>With this value under the key, in place of what it had.</summary>
    public SortedTree<TKey, TValue, TOrder> Put(TKey key, TValue value) => new(Put(_root, key, value));

    public SortedTree<TKey, TValue, TOrder> Remove(TKey key)
    {
        var rest = Remove(_root, key);
        return ReferenceEquals(rest, _root) ? this : rest is null ? Empty : new(rest);
    }

    public IEnumerable<TValue> Values => From(0);

    /// <summary>In order, from the first key that no longer stands before the wanted place.</summary>
    /// <param name="before">True for the keys up to some place, false for all after it.</param>
    public IEnumerable<TValue> From(Func<TKey, bool> before)
    {
        Stack<Node> path = new(Height(_root));
        var node = _root;
        while (node is not null)
        {
            if (before(node.Key)) node = node.Right;
            else
            {
                path.Push(node);
                node = node.Left;
            }
        }
        return Rest(path);
    }

    /// <summary>In order, from a place on.</summary>
    public IEnumerable<TValue> From(int place)
    {
        Stack<Node> path = new(Height(_root));
        var node = _root;
        while (node is not null)
        {
            var left = node.Left?.Count ?? 0;
            if (place > left) (node, place) = (node.Right, place - left - 1);
            else
            {
                path.Push(node);
                node = node.Left;
            }
        }
        return Rest(path);
    }

    /// <param name="path">What is not given yet of the way down to the first; what is right of it comes after it.</param>
    private static IEnumerable<TValue> Rest(Stack<Node> path)
    {
        while (path.TryPop(out var next))
        {
            yield return next.Value;
            for (var node = next.Right; node is not null; node = node.Left) path.Push(node);
        }
    }

    private static Node Put(Node? node, TKey key, TValue value)
    {
        if (node is null) return new(key, value, null, null);
        var order = TOrder.Compare(key, node.Key);
        return order == 0 ? new(key, value, node.Left, node.Right)
            : order < 0 ? Balanced(node, Put(node.Left, key, value), node.Right)
            : Balanced(node, node.Left, Put(node.Right, key, value));
    }

    private static Node? Remove(Node? node, TKey key)
    {
        if (node is null) return null;
        var order = TOrder.Compare(key, node.Key);
        if (order < 0) return Remove(node.Left, key) is var left && ReferenceEquals(left, node.Left) ? node : Balanced(node, left, node.Right);
        if (order > 0) return Remove(node.Right, key) is var right && ReferenceEquals(right, node.Right) ? node : Balanced(node, node.Left, right);
        if (node.Left is null) return node.Right;
        if (node.Right is null) return node.Left;
        var next = node.Right;
        while (next.Left is not null) next = next.Left;
        return Balanced(next, node.Left, Remove(node.Right, next.Key));
    }

    /// <summary>A node with these branches, turned where one is two levels higher (Adelson-Velsky and Landis).</summary>
    private static Node Balanced(Node of, Node? left, Node? right)
    {
        if (Height(left) > Height(right) + 1)
        {
            return Height(left!.Left) >= Height(left.Right)
                ? new(left.Key, left.Value, left.Left, new(of.Key, of.Value, left.Right, right))
                : new(left.Right!.Key, left.Right.Value, new(left.Key, left.Value, left.Left, left.Right.Left), new(of.Key, of.Value, left.Right.Right, right));
        }
        if (Height(right) > Height(left) + 1)
        {
            return Height(right!.Right) >= Height(right.Left)
                ? new(right.Key, right.Value, new(of.Key, of.Value, left, right.Left), right.Right)
                : new(right.Left!.Key, right.Left.Value, new(of.Key, of.Value, left, right.Left.Left), new(right.Key, right.Value, right.Left.Right, right.Right));
        }
        return new(of.Key, of.Value, left, right);
    }

    private static int Height(Node? node) => node?.Height ?? 0;

    private sealed class Node(TKey key, TValue value, Node? left, Node? right)
    {
        public readonly TKey Key = key;
        public readonly TValue Value = value;
        public readonly Node? Left = left, Right = right;
        public readonly int Height = Math.Max(left?.Height ?? 0, right?.Height ?? 0) + 1;
        public readonly int Count = (left?.Count ?? 0) + (right?.Count ?? 0) + 1;
    }
}
