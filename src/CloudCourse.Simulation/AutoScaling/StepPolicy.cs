using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>A simple or a step scaling policy: what an alarm, or somebody who executes it, makes of a group's size.</summary>
/// <param name="Adjustment"><c>ChangeInCapacity</c>, <c>ExactCapacity</c> or <c>PercentChangeInCapacity</c>.</param>
/// <param name="Steps">By how far the metric is from the alarm's threshold; a simple policy has one that holds everywhere.</param>
/// <param name="Magnitude">A percentage changes the group by so many at least; null for one.</param>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-simple-step.html"/>
public sealed record StepPolicy(string Name, bool IsSimple, string Adjustment, IReadOnlyList<ScalingStep> Steps, int? Magnitude)
{
    /// <summary>Of a simple policy, in seconds; null for the group's own.</summary>
    public int? Cooldown { get; init; }

    /// <summary>Of a step policy, in seconds: so long what it added last counts toward what it adds next.</summary>
    public int? Warmup { get; init; }
    public string Aggregation { get; init; } = "Average";
    public bool Enabled { get; init; } = true;

    /// <summary>The step for a metric that is so far above the alarm's threshold; null where there is none.</summary>
    public ScalingStep? For(double breach) => Steps.FirstOrDefault(s => breach >= 0
        ? breach >= (s.From ?? double.NegativeInfinity) && breach < (s.To ?? double.PositiveInfinity)
        : breach > (s.From ?? double.NegativeInfinity) && breach <= (s.To ?? double.PositiveInfinity));

    /// <summary>What a group of that size becomes, before its bounds have a say.</summary>
    public int Applied(int size, int adjustment) => Adjustment switch
    {
        "ExactCapacity" => adjustment,
        "PercentChangeInCapacity" => size + Magnified(size * adjustment / 100.0),
        _ => size + adjustment,
    };

    /// <summary>AWS rounds toward zero, and what is less than one to one.</summary>
    private int Magnified(double change)
    {
        if (change == 0) return 0;
        var whole = Math.Max(1, (int)Math.Truncate(Math.Min(int.MaxValue / 2, Math.Abs(change))));
        return Math.Sign(change) * Math.Max(whole, Magnitude ?? 1);
    }

    public static StepPolicy Read(Call call, string name, bool simple)
    {
        var adjustment = call.Text("AdjustmentType") ?? throw Wrong(call, "AdjustmentType", "AdjustmentType must be specified for this policy type.", "It is ChangeInCapacity, ExactCapacity or PercentChangeInCapacity.");
        if (adjustment is not ("ChangeInCapacity" or "ExactCapacity" or "PercentChangeInCapacity")) throw Wrong(call, "AdjustmentType", $"Invalid adjustment type: {adjustment.Shortened()}", "It is ChangeInCapacity, ExactCapacity or PercentChangeInCapacity.");
        if (call.Integer("MinAdjustmentMagnitude") is not null && adjustment is not "PercentChangeInCapacity")
            throw Wrong(call, "MinAdjustmentMagnitude", "MinAdjustmentMagnitude is only supported for the PercentChangeInCapacity adjustment type", "Only a percentage can come to less than is of use.");
        if (call.Input.InUse("MinAdjustmentStep") is { } old) throw Turn.Error(AwsError.NotSimulated, "The simulation does not know MinAdjustmentStep.", "AWS keeps it for older callers: say MinAdjustmentMagnitude.", 501, old.NameAt);
        string[] foreign = simple ? ["StepAdjustments", "MetricAggregationType", "EstimatedInstanceWarmup"] : ["ScalingAdjustment", "Cooldown"];
        foreach (var member in foreign.Where(m => call.Input.Last(m) is not null))
            throw Wrong(call, member, $"{member} is not supported for policy type {(simple ? "SimpleScaling" : "StepScaling")}", simple ? "A simple policy has one ScalingAdjustment, and a Cooldown." : "A step policy has StepAdjustments, and an EstimatedInstanceWarmup.");
        foreach (var member in new[] { "Cooldown", "EstimatedInstanceWarmup" })
        {
            if (call.Integer(member) is < 0) throw Wrong(call, member, $"{member} must be 0 or more seconds", "Seconds, from 0.");
        }
        if (call.Text("MetricAggregationType") is not (null or "Minimum" or "Maximum" or "Average")) throw Wrong(call, "MetricAggregationType", "MetricAggregationType must be one of Minimum, Maximum, Average");
        if (simple && call.Integer("ScalingAdjustment") is null) throw Wrong(call, "ScalingAdjustment", "ScalingAdjustment must be specified for policy type SimpleScaling", "By how much, or to how many, the group shall change.");
        IReadOnlyList<ScalingStep> steps = simple ? [new(null, null, (int)call.Integer("ScalingAdjustment")!.Value)] : ReadSteps(call);
        if (adjustment is "ExactCapacity" && steps.Any(s => s.Adjustment < 0)) throw Wrong(call, simple ? "ScalingAdjustment" : "StepAdjustments", "ScalingAdjustment must be a positive number for the ExactCapacity adjustment type", "A group has no fewer than 0 instances.");
        return new(name, simple, adjustment, steps, (int?)call.Integer("MinAdjustmentMagnitude"))
        {
            Cooldown = (int?)call.Integer("Cooldown"),
            Warmup = (int?)call.Integer("EstimatedInstanceWarmup"),
            Aggregation = call.Text("MetricAggregationType") ?? "Average",
            Enabled = call.Input.Flag("Enabled")?.Value ?? true,
        };
    }

