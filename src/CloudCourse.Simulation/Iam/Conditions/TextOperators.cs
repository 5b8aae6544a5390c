using System.Buffers;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

internal sealed class StringOperator(string name, bool negated = false, bool ignoreCase = false, bool like = false)
    : ConditionOperator(name, negated)
{
    public override bool TakesVariables => true;
    public override bool TakesWildcards => like;

    internal override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        var fits = value.Pattern.Fits(seen, ignoreCase, context, work, out var unresolved);
        trouble = unresolved is null ? default : Trouble.NoValueOf(unresolved);
        return fits;
    }
}

/// <summary>ArnEquals and ArnLike do the same: both compare part by part and take wildcards.</summary>
internal sealed class ArnOperator(string name, bool negated = false) : ConditionOperator(name, negated)
{
    public override bool TakesVariables => true;
    public override bool TakesWildcards => true;
    internal override string Unfit => "not an ARN";

    internal override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        trouble = default;
        if (value.ArnPattern is not { IsReadable: true } pattern)
        {
            trouble = Trouble.InPolicy;
            return false;
        }
        var fits = pattern.Fits(seen, context, work, out var unresolved);
        if (unresolved is not null) trouble = Trouble.NoValueOf(unresolved);
        return fits;
    }
}

internal sealed class BoolOperator() : ConditionOperator("Bool")
{
    internal override string Unfit => "neither true nor false";
    internal override bool ReadsValues => true;
    internal override object? Read(string text) => bool.TryParse(text, out var wanted) ? wanted : null;

    internal override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        trouble = default;
        if (value.Parsed is bool wanted) return bool.TryParse(seen, out var has) && has == wanted;
        trouble = Trouble.InPolicy;
        return false;
    }
}

/// <summary>Compares bytes, both sides written in Base64.</summary>
internal sealed class BinaryOperator() : ConditionOperator("BinaryEquals")
{
    internal override string Unfit => "not Base64";
    internal override bool ReadsValues => true;

    internal override object? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : null;
    }

    internal override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        trouble = default;
        if (value.Parsed is not byte[] wanted)
        {
            trouble = Trouble.InPolicy;
            return false;
        }
        work.Spend(1 + seen.Length / 16);
        var bytes = ArrayPool<byte>.Shared.Rent(seen.Length);
        var same = Convert.TryFromBase64String(seen, bytes, out var written) && bytes.AsSpan(0, written).SequenceEqual(wanted);
        ArrayPool<byte>.Shared.Return(bytes);
        return same;
    }
}

/// <summary>Asks whether the key exists at all; decided in <see cref="ConditionEvaluator"/>, which sees the missing key.</summary>
internal sealed class NullOperator() : ConditionOperator("Null")
{
    internal override string Unfit => "neither \"true\" (the key is missing) nor \"false\" (the key is there)";
    internal override bool ReadsValues => true;
    internal override object? Read(string text) => bool.TryParse(text, out var wanted) ? wanted : null;

    internal override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        trouble = default;
        return false;
    }
}
