using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>call</c>: the calls of a file succeed, or one is refused with a code.</summary>
internal sealed class CallCheck : CloudCheck<CallCheck.Asked, CallCheck.Wanted>
{
    /// <param name="Operation">Only the file's calls of this operation.</param>
    internal sealed record Asked(string File, string? Operation = null);

    /// <param name="Refused">AWS's code; absent where the calls are to succeed.</param>
    internal sealed record Wanted(string? Refused = null);

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["client-refuses"] = "AWS's client refuses {operation} before it is sent: {advice}",
        ["denied"] = "{operation} needs a permission that the caller does not have: {action}.",
        ["refused"] = "AWS refuses {operation} with {code}: {advice}",
        ["succeeded"] = "{operation} succeeds, and was to be refused.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var calls = run.Calls.Where(c => c.File == given.File && (given.Operation is null || c.Operation == given.Operation)).ToList();
        var wrong = calls.FirstOrDefault(c => !c.Succeeded);
        CloudEvidence evidence = new() { Calls = [.. calls.Take(20).Select(c => CallReader.Of(c, run))] };
        if (expect.Refused is { } code)
        {
            return wrong?.Error?.Code == code ? CloudOutcome.Passed(evidence) : wrong is not null ? Failed(wrong, evidence, run)
                : CloudOutcome.Failed("succeeded", evidence, ("operation", calls is [var first, ..] ? first.Operation : given.Operation ?? "The call"));
        }
        return wrong is not null ? Failed(wrong, evidence, run)
            : calls.Count == 0 ? CloudOutcome.Failed(NotMade, evidence, ("why", run.TooMuch ?? $"there is no {given.Operation ?? "call"} in {given.File}."))
            : CloudOutcome.Passed(evidence);
    }

    private static CloudOutcome Failed(MadeCall call, CloudEvidence evidence, CloudRun run)
    {
        var at = call.Error?.At ?? call.At;
        FileLocation[] places = call.File is { } file && at.End > 0 ? [new(file, at.Pointer, at.Start, at.End)] : [];
        if (call.Error is not { } error) return new(NotMade, [("why", call.NotMade ?? "it was never made."), ("operation", call.Operation)], evidence, places);
        var key = error.HttpStatus == 0 && error.Problems.Count > 0 ? "client-refuses" : error.Denied.Count > 0 ? "denied" : "refused";
        var line = call.File is null ? 0 : run.Lines(call.File).Of(at.Start).Line;
        return new(key, [("operation", call.Operation), ("code", error.Code), ("message", error.Message), ("advice", error.Advice ?? error.Message), ("refusal", error.Advice is null ? error.Message : $"{error.Message.TrimEnd('.')}. {error.Advice}"), ("line", $"{line}"),
            ("action", error.Denied is [var denied, ..] ? $"{denied.Action} on {denied.Resource}" : "")], evidence, places);
    }

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (cloud.Steps.All(s => s.OwnFile != given.File)) yield return $"no step has the `file` {given.File}";
    }
}
