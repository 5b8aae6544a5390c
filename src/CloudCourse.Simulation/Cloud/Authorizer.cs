using System.Globalization;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Asks the IAM engine whether a caller may do what a call needs, under the policies that are in the account now.</summary>
internal static class Authorizer
{
    /// <summary>One decision; why it fell so is worked out when somebody asks.</summary>
    public sealed class Decided(AuthorizedAction action, PreparedPolicies policies, PreparedRequest request)
    {
        public AuthorizedAction Action => action;
        public bool IsAllowed => action.Decision is Decision.Allowed;
        public Evaluation Evaluation => field ??= policies.Explain(request);
    }

    public static Decided Decide(Turn turn, Caller caller, string region, Permission permission)
    {
        PreparedRequest request = new(new(caller.Principal, permission.Action, permission.Resource, Context(turn, caller, region, permission), permission.ResourceAccount ?? turn.AccountId));
        var policies = BoundPolicies.Of(turn, caller, permission.ResourcePolicy);
        var decision = policies.Decide(request, out var by).Decision;
        return new(new(permission.Action, permission.Resource, decision, by), policies, request);
    }

    /// <summary>Of a key that is given twice the last value counts: what the operation says before what the caller brings.</summary>
    private static RequestContext Context(Turn turn, Caller caller, string region, Permission permission) => caller.Context.Between(
        CommonKeys(turn.Now, region), turn.State.Iam.TagKeysOf(caller), permission.Context.Count == 0 ? ContextLayer.Empty : new([.. permission.Context]));

    /// <summary>The keys that every request has. Requests of one second to one Region share them, so each thread remembers the last.</summary>
    private static ContextLayer CommonKeys(DateTimeOffset now, string region)
    {
        var second = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        if (_common is var (moment, place, known) && moment.EqualsExact(second) && place == region) return known;
        ContextLayer keys = new(
        [
            new("aws:CurrentTime", [now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)]),
            new("aws:EpochTime", [now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)]),
            new("aws:SecureTransport", ["true"]),
            new("aws:RequestedRegion", [region]),
        ]);
        _common = (second, region, keys);
        return keys;
    }

    [ThreadStatic]
    private static (DateTimeOffset Second, string Region, ContextLayer Keys)? _common;

    /// <summary>The words of AWS's access denied messages.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"/>
    public static AwsError Refusal(SimulatedService service, Caller caller, Decided decided)
    {
        var (action, evaluation) = (decided.Action, decided.Evaluation);
        return new(service.DeniedCode, service.Denied(Sentence(caller, decided), caller, action), 403)
        {
            Denied = [action],
            Advice = evaluation.Decision is Decision.ExplicitDeny
                ? $"{string.Join(", ", action.By)} denies it, and a Deny wins over every Allow."
                : evaluation.Unevaluated.Count > 0 ? $"A policy could not be evaluated: {evaluation.Unevaluated[0].Why}."
                : $"Nothing allows {action.Action} on {action.Resource}: what no policy allows is denied.",
        };
    }

    /// <summary>Who may not do what, and what kind of policy says so.</summary>
    public static string Sentence(Caller caller, Decided decided)
    {
        var (action, evaluation) = (decided.Action, decided.Evaluation);
        var by = evaluation.BlockedBy.Count > 0 ? evaluation.BlockedBy[0] : PolicyRole.IdentityPolicies;
        var why = evaluation.Decision is Decision.ExplicitDeny
            ? $"with an explicit deny in {Name(by, "a")}"
            : $"because no {Name(by, null)} allows the {action.Action} action";
        return $"User: {caller.Principal.Name} is not authorized to perform: {action.Action} on resource: {action.Resource} {why}";
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
