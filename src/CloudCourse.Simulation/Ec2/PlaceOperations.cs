using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2;

/// <summary>What there is to choose from: Regions, zones, networks, instance types.</summary>
internal static class PlaceOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("DescribeRegions", c => [c.OnAll("DescribeRegions")], Regions),
        new("DescribeAvailabilityZones", c => [c.OnAll("DescribeAvailabilityZones")], Zones),
        new("DescribeAccountAttributes", c => [c.OnAll("DescribeAccountAttributes")], AccountAttributes),
        new("DescribeInstanceTypes", c => [c.OnAll("DescribeInstanceTypes")], Types),
        new("DescribeInstanceTypeOfferings", c => [c.OnAll("DescribeInstanceTypeOfferings")], Offerings),
    ];

    private static Output Regions(Call call)
    {
        var regions = Region.All.Where(r => r.Partition == "aws" && (call.Flag("AllRegions") || r.OptIn is OptIn.NotRequired));
        foreach (var name in call.Texts("RegionNames").Where(n => Region.Find(n.Value) is not { Partition: "aws" }))
            throw Turn.Error("InvalidParameterValue", $"Invalid region provided: [{name.Value}]", at: name.At);
        if (call.Texts("RegionNames") is { Count: > 0 } names) regions = Region.All.Where(r => names.Any(n => n.Value == r.Code));
        regions = call.Held([.. regions], new()
        {
            ["region-name"] = r => [r.Code],
            ["endpoint"] = r => [$"ec2.{r.Code}.amazonaws.com"],
            ["opt-in-status"] = r => [r.OptIn is OptIn.NotRequired ? "opt-in-not-required" : "not-opted-in"],
        }, r => r.Code);
        return new()
        {
            ["Regions"] = new Array([.. regions.OrderBy(r => r.Code, StringComparer.Ordinal).Select(r => (Node)new Output
            {
                ["RegionName"] = r.Code,
                ["Endpoint"] = $"ec2.{r.Code}.amazonaws.com",
                ["OptInStatus"] = r.OptIn is OptIn.NotRequired ? "opt-in-not-required" : "not-opted-in",
            })]),
        };
    }

    private static Output Zones(Call call)
    {
        var ec2 = call.Ec2();
        var here = Region.Find(call.Region)!.Zones.ToList();
        foreach (var (member, nameOf) in new (string, Func<AvailabilityZone, string>)[] { ("ZoneNames", z => z.Name), ("ZoneIds", z => z.Id) })
        {
            if (call.Texts(member) is not { Count: > 0 } asked) continue;
            foreach (var unknown in asked.Where(a => !here.Exists(z => nameOf(z) == a.Value))) throw Ec2Errors.Invalid(unknown.At, $"Invalid availability zone{(member is "ZoneIds" ? "-id" : "")}: [{unknown.Value.Shortened()}]");
            here = [.. here.Where(z => asked.Any(a => a.Value == nameOf(z)))];
        }
        return new()
        {
            ["AvailabilityZones"] = new Array([.. call.Held(here, new()
            {
                ["zone-name"] = z => [z.Name],
                ["zone-id"] = z => [z.Id],
                ["region-name"] = z => [z.Region],
                ["state"] = z => [ec2.FailedZones.Contains(z.Name) ? "unavailable" : "available"],
                ["zone-type"] = _ => ["availability-zone"],
                ["opt-in-status"] = _ => ["opt-in-not-required"],
                ["group-name"] = z => [z.Region],
                ["network-border-group"] = z => [z.Region],
                ["message"] = z => ec2.FailedZones.Contains(z.Name) ? ["Instances in this zone do not answer."] : [],
            }, z => z.Name)
                .Select(z => (Node)new Output
                {
                    ["ZoneName"] = z.Name,
                    ["ZoneId"] = z.Id,
                    ["RegionName"] = z.Region,
                    ["State"] = ec2.FailedZones.Contains(z.Name) ? "unavailable" : "available",
                    ["ZoneType"] = "availability-zone",
                    ["OptInStatus"] = "opt-in-not-required",
                    ["NetworkBorderGroup"] = z.Region,
                    ["GroupName"] = z.Region,
                    ["Messages"] = ec2.FailedZones.Contains(z.Name) ? new Array(new Output { ["Message"] = "Instances in this zone do not answer." }) : new Array(),
                })]),
        };
    }

    private static Output Types(Call call)
    {
        _ = call.Ec2();
        var unknown = call.Texts("InstanceTypes").Where(t => InstanceType.Find(t.Value) is not { } type || !type.IsOfferedIn(call.Region)).ToList();
        if (unknown.Count > 0)
            throw Turn.Error("InvalidInstanceType", $"The following supplied instance types do not exist: [{string.Join(", ", unknown.Select(u => u.Value))}]", "They are misspelt, not offered in this Region, or none of those that this simulation knows.", at: unknown[0].At);
        return call.Page("InstanceTypes", [.. call.Select("InstanceTypes", InstanceType.All.Where(t => t.IsOfferedIn(call.Region)), t => InstanceType.Find(t.Value)!, new()
        {
            ["instance-type"] = t => [t.Name],
            ["current-generation"] = t => [t.CurrentGeneration ? "true" : "false"],
            ["processor-info.supported-architecture"] = t => t.Architectures,
            ["vcpu-info.default-vcpus"] = t => [$"{t.Vcpus}"],
            ["memory-info.size-in-mib"] = t => [$"{(long)(t.MemoryGiB * 1024)}"],
            ["burstable-performance-supported"] = t => [t.Burstable ? "true" : "false"],
            ["hibernation-supported"] = t => [t.Hibernation ? "true" : "false"],
            ["free-tier-eligible"] = t => [t.FreeTierEligible ? "true" : "false"],
            ["instance-storage-supported"] = t => [t.StoreGB > 0 ? "true" : "false"],
            ["instance-storage-info.total-size-in-gb"] = t => t.StoreGB > 0 ? [$"{t.StoreGB}"] : [],
            ["hypervisor"] = t => [t.Hypervisor],
            ["network-info.maximum-network-interfaces"] = t => [$"{t.MaxNetworkInterfaces}"],
            ["network-info.network-performance"] = t => [t.Network],
            ["supported-usage-class"] = t => t.SpotOffered ? ["on-demand", "spot"] : ["on-demand"],
            ["supported-root-device-type"] = _ => ["ebs"],
            ["supported-virtualization-type"] = _ => ["hvm"],
        }, t => t.Name).Select(t => new Output
        {
            ["InstanceType"] = t.Name,
            ["CurrentGeneration"] = t.CurrentGeneration,
            ["FreeTierEligible"] = t.FreeTierEligible,
            ["BurstablePerformanceSupported"] = t.Burstable,
            ["HibernationSupported"] = t.Hibernation,
            ["InstanceStorageSupported"] = t.StoreGB > 0,
            ["SupportedUsageClasses"] = t.SpotOffered ? new Array("on-demand", "spot") : new Array("on-demand"),
            ["VCpuInfo"] = new Output { ["DefaultVCpus"] = t.Vcpus },
            ["MemoryInfo"] = new Output { ["SizeInMiB"] = (long)(t.MemoryGiB * 1024) },
            ["NetworkInfo"] = new Output { ["NetworkPerformance"] = t.Network, ["MaximumNetworkInterfaces"] = t.MaxNetworkInterfaces },
            ["ProcessorInfo"] = new Output { ["SupportedArchitectures"] = new Array([.. t.Architectures.Select(a => (Node)a)]), ["Manufacturer"] = t.CpuMaker },
        })], most: 100);
    }

    private static Output Offerings(Call call)
    {
        _ = call.Ec2();
        var kind = call.Text("LocationType") ?? "region";
        var region = Region.Find(call.Region)!;
        IEnumerable<string> places = kind switch
        {
            "region" => [region.Code],
            "availability-zone" => region.Zones.Select(z => z.Name),
            "availability-zone-id" => region.Zones.Select(z => z.Id),
            _ => throw Ec2Errors.Invalid(call.At("LocationType"), $"Invalid value '{kind.Shortened()}' for LocationType.", "It is region, availability-zone or availability-zone-id."),
        };
        var all = InstanceType.All.Where(t => t.IsOfferedIn(call.Region)).SelectMany(t => places.Select(p => (t.Name, Place: p))).ToList();
        return call.Page("InstanceTypeOfferings", [.. call.Held(all, new()
        {
            ["instance-type"] = o => [o.Name],
            ["location"] = o => [o.Place],
        }, o => o.Name).Select(o => new Output { ["InstanceType"] = o.Name, ["LocationType"] = kind, ["Location"] = o.Place })]);
    }

    private static Output AccountAttributes(Call call)
    {
        (string Name, string Value)[] known =
        [
            ("supported-platforms", "VPC"), ("default-vpc", call.Ec2().Vpcs.Values.FirstOrDefault(v => v.IsDefault)?.Id ?? "none"), ("max-instances", "20"), ("vpc-max-security-groups-per-interface", "5"),
            ("max-elastic-ips", $"{Network.AddressOperations.Quota}"), ("vpc-max-elastic-ips", $"{Network.AddressOperations.Quota}"),
        ];
        var asked = call.Texts("AttributeNames");
        foreach (var name in asked.Where(a => !known.Any(k => k.Name == a.Value))) throw Ec2Errors.Invalid(name.At, $"Value ({name.Value.Shortened()}) for parameter attributeName is invalid. Unknown attribute.");
        return new()
        {
            ["AccountAttributes"] = new Array([.. known.Where(k => asked.Count == 0 || asked.Any(a => a.Value == k.Name)).Select(k => (Node)new Output
            {
                ["AttributeName"] = k.Name, ["AttributeValues"] = new Array(new Output { ["AttributeValue"] = k.Value }),
            })]),
        };
    }
}
