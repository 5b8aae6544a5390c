using System.Globalization;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Asks the IAM engine whether a caller may do what a call needs, under the policies that are in the account now.</summary>
internal static class Authorizer
{
    public sealed record Decided(AuthorizedAction Action, Evaluation Evaluation);

    public static Decided Decide(Turn turn, Caller caller, string region, Permission permission)
    {
        var request = new AuthorizationRequest(caller.Principal, permission.Action, permission.Resource, Context(turn, caller, region, permission), permission.ResourceAccount ?? turn.AccountId);
        var policies = turn.State.Iam.PoliciesOf(caller) with
        {
            ResourcePolicy = permission.ResourcePolicy,
            ServiceControlPolicies = turn.Options.ServiceControlPolicies,
            ResourceControlPolicies = turn.Options.ResourceControlPolicies,
        };
        var evaluation = Evaluator.Evaluate(policies, request);
        return new(new(permission.Action, permission.Resource, evaluation.Decision, [.. evaluation.MatchedStatements.Select(s => $"{s.Policy}: {s.Name}")]), evaluation);
    }

    private static RequestContext Context(Turn turn, Caller caller, string region, Permission permission)
    {
        Dictionary<string, IReadOnlyList<string>> keys = new(StringComparer.OrdinalIgnoreCase)
        {
            ["aws:CurrentTime"] = [turn.Now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)],
            ["aws:EpochTime"] = [turn.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)],
            ["aws:SecureTransport"] = ["true"],
            ["aws:RequestedRegion"] = [region],
        };
        foreach (var (key, values) in caller.Context.Values) keys[key] = values;
        foreach (var (key, values) in permission.Context) keys[key] = values;
        return new(keys);
    }

    /// <summary>The words of AWS's access denied messages.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"/>
    public static AwsError Refusal(SimulatedService service, Caller caller, Decided decided)
    {
        var (action, evaluation) = (decided.Action, decided.Evaluation);
        var by = evaluation.BlockedBy.Count > 0 ? evaluation.BlockedBy[0] : PolicyRole.IdentityPolicies;
        var why = evaluation.Decision is Decision.ExplicitDeny
            ? $"with an explicit deny in {Name(by, "a")}"
            : $"because no {Name(by, null)} allows the {action.Action} action";
        var sentence = $"User: {caller.Principal.Name} is not authorized to perform: {action.Action} on resource: {action.Resource} {why}";
        return new(service.DeniedCode, service.Denied(sentence), 403)
        {
            Denied = [action],
            Advice = evaluation.Decision is Decision.ExplicitDeny
                ? $"{string.Join(", ", action.By)} denies it, and a Deny wins over every Allow."
                : evaluation.Unevaluated.Count > 0 ? $"A policy could not be evaluated: {evaluation.Unevaluated[0].Why}."
                : $"Nothing allows {action.Action} on {action.Resource}: what no policy allows is denied.",
        };
    }

    private static string Name(PolicyRole role, string? article)
    {
        var name = role switch
        {
            PolicyRole.ResourcePolicy => "resource-based policy",
            PolicyRole.PermissionsBoundary => "permissions boundary",
            PolicyRole.SessionPolicy => "session policy",
            PolicyRole.ServiceControlPolicies => "service control policy",
            PolicyRole.ResourceControlPolicies => "resource control policy",
            PolicyRole.EndpointPolicies => "VPC endpoint policy",
            _ => "identity-based policy",
        };
        return article is null ? name : name.StartsWith('i') ? $"an {name}" : $"a {name}";
    }
}
