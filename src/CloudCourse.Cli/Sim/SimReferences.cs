using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CloudCourse.Cli.Sim;

/// <summary><c>@@launch.Instances.0.InstanceId@@</c> in a text stands for a part of an earlier call's output; <c>@@account@@</c> and <c>@@region@@</c> for the world's.</summary>
internal static partial class SimReferences
{
    [GeneratedRegex(@"@@(?<id>[A-Za-z0-9][A-Za-z0-9-]*)\.(?<path>[A-Za-z0-9.]+)@@")]
    public static partial Regex Form { get; }

    /// <summary>Two at-signs on both sides, which is meant as a reference even where it is none.</summary>
    [GeneratedRegex(@"@@(?<inner>[A-Za-z0-9.-]+)@@")]
    public static partial Regex Like { get; }

    /// <param name="outputs">By the call's id; null where it was refused.</param>
    /// <exception cref="SimReferenceException">An output has no such part.</exception>
    public static JsonNode? Fill(JsonNode? node, string account, string region, IReadOnlyDictionary<string, JsonObject?> outputs) => node switch
    {
        JsonObject json => new JsonObject(json.Select(m => KeyValuePair.Create(m.Key, Fill(m.Value, account, region, outputs)))),
        JsonArray list => new JsonArray([.. list.Select(i => Fill(i, account, region, outputs))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Fill(text, account, region, outputs),
        _ => node?.DeepClone(),
    };

    public static string Fill(string text, string account, string region, IReadOnlyDictionary<string, JsonObject?> outputs) =>
        Form.Replace(text, m => Find(m, outputs)).Replace("@@account@@", account, StringComparison.Ordinal).Replace("@@region@@", region, StringComparison.Ordinal);

    private static string Find(Match reference, IReadOnlyDictionary<string, JsonObject?> outputs)
    {
        var id = reference.Groups["id"].Value;
        if (outputs.GetValueOrDefault(id) is not { } output) throw new SimReferenceException($"`{reference.Value}` has no value: the call `{id}` was refused.");
        JsonNode? node = output;
        foreach (var part in reference.Groups["path"].Value.Split('.'))
        {
            node = node switch
            {
                JsonObject json => json[part],
                JsonArray list when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count => list[index],
                _ => null,
            };
        }
        return node is JsonValue value ? value.ToString() : throw new SimReferenceException($"`{reference.Value}` has no value: the output of `{id}` is {Short(output.ToJsonString())}.");
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}

internal sealed class SimReferenceException(string message) : Exception(message);
