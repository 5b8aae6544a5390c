using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>Which parts of an item are wanted.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html"/>
public sealed class Projection
{
    private readonly Node _root = new();

    private sealed class Node
    {
        public bool Whole;
        public Dictionary<string, Node>? Members;
        public SortedDictionary<int, Node>? Places;
    }

    /// <param name="paths">None leads into another.</param>
    public Projection(IReadOnlyList<DocumentPath> paths)
    {
        Paths = paths;
        foreach (var path in paths)
        {
            var node = _root;
            foreach (var step in path.Steps) node = Child(node, step);
            node.Whole = true;
        }
    }

    public IReadOnlyList<DocumentPath> Paths { get; }

    private static Node Child(Node node, PathStep step)
    {
        if (step.Name is { } name)
        {
            node.Members ??= new(StringComparer.Ordinal);
            return node.Members.TryGetValue(name, out var known) ? known : node.Members[name] = new();
        }
        node.Places ??= [];
        return node.Places.TryGetValue(step.Index, out var place) ? place : node.Places[step.Index] = new();
    }

    internal static Projection Parse(string text, ExpressionContext context, Location at = default) => new(PathListParser.Parse(text, "ProjectionExpression", context, at));

    /// <summary>Maps keep their members' names; of a list the wanted places move together.</summary>
    public Item Of(Item item) => Members(item, _root);

    private static Item Members(Item item, Node node)
    {
        OrderedDictionary<string, AttributeValue> some = new(StringComparer.Ordinal);
        foreach (var (name, child) in node.Members ?? [])
        {
            if (item.Find(name) is { } value && Part(value, child) is { } part) some[name] = part;
        }
        return new(some);
    }

    private static AttributeValue? Part(AttributeValue value, Node node)
    {
        if (node.Whole) return value;
        switch (value)
        {
            case MapValue map when node.Members is not null:
                var members = Members(map.Members, node);
                return members.Count == 0 ? null : new MapValue(members);
            case ListValue list when node.Places is not null:
                List<AttributeValue> items = [];
                foreach (var (index, child) in node.Places)
                {
                    if (index < list.Items.Count && Part(list.Items[index], child) is { } part) items.Add(part);
                }
                return items.Count == 0 ? null : new ListValue(items);
            default: return null;
        }
    }
}

/// <summary>Paths behind one another, none leading into another.</summary>
internal sealed class PathListParser : ExpressionParser
{
    private PathListParser(string text, string kind, ExpressionContext context, Location at) : base(text, kind, context, at)
    {
    }

    protected override bool IsKeyword(Token word) => false;

    public static List<DocumentPath> Parse(string text, string kind, ExpressionContext context, Location at)
    {
        PathListParser parser = new(text, kind, context, at);
        List<DocumentPath> paths = [parser.TakePath()];
        while (parser.TryTake(",")) paths.Add(parser.TakePath());
        if (parser.Now.Kind is not TokenKind.End) throw parser.SyntaxError();
        PathTree tree = new();
        foreach (var path in paths)
        {
            var (overlap, conflict) = tree.Add(path);
            if (overlap is not null) parser.Note(Fault.Overlap, overlap);
            if (conflict is not null) parser.Note(Fault.Conflict, conflict);
        }
        parser.CheckFaults();
        return paths;
    }
}
