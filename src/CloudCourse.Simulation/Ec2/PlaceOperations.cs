using CloudCourse.Simulation.Cloud;
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
        new("DescribeVpcs", c => [c.OnAll("DescribeVpcs")], Vpcs),
        new("DescribeSubnets", c => [c.OnAll("DescribeSubnets")], Subnets),
        new("DescribeInstanceTypes", c => [c.OnAll("DescribeInstanceTypes")], Types),
        new("DescribeInstanceTypeOfferings", c => [c.OnAll("DescribeInstanceTypeOfferings")], Offerings),
    ];

    private static Output Regions(Call call)
    {
        var regions = Region.All.Where(r => r.Partition == "aws" && (call.Flag("AllRegions") || r.OptIn is OptIn.NotRequired));
        foreach (var name in call.Texts("RegionNames").Where(n => Region.Find(n.Value) is not { Partition: "aws" }))
            throw Turn.Error("InvalidParameterValue", $"Invalid region provided: [{name.Value}]", at: name.At);
        if (call.Texts("RegionNames") is { Count: > 0 } names) regions = Region.All.Where(r => names.Any(n => n.Value == r.Code));
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
        return new()
        {
            ["AvailabilityZones"] = new Array([.. Region.Find(call.Region)!.Zones
                .Where(z => call.Texts("ZoneNames") is not { Count: > 0 } names || names.Any(n => n.Value == z.Name))
                .Where(z => call.Texts("ZoneIds") is not { Count: > 0 } ids || ids.Any(n => n.Value == z.Id))
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

    private static Output Vpcs(Call call) => call.Page("Vpcs", [.. call.Select("VpcIds", call.Ec2().Vpcs.Values, id => Ec2Errors.Find(call.Ec2().Vpcs, id.Value, "VpcID", "vpc", "vpc ID", id.At), (v, filter) => filter switch
    {
        "vpc-id" => [v.Id],
        "cidr" or "cidr-block" => [v.Cidr],
        "is-default" or "isDefault" => [v.IsDefault ? "true" : "false"],
        "state" => ["available"],
        _ => null,
    }, v => v.Id).Select(v => new Output
    {
        ["VpcId"] = v.Id, ["CidrBlock"] = v.Cidr, ["IsDefault"] = v.IsDefault, ["State"] = "available", ["OwnerId"] = call.AccountId, ["InstanceTenancy"] = "default", ["Tags"] = call.Ec2().TagList(v.Id),
    })]);

    private static Output Subnets(Call call) => call.Page("Subnets", [.. call.Select("SubnetIds", call.Ec2().Subnets.Values, id => Ec2Errors.Find(call.Ec2().Subnets, id.Value, "SubnetID", "subnet", "subnet ID", id.At), (s, filter) => filter switch
    {
        "subnet-id" => [s.Id],
        "vpc-id" => [s.VpcId],
        "availability-zone" => [s.Zone],
        "availability-zone-id" => [s.ZoneId],
        "cidr-block" => [s.Cidr],
        "default-for-az" => [s.IsDefault ? "true" : "false"],
        "state" => ["available"],
        _ => null,
    }, s => s.Id).OrderBy(s => s.Zone, StringComparer.Ordinal).Select(s => new Output
    {
        ["SubnetId"] = s.Id,
        ["VpcId"] = s.VpcId,
        ["CidrBlock"] = s.Cidr,
        ["AvailabilityZone"] = s.Zone,
        ["AvailabilityZoneId"] = s.ZoneId,
        ["DefaultForAz"] = s.IsDefault,
        ["MapPublicIpOnLaunch"] = s.GivesPublicAddress,
        ["State"] = "available",
        ["OwnerId"] = call.AccountId,
        ["SubnetArn"] = call.Arn($"subnet/{s.Id}"),
        ["Tags"] = call.Ec2().TagList(s.Id),
    })]);

    private static Output Types(Call call)
    {
        _ = call.Ec2();
        var unknown = call.Texts("InstanceTypes").Where(t => InstanceType.Find(t.Value) is not { } type || !type.IsOfferedIn(call.Region)).ToList();
        if (unknown.Count > 0)
            throw Turn.Error("InvalidInstanceType", $"The following supplied instance types do not exist: [{string.Join(", ", unknown.Select(u => u.Value))}]", "They are misspelt, not offered in this Region, or none of those that this simulation knows.", at: unknown[0].At);
        return call.Page("InstanceTypes", [.. call.Select("InstanceTypes", InstanceType.All.Where(t => t.IsOfferedIn(call.Region)), t => InstanceType.Find(t.Value)!, (t, filter) => filter switch
        {
            "instance-type" => [t.Name],
            "current-generation" => [t.CurrentGeneration ? "true" : "false"],
            "processor-info.supported-architecture" => t.Architectures,
            "vcpu-info.default-vcpus" => [$"{t.Vcpus}"],
            "memory-info.size-in-mib" => [$"{(long)(t.MemoryGiB * 1024)}"],
            "burstable-performance-supported" => [t.Burstable ? "true" : "false"],
            "hibernation-supported" => [t.Hibernation ? "true" : "false"],
            "free-tier-eligible" => [t.FreeTierEligible ? "true" : "false"],
            "instance-storage-supported" => [t.StoreGB > 0 ? "true" : "false"],
            _ => null,
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
        })]);
    }

    private static Output Offerings(Call call)
    {
        _ = call.Ec2();
        return call.Page("InstanceTypeOfferings", [.. call.Select("-", InstanceType.All.Where(t => t.IsOfferedIn(call.Region)), t => InstanceType.Find(t.Value)!, (t, filter) => filter switch
        {
            "instance-type" => [t.Name],
            "location" => [call.Region],
            _ => null,
        }, t => t.Name).Select(t => new Output { ["InstanceType"] = t.Name, ["LocationType"] = "region", ["Location"] = call.Region })]);
    }
}
