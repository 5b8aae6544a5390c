using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Findings;
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
        Make("AttachLoadBalancerTargetGroups", c => Named(c).Arn, AttachTargets),
        Make("PutScalingPolicy", c => Named(c).Arn, PutPolicy),
        Make("DeletePolicy", c => Named(c).Arn, DeletePolicy),
        Make("DescribeAutoScalingGroups", _ => "*", DescribeAll),
        Make("DescribeScalingActivities", _ => "*", DescribeActivities),
        Make("DescribePolicies", _ => "*", DescribePolicies),
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => operation is "CreateAutoScalingGroup" or "UpdateAutoScalingGroup" ? NotOfGroups : base.NotTaken(operation);

    private static readonly HashSet<string> NotOfGroups =
    [
        "LaunchConfigurationName", "MixedInstancesPolicy", "InstanceId", "LoadBalancerNames", "PlacementGroup", "TerminationPolicies", "CapacityRebalance", "LifecycleHookSpecificationList", "MaxInstanceLifetime",
        "Context", "DesiredCapacityType", "TrafficSources", "InstanceMaintenancePolicy", "AvailabilityZoneIds", "DeletionProtection", "AvailabilityZoneDistribution", "AvailabilityZoneImpairmentPolicy",
        "CapacityReservationSpecification", "InstanceLifecyclePolicy", "Operator", "Tags",
    ];

    private static Operation Make(string name, Func<Call, string> resource, Func<Call, Output> run) => new(name, c => [new($"autoscaling:{name}", resource(c))], run);

    private static string Arn(Call call) => $"arn:aws:autoscaling:{call.Region}:{call.AccountId}:autoScalingGroup:*:autoScalingGroupName/{call.Need("AutoScalingGroupName")}";

    private static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationError", message, advice, at: call.At(member));

    private static AutoScalingGroup? Find(Call call, string name) => call.State.AutoScaling.Groups.Values.FirstOrDefault(g => g.Name == name && g.Region == call.Region);

    private static AutoScalingGroup Named(Call call) => Find(call, call.Need("AutoScalingGroupName"))
        ?? throw Invalid(call, "AutoScalingGroupName", "AutoScalingGroup name not found - null", $"There is no group \"{call.Need("AutoScalingGroupName").Shortened()}\" in {call.Region}.");

    /// <summary>The client lets true and numbers of any length pass for a whole number.</summary>
    private static int Size(Call call, string member) => call.Integer(member) is >= int.MinValue and <= int.MaxValue and var size ? (int)size
        : throw Invalid(call, member, $"{member} is not an integer of 32 bits.");

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
        var targetGroups = ReadTargetGroups(call);
        AutoScalingGroup group = new($"arn:aws:autoscaling:{call.Region}:{call.AccountId}:autoScalingGroup:{call.Turn.HexId(32)}:autoScalingGroupName/{name}", name, call.Region,
            template.Id, version, min, max, desired, subnets, targetGroups, ReadCheckType(call) ?? false, (int)(call.Integer("HealthCheckGracePeriod") ?? 0), call.Now);
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
            foreach (var id in ids.Where(i => !ec2.Subnets.Has(i))) throw Invalid(call, "VPCZoneIdentifier", $"The subnet ID '{id.Shortened()}' does not exist");
            if (ids.Length > 0) return ids;
        }
        var zones = call.Texts("AvailabilityZones");
        foreach (var zone in zones.Where(z => !ec2.Subnets.Values.Any(s => s.Zone == z.Value && s.IsDefault))) throw Turn.Error("ValidationError", $"Invalid Availability Zone: {zone.Value.Shortened()}", at: zone.At);
        if (zones.Count == 0) throw Turn.Error("ValidationError", "At least one Availability Zone or VPC Subnet is required.", "Give the subnets in VPCZoneIdentifier, with commas between them.", at: call.Input.Head());
        return [.. zones.Select(z => ec2.Subnets.Values.First(s => s.Zone == z.Value && s.IsDefault).Id)];
    }

    private static IReadOnlyList<string> ReadTargetGroups(Call call) => [.. call.Texts("TargetGroupARNs").Select(a => call.State.LoadBalancing.TargetGroups.Find(a.Value)?.Arn
        ?? throw Turn.Error("ValidationError", $"Provided Target Groups may not be valid. Please ensure they exist and try again.", at: a.At))];

    private static bool? ReadCheckType(Call call) => call.Text("HealthCheckType") switch
    {
        null => null,
        "EC2" => false,
        "ELB" or "EC2,ELB" or "ELB,EC2" => true,
        var other => throw Invalid(call, "HealthCheckType", $"Invalid HealthCheckType: {other.Shortened()}", "It is EC2 or ELB."),
    };

    private static Output Update(Call call)
    {
        var group = Named(call);
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
            GraceSeconds = (int)(call.Integer("HealthCheckGracePeriod") ?? group.GraceSeconds),
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
        var (group, desired) = (Named(call), Size(call, "DesiredCapacity"));
        if (desired > group.Max) throw Invalid(call, "DesiredCapacity", $"New SetDesiredCapacity value {desired} is above max value {group.Max} for the AutoScalingGroup.", "Raise MaxSize first, by UpdateAutoScalingGroup.");
        if (desired < group.Min) throw Invalid(call, "DesiredCapacity", $"New SetDesiredCapacity value {desired} is below min value {group.Min} for the AutoScalingGroup.", "Lower MinSize first, by UpdateAutoScalingGroup.");
        call.Turn.Put(group with { Desired = desired });
        call.Turn.Note("autoscaling", group.Name, $"{group.Name} wants {desired} now.", $"{group.Desired}", $"{desired}");
        return [];
    }

    private static Output AttachTargets(Call call)
    {
        var group = Named(call);
        var added = ReadTargetGroups(call);
        call.Turn.Put(group with { TargetGroupArns = [.. group.TargetGroupArns.Union(added)] });
        foreach (var (arn, member) in added.SelectMany(a => group.Members.Where(m => m.State == "InService").Select(m => (a, m)))) ElasticLoadBalancing.LoadBalancingTurns.Register(call.Turn, arn, member.InstanceId, null);
        return [];
    }

    private static Output PutPolicy(Call call)
    {
        var (group, name) = (Named(call), call.Need("PolicyName"));
        if (call.Text("PolicyType") is not "TargetTrackingScaling")
            throw Turn.Error(AwsError.NotSimulated, "The simulation has target tracking policies.", "AWS has simple, step and predictive ones too.", 501, call.At("PolicyType"));
        var configuration = call.Structure("TargetTrackingConfiguration") ?? throw Invalid(call, "PolicyType", "TargetTrackingConfiguration is required for a policy of type TargetTrackingScaling");
        var metric = configuration.Structure("PredefinedMetricSpecification")?.Text("PredefinedMetricType");
        if (metric?.Value is not ("ASGAverageCPUUtilization" or "ALBRequestCountPerTarget"))
            throw Turn.Error(AwsError.NotSimulated, "The simulation knows the metrics ASGAverageCPUUtilization and ALBRequestCountPerTarget.", null, 501, metric?.At ?? configuration.At);
        if (metric.Value is "ALBRequestCountPerTarget" && configuration.Structure("PredefinedMetricSpecification")!.Text("ResourceLabel") is null)
            throw Turn.Error("ValidationError", "You must specify a ResourceLabel for the predefined metric type ALBRequestCountPerTarget", "It names the load balancer and the target group: app/…/…/targetgroup/…/….", at: metric.At);
        if (configuration.Last("TargetValue")?.Value is not JsonNumber target || !double.TryParse(target.Text, System.Globalization.CultureInfo.InvariantCulture, out var value) || value <= 0)
            throw Invalid(call, "TargetTrackingConfiguration", "TargetValue must be greater than 0");
        call.Turn.Put(group with { Policies = [.. group.Policies.Where(p => p.Name != name), new(name, metric.Value, value) { OnlyOut = configuration.Last("DisableScaleIn")?.Value is JsonBoolean { Value: true } }] });
        call.Turn.Note("autoscaling", group.Name, $"{group.Name} keeps {metric.Value} near {value}.");
        return new() { ["PolicyARN"] = $"{group.Arn}:policyName/{name}", ["Alarms"] = new Array() };
    }

    private static Output DeletePolicy(Call call)
    {
        var (group, name) = (Named(call), call.Need("PolicyName"));
        if (!group.Policies.Any(p => p.Name == name)) throw Invalid(call, "PolicyName", $"ScalingPolicy name not found - {name.Shortened()}");
        call.Turn.Put(group with { Policies = [.. group.Policies.Where(p => p.Name != name)] });
        return [];
    }

    private static Output DescribeAll(Call call) => new()
    {
        ["AutoScalingGroups"] = new Array([.. call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region)
            .Where(g => call.Texts("AutoScalingGroupNames") is not { Count: > 0 } names || names.Any(n => n.Value == g.Name)).Select(g => (Node)Describe(call.Ec2(), g))]),
    };

    private static Output Describe(Ec2Region ec2, AutoScalingGroup g) => new()
    {
        ["AutoScalingGroupName"] = g.Name,
        ["AutoScalingGroupARN"] = g.Arn,
        ["MinSize"] = g.Min,
        ["MaxSize"] = g.Max,
        ["DesiredCapacity"] = g.Desired,
        ["DefaultCooldown"] = 300,
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

    private static Output Template(Ec2Region ec2, AutoScalingGroup g) => new()
    {
        ["LaunchTemplateId"] = g.LaunchTemplateId,
        ["LaunchTemplateName"] = ec2.LaunchTemplates.Find(g.LaunchTemplateId)?.Name ?? "",
        ["Version"] = g.LaunchTemplateVersion,
    };

    private static Output DescribeActivities(Call call)
    {
        var groups = call.Text("AutoScalingGroupName") is null ? call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region) : [Named(call)];
        return new()
        {
            ["Activities"] = new Array([.. groups.SelectMany(g => g.Activities.Select(a =>
            {
                Output output = new()
                {
                    ["ActivityId"] = a.Id,
                    ["AutoScalingGroupName"] = g.Name,
                    ["Description"] = a.Description,
                    ["Cause"] = a.Cause,
                    ["StartTime"] = Ec2Calls.Time(a.At),
                    ["StatusCode"] = a.StatusCode,
                    ["Progress"] = 100,
                };
                if (a.StatusMessage is { } message) output["StatusMessage"] = message;
                return (Node)output;
            }))]),
        };
    }

    private static Output DescribePolicies(Call call)
    {
        var groups = call.Text("AutoScalingGroupName") is null ? call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region) : [Named(call)];
        return new()
        {
            ["ScalingPolicies"] = new Array([.. groups.SelectMany(g => g.Policies.Select(p => (Node)new Output
            {
                ["AutoScalingGroupName"] = g.Name,
                ["PolicyName"] = p.Name,
                ["PolicyARN"] = $"{g.Arn}:policyName/{p.Name}",
                ["PolicyType"] = "TargetTrackingScaling",
                ["TargetTrackingConfiguration"] = new Output { ["PredefinedMetricSpecification"] = new Output { ["PredefinedMetricType"] = p.Metric }, ["TargetValue"] = p.Target, ["DisableScaleIn"] = p.OnlyOut },
            }))]),
        };
    }
}
