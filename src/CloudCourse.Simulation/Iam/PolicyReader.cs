using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>What reading a text as a policy gave.</summary>
/// <param name="Policy">Absent when the text is not JSON; <see cref="SyntaxError"/> says why.</param>
public sealed record PolicyReading(Policy? Policy, Finding? SyntaxError);

/// <summary>
/// Reads a policy document and never throws for what it holds. Whatever breaks the grammar is listed as unreadable at its
/// place; saying it well is the work of the rules.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html"/>
public static class PolicyReader
{
    public const string CurrentVersion = "2012-10-17";
    public const string OldVersion = "2008-10-17";

    internal static readonly string[] DocumentElements = ["Version", "Id", "Statement"];
    internal static readonly string[] StatementElements =
        ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    internal static readonly string[] PrincipalTypes = ["AWS", "Service", "Federated", "CanonicalUser"];

    /// <param name="name">What people call this policy, for traces.</param>
    public static PolicyReading Read(string text, string name = "policy")
    {
        var json = JsonReader.Read(text);
        return json.Value is null ? new(null, json.SyntaxError) : new(Build(json, json.Value, name, text), null);
    }

    private static Policy Build(JsonReading reading, JsonValue json, string name, string text)
    {
        List<Unreadable> unreadable = [.. reading.Duplicates.Select(d => new Unreadable($"the key \"{d.Name}\" stands here twice", d.NameAt))];
        if (json is not JsonObject document)
        {
            unreadable.Add(new($"a policy is an object, not {json.TypeName}", json.At));
            document = new([], json.At);
        }
        foreach (var member in document.Members.Where(m => !DocumentElements.Contains(m.Name)))
            unreadable.Add(new($"a policy has no element \"{member.Name}\"", member.NameAt));

        var version = Text(document, "Version", unreadable);
        if (version is not null && version.Value is not (CurrentVersion or OldVersion))
            unreadable.Add(new($"there is no policy version \"{version.Value}\"", version.At));

        List<Statement> statements = [];
        foreach (var item in document.Find("Statement")?.Value switch
        {
            JsonArray list => list.Items,
            null => [],
            var one => [one],
        })
        {
            if (item is JsonObject statement) statements.Add(ReadStatement(statement, statements.Count, version?.Value == CurrentVersion));
            else unreadable.Add(new($"a statement is an object, not {item.TypeName}", item.At));
        }
        if (document.Find("Statement") is null) unreadable.Add(new("the policy has no Statement", document.At));

        return new()
        {
            Name = name,
            Json = json,
            Size = text.Count(c => !char.IsWhiteSpace(c)),
            Version = version,
            Id = Text(document, "Id", unreadable),
            Statements = statements,
            Duplicates = reading.Duplicates,
            Unreadable = unreadable,
        };
    }

    private static Statement ReadStatement(JsonObject json, int index, bool variables)
    {
        List<Unreadable> unreadable = [];
        foreach (var member in json.Members.Where(m => !StatementElements.Contains(m.Name)))
            unreadable.Add(new($"a statement has no element \"{member.Name}\"", member.NameAt));

        var action = OneOf("Action", "NotAction", required: true);
        var resource = OneOf("Resource", "NotResource", required: false);
        var principal = OneOf("Principal", "NotPrincipal", required: false);
        return new()
        {
            Index = index,
            Json = json,
            Sid = Text(json, "Sid", unreadable),
            Effect = ReadEffect(json, unreadable),
            Action = action is null ? null : ReadAction(action, unreadable),
            Resource = resource is null ? null : new(resource.Name == "NotResource",
                [.. Texts(resource.Value, "Resource", unreadable).Select(t => ReadResource(t, variables, unreadable))], resource),
            Principal = principal is null ? null : new(principal.Name == "NotPrincipal", ReadPrincipal(principal.Value, unreadable), principal),
            Conditions = ConditionReader.Read(json.Find("Condition"), variables, unreadable),
            Unreadable = unreadable,
        };

        JsonMember? OneOf(string name, string negated, bool required)
        {
            var (plain, negative) = (json.Find(name), json.Find(negated));
            if (plain is not null && negative is not null) unreadable.Add(new($"a statement has {name} or {negated}, not both", negative.NameAt));
            if (plain is null && negative is null && required) unreadable.Add(new($"the statement has no {name}", json.At));
            return plain ?? negative;
        }
    }

