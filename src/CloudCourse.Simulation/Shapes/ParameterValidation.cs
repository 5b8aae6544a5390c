using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Shapes;

/// <summary>What AWS's client finds wrong with a request.</summary>
/// <param name="AwsMessage">The client's words, one line of its "Parameter validation failed".</param>
/// <param name="Advice">What to do, in ours.</param>
public sealed record ParameterProblem(string IssueCode, Location At, string AwsMessage, string Advice);

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

    public const string AwsCode = "ParamValidation";

    /// <param name="operation">Such as <c>RunInstances</c>, for messages.</param>
    public static IEnumerable<ParameterProblem> Check(JsonValue input, StructureShape shape, string operation) =>
        Fits(input, shape) ? [] : input is JsonObject ? OfValue(input, shape, "", shape) : [WrongType(input, shape, "") with { Advice = $"{operation}'s input is one object, {{ … }}, not {input.TypeName}." }];

    /// <summary>
    /// Nothing is wrong. Nearly every request is right, and to see that takes neither words nor places; what is wrong with the others,
    /// <see cref="OfValue"/> says.
    /// </summary>
    private static bool Fits(JsonValue value, ParameterShape shape) => (shape, value) switch
    {
        (StructureShape structure, JsonObject json) => FitsStructure(json, structure),
        (ListShape list, JsonArray items) => FitAll(items.Items, list.Item),
        (MapShape of, JsonObject map) => FitAll(map, of.Value),
        (ScalarShape scalar, _) => IsOfType(value, scalar) && !(value is JsonString text && IsTooShort(text, scalar)),
        _ => false,
    };

    private static bool FitsStructure(JsonObject json, StructureShape shape)
    {
        var required = shape.Required;
        for (var i = 0; i < required.Count; i++)
        {
            if (json.Last(required[i]) is null) return false;
        }
        var given = json.Distinct();
        for (var i = 0; i < given.Count; i++)
        {
            if (shape.Find(given[i].Name) is not { } known || !Fits(given[i].Value, known.Shape)) return false;
        }
        return true;
    }

    private static bool FitAll(IReadOnlyList<JsonValue> items, ParameterShape shape)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!Fits(items[i], shape)) return false;
        }
        return true;
    }

    private static bool FitAll(JsonObject map, ParameterShape shape)
    {
        var members = map.Distinct();
        for (var i = 0; i < members.Count; i++)
        {
            if (!Fits(members[i].Value, shape)) return false;
        }
        return true;
    }

    private static IEnumerable<ParameterProblem> OfValue(JsonValue value, ParameterShape shape, string name, StructureShape whole) => (shape, value) switch
    {
        (StructureShape structure, JsonObject json) => Structure(json, structure, name, whole),
        (ListShape list, JsonArray items) => items.Items.SelectMany((item, i) => OfValue(item, list.Item, $"{name}[{i}]", whole)),
        (MapShape of, JsonObject map) => map.AsDictionary().SelectMany(m => OfValue(m.Value.Value, of.Value, $"{name}.{m.Key.Shortened()}", whole)),
        (ScalarShape scalar, _) when IsOfType(value, scalar) => value is JsonString text && IsTooShort(text, scalar) ? [TooShort(text, scalar, name)] : [],
        _ => [WrongType(value, shape, name)],
    };

    private static bool IsOfType(JsonValue value, ScalarShape shape) => shape.Type switch
    {
        ScalarType.String or ScalarType.Blob or ScalarType.Stream => value is JsonString,
        // Clients take a timestamp as text or as seconds since 1970.
        ScalarType.Timestamp => value is JsonString or JsonNumber,
        // In Python true is a number: the client lets it pass, and the service refuses it.
        ScalarType.Integer or ScalarType.Long => value is JsonBoolean || (value is JsonNumber number && PythonText.IsInteger(number)),
        ScalarType.Float or ScalarType.Double => value is JsonBoolean or JsonNumber,
        ScalarType.Boolean => value is JsonBoolean,
        ScalarType.Document => true,
        _ => false,
    };

    /// <summary>Of texts and bytes; the clients look at no other lengths.</summary>
    private static bool IsTooShort(JsonString text, ScalarShape shape) => shape.Type is ScalarType.String or ScalarType.Blob or ScalarType.Stream && text.Value.Length < shape.MinLength;

    private static IEnumerable<ParameterProblem> Structure(JsonObject json, StructureShape shape, string name, StructureShape whole)
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
                    $"Unknown parameter in {where}: \"{key.Shortened()}\", must be one of: {string.Join(", ", shape.Members.Select(m => m.Name))}",
                    Suggest(key, shape) ?? Belongs(key, whole) ?? "AWS knows no member of this name here: remove it, or move it to where it belongs.");
        }
        foreach (var (key, member) in given)
        {
            if (shape.Find(key) is not { } known) continue;
            foreach (var finding in OfValue(member.Value, known.Shape, name.Length == 0 ? key : $"{name}.{key}", whole)) yield return finding;
        }
    }

    private static ParameterProblem TooShort(JsonString text, ScalarShape shape, string name) =>
        Refused(InvalidLength, text.At, $"Invalid length for parameter {name}, value: {text.Value.Length}, valid min length: {shape.MinLength}",
            "This may not be empty: write a value or remove the member.");

    private static ParameterProblem WrongType(JsonValue value, ParameterShape shape, string name)
    {
        var valid = shape switch
        {
            StructureShape or MapShape => "<class 'dict'>",
            ListShape => "<class 'list'>, <class 'tuple'>",
            ScalarShape { Type: ScalarType.Integer or ScalarType.Long } => "<class 'int'>",
            ScalarShape { Type: ScalarType.Float or ScalarType.Double } => "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>",
            ScalarShape { Type: ScalarType.Timestamp } => "<class 'datetime.datetime'>, timestamp-string",
            ScalarShape { Type: ScalarType.Blob or ScalarType.Stream } => "<class 'bytes'>, <class 'bytearray'>, file-like object",
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
        (ScalarShape { Type: ScalarType.Integer or ScalarType.Long }, JsonString { Value: var s }) when s.Length > 0 && s.All(char.IsAsciiDigit) =>
            $"\"{member}\" is a number here: write {s.Shortened()} without quotes.",
        (ScalarShape { Type: ScalarType.Integer or ScalarType.Long }, JsonNumber n) => $"\"{member}\" is a whole number: {n.Text.Shortened()} has a fraction or an exponent, so the client refuses it.",
        (ScalarShape { Type: ScalarType.Integer or ScalarType.Long }, _) => $"\"{member}\" is a whole number, written without quotes.",
        (ScalarShape { Type: ScalarType.Boolean }, JsonString { Value: "true" or "false" } s) => $"\"{member}\" is true or false: write {s.Value} without quotes.",
        (ScalarShape { Type: ScalarType.Boolean }, _) => $"\"{member}\" is true or false, written without quotes.",
        (ScalarShape { Type: ScalarType.String }, JsonNumber n) => $"\"{member}\" is text here: put the number in quotes, \"{n.Text.Shortened()}\".",
        (ScalarShape { Type: ScalarType.String }, JsonBoolean b) => $"\"{member}\" is text here: put it in quotes, \"{(b.Value ? "true" : "false")}\".",
        (ScalarShape { Type: ScalarType.String }, _) => $"\"{member}\" is text: one string in double quotes, not {value.TypeName}.",
        (ListShape, _) => $"\"{member}\" is a list: put square brackets around its items, even around a single one.",
        _ => $"An object, {{ … }}, belongs here, not {value.TypeName}.",
    };

    private static string? Suggest(string key, StructureShape shape)
    {
        var near = shape.Members.Select(m => m.Name).FirstOrDefault(n => n.Equals(key, StringComparison.OrdinalIgnoreCase));
        if (near is not null) return $"Did you mean \"{near}\"? Names of members are case-sensitive.";
        near = shape.Members.Select(m => (m.Name, Distance: Distance(m.Name, key))).Where(m => m.Distance <= Math.Max(1, key.Length / 4))
            .OrderBy(m => m.Distance).Select(m => m.Name).FirstOrDefault();
        return near is not null ? $"Did you mean \"{near}\"?" : null;
    }

    /// <summary>Where a member of this name is known, if that is one place: people write one a level too high, or too low.</summary>
    private static string? Belongs(string key, StructureShape whole)
    {
        List<string> places = [];
        HashSet<ParameterShape> seen = [];
        Look(whole, "", 0);
        return places is [var place] ? $"This member belongs {(place.Length == 0 ? "at the top level" : $"in {place}")}: move it there." : null;

        void Look(ParameterShape shape, string at, int depth)
        {
            if (depth > 5 || places.Count > 1) return;
            if (shape is ListShape list) Look(list.Item, at + "[]", depth + 1);
            if (shape is not StructureShape structure || !seen.Add(structure)) return;
            if (structure.Find(key) is not null) places.Add(at);
            foreach (var member in structure.Members) Look(member.Shape, at.Length == 0 ? member.Name : $"{at}.{member.Name}", depth + 1);
        }
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

    private static ParameterProblem Refused(string issueCode, Location at, string awsMessage, string advice) => new(issueCode, at, awsMessage, advice);
}
