using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary><c>permission</c>: what a role may do, whether its function asks for it or not.</summary>
internal sealed class PermissionCheck : CloudCheck<PermissionCheck.Asked, PermissionCheck.Wanted>
{
    internal sealed record Asked(string Role, string Action, string Resource, IReadOnlyDictionary<string, string>? Context = null, string? At = null);

    internal sealed record Wanted(bool Allowed);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["denied"] = "The role {role} may not `{action}` on `{resource}`.",
        ["allowed"] = "The role {role} may `{action}` on `{resource}`, which the function never needs.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        if (run.At(given.At) is not { } snapshot) return CloudOutcome.Failed(NotMade, new(), ("why", run.TooMuch ?? "the run ended before."));
        if (snapshot.State.Iam.Roles.Values.All(r => r.Name != given.Role)) return CloudOutcome.Failed(NotMade, new(), ("why", $"there is no role {given.Role}."));
        var caller = Caller.Session(snapshot.Options.AccountId, given.Role, "check");
        RequestContext context = new((given.Context ?? new Dictionary<string, string>()).ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[c.Value], StringComparer.OrdinalIgnoreCase));
        var evaluation = Evaluator.Evaluate(snapshot.State.Iam.PoliciesOf(caller), new(caller.Principal, given.Action, given.Resource, context, snapshot.Options.AccountId));
        DecidedEvidence decided = new(given.Action, given.Resource, evaluation.Decision, [.. evaluation.MatchedStatements.Take(10).Select(s => $"{s.Policy}: {s.Name}")]);
        CloudEvidence evidence = new() { Role = new(given.Role, null, decided, expect.Allowed ? Decision.Allowed : Decision.ImplicitDeny) };
        var allowed = evaluation.Decision is Decision.Allowed;
        return new(allowed == expect.Allowed ? CloudOutcome.Passing : allowed ? "allowed" : "denied", [("role", given.Role), ("action", given.Action), ("resource", given.Resource)], evidence, []);
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud) => Marks(cloud, given.At);
}
