using System.Text.Json;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>How an operation's answers come in pages, by AWS's models.</summary>
/// <param name="Limit">The member that asks for pages of a size; null where there is none.</param>
internal sealed record Paging(string Token, string NextToken, string Results, string? Limit)
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<(string, string), Paging?> Known = new();

    /// <summary>Null for an operation without pages, and for the few whose pages need more than one token or list.</summary>
    public static Paging? Of(string service, string operation) => Known.GetOrAdd((service, operation), static key =>
    {
        using var document = ParameterShape.Embedded($"CloudCourse.Simulation.Shapes.{key.Item1}.json");
        return document.RootElement.TryGetProperty("paging", out var all) && all.TryGetProperty(key.Item2, out var paging)
            && Word(paging, "input_token") is { } token && Word(paging, "output_token") is { } next && Word(paging, "result_key") is { } results
            ? new(token, next, results, Word(paging, "limit_key")) : null;
    });

    private static string? Word(JsonElement paging, string name) =>
        paging.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.String && found.GetString() is { } word && word.All(char.IsAsciiLetterOrDigit) ? word : null;
}
