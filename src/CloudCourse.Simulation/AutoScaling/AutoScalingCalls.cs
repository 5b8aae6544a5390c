using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.AutoScaling;

/// <summary>What the operations of Auto Scaling have in common.</summary>
/// <seealso href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html"/>
internal static class AutoScalingCalls
{
    public static Operation Make(string name, Func<Call, string> resource, Func<Call, Output> run) => new(name, c => [new($"autoscaling:{name}", resource(c))], run);

    public static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationError", message, advice, at: call.At(member));

    public static AutoScalingGroup? Find(Call call, string name) => call.State.AutoScaling.Groups.Values.FirstOrDefault(g => g.Name == name && g.Region == call.Region);

    public static AutoScalingGroup Named(Call call) => Find(call, call.Need("AutoScalingGroupName"))
        ?? throw Invalid(call, "AutoScalingGroupName", "AutoScalingGroup name not found - null", $"There is no group \"{call.Need("AutoScalingGroupName").Shortened()}\" in {call.Region}.");

    /// <summary>A group that may still be changed.</summary>
    public static AutoScalingGroup Changeable(Call call) => Named(call) is { Deleting: false } group ? group
        : throw Invalid(call, "AutoScalingGroupName", $"AutoScalingGroup {call.Need("AutoScalingGroupName")} is pending delete", "It is being deleted, and takes no changes any more.");

    public static IReadOnlyList<string> TargetGroups(Call call)
    {
        if (call.Texts("TargetGroupARNs").Count > 10) throw Invalid(call, "TargetGroupARNs", "1 validation error detected: Value at 'targetGroupARNs' failed to satisfy constraint: Member must have length less than or equal to 10", "Ten target groups a call.");
        return [.. call.Texts("TargetGroupARNs").Select(a => call.State.LoadBalancing.TargetGroups.Find(a.Value) is not { } group || group.Region != call.Region
            ? throw Turn.Error("ValidationError", "Provided Target Groups may not be valid. Please ensure they exist and try again.", $"There is no target group {a.Value.Shortened()} in {call.Region}.", at: a.At)
            : group.TargetType is not "instance"
                ? throw Turn.Error("ValidationError", $"Provided Target Groups may not be valid. The target type of {group.Name} is {group.TargetType}; it must be instance.", "A group registers its instances by their ids.", at: a.At)
                : group.Arn)];
    }

    /// <summary>A page of a long answer.</summary>
    /// <param name="otherwise">How many where the call does not say.</param>
    public static Output Page(this Call call, string member, IEnumerable<Node> items, int otherwise = 50)
    {
        var all = items.ToList();
        var size = call.Integer("MaxRecords") ?? otherwise;
        if (size is < 1 or > 100) throw Invalid(call, "MaxRecords", $"1 validation error detected: Value '{size}' at 'maxRecords' failed to satisfy constraint: Member must have value {(size < 1 ? "greater than or equal to 1" : "less than or equal to 100")}", "A page has 1 to 100 records.");
        var from = 0;
        if (call.Text("NextToken") is { } token && !(PageToken.Read(token) is { } place && (from = place) <= all.Count))
            throw Turn.Error("InvalidNextToken", "The token is not valid.", "A token comes from the answer before and is used as it is.", at: call.At("NextToken"));
        Output output = new() { [member] = new Array([.. all.Skip(from).Take((int)size)]) };
        if (all.Count - from > size) output["NextToken"] = PageToken.Of(from + (int)size);
        return output;
    }

    public static Output Describe(AutoScalingGroup group, ScalingActivity activity, bool underWay = false)
    {
        Output output = new()
        {
            ["ActivityId"] = activity.Id,
            ["AutoScalingGroupName"] = group.Name,
            ["Description"] = activity.Description,
            ["Cause"] = activity.Cause,
            ["StartTime"] = Ec2Calls.Time(activity.At),
            ["StatusCode"] = underWay ? "InProgress" : activity.StatusCode,
            ["Progress"] = underWay ? 0 : 100,
        };
        if (activity.StatusMessage is { } message) output["StatusMessage"] = message;
        return output;
    }
}
