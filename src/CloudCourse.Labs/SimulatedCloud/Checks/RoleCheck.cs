using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>role</c>: what the programs on an instance may do.</summary>
internal sealed class RoleCheck : CloudCheck<RoleCheck.Asked, RoleCheck.Wanted>
{
    internal sealed record Asked(string Instance, string Action, string Resource, IReadOnlyDictionary<string, string>? Context = null);

    internal sealed record Wanted(bool Allowed);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["no-role"] = "The instance has no role, so its programs may not {action}.",
        ["denied"] = "The role {role} may not {action} on {resource}.",
        ["allowed"] = "The role {role} may {action} on {resource}, which nothing on this instance needs.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (id, why) = run.Names.Fill(given.Instance);
        if (id is null || run.Account.State.Ec2.Regions.Find(run.Region)?.Instances.Find(id) is not { } instance)
            return CloudOutcome.Failed(NotMade, new(), ("why", why ?? $"there is no instance {id}."));
        RequestContext context = new((given.Context ?? new Dictionary<string, string>()).ToDictionary(c => c.Key, c => (IReadOnlyList<string>)[c.Value], StringComparer.OrdinalIgnoreCase));
        var (profile, role, decided) = Roles.Decide(run.Account.State, instance, given.Action, given.Resource, context);
        CloudEvidence evidence = new() { Role = new(role, profile, decided, expect.Allowed ? Decision.Allowed : Decision.ImplicitDeny) };
        var allowed = decided?.Decision is Decision.Allowed;
        var key = allowed == expect.Allowed ? CloudOutcome.Passing : allowed ? "allowed" : role is null ? "no-role" : "denied";
        return new(key, [("role", role ?? "none"), ("action", given.Action), ("resource", given.Resource)], evidence, []);
    }
}
