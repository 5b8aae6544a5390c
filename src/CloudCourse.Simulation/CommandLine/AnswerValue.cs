using System.Globalization;
using System.Text.Json;
using CloudCourse.Simulation.Shapes;
using Node = System.Text.Json.Nodes.JsonNode;
using NodeArray = System.Text.Json.Nodes.JsonArray;
using NodeObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>An answer as the command line has it in hand: null, bool, long, double, string, a list, or a dictionary that keeps its order.</summary>
internal static class AnswerValue
{
    /// <param name="shape">Tells the moments among the strings and numbers; null where nothing is known.</param>
    public static object? Of(Node? node, ParameterShape? shape) => node switch
    {
        null => null,
        NodeObject json => Members(json, shape),
        NodeArray list => list.Select(i => Of(i, (shape as ListShape)?.Item)).ToList(),
        _ when (shape as ScalarShape)?.Type is ScalarType.Timestamp => Moment(node),
        _ when (shape as ScalarShape)?.Type is ScalarType.Double or ScalarType.Float && Scalar(node) is long whole => (double)whole,
        _ => Scalar(node),
    };

    private static OrderedDictionary<string, object?> Members(NodeObject json, ParameterShape? shape)
    {
        OrderedDictionary<string, object?> members = new(StringComparer.Ordinal);
        // What AWS does not say, its answers leave out.
        foreach (var (name, value) in json)
        {
            if (value is not null) members[name] = Of(value, shape switch { StructureShape s => s.Find(name)?.Shape, MapShape m => m.Value, _ => null });
        }
        return members;
    }

    private static object? Scalar(Node node) => node.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => Number(node.ToJsonString()),
        _ => null,
    };

    public static object Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? (object)whole
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Version 2 of the command line writes every moment by ISO 8601, with its offset.</summary>
    /// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html#cli-config-cli_timestamp_format"/>
    private static object? Moment(Node node)
    {
        DateTimeOffset at;
        if (node.GetValueKind() is JsonValueKind.Number) at = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(node.GetValue<double>() * 1000));
        else if (!DateTimeOffset.TryParse(node.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at)) return Scalar(node);
        return at.ToUniversalTime().ToString(at.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss+00:00" : "yyyy-MM-dd'T'HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);
    }
}
