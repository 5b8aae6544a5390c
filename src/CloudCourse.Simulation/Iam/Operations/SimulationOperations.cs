using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>IAM's own policy simulator, answered by the engine that decides every call of the account.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html"/>
internal static class SimulationOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("SimulateCustomPolicy", _ => [new("iam:SimulateCustomPolicy", "*")], c => Simulate(c, new() { IdentityPolicies = Documents(c, "PolicyInputList") }, CallerOf(c, null))),
        new("SimulatePrincipalPolicy", c => [new("iam:SimulatePrincipalPolicy", Source(c).Arn)], SimulatePrincipal),
        new("GetContextKeysForCustomPolicy", _ => [new("iam:GetContextKeysForCustomPolicy", "*")], c => new()
        {
            ["ContextKeyNames"] = new Array([.. Documents(c, "PolicyInputList").SelectMany(p => p.Statements).SelectMany(s => s.Conditions).Select(k => k.Key).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).Select(k => (Node)k)]),
        }),
    ];

    public static readonly HashSet<string> NotTaken = ["OrderedOrganizationPolicyInputList", "PolicyExclusionList"];

    private static IReadOnlyList<Policy> Documents(Call call, string member) => [.. call.Texts(member).Select((t, i) => Read(t, $"{member}.{i + 1}"))];

    private static Policy Read(Located<string> text, string name)
    {
        var policy = PolicyDocument.Read(text.Value, name)?.Policy ?? throw Turn.Error("InvalidInput", $"Invalid policy: {name} is not JSON.", null, 400, text.At);
        return policy.Unreadable.Concat(policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault() is { } part
            ? throw Turn.Error("InvalidInput", $"Invalid policy: {name}.", $"In the policy: {part.Why}.", 400, text.At) : policy;
    }

    /// <summary>The user, group or role whose policies are tried.</summary>
    private static Identity Source(Call call)
    {
        var (arn, iam) = (call.Need("PolicySourceArn"), call.State.Iam);
        if (!arn.StartsWith("arn:aws:iam::", StringComparison.Ordinal)) throw Turn.Error("InvalidInput", $"Invalid Entity Arn: {arn.Shortened()} does not clearly define entity type and name.", "It is the ARN of a user, a group or a role.", 400, call.At("PolicySourceArn"));
        return iam.Users.Values.Cast<Identity>().Concat(iam.Groups.Values).Concat(iam.Roles.Values).FirstOrDefault(i => i.Arn == arn)
            ?? throw Turn.Error("NoSuchEntity", $"The entity with ARN {arn.Shortened()} cannot be found.", null, 404, call.At("PolicySourceArn"));
    }

    private static Output SimulatePrincipal(Call call)
    {
        var source = Source(call);
        var caller = CallerOf(call, source);
        var policies = source is Group group
            ? new PolicySet { IdentityPolicies = [.. group.Inline.Values.Select(p => p.Policy), .. group.Attached.Select(a => call.State.Iam.FindPolicy(a)).OfType<ManagedPolicy>().Select(p => p.Document.Policy)] }
            : call.State.Iam.PoliciesOf(new(new ArnPrincipal(source.Arn)));
        return Simulate(call, policies with { IdentityPolicies = [.. policies.IdentityPolicies, .. Documents(call, "PolicyInputList")] }, caller);
    }

    private static ArnPrincipal CallerOf(Call call, Identity? source)
    {
        if (call.Text("CallerArn") is not { } arn)
        {
            return call.Text("ResourcePolicy") is null || source is User ? new(source is User or Role ? source.Arn : $"arn:aws:iam::{call.AccountId}:user/simulated")
                : throw Turn.Error("InvalidInput", "CallerArn is required when a ResourcePolicy is specified.", "Say who asks.", 400, call.Input.Head());
        }
        ArnPrincipal principal = new(arn);
        return principal.IsUser ? principal : throw Turn.Error("InvalidInput", $"Invalid caller ARN: {arn.Shortened()}", "CallerArn is the ARN of a user.", 400, call.At("CallerArn"));
    }

    private static RequestContext Context(Call call) => new(call.Structures("ContextEntries").Select(e =>
    {
        var name = e.Text("ContextKeyName") ?? throw Turn.Error("InvalidInput", "A context entry has a ContextKeyName.", null, 400, e.At);
        return new KeyValuePair<string, IReadOnlyList<string>>(name.Value, [.. e.Texts("ContextKeyValues").Select(v => v.Value)]);
    }));

    private static Output Simulate(Call call, PolicySet policies, ArnPrincipal caller)
    {
        if (call.Texts("PermissionsBoundaryPolicyInputList") is { Count: > 0 } boundaries) policies = policies with { PermissionsBoundary = Read(boundaries[0], "PermissionsBoundaryPolicyInputList.1") };
        if (call.Input.Text("ResourcePolicy") is { } resourcePolicy) policies = policies with { ResourcePolicy = Read(resourcePolicy, "ResourcePolicy") };
        foreach (var action in call.Texts("ActionNames").Where(a => a.Value.Split(':') is not [{ Length: > 0 }, { Length: > 0 }] || a.Value.Contains('*')))
            throw Turn.Error("InvalidInput", $"Invalid Action: {action.Value.Shortened()}", "An action is a service's prefix, a colon and a name, without wildcards: s3:GetObject.", 400, action.At);
        var resources = call.Texts("ResourceArns") is { Count: > 0 } arns ? arns.Select(a => a.Value).ToList() : ["*"];
        var owner = call.Text("ResourceOwner") is { } root ? new ArnPrincipal(root).Account : caller.Account;
        var context = Context(call);
        return call.Page("EvaluationResults", call.Texts("ActionNames").SelectMany(a => resources.Select(r => (Node)Describe(a.Value, r, policies, Evaluator.Evaluate(policies, new(caller, a.Value, r, context, owner))))));
    }

    private static Output Describe(string action, string resource, PolicySet policies, Evaluation evaluation)
    {
        Output output = new()
        {
            ["EvalActionName"] = action,
            ["EvalResourceName"] = resource,
            ["EvalDecision"] = evaluation.Decision switch { Decision.Allowed => "allowed", Decision.ExplicitDeny => "explicitDeny", _ => "implicitDeny" },
            ["MatchedStatements"] = new Array([.. evaluation.MatchedStatements.Select(s => (Node)new Output
            {
                ["SourcePolicyId"] = s.Policy,
                ["SourcePolicyType"] = s.Role is PolicyRole.ResourcePolicy ? "Resource Policy" : "IAM Policy",
            })]),
            ["MissingContextValues"] = new Array([.. evaluation.MissingContextValues.Select(k => (Node)k)]),
        };
        if (policies.PermissionsBoundary is not null)
            output["PermissionsBoundaryDecisionDetail"] = new Output { ["AllowedByPermissionsBoundary"] = !evaluation.BlockedBy.Contains(PolicyRole.PermissionsBoundary) };
        return output;
    }
}
