using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Images;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Infrastructure;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ec2.Instances;

/// <summary>Launching.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html"/>
internal static class RunInstances
{
    /// <summary>Running On-Demand Standard instances in a Region, in vCPUs. New accounts begin with fewer and are raised as they are used.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-quotas.html"/>
    public const int VcpuQuota = 256;

    public static Operation Operation { get; } = new("RunInstances", Needs, Run);

    /// <summary>What is asked for, looked up and found sound.</summary>
    private static LaunchPlan Plan(Call call) => LaunchPlan.Read(call, LaunchTemplateOperations.Merged(call));

    private static IEnumerable<Permission> Needs(Call call)
    {
        var plan = Plan(call);
        (string, string)[] keys =
        [
            ("ec2:InstanceType", plan.Type.Name),
            ("ec2:InstanceMarketType", plan.Market is Market.Spot ? "spot" : "on-demand"),
            .. plan.Tags.Select(t => ($"aws:RequestTag/{t.Key}", t.Value)),
        ];
        var instance = call.On("RunInstances", "instance", "*", keys);
        yield return plan.Tags.Count > 0 ? instance with { Context = With(instance.Context, "aws:TagKeys", [.. plan.Tags.Select(t => t.Key)]) } : instance;
        yield return new("ec2:RunInstances", $"arn:aws:ec2:{call.Region}::image/{plan.Image.Id}") { Context = instance.Context };
        yield return call.On("RunInstances", "subnet", plan.Subnet.Id);
        foreach (var group in plan.SecurityGroupIds) yield return call.On("RunInstances", "security-group", group);
        yield return call.On("RunInstances", "network-interface", "*");
        yield return call.On("RunInstances", "volume", "*");
        if (plan.KeyName is { } key) yield return call.On("RunInstances", "key-pair", key);
        foreach (var snapshot in plan.Devices.Where(d => d.Device != plan.Image.RootDeviceName).Select(d => d.SnapshotId).OfType<string>().Distinct())
            yield return new("ec2:RunInstances", $"arn:aws:ec2:{call.Region}::snapshot/{snapshot}") { Context = new Dictionary<string, IReadOnlyList<string>> { ["ec2:Region"] = [call.Region] } };
        if (call.Structure("LaunchTemplate") is { } template) yield return call.On("RunInstances", "launch-template", LaunchTemplateOperations.Named(call, template).Id);
        if (plan.Spot is not null) yield return call.On("RunInstances", "spot-instances-request", "*");
        if (plan.VolumeTags.Count > 0)
        {
            var tagging = call.On("CreateTags", "volume", "*", [.. plan.VolumeTags.Select(t => ($"aws:RequestTag/{t.Key}", t.Value)), ("ec2:CreateAction", "RunInstances")]);
            yield return tagging with { Context = With(tagging.Context, "aws:TagKeys", [.. plan.VolumeTags.Select(t => t.Key)]) };
        }
        if (plan.Tags.Count > 0)
        {
            var tagging = call.On("CreateTags", "instance", "*", [.. keys.Where(k => k.Item1.StartsWith("aws:", StringComparison.Ordinal)), ("ec2:CreateAction", "RunInstances")]);
            yield return tagging with { Context = With(tagging.Context, "aws:TagKeys", [.. plan.Tags.Select(t => t.Key)]) };
        }
        if (plan.Role is { } role) yield return RoleOperations.Pass(role.Arn, "ec2.amazonaws.com");
    }

    private static Dictionary<string, IReadOnlyList<string>> With(IReadOnlyDictionary<string, IReadOnlyList<string>> context, string key, IReadOnlyList<string> values) =>
        new(context, StringComparer.OrdinalIgnoreCase) { [key] = values };

    private static Output Run(Call call)
    {
        var plan = Plan(call);
        var launched = Launch(call.Turn, call.Region, plan, ReadCount(call, plan));
        return new()
        {
            ["ReservationId"] = launched[0].ReservationId,
            ["OwnerId"] = call.AccountId,
            ["Groups"] = new Array(),
            ["Instances"] = new Array([.. launched.Select(i => DescribeInstances.Describe(call.Ec2(), i, call.AccountId))]),
        };
    }

    /// <summary>The same launch asked for again: the same instances, as they are now.</summary>
    internal static Output Again(Call call, Output before)
    {
        before["Instances"] = new Array([.. before["Instances"]!.AsArray().Select(i => call.Ec2().Instances.Find((string)i!["InstanceId"]!) is { } instance
            ? DescribeInstances.Describe(call.Ec2(), instance, call.AccountId) : i.DeepClone())]);
        return before;
    }

