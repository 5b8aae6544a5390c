using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Shape;

/// <summary>
/// The check that AWS's command line and SDK for Python run on every request before they send it: unknown and missing members,
/// types, least lengths. All of it at once, in their order and words. Values of enumerations are left to the service.
/// </summary>
public static class ParameterValidation
{
    public const string UnknownParameter = "UNKNOWN_PARAMETER";
    public const string MissingParameter = "MISSING_REQUIRED_PARAMETER";
    public const string InvalidType = "INVALID_PARAMETER_TYPE";
    public const string InvalidLength = "INVALID_PARAMETER_LENGTH";

    private const string AwsCode = "ParamValidation";
    private const string LearnMore = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html#API_RegisterTaskDefinition_RequestSyntax";

    public static IEnumerable<EcsFinding> Check(JsonValue input) => Check(input, ParameterShape.RegisterTaskDefinition, "");

    private static IEnumerable<EcsFinding> Check(JsonValue value, ParameterShape shape, string name) => (shape, value) switch
    {
        (StructureShape structure, JsonObject json) => Structure(json, structure, name),
        (ListShape list, JsonArray items) => items.Items.SelectMany((item, i) => Check(item, list.Item, $"{name}[{i}]")),
        (ScalarShape { Type: ScalarType.Map }, JsonObject map) => Map(map, name),
        (ScalarShape { Type: ScalarType.String } text, JsonString s) => Length(s, text, name),
        (ScalarShape { Type: ScalarType.Integer }, JsonNumber n) when PythonText.IsInteger(n) => [],
        // In Python true is an integer: the client lets it pass, and the service refuses it (INTEGER_NOT_READABLE).
        (ScalarShape { Type: ScalarType.Integer }, JsonBoolean) => [],
        (ScalarShape { Type: ScalarType.Boolean }, JsonBoolean) => [],
        _ => [WrongType(value, shape, name)],
    };

    private static IEnumerable<EcsFinding> Structure(JsonObject json, StructureShape shape, string name)
    {
        var given = json.AsDictionary();
        var where = name.Length == 0 ? "input" : name;
        foreach (var missing in shape.Members.Where(m => m.Required && !given.ContainsKey(m.Name)))
        {
            yield return Refused(MissingParameter, json.Head(), $"Missing required parameter in {where}: \"{missing.Name}\"",
                given.Keys.FirstOrDefault(k => k.Equals(missing.Name, StringComparison.OrdinalIgnoreCase)) is { } near
                    ? $"\"{near}\" is written in another case: rename it to \"{missing.Name}\"."
                    : $"Add \"{missing.Name}\" {(name.Length == 0 ? "at the top level" : "to this object")}: AWS requires it.");
        }
        foreach (var (key, member) in given)
        {
            if (shape.Find(key) is null)
                yield return Refused(UnknownParameter, member.NameAt,
                    $"Unknown parameter in {where}: \"{RegisterTaskDefinition.Short(key)}\", must be one of: {string.Join(", ", shape.Members.Select(m => m.Name))}",
                    Suggest(key, shape));
        }
        foreach (var (key, member) in given)
        {
            if (shape.Find(key) is not { } known) continue;
            foreach (var finding in Check(member.Value, known.Shape, name.Length == 0 ? key : $"{name}.{key}")) yield return finding;
        }
    }

    private static IEnumerable<EcsFinding> Map(JsonObject map, string name)
    {
        foreach (var (key, member) in map.AsDictionary())
        {
            if (member.Value is not JsonString)
                yield return WrongType(member.Value, new ScalarShape(ScalarType.String, [], null, null), $"{name}.{RegisterTaskDefinition.Short(key)}");
        }
    }

    private static IEnumerable<EcsFinding> Length(JsonString text, ScalarShape shape, string name) => text.Value.Length < shape.MinLength
        ? [Refused(InvalidLength, text.At, $"Invalid length for parameter {name}, value: {text.Value.Length}, valid min length: {shape.MinLength}",
            "This may not be empty: write a value or remove the member.")]
        : [];

