using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>Decides one condition: what the request has for the key against what the policy accepts.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html"/>
internal static class ConditionEvaluator
{
    public static ConditionFit Evaluate(Condition condition, RequestContext context, WorkBudget work)
    {
        work.Spend(1);
        if (condition.Operator is not { } op) return new(Match.Unknown, FitReason.NoOperator);
        var values = context.Find(condition.ContextKey);
        if (op is NullOperator) return OfNull(condition, values);
        if (values is null || IsMissing(condition, values, work)) return new(WhenMissing(condition, op), FitReason.Missing);
        // AWS asks for a set operator here and does not say what comes of one that is made for one value. A miss would let a Deny's request through.
        if (condition.Qualifier is SetQualifier.None && values.Count > 1) return new(Match.Unknown, FitReason.SeveralValues);

        // What decides at once: one value that does not fit under ForAllValues, one that does otherwise.
        var decisive = condition.Qualifier is SetQualifier.ForAllValues ? Match.No : Match.Yes;
        ConditionFit first = default, unknown = default;
        for (var i = 0; i < values.Count; i++)
        {
            var fit = One(condition, op, values[i], context, work);
            if (fit.Match == decisive) return fit;
            if (fit.Match is Match.Unknown && unknown.Match is not Match.Unknown) unknown = fit;
            if (i == 0) first = fit;
        }
        if (unknown.Match is Match.Unknown) return unknown;
        return condition.Qualifier is SetQualifier.ForAllValues && values.Count > 1 ? first with { Reason = FitReason.EveryValue } : first;
    }

    /// <summary>A key without values, or with nothing but an empty text where a set is asked for, counts as missing.</summary>
    private static bool IsMissing(Condition condition, IReadOnlyList<string> values, WorkBudget work)
    {
        if (condition.Qualifier is SetQualifier.None) return values.Count == 0;
        work.Spend(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i].Length > 0) return false;
        }
        return true;
    }

    /// <summary>One value of the request against all of the policy's: any may fit, or, negated, none may.</summary>
    private static ConditionFit One(Condition condition, ConditionOperator op, string seen, RequestContext context, WorkBudget work)
    {
        Trouble trouble = default;
        ConditionValue? troubled = null;
        work.Spend(condition.ValueArray.Length);
        foreach (var value in condition.ValueArray)
        {
            if (op.Fits(seen, value, context, work, out var one))
                return op.Negated ? new(Match.No, FitReason.Excluded, seen, value) : new(Match.Yes, FitReason.Fits, seen, value);
            if (one.Kind is not TroubleKind.None && troubled is null) (trouble, troubled) = (one, value);
        }
        // What cannot be compared fits nothing; under a "not" that would let it through. Where it is for a variable without a value,
        // AWS drops the statement; otherwise nothing is decided.
        if (troubled is not null)
            return new(op.Negated && trouble.Kind is not TroubleKind.NoVariable ? Match.Unknown : Match.No, FitReason.Trouble, seen, troubled, trouble);
        return op.Negated ? new(Match.Yes, FitReason.NotExcluded, seen) : new(Match.No, FitReason.FitsNone, seen);
    }

    private static ConditionFit OfNull(Condition condition, IReadOnlyList<string>? values)
    {
        var absent = values is null or { Count: 0 };
        var fits = false;
        foreach (var value in condition.ValueArray)
        {
            if (value.Parsed is not bool wanted) return new(Match.Unknown, FitReason.WrongNull);
            fits |= wanted == absent;
        }
        return new(fits ? Match.Yes : Match.No, absent ? FitReason.Absent : FitReason.Present);
    }

    private static Match WhenMissing(Condition condition, ConditionOperator op) => condition switch
    {
        { IfExists: true } or { Qualifier: SetQualifier.ForAllValues } => Match.Yes,
        { Qualifier: SetQualifier.ForAnyValue } => Match.No,
        _ => op.Negated ? Match.Yes : Match.No,
    };
}
