namespace CloudCourse.Progress.Rows;

/// <summary>
/// One time through a quiz or the final exam. Its seed decides which items were drawn and how they were shuffled. A quiz's answers come when it is handed in; an
/// exam's try has a response for each question from its beginning, which says what was drawn and keeps what was answered so far.
/// </summary>
public sealed class QuizTry : IVersioned
{
    public required Guid Id { get; init; }
    public required Guid LearnerId { get; set; }
    public required Guid QuizId { get; init; }
    public required int QuizVersion { get; init; }
    public required int Seed { get; init; }
    public required DateTime StartedAt { get; init; }
    public DateTime? SubmittedAt { get; set; }
    public double? Score { get; set; }
    public double? OutOf { get; set; }
    public Guid Version { get; set; }
    public List<QuizResponse> Responses { get; init; } = [];
}

public sealed class QuizResponse
{
    public required Guid TryId { get; init; }
    public required string ItemId { get; init; }

    /// <summary>What the learner chose, in the shape that the item's type has.</summary>
    public required string AnswerJson { get; set; }

    /// <summary>From 0 to 1; 0 until it is marked.</summary>
    public required double CorrectShare { get; set; }
    public required double Points { get; set; }
    public required double OutOf { get; set; }
}
