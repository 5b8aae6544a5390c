using System.Globalization;
using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Services;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApplicationAutoScaling;

/// <summary>Application Auto Scaling, for ECS services.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_Operations.html"/>
public sealed class ApplicationAutoScalingService : SimulatedService
{
    private const string Dimension = "ecs:service:DesiredCount";

    public override string Name => "application-autoscaling";

    public override int LongestInput(string operation) => 1 << 20;

    public override string DeniedCode => "AccessDeniedException";

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        Make("RegisterScalableTarget", Register),
        Make("DeregisterScalableTarget", Deregister),
        Make("DescribeScalableTargets", DescribeTargets),
        Make("PutScalingPolicy", PutPolicy),
        Make("DeleteScalingPolicy", DeletePolicy),
        Make("DescribeScalingPolicies", DescribePolicies),
        Make("DescribeScalingActivities", DescribeActivities),
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => operation is "RegisterScalableTarget" ? NotOfTargets : base.NotTaken(operation);

    private static readonly HashSet<string> NotOfTargets = ["SuspendedState", "Tags", "RoleARN"];

    private static Operation Make(string name, Func<Call, Output> run) => new(name, c => [new($"application-autoscaling:{name}", "*")], run);

    private static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationException", message, advice, at: call.At(member));

    private static string Key(Call call) => $"{call.Region} {call.Need("ResourceId")}";

    private static void Put(Call call, ScalableTarget target) => call.State = call.State with { Scaling = call.State.Scaling with { Targets = call.State.Scaling.Targets.Put(target.Key, target) } };

    private static void CheckKind(Call call)
    {
        if (call.Text("ServiceNamespace") is not "ecs")
            throw Turn.Error(AwsError.NotSimulated, $"The simulation scales ECS services, not \"{call.Text("ServiceNamespace")?.Shortened()}\".", null, 501, call.At("ServiceNamespace"));
        if (call.Text("ScalableDimension") is not (null or Dimension))
            throw Invalid(call, "ScalableDimension", $"Unsupported service namespace, resource type or scalable dimension", $"An ECS service has the dimension {Dimension}.");
    }

    private static ScalableTarget Named(Call call)
    {
        CheckKind(call);
        return call.State.Scaling.Targets.Find(Key(call)) ?? throw Turn.Error("ObjectNotFoundException",
            $"No scalable target registered for service namespace: ecs, resource ID: {call.Need("ResourceId").Shortened()}, scalable dimension: {Dimension}", "Register it first: RegisterScalableTarget.", at: call.At("ResourceId"));
    }

    private static EcsService Service(Call call)
    {
        var parts = call.Need("ResourceId").Split('/');
        return parts is ["service", var cluster, var name] && call.State.Ecs.Services.Find($"arn:aws:ecs:{call.Region}:{call.AccountId}:service/{cluster}/{name}") is { Active: true } service
            ? service : throw Invalid(call, "ResourceId", $"ECS service doesn't exist: {call.Need("ResourceId").Shortened()}", "A service is named as service/cluster/name.");
    }

    private static Output Register(Call call)
    {
        CheckKind(call);
        var service = Service(call);
        var before = call.State.Scaling.Targets.Find(Key(call));
        var (least, most) = (call.Integer("MinCapacity") ?? before?.Min, call.Integer("MaxCapacity") ?? before?.Max);
        if (least is null || most is null) throw Invalid(call, "MinCapacity", "MinCapacity and MaxCapacity must be specified when registering a new scalable target");
        if (least < 0) throw Invalid(call, "MinCapacity", $"MinCapacity must be at least 0: {least}");
        if (most < least || most > 5000) throw Invalid(call, "MaxCapacity", $"Maximum capacity cannot be less than minimum capacity", most < least ? $"MinCapacity is {least}, and MaxCapacity {most}." : "It is at most 5,000.");
        ScalableTarget target = (before ?? new(Key(call), $"arn:aws:application-autoscaling:{call.Region}:{call.AccountId}:scalable-target/{call.Turn.HexId(32)}", call.Region, call.Need("ResourceId"), 0, 0, call.Now))
            with
        { Min = (int)least, Max = (int)most };
        Put(call, target);
        call.Turn.Note("application-autoscaling", service.Name, $"The service {service.Name} may be scaled between {least} and {most} tasks.");
        // What lies outside the new bounds is brought inside.
        if (Math.Clamp(service.Desired, target.Min, target.Max) is var desired && desired != service.Desired) Scale(call.Turn, target, service, desired, "a change of the scalable target's bounds");
        return new() { ["ScalableTargetARN"] = target.Arn };
    }

