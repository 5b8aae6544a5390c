using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Findings;
using static CloudCourse.Simulation.AutoScaling.AutoScalingCalls;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>Amazon EC2 Auto Scaling.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Operations.html"/>
public sealed class AutoScalingService : SimulatedService
{
    public override string Name => "autoscaling";

    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        Make("CreateAutoScalingGroup", Arn, Create),
        Make("UpdateAutoScalingGroup", c => Named(c).Arn, Update),
        Make("DeleteAutoScalingGroup", c => Named(c).Arn, Delete),
        Make("SetDesiredCapacity", c => Named(c).Arn, SetDesired),
        Make("DescribeAutoScalingGroups", _ => "*", DescribeAll),
        Make("DescribeScalingActivities", _ => "*", DescribeActivities),
        .. GroupInstances.All,
        .. ScalingPolicies.All,
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => operation is "CreateAutoScalingGroup" or "UpdateAutoScalingGroup" ? NotOfGroups : base.NotTaken(operation);

    private static readonly HashSet<string> NotOfGroups =
    [
        "LaunchConfigurationName", "MixedInstancesPolicy", "InstanceId", "LoadBalancerNames", "PlacementGroup", "TerminationPolicies", "CapacityRebalance", "LifecycleHookSpecificationList", "MaxInstanceLifetime",
        "Context", "DesiredCapacityType", "TrafficSources", "InstanceMaintenancePolicy", "AvailabilityZoneIds", "DeletionProtection", "AvailabilityZoneDistribution", "AvailabilityZoneImpairmentPolicy",
        "CapacityReservationSpecification", "InstanceLifecyclePolicy", "Operator", "Tags", "NewInstancesProtectedFromScaleIn", "DefaultInstanceWarmup", "ServiceLinkedRoleARN", "SkipZonalShiftValidation",
    ];

    private static string Arn(Call call) => $"arn:aws:autoscaling:{call.Region}:{call.AccountId}:autoScalingGroup:*:autoScalingGroupName/{call.Need("AutoScalingGroupName")}";

    /// <summary>The client lets true and numbers of any length pass for a whole number.</summary>
    private static int Size(Call call, string member) => call.Integer(member) is >= int.MinValue and <= int.MaxValue and var size ? (int)size
        : throw Invalid(call, member, $"{member} is not an integer of 32 bits.");

    private static int? Seconds(Call call, string member) => call.Integer(member) is not { } seconds ? null
        : seconds >= 0 ? (int)seconds : throw Invalid(call, member, $"{member} must be 0 or more seconds: {seconds}", "Seconds, from 0.");

    private static Output Create(Call call)
    {
        var name = call.Need("AutoScalingGroupName");
        if (name.Length > 255)
            throw Invalid(call, "AutoScalingGroupName", $"1 validation error detected: Value '{name.Shortened()}' at 'autoScalingGroupName' failed to satisfy constraint: Member must have length less than or equal to 255", "A group's name has 255 characters at most.");
        if (Find(call, name) is not null) throw Turn.Error("AlreadyExists", $"AutoScalingGroup by this name already exists - A group with the name {name.Shortened()} already exists", at: call.At("AutoScalingGroupName"));
        if (call.Structure("LaunchTemplate") is not { } named)
            throw Turn.Error("ValidationError", "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or MixedInstancesPolicy parameter.", "A group launches from a launch template: name one.", at: call.Input.Head());
        var (template, version) = ReadTemplate(call, named);
        var (min, max) = (Size(call, "MinSize"), Size(call, "MaxSize"));
        var desired = (int)(call.Integer("DesiredCapacity") ?? min);
        CheckSizes(call, min, max, desired);
        var subnets = ReadSubnets(call);
        var targetGroups = TargetGroups(call);
        CheckLaunch(call, template, version, subnets[0]);
        AutoScalingGroup group = new($"arn:aws:autoscaling:{call.Region}:{call.AccountId}:autoScalingGroup:{call.Turn.HexId(32)}:autoScalingGroupName/{name}", name, call.Region,
            template.Id, version, min, max, desired, subnets, targetGroups, ReadCheckType(call) ?? false, Seconds(call, "HealthCheckGracePeriod") ?? 0, call.Now)
        {
            DefaultCooldown = Seconds(call, "DefaultCooldown") ?? 300,
        };
        call.Turn.Put(group);
        call.Turn.Note("autoscaling", name, $"The group {name} wants {desired} {(desired == 1 ? "instance" : "instances")} in {subnets.Count} {(subnets.Count == 1 ? "subnet" : "subnets")}.", null, "exists");
        return [];
    }

