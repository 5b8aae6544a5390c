using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary>What the programs on an instance may do: with the role of its instance profile, by the IAM engine.</summary>
internal static class Roles
{
    public static (string? Profile, string? Role, DecidedEvidence? Decided) Decide(AccountState state, Instance instance, string action, string resource, RequestContext context)
    {
        var profile = instance.InstanceProfileArn is { } arn ? state.Iam.InstanceProfiles.Values.FirstOrDefault(p => p.Arn == arn) : null;
        if (profile?.Role is not { } role) return (profile?.Name, null, null);
        var caller = Caller.Session(state.AccountId, role, instance.Id);
        var evaluation = Evaluator.Evaluate(state.Iam.PoliciesOf(caller), new(caller.Principal, action, resource, context, state.AccountId));
        return (profile.Name, role, new(action, resource, evaluation.Decision, [.. evaluation.MatchedStatements.Take(10).Select(s => $"{s.Policy}: {s.Name}")]));
    }
}
