using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Patterns;

/// <summary>Reads the text of an event pattern into the ways in which it can be satisfied.</summary>
internal sealed class PatternReader
{
    /// <summary>So many ways may the alternatives of a pattern combine to.</summary>
    /// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-or-matching"/>
    private const int MostBranches = 1000;

    private static readonly HashSet<string> Reserved = ["exactly", "prefix", "suffix", "equals-ignore-case", "anything-but", "exists", "wildcard", "numeric", "cidr"];

    private readonly string _text;

    private PatternReader(string text) => _text = text;

    public static IReadOnlyList<PatternBranch> Read(string text)
    {
        PatternReader reader = new(text);
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } wrong) throw reader.Error(wrong.Details, wrong.At);
        if (reading.Value is not JsonObject json) throw reader.Error("Filter is not an object", reader.Token(reading.Value!));
        List<List<PatternField>> ways = [[]];
        reader.ReadObject(json, "", ways, false);
        return [.. ways.Select(w => new PatternBranch(w))];
    }

    private void ReadObject(JsonObject json, string path, List<List<PatternField>> ways, bool isInOr)
    {
        if (json.Members.Count == 0) throw Error("Empty objects are not allowed", json.At);
        foreach (var member in json.Members)
        {
            if (member.Name == "$or")
            {
                ReadOr(member, path, ways);
                continue;
            }
            if (isInOr && Reserved.Contains(member.Name)) throw Error($"{member.Name} is Ruler reserved fieldName which cannot be used inside $or.", member.NameAt);
            var name = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (member.Value is JsonObject below) ReadObject(below, name, ways, isInOr);
            else if (member.Value is JsonArray values) Add(ReadField(name, values), values, ways);
            else throw Error($"\"{member.Name}\" must be an object or an array", Token(member.Value));
        }
    }

    private void Add(PatternField field, JsonArray values, List<List<PatternField>> ways)
    {
        foreach (var way in ways)
        {
            if (way.Exists(f => f.Path == field.Path)) throw Error($"Path `{field.Path}` cannot be allowed multiple times", values.At);
            way.Add(field);
        }
    }

    private void ReadOr(JsonMember or, string path, List<List<PatternField>> ways)
    {
        if (or.Value is not JsonArray choices) throw Error("It must be an Array followed with $or.", Token(or.Value));
        List<List<PatternField>> all = [];
        foreach (var choice in choices.Items)
        {
            if (choice is not JsonObject json) throw Error("Only JSON object is allowed in array of $or relationship.", Token(choice));
            List<List<PatternField>> these = [.. ways.Select(w => w.ToList())];
            ReadObject(json, path, these, true);
            all.AddRange(these);
            if (all.Count > MostBranches) throw Error($"Rule is too complex: its $or relationships have more than {MostBranches} combinations", or.NameAt);
        }
        if (choices.Items.Count < 2) throw Error("There must have at least 2 Objects in $or relationship.", choices.At);
        ways.Clear();
        ways.AddRange(all);
    }

    private PatternField ReadField(string path, JsonArray values)
    {
        if (values.Items.Count == 0) throw Error("Empty arrays are not allowed", values.At);
        List<ValueTest> tests = [];
        var mayBeAbsent = false;
        foreach (var value in values.Items)
        {
            if (value is JsonObject json)
            {
                if (ReadExpression(json) is { } test) tests.Add(test);
                else mayBeAbsent = true;
            }
            else tests.Add(value switch
            {
                JsonString s => new ExactText(s.Value),
                JsonNumber n => new ExactNumber(n.Text),
                JsonBoolean b => new ExactFlag(b.Value),
                JsonNull => new ExactNull(),
                _ => throw Error("Match value must be String, number, true, false, or null", Token(value)),
            });
        }
        return new(path, tests, mayBeAbsent);
    }

    /// <returns>Null for <c>"exists": false</c>, which no value satisfies.</returns>
    private ValueTest? ReadExpression(JsonObject json)
    {
        if (json.Members.Count == 0) throw Error("Match expression name not found", json.At);
        var member = json.Members[0];
        var test = member.Name switch
        {
            "exactly" => new ExactText(Text(member, "exact match pattern must be a string")),
            "prefix" => new Prefix(Folded(member, "prefix", "Prefix", out var how), how),
            "suffix" => new Suffix(Folded(member, "suffix", "Suffix", out var how), how),
            "equals-ignore-case" => new EqualsIgnoreCase(Text(member, "equals-ignore-case match pattern must be a string")),
            "wildcard" => ReadWildcard(member.Value),
            "anything-but" => ReadAnythingBut(member),
            "numeric" => ReadNumeric(member),
            "cidr" => ReadCidr(Text(member, "prefix match pattern must be a string")),
            "exists" when member.Value is JsonBoolean flag => flag.Value ? new Present() : (ValueTest?)null,
            "exists" => throw Error("exists match pattern must be either true or false.", Token(member.Value)),
            _ => throw Error($"Unrecognized match type {member.Name}", member.NameAt),
        };
        if (json.Members.Count > 1)
            throw Error(member.Name is "numeric" or "anything-but" ? "Too many elements in numeric expression" : "Only one key allowed in match expression", json.Members[1].NameAt);
        return test;
    }

    private string Text(JsonMember member, string otherwise) => member.Value is JsonString s ? s.Value : throw Error(otherwise, Token(member.Value));

    /// <summary>The text of a prefix or suffix, which may stand inside <c>equals-ignore-case</c>.</summary>
    private string Folded(JsonMember member, string kind, string title, out StringComparison how)
    {
        how = StringComparison.Ordinal;
        if (member.Value is not JsonObject inner) return Text(member, $"{kind} match pattern must be a string");
        how = StringComparison.OrdinalIgnoreCase;
        if (inner.Members.Count == 0) throw Error($"{title} expression name not found", inner.At);
        if (inner.Members[0].Name != "equals-ignore-case") throw Error($"Unsupported {kind} pattern: {inner.Members[0].Name}", inner.Members[0].NameAt);
        var text = Text(inner.Members[0], "equals-ignore-case match pattern must be a string");
        return inner.Members.Count == 1 ? text : throw Error("Only one key allowed in match expression", inner.Members[1].NameAt);
    }

    private Wildcard ReadWildcard(JsonValue value)
    {
        if (value is not JsonString { Value: var text }) throw Error("wildcard match pattern must be a string", Token(value));
        List<string> parts = [];
        StringBuilder part = new();
        for (var i = 0; i < text.Length; i++)
        {
            // AWS counts from the quotation mark.
            if (text[i] == '\\')
            {
                if (i + 1 == text.Length || text[i + 1] is not ('*' or '\\')) throw Error($"Invalid escape character at pos {i + 1}", Token(value));
                part.Append(text[++i]);
            }
            else if (text[i] == '*')
            {
                if (i + 1 < text.Length && text[i + 1] == '*') throw Error($"Consecutive wildcard characters at pos {i + 1}", Token(value));
                parts.Add(part.ToString());
                part.Clear();
            }
            else part.Append(text[i]);
        }
        parts.Add(part.ToString());
        return new(parts);
    }

    private AnythingBut ReadAnythingBut(JsonMember member)
    {
        if (member.Value is not JsonObject inner) return ReadAnythingButValues(member.Value);
        if (inner.Members.Count == 0) throw Error("Anything-But expression name not found", inner.At);
        var (name, given) = (inner.Members[0].Name, inner.Members[0].Value);
        if (name is not ("equals-ignore-case" or "prefix" or "suffix" or "wildcard")) throw Error($"Unsupported anything-but pattern: {name}", inner.Members[0].NameAt);
        if (given is not (JsonArray or JsonString or JsonNumber)) throw Error("Value of anything-but must be an array or single string/number value.", Token(given));
        List<ValueTest> tests = [];
        foreach (var value in given is JsonArray list ? list.Items : [given])
        {
            if (value is not JsonString { Value: var text })
            {
                throw Error(name switch
                {
                    "equals-ignore-case" => "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
                    "wildcard" => "wildcard match pattern must be a string",
                    _ => "prefix/suffix match pattern must be a string",
                }, Token(value));
            }
            if (text.Length == 0 && name is ("prefix" or "suffix")) throw Error("Null prefix/suffix not allowed", Token(value));
            tests.Add(name switch
            {
                "equals-ignore-case" => new EqualsIgnoreCase(text),
                "prefix" => new Prefix(text, StringComparison.Ordinal),
                "suffix" => new Suffix(text, StringComparison.Ordinal),
                _ => ReadWildcard(value),
            });
        }
        return inner.Members.Count == 1 ? new(tests) : throw Error("Too many elements in numeric expression", inner.Members[1].NameAt);
    }

    private AnythingBut ReadAnythingButValues(JsonValue given)
    {
        if (given is not (JsonArray or JsonString or JsonNumber)) throw Error("Value of anything-but must be an array or single string/number value.", Token(given));
        var values = given is JsonArray list ? list.Items : [given];
        foreach (var value in values)
        {
            if (value is not (JsonString or JsonNumber)) throw Error("Inside anything but list, start|null|boolean is not supported.", Token(value));
            if (value is JsonNumber n && Numbers.Read(n.Text) is null) throw Error(Numbers.OutOfRange, Token(value));
        }
        if (values.Count == 0 || (values.Any(v => v is JsonString) && values.Any(v => v is JsonNumber)))
            throw Error("Inside anything but list, either all values are number or string, mixed type is not supported", given.At);
        return new([.. values.Select(v => v is JsonString s ? new SameText(s.Value) : (ValueTest)new ExactNumber(((JsonNumber)v).Text))]);
    }

    /// <summary>Inside anything-but an address is a text like any other.</summary>
    private sealed record SameText(string Text) : ValueTest
    {
        public override bool Holds(JsonValue value) => value is JsonString s && s.Value == Text;
    }

    private NumberBetween ReadNumeric(JsonMember member)
    {
        if (member.Value is not JsonArray { Items: var items } list) throw Error("Value of numeric must be an array.", Token(member.Value));
        if (items.Count == 0) throw Error("Invalid member in numeric match: ]", list.At);
        if (items[0] is not JsonString { Value: var first }) throw Error($"Invalid member in numeric match: {Written(items[0])}", Token(items[0]));
        if (first is not ("=" or "<" or "<=" or ">" or ">=")) throw Error($"Unrecognized numeric range operator: {first}", Token(items[0]));
        var one = Number(list, 1, first == "=" ? "equals" : first);
        if (first is "=" or "<" or "<=")
        {
            if (items.Count > 2) throw Error("Too many elements in numeric expression", Token(items[2]));
            return first == "=" ? new(one, true, one, true) : new(null, false, one, first == "<=");
        }
        if (items.Count == 2) return new(one, first == ">=", null, false);
        if (items[2] is not JsonString { Value: var second }) throw Error($"Bad value in numeric range: {Written(items[2])}", Token(items[2]));
        if (second is not ("<" or "<=")) throw Error($"Bad numeric range operator: {second}", Token(items[2]));
        var other = Number(list, 3, second);
        if (items.Count > 4) throw Error("Too many terms in numeric range expression", Token(items[4]));
        if (one > other || (one == other && !(first == ">=" && second == "<="))) throw Error("Bottom must be less than top", list.At);
        return new(one, first == ">=", other, second == "<=");
    }

    private decimal Number(JsonArray list, int index, string of)
    {
        if (index >= list.Items.Count) throw Error($"Value of {of} must be numeric", list.At);
        if (list.Items[index] is not JsonNumber { Text: var text }) throw Error($"Value of {of} must be numeric", Token(list.Items[index]));
        return Numbers.Read(text) ?? throw Error(Numbers.OutOfRange, Token(list.Items[index]));
    }

    private AddressRange ReadCidr(string text)
    {
        if (text.Split('/') is not [var address, var mask]) throw Error("Malformed CIDR, one '/' required", null);
        if (!int.TryParse(mask, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits)) throw Error("Malformed CIDR, mask bits must be an integer", null);
        if (AddressRange.Address(address) is not { } ip) throw Error($"Nonstandard IP address: {address.Shortened()}", null);
        var most = ip.IsV6 ? 128 : 32;
        if (bits < 0) throw Error("Malformed CIDR, mask bits must not be negative", null);
        if (bits >= most) throw Error(most == 32 ? "IPv4 mask bits must be < 32" : "IPv6 mask bits must be < 128", null);
        return AddressRange.Of(ip, bits);
    }

    private static string Written(JsonValue value) => value switch
    {
        JsonString s => s.Value.Shortened(),
        JsonNumber n => n.Text.Shortened(),
        JsonBoolean b => b.Value ? "true" : "false",
        JsonObject => "{",
        JsonArray => "[",
        _ => "null",
    };

    /// <summary>How far AWS's reader is when it looks at a value: past a number or word, at the beginning of everything else.</summary>
    private Location Token(JsonValue value) => value is JsonString or JsonObject or JsonArray && value.At.Start < _text.Length ? value.At with { End = value.At.Start + 1 } : value.At;

    private EventPatternException Error(string reason, Location? at) => new(reason, _text, at);
}
