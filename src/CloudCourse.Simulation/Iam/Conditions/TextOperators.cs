using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

internal sealed class StringOperator(string name, bool negated = false, bool ignoreCase = false, bool like = false)
    : ConditionOperator(name, negated)
{
    public override bool TakesVariables => true;
    public override bool TakesWildcards => like;

    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why)
    {
        why = null;
        if (value.Pattern.Expand(context, out var unresolved) is { } tokens)
            return Wildcard.Matches(tokens, seen, ignoreCase, work) ? Match.Yes : Match.No;
        why = $"the request has no single value for ${{{unresolved}}}";
        return Negated ? Match.Unknown : Match.No;
    }
}

/// <summary>ArnEquals and ArnLike do the same: both compare part by part and take wildcards.</summary>
internal sealed class ArnOperator(string name, bool negated = false) : ConditionOperator(name, negated)
{
    public override bool TakesVariables => true;
    public override bool TakesWildcards => true;

    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why)
    {
        why = null;
        var pattern = value.ArnPattern!;
        if (!pattern.IsReadable)
        {
            why = $"\"{value.Text}\" is not an ARN";
            return Negated ? Match.Unknown : Match.No;
        }
        switch (pattern.Match(seen, context, work, out var unresolved))
        {
            case ArnMismatch.None: return Match.Yes;
            case ArnMismatch.Variable:
                why = $"the request has no single value for ${{{unresolved}}}";
                return Negated ? Match.Unknown : Match.No;
            default: return Match.No;
        }
    }
}

internal sealed class BoolOperator() : ConditionOperator("Bool")
{
    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why)
    {
        why = bool.TryParse(value.Text, out var wanted) ? null : $"\"{value.Text}\" is neither true nor false";
        return why is null && bool.TryParse(seen, out var has) && has == wanted ? Match.Yes : Match.No;
    }
}

/// <summary>Compares bytes, both sides written in Base64.</summary>
internal sealed class BinaryOperator() : ConditionOperator("BinaryEquals")
{
    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why)
    {
        why = null;
        if (Bytes(value.Text) is not { } wanted)
        {
            why = $"\"{value.Text}\" is not Base64";
            return Match.No;
        }
        return Bytes(seen) is { } has && has.AsSpan().SequenceEqual(wanted) ? Match.Yes : Match.No;
    }

    private static byte[]? Bytes(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }
}

/// <summary>Asks whether the key exists at all; decided in <see cref="ConditionEvaluator"/>, which sees the missing key.</summary>
internal sealed class NullOperator() : ConditionOperator("Null")
{
    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why)
    {
        why = null;
        return Match.No;
    }
}
