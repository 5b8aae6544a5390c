namespace CloudCourse.Progress.Rows;

/// <summary>The text of one file as the learner last left it.</summary>
public sealed class Draft : IVersioned
{
    public required Guid Id { get; init; }
    public required Guid LearnerId { get; set; }
    public required Guid ActivityId { get; init; }
    public required string File { get; init; }

    /// <summary>Grows with each change and never goes back, through resets too.</summary>
    public required int Revision { get; set; }
    public required string Text { get; set; }
    public required DateTime SavedAt { get; set; }
    public Guid Version { get; set; }
    public List<DraftRevision> History { get; init; } = [];
}

/// <summary>A text that a draft had before.</summary>
public sealed class DraftRevision
{
    public required Guid Id { get; init; }
    public required Guid DraftId { get; init; }
    public required int Revision { get; init; }
    public required string Text { get; init; }
    public required DateTime SavedAt { get; init; }
    public required DraftRevisionReason Reason { get; init; }
}

/// <summary>Why a text was put by: typing went on, the draft was reset or an older text brought back, a guest's work came in.</summary>
public enum DraftRevisionReason { Edited, Reset, Restored, Guest }
