using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Rules;

internal sealed class MissingEffect() : PolicyRule(FindingType.Error, "MISSING_EFFECT")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        Objects(policy).Where(s => s.Find("Effect") is null)
            .Select(s => At(s.At, "The statement has no Effect. Add \"Effect\": \"Allow\" or \"Effect\": \"Deny\"."));
}

internal sealed class InvalidEffect() : PolicyRule(FindingType.Error, "INVALID_EFFECT")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        foreach (var statement in Objects(policy))
        {
            if (statement.Find("Effect")?.Value is JsonString { Value: not ("Allow" or "Deny") } effect)
                yield return At(effect.At, $"\"{effect.Value}\" is not an effect. Write \"Allow\" or \"Deny\", with that capital letter.");
        }
    }
}

internal sealed class MissingAction() : PolicyRule(FindingType.Error, "MISSING_ACTION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        Objects(policy).Where(s => s.Find("Action") is null && s.Find("NotAction") is null)
            .Select(s => At(s.At, "The statement has no Action. Add \"Action\" with the operations that it is about, such as \"s3:GetObject\"."));
}

internal sealed class MissingResource() : PolicyRule(FindingType.Error, "MISSING_RESOURCE")
{
    /// <summary>Services whose resources' policies name no resource: the one that they are attached to is meant.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html"/>
    private static readonly string[] Attached = ["ecr:", "elasticfilesystem:", "serverlessrepo:"];

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => kind is PolicyType.Trust || (kind is PolicyType.Resource && IsOfAttached(policy)) ? [] :
        Objects(policy).Where(s => s.Find("Resource") is null && s.Find("NotResource") is null)
            .Select(s => At(s.At, "The statement has no Resource. Add \"Resource\" with the ARNs that it is about, or \"*\"."));

    private static bool IsOfAttached(Policy policy)
    {
        var named = policy.Statements.SelectMany(s => s.Action?.Patterns ?? []).Select(p => p.Text).Where(t => t != "*").ToList();
        return named.Count > 0 && Array.Exists(Attached, a => named.TrueForAll(t => t.StartsWith(a, StringComparison.OrdinalIgnoreCase)));
    }
}

/// <summary>An element and its negation exclude each other.</summary>
internal sealed class UnsupportedElementCombination() : PolicyRule(FindingType.Error, "UNSUPPORTED_ELEMENT_COMBINATION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        foreach (var statement in Objects(policy))
        {
            foreach (var name in new[] { "Principal", "Action", "Resource" })
            {
                if (statement.Find(name) is { } plain && statement.Find("Not" + name) is { } negated)
                    yield return At([plain.NameAt, negated.NameAt], $"A statement has {name} or Not{name}, not both. Remove one, or make two statements.");
            }
        }
    }
}

internal sealed class UnsupportedPrincipal() : PolicyRule(FindingType.Error, "UNSUPPORTED_PRINCIPAL")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (kind is not PolicyType.Identity) yield break;
        foreach (var member in Objects(policy).SelectMany(s => s.Members).Where(m => m.Name is "Principal" or "NotPrincipal"))
        {
            yield return At(member.NameAt, $"A policy of a user, group or role has no {member.Name}: it holds for whoever it is attached to. Remove {member.Name}.");
        }
    }
}

internal sealed class MissingPrincipal() : PolicyRule(FindingType.Error, "MISSING_PRINCIPAL")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => kind is not (PolicyType.Resource or PolicyType.Trust or PolicyType.ResourceControl) ? [] :
        Objects(policy).Where(s => s.Find("Principal") is null && s.Find("NotPrincipal") is null)
            .Select(s => At(s.At, "The statement has no Principal. A policy on a resource says who: add \"Principal\"."));
}

