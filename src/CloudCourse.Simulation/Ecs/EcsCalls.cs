using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ecs;

/// <summary>What ECS's operations have in common.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html"/>
internal static class EcsCalls
{
    public static string Arn(this Call call, string resource) => $"arn:aws:ecs:{call.Region}:{call.AccountId}:{resource}";

    public static AwsException Invalid(Location at, string message, string? advice = null) => Turn.Error("InvalidParameterException", message, advice, at: at);

    public static AwsException Client(Location at, string message, string? advice = null) => Turn.Error("ClientException", message, advice, at: at);

    /// <summary>A resource's name, from itself or from its ARN.</summary>
    public static string LastPart(string nameOrArn) => nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];

    public static Cluster? FindCluster(this Call call, string? nameOrArn) =>
        call.State.Ecs.Clusters.Find(call.Arn($"cluster/{LastPart(nameOrArn ?? "default")}")) is { Active: true } cluster ? cluster : null;

    /// <summary>The cluster that the call names, or the one called default.</summary>
    public static Cluster Cluster(this Call call) => call.FindCluster(call.Text("cluster"))
        ?? throw Turn.Error("ClusterNotFoundException", "Cluster not found.", $"There is no active cluster \"{LastPart(call.Text("cluster") ?? "default").Shortened()}\" in {call.Region}: create it first.", at: call.At("cluster"));

    /// <param name="nameOrArn">A family (its newest active revision), <c>family:revision</c>, or an ARN.</param>
    public static TaskRevision Revision(this Call call, string nameOrArn, string member)
    {
        var name = LastPart(nameOrArn);
        var arn = name.Contains(':') ? call.Arn($"task-definition/{name}")
            : call.State.Ecs.Revisions.Values.Where(r => r.Active && r.Family == name && r.Region == call.Region).MaxBy(r => r.Revision)?.Arn;
        return arn is not null && call.State.Ecs.Revisions.Find(arn) is { } revision ? revision
            : throw Client(call.At(member), "Unable to describe task definition.", $"There is no task definition \"{name.Shortened()}\" in {call.Region}.");
    }

    /// <summary>Where tasks shall run, checked as ECS checks it.</summary>
    public static TaskNetwork Network(this Call call)
    {
        if (call.Structure("networkConfiguration")?.Structure("awsvpcConfiguration") is not { } awsvpc)
            throw Invalid(call.Input.Head(), "Network Configuration must be provided when networkMode 'awsvpc' is specified.", "Say in networkConfiguration which subnets and security groups the tasks get.");
        var ec2 = call.Ec2();
        var subnets = awsvpc.Texts("subnets");
        if (subnets.Count is 0 or > 16) throw Invalid(awsvpc.At, "Subnets can not be empty.", "One to sixteen subnets; subnets in several zones survive the loss of one.");
        foreach (var subnet in subnets.Where(s => !ec2.Subnets.Has(s.Value)))
            throw Invalid(subnet.At, $"The subnet ID '{subnet.Value.Shortened()}' does not exist");
        var groups = awsvpc.Texts("securityGroups");
        if (groups.Count > 5) throw Invalid(awsvpc.At, "SecurityGroups can have at most 5 items.");
        foreach (var group in groups.Where(g => !ec2.SecurityGroups.Has(g.Value)))
            throw Invalid(group.At, $"The security group '{group.Value.Shortened()}' does not exist");
        var vpc = ec2.Subnets[subnets[0].Value].VpcId;
        if (subnets.FirstOrDefault(s => ec2.Subnets[s.Value].VpcId != vpc) is { } far)
            throw Invalid(far.At, "The provided subnets do not all belong to the same VPC.", $"{far.Value} belongs to {ec2.Subnets[far.Value].VpcId}, {subnets[0].Value} to {vpc}.");
        if (groups.FirstOrDefault(g => ec2.SecurityGroups[g.Value].VpcId != vpc) is { } foreign)
            throw Invalid(foreign.At, $"Security group {foreign.Value} does not appear to belong to the same VPC as the input subnets.", $"It belongs to {ec2.SecurityGroups[foreign.Value].VpcId}, the subnets to {vpc}.");
        var publicIp = awsvpc.Text("assignPublicIp") switch
        {
            null or { Value: "DISABLED" } => false,
            { Value: "ENABLED" } => true,
            var other => throw Invalid(other.At, $"Invalid value for assignPublicIp: '{other.Value.Shortened()}'", "It is ENABLED or DISABLED."),
        };
        return new([.. subnets.Select(s => s.Value)],
            groups.Count > 0 ? [.. groups.Select(g => g.Value)] : [ec2.SecurityGroups.Values.First(g => g.VpcId == vpc && g.Name == "default").Id], publicIp);
    }

    /// <summary>What running a definition needs beside the operation itself: handing its roles to ECS.</summary>
    public static IEnumerable<Permission> PassRoles(this Call call, TaskRevision revision)
    {
        foreach (var role in new[] { revision.Definition.TaskRoleArn, revision.Definition.ExecutionRoleArn }.OfType<Located<string>>().Select(r => r.Value).Distinct())
            yield return Iam.Operations.RoleOperations.Pass(role.StartsWith("arn:", StringComparison.Ordinal) ? role : $"arn:aws:iam::{call.AccountId}:role/{role}", "ecs-tasks.amazonaws.com");
    }

    /// <summary>ECS's clocks count seconds.</summary>
    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", System.Globalization.CultureInfo.InvariantCulture);

    public static Output Failure(string? arn, string reason, string? detail = null)
    {
        Output failure = new() { ["reason"] = reason };
        if (arn is not null) failure["arn"] = arn;
        if (detail is not null) failure["detail"] = detail;
        return failure;
    }

    public static Array Texts(IEnumerable<string> values) => new([.. values.Select(v => (Node)v)]);
}
