using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>Makes an operation's input of a command's options.</summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-types.html"/>
internal static class OperationInput
{
    private const string WholeInput = "--cli-input-json";

    /// <summary>What the command line fills in or takes under another name.</summary>
    private static readonly string[] FilledIn = ["ClientToken", "ClientRequestToken", "IdempotencyToken"];

    public static (JsonObject? Input, Printed? Problem) Read(OperationModel operation, string service, string[] words, ITerminalAccount account, Location at)
    {
        var command = $"{service} {CliNames.Hyphens(operation.Name)}";
        var members = operation.Input.Members.ToDictionary(m => "--" + CliNames.Hyphens(m.Name), StringComparer.Ordinal);
        string[] all = [.. members.Keys, .. members.Where(m => m.Value.Shape is ScalarShape { Type: ScalarType.Boolean }).Select(m => "--no-" + m.Key[2..]), .. CommandOptions.Of(command), WholeInput];
        OrderedDictionary<string, JsonValue> given = new(StringComparer.Ordinal);
        JsonObject whole = new([], at);
        List<string> unknown = [], named = [];
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                unknown.Add(word);
                continue;
            }
            var cut = word.IndexOf('=', StringComparison.Ordinal);
            var name = cut > 0 ? word[..cut] : word;
            // The beginning of a name will do where only one option begins so.
            if (!all.Contains(name) && name.Length > 2 && all.Where(o => o.StartsWith(name, StringComparison.Ordinal)).ToList() is { Count: > 0 } begun)
            {
                if (begun.Count > 1) return (null, Printed.Usage($"ambiguous option: {name} could match {string.Join(", ", begun)}"));
                name = begun[0];
            }
            List<string> values = cut > 0 ? [word[(cut + 1)..]] : [];
            var member = members.GetValueOrDefault(name);
            if (member?.Shape is ScalarShape { Type: ScalarType.Boolean } && values.Count == 0)
            {
                given[member.Name] = new JsonBoolean(true, at);
                named.Add(name);
                continue;
            }
            if (name.StartsWith("--no-", StringComparison.Ordinal) && members.GetValueOrDefault("--" + name["--no-".Length..]) is { Shape: ScalarShape { Type: ScalarType.Boolean } } negated)
            {
                given[negated.Name] = new JsonBoolean(false, at);
                named.Add("--" + name["--no-".Length..]);
                continue;
            }
            var isList = member?.Shape is ListShape;
            while (i + 1 < words.Length && !words[i + 1].StartsWith("--", StringComparison.Ordinal) && (isList || values.Count == 0)) values.Add(words[++i]);
            if (member is null && name != WholeInput && !CommandOptions.Of(command).Contains(name))
            {
                unknown.Add(name);
                unknown.AddRange(values);
                continue;
            }
            named.Add(name);
            if (values.Count == 0)
            {
                // A list may be empty: then it is as if it was not given, as in a script whose variable holds nothing.
                if (!isList) return (null, Printed.Usage($"argument {name}: expected one argument"));
                if (member!.Required) given[member.Name] = new JsonArray([], at);
                continue;
            }
            try
            {
                if (name == WholeInput)
                {
                    var reading = JsonReader.Read(FromFile(name, values[0], account), JsonReader.MaxDepthOfCalls);
                    if (reading.Value is not JsonObject json) throw new FormatException($"Error parsing parameter '{name}': Invalid JSON received.");
                    whole = json;
                }
                else if (member is null) CommandOptions.Add(command, name, values[0], given, at);
                else given[member.Name] = Value(name, [.. values.Select(v => FromFile(name, v, account))], member.Shape, at);
            }
            catch (FormatException wrong)
            {
                return (null, Printed.Invalid(wrong.Message));
            }
        }
        var missing = members.Where(m => m.Value.Required && !FilledIn.Contains(m.Value.Name, StringComparer.OrdinalIgnoreCase) && !named.Contains(m.Key) && !given.ContainsKey(m.Value.Name) && whole.Find(m.Value.Name) is null && !CommandOptions.FillsIn(command, m.Value.Name))
            .Select(m => m.Key).ToList();
        if (missing.Count > 0 && !named.Contains(WholeInput)) return (null, Printed.Usage($"the following arguments are required: {string.Join(", ", missing)}", Near(unknown, members.Keys)));
        if (unknown.Count > 0) return (null, Printed.Invalid($"Unknown options: {string.Join(", ", unknown)}", Near(unknown, members.Keys) ?? $"aws {command} help tells the options that there are."));
        CommandOptions.Finish(command, given, at);
        return (new([.. whole.Members.Where(m => !given.ContainsKey(m.Name)), .. given.Select(g => new JsonMember(g.Key, at, g.Value))], at), null);
    }

    private static string? Near(IEnumerable<string> unknown, IEnumerable<string> known) => unknown.Where(u => u.StartsWith("--", StringComparison.Ordinal))
        .Select(u => (Typed: u, Meant: Spelling.Nearest(u, known)))
        .Where(u => u.Meant is not null).Select(u => $"{u.Typed} is no option here; {u.Meant} is one.").FirstOrDefault();

    private static string FromFile(string option, string value, ITerminalAccount account)
    {
        var scheme = value.StartsWith("file://", StringComparison.Ordinal) ? "file://" : value.StartsWith("fileb://", StringComparison.Ordinal) ? "fileb://" : null;
        if (scheme is null) return value;
        var path = value[scheme.Length..];
        return account.File(path) is { } text ? scheme == "fileb://" ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) : text
            : throw new FormatException($"Error parsing parameter '{option}': Unable to load paramfile {value}: [Errno 2] No such file or directory: '{path}'");
    }

    private static JsonValue Value(string option, IReadOnlyList<string> values, ParameterShape shape, Location at)
    {
        try
        {
            switch (shape)
            {
                case ListShape when values is [var one] && one.TrimStart().StartsWith('['): return Json(one);
                case ListShape list when list.Item is ScalarShape: return new JsonArray([.. values.Select(v => Shorthand.Scalar(v, list.Item, at))], at);
                case ListShape list: return new JsonArray([.. values.Select(v => v.TrimStart().StartsWith('{') ? Json(v) : Shorthand.Read(v, list.Item, at))], at);
                case StructureShape or MapShape when values[0].TrimStart().StartsWith('{'): return Json(values[0]);
                case StructureShape or MapShape: return Shorthand.Read(values[0], shape, at);
                case ScalarShape { Type: ScalarType.Integer or ScalarType.Long } when !long.TryParse(values[0], out _):
                    throw new FormatException($"invalid literal for int() with base 10: '{values[0]}'");
                case ScalarShape { Type: ScalarType.Float or ScalarType.Double } when !double.TryParse(values[0], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _):
                    throw new FormatException($"could not convert string to float: '{values[0]}'");
                default: return Shorthand.Scalar(values[0], shape, at);
            }
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"Error parsing parameter '{option}': {wrong.Message}");
        }
    }

    private static JsonValue Json(string text)
    {
        var reading = JsonReader.Read(text, JsonReader.MaxDepthOfCalls);
        return reading.Value ?? throw new FormatException($"Invalid JSON: {reading.SyntaxError!.Details}\nJSON received: {text}");
    }
}
