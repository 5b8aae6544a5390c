using System.Text.Json;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>A pattern of an event source mapping's filter: which events a function gets.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"/>
internal static class FilterPattern
{
    private const int MaxDepth = 32;

    /// <summary>Whether the text is a pattern: objects down to lists of what is wanted.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = MaxDepth });
            return document.RootElement.ValueKind is JsonValueKind.Object && IsPattern(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsPattern(JsonElement pattern)
    {
        foreach (var member in pattern.EnumerateObject())
        {
            var ok = member.Value.ValueKind switch
            {
                JsonValueKind.Object => member.Value.EnumerateObject().Any() && IsPattern(member.Value),
                JsonValueKind.Array when member.Name is "$or" => member.Value.GetArrayLength() > 1 && member.Value.EnumerateArray().All(p => p.ValueKind is JsonValueKind.Object && IsPattern(p)),
                JsonValueKind.Array => member.Value.GetArrayLength() > 0 && member.Value.EnumerateArray().All(IsWanted),
                _ => false,
            };
            if (!ok) return false;
        }
        return true;
    }

    private static bool IsWanted(JsonElement wanted)
    {
        if (wanted.ValueKind is not JsonValueKind.Object) return wanted.ValueKind is not JsonValueKind.Array;
        var rules = wanted.EnumerateObject().ToList();
        if (rules.Count != 1) return false;
        var value = rules[0].Value;
        return rules[0].Name switch
        {
            "prefix" or "suffix" => value.ValueKind is JsonValueKind.String || (value.ValueKind is JsonValueKind.Object && value.TryGetProperty("equals-ignore-case", out var any) && any.ValueKind is JsonValueKind.String),
            "equals-ignore-case" => value.ValueKind is JsonValueKind.String,
            "exists" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "anything-but" => value.ValueKind switch
            {
                JsonValueKind.Array => value.GetArrayLength() > 0 && value.EnumerateArray().All(v => v.ValueKind is JsonValueKind.String or JsonValueKind.Number),
                JsonValueKind.Object => IsWanted(value),
                _ => value.ValueKind is JsonValueKind.String or JsonValueKind.Number,
            },
            "numeric" => value.ValueKind is JsonValueKind.Array && value.GetArrayLength() is 2 or 4 && value.EnumerateArray().Index().All(p => p.Index % 2 == 1 ? p.Item.ValueKind is JsonValueKind.Number
                : p.Item.ValueKind is JsonValueKind.String && p.Item.GetString() is "=" or "<" or "<=" or ">" or ">="),
            _ => false,
        };
    }

    /// <param name="item">An event as it is filtered: what a body or data holds is read as JSON where it is JSON.</param>
    public static bool Fits(string pattern, JsonElement item)
    {
        using var document = JsonDocument.Parse(pattern, new() { MaxDepth = MaxDepth });
        return Fits(document.RootElement, item);
    }

    private static bool Fits(JsonElement pattern, JsonElement? item)
    {
        foreach (var member in pattern.EnumerateObject())
        {
            if (member.Name is "$or" && member.Value.ValueKind is JsonValueKind.Array)
            {
                if (!member.Value.EnumerateArray().Any(p => Fits(p, item))) return false;
                continue;
            }
            JsonElement? value = item is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(member.Name, out var found) ? found : null;
            if (member.Value.ValueKind is JsonValueKind.Object ? !Fits(member.Value, value) : !member.Value.EnumerateArray().Any(w => IsMet(w, value))) return false;
        }
        return true;
    }

    /// <summary>Of a list in the event, one of its values is enough.</summary>
    private static bool IsMet(JsonElement wanted, JsonElement? value)
    {
        if (wanted.ValueKind is JsonValueKind.Object && wanted.EnumerateObject().First() is { Name: "exists" } exists)
            return exists.Value.GetBoolean() == (value is { ValueKind: not JsonValueKind.Object });
        if (value is not { } there) return false;
        return there.ValueKind is JsonValueKind.Array ? there.EnumerateArray().Any(v => IsMet(wanted, v)) : IsEqual(wanted, there);
    }

    private static bool IsEqual(JsonElement wanted, JsonElement value)
    {
        switch (wanted.ValueKind)
        {
            case JsonValueKind.String: return value.ValueKind is JsonValueKind.String && value.GetString() == wanted.GetString();
            case JsonValueKind.Number: return value.ValueKind is JsonValueKind.Number && value.GetDouble().Equals(wanted.GetDouble());
            case JsonValueKind.Object: break;
            default: return value.ValueKind == wanted.ValueKind;
        }
        var rule = wanted.EnumerateObject().First();
        var text = value.ValueKind is JsonValueKind.String ? value.GetString()! : null;
        return rule.Name switch
        {
            "prefix" => text is not null && Compared(rule.Value, (w, how) => text.StartsWith(w, how)),
            "suffix" => text is not null && Compared(rule.Value, (w, how) => text.EndsWith(w, how)),
            "equals-ignore-case" => string.Equals(text, rule.Value.GetString(), StringComparison.OrdinalIgnoreCase),
            "anything-but" => rule.Value.ValueKind is JsonValueKind.Array ? !rule.Value.EnumerateArray().Any(v => IsEqual(v, value)) : !IsEqual(rule.Value, value),
            "numeric" => value.ValueKind is JsonValueKind.Number && rule.Value.EnumerateArray().Chunk(2).All(p => Holds(p[0].GetString()!, value.GetDouble(), p[1].GetDouble())),
            _ => false,
        };
    }

    private static bool Compared(JsonElement wanted, Func<string, StringComparison, bool> compare) => wanted.ValueKind is JsonValueKind.String
        ? compare(wanted.GetString()!, StringComparison.Ordinal)
        : compare(wanted.GetProperty("equals-ignore-case").GetString()!, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string sign, double value, double bound) => sign switch
    {
        "=" => value.Equals(bound),
        "<" => value < bound,
        "<=" => value <= bound,
        ">" => value > bound,
        _ => value >= bound,
    };

    /// <summary>An item as filters see it.</summary>
    /// <param name="content">The member whose text is looked into: <c>body</c> of a queue's messages, <c>data</c> of Kinesis's records; null for none.</param>
    public static JsonElement Seen(string item, string? content)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(item)!.AsObject();
        if (content is "body") Unfold(json, "body", (string)json["body"]!);
        else if (content is "data")
        {
            var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)json["kinesis"]!["data"]!));
            Unfold(json, "data", text);
        }
        return JsonSerializer.SerializeToElement(json);
    }

    private static void Unfold(System.Text.Json.Nodes.JsonObject json, string member, string text)
    {
        try
        {
            json[member] = System.Text.Json.Nodes.JsonNode.Parse(text) is System.Text.Json.Nodes.JsonObject inner ? inner : text;
        }
        catch (JsonException)
        {
            json[member] = text;
        }
    }
}
