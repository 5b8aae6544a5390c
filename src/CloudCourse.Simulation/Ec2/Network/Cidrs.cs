using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Ec2.Network;

/// <summary>Ranges of addresses in requests.</summary>
internal static class Cidrs
{
    /// <summary>An IPv4 range; bits that do not count are set to zero, as AWS does.</summary>
    public static IpRange Read(Located<string> text, string parameter) =>
        text.Value.Contains('/') && IpRange.Read(text.Value) is { IsV6: false } range ? range.Network
        : throw Ec2Errors.Invalid(text.At, $"Value ({text.Value.Shortened()}) for parameter {parameter} is invalid. This is not a valid CIDR block.", "A range is an address and how many of its bits count, such as 10.0.0.0/16.");

    /// <summary>The range of a VPC or a subnet, which is between /16 and /28.</summary>
    public static IpRange ReadBlock(Located<string> text, string code) =>
        Read(text, "cidrBlock") is { Prefix: >= 16 and <= 28 } range ? range
        : throw Turn.Error(code, $"The CIDR '{text.Value}' is invalid.", "A block is between /16 (65,536 addresses) and /28 (16).", at: text.At);

    public static bool Overlap(IpRange a, IpRange b) => a.Contains(b) || b.Contains(a);
}
