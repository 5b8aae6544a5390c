using System.Globalization;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Shapes;

/// <summary>
/// Numbers that AWS's client sends and no service can read: it takes an integer of any size, and, as Python does, true for 1. A service
/// reads 32 bits, or 64 where its model says long.
/// </summary>
internal static class NumberRange
{
    /// <summary>The first such value with its member's name; null where there is none.</summary>
    public static (string Member, JsonValue Value)? Outside(JsonValue value, ParameterShape shape, string member = "") => (shape, value) switch
    {
        (StructureShape structure, JsonObject json) => OfStructure(json, structure),
        (ListShape list, JsonArray items) => OfList(items.Items, list.Item, member),
        (MapShape map, JsonObject json) => OfMap(json, map.Value, member),
        (ScalarShape { Type: ScalarType.Integer }, JsonNumber number) => int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : (member, value),
        (ScalarShape { Type: ScalarType.Long }, JsonNumber number) => long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : (member, value),
        (ScalarShape { Type: ScalarType.Integer or ScalarType.Long or ScalarType.Float or ScalarType.Double }, JsonBoolean) => (member, value),
        _ => null,
    };

    private static (string Member, JsonValue Value)? OfStructure(JsonObject json, StructureShape shape)
    {
        var given = json.Distinct();
        for (var i = 0; i < given.Count; i++)
        {
            if (shape.Find(given[i].Name) is { } known && Outside(given[i].Value, known.Shape, given[i].Name) is { } found) return found;
        }
        return null;
    }

    private static (string Member, JsonValue Value)? OfList(IReadOnlyList<JsonValue> items, ParameterShape shape, string member)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (Outside(items[i], shape, member) is { } found) return found;
        }
        return null;
    }

    private static (string Member, JsonValue Value)? OfMap(JsonObject json, ParameterShape shape, string member)
    {
        var given = json.Distinct();
        for (var i = 0; i < given.Count; i++)
        {
            if (Outside(given[i].Value, shape, member) is { } found) return found;
        }
        return null;
    }
}
