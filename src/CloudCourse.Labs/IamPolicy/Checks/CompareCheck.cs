using CloudCourse.Course.Model;
using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>
/// The learner's policy held against the author's, for all requests there can be. What differs is shown by one request that the
/// one allows and the other does not.
/// </summary>
internal sealed class CompareCheck : IamCheck
{
    /// <summary>Requests that somebody can make: nobody lists an object, so a policy that allows it is no broader for it.</summary>
    private static readonly CompareOptions Requests = new() { OnlyTheirResourceTypes = true };

    /// <summary>The largest policy of all, a bucket's, takes 20,480 characters, and the shortest statement some fifty.</summary>
    private const int MostStatements = 500;

    private static readonly string[] Relations = ["equivalent", "notBroader", "notNarrower"];

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["too-broad"] = "The policy allows more than the task asks for: `{action}` on `{resource}`{context}, by {statement} in line {line}.",
        ["too-narrow"] = "The policy does not allow all that the task asks for: `{action}` on `{resource}`{context} is denied. {why}",
        ["undecided"] = "Whether the policy allows what the task asks for, and no more, cannot be told because of {why}. Say it in a simpler way.",
    };

    public override Outcome Run(CheckDefinition check, SubmittedPolicies policies)
    {
        var relation = RequestReader.Text(check.Expect, "relation");
        var name = RequestReader.Text(check.Given, "file");
        var file = policies.Files.First(f => name is null || f.Path == name);
        var mine = file.Policy!;
        var reference = Reference(check, file.Place)!;
        var comparison = mine.Statements.Count > MostStatements
            ? new(PolicyRelation.Undecided, null, null, [$"{mine.Statements.Count} statements, which is more than any policy can hold"])
            : PolicyComparer.Compare(mine, reference, Requests);

        var broad = relation is "notNarrower" ? null : Witness(FamiliarActions.Instead(comparison.ANotB, mine, reference, file.Place, Requests), allowedByMine: true);
        var narrow = relation is "notBroader" ? null : Witness(comparison.BNotA, allowedByMine: false);
        var notes = comparison.Undecided.Select(u => $"Not decided: {Outcome.Clip(u)}").ToList();
        IamEvidence evidence = new([.. new[] { broad?.Case, narrow?.Case }.OfType<IamCase>()], [], notes);
        if ((broad ?? narrow) is { } witness)
        {
            var (fill, places) = Deciding.Explain(policies, witness.Request, witness.Mine);
            return new(broad is null ? "too-narrow" : "too-broad", [.. fill, ("context", ContextWords(witness.Request))], evidence, places);
        }
        // A request that shows the contrary may exist, and was not found.
        if (comparison.Relation is PolicyRelation.Undecided)
            return new("undecided", [("why", string.Join("; ", comparison.Undecided))], evidence, [Outcome.Place(file, mine.Json.At)]);
        return Outcome.Passed(evidence);

        Shown? Witness(AuthorizationRequest? found, bool allowedByMine)
        {
            if (found is null) return null;
            // In the learner's own words where that is the same question: their account, their people.
            foreach (var request in Readable(found, Caller(check, policies.Account, file.Place)))
            {
                var (decided, theirs) = (Decide(mine, file.Place, request), Decide(reference, file.Place, request).Evaluation);
                var ours = decided.Evaluation;
                if ((ours.Decision is Decision.Allowed) != allowedByMine || (theirs.Decision is Decision.Allowed) == allowedByMine) continue;
                return new(request, ours, CaseEvidence.Of(policies, decided, allowedByMine ? "Denied" : nameof(Decision.Allowed)) with
                {
                    Title = allowedByMine ? "Your policy allows this, and the task does not ask for it" : "The task asks for this, and your policy does not allow it",
                    Reference = theirs.Decision,
                    AsExpected = false,
                });
            }
            throw new InvalidOperationException($"The request for {found.Action} on {found.Resource} does not show what the comparison says of {check.Id}.");
        }
    }

    private sealed record Shown(AuthorizationRequest Request, Evaluation Mine, IamCase Case);

    /// <summary>The request as somebody of the lab would make it, and as it was found.</summary>
    private static IEnumerable<AuthorizationRequest> Readable(AuthorizationRequest found, RequestPrincipal? caller)
    {
        if (caller is not null && found.Principal is ArnPrincipal)
        {
            var derived = (found with { Context = RequestContext.Empty }).FullContext().Values.Keys;
            var context = new RequestContext(found.Context.Values.Where(v => !derived.Contains(v.Key, StringComparer.OrdinalIgnoreCase)));
            // A resource of the account that the search made up is one of the lab's: in another account its owner would have a say.
            if ((found.Principal, caller) is (ArnPrincipal { Account: { Length: > 0 } madeUp }, ArnPrincipal { Account: var ours }))
                yield return found with { Principal = caller, Resource = found.Resource.Replace($":{madeUp}:", $":{ours}:", StringComparison.Ordinal), Context = context, ResourceAccount = null };
            yield return found with { Principal = caller, Context = context, ResourceAccount = null };
            yield return found with { Principal = caller, ResourceAccount = null };
        }
        yield return found;
    }

    private static RequestPrincipal? Caller(CheckDefinition check, LabAccount account, PolicyPlace place)
    {
        RequestReader reader = new(account);
        if (RequestReader.Find(check.Given, "principal") is { } given) return reader.Principal(given, "example");
        var group = place.Of?.StartsWith("group/", StringComparison.Ordinal) is true ? place.Of["group/".Length..] : null;
        if (group is not null) return account.Users.FirstOrDefault(u => u.Groups.Contains(group)) is { } member ? new ArnPrincipal(account.ArnOf(member)) : null;
        return place is { Type: PolicyUse.Identity or PolicyUse.Boundary, Of: { } of } && account.DeclaresPrincipals
            ? reader.Principal(System.Text.Json.JsonSerializer.SerializeToElement(of), "example") : null;
    }

    /// <summary>What this one document says; nothing else has a say in a comparison. Who asks a resource's policy may do everything by their own.</summary>
    private static DecidedRequest Decide(Policy policy, PolicyPlace place, AuthorizationRequest request)
    {
        var set = place.Type is PolicyUse.Trust or PolicyUse.Resource ? new() { ResourcePolicy = policy, IdentityPolicies = [PolicyGathering.FullAwsAccess] } : new PolicySet { IdentityPolicies = [policy] };
        return new(request, set, Evaluator.Evaluate(set, request));
    }

    private static string ContextWords(AuthorizationRequest request)
    {
        const int most = 5;
        var keys = request.Context.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Take(most)
            .Select(v => $"{Code(v.Key)} = {Code(string.Join(", ", v.Value.Take(most)))}").ToList();
        if (request.Context.Values.Count > most) keys.Add($"{request.Context.Values.Count - most} keys more");
        return keys.Count == 0 ? "" : $" with {string.Join(" and ", keys)}";

        static string Code(string text) => $"`{Outcome.Clip(text).Replace('`', '\'')}`";
    }

    private static Policy? Reference(CheckDefinition check, PolicyPlace place) =>
        RequestReader.Find(check.Given, "reference") is { } json ? place.Attach(PolicyReader.Read(json.GetRawText(), "reference").Policy!) : null;

    public override IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab)
    {
        var account = LabAccountReader.Read(lab);
        if (check.Given.ValueKind is System.Text.Json.JsonValueKind.Object)
        {
            foreach (var member in check.Given.EnumerateObject().Where(m => m.Name is not ("file" or "reference" or "principal")))
                yield return $"`given` has no member `{member.Name}`; it has file, reference and principal";
        }
        var name = RequestReader.Text(check.Given, "file");
        if (name is null && lab.Files.Count > 1) yield return "`given` has no `file`, and the lab has several";
        if (name is not null && lab.Files.All(f => f.Path != name)) yield return $"`{name}` is not a file of this lab";
        var place = account.PlaceOf(name ?? lab.Files[0].Path);
        if (place.Type is PolicyUse.Account) yield return "a file that is no policy cannot be compared with one";
        if (!Relations.Contains(RequestReader.Text(check.Expect, "relation"))) yield return $"`expect.relation` is one of {string.Join(", ", Relations)}";
        if (Reference(check, place) is not { } reference)
        {
            yield return "`given` has no `reference`, a policy to compare with";
            yield break;
        }
        foreach (var finding in PolicyFindings.Of(reference, place.Grammar).Where(f => f.Type is FindingType.Error)) yield return $"reference: {finding.Details}";
        foreach (var construct in PolicyComparer.Compare(reference, reference, Requests).Undecided) yield return $"the reference cannot be compared: {construct}";
    }
}
