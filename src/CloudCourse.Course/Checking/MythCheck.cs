using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every myth tells a correction of the inventory, which a lesson explains, and a lab shows or a quiz asks about.</summary>
internal static class MythCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        if (context.Reading.Myths is not { Count: > 0 } myths) yield break;
        if (context.Reading.Coverage is not { } coverage)
        {
            yield return At(myths[0], "Myths take their sources from inventory.yml and their lessons from coverage.yml; this course has neither.");
            yield break;
        }
        var joined = context.Catalog.Myths.ToDictionary(m => m.Id, StringComparer.Ordinal);
        foreach (var myth in myths)
        {
            if (myth.Lab is { } lab && context.Catalog.FindLab(lab) is null)
            {
                yield return At(myth, Spelling.Nearest(lab, context.Catalog.Labs.Select(l => l.Slug)) is { } like
                    ? $"There is no lab `{lab}`; `{like}` is near." : $"There is no lab `{lab}` in the course.");
            }
            if (joined.GetValueOrDefault(myth.Id) is not { } whole)
            {
                yield return At(myth, Spelling.Nearest(myth.Correction, coverage.Corrections.Select(c => c.Id)) is { } like
                    ? $"inventory.yml has no correction `{myth.Correction}`; `{like}` is near."
                    : $"inventory.yml has no correction `{myth.Correction}`, and so the myth has no source.");
                continue;
            }
            // A lesson that could not be read may be the one that tells it: its own problem is named.
            if (whole.Section is null && context.Reading.Problems.Count == 0)
                yield return At(myth, $"No section of a lesson tells `{myth.Correction}`: name one under `corrections` in {CoverageReader.CoverageFile}.");
            else if (whole is { LabSlug: null, QuizSlug: null } && context.Reading.Problems.Count == 0)
                yield return At(myth, $"Nothing lets a learner meet `{myth.Correction}`: name a `lab` here, or a lab or a question in {CoverageReader.CoverageFile}.");
        }
    }

    private static ContentProblem At(WrittenMyth myth, string message) => new(MythReader.File, myth.Line, 1, message);
}
