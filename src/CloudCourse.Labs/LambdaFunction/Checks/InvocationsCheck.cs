using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary><c>invocations</c>: how often a function ran, and how often that failed.</summary>
internal sealed class InvocationsCheck : FunctionCheck<InvocationsCheck.Asked, InvocationsCheck.Wanted>
{
    internal sealed record Asked(string? Function = null, string? From = null, string? At = null);

    internal sealed record Wanted(int? AtLeast = null, int? AtMost = null, int? FailedAtMost = null);

    public override IReadOnlyDictionary<string, string> Keys { get; } = KeysWith(
        ("too-few", "The function ran {count} times; expected are {limit} at least."),
        ("too-many", "The function ran {count} times; {limit} would have done."));

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (from, at, why) = Between(run, given.From, given.At);
        FunctionWindow window = new(run, given.Function, from, given.At is null ? null : at);
        if (at is null) return Judged(run, window, NotMade, new(), ("why", why!));
        var (count, failed) = (window.Ran.Count, window.Ran.Count(r => r.Outcome.Error is not null));
        // Too many failures have a failed invocation among them, which names the key.
        var key = count < expect.AtLeast ? "too-few" : count > expect.AtMost || failed > expect.FailedAtMost ? "too-many" : null;
        return Judged(run, window, key, new(), ("count", Number(count)), ("failed", Number(failed)), ("limit", Number((key is "too-few" ? expect.AtLeast : expect.AtMost) ?? 0)));
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (expect is { AtLeast: null, AtMost: null, FailedAtMost: null }) yield return "`expect` has `atLeast`, `atMost` or `failedAtMost`";
        foreach (var problem in Marks(cloud, given.From, given.At)) yield return problem;
    }
}
