using System.Text.Json;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>How an operation's answers come in pages, by AWS's models.</summary>
/// <param name="Results">Lists that go on from page to page; the first is the one whose items are counted.</param>
/// <param name="More">The member that says whether there is more, beside the token; null where there is none.</param>
/// <param name="Limit">The member that asks for pages of a size; null where there is none.</param>
internal sealed record Paging(string Token, string NextToken, IReadOnlyList<string> Results, string? More, string? Limit)
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string, string), Paging?> Known = new();

    /// <summary>Null for an operation without pages, and for the few whose pages need more than one token.</summary>
    public static Paging? Of(string service, string operation) => Known.GetOrAdd((service, operation), static key =>
    {
        using var document = ParameterShape.Embedded($"CloudCourse.Simulation.Shapes.{key.Item1}.json");
        if (!document.RootElement.TryGetProperty("paging", out var all) || !all.TryGetProperty(key.Item2, out var paging)) return null;
        if (Word(paging, "input_token") is not { } token || Word(paging, "output_token") is not { } next || ServiceModel.Of(key.Item1).Find(key.Item2) is not { } model) return null;
        IReadOnlyList<string> results = !paging.TryGetProperty("result_key", out var named) ? [.. model.Output.Members.Where(m => m.Shape is ListShape).Select(m => m.Name)]
            : named.ValueKind is JsonValueKind.Array ? [.. named.EnumerateArray().Select(n => n.GetString()!)] : [named.GetString()!];
        return results.Count == 0 || results.Any(r => !r.All(char.IsAsciiLetterOrDigit)) ? null : new(token, next, results, Word(paging, "more_results"), Word(paging, "limit_key"));
    });

    private static string? Word(JsonElement paging, string name) =>
        paging.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.String && found.GetString() is { } word && word.All(char.IsAsciiLetterOrDigit) ? word : null;
}
