using System.Globalization;
using System.Text;
using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.ApiGateway;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary><c>response</c>: what a client got from an HTTP API for one of the lab's requests.</summary>
internal sealed class ResponseCheck : FunctionCheck<ResponseCheck.Asked, ResponseCheck.Wanted>
{
    internal sealed record Asked(string Request);

    internal sealed record Wanted(int? Status = null, JsonElement Json = default, string? Contains = null);

    public override IReadOnlyDictionary<string, string> Keys { get; } = KeysWith(
        ("status", "The client got the status {status}; expected is {expected}."),
        ("different", "In the body that the client got, {pointer} is {got}; expected is {expected}."),
        ("not-json-body", "The body that the client got is not JSON: `{body}`"));

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        if (run.Answer(given.Request) is not { } answered) return CloudOutcome.Failed(NotMade, new(), ("why", run.TooMuch ?? "the API has no address."));
        var answer = answered.Answer;
        var body = answer.IsBase64 ? Encoding.UTF8.GetString(Convert.FromBase64String(answer.Body)) : answer.Body;
        var (key, differences) = Compare(answer, body, expect);
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        var expected = expect.Json.ValueKind is JsonValueKind.Undefined ? expect.Contains : HandlerEvidence.Pretty(expect.Json.GetRawText());
        StoredEvidence stored = new("response to", $"{answered.Request.Method} {answered.Request.Path}", HandlerEvidence.Cut($"{status}\n{body}", 4000), expected, differences, []);
        var first = differences is [var d, ..] ? d : null;
        return Judged(run, new FunctionWindow(run, null, answered.Before, answered.After), key, new() { Stored = stored }, ("status", status), ("body", HandlerEvidence.Cut(body, 200)),
            ("pointer", first?.Place() ?? "its text"), ("got", first?.Got ?? "missing"),
            ("expected", key is "status" ? $"{expect.Status}" : first?.Expected ?? expected ?? "nothing"));
    }

    private static (string? Key, IReadOnlyList<JsonDifference> Differences) Compare(HttpAnswer answer, string body, Wanted expect)
    {
        if (expect.Status is { } status && answer.Status != status) return ("status", []);
        if (expect.Contains is { } part) return (body.Contains(part, StringComparison.Ordinal) ? null : "different", []);
        if (expect.Json.ValueKind is JsonValueKind.Undefined) return (null, []);
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 512 });
            var differences = JsonDifferences.Find(expect.Json, document.RootElement, partial: true);
            return (differences.Count == 0 ? null : "different", differences);
        }
        catch (JsonException)
        {
            return ("not-json-body", []);
        }
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (cloud.Steps.All(s => s.Request?.Name != given.Request)) yield return $"no step has a `request` of the name {given.Request}";
        if (expect is { Status: null, Contains: null, Json.ValueKind: JsonValueKind.Undefined }) yield return "`expect` has `status`, `json` or `contains`";
        if (expect.Contains is not null && expect.Json.ValueKind is not JsonValueKind.Undefined) yield return "`expect` has one of `json` and `contains`";
    }
}
