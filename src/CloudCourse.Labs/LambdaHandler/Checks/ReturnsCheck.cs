using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler.Checks;

/// <summary>
/// The handler returns what is expected: <c>result</c> exactly, <c>includes</c> at least, or <c>at</c>, a map from JSON pointers to values
/// (<c>/body#/message</c> reads on inside a string that holds JSON).
/// </summary>
internal sealed class ReturnsCheck : HandlerCheck
{
    public override string Kind => "returns";
    public override IReadOnlyList<string> Failures => ["wrong-result"];

    public override CheckOutcome Judge(CheckDefinition check, Invocation? invocation)
    {
        var expected = HandlerEvidence.Pretty((Member(check.Expect, "result") ?? Member(check.Expect, "includes") ?? Member(check.Expect, "at"))!.Value.GetRawText());
        if (CommonFailures.Of(invocation!.FunctionError) is { } failure) return new(failure, expected);
        using var result = JsonDocument.Parse(invocation.PayloadJson!, new() { MaxDepth = 512 });
        var differences = Compare(check.Expect, result.RootElement).ToList();
        return new(differences.Count == 0 ? null : "wrong-result", expected) { Differences = differences };
    }

    private static IEnumerable<JsonDifference> Compare(JsonElement expect, JsonElement got)
    {
        if (Member(expect, "result") is { } whole) return JsonDifferences.Find(whole, got, partial: false);
        if (Member(expect, "includes") is { } part) return JsonDifferences.Find(part, got, partial: true);
        return Member(expect, "at")!.Value.EnumerateObject().SelectMany(m => JsonDifferences.At(got, m.Name) is { } there
            ? JsonDifferences.Find(m.Value, there, partial: false, m.Name)
            : [JsonDifferences.NoJsonText(got, m.Name) ?? new(m.Name, JsonDifferences.Text(m.Value), null)]);
    }

    protected override IEnumerable<string> ExpectProblems(JsonElement expect)
    {
        string[] known = ["result", "includes", "at"];
        if (known.Count(k => Member(expect, k) is not null) != 1) yield return "give one of result, includes and at";
        if (Member(expect, "at") is { } at && (at.ValueKind is not JsonValueKind.Object || !at.EnumerateObject().Any())) yield return "at maps JSON pointers to values";
        foreach (var problem in Unknown(expect, known)) yield return problem;
    }
}
