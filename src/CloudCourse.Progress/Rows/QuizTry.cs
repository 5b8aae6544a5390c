namespace CloudCourse.Progress.Rows;

/// <summary>One time through a quiz. Its seed decides which items were drawn and how they were shuffled.</summary>
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
    public required string AnswerJson { get; init; }

    /// <summary>From 0 to 1.</summary>
    public required double CorrectShare { get; init; }
    public required double Points { get; init; }
    public required double OutOf { get; init; }
}
