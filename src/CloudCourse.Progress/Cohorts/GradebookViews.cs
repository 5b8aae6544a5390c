using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress;

/// <summary>Learners by activities.</summary>
public sealed record GradebookView(CohortView Cohort, IReadOnlyList<GradebookColumn> Columns, IReadOnlyList<GradebookRow> Rows);

/// <param name="Slug">As in <c>/labs/{slug}</c> or <c>/quizzes/{slug}</c>; of the exam only a name.</param>
public sealed record GradebookColumn(Guid ActivityId, ActivityKind Kind, string Slug, string Title, string ModuleTitle);

/// <param name="Email">Absent for a guest.</param>
/// <param name="LastAt">UTC; the last result in any column, null before the first.</param>
/// <param name="Cells">By activity id; absent where there is no result.</param>
public sealed record GradebookRow(
    Guid LearnerId, string Name, string? Email, DateTime EnrolledAt, DateTime? LastAt, IReadOnlyDictionary<Guid, ActivityProgress> Cells);

/// <summary>One learner, for who teaches them.</summary>
public sealed record LearnerDetail(
    Guid LearnerId, string Name, string? Email, DateTime EnrolledAt, DateTime LastSeenAt, LearnerOverview Overview,
    IReadOnlyList<SubmissionView> Submissions, IReadOnlyList<QuizTryView> QuizTries, IReadOnlyList<HintView> Hints);

/// <param name="At">UTC.</param>
public sealed record HintView(Guid ActivityId, int Tier, DateTime At);
