using CloudCourse.Course.Model;
using CloudCourse.Progress;

namespace CloudCourse.Web.Teach;

/// <summary>What one learner did in one lab or quiz, the latest first.</summary>
/// <param name="Anchor">As the gradebook's cells link to it.</param>
/// <param name="DraftAt">UTC; when the draft was last saved.</param>
public sealed record LearnerActivityView(
    string Anchor, string Kind, string Title, ActivityProgress? Progress, IReadOnlyList<SubmissionView> Submissions, IReadOnlyList<QuizTryView> Tries,
    IReadOnlyList<HintView> Hints, DateTime? DraftAt)
{
    /// <summary>In the course's order; what is no longer in the course comes last.</summary>
    public static List<LearnerActivityView> Of(LearnerDetail learner, CourseCatalog course)
    {
        var submissions = learner.Submissions.ToLookup(s => s.Submission.ActivityId);
        var tries = learner.QuizTries.ToLookup(t => t.QuizId);
        var hints = learner.Hints.ToLookup(h => h.ActivityId);
        List<LearnerActivityView> views = [];
        HashSet<Guid> known = [];
        foreach (var column in Gradebook.ColumnsOf(course))
        {
            known.Add(column.ActivityId);
            Add(column.ActivityId, GradebookSort.KeyOf(column), column.Kind.ToString(), column.Title);
        }
        foreach (var id in submissions.Select(s => s.Key).Except(known)) Add(id, $"lab-{id:N}", "Lab", "A lab that is no longer in the course");
        foreach (var id in tries.Select(t => t.Key).Except(known)) Add(id, $"quiz-{id:N}", "Quiz", "A quiz that is no longer in the course");
        return views;

        void Add(Guid id, string anchor, string kind, string title)
        {
            DateTime? draft = learner.Overview.Drafts.TryGetValue(id, out var saved) ? saved : null;
            if (!submissions.Contains(id) && !tries.Contains(id) && !hints.Contains(id) && draft is null) return;
            var progress = (kind is "Lab" ? learner.Overview.Labs : learner.Overview.Quizzes).GetValueOrDefault(id);
            views.Add(new(anchor, kind, title, progress, [.. submissions[id]], [.. tries[id]], [.. hints[id]], draft));
        }
    }
}
