using System.Text;
using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary><c>object</c>: what stands in a bucket under a key.</summary>
internal sealed class ObjectCheck : FunctionCheck<ObjectCheck.Asked, ObjectCheck.Wanted>
{
    /// <param name="From">Invocations before this mark explain nothing.</param>
    internal sealed record Asked(string Bucket, string Key, string? Function = null, string? From = null, string? At = null);

    /// <summary>None of them: it is there.</summary>
    /// <param name="Json">The body is JSON that has these members at least.</param>
    /// <param name="Contains">The body is a text with this in it.</param>
    internal sealed record Wanted(JsonElement Json = default, string? Contains = null, bool Absent = false);

    public override IReadOnlyDictionary<string, string> Keys { get; } = KeysWith(
        ("missing", "There is no object `{key}` in the bucket. {nearby}"),
        ("different", "In `{key}`, {pointer} is {got}; expected is {expected}."),
        ("not-json-body", "The object `{key}` is no JSON."),
        ("present", "There is an object `{key}`, and none was to be there."));

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (from, at, why) = Between(run, given.From, given.At);
        FunctionWindow window = new(run, given.Function, from, given.At is null ? null : at);
        if (at is null) return Judged(run, window, NotMade, new(), ("why", why!));
        var account = SimulatedAccount.Restore(at);
        var root = Caller.Root(at.Options.AccountId);
        var text = account.Call(root, run.Region, "s3", "GetObject", JsonSerializer.Serialize(new { given.Bucket, given.Key })).Output is { } got
            ? Encoding.UTF8.GetString(Convert.FromBase64String(got["Body"]?.GetValue<string>() ?? "")) : null;
        List<string> nearby = [];
        if (text is null)
        {
            var prefix = given.Key[..(given.Key.LastIndexOf('/') + 1)];
            var listed = account.Call(root, run.Region, "s3", "ListObjectsV2", JsonSerializer.Serialize(new { given.Bucket, Prefix = prefix, MaxKeys = 10 })).Output;
            nearby = [.. (listed?["Contents"] as System.Text.Json.Nodes.JsonArray ?? []).Select(o => o!["Key"]!.GetValue<string>())];
        }
        var (key, differences) = Compare(text, expect);
        var expected = expect.Json.ValueKind is JsonValueKind.Undefined ? expect.Contains : HandlerEvidence.Pretty(expect.Json.GetRawText());
        StoredEvidence stored = new("object", given.Key, text is null ? null : Shown(text), expected, differences, [.. nearby.Select(n => HandlerEvidence.Cut(n, 200))]);
        var first = differences is [var d, ..] ? d : null;
        return Judged(run, window, key, new() { Stored = stored }, ("key", given.Key), ("pointer", first?.Place() ?? "its text"), ("expected", first?.Expected ?? expected ?? "nothing"),
            ("got", first?.Got ?? "missing"), ("nearby", nearby.Count == 0 ? "Nothing else is there either." : $"There is: {string.Join(", ", nearby.Take(3))}."));
    }

    private static (string? Key, IReadOnlyList<JsonDifference> Differences) Compare(string? text, Wanted expect)
    {
        if (expect.Absent) return (text is null ? null : "present", []);
        if (text is null) return ("missing", []);
        if (expect.Contains is { } part) return (text.Contains(part, StringComparison.Ordinal) ? null : "different", []);
        if (expect.Json.ValueKind is JsonValueKind.Undefined) return (null, []);
        try
        {
            using var document = JsonDocument.Parse(text, new() { MaxDepth = 512 });
            var differences = JsonDifferences.Find(expect.Json, document.RootElement, partial: true);
            return (differences.Count == 0 ? null : "different", differences);
        }
        catch (JsonException)
        {
            return ("not-json-body", []);
        }
    }

    private static string Shown(string text)
    {
        try
        {
            return HandlerEvidence.Cut(HandlerEvidence.Pretty(text), 4000);
        }
        catch (JsonException)
        {
            return HandlerEvidence.Cut(text, 4000);
        }
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if ((expect.Json.ValueKind is JsonValueKind.Undefined ? 0 : 1) + (expect.Contains is null ? 0 : 1) + (expect.Absent ? 1 : 0) > 1) yield return "`expect` has one of `json`, `contains` and `absent`, or none";
        foreach (var problem in Marks(cloud, given.From, given.At)) yield return problem;
    }
}
