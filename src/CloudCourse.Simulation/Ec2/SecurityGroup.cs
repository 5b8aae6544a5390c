namespace CloudCourse.Simulation.Ec2;

/// <summary>A firewall of allowing rules. There is no rule that denies, and replies are let through by themselves.</summary>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"/>
public sealed record SecurityGroup(string Id, string Name, string Description, string VpcId)
{
    public IReadOnlyList<SecurityRule> Rules { get; init; } = [];
}

/// <summary>One rule: a protocol, a range of ports and one source (or, outbound, one destination).</summary>
/// <param name="Protocol"><c>tcp</c>, <c>udp</c>, <c>icmp</c>, or <c>-1</c> for all.</param>
/// <param name="FromPort">-1 for all; ICMP's type.</param>
/// <param name="Cidr">An address range; null where a group is the source.</param>
/// <param name="GroupId">Whose members may; null where a range is the source.</param>
public sealed record SecurityRule(string Id, bool IsEgress, string Protocol, int FromPort, int ToPort, string? Cidr, string? GroupId, string? Description)
{
    /// <summary>Whether it lets a TCP connection through.</summary>
    /// <param name="groups">The groups of the machine at the other end.</param>
    public bool LetsTcp(int port, string address, IReadOnlyList<string> groups) =>
        (Protocol == "-1" || (Protocol == "tcp" && FromPort <= port && port <= ToPort))
        && (GroupId is not null ? groups.Contains(GroupId) : Cidr is not null && Contains(Cidr, address));

    private static bool Contains(string cidr, string address) =>
        Iam.Conditions.IpRange.Read(cidr)?.Network is { } range && Iam.Conditions.IpRange.Read(address)?.Network is { } one && range.Contains(one);
}
