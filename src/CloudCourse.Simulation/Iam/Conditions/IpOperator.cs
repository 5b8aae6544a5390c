using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

internal sealed class IpOperator(string name, bool negated = false) : ConditionOperator(name, negated)
{
    internal override Match Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out string? why)
    {
        var (range, address) = (IpRange.Read(value.Text), IpRange.Read(seen));
        why = (range, address) switch
        {
            (null, _) => $"\"{value.Text}\" is not an IP address or a range in CIDR notation",
            (_, null or { IsOneAddress: false }) => $"the request's \"{seen}\" is not an IP address",
            _ => null,
        };
        if (why is null) return range!.Contains(address!) ? Match.Yes : Match.No;
        return Negated ? Match.Unknown : Match.No;
    }
}
