using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Spot;

namespace CloudCourse.Simulation.Ec2;

/// <summary>An account's EC2, Region by Region. A Region gets its default network when it is first used.</summary>
public sealed record Ec2State
{
    public Table<Ec2Region> Regions { get; init; } = Table<Ec2Region>.Empty;

    /// <summary>How many public addresses were given out, by which the next is chosen.</summary>
    public int PublicAddressesGiven { get; init; }
}

/// <summary>EC2 in one Region.</summary>
public sealed record Ec2Region
{
    public required string Code { get; init; }
    public Table<Vpc> Vpcs { get; init; } = Table<Vpc>.Empty;
    public Table<Subnet> Subnets { get; init; } = Table<Subnet>.Empty;
    public Table<RouteTable> RouteTables { get; init; } = Table<RouteTable>.Empty;
    public Table<InternetGateway> InternetGateways { get; init; } = Table<InternetGateway>.Empty;
    public Table<NatGateway> NatGateways { get; init; } = Table<NatGateway>.Empty;
    public Table<SecurityGroup> SecurityGroups { get; init; } = Table<SecurityGroup>.Empty;
    public Table<KeyPair> KeyPairs { get; init; } = Table<KeyPair>.Empty;
    public Table<Address> Addresses { get; init; } = Table<Address>.Empty;
    public Table<Instance> Instances { get; init; } = Table<Instance>.Empty;
    public Table<Volume> Volumes { get; init; } = Table<Volume>.Empty;
    public Table<Snapshot> Snapshots { get; init; } = Table<Snapshot>.Empty;

    /// <summary>The account's own images; AWS's stand in <see cref="Images.PublicImages"/>.</summary>
    public Table<Image> OwnImages { get; init; } = Table<Image>.Empty;

    public Table<SpotRequest> SpotRequests { get; init; } = Table<SpotRequest>.Empty;
    public Table<LaunchTemplate> LaunchTemplates { get; init; } = Table<LaunchTemplate>.Empty;

    /// <summary>Tags by resource id.</summary>
    public Table<Tags> Tags { get; init; } = Table<Tags>.Empty;

    public Table<Purchasing.ReservedInstances> Reserved { get; init; } = Table<Purchasing.ReservedInstances>.Empty;

    /// <summary>Calls with a client token, by operation and token.</summary>
    public Table<TokenUse> Tokens { get; init; } = Table<TokenUse>.Empty;

    /// <summary>Names of zones that are down.</summary>
    public IReadOnlyList<string> FailedZones { get; init; } = [];

    /// <summary>When zones were down, in order; what is down now has no end yet.</summary>
    public ImmutableList<ZoneOutage> Outages { get; init; } = [];

    /// <summary>How many private addresses were given out, by which the next is chosen.</summary>
    public int AddressesGiven { get; init; }

    /// <summary>All that decides whether a packet reaches a machine is the same, apart from the machines. What is not named here counts as network.</summary>
    internal bool HasNetworkOf(Ec2Region other) => ReferenceEquals(this, other) || this with
    {
        Instances = other.Instances,
        Volumes = other.Volumes,
        Snapshots = other.Snapshots,
        OwnImages = other.OwnImages,
        KeyPairs = other.KeyPairs,
        SpotRequests = other.SpotRequests,
        LaunchTemplates = other.LaunchTemplates,
        Tags = other.Tags,
        AddressesGiven = other.AddressesGiven,
    } == other;
}

/// <summary>A resource's tags, by key.</summary>
public sealed record Tags(IReadOnlyDictionary<string, string> ByKey)
{
    public static readonly Tags None = new(new SortedDictionary<string, string>(StringComparer.Ordinal));

    public Tags With(IEnumerable<KeyValuePair<string, string>> more)
    {
        SortedDictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (var (key, value) in ByKey) all[key] = value;
        foreach (var (key, value) in more) all[key] = value;
        return new(all);
    }
}

public sealed record KeyPair(string Id, string Name, string Type, string Fingerprint, DateTimeOffset Created);

/// <summary>An Elastic IP address.</summary>
public sealed record Address(string AllocationId, string PublicIp, string? AssociationId, string? InstanceId)
{
    /// <summary>The NAT gateway that has it; null where none has.</summary>
    public string? NatGatewayId { get; init; }
}

/// <summary>An Amazon Machine Image.</summary>
/// <param name="PlatformDetails">As AWS names it on the bill, such as "Linux/UNIX".</param>
/// <param name="BilledByHour">Started hours are charged whole; AWS bills most systems by the second.</param>
/// <param name="State"><c>pending</c>, <c>available</c>.</param>
public sealed record Image(
    string Id, string Name, string Description, string OwnerId, string? OwnerAlias, string Architecture, string PlatformDetails, bool BilledByHour,
    string RootDeviceName, int RootSizeGB, string SnapshotId, string State, DateTimeOffset Created)
{
    /// <summary>The instance that it was made from; null for AWS's own.</summary>
    public string? SourceInstanceId { get; init; }

    /// <summary>Accounts, and <c>all</c> for everybody, that may launch it besides its owner.</summary>
    public IReadOnlyList<string> LaunchPermissions { get; init; } = [];

    /// <summary>What is installed and starts at boot, from the instance that it was made from.</summary>
    public IReadOnlyList<int> ListensOn { get; init; } = [];
}

/// <param name="State"><c>pending</c>, <c>completed</c>.</param>
public sealed record Snapshot(string Id, string? VolumeId, int SizeGB, string State, DateTimeOffset Started, string Description, bool Encrypted);

/// <param name="State"><c>creating</c>, <c>available</c>, <c>in-use</c>, <c>deleting</c>.</param>
public sealed record Volume(
    string Id, string Zone, int SizeGB, string Type, int? Iops, int? Throughput, bool Encrypted, string? SnapshotId, string State, DateTimeOffset Created)
{
    public Attachment? Attachment { get; init; }

    /// <summary>Its latest change of size or kind; null where there was none.</summary>
    public VolumeModification? Modification { get; init; }
}

/// <param name="State"><c>modifying</c>, <c>optimizing</c>, <c>completed</c>.</param>
public sealed record VolumeModification(string State, DateTimeOffset Started, DateTimeOffset? Ended, int OriginalSize, string OriginalType, int? OriginalIops, int? OriginalThroughput);

/// <param name="State"><c>attaching</c>, <c>attached</c>, <c>detaching</c>.</param>
public sealed record Attachment(string InstanceId, string Device, bool DeleteOnTermination, string State, DateTimeOffset Since);

/// <param name="Versions">Each version's data as JSON, the first version first; empty where one was deleted, since numbers do not come back.</param>
/// <param name="DefaultVersion">From 1.</param>
public sealed record LaunchTemplate(string Id, string Name, DateTimeOffset Created, int DefaultVersion, IReadOnlyList<string> Versions)
{
    public bool Has(long version) => version >= 1 && version <= Versions.Count && Versions[(int)version - 1].Length > 0;

    /// <summary>The newest version that is left.</summary>
    public int Latest => Enumerable.Range(1, Versions.Count).Last(v => Has(v));
}
