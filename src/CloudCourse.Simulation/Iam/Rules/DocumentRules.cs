using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>A key stands once in its object. AWS refuses the document as malformed; Access Analyzer has no name for it.</summary>
internal sealed class DuplicateKey() : PolicyRule(FindingType.Error, "DUPLICATE_KEY")
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Duplicates.Select(d => At(d.NameAt, $"\"{d.Name}\" stands in this object twice. Keep one; several values go into one list."));
}

internal sealed class MissingVersion() : PolicyRule(FindingType.Warning, "MISSING_VERSION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Json is JsonObject document && document.Find("Version") is null)
        {
            yield return At(document.At, $"The policy has no Version, so AWS takes the old one, {PolicyReader.OldVersion}, which knows no policy variables. "
                + $"Add \"Version\": \"{PolicyReader.CurrentVersion}\".");
        }
    }
}

internal sealed class InvalidVersion() : PolicyRule(FindingType.Error, "INVALID_VERSION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Version is { Value: not (PolicyReader.CurrentVersion or PolicyReader.OldVersion) } version)
            yield return At(version.At, $"\"{version.Value}\" is not a version of the policy language, and not the date of your policy. Write \"{PolicyReader.CurrentVersion}\".");
    }
}

internal sealed class MissingStatement() : PolicyRule(FindingType.Error, "MISSING_STATEMENT")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Json is not JsonObject document) yield break;
        if (document.Find("Statement") is not { } member)
            yield return At(document.At, "The policy has no Statement, so it says nothing. Add \"Statement\" with at least one statement.");
        else if (member.Value is JsonArray { Items.Count: 0 } empty)
            yield return At(empty.At, "The list of statements is empty. Add at least one statement.");
    }
}

internal sealed class InvalidPolicyElement() : PolicyRule(FindingType.Error, "INVALID_POLICY_ELEMENT")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Json is not JsonObject document) return [];
        return Unknown(document, PolicyReader.DocumentElements, "policy")
            .Concat(Objects(policy).SelectMany(s => Unknown(s, PolicyReader.StatementElements, "statement")));
    }

    private IEnumerable<Finding> Unknown(JsonObject json, string[] known, string what)
    {
        foreach (var member in json.Members.Where(m => !known.Contains(m.Name)))
        {
            var misplaced = what == "policy" && PolicyReader.StatementElements.Contains(member.Name);
            yield return At(member.NameAt, (misplaced, Spelling.Nearest(member.Name, known)) switch
            {
                (true, _) => $"\"{member.Name}\" belongs into a statement. Move it inside \"Statement\".",
                (_, { } near) => $"A {what} has no element \"{member.Name}\". Did you mean \"{near}\"?",
                _ => $"A {what} has no element \"{member.Name}\". It may have {string.Join(", ", known)}.",
            });
        }
    }
}

/// <summary>Each element has the type that the grammar gives it.</summary>
internal sealed class DataTypeMismatch() : PolicyRule(FindingType.Error, "DATA_TYPE_MISMATCH")
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html";

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (policy.Json is not JsonObject document)
        {
            yield return At(policy.Json.At, $"A policy is an object in braces, not {policy.Json.TypeName}. Start with {{ and end with }}.");
            yield break;
        }
        foreach (var name in new[] { "Version", "Id" })
        {
            foreach (var finding in Text(document.Find(name))) yield return finding;
        }
        foreach (var item in document.Find("Statement")?.Value is { } value ? value is JsonArray list ? list.Items : [value] : [])
        {
            if (item is not JsonObject) yield return At(item.At, $"A statement is an object in braces, not {item.TypeName}.");
        }
        foreach (var finding in Objects(policy).SelectMany(Statement)) yield return finding;
    }

    private IEnumerable<Finding> Statement(JsonObject json)
    {
        foreach (var member in json.Members)
        {
            var findings = member.Name switch
            {
                "Sid" or "Effect" => Text(member),
                "Action" or "NotAction" or "Resource" or "NotResource" => Texts(member),
                "Principal" or "NotPrincipal" when member.Value is not JsonString => Principal(member),
                "Condition" => Condition(member),
                _ => [],
            };
            foreach (var finding in findings) yield return finding;
        }
    }

    private IEnumerable<Finding> Text(JsonMember? member)
    {
        if (member is { Value: not JsonString }) yield return At(member.Value.At, $"{member.Name} takes one string in double quotes, not {member.Value.TypeName}.");
    }

    private IEnumerable<Finding> Texts(JsonMember member)
    {
        foreach (var item in member.Value is JsonArray list ? list.Items : [member.Value])
        {
            if (item is not JsonString) yield return At(item.At, $"{member.Name} takes a string or a list of strings, not {item.TypeName}.");
        }
    }

    private IEnumerable<Finding> Principal(JsonMember member) => member.Value is JsonObject types
        ? types.Members.SelectMany(Texts)
        : [At(member.Value.At, $"{member.Name} is \"*\" or an object such as {{\"AWS\": \"…\"}}, not {member.Value.TypeName}.")];

    private IEnumerable<Finding> Condition(JsonMember member)
    {
        if (member.Value is not JsonObject block)
        {
            yield return At(member.Value.At, $"Condition is an object of operators such as {{\"StringEquals\": {{…}}}}, not {member.Value.TypeName}.");
            yield break;
        }
        foreach (var entry in block.Members)
        {
            if (entry.Value is not JsonObject keys)
            {
                yield return At(entry.Value.At, $"The operator {entry.Name} holds an object of condition keys with their values, not {entry.Value.TypeName}.");
                continue;
            }
            foreach (var key in keys.Members)
            {
                foreach (var item in key.Value is JsonArray list ? list.Items : [key.Value])
                {
                    if (item is not (JsonString or JsonNumber or JsonBoolean))
                        yield return At(item.At, $"{key.Name} takes a string or a list of strings, not {item.TypeName}.");
                }
            }
        }
    }
}
