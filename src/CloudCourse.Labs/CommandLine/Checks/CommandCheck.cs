using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CommandLine;

namespace CloudCourse.Labs.CommandLine.Checks;

/// <summary><c>command</c>: somewhere in the script an operation was called and succeeded, or was refused with a code.</summary>
internal sealed class CommandCheck : CloudCheck<CommandCheck.Asked, CommandCheck.Wanted>
{
    private const int MostShown = 5, LongestShown = 1500;

    /// <param name="Call">Service and operation.</param>
    internal sealed record Asked(string Call);

    /// <param name="Refused">AWS's code; absent where the call is to succeed.</param>
    /// <param name="After">Only calls count that come that long after another operation first succeeded.</param>
    internal sealed record Wanted(string? Refused = null, Later? After = null);

    /// <param name="Call">The operation from which is counted.</param>
    /// <param name="By">As <c>1d</c>.</param>
    internal sealed record Later(string Call, string By);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["never"] = "No line calls {operation}: `{command}`.",
        ["unreadable"] = "Line {line} is not sent to AWS: the command line itself refuses it.",
        ["denied"] = "Line {line}: {operation} needs a permission that the caller does not have.",
        ["refused"] = "Line {line}: AWS refuses {operation} with {code}. {advice}",
        ["succeeded"] = "{operation} succeeds on line {line}, and was to be refused.",
        ["too-early"] = "{operation} comes on line {line}, which is too early.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (service, operation) = Parts(given.Call);
        var command = Command(given.Call);
        var tried = run.Typed.SelectMany(e => e.Calls.Where(c => c.Service == service && c.Operation == operation).Select(c => (Entry: e, Call: c))).ToList();
        var from = expect.After is { } after && Parts(after.Call) is var (s, o)
            ? run.Typed.SelectMany(e => e.Calls).FirstOrDefault(c => c.Service == s && c.Operation == o && c.Result is { Succeeded: true })?.At + LabCloud.Duration(after.By) : null;
        var early = expect.After is not null ? tried.Where(t => from is null || t.Call.At < from).ToList() : [];
        var counted = tried.Except(early).ToList();
        var fits = counted.FirstOrDefault(t => expect.Refused is { } code ? t.Call.Result?.Error?.Code == code : t.Call.Result is { Succeeded: true });
        if (fits.Entry is not null) return CloudOutcome.Passed(new() { Typed = [Of(fits.Entry)] }, ("operation", operation), ("command", command), ("line", $"{fits.Entry.Line}"));
        CloudEvidence evidence = new() { Typed = [.. tried.Select(t => t.Entry).Distinct().TakeLast(MostShown).Select(Of)] };
        var (last, call) = (counted.Count > 0 ? counted : tried).LastOrDefault();
        if (last is null)
        {
            // The command line did not get so far as to know the operation: what it printed is shown.
            var misread = run.Typed.Where(e => e.ExitCode == 252 && e.Calls.Count == 0).ToList();
            return misread.LastOrDefault() is { } unread
                ? new("unreadable", [("operation", operation), ("command", command), ("line", $"{unread.Line}")], new() { Typed = [.. misread.TakeLast(MostShown).Select(Of)] }, Places(run, unread))
                : CloudOutcome.Failed("never", evidence, ("operation", operation), ("command", command));
        }
        var error = call.Result?.Error;
        var key = counted.Count == 0 ? "too-early" : call.Result is null || error?.HttpStatus is 0 ? "unreadable" : error is null ? "succeeded" : error.Denied.Count > 0 ? "denied" : "refused";
        return new(key, [("operation", operation), ("command", command), ("line", $"{last.Line}"), ("code", error?.Code ?? ""), ("message", error?.Message ?? ""), ("advice", error?.Advice ?? error?.Message ?? "")], evidence, Places(run, last));
    }

    private static FileLocation[] Places(CloudRun run, TerminalEntry entry) => run.ScriptFile is { } file ? [new(file, "", entry.At.Start, entry.At.End)] : [];

    internal static TypedEvidence Of(TerminalEntry entry) => new(entry.Line, Clip(entry.Typed), Clip(entry.Output), entry.ExitCode, entry.Hint);

    private static string Clip(string text) => text.Length <= LongestShown ? text : string.Concat(text.AsSpan(0, LongestShown), "…");

    private static (string Service, string Operation) Parts(string call) => call.Split(' ') is [var service, var operation] ? (service, operation) : ("", call);

    private static string Command(string call) => Parts(call) is var (service, operation) ? $"aws {CliNames.Services.FirstOrDefault(s => s.Value == service).Key} {CliNames.Hyphens(operation)}" : call;

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        foreach (var call in new[] { given.Call, expect.After?.Call }.OfType<string>())
        {
            if (call.Split(' ') is not [var service, var operation] || SimulatedServices.Find(service)?.Operations.Any(o => o.Name == operation) is not true)
                yield return $"the simulation has no `{call}`; write a service and an operation, as `ec2 CreateSnapshot`";
        }
        if (expect.After is { } after && LabCloud.Duration(after.By) is null) yield return $"after.by: `{after.By}` is not a time such as 90s, 20m, 8h or 1d";
    }
}