    /// <summary>Sets a service's desired count, as a policy or a bound wants it.</summary>
    internal static void Scale(Turn turn, ScalableTarget target, EcsService service, int desired, string cause)
    {
        turn.Put(service with { Desired = desired });
        turn.Note("application-autoscaling", service.Name, $"{service.Name} wants {desired} tasks instead of {service.Desired}: {cause}.", $"{service.Desired}", $"{desired}");
        ScalingActivity activity = new(turn.HexId(32), $"Setting desired count to {desired}.", cause, turn.Now, "Successful", null);
        var next = turn.State.Scaling.Targets[target.Key];
        next = next with { Activities = [activity, .. next.Activities.Take(99)] };
        turn.State = turn.State with { Scaling = turn.State.Scaling with { Targets = turn.State.Scaling.Targets.Put(next.Key, next) } };
    }

    private static Output Deregister(Call call)
    {
        var target = Named(call);
        call.State = call.State with { Scaling = call.State.Scaling with { Targets = call.State.Scaling.Targets.Remove(target.Key) } };
        return [];
    }

    private static Output PutPolicy(Call call)
    {
        var (target, name) = (Named(call), call.Need("PolicyName"));
        if (call.Text("PolicyType") is not "TargetTrackingScaling")
            throw Turn.Error(AwsError.NotSimulated, "The simulation has target tracking policies.",
                "AWS has step and predictive ones too; without a PolicyType it takes StepScaling, which acts on alarms of CloudWatch, and those are not simulated.", 501, call.At("PolicyType"));
        var configuration = call.Structure("TargetTrackingScalingPolicyConfiguration") ?? throw Invalid(call, "PolicyType", "Target tracking scaling policies require a TargetTrackingScalingPolicyConfiguration");
        var metric = configuration.Structure("PredefinedMetricSpecification")?.Text("PredefinedMetricType");
        if (metric?.Value is not ("ECSServiceAverageCPUUtilization" or "ALBRequestCountPerTarget"))
            throw Turn.Error(AwsError.NotSimulated, "The simulation knows the metrics ECSServiceAverageCPUUtilization and ALBRequestCountPerTarget.", null, 501, metric?.At ?? configuration.At);
        if (metric.Value is "ALBRequestCountPerTarget" && configuration.Structure("PredefinedMetricSpecification")!.Text("ResourceLabel") is null)
            throw Turn.Error("ValidationException", "A ResourceLabel must be specified for ALBRequestCountPerTarget", "It names the load balancer and the target group: app/…/…/targetgroup/…/….", at: configuration.At);
        if (configuration.Last("TargetValue")?.Value is not JsonNumber number || !double.TryParse(number.Text, CultureInfo.InvariantCulture, out var value) || value <= 0)
            throw Turn.Error("ValidationException", "TargetValue must be greater than 0", at: configuration.At);
        TargetTracking policy = new(name, metric.Value, value)
        {
            OnlyOut = configuration.Last("DisableScaleIn")?.Value is JsonBoolean { Value: true },
            OutCooldown = Cooldown(configuration, "ScaleOutCooldown"),
            InCooldown = Cooldown(configuration, "ScaleInCooldown"),
        };
        Put(call, target with { Policies = [.. target.Policies.Where(p => p.Name != name), policy] });
        call.Turn.Note("application-autoscaling", target.ResourceId, $"{target.ResourceId} keeps {metric.Value} near {value.ToString(CultureInfo.InvariantCulture)}.");
        return new() { ["PolicyARN"] = PolicyArn(target, name), ["Alarms"] = new Array() };
    }