internal sealed class InvalidPrincipalKey() : PolicyRule(FindingType.Error, "INVALID_PRINCIPAL_KEY")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        foreach (var member in policy.Statements.Select(s => s.Principal?.Member.Value).OfType<JsonObject>().SelectMany(p => p.Members))
        {
            if (PolicyReader.PrincipalTypes.Contains(member.Name)) continue;
            var near = Spelling.Nearest(member.Name, PolicyReader.PrincipalTypes);
            yield return At(member.NameAt, $"There is no principal type \"{member.Name}\". "
                + (near is null ? $"Use one of {string.Join(", ", PolicyReader.PrincipalTypes)}." : $"Did you mean \"{near}\"?"));
        }
    }
}

/// <summary>IAM and Organizations refuse a policy with a Sid twice; other services take it.</summary>
internal abstract class SidRule(FindingType type, string issueCode, Func<PolicyType, bool> concerns) : PolicyRule(type, issueCode)
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => !concerns(kind) ? [] :
        policy.Statements.Where(s => s.Sid is { Value.Length: > 0 }).GroupBy(s => s.Sid!.Value, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => At([.. g.Select(s => s.Sid!.At)], $"{g.Count()} statements have the Sid \"{g.Key}\". Give each its own, or leave it out."));
}

internal sealed class UniqueSidsRequired() : SidRule(FindingType.Error, "UNIQUE_SIDS_REQUIRED", kind => kind is not PolicyType.Resource);

internal sealed class UniqueSidsRecommended() : SidRule(FindingType.Warning, "UNIQUE_SIDS_RECOMMENDED", kind => kind is PolicyType.Resource);

/// <summary>IAM takes letters and digits in a Sid; other services take more.</summary>
internal sealed class UnsupportedSid() : PolicyRule(FindingType.Error, "UNSUPPORTED_SID")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => kind is not PolicyType.Identity ? [] :
        policy.Statements.Where(s => s.Sid is { } sid && !sid.Value.All(char.IsAsciiLetterOrDigit))
            .Select(s => At(s.Sid!.At, $"The Sid \"{s.Sid.Value}\" has other characters than A-Z, a-z and 0-9. Remove them; the Sid is a name, not a sentence."));
}

internal sealed class EmptySid() : PolicyRule(FindingType.Suggestion, "EMPTY_SID_VALUE")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.Where(s => s.Sid is { Value.Length: 0 }).Select(s => At(s.Sid!.At, "The Sid is empty. Give the statement a name, or leave Sid out."));
}

internal sealed class EmptyArrayAction() : PolicyRule(FindingType.Suggestion, "EMPTY_ARRAY_ACTION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.Where(s => s.Action is { Member.Value: JsonArray { Items.Count: 0 } })
            .Select(s => At(s.Action!.Member.Value.At, $"The list of {s.Action.Member.Name} is empty, so the statement {(s.Action.Negated ? "is about every action" : "does nothing")}. Name the actions."));
}

internal sealed class EmptyArrayResource() : PolicyRule(FindingType.Suggestion, "EMPTY_ARRAY_RESOURCE")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.Where(s => s.Resource is { Member.Value: JsonArray { Items.Count: 0 } })
            .Select(s => At(s.Resource!.Member.Value.At, $"The list of {s.Resource.Member.Name} is empty, so the statement {(s.Resource.Negated ? "is about every resource" : "does nothing")}. Name the resources."));
}

/// <summary>What binds an account's members is about all of them; who is meant is said in a condition.</summary>
internal sealed class ScpPrincipal() : PolicyRule(FindingType.Error, "SCP_SYNTAX_ERROR_PRINCIPAL")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => kind is not PolicyType.ServiceControl ? [] :
        Objects(policy).SelectMany(s => s.Members).Where(m => m.Name is "Principal" or "NotPrincipal")
            .Select(m => At(m.NameAt, $"A service control policy has no {m.Name}. Remove it, and say who is meant with aws:PrincipalArn in Condition."));
}

