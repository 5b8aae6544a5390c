using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Instances;

internal static class DescribeInstances
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("DescribeInstances", c => [c.OnAll("DescribeInstances")], Run),
        new("DescribeInstanceStatus", c => [c.OnAll("DescribeInstanceStatus")], Status),
    ];

    private static IReadOnlyList<Instance> Asked(Call call) => call.Select("InstanceIds", call.Ec2().Instances.Values,
        id => Ec2Errors.Find(call.Ec2().Instances, id.Value, "InstanceID", "i", "instance ID", id.At), (i, filter) => filter switch
        {
            "instance-id" => [i.Id],
            "instance-state-name" => [Lifecycle.Name(i.State)],
            "instance-state-code" => [$"{(int)i.State}"],
            "instance-type" => [i.Type],
            "image-id" => [i.ImageId],
            "availability-zone" => [i.Zone],
            "vpc-id" => [i.VpcId],
            "subnet-id" => [i.SubnetId],
            "key-name" => [i.KeyName ?? ""],
            "private-ip-address" => [i.PrivateIp],
            "ip-address" => [i.PublicIp ?? ""],
            "instance.group-id" or "network-interface.group-id" => i.SecurityGroupIds,
            "reservation-id" => [i.ReservationId],
            "architecture" => [i.Architecture],
            "iam-instance-profile.arn" => [i.InstanceProfileArn ?? ""],
            "instance-lifecycle" => i.Market is Market.Spot ? ["spot"] : [],
            _ => null,
        }, i => i.Id);

    private static Output Run(Call call)
    {
        var ec2 = call.Ec2();
        // A page counts reservations: what was launched together is told together.
        return call.Page("Reservations", [.. Asked(call).OrderBy(i => i.LaunchTime).ThenBy(i => i.LaunchIndex).GroupBy(i => i.ReservationId).Select(r => new Output
        {
            ["ReservationId"] = r.Key,
            ["OwnerId"] = call.AccountId,
            ["Groups"] = new Array(),
            ["Instances"] = new Array([.. r.Select(i => (Node)Describe(ec2, i, call.AccountId))]),
        })]);
    }

    private static Output Status(Call call) => call.Page("InstanceStatuses", [.. Asked(call).Where(i => call.Flag("IncludeAllInstances") || i.State is InstanceState.Running).Select(i => new Output
    {
        ["InstanceId"] = i.Id,
        ["AvailabilityZone"] = i.Zone,
        ["InstanceState"] = LifecycleOperations.State(i.State),
        ["SystemStatus"] = Check(i.SystemStatus),
        ["InstanceStatus"] = Check(i.Status),
    })]);

    private static Output Check(InstanceStatus status) => new()
    {
        ["Status"] = status switch
        {
            InstanceStatus.Ok => "ok",
            InstanceStatus.Initializing => "initializing",
            InstanceStatus.Impaired => "impaired",
            _ => "not-applicable",
        },
        ["Details"] = status is InstanceStatus.NotApplicable ? new Array() : new Array(new Output
        {
            ["Name"] = "reachability",
            ["Status"] = status switch { InstanceStatus.Ok => "passed", InstanceStatus.Initializing => "initializing", _ => "failed" },
        }),
    };

    public static Output Describe(Ec2Region ec2, Instance i, string account)
    {
        Output output = new()
        {
            ["InstanceId"] = i.Id,
            ["ImageId"] = i.ImageId,
            ["InstanceType"] = i.Type,
            ["State"] = LifecycleOperations.State(i.State),
            ["Placement"] = new Output { ["AvailabilityZone"] = i.Zone, ["Tenancy"] = "default", ["GroupName"] = "" },
            ["LaunchTime"] = Ec2Calls.Time(i.LaunchTime),
            ["AmiLaunchIndex"] = i.LaunchIndex,
            ["Architecture"] = i.Architecture,
            ["PlatformDetails"] = i.PlatformDetails,
            ["RootDeviceName"] = i.RootDeviceName,
            ["RootDeviceType"] = "ebs",
            ["VirtualizationType"] = "hvm",
            ["Monitoring"] = new Output { ["State"] = i.DetailedMonitoring ? "enabled" : "disabled" },
            ["HibernationOptions"] = new Output { ["Configured"] = i.HibernationConfigured },
            ["StateTransitionReason"] = i.StateReasonCode is null ? "" : $"User initiated ({i.StateChanged:yyyy-MM-dd HH:mm:ss} GMT)",
            ["SecurityGroups"] = new Array([.. i.SecurityGroupIds.Select(g => (Node)new Output { ["GroupId"] = g, ["GroupName"] = ec2.SecurityGroups.Find(g)?.Name ?? "" })]),
            ["Tags"] = ec2.TagList(i.Id),
        };
        if (i.KeyName is { } key) output["KeyName"] = key;
        if (i.StateReasonCode is { } code) output["StateReason"] = new Output { ["Code"] = code, ["Message"] = i.StateReason };
        if (i.Market is Market.Spot) output["InstanceLifecycle"] = "spot";
        if (i.SpotRequestId is { } request) output["SpotInstanceRequestId"] = request;
        if (i.InstanceProfileArn is { } profile) output["IamInstanceProfile"] = new Output { ["Arn"] = profile };
        // A terminated instance keeps its record, and nothing of its network or disks.
        if (i.State is InstanceState.Terminated)
        {
            output["BlockDeviceMappings"] = new Array();
            output["NetworkInterfaces"] = new Array();
            return output;
        }
        output["VpcId"] = i.VpcId;
        output["SubnetId"] = i.SubnetId;
        output["PrivateIpAddress"] = i.PrivateIp;
        output["PrivateDnsName"] = $"ip-{i.PrivateIp.Replace('.', '-')}.{ec2.Code}.compute.internal";
        if (i.PublicIp is { } ip)
        {
            output["PublicIpAddress"] = ip;
            output["PublicDnsName"] = $"ec2-{ip.Replace('.', '-')}.{ec2.Code}.compute.amazonaws.com";
        }
        output["NetworkInterfaces"] = new Array(new Output
        {
            ["NetworkInterfaceId"] = i.NetworkInterfaceId,
            ["SubnetId"] = i.SubnetId,
            ["VpcId"] = i.VpcId,
            ["PrivateIpAddress"] = i.PrivateIp,
            ["OwnerId"] = account,
            ["Status"] = "in-use",
        });
        output["BlockDeviceMappings"] = new Array([.. ec2.Volumes.Values.Where(v => v.Attachment?.InstanceId == i.Id).OrderBy(v => v.Attachment!.Device, StringComparer.Ordinal).Select(v => (Node)new Output
        {
            ["DeviceName"] = v.Attachment!.Device,
            ["Ebs"] = new Output
            {
                ["VolumeId"] = v.Id, ["Status"] = v.Attachment.State, ["AttachTime"] = Ec2Calls.Time(v.Attachment.Since), ["DeleteOnTermination"] = v.Attachment.DeleteOnTermination,
            },
        })]);
        return output;
    }
}
