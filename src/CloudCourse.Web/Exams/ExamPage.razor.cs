using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Exams;

internal enum ExamFace { Start, Questions, Ready, Review }

/// <summary>One address, four faces: before a try; its questions; before handing in (<c>?ready=true</c>); and how a try was marked (<c>?try=</c>).</summary>
public sealed partial class ExamPage(CourseLibrary library, CurrentLearner current, QuizTries tries, NavigationManager navigation)
{
    private FinalExam? _exam;
    private IReadOnlyList<QuizTryView> _history = [];
    private QuizTryView? _open;
    private ExamPaper? _paper;
    private ExamResult? _reviewed;

    [SupplyParameterFromQuery(Name = "try")] public string? TryId { get; set; }
    [SupplyParameterFromQuery(Name = "ready")] public bool Ready { get; set; }
    [SupplyParameterFromQuery(Name = "kept")] public bool Kept { get; set; }
    [SupplyParameterFromQuery(Name = "late")] public bool Late { get; set; }
    [SupplyParameterFromQuery(Name = "changed")] public bool Changed { get; set; }

    private ExamFace Face => (_reviewed, _open) switch
    {
        (not null, _) => ExamFace.Review,
        (_, not null) => Ready ? ExamFace.Ready : ExamFace.Questions,
        _ => ExamFace.Start,
    };

    protected override async Task OnInitializedAsync()
    {
        var course = library.Current;
        if (course.Exam is not { } exam)
        {
            navigation.NotFound();
            return;
        }
        if (await current.FindAsync() is { } learner)
        {
            var all = await tries.ListAsync(learner.Id, exam.Id);
            _open = all.FirstOrDefault(t => t.SubmittedAt is null);
            _history = [.. all.Where(t => t.SubmittedAt is not null)];
        }
        var reviewed = TryId is null ? null : _history.FirstOrDefault(t => Guid.TryParse(TryId, out var id) && t.Id == id);

        // Somebody else's try is as unknown as one that never was.
        if (TryId is not null && reviewed is null)
        {
            navigation.NotFound();
            return;
        }
        _exam = exam;
        _reviewed = reviewed is null ? null : ExamResult.Of(course, exam, reviewed);
        _paper = _open is null ? null : ExamPaper.Of(course, exam, _open);
    }
}
