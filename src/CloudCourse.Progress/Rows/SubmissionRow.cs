namespace CloudCourse.Progress.Rows;

/// <summary>What a learner handed in. Written before grading begins; only its state changes afterwards.</summary>
public sealed class SubmissionRow : IVersioned
{
    public required Guid Id { get; init; }
    public required Guid LearnerId { get; set; }
    public required Guid ActivityId { get; init; }

    /// <summary>The client's own; unique for the learner.</summary>
    public required string IdempotencyKey { get; set; }
    public required string LabHash { get; init; }
    public required string EngineVersion { get; init; }
    public required int Seed { get; init; }
    public required string FilesJson { get; init; }
    public required DateTime SubmittedAt { get; init; }

    /// <summary>The solution had been shown before this was handed in.</summary>
    public required bool Practice { get; init; }
    public SubmissionState State { get; set; }

    /// <summary>How often grading began: one that brings the server down every time is given up.</summary>
    public int GradingStarts { get; set; }

    /// <summary>The report of a submission that became no attempt: it could not be read, or grading failed.</summary>
    public string? ProblemJson { get; set; }
    public Guid Version { get; set; }
}

public enum SubmissionState { Pending, Graded, Ungradable, Error }

/// <summary>A graded submission. Never changed.</summary>
public sealed class Attempt
{
    public required Guid Id { get; init; }
    public required Guid SubmissionId { get; init; }
    public SubmissionRow Submission { get; init; } = null!;
    public required Guid LearnerId { get; set; }
    public required Guid ActivityId { get; init; }

    /// <summary>1 for the learner's first attempt at this activity.</summary>
    public required int Number { get; set; }
    public required int Score { get; init; }
    public required int OutOf { get; init; }
    public required bool Passed { get; init; }
    public required bool Practice { get; init; }
    public required string ReportJson { get; init; }
    public required DateTime SubmittedAt { get; init; }
    public required DateTime GradedAt { get; init; }
    public required int DurationMs { get; init; }
}

/// <summary>Something that set a grade; appended, never changed.</summary>
public sealed class GradeEvent
{
    public required Guid Id { get; init; }
    public required Guid AttemptId { get; init; }
    public required GradeEventKind Kind { get; init; }
    public required int Score { get; init; }
    public required int OutOf { get; init; }
    public required DateTime At { get; init; }

    /// <summary>The account of the person who decided; absent for <see cref="GradeEventKind.Automatic"/>.</summary>
    public Guid? ActorId { get; init; }
    public string? Reason { get; init; }
}

public enum GradeEventKind { Automatic, Manual, Override, Regrade }

public sealed class HintUse
{
    public required Guid LearnerId { get; init; }
    public required Guid ActivityId { get; init; }

    /// <summary>1 is the gentlest.</summary>
    public required int Tier { get; init; }
    public required DateTime At { get; init; }
}

public sealed class SolutionView
{
    public required Guid LearnerId { get; init; }
    public required Guid ActivityId { get; init; }
    public required DateTime FirstSeenAt { get; init; }
}
