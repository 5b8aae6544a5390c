using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;

namespace CloudCourse.Web.Progress;

/// <summary>The course as the visitor of this request has walked it.</summary>
public sealed class MyWalk(CourseLibrary library, CurrentLearner current, LearnerProgress progress)
{
    public async Task<CourseWalk> OfCourseAsync(CancellationToken cancel = default) =>
        CourseWalk.Of(library.Current, await OverviewAsync(cancel));

    public async Task<IReadOnlyList<Stop>> OfLessonAsync(Lesson lesson, CancellationToken cancel = default) =>
        [.. CourseWalk.StopsOf(lesson, await OverviewAsync(cancel))];

    /// <summary>Null where nobody is known.</summary>
    public async Task<LearnerOverview?> OverviewAsync(CancellationToken cancel = default) =>
        await current.FindAsync(cancel) is { } learner ? await progress.OverviewAsync(learner.Id, library.Current.PassMarks, cancel) : null;
}
