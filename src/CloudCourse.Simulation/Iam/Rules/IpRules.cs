using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>What reaches AWS from the internet comes from a public address, so a private one in aws:SourceIp never fits.</summary>
/// <param name="negated">The rule is about NotIpAddress.</param>
/// <param name="all">It is about lists that hold nothing but private ranges.</param>
internal abstract class PrivateAddressRule(FindingType type, string issueCode, bool negated, bool all) : ConditionRule(type, issueCode)
{
    private static readonly IpRange[] Private = [.. new[]
    {
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10", "::1/128",
    }.Select(r => IpRange.Read(r)!)];

    protected sealed override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not IpOperator op || op.Negated != negated || !Is(condition, "aws:SourceIp")) yield break;
        var inner = condition.Values.Where(v => IpRange.Read(v.Text) is { } range && Array.Exists(Private, p => p.Contains(range))).ToList();
        if (inner.Count == 0 || (inner.Count == condition.Values.Count) != all) yield break;
        yield return At([.. inner.Select(v => v.At)], $"{string.Join(", ", inner.Select(v => v.Text))} {(inner.Count == 1 ? "is" : "are")} private, and aws:SourceIp is a public address: "
            + $"{(negated ? "this excludes nobody" : all ? "this never fits" : "this part never fits")}. Use aws:VpcSourceIp for addresses inside a VPC.");
    }
}

internal sealed class PrivateIpAddress() : PrivateAddressRule(FindingType.Error, "PRIVATE_IP_ADDRESS", negated: false, all: true);

internal sealed class PrivateNotIpAddress() : PrivateAddressRule(FindingType.Error, "PRIVATE_NOT_IP_ADDRESS", negated: true, all: true);

internal sealed class PrivateIpAddressSubset() : PrivateAddressRule(FindingType.Suggestion, "PRIVATE_IP_ADDRESS_SUBSET", negated: false, all: false);

internal sealed class PrivateNotIpAddressSubset() : PrivateAddressRule(FindingType.Suggestion, "PRIVATE_NOT_IP_ADDRESS_SUBSET", negated: true, all: false);

/// <summary>Bits after the prefix do not count.</summary>
internal sealed class ImproveIpRange() : ConditionRule(FindingType.Suggestion, "IMPROVE_IP_RANGE")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not IpOperator) yield break;
        foreach (var value in condition.Values)
        {
            if (IpRange.Read(value.Text) is { } range && range.Network is var network && network.Bits != range.Bits)
                yield return At(value.At, $"\"{value.Text}\" has bits after its prefix, which do not count. Write \"{network}\".");
        }
    }
}
