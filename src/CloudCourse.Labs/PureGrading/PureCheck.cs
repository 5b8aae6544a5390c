using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PureGrading;

/// <summary>A kind of check. What it takes from <c>given</c> and <c>expect</c> is told in <c>content/README.md</c>.</summary>
internal abstract class PureCheck<TWork>(string kind, params string[] failures)
{
    public string Kind => kind;

    /// <summary>The message keys for which an author must have words.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>What is wrong with the author's <c>given</c> and <c>expect</c>.</summary>
    public abstract IEnumerable<string> Problems(CheckDefinition check);

    public abstract CheckOutcome Run(CheckDefinition check, TWork work);

    protected static IEnumerable<string> Unknown(JsonElement json, string of, params string[] known)
    {
        if (json.ValueKind is not JsonValueKind.Object) return json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? [] : [$"`{of}` is not an object"];
        return json.EnumerateObject().Where(m => !known.Contains(m.Name)).Select(m => $"`{of}` has no member `{m.Name}`: it takes {(known.Length == 0 ? "nothing" : string.Join(", ", known))}");
    }

    protected static double? Number(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.Number ? found.GetDouble() : null;

    protected static string? Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.String ? found.GetString() : null;
}

/// <param name="Failure">The message's key; null when the check passed.</param>
/// <param name="Values">What fills the message's placeholders.</param>
internal sealed record CheckOutcome(string? Failure, JsonElement? Evidence, IReadOnlyList<Location> Locations, IReadOnlyDictionary<string, string> Values);
