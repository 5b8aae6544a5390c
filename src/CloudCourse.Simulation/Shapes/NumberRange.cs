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
        (StructureShape structure, JsonObject json) => json.AsDictionary().Select(m => structure.Find(m.Key) is { } known ? Outside(m.Value.Value, known.Shape, m.Key) : null).FirstOrDefault(o => o is not null),
        (ListShape list, JsonArray items) => items.Items.Select(i => Outside(i, list.Item, member)).FirstOrDefault(o => o is not null),
        (MapShape map, JsonObject json) => json.AsDictionary().Select(m => Outside(m.Value.Value, map.Value, member)).FirstOrDefault(o => o is not null),
        (ScalarShape { Type: ScalarType.Integer }, JsonNumber number) => int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : (member, value),
        (ScalarShape { Type: ScalarType.Long }, JsonNumber number) => long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : (member, value),
        (ScalarShape { Type: ScalarType.Integer or ScalarType.Long or ScalarType.Float or ScalarType.Double }, JsonBoolean) => (member, value),
        _ => null,
    };
}
