using System.Text.RegularExpressions;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Ecs.Rules;

/// <summary>The names that ECS takes for families, containers and volumes.</summary>
internal static partial class EcsName
{
    public const string Advice = "Up to 255 letters, digits, hyphens and underscores are allowed.";

    public static bool IsValid(string name) => Syntax.IsMatch(name);

    [GeneratedRegex(@"\A[a-zA-Z0-9_-]{1,255}\z")]
    private static partial Regex Syntax { get; }
}

public sealed class FamilySyntax() : TaskDefinitionRule("FAMILY_INVALID", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Family is not { } family || EcsName.IsValid(family.Value)) yield break;
        yield return family.Value.Length == 0
            ? Refused(family.At, "The family is empty: it names the task definition. " + EcsName.Advice)
            : Refused(family.At, $"{Quote(family.Value)} is no family name. {EcsName.Advice}",
                family.Value.Length <= 255 ? "Family contains invalid characters." : null);
    }
}

/// <summary>Enumerations: AWS's clients let any text pass, ECS knows its values only.</summary>
public sealed class KnownValues() : TaskDefinitionRule("ENUM_VALUE_UNKNOWN", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) => Check(task.Json, RegisterTaskDefinition.Input, "input");

    private IEnumerable<EcsFinding> Check(JsonValue value, ParameterShape shape, string name) => (shape, value) switch
    {
        (StructureShape structure, JsonObject json) => json.AsDictionary().Values
            .SelectMany(m => structure.Find(m.Name) is { } known ? Check(m.Value, known.Shape, m.Name) : []),
        (ListShape list, JsonArray items) => items.Items.SelectMany(i => Check(i, list.Item, name)),
        (ScalarShape { Values.Count: > 0 } scalar, JsonString text) when !scalar.Values.Contains(text.Value) => [Refused(text.At,
            scalar.Values.FirstOrDefault(v => v.Equals(text.Value, StringComparison.OrdinalIgnoreCase)) is { } near
                ? $"{Quote(text.Value)} is written in another case: \"{name}\" takes \"{near}\"."
                : $"{Quote(text.Value)} is no value of \"{name}\": it takes {string.Join(", ", scalar.Values)}.")],
        _ => [],
    };
}

/// <summary>ECS reads 32-bit whole numbers; AWS's client lets longer ones and <c>true</c> pass.</summary>
public sealed class ReadableIntegers() : TaskDefinitionRule("INTEGER_NOT_READABLE", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) => Check(task.Json, RegisterTaskDefinition.Input, "input");

    private IEnumerable<EcsFinding> Check(JsonValue value, ParameterShape shape, string name) => (shape, value) switch
    {
        (StructureShape structure, JsonObject json) => json.AsDictionary().Values
            .SelectMany(m => structure.Find(m.Name) is { } known ? Check(m.Value, known.Shape, m.Name) : []),
        (ListShape list, JsonArray items) => items.Items.SelectMany(i => Check(i, list.Item, name)),
        (ScalarShape { Type: ScalarType.Integer }, JsonNumber number) when PythonText.IsInteger(number) && !int.TryParse(number.Text, out _) =>
            [Refused(number.At, $"{number.Text.Shortened()} is too large for \"{name}\": ECS reads whole numbers up to 2,147,483,647.", awsCode: "SerializationException")],
        (ScalarShape { Type: ScalarType.Integer }, JsonBoolean flag) =>
            [Refused(flag.At, $"\"{name}\" is a whole number, not {flag.TypeName}. AWS's client lets this pass; ECS cannot read it.", awsCode: "SerializationException")],
        _ => [],
    };
}

public sealed partial class RoleArnSyntax() : TaskDefinitionRule("ROLE_ARN_INVALID", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        foreach (var (name, role) in new[] { ("taskRoleArn", task.TaskRoleArn), ("executionRoleArn", task.ExecutionRoleArn) })
        {
            if (role is null || RoleArn.IsMatch(role.Value) || RoleName.IsMatch(role.Value)) continue;
            yield return Refused(role.At,
                $"{Quote(role.Value)} is not an IAM role. \"{name}\" takes a role's ARN, as in arn:aws:iam::111122223333:role/name: the account has twelve digits.",
                "Role is not valid");
        }
    }

    [GeneratedRegex(@"\Aarn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[\w+=,.@/-]{1,512}\z", RegexOptions.ECMAScript)]
    private static partial Regex RoleArn { get; }

    [GeneratedRegex(@"\A[\w+=,.@-]{1,64}\z", RegexOptions.ECMAScript)]
    private static partial Regex RoleName { get; }
}

public sealed class EphemeralStorageBounds() : TaskDefinitionRule("EPHEMERAL_STORAGE_OUT_OF_RANGE", Pages.EphemeralStorage)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Json.Structure("ephemeralStorage")?.Integer("sizeInGiB") is { Value: < 21 or > 200 } size)
            yield return Refused(size.At, $"{size.Value} GiB of ephemeral storage is outside 21 to 200. Fargate includes 20 GiB: for no more than that, leave ephemeralStorage out.");
    }
}

public sealed class PlacementConstraints() : TaskDefinitionRule("PLACEMENT_CONSTRAINT_INVALID", Pages.Placement)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        var constraints = task.Json.Structures("placementConstraints");
        if (constraints.Count > 10)
            yield return Refused(constraints[10].Head(), $"There are {constraints.Count} placement constraints; a task has at most 10.");
        foreach (var constraint in constraints.Where(c => c.Text("type")?.Value == "memberOf" && !c.Mentions("expression")))
            yield return Refused(constraint.Head(), "A memberOf constraint needs an expression, in ECS's cluster query language.");
    }
}

public sealed class ProxyContainerExists() : TaskDefinitionRule("PROXY_CONTAINER_UNKNOWN", Pages.Proxy)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Json.Structure("proxyConfiguration")?.Text("containerName") is { } name && task.FindContainer(name.Value) is null)
            yield return Refused(name.At, $"No container is called {Quote(name.Value)}: name the proxy's container.");
    }
}

public sealed class TagRules() : TaskDefinitionRule("TAG_INVALID", Pages.Tag)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        var tags = task.Json.Structures("tags");
        if (tags.Count > 50) yield return Refused(tags[50].Head(), $"There are {tags.Count} tags; a task definition has at most 50.");
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            if (tag.Text("key") is not { } key) continue;
            if (!seen.Add(key.Value)) yield return Refused(key.At, $"The tag {Quote(key.Value)} is given twice; each key has one value.");
            if (key.Value.Length > 128) yield return Refused(key.At, "A tag's key has at most 128 characters.");
            if (key.Value.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
                yield return Refused(key.At, $"{Quote(key.Value)} begins with aws:, which AWS keeps for itself. Choose another key.");
            if (tag.Text("value") is { Value.Length: > 256 } value) yield return Refused(value.At, "A tag's value has at most 256 characters.");
        }
    }
}
