using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>
/// Another operator over a key. Where the operator has other keys too, the key moves to a block of its own; a block of that operator
/// that is there already takes it up.
/// </summary>
internal static class OperatorFixes
{
    public static IEnumerable<PolicyFix> Rename(FixContext context) => ConditionOperator.Suggest(context.Value) is { } near ? Instead(context, near, wholeBlock: true) : [];

    public static IEnumerable<PolicyFix> PlainNull(FixContext context) => Instead(context, "Null", wholeBlock: true);

    public static IEnumerable<PolicyFix> ForKey(FixContext context)
    {
        if (context.Operator is not { } op || Key(context) is not { } key) return [];
        var (qualifier, ifExists, old) = ConditionOperator.Parse(op.Name);
        var negated = old is { Negated: true };
        var name = key.ValueType switch
        {
            "ARN" => negated ? "ArnNotLike" : "ArnLike",
            "Bool" when !negated => "Bool",
            "IPAddress" => negated ? "NotIpAddress" : "IpAddress",
            "Numeric" => Ordered("Numeric", old),
            "Date" => Ordered("Date", old),
            "String" => negated ? "StringNotEquals" : "StringEquals",
            _ => null,
        };
        return name is null ? [] : Instead(context, Form(qualifier, name, ifExists));
    }

    public static IEnumerable<PolicyFix> Like(FixContext context)
    {
        if (context.Operator is not { } op) return [];
        var (qualifier, ifExists, old) = ConditionOperator.Parse(op.Name);
        // There is no Like that ignores case.
        return old is { Name: "StringEquals" or "StringNotEquals" } ? Instead(context, Form(qualifier, old.Negated ? "StringNotLike" : "StringLike", ifExists)) : [];
    }

    public static IEnumerable<PolicyFix> Qualify(FixContext context) => context.Operator is not { } op ? []
        : new[] { "ForAnyValue:", "ForAllValues:" }.SelectMany(qualifier => Instead(context, qualifier + op.Name, isPreferred: false));

    public static IEnumerable<PolicyFix> Unqualify(FixContext context) => context.Operator is { } op && op.Name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
        ? Instead(context, op.Name[(colon + 1)..]) : [];

    /// <summary>A lone star asks whether the key is there.</summary>
    public static IEnumerable<PolicyFix> IsThere(FixContext context) => Instead(context, "Null", value: "\"false\"");

    public static IEnumerable<PolicyFix> IsMissing(FixContext context) => Instead(context, "Null", value: "\"true\"");

    /// <param name="value">In the place of the key's, where the other operator takes another.</param>
    private static IEnumerable<PolicyFix> Instead(FixContext context, string name, bool wholeBlock = false, bool isPreferred = true, string? value = null)
    {
        if (context.Operator is not { Parent: OutlineObject condition, Value: OutlineObject block } op || name == op.Name) yield break;
        var title = $"Use {name}";
        var there = condition.Find(name)?.Value as OutlineObject;
        var member = block.Members.Count == 1 ? block.Members[0] : KeyMember(context);
        if (there is null && (wholeBlock || block.Members.Count <= 1))
        {
            List<TextEdit> edits = [FixContext.Replace(op.Key, name)];
            if (value is not null && member?.Value is { } old) edits.Add(new(old.Start, old.End, value));
            yield return new(title, edits, isPreferred);
            yield break;
        }
        if (wholeBlock || member?.Value is not { } moved || there?.Find(member.Name) is not null) yield break;
        var written = $"{context.Text[member.Key.Start..member.Key.End]}: {value ?? context.Text[moved.Start..moved.End]}";
        var cut = context.Cut(block.Members.Count == 1 ? op : member);
        var added = there is not null ? context.AddLast(there, written) : context.AddLast(condition, $"\"{name}\": {{{written}}}");
        // Cutting the last block also takes the comma after which the other would stand.
        if (added.Start >= cut.Start && added.Start < cut.End) yield break;
        yield return new(title, [cut, added], isPreferred);
    }

    private static OutlineMember? KeyMember(FixContext context)
    {
        for (var up = context.Node; up is not null; up = up.Parent)
        {
            if (up is OutlineMember member && member.Parent?.Parent == context.Operator) return member;
        }
        return null;
    }

    private static CatalogKey? Key(FixContext context) => KeyMember(context) is { } member ? ActionCatalog.Current.Key(member.Name) : null;

    private static string? Ordered(string type, ConditionOperator? old) => old switch
    {
        NumericOperator or DateOperator => type + old.Name[(old is NumericOperator ? "Numeric" : "Date").Length..],
        { Negated: true } => type + "NotEquals",
        _ => type + "Equals",
    };

    private static string Form(SetQualifier qualifier, string name, bool ifExists) =>
        $"{(qualifier is SetQualifier.None ? "" : $"{qualifier}:")}{name}{(ifExists ? "IfExists" : "")}";
}
