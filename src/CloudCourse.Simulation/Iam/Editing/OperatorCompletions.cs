using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Operators that go with the keys that stand below; without keys yet, those that some key of the statement's actions takes.</summary>
internal static class OperatorCompletions
{
    private const string Block = "{\n\t\"$1\"\n}";

    /// <summary>In the order in which policies use them.</summary>
    private static readonly string[] Order =
    [
        "StringEquals", "StringLike", "Bool", "ArnLike", "IpAddress", "Null", "StringNotEquals", "StringNotLike", "ArnEquals", "NotIpAddress", "ArnNotLike", "ArnNotEquals",
        "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals", "NumericEquals", "NumericNotEquals",
        "DateLessThan", "DateGreaterThan", "DateLessThanEquals", "DateGreaterThanEquals", "DateEquals", "DateNotEquals",
        "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "BinaryEquals",
    ];

    private static readonly IReadOnlyList<(string Name, ConditionOperator Operator, SetQualifier Qualifier)> All = [.. Forms()];

    public static void Add(CompletionRun run)
    {
        if (run.Place.Spot is Spot.OperatorBlock)
        {
            if (run.Place.Token is null) run.Add(new("{ key }", CompletionKind.Element, "the keys to compare", Block, IsSnippet: true, Again: true));
            return;
        }
        if (run.Place.Spot is Spot.Condition)
        {
            if (run.Place.Token is null) run.Add(new("{ operator }", CompletionKind.Element, "the operators to compare with", Block, IsSnippet: true, Again: true));
            return;
        }
        var keys = Below(run);
        if (keys.Count == 0) keys = [.. StatementActions.Of(run.Place.Statement).Keys().Select(k => k.Of), .. ActionCatalog.Current.GlobalKeys];
        else keys = [.. keys.Where(k => k is not null)];
        var there = ((OutlineObject)run.Place.Holder!).Members.Where(m => m != run.Place.Member).Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var all = run.Place.Member?.Value is OutlineObject { Members.Count: > 0 };
        foreach (var (name, op, qualifier) in All)
        {
            if (there.Contains(name)) continue;
            // Operators over the keys that stand there must take each of them.
            if (all ? keys.TrueForAll(k => OperatorTexts.Fits(op, qualifier, k!)) : keys.Exists(k => OperatorTexts.Fits(op, qualifier, k!)))
                run.Name(name, CompletionKind.Operator, Detail(op, qualifier, name), Block, OperatorTexts.Markdown(name), again: true);
        }
    }

    private static List<CatalogKey?> Below(CompletionRun run) =>
        run.Place.Member?.Value is OutlineObject block ? [.. block.Members.Select(m => ActionCatalog.Current.Key(m.Name))] : [];

    private static string Detail(ConditionOperator op, SetQualifier qualifier, string name) => qualifier switch
    {
        SetQualifier.ForAllValues => $"every value: {OperatorTexts.Short(op)}",
        SetQualifier.ForAnyValue => $"any value: {OperatorTexts.Short(op)}",
        _ => name.EndsWith("IfExists", StringComparison.Ordinal) ? $"{OperatorTexts.Short(op)}, or the key is missing" : OperatorTexts.Short(op),
    };

    private static IEnumerable<(string, ConditionOperator, SetQualifier)> Forms()
    {
        var operators = ConditionOperator.All.OrderBy(o => Array.IndexOf(Order, o.Name) is >= 0 and var at ? at : Order.Length).ToList();
        foreach (var op in operators) yield return (op.Name, op, SetQualifier.None);
        foreach (var qualifier in new[] { SetQualifier.ForAnyValue, SetQualifier.ForAllValues })
        {
            foreach (var op in operators.Where(o => o is not NullOperator)) yield return ($"{qualifier}:{op.Name}", op, qualifier);
        }
        foreach (var op in operators.Where(o => o is not NullOperator)) yield return (op.Name + "IfExists", op, SetQualifier.None);
    }
}
