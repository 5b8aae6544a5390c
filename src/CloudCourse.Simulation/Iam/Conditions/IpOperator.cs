using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

internal sealed class IpOperator(string name, bool negated = false) : ConditionOperator(name, negated)
{
    internal override string Unfit => "not an IP address or a range in CIDR notation";
    internal override string UnfitInRequest => "not an IP address";
    internal override bool ReadsValues => true;
    internal override object? Read(string text) => IpRange.Read(text);

    internal override bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble)
    {
        trouble = default;
        work.Spend(8 + seen.Length / 4);
        if (value.Parsed is not IpRange range) trouble = Trouble.InPolicy;
        else if (IpRange.TryRead(seen, out var isV6, out var bits, out var prefix) && prefix == IpRange.WidthOf(isV6)) return range.Contains(isV6, bits, prefix);
        else trouble = Trouble.InRequest;
        return false;
    }
}
