using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PureGrading;

/// <summary>A kind of check. What it takes from <c>given</c> and <c>expect</c> is told in <c>content/README.md</c>.</summary>
internal abstract class PureCheck<TWork>(string kind, params string[] failures)
{
    public string Kind => kind;

    /// <summary>The message keys for which an author must have words: every way in which the check can fail.</summary>
    public virtual IReadOnlyList<string> Failures(CheckDefinition check) => failures;

    /// <summary>What is wrong with the author's <c>given</c> and <c>expect</c>.</summary>
    public abstract IEnumerable<string> Problems(CheckDefinition check);

    public abstract CheckOutcome Run(CheckDefinition check, TWork work);

    protected static IEnumerable<string> Unknown(JsonElement json, string of, params string[] known)
    {
        if (json.ValueKind is not JsonValueKind.Object) return json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? [] : [$"`{of}` is not an object"];
        return json.EnumerateObject().Where(m => !known.Contains(m.Name)).Select(m => $"`{of}` has no member `{m.Name}`: it takes {(known.Length == 0 ? "nothing" : string.Join(", ", known))}");
    }

    protected static double? Number(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.Number } found ? found.GetDouble() : null;

    /// <summary>A number of which no digit may be lost, such as money.</summary>
    protected static decimal? Decimal(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.Number } found ? found.GetDecimal() : null;

    protected static string? Text(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.String } found ? found.GetString() : null;

    protected static JsonElement? Find(JsonElement json, string name) => json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var found) ? found : null;
}

/// <param name="Failure">The message's key; null when the check passed.</param>
/// <param name="Values">What fills the message's placeholders.</param>
internal sealed record CheckOutcome(string? Failure, JsonElement? Evidence, IReadOnlyList<Location> Locations, IReadOnlyDictionary<string, string> Values);