    private static EcsFinding WrongType(JsonValue value, ParameterShape shape, string name)
    {
        var valid = shape switch
        {
            StructureShape or ScalarShape { Type: ScalarType.Map } => "<class 'dict'>",
            ListShape => "<class 'list'>, <class 'tuple'>",
            ScalarShape { Type: ScalarType.Integer } => "<class 'int'>",
            ScalarShape { Type: ScalarType.Boolean } => "<class 'bool'>",
            _ => "<class 'str'>",
        };
        var where = name.Length == 0 ? "input" : name;
        return Refused(InvalidType, value.At,
            $"Invalid type for parameter {where}, value: {PythonText.Of(value)}, type: {PythonText.TypeOf(value)}, valid types: {valid}",
            Advice(value, shape, name[(name.LastIndexOf('.') + 1)..]));
    }

    private static string Advice(JsonValue value, ParameterShape shape, string member) => (shape, value) switch
    {
        (_, JsonNull) => $"null is not \"left out\" for AWS's client: remove \"{member}\" or give it a value.",
        (ScalarShape { Type: ScalarType.Integer }, JsonString { Value: var s }) when s.Length > 0 && s.All(char.IsAsciiDigit) =>
            $"\"{member}\" is a number here: write {RegisterTaskDefinition.Short(s)} without quotes.",
        (ScalarShape { Type: ScalarType.Integer }, JsonNumber n) => $"\"{member}\" is a whole number: {RegisterTaskDefinition.Short(n.Text)} has a fraction or an exponent, so the client refuses it.",
        (ScalarShape { Type: ScalarType.Integer }, _) => $"\"{member}\" is a whole number, written without quotes.",
        (ScalarShape { Type: ScalarType.Boolean }, JsonString { Value: "true" or "false" } s) => $"\"{member}\" is true or false: write {s.Value} without quotes.",
        (ScalarShape { Type: ScalarType.Boolean }, _) => $"\"{member}\" is true or false, written without quotes.",
        (ScalarShape { Type: ScalarType.String }, JsonNumber n) => $"\"{member}\" is text here: put the number in quotes, \"{RegisterTaskDefinition.Short(n.Text)}\".",
        (ScalarShape { Type: ScalarType.String }, JsonBoolean b) => $"\"{member}\" is text here: put it in quotes, \"{(b.Value ? "true" : "false")}\".",
        (ScalarShape { Type: ScalarType.String }, _) => $"\"{member}\" is text: one string in double quotes, not {value.TypeName}.",
        (ListShape, _) => $"\"{member}\" is a list: put square brackets around its items, even around a single one.",
        _ when member.Length == 0 => $"RegisterTaskDefinition's input is one object, {{ … }}, not {value.TypeName}.",
        _ => $"An object, {{ … }}, belongs here, not {value.TypeName}.",
    };

    private static string Suggest(string key, StructureShape shape)
    {
        var near = shape.Members.Select(m => m.Name).FirstOrDefault(n => n.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (near is not null) return $"Did you mean \"{near}\"? Names of members are case-sensitive.";
        near = shape.Members.Select(m => (m.Name, Distance: Distance(m.Name, key))).Where(m => m.Distance <= Math.Max(1, key.Length / 4))
            .OrderBy(m => m.Distance).Select(m => m.Name).FirstOrDefault();
        return near is not null ? $"Did you mean \"{near}\"?" : "AWS knows no member of this name here: remove it, or move it to where it belongs.";
    }

    /// <summary>Levenshtein's distance, letters in any case; names longer than any of AWS's are far from all.</summary>
    private static int Distance(string a, string b)
    {
        if (b.Length > 60) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(same ? diagonal : diagonal + 1, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.Length];
    }

    private static EcsFinding Refused(string issueCode, Location at, string awsMessage, string advice) =>
        new(new(FindingType.Error, issueCode, $"{advice}{EcsFinding.ClientSays}{awsMessage}", at, LearnMore), RefusedBy.Client, AwsCode, awsMessage);
}