    /// <summary>Steps lie side by side, without gaps and without two of them for one value; at most one is open below and one above.</summary>
    /// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StepAdjustment.html"/>
    private static List<ScalingStep> ReadSteps(Call call)
    {
        var given = call.Structures("StepAdjustments");
        if (given.Count == 0) throw Wrong(call, "StepAdjustments", "At least one StepAdjustment must be specified for policy type StepScaling", "A step says from where to where, counted from the alarm's threshold, and by how much.");
        if (given.Count > 20) throw Wrong(call, "StepAdjustments", "There is a limit of 20 StepAdjustments per policy", "AWS's quota is 20 steps.");
        List<ScalingStep> steps = [.. given.Select(s => new ScalingStep(Bound(s, "MetricIntervalLowerBound"), Bound(s, "MetricIntervalUpperBound"), (int)(s.Integer("ScalingAdjustment")?.Value ?? 0)))];
        if (steps.Exists(s => s is { From: null, To: null }) && steps.Count > 1 || steps.Exists(s => s is { From: null, To: null }))
            throw Wrong(call, "StepAdjustments", "At least one of MetricIntervalLowerBound and MetricIntervalUpperBound must be specified for a StepAdjustment", "0 is the alarm's threshold.");
        if (steps.Count(s => s.From is null) > 1 || steps.Count(s => s.To is null) > 1)
            throw Wrong(call, "StepAdjustments", "At most one StepAdjustment may have an unspecified lower bound, and at most one an unspecified upper bound", "What is open at one side goes on for ever there.");
        if (steps.Exists(s => s.To <= s.From)) throw Wrong(call, "StepAdjustments", "MetricIntervalUpperBound must be greater than MetricIntervalLowerBound");
        var inOrder = steps.OrderBy(s => s.From ?? double.NegativeInfinity).ToList();
        foreach (var (one, next) in inOrder.Zip(inOrder.Skip(1)))
        {
            if (one.To is null || one.To > next.From) throw Wrong(call, "StepAdjustments", "StepAdjustment intervals can't overlap", "One value of the metric would have two answers.");
            if (one.To < next.From) throw Wrong(call, "StepAdjustments", "StepAdjustment intervals can't have gaps between them", $"Nothing is said of values from {one.To} to {next.From} above the threshold.");
        }
        if (inOrder[0].From < 0 && !steps.Exists(s => s.From is null)) throw Wrong(call, "StepAdjustments", "There must be a StepAdjustment with an unspecified lower bound when one StepAdjustment has a negative lower bound");
        if (inOrder[^1].To > 0 && !steps.Exists(s => s.To is null)) throw Wrong(call, "StepAdjustments", "There must be a StepAdjustment with an unspecified upper bound when one StepAdjustment has a positive upper bound");
        return steps;
    }

    private static double? Bound(JsonObject step, string member) => step.Last(member)?.Value is JsonNumber number && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static AwsException Wrong(Call call, string member, string message, string? advice = null) => AutoScalingCalls.Invalid(call, member, message, advice);

    internal Output Describe()
    {
        Output output = new() { ["PolicyType"] = IsSimple ? "SimpleScaling" : "StepScaling", ["AdjustmentType"] = Adjustment, ["Enabled"] = Enabled };
        if (Magnitude is { } magnitude) output["MinAdjustmentMagnitude"] = magnitude;
        if (IsSimple)
        {
            output["ScalingAdjustment"] = Steps[0].Adjustment;
            if (Cooldown is { } cooldown) output["Cooldown"] = cooldown;
            output["StepAdjustments"] = new Array();
            return output;
        }
        if (Warmup is { } warmup) output["EstimatedInstanceWarmup"] = warmup;
        output["MetricAggregationType"] = Aggregation;
        output["StepAdjustments"] = new Array([.. Steps.Select(s =>
        {
            Output step = new() { ["ScalingAdjustment"] = s.Adjustment };
            if (s.From is { } from) step["MetricIntervalLowerBound"] = from;
            if (s.To is { } to) step["MetricIntervalUpperBound"] = to;
            return (Node)step;
        })]);
        return output;
    }
}

/// <param name="From">Above the alarm's threshold; null for everything below <paramref name="To"/>.</param>
/// <param name="To">Null for everything above <paramref name="From"/>.</param>
public sealed record ScalingStep(double? From, double? To, int Adjustment);
