using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>A condition held against a request.</summary>
internal sealed class ConditionTrace(Condition condition, RequestContext context, ConditionFit fit) : ElementTrace(fit.Match)
{
    public override string Element => $"Condition {condition.Name} {condition.Key}";

    public override string Seen => context.Find(condition.Key) is { } values ? $"{condition.Key} = {Quoted(values)}" : $"no {condition.Key}";

    public override Location At => fit.Reason is FitReason.NoOperator ? condition.NameAt : fit.By?.At ?? condition.KeyAt;

    public override string Why => fit.Reason switch
    {
        FitReason.NoOperator => $"there is no operator {condition.Name}",
        FitReason.WrongNull => "Null takes \"true\" (the key is missing) or \"false\" (the key is there)",
        FitReason.Absent => $"{condition.Key} is missing",
        FitReason.Present => $"{condition.Key} is there",
        FitReason.Missing => WhyMissing(),
        FitReason.SeveralValues =>
            $"{condition.Key} has {context.Find(condition.Key)!.Count} values; only ForAllValues or ForAnyValue say what should happen then",
        FitReason.EveryValue => $"every value of {condition.Key} fits",
        FitReason.Fits => $"\"{fit.Seen}\" fits \"{fit.By!.Text}\"",
        FitReason.Excluded => $"\"{fit.Seen}\" is excluded by \"{fit.By!.Text}\"",
        FitReason.NotExcluded => $"\"{fit.Seen}\" is none of the values excluded",
        FitReason.Trouble => fit.Trouble.Say(condition.Operator!, fit.Seen!, fit.By!),
        _ when condition.Values.Count == 0 => "the policy lists no value",
        _ => $"\"{fit.Seen}\" fits none of {Quoted([.. condition.Values.Select(v => v.Text)])}",
    };

    private string WhyMissing() => condition switch
    {
        { IfExists: true } => $"the request has no {condition.Key}, and IfExists is true then",
        { Qualifier: SetQualifier.ForAllValues } => $"the request has no {condition.Key}, and ForAllValues is true of no values",
        { Qualifier: SetQualifier.ForAnyValue } => $"the request has no {condition.Key}, and ForAnyValue needs one value that fits",
        { Operator: { Negated: true } op } => $"the request has no {condition.Key}, and {op.Name} is true then",
        _ => $"the request has no {condition.Key}, and {condition.Operator!.Name} is false then",
    };

    private static string Quoted(IReadOnlyList<string> values) => values.Count switch
    {
        0 => "nothing",
        <= 4 => string.Join(", ", values.Select(v => $"\"{v}\"")),
        _ => $"{string.Join(", ", values.Take(3).Select(v => $"\"{v}\""))} and {values.Count - 3} more",
    };
}
