using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary><c>log</c>: a text stands in a line of the function's log, or in none.</summary>
internal sealed class LogCheck : FunctionCheck<LogCheck.Asked, LogCheck.Wanted>
{
    internal sealed record Asked(string? Function = null, string? From = null, string? At = null);

    internal sealed record Wanted(string Line, bool Absent = false);

    public override IReadOnlyDictionary<string, string> Keys { get; } = KeysWith(
        ("not-logged", "No line of the function's log has `{line}` in it."),
        ("logged", "The function's log has `{line}` in it, and was not to have it."));

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (from, at, why) = Between(run, given.From, given.At);
        FunctionWindow window = new(run, given.Function, from, given.At is null ? null : at);
        if (at is null) return Judged(run, window, NotMade, new(), ("why", why!));
        // The first and the last line of each are Lambda's own.
        var there = window.Ran.Any(r => r.Outcome.Log.Skip(1).SkipLast(1).Any(l => l.Contains(expect.Line, StringComparison.Ordinal)));
        return Judged(run, window, there != expect.Absent ? null : there ? "logged" : "not-logged", new(), ("line", expect.Line));
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud) => Marks(cloud, given.From, given.At);
}
