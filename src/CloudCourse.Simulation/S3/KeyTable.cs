namespace CloudCourse.Simulation.S3;

/// <summary>
/// Values by object key, in the order in which S3 lists keys. It never changes: putting and removing give another table that shares all
/// but one path. A page of a list begins in it where the page before ended, however many keys there are.
/// </summary>
public sealed class KeyTable<T> where T : class
{
    public static readonly KeyTable<T> Empty = new(null);

    private readonly Node? _root;

    private KeyTable(Node? root) => _root = root;

    public int Count => _root?.Count ?? 0;

    public T? Find(string key)
    {
        var node = _root;
        while (node is not null)
        {
            var order = KeyOrder.Compare(key, node.Key);
            if (order == 0) return node.Value;
            node = order < 0 ? node.Left : node.Right;
        }
        return null;
    }

    public KeyTable<T> Put(string key, T value) => new(Put(_root, key, value));

    public KeyTable<T> Remove(string key)
    {
        var rest = Remove(_root, key);
        return ReferenceEquals(rest, _root) ? this : rest is null ? Empty : new(rest);
    }

    public IEnumerable<T> Values => From(_ => false);

    /// <summary>In order, from the first key that no longer stands before the wanted place.</summary>
    /// <param name="before">True for the keys up to some place, false for all after it.</param>
    public IEnumerable<T> From(Func<string, bool> before)
    {
        Stack<Node> path = new();
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
        while (path.TryPop(out var next))
        {
            yield return next.Value;
            for (node = next.Right; node is not null; node = node.Left) path.Push(node);
        }
    }

    private static Node Put(Node? node, string key, T value)
    {
        if (node is null) return new(key, value, null, null);
        var order = KeyOrder.Compare(key, node.Key);
        return order == 0 ? new(key, value, node.Left, node.Right)
            : order < 0 ? Balanced(node, Put(node.Left, key, value), node.Right)
            : Balanced(node, node.Left, Put(node.Right, key, value));
    }

    private static Node? Remove(Node? node, string key)
    {
        if (node is null) return null;
        var order = KeyOrder.Compare(key, node.Key);
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

    private sealed class Node(string key, T value, Node? left, Node? right)
    {
        public readonly string Key = key;
        public readonly T Value = value;
        public readonly Node? Left = left, Right = right;
        public readonly int Height = Math.Max(left?.Height ?? 0, right?.Height ?? 0) + 1;
        public readonly int Count = (left?.Count ?? 0) + (right?.Count ?? 0) + 1;
    }
}

/// <summary>The order of keys: by their bytes in UTF-8.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html"/>
public static class KeyOrder
{
    public static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        return same == a.Length || same == b.Length ? a.Length - b.Length : Rank(a[same]) - Rank(b[same]);
    }

    /// <summary>UTF-16 puts what is beyond its first plane before U+E000, UTF-8 after U+FFFF.</summary>
    private static int Rank(char c) => c < 0xD800 ? c : c >= 0xE000 ? c - 0x800 : c + 0x2000;
}
