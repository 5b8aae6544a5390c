using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering.Prose;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>A lesson takes 5 to 12 minutes, as long as it says, and is plain to read.</summary>
internal static class ReadingCheck
{
    internal const int Shortest = 5;
    internal const int Longest = 12;

    /// <summary>The eight lessons that were there first lie between 5.0 and 6.7.</summary>
    internal const double HardestGrade = 8;
    internal const int LongestSentence = 45;

    public static IEnumerable<ContentProblem> Of(CheckContext context, Lesson lesson, SourceDocument text)
    {
        var file = context.FileOf(lesson.Id);
        var minutes = ReadingMeasure.Minutes(text);
        if (Math.Round(minutes) is < Shortest or > Longest)
            yield return context.Problem(file, "minutes:", $"Reading this lesson takes {Number(minutes)} minutes; a lesson takes {Shortest} to {Longest}: {(minutes < Shortest ? "say more" : "cut, or divide it")}.");
        else if (Math.Abs(minutes - lesson.Minutes) > 1.5)
            yield return context.Problem(file, "minutes:", $"`minutes` is {lesson.Minutes}, and reading takes {Number(minutes)}: write {Math.Round(minutes)}.");

        var running = ReadingMeasure.RunningText(text);
        if (ReadingMeasure.Grade(running) is > HardestGrade and var grade && running.MaxBy(b => ReadingMeasure.Grade([b])) is { } hardest)
            yield return text.Problem(hardest.At, $"The lesson reads at grade {Number(grade)}; {HardestGrade} at most is expected: use shorter sentences and words. Its hardest paragraph begins here.");
        foreach (var block in running)
        {
            foreach (var (sentence, offset) in ReadingMeasure.Sentences(block))
            {
                if (ReadingMeasure.Words(sentence) is > LongestSentence and var words)
                    yield return text.Problem(block.PlaceOf(offset), $"This sentence has {words} words; {LongestSentence} at most are expected: divide it.");
            }
        }
    }

    private static string Number(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
