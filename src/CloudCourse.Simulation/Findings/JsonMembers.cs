using System.Globalization;

namespace CloudCourse.Simulation.Findings;

/// <summary>
/// Reads members as the AWS CLI does: of a repeated name the last value counts. A value of the wrong type that a person
/// would understand (<c>"100"</c> for 100) is still read, so that one slip hides no other problem; the client's check has reported it.
/// </summary>
internal static class JsonMembers
{
    /// <summary>Python's view of an object: names in order of first appearance, each with its last value.</summary>
    public static IReadOnlyDictionary<string, JsonMember> AsDictionary(this JsonObject json)
    {
        var members = new OrderedDictionary<string, JsonMember>(json.Members.Count, StringComparer.Ordinal);
        foreach (var member in json.Members) members[member.Name] = member;
        return members;
    }

    /// <summary>What <see cref="AsDictionary"/> holds, without making one where no name is repeated: so are nearly all objects.</summary>
    public static IReadOnlyList<JsonMember> Distinct(this JsonObject json)
    {
        const int Few = 16;
        var members = json.Members;
        if (members.Count > Few) return json.AsDictionary() is var all && all.Count == members.Count ? members : [.. all.Values];
        for (var i = 1; i < members.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (members[i].Name == members[j].Name) return [.. json.AsDictionary().Values];
            }
        }
        return members;
    }

    public static JsonMember? Last(this JsonObject json, string name)
    {
        for (var i = json.Members.Count - 1; i >= 0; i--)
        {
            if (json.Members[i].Name == name) return json.Members[i];
        }
        return null;
    }

    /// <summary>Something of that name is written, readable or not and in whatever case: it is not simply missing.</summary>
    public static bool Mentions(this JsonObject json, string name) =>
        json.Members.Any(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The brace that opens the object: where something missing is pointed out.</summary>
    public static Location Head(this JsonObject json) => json.At with { End = json.At.Start + 1 };

    public static Located<string>? Text(this JsonObject json, string name) => json.Last(name)?.Value switch
    {
        JsonString s => new(s.Value, s.At),
        JsonNumber n => new(n.Text, n.At),
        _ => null,
    };

    public static Located<long>? Integer(this JsonObject json, string name) => json.Last(name)?.Value switch
    {
        JsonNumber n when TryParse(n.Text, out var value) => new(value, n.At),
        JsonString s when TryParse(s.Value, out var value) => new(value, s.At),
        _ => null,
    };

    private static bool TryParse(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    public static Located<bool>? Flag(this JsonObject json, string name) => json.Last(name)?.Value switch
    {
        JsonBoolean b => new(b.Value, b.At),
        JsonString { Value: "true" } s => new(true, s.At),
        JsonString { Value: "false" } s => new(false, s.At),
        _ => null,
    };

    public static JsonObject? Structure(this JsonObject json, string name) => json.Last(name)?.Value as JsonObject;

    public static IReadOnlyList<JsonObject> Structures(this JsonObject json, string name) =>
        json.Last(name)?.Value is JsonArray list ? [.. list.Items.OfType<JsonObject>()] : [];

    public static IReadOnlyList<Located<string>> Texts(this JsonObject json, string name) =>
        json.Last(name)?.Value is JsonArray list ? [.. list.Items.OfType<JsonString>().Select(s => new Located<string>(s.Value, s.At))] : [];

    public static IReadOnlyList<Located<long>> Integers(this JsonObject json, string name) => json.Last(name)?.Value is JsonArray list
        ? [.. list.Items.OfType<JsonNumber>().Where(n => TryParse(n.Text, out _)).Select(n => new Located<long>(long.Parse(n.Text, CultureInfo.InvariantCulture), n.At))]
        : [];

    /// <summary>Set to something that does anything: not false, not null, not an empty list or object.</summary>
    public static JsonMember? InUse(this JsonObject json, string name) => json.Last(name) is { } member && member.Value is not
        (JsonBoolean { Value: false } or JsonNull or JsonArray { Items.Count: 0 } or JsonObject { Members.Count: 0 }) ? member : null;
}
