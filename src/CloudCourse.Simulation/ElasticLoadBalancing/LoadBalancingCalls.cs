using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>What the operations share: how a call names what it means, and what it is told where that is not there.</summary>
internal static class LoadBalancingCalls
{
    public static Operation Make(string name, Func<Call, string> resource, Func<Call, Output> run) => new(name, c => [new($"elasticloadbalancing:{name}", resource(c))], run);

    public static string Arn(Call call, string kind, string name, string id) => $"arn:aws:elasticloadbalancing:{call.Region}:{call.AccountId}:{kind}/{name}/{id}";

    public static AwsException Invalid(Call call, string member, string message, string? advice = null) => Turn.Error("ValidationError", message, advice, at: call.At(member));

    /// <summary>An ARN of a kind, in its form at least: AWS tells what is no ARN of that kind apart from what is not there.</summary>
    public static string ArnOf(Call call, string member, string kind, string noun)
    {
        var arn = call.Need(member);
        return arn.StartsWith("arn:aws:elasticloadbalancing:", StringComparison.Ordinal) && arn.Split(':', 6) is [.., var last] && last.StartsWith(kind + "/", StringComparison.Ordinal) ? arn
            : throw Invalid(call, member, $"'{arn.Shortened()}' is not a valid {noun} ARN", $"It is named by its whole ARN, which the call that made it answers.");
    }

    public static T? Here<T>(Call call, T? found, string? region) where T : class => region == call.Region ? found : null;

    public static LoadBalancer? FindBalancer(Call call) => call.State.LoadBalancing.LoadBalancers.Find(ArnOf(call, "LoadBalancerArn", "loadbalancer", "load balancer")) is var found ? Here(call, found, found?.Region) : null;

    public static TargetGroup? FindGroup(Call call) => call.State.LoadBalancing.TargetGroups.Find(ArnOf(call, "TargetGroupArn", "targetgroup", "target group")) is var found ? Here(call, found, found?.Region) : null;

    public static LoadBalancer Balancer(Call call) => FindBalancer(call)
        ?? throw Turn.Error("LoadBalancerNotFound", $"Load balancer '{call.Need("LoadBalancerArn").Shortened()}' not found", $"{call.Region} has no such load balancer: look at the Region of the call too.", at: call.At("LoadBalancerArn"));

    public static TargetGroup Group(Call call) => FindGroup(call)
        ?? throw Turn.Error("TargetGroupNotFound", "One or more target groups not found", "A target group is named by its whole ARN, which CreateTargetGroup answers.", at: call.At("TargetGroupArn"));

    public static void CheckName(Call call)
    {
        var name = call.Need("Name");
        if (name.Length is 0 or > 32 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-') || name.StartsWith('-') || name.EndsWith('-'))
            throw Invalid(call, "Name", $"The name '{name.Shortened()}' is not valid", "A name has 1 to 32 letters, digits and hyphens, and no hyphen at either end.");
    }

    public static void Put(Call call, LoadBalancingState state) => call.State = call.State with { LoadBalancing = state };

    /// <summary>A page of a long answer; the marker says where the next begins.</summary>
    public static Output Page(Call call, string member, IEnumerable<Node> items)
    {
        var all = items.ToList();
        var size = call.Integer("PageSize") ?? 400;
        if (size is < 1 or > 400) throw Invalid(call, "PageSize", $"1 validation error detected: Value '{size}' at 'pageSize' failed to satisfy constraint: Member must have value {(size < 1 ? "greater than or equal to 1" : "less than or equal to 400")}", "A page has 1 to 400 items.");
        var from = 0;
        if (call.Text("Marker") is { } marker && !(PageToken.Read(marker) is { } place && (from = place) <= all.Count))
            throw Invalid(call, "Marker", "The specified marker is not valid", "A marker comes from the answer before and is used as it is.");
        Output output = new() { [member] = new Array([.. all.Skip(from).Take((int)size)]) };
        if (all.Count - from > size) output["NextMarker"] = PageToken.Of(from + (int)size);
        return output;
    }
}
