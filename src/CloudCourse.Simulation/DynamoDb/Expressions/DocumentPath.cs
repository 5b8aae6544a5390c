using System.Globalization;
using System.Text;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>One step into a document: a member's name, or a place in a list.</summary>
/// <param name="Name">Null for a place in a list.</param>
/// <param name="Written">As the expression writes it: the name itself or its placeholder.</param>
public readonly record struct PathStep(string? Name, int Index, string Written)
{
    public bool Same(PathStep other) => Name == other.Name && Index == other.Index;
}

/// <summary>A path into an item, such as <c>orders[0].lines</c>.</summary>
public sealed class DocumentPath(IReadOnlyList<PathStep> steps)
{
    public IReadOnlyList<PathStep> Steps => steps;

    /// <summary>The attribute of the item in which it begins.</summary>
    public string Head => steps[0].Name!;

    public AttributeValue? Find(Item item)
    {
        var value = item.Find(Head);
        for (var i = 1; i < steps.Count && value is not null; i++) value = Into(value, steps[i]);
        return value;
    }

    internal static AttributeValue? Into(AttributeValue value, PathStep step) => value switch
    {
        MapValue map when step.Name is { } name => map.Members.Find(name),
        ListValue list when step.Name is null && step.Index < list.Items.Count => list.Items[step.Index],
        _ => null,
    };

    public bool Same(DocumentPath other)
    {
        if (other.Steps.Count != steps.Count) return false;
        for (var i = 0; i < steps.Count; i++)
        {
            if (!steps[i].Same(other.Steps[i])) return false;
        }
        return true;
    }

    /// <summary>Names in the order of their letters, places in a list by number.</summary>
    internal static int Compare(DocumentPath a, DocumentPath b)
    {
        for (var i = 0; i < a.Steps.Count && i < b.Steps.Count; i++)
        {
            var (x, y) = (a.Steps[i], b.Steps[i]);
            var order = x.Name is { } name && y.Name is { } other ? string.CompareOrdinal(name, other) : x.Index.CompareTo(y.Index);
            if (order != 0) return order;
        }
        return a.Steps.Count.CompareTo(b.Steps.Count);
    }

    /// <summary>As DynamoDB's messages list it: <c>[orders, [0], lines]</c>.</summary>
    internal string Listed => $"[{string.Join(", ", steps.Select(s => s.Name ?? $"[{s.Index.ToString(CultureInfo.InvariantCulture)}]"))}]";

    /// <summary>As it was written.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (var step in steps)
        {
            if (step.Name is null) text.Append('[').Append(step.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else (text.Length == 0 ? text : text.Append('.')).Append(step.Written);
        }
        return text.ToString();
    }
}

/// <summary>Paths that may not meet: finds two of which one leads into the other, in one pass over their steps.</summary>
internal sealed class PathTree
{
    private readonly Node _root = new();

    /// <summary>The first path, until there is another that it could meet.</summary>
    private DocumentPath? _first;
    private bool _hasMore;

    private sealed class Node
    {
        public Dictionary<(string? Name, int Index), Node>? Next;
        public DocumentPath? Any;
        public bool Ends;
    }

    /// <returns>AWS's words for the clash; null where there is none.</returns>
    public (string? Overlap, string? Conflict) Add(DocumentPath path)
    {
        if (_first is null)
        {
            _first = path;
            return (null, null);
        }
        if (!_hasMore) Put(_first);
        _hasMore = true;
        return Put(path);
    }

    private (string? Overlap, string? Conflict) Put(DocumentPath path)
    {
        var node = _root;
        foreach (var step in path.Steps)
        {
            if (node.Ends) return (Overlap(node.Any!, path), null);
            // A document is a list or a map there, never both.
            if (node.Next is { } others && others.Keys.First().Name is null != step.Name is null) return (null, Conflict(node.Next.Values.First().Any!, path));
            node.Any ??= path;
            var next = node.Next ??= [];
            if (!next.TryGetValue((step.Name, step.Index), out var child)) next[(step.Name, step.Index)] = child = new();
            node = child;
        }
        if (node.Any is { } other) return (Overlap(other, path), null);
        node.Any = path;
        node.Ends = true;
        return (null, null);
    }

    private static string Overlap(DocumentPath one, DocumentPath two) => $"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {one.Listed}, path two: {two.Listed}";

    private static string Conflict(DocumentPath one, DocumentPath two) => $"Two document paths conflict with each other; must remove or rewrite one of these paths; path one: {one.Listed}, path two: {two.Listed}";
}
