using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Images;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>A volume that comes with an instance.</summary>
internal sealed record PlannedDevice(string Device, int SizeGB, string Type, int? Iops, int? Throughput, bool Encrypted, string? SnapshotId, bool DeleteOnTermination);

/// <summary>What a launch asks for, with everything that it names looked up.</summary>
internal sealed record LaunchPlan
{
    public required Image Image { get; init; }
    public required InstanceType Type { get; init; }
    public required Subnet Subnet { get; init; }
    public required IReadOnlyList<string> SecurityGroupIds { get; init; }
    public required IReadOnlyList<PlannedDevice> Devices { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> VolumeTags { get; init; } = [];
    public string? KeyName { get; init; }
    public InstanceProfile? InstanceProfile { get; init; }
    public Role? Role { get; init; }
    public string? UserData { get; init; }
    public bool PublicIp { get; init; }
    /// <summary>Null for On-Demand.</summary>
    public SpotOptions? Spot { get; init; }
    public Market Market => Spot is null ? Market.OnDemand : Market.Spot;
    public bool Hibernation { get; init; }
    public bool DetailedMonitoring { get; init; }
    public bool DisableApiTermination { get; init; }
    public bool DisableApiStop { get; init; }
    public string ShutdownBehavior { get; init; } = "stop";
    public MetadataOptions Metadata { get; init; } = new();
    public string? ClientToken { get; init; }

    /// <param name="input">RunInstances's input, or a launch template's data, whose members are the same.</param>
    public static LaunchPlan Read(Call call, JsonObject input)
    {
        var image = ReadImage(call, input);
        var type = ReadType(call, input, image);
        var network = input.Structures("NetworkInterfaces").FirstOrDefault();
        if (network is not null && (input.Text("SubnetId") ?? input.Last("SecurityGroupIds")?.Value as object) is not null)
        {
            throw Ec2Errors.Combination(network.At, "Network interfaces and an instance-level subnet ID or security groups may not be specified on the same request",
                "Put the subnet and the groups into the network interface.");
        }
        CheckInterfaces(input);
        var subnet = ReadSubnet(call, input, network, type);
        var groups = ReadGroups(call, network ?? input, subnet);
        var profile = ReadProfile(call, input);
        var role = profile?.Role is { } name ? call.State.Iam.Roles[name] : null;
        if (profile is not null && role is null)
            throw Ec2Errors.Invalid(input.Last("IamInstanceProfile")!.Value.At, $"Value ({profile.Name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name", "The instance profile holds no role: put one into it first.");
        var devices = ReadDevices(call, input, image);
        var hibernation = input.Structure("HibernationOptions")?.Flag("Configured")?.Value ?? false;
        if (hibernation) CheckHibernation(input, type, devices[0]);
        return new()
        {
            Image = image,
            Type = type,
            Subnet = subnet,
            SecurityGroupIds = groups,
            Devices = devices,
            Tags = Ec2Calls.TagsFor(input, "instance", Taggable),
            VolumeTags = Ec2Calls.TagsFor(input, "volume", Taggable),
            KeyName = ReadKey(call, input),
            InstanceProfile = profile,
            Role = role,
            UserData = ReadUserData(input),
            PublicIp = network?.Flag("AssociatePublicIpAddress")?.Value ?? subnet.GivesPublicAddress,
            Spot = ReadMarket(call, input, type),
            Hibernation = hibernation,
            DetailedMonitoring = input.Structure("Monitoring")?.Flag("Enabled")?.Value ?? false,
            DisableApiTermination = ReadProtection(input, "DisableApiTermination"),
            DisableApiStop = ReadProtection(input, "DisableApiStop"),
            // Amazon Linux 2023 comes with IMDSv2 alone; other images let the instance decide.
            Metadata = InstanceOptions.ReadMetadata(input.Structure("MetadataOptions") ?? new([], input.At), image.OwnerAlias is "amazon" ? new() : new("optional", "enabled", 1, "disabled")),
            ClientToken = call.Text("ClientToken"),
            ShutdownBehavior = input.Text("InstanceInitiatedShutdownBehavior") switch
            {
                null => "stop",
                { Value: "stop" or "terminate" } known => known.Value,
                var other => throw Ec2Errors.Invalid(other.At, $"Value ({other.Value.Shortened()}) for parameter instanceInitiatedShutdownBehavior is invalid. Unknown instance initiated shutdown behavior."),
            },
        };
    }

    private static Image ReadImage(Call call, JsonObject input)
    {
        if (input.Text("ImageId") is not { } id) throw Turn.Error("MissingParameter", "The request must contain the parameter ImageId", "An image is what the disk begins with: name one.", at: input.Head());
        var image = PublicImages.Find(id.Value) ?? call.Ec2().OwnImages.Find(id.Value) ?? throw ImageOperations.Missing(id.Value, id.At);
        if (image.State != "available") throw Turn.Error("InvalidAMIID.Unavailable", $"The image ID '{image.Id}' is not available", "It is still being made: wait until it is available.", at: id.At);
        return image;
    }

    private static InstanceType ReadType(Call call, JsonObject input, Image image)
    {
        var name = input.Text("InstanceType");
        // AWS's default is older than all that is recommended today.
        var at = name?.At ?? input.Head();
        var type = InstanceType.Find(name?.Value ?? "m1.small")
            ?? throw Ec2Errors.Invalid(at, $"Invalid value '{(name?.Value ?? "m1.small").Shortened()}' for InstanceType.",
                name is null ? "Without an instance type AWS takes m1.small, which this simulation does not have: name one." : "AWS has no such type, or it is none of the 77 that this simulation knows: DescribeInstanceTypes lists them.");
        return Fitting(call, type, image.Architecture, at);
    }

    /// <summary>A type that is offered and priced here, and runs such images.</summary>
    public static InstanceType Fitting(Call call, InstanceType type, string architecture, Location at)
    {
        if (!type.IsOfferedIn(call.Region) || !type.Prices.ContainsKey(call.Region))
        {
            throw Turn.Error("Unsupported", $"The requested configuration is currently not supported. Please check the documentation for supported configurations.",
                type.Retired ?? (type.IsOfferedIn(call.Region) ? $"The simulation has no price for {type.Name} in {call.Region}, so it does not launch it there." : $"{type.Name} is not offered in {call.Region}: DescribeInstanceTypeOfferings tells what is."), at: at);
        }
        if (!type.Architectures.Contains(architecture))
        {
            throw Ec2Errors.Invalid(at,
                $"The architecture '{string.Join(',', type.Architectures)}' of the specified instance type does not match the architecture '{architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.",
                type.Architectures.Contains("arm64") ? "This type has a Graviton processor (a g after the number): take an arm64 image." : "This type has an x86 processor: take an x86_64 image.");
        }
        return type;
    }

    /// <summary>What a network interface of a launch can say, besides what is read of it here.</summary>
    private static readonly string[] NotOfInterfaces =
    [
        "NetworkInterfaceId", "PrivateIpAddress", "PrivateIpAddresses", "SecondaryPrivateIpAddressCount", "Ipv6AddressCount", "Ipv6Addresses", "AssociateCarrierIpAddress", "Ipv4Prefixes", "Ipv4PrefixCount",
        "Ipv6Prefixes", "Ipv6PrefixCount", "PrimaryIpv6", "EnaSrdSpecification", "ConnectionTrackingSpecification",
    ];

    private static void CheckInterfaces(JsonObject input)
    {
        var all = input.Structures("NetworkInterfaces");
        foreach (var one in all)
        {
            if (one.InUse("NetworkInterfaceId") is null && one.Integer("DeviceIndex") is null)
                throw Turn.Error("InvalidParameterValue", "Each network interface requires a device index.", "The first interface has DeviceIndex 0.", at: one.At);
            if (NotOfInterfaces.Select(one.InUse).FirstOrDefault(m => m is not null) is { } used)
                throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with NetworkInterfaces.{used.Name}.", "AWS would take it. Leave it out here.", 501, used.NameAt);
        }
        if (all.Count > 0 && all.Select(n => n.Integer("DeviceIndex")!.Value).Distinct().Count() < all.Count)
            throw Turn.Error("InvalidParameterValue", "Each network interface requires a unique device index.", "One of an instance's interfaces has an index twice.", at: all[1].At);
        if (all.Count > 1 && all.FirstOrDefault(n => n.InUse("AssociatePublicIpAddress") is not null) is { } open)
            throw Ec2Errors.Combination(open.At, "The associatePublicIPAddress parameter cannot be specified when launching with multiple network interfaces.", "AWS gives a public address to a launch with one interface only.");
        if (all.Count > 1) throw Turn.Error(AwsError.NotSimulated, "The simulation's instances have one network interface.", null, 501, all[1].At);
        if (all.Count == 1 && all[0].Integer("DeviceIndex") is { Value: not 0 } index)
            throw Ec2Errors.Combination(index.At, "Network interface with device index 0 is required", "The primary interface has DeviceIndex 0.");
    }

    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html"/>
    private static bool ReadProtection(JsonObject input, string member)
    {
        if (input.Flag(member) is not { Value: true } on) return false;
        return input.Structure("InstanceMarketOptions")?.Text("MarketType") is { Value: "spot" }
            ? throw Turn.Error("UnsupportedOperation", $"The {char.ToLowerInvariant(member[0])}{member[1..]} attribute is not supported for Spot Instances.", "EC2 takes Spot Instances back when it wants them, protected or not.", at: on.At)
            : true;
    }

    private static Subnet ReadSubnet(Call call, JsonObject input, JsonObject? network, InstanceType type)
    {
        var ec2 = call.Ec2();
        foreach (var other in (string[])["Affinity", "GroupName", "GroupId", "PartitionNumber", "HostId", "HostResourceGroupArn", "SpreadDomain", "AvailabilityZoneId"])
        {
            if (input.Structure("Placement")?.InUse(other) is { Value: not JsonString { Value: "" } } placed) throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with Placement.{other}.", "AWS would take it. Leave it out here.", 501, placed.NameAt);
        }
        if (input.Structure("Placement")?.Text("Tenancy") is { Value: not ("default" or "") } tenancy)
        {
            throw tenancy.Value is "dedicated" or "host" ? Turn.Error(AwsError.NotSimulated, "The simulation has shared hardware only.", "Leave Tenancy out.", 501, tenancy.At)
                : Ec2Errors.Invalid(tenancy.At, $"Value ({tenancy.Value.Shortened()}) for parameter tenancy is invalid.", "It is default, dedicated or host.");
        }
        var zone = input.Structure("Placement")?.Text("AvailabilityZone");
        if (zone is not null && !ec2.Subnets.Values.Any(s => s.Zone == zone.Value))
            throw Ec2Errors.Invalid(zone.At, $"Invalid availability zone: [{zone.Value.Shortened()}]", $"{call.Region} has {string.Join(", ", Region.Find(call.Region)!.Zones.Select(z => z.Name))}.");
        Subnet subnet;
        if ((network?.Text("SubnetId") ?? input.Text("SubnetId")) is { } id)
        {
            subnet = Ec2Errors.Find(ec2.Subnets, id.Value, "SubnetID", "subnet", "subnet ID", id.At);
            if (zone is not null && zone.Value != subnet.Zone)
                throw Ec2Errors.Combination(zone.At, $"The parameter availabilityZone conflicts with the parameter subnetId", $"{subnet.Id} is in {subnet.Zone}.");
        }
        else
        {
            var defaults = ec2.Subnets.Values.Where(s => s.IsDefault && (zone is null || s.Zone == zone.Value) && !ec2.FailedZones.Contains(s.Zone)).OrderBy(s => s.Zone, StringComparer.Ordinal).ToList();
            if (defaults.Count == 0 && zone is null) throw Turn.Error("MissingInput", "No subnets found for the default VPC. Please specify a subnet.", at: input.Head());
            if (defaults.Count == 0) throw NoCapacity(zone!.Value, type, zone.At);
            // AWS chooses a zone by what it has free; here chance does.
            subnet = defaults[(int)(call.State.Chance.Next().Number % (ulong)defaults.Count)];
        }
        if (ec2.FailedZones.Contains(subnet.Zone)) throw NoCapacity(subnet.Zone, type, zone?.At ?? input.Head());
        return subnet;
    }

    private static readonly string[] Taggable = ["instance", "volume", "network-interface", "spot-instances-request", "elastic-gpu"];

    private static AwsException NoCapacity(string zone, InstanceType type, Location at) => Turn.Error("InsufficientInstanceCapacity",
        $"We currently do not have sufficient {type.Name} capacity in the Availability Zone you requested ({zone}). Our system will be working on provisioning additional capacity.",
        $"{zone} is down: launch in another zone.", 500, at);

    private static IReadOnlyList<string> ReadGroups(Call call, JsonObject holder, Subnet subnet)
    {
        var ec2 = call.Ec2();
        List<string> chosen = [];
        foreach (var id in holder.Texts("SecurityGroupIds").Concat(holder.Texts("Groups")))
        {
            var group = Network.SecurityGroupOperations.Find(call, id.Value, id.At);
            if (group.VpcId != subnet.VpcId)
                throw Turn.Error("InvalidParameter", $"Security group {group.Id} and subnet {subnet.Id} belong to different networks.", $"The group belongs to {group.VpcId}, the subnet to {subnet.VpcId}: take a group of the subnet's VPC.", at: id.At);
            chosen.Add(group.Id);
        }
        foreach (var name in holder.Texts("SecurityGroups"))
        {
            if (holder.Text("SubnetId") is { } beside)
                throw Ec2Errors.Combination(beside.At, "The parameter groupName cannot be used with the parameter subnet", "Names are for the default VPC: with a subnet say SecurityGroupIds.");
            var group = ec2.SecurityGroups.Values.FirstOrDefault(g => g.Name == name.Value && g.VpcId == subnet.VpcId)
                ?? throw Turn.Error("InvalidGroup.NotFound", $"The security group '{name.Value.Shortened()}' does not exist in VPC '{subnet.VpcId}'", at: name.At);
            chosen.Add(group.Id);
        }
        if (chosen.Distinct().Count() > 5) throw TooManyGroups(holder.Head());
        return chosen.Count > 0 ? [.. chosen.Distinct()] : [ec2.SecurityGroups.Values.First(g => g.VpcId == subnet.VpcId && g.Name == "default").Id];
    }

    public static AwsException TooManyGroups(Location at) =>
        Turn.Error("SecurityGroupsPerInterfaceLimitExceeded", "The maximum number of security groups per interface has been reached.", "AWS's default quota is five.", at: at);

    private static string? ReadKey(Call call, JsonObject input)
    {
        if (input.Text("KeyName") is not { } name) return null;
        return call.Ec2().KeyPairs.Values.FirstOrDefault(k => k.Name == name.Value)?.Name
            ?? throw Turn.Error("InvalidKeyPair.NotFound", $"The key pair '{name.Value.Shortened()}' does not exist", "Key pairs belong to one Region.", at: name.At);
    }

    public static InstanceProfile? ReadProfile(Call call, JsonObject input)
    {
        if (input.Structure("IamInstanceProfile") is not { } named) return null;
        var (byName, byArn) = (named.Text("Name"), named.Text("Arn"));
        if (byName is not null && byArn is not null) throw Ec2Errors.Combination(named.At, "The parameter 'iamInstanceProfile.name' may not be used in combination with 'iamInstanceProfile.arn'");
        return call.State.Iam.InstanceProfiles.Values.FirstOrDefault(p => p.Name == byName?.Value || p.Arn == byArn?.Value)
            ?? throw Ec2Errors.Invalid((byName ?? byArn)?.At ?? named.At, $"Value ({(byName ?? byArn)?.Value.Shortened()}) for parameter iamInstanceProfile.{(byName is null ? "arn" : "name")} is invalid. Invalid IAM Instance Profile {(byName is null ? "ARN" : "name")}",
                byName is null && byArn?.Value.StartsWith("arn:", StringComparison.Ordinal) is false ? $"An ARN begins with \"arn:\". If {byArn.Value.Shortened()} is a profile's name, write it as Name."
                    : $"There is no instance profile {(byName is null ? "with this ARN" : "of this name")} in the account. An instance takes an instance profile, not a role: the profile holds the role.");
    }

    private static string? ReadUserData(JsonObject input)
    {
        if (input.Text("UserData") is not { } data) return null;
        if (data.Value.Length > 4 * ((Instances.UserData.MaxBytes + 2) / 3)) throw Ec2Errors.Invalid(data.At, "User data is limited to 16384 bytes");
        return Instances.UserData.Decode(data.Value) ?? throw Ec2Errors.Invalid(data.At, "Invalid BASE64 encoding of user data.", "The API takes user data in Base64; the console and the command line encode it for you.");
    }

    private static SpotOptions? ReadMarket(Call call, JsonObject input, InstanceType type)
    {
        if (input.Structure("InstanceMarketOptions") is not { } options) return null;
        var market = options.Text("MarketType");
        if (market is not null && market.Value != "spot") throw Turn.Error(AwsError.NotSimulated, $"The simulation has no market \"{market.Value.Shortened()}\".", "AWS has capacity blocks too.", 501, market.At);
        if (!type.SpotOffered) throw Turn.Error("UnsupportedOperation", $"Spot is not supported for {type.Name}.", at: options.At);
        return SpotOperations.Read(options, type, call.Region);
    }

    /// <summary>One of a Nitro instance's 28 attachments is its network interface.</summary>
    /// <seealso href="https://docs.aws.amazon.com/ebs/latest/userguide/volume_limits.html"/>
    internal const int MostVolumes = 27;

    private static IReadOnlyList<PlannedDevice> ReadDevices(Call call, JsonObject input, Image image)
    {
        PlannedDevice root = new(image.RootDeviceName, image.RootSizeGB, "gp3", 3000, 125, false, image.SnapshotId, true);
        List<PlannedDevice> devices = [root];
        var mappings = input.Structures("BlockDeviceMappings");
        if (mappings.Count(m => m.Structure("Ebs") is not null && m.Text("DeviceName")?.Value != image.RootDeviceName) >= MostVolumes)
            throw Turn.Error("AttachmentLimitExceeded", $"The maximum number of volumes that can be attached to an instance is {MostVolumes}.", "Most types share 28 attachments among volumes and network interfaces.", at: mappings[MostVolumes - 1].At);
        foreach (var mapping in mappings)
        {
            var device = mapping.Text("DeviceName") ?? throw Turn.Error("MissingParameter", "The request must contain the parameter deviceName", at: mapping.At);
            var ebs = mapping.Structure("Ebs");
            if (ebs is null) continue;
            if (!Volumes.VolumeOperations.IsDeviceName(device.Value))
                throw Ec2Errors.Invalid(device.At, $"Value ({device.Value.Shortened()}) for parameter device is invalid. {device.Value.Shortened()} is not a valid EBS device name.", "Such as /dev/sdf.");
            var isRoot = device.Value == image.RootDeviceName;
            if (!isRoot && devices.Exists(d => d.Device == device.Value)) throw Turn.Error("InvalidBlockDeviceMapping", $"The device '{device.Value.Shortened()}' is used in more than one block-device mapping", "Each volume has a device name of its own.", at: device.At);
            var snapshot = ebs.Text("SnapshotId");
            var from = snapshot is null ? null : Ec2Errors.Find(call.Ec2().Snapshots, snapshot.Value, "Snapshot", "snap", "snapshot", snapshot.At);
            if (from is not null) Volumes.SnapshotOperations.CheckCompleted(from, snapshot!.At);
            var planned = Volumes.VolumeShape.Read(ebs, isRoot ? image.RootSizeGB : from?.SizeGB, isRoot ? image.SnapshotId : snapshot?.Value);
            PlannedDevice one = new(device.Value, planned.SizeGB, planned.Type, planned.Iops, planned.Throughput, planned.Encrypted || (from?.Encrypted ?? false), isRoot ? image.SnapshotId : snapshot?.Value,
                // A root volume goes with its instance and another stays, unless the request says otherwise.
                ebs.Flag("DeleteOnTermination")?.Value ?? true);
            if (isRoot) devices[0] = one;
            else devices.Add(one);
        }
        return devices;
    }

    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernating-prerequisites.html"/>
    private static void CheckHibernation(JsonObject input, InstanceType type, PlannedDevice root)
    {
        var at = input.Last("HibernationOptions")!.Value.At;
        if (!type.Hibernation || type.MemoryGiB >= 150)
            throw Turn.Error("UnsupportedHibernationConfiguration", $"Hibernation is not supported for the instance type {type.Name}.", type.Hibernation ? "Linux instances hibernate with less than 150 GiB of memory." : "Not every type can hibernate: DescribeInstanceTypes tells, by HibernationSupported.", at: at);
        if (!root.Encrypted)
            throw Turn.Error("UnsupportedHibernationConfiguration", "The root volume must be encrypted to enable hibernation.", "Memory is written to the root volume, so AWS wants that encrypted: set Encrypted on the root device.", at: at);
        if (root.SizeGB <= type.MemoryGiB)
            throw Turn.Error("UnsupportedHibernationConfiguration", "The root volume is not large enough to store the memory of the instance.", $"{type.Name} has {type.MemoryGiB} GiB of memory, and the root volume {root.SizeGB} GiB for that and the system. Make its VolumeSize larger.", at: at);
    }
}