    private static (LaunchTemplate Template, string Version) ReadTemplate(Call call, JsonObject named)
    {
        try
        {
            var template = LaunchTemplateOperations.Named(call, named);
            _ = LaunchTemplateOperations.Version(template, named.Text("Version"));
            return (template, named.Text("Version")?.Value ?? "$Default");
        }
        catch (AwsException e)
        {
            throw new AwsException(e.Error with { Code = "ValidationError", Message = $"You must use a valid fully-formed launch template. {e.Error.Message}" });
        }
    }

    /// <summary>AWS tries what the group would launch, and takes no group that could launch nothing.</summary>
    private static void CheckLaunch(Call call, LaunchTemplate template, string version, string subnet)
    {
        try
        {
            JsonObject onlySubnet = new([new("SubnetId", call.At("LaunchTemplate"), new JsonString(subnet, call.At("LaunchTemplate")))], call.At("LaunchTemplate"));
            _ = LaunchPlan.Read(call, LaunchTemplateOperations.Over(onlySubnet, template.Versions[LaunchTemplateOperations.Version(template, new(version, call.At("LaunchTemplate"))) - 1]));
        }
        catch (AwsException e) when (e.Error.Code is not ("InsufficientInstanceCapacity" or AwsError.NotSimulated))
        {
            throw new AwsException(e.Error with { Code = "ValidationError", HttpStatus = 400, Message = $"You must use a valid fully-formed launch template. {e.Error.Message}" });
        }
    }

    private static void CheckSizes(Call call, int min, int max, int desired)
    {
        if (min < 0) throw Invalid(call, "MinSize", "1 validation error detected: Value at 'minSize' failed to satisfy constraint: Member must have value greater than or equal to 0");
        if (max < min) throw Invalid(call, "MaxSize", $"Max bound, {max}, must be greater than or equal to min bound, {min}", "MaxSize is the most that the group may have, MinSize the least.");
        if (desired < min) throw Invalid(call, "DesiredCapacity", $"Desired capacity:{desired} must be between the specified min size:{min} and max size:{max}", "The sizes are bounds: move the bound, or want another number.");
        if (desired > max) throw Invalid(call, "DesiredCapacity", $"Desired capacity:{desired} must be between the specified min size:{min} and max size:{max}", "The sizes are bounds: move the bound, or want another number.");
    }

