using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Everything that can be said about a course without grading its labs.</summary>
public static class CourseCheck
{
    private static readonly Func<CheckContext, IEnumerable<ContentProblem>>[] Checks =
    [
        LinkCheck.Of, ObjectiveCheck.Of, QuizCheck.Of, PrerequisiteCheck.Of, PlaceholderCheck.Of, UnusedFileCheck.Of, CoverageCheck.Of, MythCheck.Of, ExamCheck.Of, ScenarioLinkCheck.Of,
    ];

    /// <returns>What reading met and what the checks add, sorted.</returns>
    public static IReadOnlyList<ContentProblem> Of(CheckContext context) =>
        context.Reading.Catalog is null
            ? context.Reading.Problems
            : [.. context.Reading.Problems.Concat(Checks.SelectMany(check => check(context))).Distinct().Order()];
}