    /// <summary>As many as there is room for between the least and the most.</summary>
    private static int ReadCount(Call call, LaunchPlan plan)
    {
        var (least, most) = (Count("MinCount"), Count("MaxCount"));
        if (least < 1) throw Ec2Errors.Invalid(call.At("MinCount"), $"Value ({least}) for parameter minCount is invalid. Minimum count must be 1 or more.", "MinCount is how many you must have, or none is launched.");
        if (most < least) throw Ec2Errors.Combination(call.At("MaxCount"), $"Value ({most}) for parameter maxCount is invalid. Maximum count may not be smaller than minimum count.", "MaxCount is how many you want at most, MinCount how many you must have.");
        var room = (VcpuQuota - VcpusInUse(call.Ec2(), plan.Market)) / plan.Type.Vcpus;
        if (room < least) throw OverQuota(call, plan.Market, $"{least} × {plan.Type.Name} are {least * plan.Type.Vcpus} vCPUs", call.At("MinCount"));
        var free = DefaultNetwork.Free(call.State, call.Region, plan.Subnet);
        if (free < least) throw DefaultNetwork.Full(plan.Subnet, call.At("MinCount"));
        return (int)Math.Min(Math.Min(most, room), free);

        // The client lets true and numbers of any length pass for a whole number.
        long Count(string member) => call.Integer(member) ?? throw Ec2Errors.Invalid(call.At(member), $"Value for parameter {member} is invalid. It is not an integer of 32 bits.", "Write a whole number, such as 1.");
    }

    /// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"/>
    public static AwsException OverQuota(Call call, Market market, string asked, Location at) => Turn.Error(
        market is Market.Spot ? "MaxSpotInstanceCountExceeded" : "VcpuLimitExceeded",
        market is Market.Spot ? "Max spot instance count exceeded" : $"You have requested more vCPU capacity than your current vCPU limit of {VcpuQuota} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.",
        $"{asked}, and {VcpusInUse(call.Ec2(), market)} of {VcpuQuota} are in use. Quotas count vCPUs, not instances.", at: at);

    /// <summary>On-Demand and Spot have quotas of their own.</summary>
    public static int VcpusInUse(Ec2Region ec2, Market market) => ec2.Instances.Values
        .Where(i => i.State is InstanceState.Pending or InstanceState.Running or InstanceState.Stopping && i.Market == market)
        .Sum(i => InstanceType.Find(i.Type)!.Vcpus);

    /// <summary>Makes the instances: for a call, and for groups and templates that launch by themselves.</summary>
    /// <param name="fulfilled">The Spot request that waited for it; null where the launch is the request.</param>
    public static IReadOnlyList<Instance> Launch(Turn turn, string region, LaunchPlan plan, int count, SpotRequest? fulfilled = null)
    {
        var reservation = turn.Ec2Id("r");
        List<Instance> launched = [];
        for (var i = 0; i < count; i++)
        {
            Instance instance = new()
            {
                Id = turn.Ec2Id("i"),
                ReservationId = reservation,
                LaunchIndex = i,
                ImageId = plan.Image.Id,
                Type = plan.Type.Name,
                Architecture = plan.Image.Architecture,
                PlatformDetails = plan.Image.PlatformDetails,
                BilledByHour = plan.Image.BilledByHour,
                SubnetId = plan.Subnet.Id,
                VpcId = plan.Subnet.VpcId,
                Zone = plan.Subnet.Zone,
                PrivateIp = DefaultNetwork.NextPrivateIp(turn, region, plan.Subnet),
                NetworkInterfaceId = turn.Ec2Id("eni"),
                SecurityGroupIds = plan.SecurityGroupIds,
                RootDeviceName = plan.Image.RootDeviceName,
                LaunchTime = turn.Now,
                State = InstanceState.Pending,
                StateChanged = turn.Now,
                WantsPublicIp = plan.PublicIp,
                KeyName = plan.KeyName,
                InstanceProfileArn = plan.InstanceProfile?.Arn,
                UserData = plan.UserData,
                Market = plan.Market,
                HibernationConfigured = plan.Hibernation,
                DetailedMonitoring = plan.DetailedMonitoring,
                DisableApiTermination = plan.DisableApiTermination,
                DisableApiStop = plan.DisableApiStop,
                ShutdownBehavior = plan.ShutdownBehavior,
                Metadata = plan.Metadata,
                ClientToken = plan.ClientToken,
                // What an image was made with starts again on what is launched from it.
                ListensOn = plan.Image.ListensOn,
            };
            if (plan.Spot is { } spot)
            {
                var request = (fulfilled ?? new(turn.Ec2Id("sir"), spot.Persistent, spot.Behavior, spot.MaxPrice, null, instance.Type, "", "", "", turn.Now, turn.Now) { Plan = spot.Persistent ? plan : null })
                    with
                { InstanceId = instance.Id, Zone = instance.Zone, State = "active", StatusCode = "fulfilled" };
                instance = instance with { SpotRequestId = request.Id };
                Interruptions.Put(turn, region, request);
            }
            turn.Put(region, instance);
            turn.Tag(region, instance.Id, plan.Tags);
            foreach (var device in plan.Devices) Volumes.VolumeChanges.CreateAttached(turn, region, instance, device, plan.VolumeTags);
            turn.Note("ec2", instance.Id, $"{instance.Id} ({instance.Type}) is being launched in {instance.Zone}.", null, "pending");
            Lifecycle.TellOf(turn, region, instance.Id, InstanceState.Pending);
            Lifecycle.Boot(turn, region, turn.Ec2(region).Instances[instance.Id]);
            launched.Add(turn.Ec2(region).Instances[instance.Id]);
        }
        return launched;
    }
}
