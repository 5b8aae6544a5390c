using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.SecretsManager;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Ssm;

/// <summary>Writing, labelling and deleting parameters.</summary>
/// <seealso href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html"/>
internal static partial class ParameterWrites
{
    private const int MostVersions = 100, MostLevels = 15, OfStandard = 4096, OfAdvanced = 8192;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutParameter", MayPut, Put),
        new("DeleteParameter", c => [SsmCalls.On(c, "DeleteParameter", c.Need("Name"))], c =>
        {
            Remove(c, SsmCalls.Find(c, c.Need("Name")) ?? throw SsmCalls.NotFound(c, c.Need("Name"), "Name"));
            return [];
        }),
        new("DeleteParameters", c => c.Texts("Names").Select(n => SsmCalls.On(c, "DeleteParameters", n.Value)), DeleteMany),
        new("LabelParameterVersion", c => [SsmCalls.On(c, "LabelParameterVersion", c.Need("Name"))], Label),
    ];

    private static IEnumerable<Permission> MayPut(Call call)
    {
        var tags = SecretCalls.ReadTags(call);
        var permission = SsmCalls.On(call, "PutParameter", call.Need("Name"), ("ssm:Overwrite", call.Flag("Overwrite") ? "true" : "false"));
        if (!tags.IsEmpty)
        {
            Dictionary<string, IReadOnlyList<string>> context = new(permission.Context) { ["aws:TagKeys"] = [.. tags.Keys] };
            foreach (var (key, value) in tags) context[$"aws:RequestTag/{key}"] = [value];
            permission = permission with { Context = context };
            yield return permission with { Action = "ssm:AddTagsToResource" };
        }
        yield return permission;
    }

    private static Output Put(Call call)
    {
        var name = Name(call);
        var known = SsmCalls.Find(call, name);
        if (known is not null && !call.Flag("Overwrite"))
            throw Turn.Error("ParameterAlreadyExists", "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.", null, 400, call.At("Name"));
        var tags = SecretCalls.ReadTags(call);
        if (!tags.IsEmpty && call.Flag("Overwrite"))
            throw SsmCalls.Invalid(call, "Tags", "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.");
        if (tags.Count > 50) throw Turn.Error("TooManyTagsError", "The number of tags exceeds the limit of 50.", null, 400, call.At("Tags"));
        var version = Version(call, known);
        var versions = (known?.Versions ?? []).Add(version);
        if (versions.Count > MostVersions)
        {
            if (!versions[0].Labels.IsEmpty)
                throw Turn.Error("ParameterMaxVersionLimitExceeded", $"You attempted to create a new version of {name} by calling the PutParameter API with the overwrite flag. Version {versions[0].Number}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.", null, 400, call.At("Name"));
            versions = versions.RemoveAt(0);
        }
        Parameter parameter = new(call.Region, name, SsmCalls.Arn(call, name), versions) { Tags = known?.Tags ?? tags };
        SsmCalls.Put(call, parameter);
        call.Turn.Note("ssm", parameter.Arn, $"The parameter {name} has version {version.Number}.", known is null ? null : "exists", "exists");
        return new() { ["Version"] = version.Number, ["Tier"] = version.Tier };
    }

    private static string Name(Call call)
    {
        var name = call.Need("Name");
        if (name.Contains('/', StringComparison.Ordinal) && !name.StartsWith('/')) throw SsmCalls.Invalid(call, "Name", "Parameter name must be a fully qualified name.", $"A path begins with a slash: /{name.Shortened()}.");
        var bare = name.TrimStart('/');
        if (bare.StartsWith("aws", StringComparison.OrdinalIgnoreCase) && name.StartsWith('/')) throw Turn.Error("AccessDeniedException", $"No access to reserved parameter name: {name.Shortened()}.", "Names that begin with aws are AWS's own.", 400, call.At("Name"));
        if (name.Length > 1011 || !NameForm.IsMatch(name) || bare.StartsWith("aws", StringComparison.OrdinalIgnoreCase) || bare.StartsWith("ssm", StringComparison.OrdinalIgnoreCase))
            throw SsmCalls.Invalid(call, "Name", "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");
        if (bare.Split('/').Length > MostLevels)
            throw Turn.Error("HierarchyLevelLimitExceededException", $"A hierarchy can have a maximum of {MostLevels} levels.", null, 400, call.At("Name"));
        return name;
    }

    private static ParameterVersion Version(Call call, Parameter? known)
    {
        var type = call.Text("Type") ?? known?.Latest.Type ?? throw SsmCalls.Invalid(call, "Name", "A parameter type is required when you create a parameter.", "Type is String, StringList or SecureString.");
        if (type is not ("String" or "StringList" or "SecureString"))
            throw SsmCalls.Invalid(call, "Type", $"1 validation error detected: Value '{type.Shortened()}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]");
        if (known is not null && known.Latest.Type != type)
            throw Turn.Error("HierarchyTypeMismatchException", "Parameter Store does not support changing a parameter type in a hierarchy. For example, you can't change a parameter from a String type to a SecureString type. You must create a new, unique parameter.", null, 400, call.At("Type"));
        if (call.Text("KeyId") is not null && type != "SecureString") throw SsmCalls.Invalid(call, "KeyId", "KeyId is required for SecureString type parameter only.");
        if (call.Text("DataType") is not (null or "text")) throw Turn.Error(AwsError.NotSimulated, "The simulation knows the data type text only.", null, 501, call.At("DataType"));
        var value = call.Need("Value");
        var tier = call.Text("Tier") ?? known?.Latest.Tier ?? "Standard";
        if (tier is not ("Standard" or "Advanced" or "Intelligent-Tiering")) throw SsmCalls.Invalid(call, "Tier", $"1 validation error detected: Value '{tier.Shortened()}' at 'tier' failed to satisfy constraint: Member must satisfy enum value set: [Standard, Advanced, Intelligent-Tiering]");
        var bytes = System.Text.Encoding.UTF8.GetByteCount(value);
        if (tier == "Intelligent-Tiering") tier = bytes > OfStandard ? "Advanced" : "Standard";
        if (known?.Latest.Tier == "Advanced" && tier == "Standard") throw SsmCalls.Invalid(call, "Tier", "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter.");
        if (bytes == 0) throw SsmCalls.Invalid(call, "Value", "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1");
        if (tier == "Standard" && bytes > OfStandard) throw SsmCalls.Invalid(call, "Value", "Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.", "Tier: Advanced takes 8 KB, and costs money.");
        if (bytes > OfAdvanced) throw SsmCalls.Invalid(call, "Value", "Advanced tier parameters support a maximum parameter value of 8192 characters.");
        CheckPattern(call, value);
        return new((known?.Latest.Number ?? 0) + 1, value, type, tier, call.Now, call.Caller.Principal.Name)
        {
            KeyId = type == "SecureString" ? call.Text("KeyId") ?? known?.Latest.KeyId ?? "alias/aws/ssm" : null,
            Description = call.Text("Description") ?? known?.Latest.Description,
            AllowedPattern = call.Text("AllowedPattern"),
        };
    }

    private static void CheckPattern(Call call, string value)
    {
        if (call.Text("AllowedPattern") is not { Length: > 0 } pattern) return;
        try
        {
            // Whoever writes the pattern is not whoever waits for it.
            if (Regex.IsMatch(value, $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)) return;
        }
        catch (ArgumentException)
        {
            throw Turn.Error("InvalidAllowedPatternException", "The request does not meet the regular expression requirement.", "AllowedPattern is no regular expression.", 400, call.At("AllowedPattern"));
        }
        catch (NotSupportedException)
        {
            throw Turn.Error(AwsError.NotSimulated, "The simulation's patterns look neither ahead nor back.", "Leave such parts of AllowedPattern out.", 501, call.At("AllowedPattern"));
        }
        throw Turn.Error("ParameterPatternMismatchException", $"Parameter value, cannot be validated against allowedPattern: {pattern.Shortened()}", null, 400, call.At("Value"));
    }

    private static void Remove(Call call, Parameter parameter)
    {
        call.State = call.State with { Ssm = call.State.Ssm with { Parameters = call.State.Ssm.Parameters.Remove(SsmState.Key(parameter.Region, parameter.Name)) } };
        call.Turn.Note("ssm", parameter.Arn, $"The parameter {parameter.Name} was deleted.", "exists");
    }

    private static Output DeleteMany(Call call)
    {
        var names = call.Texts("Names").Select(n => n.Value).Distinct().ToList();
        if (names.Count is 0 or > 10) throw SsmCalls.Invalid(call, "Names", "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to 10");
        var found = names.FindAll(n => SsmCalls.Find(call, n) is not null);
        foreach (var name in found) Remove(call, SsmCalls.Find(call, name)!);
        return new() { ["DeletedParameters"] = SecretCalls.List(found), ["InvalidParameters"] = SecretCalls.List(names.Except(found)) };
    }

    private static Output Label(Call call)
    {
        var parameter = SsmCalls.Find(call, call.Need("Name")) ?? throw SsmCalls.NotFound(call, call.Need("Name"), "Name");
        var number = call.Integer("ParameterVersion") ?? parameter.Latest.Number;
        var at = parameter.Versions.FindIndex(v => v.Number == number);
        if (at < 0) throw Turn.Error("ParameterVersionNotFound", $"Systems Manager could not find version {number} of {parameter.Name}. Verify the version and try again.", null, 400, call.At("ParameterVersion"));
        var labels = call.Texts("Labels").Select(l => l.Value).Distinct().ToList();
        var bad = labels.FindAll(l => l.Length is 0 or > 100 || !LabelForm.IsMatch(l) || char.IsAsciiDigit(l[0]) || l.StartsWith("aws", StringComparison.OrdinalIgnoreCase) || l.StartsWith("ssm", StringComparison.OrdinalIgnoreCase));
        var good = labels.Except(bad).ToList();
        if (parameter.Versions[at].Labels.Union(good).Count > 10) throw Turn.Error("ParameterVersionLabelLimitExceeded", "A parameter version can have a maximum of ten labels.", null, 400, call.At("Labels"));
        // A label is on one version at a time.
        var versions = parameter.Versions.ConvertAll(v => v with { Labels = v.Number == number ? v.Labels.Union(good) : v.Labels.Except(good) });
        SsmCalls.Put(call, parameter with { Versions = versions });
        return new() { ["InvalidLabels"] = SecretCalls.List(bad), ["ParameterVersion"] = number };
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_.\-/]+\z")]
    private static partial Regex NameForm { get; }

    [GeneratedRegex(@"\A[a-zA-Z0-9_.\-]+\z")]
    private static partial Regex LabelForm { get; }
}
