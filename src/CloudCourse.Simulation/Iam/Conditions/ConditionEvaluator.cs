using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>Decides one condition: what the request has for the key against what the policy accepts.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html"/>
internal static class ConditionEvaluator
{
    public static ElementTrace Evaluate(Condition condition, RequestContext context, WorkBudget work)
    {
        var values = context.Find(condition.Key);
        var seen = values is null ? $"no {condition.Key}" : $"{condition.Key} = {Quoted(values)}";
        var element = $"Condition {condition.Name} {condition.Key}";
        if (condition.Operator is not { } op)
            return new(element, Match.Unknown, seen, $"there is no operator {condition.Name}", condition.NameAt);

        if (op is NullOperator) return OfNull(condition, values, element, seen);
        // A key without values, or with nothing but an empty text where a set is asked for, counts as missing.
        var missing = values is null or [] || (condition.Qualifier is not SetQualifier.None && values.All(v => v.Length == 0));
        if (missing) return new(element, WhenMissing(condition, op), seen, WhyMissing(condition, op), condition.KeyAt);
        if (condition.Qualifier is SetQualifier.None && values!.Count > 1)
        {
            return new(element, Match.Unknown, seen,
                $"{condition.Key} has {values.Count} values; only ForAllValues or ForAnyValue say what should happen then", condition.KeyAt);
        }

        List<(Match Match, string Why, ConditionValue? By)> each = [.. values!.Select(v => One(condition, op, v, context, work))];
        var (match, why, by) = condition.Qualifier switch
        {
            SetQualifier.ForAllValues => each.Find(e => e.Match is Match.No) is { Why: not null } no ? no
                : each.Find(e => e.Match is Match.Unknown) is { Why: not null } unknown ? unknown
                : (Match.Yes, each.Count == 1 ? each[0].Why : $"every value of {condition.Key} fits", each[0].By),
            _ => each.Find(e => e.Match is Match.Yes) is { Why: not null } yes ? yes
                : each.Find(e => e.Match is Match.Unknown) is { Why: not null } unknown ? unknown
                : each[0],
        };
        return new(element, match, seen, why, by?.At ?? condition.KeyAt);
    }

    /// <summary>One value of the request against all of the policy's: any may fit, or, negated, none may.</summary>
    private static (Match Match, string Why, ConditionValue? By) One(
        Condition condition, ConditionOperator op, string seen, RequestContext context, WorkBudget work)
    {
        string? trouble = null;
        ConditionValue? troubled = null;
        foreach (var value in condition.Values)
        {
            switch (op.Fits(seen, value, context, work, out var why))
            {
                case Match.Yes:
                    return op.Negated ? (Match.No, $"\"{seen}\" is excluded by \"{value.Text}\"", value) : (Match.Yes, $"\"{seen}\" fits \"{value.Text}\"", value);
                case Match.Unknown:
                    (trouble, troubled) = (why, value);
                    break;
                case Match.No when why is not null && trouble is null:
                    (trouble, troubled) = (why, value);
                    break;
            }
        }
        if (trouble is not null) return (op.Negated ? Match.Unknown : Match.No, trouble, troubled);
        return op.Negated
            ? (Match.Yes, $"\"{seen}\" is none of the values excluded", null)
            : (Match.No, condition.Values.Count == 0 ? "the policy lists no value" : $"\"{seen}\" fits none of {Quoted([.. condition.Values.Select(v => v.Text)])}", null);
    }

    private static ElementTrace OfNull(Condition condition, IReadOnlyList<string>? values, string element, string seen)
    {
        var absent = values is null or [];
        var wanted = condition.Values.Select(v => bool.TryParse(v.Text, out var b) ? b : (bool?)null).ToList();
        if (wanted.Contains(null))
            return new(element, Match.Unknown, seen, "Null takes \"true\" (the key is missing) or \"false\" (the key is there)", condition.KeyAt);
        var fits = wanted.Contains(absent);
        return new(element, fits ? Match.Yes : Match.No, seen, absent ? $"{condition.Key} is missing" : $"{condition.Key} is there", condition.KeyAt);
    }

    private static Match WhenMissing(Condition condition, ConditionOperator op) => condition switch
    {
        { IfExists: true } or { Qualifier: SetQualifier.ForAllValues } => Match.Yes,
        { Qualifier: SetQualifier.ForAnyValue } => Match.No,
        _ => op.Negated ? Match.Yes : Match.No,
    };

    private static string WhyMissing(Condition condition, ConditionOperator op) => condition switch
    {
        { IfExists: true } => $"the request has no {condition.Key}, and IfExists is true then",
        { Qualifier: SetQualifier.ForAllValues } => $"the request has no {condition.Key}, and ForAllValues is true of no values",
        { Qualifier: SetQualifier.ForAnyValue } => $"the request has no {condition.Key}, and ForAnyValue needs one value that fits",
        _ when op.Negated => $"the request has no {condition.Key}, and {op.Name} is true then",
        _ => $"the request has no {condition.Key}, and {op.Name} is false then",
    };

    private static string Quoted(IReadOnlyList<string> values) => values.Count switch
    {
        0 => "nothing",
        <= 4 => string.Join(", ", values.Select(v => $"\"{v}\"")),
        _ => $"{string.Join(", ", values.Take(3).Select(v => $"\"{v}\""))} and {values.Count - 3} more",
    };
}