    private static IReadOnlyList<string> ReadSubnets(Call call)
    {
        var ec2 = call.Ec2();
        if (call.Text("VPCZoneIdentifier") is { } list)
        {
            var ids = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var id in ids.Where(i => !ec2.Subnets.Has(i))) throw Invalid(call, "VPCZoneIdentifier", $"The subnet ID '{id.Shortened()}' does not exist", "Ids belong to one Region: look at the Region of the call too.");
            if (ids.FirstOrDefault(i => ec2.Subnets[i].VpcId != ec2.Subnets[ids[0]].VpcId) is { } far)
                throw Invalid(call, "VPCZoneIdentifier", "The specified subnets belong to more than one VPC.", $"{far} belongs to {ec2.Subnets[far].VpcId}, {ids[0]} to {ec2.Subnets[ids[0]].VpcId}: a group stands in one VPC.");
            if (call.Texts("AvailabilityZones") is { Count: > 0 } beside && !beside.Select(z => z.Value).ToHashSet().SetEquals(ids.Select(i => ec2.Subnets[i].Zone)))
                throw Invalid(call, "AvailabilityZones", "The availability zones of the specified subnets and the AutoScalingGroup do not match", "The subnets stand for their zones: leave AvailabilityZones out.");
            if (ids.Length > 0) return [.. ids.Distinct()];
        }
        var zones = call.Texts("AvailabilityZones");
        foreach (var zone in zones.Where(z => !ec2.Subnets.Values.Any(s => s.Zone == z.Value && s.IsDefault))) throw Turn.Error("ValidationError", $"Invalid Availability Zone: {zone.Value.Shortened()}", at: zone.At);
        if (zones.Count == 0) throw Turn.Error("ValidationError", "At least one Availability Zone or VPC Subnet is required.", "Give the subnets in VPCZoneIdentifier, with commas between them.", at: call.Input.Head());
        return [.. zones.Select(z => ec2.Subnets.Values.First(s => s.Zone == z.Value && s.IsDefault).Id)];
    }

    private static bool? ReadCheckType(Call call) => call.Text("HealthCheckType") switch
    {
        null => null,
        "EC2" => false,
        "ELB" or "EC2,ELB" or "ELB,EC2" => true,
        var other => throw Invalid(call, "HealthCheckType", $"Invalid HealthCheckType: {other.Shortened()}", "It is EC2 or ELB."),
    };

    private static Output Update(Call call)
    {
        var group = Changeable(call);
        var (min, max) = ((int)(call.Integer("MinSize") ?? group.Min), (int)(call.Integer("MaxSize") ?? group.Max));
        // A new bound moves what is wanted into the bounds, unless the call says a number itself.
        var desired = (int)(call.Integer("DesiredCapacity") ?? Math.Clamp(group.Desired, min, Math.Max(min, max)));
        CheckSizes(call, min, max, desired);
        var template = call.Structure("LaunchTemplate") is { } named ? ReadTemplate(call, named) : ((LaunchTemplate?)null, group.LaunchTemplateVersion);
        call.Turn.Put(group with
        {
            Min = min,
            Max = max,
            Desired = desired,
            LaunchTemplateId = template.Item1?.Id ?? group.LaunchTemplateId,
            LaunchTemplateVersion = template.Item2,
            SubnetIds = call.Text("VPCZoneIdentifier") is null && call.Texts("AvailabilityZones").Count == 0 ? group.SubnetIds : ReadSubnets(call),
            ChecksLoadBalancer = ReadCheckType(call) ?? group.ChecksLoadBalancer,
            GraceSeconds = Seconds(call, "HealthCheckGracePeriod") ?? group.GraceSeconds,
            DefaultCooldown = Seconds(call, "DefaultCooldown") ?? group.DefaultCooldown,
        });
        return [];
    }

    private static Output Delete(Call call)
    {
        var group = Named(call);
        if (group.Members.Count > 0 && !call.Flag("ForceDelete"))
            throw Turn.Error("ResourceInUse", "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.", "Set its sizes to 0 first, or give ForceDelete.");
        call.Turn.Put(group with { Deleting = true, Min = 0, Desired = 0 });
        call.Turn.Note("autoscaling", group.Name, $"The group {group.Name} is being deleted.", "exists");
        return [];
    }

    private static Output SetDesired(Call call)
    {
        var (group, desired) = (Changeable(call), Size(call, "DesiredCapacity"));
        if (call.Flag("HonorCooldown") && group.CooldownUntil > call.Now)
            throw Turn.Error("ScalingActivityInProgress", "Cooldown period is in effect for the group.", $"It lasts until {Ec2Calls.Time(group.CooldownUntil.Value)}; without HonorCooldown a call by hand does not wait for it.", at: call.At("HonorCooldown"));
        if (desired > group.Max) throw Invalid(call, "DesiredCapacity", $"New SetDesiredCapacity value {desired} is above max value {group.Max} for the AutoScalingGroup.", "Raise MaxSize first, by UpdateAutoScalingGroup.");
        if (desired < group.Min) throw Invalid(call, "DesiredCapacity", $"New SetDesiredCapacity value {desired} is below min value {group.Min} for the AutoScalingGroup.", "Lower MinSize first, by UpdateAutoScalingGroup.");
        if (desired == group.Desired) return [];
        call.Turn.Put(group with { Desired = desired, CooldownUntil = call.Now.AddSeconds(group.DefaultCooldown) });
        call.Turn.Note("autoscaling", group.Name, $"{group.Name} wants {desired} now.", $"{group.Desired}", $"{desired}");
        return [];
    }

    private static Output DescribeAll(Call call) => call.Page("AutoScalingGroups", call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region)
        .Where(g => call.Texts("AutoScalingGroupNames") is not { Count: > 0 } names || names.Any(n => n.Value == g.Name)).Select(g => (Node)Describe(call.Ec2(), g)));

    private static Output Describe(Ec2Region ec2, AutoScalingGroup g) => new()
    {
        ["AutoScalingGroupName"] = g.Name,
        ["AutoScalingGroupARN"] = g.Arn,
        ["MinSize"] = g.Min,
        ["MaxSize"] = g.Max,
        ["DesiredCapacity"] = g.Desired,
        ["DefaultCooldown"] = g.DefaultCooldown,
        ["AvailabilityZones"] = new Array([.. g.SubnetIds.Select(s => ec2.Subnets.Find(s)?.Zone).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(z => (Node)z)]),
        ["VPCZoneIdentifier"] = string.Join(',', g.SubnetIds),
        ["TargetGroupARNs"] = new Array([.. g.TargetGroupArns.Select(a => (Node)a)]),
        ["HealthCheckType"] = g.ChecksLoadBalancer ? "ELB" : "EC2",
        ["HealthCheckGracePeriod"] = g.GraceSeconds,
        ["CreatedTime"] = Ec2Calls.Time(g.Created),
        ["LaunchTemplate"] = Template(ec2, g),
        ["Instances"] = new Array([.. g.Members.Select(m => (Node)new Output
        {
            ["InstanceId"] = m.InstanceId,
            ["AvailabilityZone"] = m.Zone,
            ["LifecycleState"] = m.State,
            ["HealthStatus"] = m.State == "Terminating" ? "Unhealthy" : "Healthy",
            ["ProtectedFromScaleIn"] = false,
            ["LaunchTemplate"] = Template(ec2, g),
        })]),
    };

    internal static Output Template(Ec2Region ec2, AutoScalingGroup g) => new()
    {
        ["LaunchTemplateId"] = g.LaunchTemplateId,
        ["LaunchTemplateName"] = ec2.LaunchTemplates.Find(g.LaunchTemplateId)?.Name ?? "",
        ["Version"] = g.LaunchTemplateVersion,
    };

    private static Output DescribeActivities(Call call)
    {
        var groups = call.Text("AutoScalingGroupName") is null ? call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region) : [Named(call)];
        return call.Page("Activities", groups.SelectMany(g => g.Activities.Where(a => call.Texts("ActivityIds") is not { Count: > 0 } ids || ids.Any(i => i.Value == a.Id)).Select(a => (Node)AutoScalingCalls.Describe(g, a))), 100);
    }

    internal override DeliveryDoor? DoorOf(AccountState state, string arn) => ScalingPolicies.Find(state, arn) is null ? null : new("autoscaling:ExecutePolicy", null) { IsOpenToServices = true };

    /// <summary>Alarms execute policies; nothing else sends to a group.</summary>
    internal override DeliveryResult Receive(Turn turn, Delivery delivery) =>
        turn.State.CloudWatch.Alarms.Values.FirstOrDefault(a => a.Arn == delivery.SourceArn) is not { } alarm ? base.Receive(turn, delivery)
        : ScalingActs.OnAlarm(turn, alarm, delivery.TargetArn) is { } why ? new("ValidationError", why) : DeliveryResult.Arrived;
}
