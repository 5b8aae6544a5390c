namespace CloudCourse.Course.Grading;

/// <summary>What a learner handed in; stored before grading begins and never changed.</summary>
public sealed record Submission
{
    public required Guid Id { get; init; }
    public required Guid LearnerId { get; init; }

    /// <summary>The lab's id.</summary>
    public required Guid ActivityId { get; init; }
    public required string LabHash { get; init; }
    public required string EngineVersion { get; init; }
    public required int Seed { get; init; }
    public required IReadOnlyList<SubmittedFile> Files { get; init; }

    /// <summary>The client's own; the same key never makes two submissions.</summary>
    public required string IdempotencyKey { get; init; }
    public required DateTimeOffset SubmittedAt { get; init; }
}

public sealed record SubmittedFile(string Path, string Text);
