using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.ConsoleSteps.Checks;

/// <summary><c>button</c>: the button at the end of the pages was pressed, and AWS took every call behind it.</summary>
internal sealed class ButtonCheck : CloudCheck<ButtonCheck.Asked, ButtonCheck.Wanted>
{
    internal sealed record Asked;

    internal sealed record Wanted;

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["not-pressed"] = "The last button, {button}, was not pressed yet, so nothing was made.",
        ["denied"] = "{operation} needs a permission that you do not have: {action}.",
        ["refused"] = "AWS refuses {operation} with {code}: {advice}",
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        var (answers, file) = ConsoleStepsGrader.Answers(run);
        var calls = run.Calls.Where(c => c.File == file).ToList();
        CloudEvidence evidence = new() { Calls = [.. calls.Take(20).Select(c => CallReader.Of(c, run) with { Line = 0, Excerpt = null })] };
        if (!answers.Created || calls.Count == 0) return CloudOutcome.Failed("not-pressed", evidence, ("button", answers.Flow.Button));
        if (calls.FirstOrDefault(c => !c.Succeeded) is not { } refused) return CloudOutcome.Passed(evidence);
        var at = refused.Error?.At is { End: > 0 } place ? place : refused.At;
        FileLocation[] places = [new(file, at.Pointer, at.Start, at.End)];
        var error = refused.Error;
        evidence = evidence with { Choices = answers.FieldAt(at.Pointer) is { } field ? [FieldCheck.Choice(answers, new(run), field)] : [] };
        return new(error?.Denied.Count > 0 ? "denied" : "refused",
            [("operation", refused.Operation), ("code", error?.Code ?? "an error"), ("message", error?.Message ?? refused.NotMade ?? ""), ("advice", error?.Advice ?? error?.Message ?? refused.NotMade ?? ""),
                ("action", error?.Denied is [var denied, ..] ? $"{denied.Action} on {denied.Resource}" : "")], evidence, places);
    }
}
