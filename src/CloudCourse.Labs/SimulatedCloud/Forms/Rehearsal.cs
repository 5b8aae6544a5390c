using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Labs.SimulatedCloud.Forms;

/// <summary>What AWS would answer to the files as they stand: the learner's calls are made in an account that is thrown away afterwards.</summary>
internal static class Rehearsal
{
    public const string NotMade = "NOT_MADE";

    /// <summary>The refusals. What AWS's client would refuse is said by <see cref="SubmittedCalls.Inspect"/> already.</summary>
    public static IEnumerable<FileFinding> Findings(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed)
    {
        var run = CloudRun.Rehearsed(lab, files, seed, CancellationToken.None);
        foreach (var call in run.Calls.Where(c => c.File is not null && !c.Succeeded))
        {
            if (call.Error?.Code is ParameterValidation.AwsCode) continue;
            var words = call.Error is { } error ? error.Advice ?? error.Message : call.NotMade ?? "The call was never made.";
            yield return new(call.File!, new(FindingType.Error, call.Error?.Code ?? NotMade, words, Place(call, run.Text(call.File!))));
        }
    }

    private static Location Place(MadeCall call, string text)
    {
        var at = call.Error?.At is { End: > 0 } place ? place : HandedOver(call, text) ?? call.At;
        // A whole document underlined says nothing: its brace does.
        return at.Pointer.Length == 0 ? at with { End = at.Start + 1 } : at;
    }

    /// <summary>Who may not pass a role is to look at what names it.</summary>
    private static Location? HandedOver(MadeCall call, string text) => call.Error?.Denied is [{ Action: "iam:PassRole" }, ..] && JsonReader.Read(text).Value is JsonObject json
        ? json.Find("IamInstanceProfile")?.Value.At : null;
}
