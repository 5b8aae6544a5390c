using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>Scaling policies of groups: target tracking, which watches by itself, and simple and step ones, which alarms or people execute.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html"/>
internal static class ScalingPolicies
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        AutoScalingCalls.Make("PutScalingPolicy", c => AutoScalingCalls.Named(c).Arn, Put),
        AutoScalingCalls.Make("DeletePolicy", c => Owner(c).Arn, Delete),
        AutoScalingCalls.Make("ExecutePolicy", c => Owner(c).Arn, Execute),
        AutoScalingCalls.Make("DescribePolicies", _ => "*", DescribeAll),
    ];

    /// <summary>Its id is the group's: names are unique in a group.</summary>
    public static string Arn(AutoScalingGroup group, string policy) => $"{group.Arn.Replace(":autoScalingGroup:", ":scalingPolicy:", StringComparison.Ordinal)}:policyName/{policy}";

    /// <summary>The group whose policy the call names: by the group's name, or by the policy's ARN alone.</summary>
    private static AutoScalingGroup Owner(Call call)
    {
        if (call.Text("AutoScalingGroupName") is not null) return AutoScalingCalls.Named(call);
        var named = call.Need("PolicyName");
        return call.State.AutoScaling.Groups.Values.FirstOrDefault(g => g.Region == call.Region && Names(g).Any(n => Arn(g, n) == named))
            ?? throw AutoScalingCalls.Invalid(call, "PolicyName", $"ScalingPolicy name not found - {named.Shortened()}", "Without AutoScalingGroupName the policy is named by its ARN.");
    }

    private static IEnumerable<string> Names(AutoScalingGroup group) => group.Policies.Select(p => p.Name).Concat(group.StepPolicies.Select(p => p.Name));

    private static string Known(Call call, AutoScalingGroup group) => Names(group).FirstOrDefault(n => n == call.Need("PolicyName") || Arn(group, n) == call.Need("PolicyName"))
        ?? throw AutoScalingCalls.Invalid(call, "PolicyName", $"ScalingPolicy name not found - {call.Need("PolicyName").Shortened()}", $"{group.Name} has {(Names(group).Any() ? string.Join(", ", Names(group)) : "no policy")}.");

    private static Output Put(Call call)
    {
        var (group, name) = (AutoScalingCalls.Changeable(call), call.Need("PolicyName"));
        if (name.Length is 0 or > 255) throw AutoScalingCalls.Invalid(call, "PolicyName", "1 validation error detected: Value at 'policyName' failed to satisfy constraint: Member must have length between 1 and 255", "A policy's name has 1 to 255 characters.");
        var type = call.Text("PolicyType") ?? "SimpleScaling";
        if (type is "PredictiveScaling") throw Turn.Error(AwsError.NotSimulated, "The simulation has no predictive scaling policies.", "It has target tracking, step and simple ones.", 501, call.At("PolicyType"));
        if (type is not ("TargetTrackingScaling" or "SimpleScaling" or "StepScaling")) throw AutoScalingCalls.Invalid(call, "PolicyType", $"Unsupported PolicyType: {type.Shortened()}", "It is SimpleScaling, StepScaling, TargetTrackingScaling or PredictiveScaling.");
        if (type is not "TargetTrackingScaling" && call.Structure("TargetTrackingConfiguration") is { } alien)
            throw Turn.Error("ValidationError", $"TargetTrackingConfiguration is not supported for policy type {type}", "Say PolicyType: TargetTrackingScaling.", at: alien.At);
        if (Names(group).All(n => n != name) && Names(group).Count() >= 50) throw Turn.Error("LimitExceeded", "You have already reached a limit for your Auto Scaling resources: 50 scaling policies per group.", "AWS's default quota is 50 policies in a group.", at: call.At("PolicyName"));
        group = group with { Policies = [.. group.Policies.Where(p => p.Name != name)], StepPolicies = [.. group.StepPolicies.Where(p => p.Name != name)] };
        if (type is "TargetTrackingScaling")
        {
            var policy = Tracking(call, name);
            call.Turn.Put(group with { Policies = [.. group.Policies, policy] });
            call.Turn.Note("autoscaling", group.Name, string.Create(CultureInfo.InvariantCulture, $"{group.Name} keeps {policy.Metric} near {policy.Target}."));
        }
        else
        {
            call.Turn.Put(group with { StepPolicies = [.. group.StepPolicies, StepPolicy.Read(call, name, type is "SimpleScaling")] });
            call.Turn.Note("autoscaling", group.Name, $"{group.Name} has the policy {name}; it acts when an alarm, or somebody, executes it.");
        }
        return new() { ["PolicyARN"] = Arn(group, name), ["Alarms"] = new Array() };
    }

    private static TargetTracking Tracking(Call call, string name)
    {
        foreach (var member in new[] { "AdjustmentType", "ScalingAdjustment", "StepAdjustments", "Cooldown", "MinAdjustmentMagnitude" }.Where(m => call.Input.InUse(m) is not null))
            throw AutoScalingCalls.Invalid(call, member, $"{member} is not supported for policy type TargetTrackingScaling", "A target tracking policy works out itself by how much the group changes.");
        var configuration = call.Structure("TargetTrackingConfiguration") ?? throw AutoScalingCalls.Invalid(call, "PolicyType", "TargetTrackingConfiguration is required for a policy of type TargetTrackingScaling");
        var metric = configuration.Structure("PredefinedMetricSpecification")?.Text("PredefinedMetricType");
        if (metric?.Value is not ("ASGAverageCPUUtilization" or "ALBRequestCountPerTarget"))
            throw Turn.Error(AwsError.NotSimulated, "The simulation knows the metrics ASGAverageCPUUtilization and ALBRequestCountPerTarget.", null, 501, metric?.At ?? configuration.At);
        if (metric.Value is "ALBRequestCountPerTarget" && configuration.Structure("PredefinedMetricSpecification")!.Text("ResourceLabel") is null)
            throw Turn.Error("ValidationError", "You must specify a ResourceLabel for the predefined metric type ALBRequestCountPerTarget", "It names the load balancer and the target group: app/…/…/targetgroup/…/….", at: metric.At);
        if (configuration.Last("TargetValue")?.Value is not JsonNumber target || !double.TryParse(target.Text, CultureInfo.InvariantCulture, out var value) || value <= 0)
            throw AutoScalingCalls.Invalid(call, "TargetTrackingConfiguration", "TargetValue must be greater than 0");
        return new(name, metric.Value, value) { OnlyOut = configuration.Last("DisableScaleIn")?.Value is JsonBoolean { Value: true } };
    }

    private static Output Delete(Call call)
    {
        var group = Owner(call);
        var name = Known(call, group);
        call.Turn.Put(group with { Policies = [.. group.Policies.Where(p => p.Name != name)], StepPolicies = [.. group.StepPolicies.Where(p => p.Name != name)] });
        return [];
    }

    private static Output Execute(Call call)
    {
        var group = Owner(call);
        var name = Known(call, group);
        if (group.StepPolicies.FirstOrDefault(p => p.Name == name) is not { } policy)
            throw AutoScalingCalls.Invalid(call, "PolicyName", $"You cannot execute the policy {name}: its type is TargetTrackingScaling.", "A target tracking policy acts by itself.");
        var (value, threshold) = (Number(call, "MetricValue"), Number(call, "BreachThreshold"));
        if (!policy.IsSimple && (value is null || threshold is null))
            throw AutoScalingCalls.Invalid(call, value is null ? "MetricValue" : "BreachThreshold", "MetricValue and BreachThreshold are required for policies of type StepScaling", "The step follows from how far the metric is from the threshold.");
        if (policy.IsSimple && (value ?? threshold) is not null) throw AutoScalingCalls.Invalid(call, value is null ? "BreachThreshold" : "MetricValue", "MetricValue and BreachThreshold are not supported for policies of type SimpleScaling");
        if (!policy.IsSimple && call.Input.Flag("HonorCooldown") is { } honor) throw Turn.Error("ValidationError", "HonorCooldown is not supported for policies of type StepScaling", "Step policies have a warmup instead.", at: honor.At);
        if (call.Flag("HonorCooldown") && group.CooldownUntil > call.Now)
            throw Turn.Error("ScalingActivityInProgress", "Cooldown period is in effect for the group.", $"It lasts until {Ec2.Ec2Calls.Time(group.CooldownUntil.Value)}.", at: call.At("HonorCooldown"));
        if (policy.IsSimple) ScalingActs.Simple(call.Turn, group, policy, "a user executed");
        else ScalingActs.Step(call.Turn, group, policy, value!.Value - threshold!.Value, "a user executed");
        return [];
    }

    private static double? Number(Call call, string member) => call.Input.Last(member)?.Value is JsonNumber number && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static Output DescribeAll(Call call)
    {
        var groups = call.Text("AutoScalingGroupName") is null ? call.State.AutoScaling.Groups.Values.Where(g => g.Region == call.Region) : [AutoScalingCalls.Named(call)];
        var (names, types) = (call.Texts("PolicyNames"), call.Texts("PolicyTypes"));
        return call.Page("ScalingPolicies", groups.SelectMany(g => g.Policies.Select(p => Describe(call, g, p.Name, Tracked(p))).Concat(g.StepPolicies.Select(p => Describe(call, g, p.Name, p.Describe()))))
            .Where(p => (names.Count == 0 || names.Any(n => n.Value == (string)p["PolicyName"]! || n.Value == (string)p["PolicyARN"]!)) && (types.Count == 0 || types.Any(t => t.Value == (string)p["PolicyType"]!))).Select(p => (Node)p));
    }

    private static Output Tracked(TargetTracking p) => new()
    {
        ["PolicyType"] = "TargetTrackingScaling",
        ["TargetTrackingConfiguration"] = new Output { ["PredefinedMetricSpecification"] = new Output { ["PredefinedMetricType"] = p.Metric }, ["TargetValue"] = p.Target, ["DisableScaleIn"] = p.OnlyOut },
    };

    private static Output Describe(Call call, AutoScalingGroup group, string name, Output policy)
    {
        var arn = Arn(group, name);
        (policy["AutoScalingGroupName"], policy["PolicyName"], policy["PolicyARN"]) = (group.Name, name, arn);
        policy["Alarms"] = new Array([.. call.State.CloudWatch.Alarms.Values.Where(a => a.AlarmActions.Contains(arn) || a.OkActions.Contains(arn) || a.UnknownActions.Contains(arn)).Select(a => (Node)new Output { ["AlarmName"] = a.Name, ["AlarmARN"] = a.Arn })]);
        return policy;
    }

    /// <summary>The group and policy of an ARN that an alarm names.</summary>
    public static (AutoScalingGroup Group, StepPolicy Policy)? Find(AccountState state, string arn)
    {
        foreach (var group in state.AutoScaling.Groups.Values)
        {
            if (group.StepPolicies.FirstOrDefault(p => Arn(group, p.Name) == arn) is { } policy) return (group, policy);
        }
        return null;
    }
}
