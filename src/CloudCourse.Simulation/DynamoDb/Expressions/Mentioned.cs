namespace CloudCourse.Simulation.DynamoDb.Expressions;

/// <summary>The attributes that a request mentions, each once, by the name with which its path begins; in the order in which they come up.</summary>
/// <param name="names">What is mentioned already; none twice.</param>
internal sealed class Mentioned(IEnumerable<string> names)
{
    /// <summary>So many names are looked through; more have a table.</summary>
    private const int Few = 16;

    private readonly List<string> _names = [.. names];
    private HashSet<string>? _many;

    public IReadOnlyList<string> Names => _names;

    public static IReadOnlyList<string> In(Condition condition)
    {
        Mentioned mentioned = new([]);
        mentioned.Add(condition);
        return mentioned.Names;
    }

    public void Add(string name)
    {
        if (_names.Count < Few ? !_names.Contains(name) : (_many ??= new(_names, StringComparer.Ordinal)).Add(name)) _names.Add(name);
    }

    public void Add(Condition condition)
    {
        switch (condition)
        {
            case Joined joined:
                foreach (var part in joined.Parts) Add(part);
                break;
            case Not not: Add(not.Inner); break;
            case Comparison comparison:
                Add(comparison.Left);
                Add(comparison.Right);
                break;
            case Between between:
                Add(between.Value);
                Add(between.Low);
                Add(between.High);
                break;
            case OneOf one:
                Add(one.Value);
                foreach (var operand in one.List) Add(operand);
                break;
            case FunctionCondition function:
                foreach (var operand in function.Arguments) Add(operand);
                break;
        }
    }

    public void Add(Operand operand)
    {
        switch (operand)
        {
            case PathOperand path: Add(path.Path.Head); break;
            case SizeOperand size: Add(size.Inner); break;
            case UpdateFunction function:
                Add(function.Left);
                Add(function.Right);
                break;
        }
    }
}