/// <summary>A statement that another one repeats word for word, whatever their Sids.</summary>
internal sealed class RedundantStatement() : PolicyRule(FindingType.Suggestion, "REDUNDANT_STATEMENT")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Statements.Count < 2) yield break;
        foreach (var group in policy.Statements.Where(s => s.Unreadable.Count == 0).GroupBy(Essence, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return At([.. group.Select(s => s.At)], $"{group.Count()} statements say the same. Keep one.");
    }

    /// <summary>What the statement says without its Sid: two of the same text do the same.</summary>
    internal static string Essence(Statement statement) => string.Join('\u0001',
        [statement.Effect?.Value.ToString() ?? "", .. Element(statement.Action?.Member), .. Element(statement.Resource?.Member), .. Element(statement.Principal?.Member),
            .. Element(((JsonObject)statement.Json).Find("Condition"))]);

    /// <summary>Names and values in one line; a list of one is like the value alone, and the order of a list does not matter.</summary>
    private static IEnumerable<string> Element(JsonMember? member) => member is null ? [] : [member.Name, Text(member.Value)];

    private static string Text(JsonValue value) => value switch
    {
        JsonObject json => $"{{{string.Join('\u0002', json.Members.Select(m => Sized(m.Name) + Text(m.Value)).Order(StringComparer.Ordinal))}}}",
        JsonArray list => string.Join('\u0003', list.Items.Select(Text).Distinct().Order(StringComparer.Ordinal)),
        JsonString text => Sized(text.Value),
        JsonNumber number => Sized(number.Text),
        JsonBoolean boolean => Sized(boolean.Value ? "true" : "false"),
        _ => "",
    };

    /// <summary>With its length in front, so that no text can be taken for two.</summary>
    private static string Sized(string text) => FormattableString.Invariant($"{text.Length}:{text}");
}

/// <summary>A resource control policy binds everybody who comes to a resource.</summary>
internal sealed class RcpPrincipal() : StatementRule(FindingType.Error, "RCP_SYNTAX_ERROR_PRINCIPAL")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.ResourceControl;

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Principal is { } principal && (principal.Negated || principal.Entries is not [{ Type: "AWS", Value: "*" }]))
            yield return At(principal.Member.Value.At, "A resource control policy is about everybody: write \"Principal\": \"*\", and say who is meant with aws:PrincipalArn or aws:PrincipalOrgID in Condition.");
    }
}

/// <summary>The only Allow is RCPFullAWSAccess, which AWS attaches itself.</summary>
internal sealed class RcpAllow() : StatementRule(FindingType.Error, "RCP_SYNTAX_ERROR_ALLOW")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.ResourceControl;

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Effect is { Value: Effect.Allow } allow
            && (statement.Conditions.Count > 0 || statement.Resource is not { Negated: false, Patterns: [{ IsEverything: true }] }))
            yield return At(allow.At, "An Allow of a resource control policy holds for every resource and without a Condition. Write what you mean as a Deny.");
    }
}

internal sealed class RcpNotAction() : StatementRule(FindingType.Error, "RCP_SYNTAX_ERROR_NOTACTION")
{
    protected override bool Concerns(PolicyType kind) => kind is PolicyType.ResourceControl;

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Action is { Negated: true } action)
            yield return At(action.Member.NameAt, "A resource control policy has no NotAction. List the actions that it is about in Action.");
    }
}

/// <summary>Resource control policies reach the resources of some services only.</summary>
internal sealed class RcpAction() : StatementRule(FindingType.Error, "RCP_SYNTAX_ERROR_ACTION")
{
    public override string LearnMore => "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html";

    protected override bool Concerns(PolicyType kind) => kind is PolicyType.ResourceControl;

    protected override IEnumerable<Finding> Check(Statement statement)
    {
        if (statement.Action is not { Negated: false } actions) yield break;
        foreach (var pattern in actions.Patterns)
        {
            // Only RCPFullAWSAccess, which AWS attaches itself, is about everything.
            if (pattern.Text == "*" && statement.Effect is { Value: Effect.Deny })
                yield return At(pattern.At, "A resource control policy names its services: write each, such as \"s3:*\", instead of \"*\".");
            var colon = pattern.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && Catalog.ActionCatalog.Current.Service(pattern.Text.AsSpan(0, colon)) is { TakesResourceControl: false } service)
                yield return At(pattern.At, $"Resource control policies do not reach {service.Name}, so \"{pattern.Text}\" says nothing here. Remove it.");
        }
    }
}
