using CloudCourse.Course.Model;
using CloudCourse.Progress;

namespace CloudCourse.Web.Progress;

/// <param name="Shown">A lab or a quiz that examines it was passed.</param>
public sealed record Goal(Objective Objective, bool Shown);

/// <summary>A lesson's objectives, and those of its labs, as far as one learner has shown them.</summary>
public sealed record LessonGoals(Lesson Lesson, IReadOnlyList<Goal> Goals)
{
    public static IReadOnlyList<LessonGoals> Of(CourseCatalog course, LearnerOverview learner) =>
        [.. course.Lessons.Select(l => new LessonGoals(l, [.. GoalsOf(l, learner)])).Where(l => l.Goals.Count > 0)];

    private static IEnumerable<Goal> GoalsOf(Lesson lesson, LearnerOverview learner)
    {
        var passedLabs = lesson.Labs.Where(l => learner.Labs.GetValueOrDefault(l.Id) is { Passed: true }).ToList();
        var shown = passedLabs.SelectMany(l => l.Tasks).SelectMany(t => t.Checks).SelectMany(c => c.Objectives).ToHashSet(StringComparer.Ordinal);
        if (lesson.Quiz is { } quiz && learner.Quizzes.GetValueOrDefault(quiz.Id) is { Passed: true })
            shown.UnionWith(quiz.Items.SelectMany(i => i.Objectives));

        return lesson.Objectives.Concat(lesson.Labs.SelectMany(l => l.Objectives)).DistinctBy(o => o.Id)
            .Select(o => new Goal(o, shown.Contains(o.Id)));
    }
}
