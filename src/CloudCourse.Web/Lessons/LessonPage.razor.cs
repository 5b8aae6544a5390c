using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Progress;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Lessons;

public sealed partial class LessonPage(
    CourseLibrary library, CurrentLearner current, LessonVisits visits, MyWalk walk, NavigationManager navigation)
{
    private Lesson? _lesson, _previous, _next;
    private FinalExam? _exam;
    private string _moduleTitle = "";
    private IReadOnlyList<Lesson> _before = [];
    private IReadOnlyList<Stop> _stops = [];
    private IReadOnlyList<Stop> _practice = [];

    [Parameter] public required string Slug { get; set; }

    private bool IsRead => _stops is [{ State: StopState.Done }, ..];

    protected override async Task OnInitializedAsync()
    {
        var course = library.Current;
        var lessons = course.Lessons.ToList();
        var at = lessons.FindIndex(l => l.Slug == Slug);
        if (at < 0)
        {
            navigation.NotFound();
            return;
        }
        _lesson = lessons[at];
        _previous = lessons.ElementAtOrDefault(at - 1);
        _next = lessons.ElementAtOrDefault(at + 1);
        _exam = course.Exam;
        _moduleTitle = course.Modules.First(m => m.Slug == _lesson.ModuleSlug).Title;
        _before = [.. _lesson.Prerequisites.Select(course.FindLesson).OfType<Lesson>()];

        // Only of those who are already known: reading alone makes nobody a guest.
        if (await current.FindAsync() is { } learner) await visits.ReadAsync(learner.Id, _lesson.Id);
        _stops = await walk.OfLessonAsync(_lesson);
        _practice = [.. _stops.Where(s => s.Kind is not StopKind.Lesson)];
    }
}
