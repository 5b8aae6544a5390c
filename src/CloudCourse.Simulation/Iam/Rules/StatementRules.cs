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
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => kind is PolicyType.Trust ? [] :
        Objects(policy).Where(s => s.Find("Resource") is null && s.Find("NotResource") is null)
            .Select(s => At(s.At, "The statement has no Resource. Add \"Resource\" with the ARNs that it is about, or \"*\"."));
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
        if (kind is not (PolicyType.Identity or PolicyType.ServiceControl)) yield break;
        foreach (var member in Objects(policy).SelectMany(s => s.Members).Where(m => m.Name is "Principal" or "NotPrincipal"))
        {
            yield return At(member.NameAt, $"A policy of a user, group or role has no {member.Name}: it holds for whoever it is attached to. Remove {member.Name}.");
        }
    }
}

internal sealed class MissingPrincipal() : PolicyRule(FindingType.Error, "MISSING_PRINCIPAL")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) => kind is not (PolicyType.Resource or PolicyType.Trust) ? [] :
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

internal sealed class UniqueSids() : PolicyRule(FindingType.Error, "UNIQUE_SIDS_REQUIRED")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.Where(s => s.Sid is { Value.Length: > 0 }).GroupBy(s => s.Sid!.Value, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => At([.. g.Select(s => s.Sid!.At)], $"{g.Count()} statements have the Sid \"{g.Key}\". Give each its own, or leave it out."));
}

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
