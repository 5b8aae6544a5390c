namespace CloudCourse.Simulation.Ec2;

/// <summary>A private network in one Region.</summary>
/// <param name="MainRouteTableId">The table of the subnets that were given no other.</param>
/// <seealso href="https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html"/>
public sealed record Vpc(string Id, string Cidr, bool IsDefault, string MainRouteTableId)
{
    public bool DnsSupport { get; init; } = true;
    public bool DnsHostnames { get; init; }
    public bool AddressMetrics { get; init; }

    /// <summary>The network ACL that a VPC comes with lets everything through; the simulation has no other.</summary>
    public string NetworkAclId => "acl-" + Id["vpc-".Length..];
}

/// <param name="GivesPublicAddress">What is launched here gets a public address unless it says otherwise.</param>
public sealed record Subnet(string Id, string VpcId, string Cidr, string Zone, string ZoneId, bool IsDefault, bool GivesPublicAddress)
{
    /// <summary>The route table that it was given; null where the VPC's main one counts.</summary>
    public string? RouteTableId { get; init; }
    public string? AssociationId { get; init; }
}

/// <param name="VpcId">Null while it is attached to none.</param>
public sealed record InternetGateway(string Id, string? VpcId);

/// <param name="MainAssociationId">Null where it is not its VPC's main table.</param>
/// <param name="Routes">Those besides the local one, which every table has and nobody can take away.</param>
public sealed record RouteTable(string Id, string VpcId, string? MainAssociationId, IReadOnlyList<VpcRoute> Routes);

/// <summary>Where packets for a range of addresses go.</summary>
/// <param name="Destination">In CIDR notation.</param>
/// <param name="Target">The id of an internet gateway, a NAT gateway or an instance.</param>
public sealed record VpcRoute(string Destination, string Target);

/// <param name="State"><c>pending</c>, <c>failed</c>, <c>available</c>, <c>deleting</c>, <c>deleted</c>.</param>
/// <param name="AllocationId">Its Elastic IP address; null for a private one.</param>
public sealed record NatGateway(
    string Id, string SubnetId, string VpcId, string? AllocationId, string? PublicIp, string PrivateIp, string NetworkInterfaceId, string State, DateTimeOffset Created)
{
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
    public DateTimeOffset? Deleted { get; init; }
}