    private static Located<Effect>? ReadEffect(JsonObject json, List<Unreadable> unreadable)
    {
        switch (json.Find("Effect"))
        {
            case { Value: JsonString { Value: "Allow" } allow }: return new(Effect.Allow, allow.At);
            case { Value: JsonString { Value: "Deny" } deny }: return new(Effect.Deny, deny.At);
            case null: unreadable.Add(new("the statement has no Effect", json.At)); return null;
            case var other: unreadable.Add(new("Effect is \"Allow\" or \"Deny\"", other.Value.At)); return null;
        }
    }

    private static ActionElement ReadAction(JsonMember member, List<Unreadable> unreadable)
    {
        List<Pattern> patterns = [];
        foreach (var text in Texts(member.Value, member.Name, unreadable))
        {
            if (text.Value != "*" && !text.Value.Contains(':', StringComparison.Ordinal))
                unreadable.Add(new($"\"{text.Value}\" names no service: an action is written service:Action", text.At));
            // Actions hold no variables in any version.
            patterns.Add(Pattern.Read(text.Value, text.At, variables: false));
        }
        return new(member.Name == "NotAction", patterns, member);
    }

    private static ArnPattern ReadResource(JsonString text, bool variables, List<Unreadable> unreadable)
    {
        var pattern = ArnPattern.Read(text.Value, text.At, variables);
        if (!pattern.IsResource) unreadable.Add(new($"\"{text.Value}\" is neither an ARN nor \"*\"", text.At));
        foreach (var mistake in pattern.VariableMistakes) unreadable.Add(new(mistake, text.At));
        return pattern;
    }

    private static List<PrincipalEntry> ReadPrincipal(JsonValue value, List<Unreadable> unreadable)
    {
        List<PrincipalEntry> entries = [];
        if (value is JsonString { Value: "*" } everyone)
        {
            entries.Add(new("AWS", "*", everyone.At));
            return entries;
        }
        if (value is not JsonObject types)
        {
            unreadable.Add(new("Principal is \"*\" or an object such as {\"AWS\": \"…\"}", value.At));
            return entries;
        }
        foreach (var member in types.Members)
        {
            if (!PrincipalTypes.Contains(member.Name)) unreadable.Add(new($"there is no principal type \"{member.Name}\"", member.NameAt));
            foreach (var text in Texts(member.Value, $"Principal {member.Name}", unreadable))
            {
                if (text.Value != "*" && text.Value.AsSpan().ContainsAny('*', '?'))
                    unreadable.Add(new($"\"{text.Value}\": a principal takes no wildcard inside", text.At));
                entries.Add(new(member.Name, text.Value, text.At));
            }
        }
        return entries;
    }

    /// <summary>A string, or a list of strings.</summary>
    private static IEnumerable<JsonString> Texts(JsonValue value, string element, List<Unreadable> unreadable)
    {
        foreach (var item in value is JsonArray list ? list.Items : [value])
        {
            if (item is JsonString text) yield return text;
            else unreadable.Add(new($"{element} holds strings, not {item.TypeName}", item.At));
        }
    }

    private static Located<string>? Text(JsonObject json, string name, List<Unreadable> unreadable)
    {
        switch (json.Find(name)?.Value)
        {
            case JsonString text: return new(text.Value, text.At);
            case null: return null;
            case var other: unreadable.Add(new($"{name} is a string, not {other.TypeName}", other.At)); return null;
        }
    }
}