    /// <summary>Of an ECS service it is 300 seconds where nothing is said.</summary>
    /// <seealso href="https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TargetTrackingScalingPolicyConfiguration.html"/>
    private static int Cooldown(JsonObject configuration, string member) => configuration.Last(member)?.Value is not JsonNumber number ? new TargetTracking("", "", 1).OutCooldown
        : int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? seconds
        : throw Turn.Error("ValidationException", $"{member} must be 0 or more seconds: {number.Text.Shortened()}", at: number.At);

    private static string PolicyArn(ScalableTarget target, string policy) => $"{target.Arn.Replace(":scalable-target/", ":scaling-policy/", StringComparison.Ordinal)}:resource/ecs/{target.ResourceId}:policyName/{policy}";

    private static Output DeletePolicy(Call call)
    {
        var (target, name) = (Named(call), call.Need("PolicyName"));
        if (!target.Policies.Any(p => p.Name == name)) throw Turn.Error("ObjectNotFoundException", $"No scaling policy found for service namespace: ecs, resource ID: {target.ResourceId}, policy name: {name.Shortened()}", at: call.At("PolicyName"));
        Put(call, target with { Policies = [.. target.Policies.Where(p => p.Name != name)] });
        return [];
    }

    private static IEnumerable<ScalableTarget> Asked(Call call, Func<ScalableTarget, bool> named) =>
        call.State.Scaling.Targets.Values.Where(t => t.Region == call.Region && named(t));

    private static Output DescribeTargets(Call call) => new()
    {
        ["ScalableTargets"] = new Array([.. Asked(call, t => call.Texts("ResourceIds") is not { Count: > 0 } ids || ids.Any(i => i.Value == t.ResourceId)).Select(t => (Node)new Output
        {
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = t.ResourceId,
            ["ScalableDimension"] = Dimension,
            ["MinCapacity"] = t.Min,
            ["MaxCapacity"] = t.Max,
            ["RoleARN"] = $"arn:aws:iam::{call.AccountId}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
            ["CreationTime"] = Ec2.Ec2Calls.Time(t.Created),
            ["ScalableTargetARN"] = t.Arn,
        })]),
    };

    private static Output DescribePolicies(Call call) => new()
    {
        ["ScalingPolicies"] = new Array([.. Asked(call, t => call.Text("ResourceId") is not { } id || id == t.ResourceId).SelectMany(t => t.Policies.Select(p => (Node)new Output
        {
            ["PolicyARN"] = PolicyArn(t, p.Name),
            ["PolicyName"] = p.Name,
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = t.ResourceId,
            ["ScalableDimension"] = Dimension,
            ["PolicyType"] = "TargetTrackingScaling",
            ["TargetTrackingScalingPolicyConfiguration"] = new Output
            {
                ["TargetValue"] = p.Target,
                ["PredefinedMetricSpecification"] = new Output { ["PredefinedMetricType"] = p.Metric },
                ["ScaleOutCooldown"] = p.OutCooldown,
                ["ScaleInCooldown"] = p.InCooldown,
                ["DisableScaleIn"] = p.OnlyOut,
            },
            ["CreationTime"] = Ec2.Ec2Calls.Time(t.Created),
        }))]),
    };

    private static Output DescribeActivities(Call call) => new()
    {
        ["ScalingActivities"] = new Array([.. Asked(call, t => call.Text("ResourceId") is not { } id || id == t.ResourceId).SelectMany(t => t.Activities.Select(a => (Node)new Output
        {
            ["ActivityId"] = a.Id,
            ["ServiceNamespace"] = "ecs",
            ["ResourceId"] = t.ResourceId,
            ["ScalableDimension"] = Dimension,
            ["Description"] = a.Description,
            ["Cause"] = a.Cause,
            ["StartTime"] = Ec2.Ec2Calls.Time(a.At),
            ["StatusCode"] = a.StatusCode,
        }))]),
    };
}
