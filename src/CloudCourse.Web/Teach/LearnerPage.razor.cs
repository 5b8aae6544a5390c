using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Accounts;
using CloudCourse.Web.Accounts.Forms;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Teach;

/// <summary>One learner of one's own class: every attempt, and (with <c>?submission=</c> or <c>?try=</c>) what was handed in and how it was graded.</summary>
public sealed partial class LearnerPage : FormPage
{
    private CohortView _cohort = null!;
    private LearnerDetail? _learner;
    private SubmissionView? _submission;
    private QuizTryView? _try;
    private List<LearnerActivityView> _activities = [];

    [Inject] internal Gradebook Gradebook { get; set; } = null!;
    [Inject] internal Cohorts Cohorts { get; set; } = null!;
    [Inject] internal CourseLibrary Library { get; set; } = null!;

    [Parameter] public Guid Id { get; set; }
    [Parameter] public Guid LearnerId { get; set; }
    [SupplyParameterFromQuery(Name = "submission")] public string? SubmissionId { get; set; }
    [SupplyParameterFromQuery(Name = "try")] public string? TryId { get; set; }

    private Guid Account => Context.User.AccountId()!.Value;
    private string Here => $"/teach/cohorts/{Id}/learners/{LearnerId}";

    protected override async Task OnInitializedAsync()
    {
        var course = Library.Current;
        if (await Cohorts.FindAsync(Id, Account) is not { } cohort
            || await Gradebook.LearnerDetailAsync(Id, LearnerId, Account, course) is not { } learner)
        {
            Navigation.NotFound();
            return;
        }
        _submission = Guid.TryParse(SubmissionId, out var submission) ? learner.Submissions.FirstOrDefault(s => s.Submission.Id == submission) : null;
        _try = Guid.TryParse(TryId, out var quizTry) ? learner.QuizTries.FirstOrDefault(t => t.Id == quizTry) : null;
        if ((SubmissionId is not null && _submission is null) || (TryId is not null && _try is null))
        {
            Navigation.NotFound();
            return;
        }
        (_cohort, _learner) = (cohort, learner);
        _activities = LearnerActivityView.Of(learner, course);
    }

    private LabDefinition? LabOf(SubmissionView submission) => Library.Current.Labs.FirstOrDefault(l => l.Id == submission.Submission.ActivityId);

    private async Task RemoveAsync()
    {
        if (await Cohorts.RemoveLearnerAsync(Id, LearnerId, Account)) GoTo($"/teach/cohorts/{Id}?done=removed");
        else Navigation.NotFound();
    }
}
