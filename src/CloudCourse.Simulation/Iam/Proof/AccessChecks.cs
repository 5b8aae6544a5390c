using System.Text.Json;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// The custom policy checks of IAM Access Analyzer. Each FAIL names the statements at fault, each with a request that it lets
/// through, as the evaluator confirms.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-checks-validating-policies.html"/>
public static class AccessChecks
{
    private static readonly Policy _nothing = PolicyReader.Read("""{"Version":"2012-10-17","Statement":[]}""", "nothing").Policy!;

    /// <summary>Whether the updated policy allows nothing that the existing one does not.</summary>
    /// <param name="ofResource">It hangs on a resource, as a bucket's or a role's trust policy does; null to see by its principals.</param>
    /// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html"/>
    public static AccessCheck NoNewAccess(Policy existing, Policy updated, bool? ofResource = null, CompareOptions? options = null)
    {
        var resource = ofResource ?? (PolicyComparer.NamesPrincipals(existing) || PolicyComparer.NamesPrincipals(updated));
        return Answer(updated, policy => SideOf(policy, resource), SideOf(existing, resource), options ?? CompareOptions.Default,
            "The updated policy allows nothing that the existing one does not.",
            "The updated policy allows requests that the existing one does not.", "allows a request that the existing policy does not");
    }

    /// <summary>Whether the policy allows none of the actions on any of the resources.</summary>
    /// <param name="ofResource">As in <see cref="NoNewAccess"/>.</param>
    /// <exception cref="ArgumentException">An action or a resource is none that a policy could have.</exception>
    /// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckAccessNotGranted.html"/>
    public static AccessCheck AccessNotGranted(Policy policy, IReadOnlyList<Access> access, bool? ofResource = null, CompareOptions? options = null)
    {
        var resource = ofResource ?? PolicyComparer.NamesPrincipals(policy);
        var asked = AskedFor(access, resource);
        return Answer(policy, p => resource ? Side.OfResource(p, asked) : Side.Of(new() { IdentityPolicies = [p], PermissionsBoundary = asked }), SideOf(_nothing, resource),
            options ?? CompareOptions.Default, "The policy grants none of this access.", "The policy grants some of this access.", "grants access that it should not");
    }

    /// <summary>Whether the policy of a resource lets in nobody whom it does not pin down.</summary>
    /// <param name="resourceType">One of <see cref="PublicAccess.ResourceTypes"/>, such as <c>AWS::S3::Bucket</c>.</param>
    /// <exception cref="ArgumentException">The check knows no such type.</exception>
    /// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html"/>
    public static AccessCheck NoPublicAccess(Policy policy, string resourceType, CompareOptions? options = null)
    {
        if (!PublicAccess.ResourceTypes.TryGetValue(resourceType, out var actions)) throw new ArgumentException($"there is no check for {resourceType}", nameof(resourceType));
        PublicAccess open = new(policy);
        var asked = AskedFor([new(actions, [])], resource: true);
        return Answer(policy, p => Side.OfResource(p, asked), SideOf(_nothing, true), (options ?? CompareOptions.Default) with { KeepCaller = open.Counts, KeepValue = open.Counts },
            $"The policy opens the {resourceType} to nobody in general.", $"The policy opens the {resourceType} to the public.", "lets in callers whom nothing pins down");
    }

    private static Side SideOf(Policy policy, bool resource) => resource ? Side.OfResource(policy) : Side.Of(new() { IdentityPolicies = [policy] });

    /// <param name="resource">It stands beside a resource's policy, and is about anybody.</param>
    private static Policy AskedFor(IReadOnlyList<Access> access, bool resource)
    {
        List<Dictionary<string, object>> statements = [];
        foreach (var one in access)
        {
            Dictionary<string, object> statement = new()
            {
                ["Effect"] = "Allow",
                ["Action"] = one.Actions.Count > 0 ? one.Actions : ["*"],
                ["Resource"] = one.Resources.Count > 0 ? one.Resources : ["*"],
            };
            if (resource) statement["Principal"] = "*";
            statements.Add(statement);
        }
        var policy = PolicyReader.Read(JsonSerializer.Serialize(new Dictionary<string, object> { ["Version"] = PolicyReader.CurrentVersion, ["Statement"] = statements }), "the access asked about").Policy!;
        if (policy.Statements.SelectMany(s => s.Unreadable).FirstOrDefault() is { } bad) throw new ArgumentException(bad.Why, nameof(access));
        return policy;
    }

    private static AccessCheck Answer(Policy policy, Func<Policy, Side> sideOf, Side other, CompareOptions options, string pass, string fail, string why)
    {
        var work = new WorkBudget(options.Steps);
        var (first, undecided) = PolicyComparer.Find(sideOf(policy), other, options, work);
        if (first is null) return undecided.Count == 0 ? new(CheckOutcome.Pass, pass, [], []) : new(CheckOutcome.Undecided, "It could not be decided.", [], undecided);

        // Each Allow by itself, under the policy's own Denies; the first witness is one's already.
        List<CheckReason> reasons = [];
        var known = Evaluator.Evaluate(sideOf(policy).Set, first).MatchedStatements.Where(s => s.Policy == policy.Name).Select(s => s.Index).ToHashSet();
        foreach (var statement in policy.Statements.Where(s => s.Effect?.Value is Effect.Allow))
        {
            var alone = policy with { Statements = [.. policy.Statements.Where(s => s == statement || s.Effect?.Value is Effect.Deny)] };
            var witness = known.Contains(statement.Index) ? first : PolicyComparer.Find(sideOf(alone), other, options, work).Witness;
            if (witness is not null) reasons.Add(new($"{statement.Name} {why}.", statement.Index, statement.Sid is { Value.Length: > 0 } sid ? sid.Value : null, witness));
        }
        return new(CheckOutcome.Fail, fail, reasons, []);
    }
}
