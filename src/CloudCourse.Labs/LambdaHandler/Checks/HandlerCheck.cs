using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler.Checks;

/// <summary>One kind of check: what an author writes, how it can fail, and how an invocation is judged.</summary>
internal abstract class HandlerCheck
{
    public abstract string Kind { get; }

    /// <summary>Message keys of its own; those of <see cref="CommonFailures"/> come on top.</summary>
    public virtual IReadOnlyList<string> Failures => [];
    public virtual bool NeedsEvent => true;

    /// <summary>What an author got wrong in given and expect.</summary>
    public IEnumerable<string> Problems(CheckDefinition check)
    {
        if (NeedsEvent && (check.Given.ValueKind is not JsonValueKind.Object || !check.Given.TryGetProperty("event", out _))) yield return "given: an event is missing";
        foreach (var problem in ExpectProblems(check.Expect)) yield return "expect: " + problem;
    }

    /// <param name="invocation">Null where no event is needed.</param>
    public abstract CheckOutcome Judge(CheckDefinition check, Invocation? invocation);

    protected abstract IEnumerable<string> ExpectProblems(JsonElement expect);

    protected static JsonElement? Member(JsonElement of, string name) => of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value : null;

    protected static IEnumerable<string> Unknown(JsonElement expect, params string[] known) =>
        expect.ValueKind is JsonValueKind.Object ? expect.EnumerateObject().Where(m => !known.Contains(m.Name)).Select(m => $"there is no {m.Name}; there are {string.Join(", ", known)}") : [];
}

/// <param name="Failure">A message key; null when passed.</param>
/// <param name="Expected">For the panel.</param>
internal sealed record CheckOutcome(string? Failure, string? Expected = null)
{
    public IReadOnlyList<JsonDifference> Differences { get; init; } = [];
}
