using System.Text.Json.Nodes;
using CloudCourse.Labs.ConsoleSteps.Flows;
using CloudCourse.Labs.SimulatedCloud.Forms;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Labs.ConsoleSteps;

/// <summary>What the console lists from the account, as the learner's first call finds it.</summary>
internal sealed class ConsoleAccount(CloudRun run)
{
    /// <summary>The choice of going on without one. Nothing in an account can have this name.</summary>
    public const string Without = "(none)";

    private readonly AccountChoices _choices = new(run);
    private readonly Dictionary<string, IReadOnlyList<Choice>> _known = new(StringComparer.Ordinal);

    private AccountState State => run.Account.State;

    /// <summary>What a field offers: its own options or the account's.</summary>
    public IReadOnlyList<Choice> Of(ConsoleField field)
    {
        if (field.Account is not { } what) return field.Options;
        if (!_known.TryGetValue(what, out var choices)) _known[what] = choices = [.. Listed(what)];
        return choices;
    }

    private IEnumerable<Choice> Listed(string what) => what switch
    {
        "groups" => State.Iam.Groups.Values.Select(g => new Choice(g.Name, g.Name, Policies(g))),
        "users" => State.Iam.Users.Values.Select(u => new Choice(u.Name, u.Name, $"{(u.Groups.Count == 0 ? "in no group" : $"in {string.Join(", ", u.Groups)}")}; {Policies(u)}")),
        "policies" => State.Iam.Policies.Values.Select(p => new Choice(p.Arn, p.Name, "Customer managed"))
            .Concat(AwsManagedPolicies.Arns.Select(a => new Choice(a, a[(a.LastIndexOf('/') + 1)..], "AWS managed")).OrderBy(c => c.Label, StringComparer.Ordinal)),
        "roles" => State.Iam.Roles.Values.Select(r => new Choice(r.Arn, r.Name, Policies(r), r.Name)),
        "buckets" => State.S3.Buckets.Values.Select(b => new Choice(b.Name, b.Name, b.Region)),
        "instances" => Described(run, "DescribeInstances", "Reservations").SelectMany(r => r["Instances"]!.AsArray()).Select(i => Instance(i!)),
        "instanceProfilesOrNone" => Listed("instanceProfiles").Prepend(new(Without, "No IAM Role", "detach what the instance has")),
        "keyPairsOrNone" => Listed("keyPairs").Prepend(new(Without, "Proceed without a key pair (Not recommended)")),
        _ => _choices.Of(what).OfType<JsonObject>().Select(c => new Choice(Text(c, "value"), Text(c, "label"), Text(c, "detail"), (c["also"] as JsonArray)?[0]?.GetValue<string>())),
    };

    private Choice Instance(JsonNode instance)
    {
        var id = instance["InstanceId"]!.GetValue<string>();
        var name = run.Names.NameOf(id);
        var tag = instance["Tags"]?.AsArray().FirstOrDefault(t => t!["Key"]!.GetValue<string>() == "Name")?["Value"]!.GetValue<string>();
        var profile = instance["IamInstanceProfile"]?["Arn"]?.GetValue<string>();
        return new(name ?? id, tag ?? id, $"{id}, {instance["InstanceType"]}, {instance["State"]!["Name"]}, {(profile is null ? "no IAM role" : $"IAM role {profile[(profile.LastIndexOf('/') + 1)..]}")}", name is null ? null : id);
    }

    /// <summary>Where an image has its root volume; null for one that is not there.</summary>
    public static string? RootDevice(CloudRun run, string image) =>
        Described(run, "DescribeImages", "Images").FirstOrDefault(i => i["ImageId"]!.GetValue<string>() == image)?["RootDeviceName"]?.GetValue<string>();

    /// <summary>In a copy: looking leaves no trace in the account.</summary>
    private static IEnumerable<JsonNode> Described(CloudRun run, string operation, string member)
    {
        var answer = SimulatedAccount.Restore(run.Account.Snapshot()).Call(Caller.Root(run.Account.Options.AccountId), run.Region, "ec2", operation, "{}");
        return answer.Output?[member]?.AsArray().OfType<JsonNode>() ?? throw new InvalidOperationException($"{operation} was refused: {answer.Error?.Message}");
    }

    /// <summary>What hangs on a user, a group or a role itself.</summary>
    private string Policies(Identity identity)
    {
        List<string> names = [.. identity.Attached.Select(a => State.Iam.FindPolicy(a)?.Name ?? a), .. identity.Inline.Keys];
        return names.Count == 0 ? "no policies" : $"policies: {string.Join(", ", names)}";
    }

    private static string Text(JsonObject json, string name) => json[name]?.GetValue<string>() ?? "";
}
