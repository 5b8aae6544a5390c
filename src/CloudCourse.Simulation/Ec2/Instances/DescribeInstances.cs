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
        id => Ec2Errors.Find(call.Ec2().Instances, id.Value, "InstanceID", "i", "instance ID", id.At), new()
        {
            ["instance-id"] = i => [i.Id],
            ["instance-state-name"] = i => [Lifecycle.Name(i.State)],
            ["instance-state-code"] = i => [$"{(int)i.State}"],
            ["instance-type"] = i => [i.Type],
            ["image-id"] = i => [i.ImageId],
            ["availability-zone"] = i => [i.Zone],
            ["vpc-id"] = i => [i.VpcId],
            ["subnet-id"] = i => [i.SubnetId],
            ["key-name"] = i => [i.KeyName ?? ""],
            ["private-ip-address"] = i => [i.PrivateIp],
            ["ip-address"] = i => [i.PublicIp ?? ""],
            ["instance.group-id"] = i => i.SecurityGroupIds,
            ["network-interface.group-id"] = i => i.SecurityGroupIds,
            ["reservation-id"] = i => [i.ReservationId],
            ["architecture"] = i => [i.Architecture],
            ["iam-instance-profile.arn"] = i => [i.InstanceProfileArn ?? ""],
            ["instance-lifecycle"] = i => i.Market is Market.Spot ? ["spot"] : [],
            ["dns-name"] = i => i.PublicIp is { } ip ? [$"ec2-{ip.Replace('.', '-')}.{call.Region}.compute.amazonaws.com"] : [],
            ["private-dns-name"] = i => [$"ip-{i.PrivateIp.Replace('.', '-')}.{call.Region}.compute.internal"],
            ["group-id"] = i => i.SecurityGroupIds,
            ["instance.group-name"] = i => i.SecurityGroupIds.Select(g => call.Ec2().SecurityGroups.Find(g)?.Name ?? ""),
            ["group-name"] = i => i.SecurityGroupIds.Select(g => call.Ec2().SecurityGroups.Find(g)?.Name ?? ""),
            ["availability-zone-id"] = i => [call.Ec2().Subnets.Find(i.SubnetId)?.ZoneId ?? ""],
            ["block-device-mapping.volume-id"] = i => call.Ec2().Volumes.Values.Where(v => v.Attachment?.InstanceId == i.Id).Select(v => v.Id),
            ["block-device-mapping.device-name"] = i => call.Ec2().Volumes.Values.Where(v => v.Attachment?.InstanceId == i.Id).Select(v => v.Attachment!.Device),
            ["block-device-mapping.status"] = i => call.Ec2().Volumes.Values.Where(v => v.Attachment?.InstanceId == i.Id).Select(v => v.Attachment!.State),
            ["block-device-mapping.delete-on-termination"] = i => call.Ec2().Volumes.Values.Where(v => v.Attachment?.InstanceId == i.Id).Select(v => v.Attachment!.DeleteOnTermination ? "true" : "false"),
            ["hibernation-options.configured"] = i => [i.HibernationConfigured ? "true" : "false"],
            ["hypervisor"] = _ => ["xen"],
            ["launch-index"] = i => [$"{i.LaunchIndex}"],
            ["launch-time"] = i => [Ec2Calls.Time(i.LaunchTime)],
            ["metadata-options.http-tokens"] = i => [i.Metadata.HttpTokens],
            ["metadata-options.http-endpoint"] = i => [i.Metadata.HttpEndpoint],
            ["metadata-options.http-put-response-hop-limit"] = i => [$"{i.Metadata.HopLimit}"],
            ["metadata-options.instance-metadata-tags"] = i => [i.Metadata.Tags],
            ["monitoring-state"] = i => [i.DetailedMonitoring ? "enabled" : "disabled"],
            ["network-interface.network-interface-id"] = i => [i.NetworkInterfaceId],
            ["network-interface.subnet-id"] = i => [i.SubnetId],
            ["network-interface.vpc-id"] = i => [i.VpcId],
            ["network-interface.addresses.private-ip-address"] = i => [i.PrivateIp],
            ["network-interface.addresses.association.public-ip"] = i => i.PublicIp is { } ip ? [ip] : [],
            ["owner-id"] = _ => [call.AccountId],
            ["placement-group-name"] = _ => [""],
            ["platform-details"] = i => [i.PlatformDetails],
            ["platform"] = _ => [],
            ["reason"] = i => [i.StateReason ?? ""],
            ["state-reason-code"] = i => i.StateReasonCode is { } code ? [code] : [],
            ["state-reason-message"] = i => i.StateReason is { } why ? [why] : [],
            ["root-device-name"] = i => [i.RootDeviceName],
            ["root-device-type"] = _ => ["ebs"],
            ["source-dest-check"] = i => [i.SourceDestCheck ? "true" : "false"],
            ["spot-instance-request-id"] = i => i.SpotRequestId is { } request ? [request] : [],
            ["tenancy"] = _ => ["default"],
            ["virtualization-type"] = _ => ["hvm"],
            ["client-token"] = i => i.ClientToken is { } token ? [token] : [],
            ["iam-instance-profile.name"] = i => i.InstanceProfileArn is { } arn ? [arn[(arn.LastIndexOf('/') + 1)..]] : [],
            ["iam-instance-profile.id"] = i => call.State.Iam.InstanceProfiles.Values.Where(p => p.Arn == i.InstanceProfileArn).Select(p => p.Id),
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
        })], "InstanceIds");
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
            ["MetadataOptions"] = InstanceOptions.Describe(i.Metadata, "applied"),
            ["EbsOptimized"] = false,
            ["EnaSupport"] = true,
            ["HibernationOptions"] = new Output { ["Configured"] = i.HibernationConfigured },
            ["StateTransitionReason"] = i.StateReasonCode is null ? "" : $"User initiated ({i.StateChanged:yyyy-MM-dd HH:mm:ss} GMT)",
            ["SecurityGroups"] = new Array([.. i.SecurityGroupIds.Select(g => (Node)new Output { ["GroupId"] = g, ["GroupName"] = ec2.SecurityGroups.Find(g)?.Name ?? "" })]),
            ["Tags"] = ec2.TagList(i.Id),
        };
        if (i.ClientToken is { } token) output["ClientToken"] = token;
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
        output["SourceDestCheck"] = i.SourceDestCheck;
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
        output["BlockDeviceMappings"] = Devices(ec2, i);
        return output;
    }

    public static Array Devices(Ec2Region ec2, Instance i) => new([.. ec2.Volumes.Values.Where(v => v.Attachment?.InstanceId == i.Id).OrderBy(v => v.Attachment!.Device, StringComparer.Ordinal).Select(v => (Node)new Output
        {
            ["DeviceName"] = v.Attachment!.Device,
            ["Ebs"] = new Output
            {
                ["VolumeId"] = v.Id, ["Status"] = v.Attachment.State, ["AttachTime"] = Ec2Calls.Time(v.Attachment.Since), ["DeleteOnTermination"] = v.Attachment.DeleteOnTermination,
            },
        })]);
}
