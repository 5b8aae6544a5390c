using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Images;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2;

/// <summary>Tags on EC2's resources.</summary>
internal static class TagOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateTags", c => Named(c).Select(r => c.On("CreateTags", KindOf(r), r, [.. Ec2Calls.ReadTags(c.Input).Select(t => ($"aws:RequestTag/{t.Key}", t.Value))])), Create),
        new("DeleteTags", c => Named(c).Select(r => c.On("DeleteTags", KindOf(r), r)), Delete),
        new("DescribeTags", c => [c.OnAll("DescribeTags")], DescribeAll),
    ];

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["i"] = "instance",
        ["vol"] = "volume",
        ["snap"] = "snapshot",
        ["ami"] = "image",
        ["sg"] = "security-group",
        ["vpc"] = "vpc",
        ["subnet"] = "subnet",
        ["key"] = "key-pair",
        ["eipalloc"] = "elastic-ip",
        ["lt"] = "launch-template",
        ["sir"] = "spot-instances-request",
        ["igw"] = "internet-gateway",
        ["rtb"] = "route-table",
        ["nat"] = "natgateway",
    };

    private static string KindOf(string id) => Kinds.GetValueOrDefault(id.Split('-')[0], "*");

    private static bool Exists(Ec2Region ec2, string id) => ec2.Instances.Has(id) || ec2.Volumes.Has(id) || ec2.Snapshots.Has(id) || ec2.OwnImages.Has(id) || PublicImages.Find(id) is not null
        || ec2.LaunchTemplates.Has(id) || ec2.SpotRequests.Has(id) || ec2.SecurityGroups.Has(id) || ec2.Vpcs.Has(id) || ec2.Subnets.Has(id) || ec2.KeyPairs.Has(id) || ec2.Addresses.Has(id)
        || ec2.InternetGateways.Has(id) || ec2.RouteTables.Has(id) || ec2.NatGateways.Has(id);

    private static IReadOnlyList<string> Named(Call call)
    {
        var resources = call.Texts("Resources");
        if (resources.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter resourceIdSet", at: call.Input.Head());
        foreach (var id in resources.Where(r => !Exists(call.Ec2(), r.Value)))
            throw Missing(id);
        return [.. resources.Select(r => r.Value).Distinct()];
    }

    /// <summary>Each kind has its own code for what is not there; AWS knows no kind by another beginning.</summary>
    private static readonly Dictionary<string, (string Code, string Noun)> Codes = new(StringComparer.Ordinal)
    {
        ["instance"] = ("InvalidInstanceID.NotFound", "instance ID"),
        ["volume"] = ("InvalidVolume.NotFound", "volume"),
        ["snapshot"] = ("InvalidSnapshot.NotFound", "snapshot"),
        ["security-group"] = ("InvalidGroup.NotFound", "security group"),
        ["vpc"] = ("InvalidVpcID.NotFound", "vpc ID"),
        ["subnet"] = ("InvalidSubnetID.NotFound", "subnet ID"),
        ["elastic-ip"] = ("InvalidAllocationID.NotFound", "allocation ID"),
        ["internet-gateway"] = ("InvalidInternetGatewayID.NotFound", "internetGateway ID"),
        ["route-table"] = ("InvalidRouteTableID.NotFound", "routeTable ID"),
        ["spot-instances-request"] = ("InvalidSpotInstanceRequestID.NotFound", "spot instance request ID"),
        ["launch-template"] = ("InvalidLaunchTemplateId.NotFound", "launch template ID"),
        ["key-pair"] = ("InvalidKeyPair.NotFound", "key pair ID"),
        ["natgateway"] = ("NatGatewayNotFound", "Nat Gateway"),
        ["image"] = ("InvalidAMIID.NotFound", "image id"),
    };

    private static AwsException Missing(Located<string> id) => Codes.TryGetValue(KindOf(id.Value), out var known) && Ec2Errors.IsId(id.Value, id.Value.Split('-')[0])
        ? Turn.Error(known.Code, $"The {known.Noun} '{id.Value}' does not exist", "No resource of this Region has this id: ids belong to one Region.", at: id.At)
        : Turn.Error("InvalidID", $"The ID '{id.Value.Shortened()}' is not valid", "An id is a kind's letters, a hyphen and 17 hexadecimal digits, such as i-0123456789abcdef0.", at: id.At);

    private static Output Create(Call call)
    {
        var tags = Ec2Calls.ReadTags(call.Input).ToList();
        if (tags.Count == 0) throw Turn.Error("MissingParameter", "The request must contain the parameter tagSet", at: call.Input.Head());
        foreach (var id in Named(call))
        {
            if ((call.Ec2().Tags.Find(id) ?? Tags.None).With(tags).ByKey.Count > 50) throw Turn.Error("TagLimitExceeded", $"The maximum number of Tags for a resource has been reached.", "A resource has 50 tags at most.");
            call.Turn.Tag(call.Region, id, tags);
            call.Turn.Note("ec2", id, $"{id} has the {(tags.Count == 1 ? "tag" : "tags")} {string.Join(", ", tags.Select(t => $"{t.Key}={t.Value}"))}.");
        }
        return [];
    }

    private static Output Delete(Call call)
    {
        var wanted = call.Structures("Tags").Select(t => (Key: t.Text("Key")?.Value, Value: t.Text("Value")?.Value)).ToList();
        foreach (var id in Named(call))
        {
            var left = (call.Ec2().Tags.Find(id) ?? Tags.None).ByKey
                .Where(t => wanted.Count > 0 && !wanted.Any(w => w.Key == t.Key && (w.Value is null || w.Value == t.Value)));
            call.Put(call.Ec2() with { Tags = call.Ec2().Tags.Put(id, Tags.None.With(left)) });
        }
        return [];
    }

    private static Output DescribeAll(Call call)
    {
        var ec2 = call.Ec2();
        var all = ec2.Tags.Keys.SelectMany(id => ec2.Tags[id].ByKey.Select(t => (Id: id, t.Key, t.Value))).ToList();
        return call.Page("Tags", [.. call.Held(all, new()
        {
            ["resource-id"] = t => [t.Id],
            ["resource-type"] = t => [KindOf(t.Id)],
            ["key"] = t => [t.Key],
            ["value"] = t => [t.Value],
        }, t => t.Id).Select(t => new Output { ["ResourceId"] = t.Id, ["ResourceType"] = KindOf(t.Id), ["Key"] = t.Key, ["Value"] = t.Value })]);
    }
}
