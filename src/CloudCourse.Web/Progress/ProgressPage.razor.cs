using System.Globalization;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Progress;

public sealed partial class ProgressPage(CourseLibrary library, CurrentLearner current, LearnerProgress progress)
{
    private CourseWalk _walk = new([]);
    private List<(Stop Stop, ActivityProgress? Result)> _scores = [];
    private IReadOnlyList<LessonGoals> _goals = [];
    private List<DeedLine> _timeline = [];

    protected override async Task OnInitializedAsync()
    {
        var course = library.Current;
        var learner = await current.FindAsync();
        var overview = learner is null ? null : await progress.OverviewAsync(learner.Id, course.PassMarks);
        _walk = CourseWalk.Of(course, overview);
        if (learner is null || overview is null || !_walk.HasBegun) return;

        _scores = [.. _walk.Stops.Where(s => s.Kind is not StopKind.Lesson)
            .Select(s => (s, (s.Kind is StopKind.Lab ? overview.Labs : overview.Quizzes).GetValueOrDefault(s.Id)))];
        _goals = LessonGoals.Of(course, overview);
        var stops = _walk.Stops.ToDictionary(s => s.Id);
        _timeline = [.. (await progress.TimelineAsync(learner.Id)).Select(e => DeedLine.Of(e, stops.GetValueOrDefault(e.SubjectId)))];
    }

    private static string N(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <param name="Href">Null for what is no longer in the course.</param>
    private sealed record DeedLine(DateTime At, string Text, string Title, string? Href, string Result)
    {
        public static DeedLine Of(LearnerEvent deed, Stop? stop) => new(deed.At, stop?.Kind is StopKind.Exam ? "Took the exam" : Verb(deed.Deed), stop?.Title ?? "something that is no longer in the course",
            deed is { Deed: LearnerDeed.TookQuiz, DetailId: { } id } && stop is not null ? $"{stop.Href}?try={id:N}" : stop?.Href,
            deed is { Score: { } score, OutOf: { } outOf } ? $": {N(score)} of {N(outOf)}{(deed.Practice ? ", as practice" : "")}" : "");

        private static string Verb(LearnerDeed deed) => deed switch
        {
            LearnerDeed.ReadLesson => "Opened the lesson",
            LearnerDeed.FinishedLesson => "Read the lesson",
            LearnerDeed.AttemptedLab => "Handed in the lab",
            _ => "Took the quiz",
        };
    }
}
