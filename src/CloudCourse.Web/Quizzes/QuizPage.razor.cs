using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Quizzes;

/// <summary>One address, three faces: before a try, a try's questions, and (with <c>?try=</c>) how a try was marked.</summary>
public sealed partial class QuizPage(CourseLibrary library, CurrentLearner current, QuizTries tries, NavigationManager navigation)
{
    private Quiz? _quiz;
    private string _lessonTitle = "";
    private double _passMark;
    private IReadOnlyList<QuizTryView> _history = [];
    private QuizTryView? _open, _reviewed;

    [Parameter] public required string Slug { get; set; }
    [SupplyParameterFromQuery(Name = "try")] public string? TryId { get; set; }
    [SupplyParameterFromQuery(Name = "changed")] public bool Changed { get; set; }

    protected override async Task OnInitializedAsync()
    {
        var course = library.Current;
        var quiz = course.FindQuiz(Slug);
        if (quiz is not null && await current.FindAsync() is { } learner)
        {
            var all = await tries.ListAsync(learner.Id, quiz.Id);
            _open = all.FirstOrDefault(t => t.SubmittedAt is null && t.QuizVersion == quiz.Version);
            _history = [.. all.Where(t => t.SubmittedAt is not null)];
        }
        if (TryId is not null) _reviewed = _history.FirstOrDefault(t => Guid.TryParse(TryId, out var id) && t.Id == id);

        // Somebody else's try is as unknown as one that never was.
        if (quiz is null || (TryId is not null && _reviewed is null))
        {
            navigation.NotFound();
            return;
        }
        (_quiz, _passMark) = (quiz, course.QuizPassMark);
        _lessonTitle = course.FindLesson(quiz.LessonSlug)?.Title ?? "Lesson";
    }
}
