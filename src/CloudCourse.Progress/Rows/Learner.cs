namespace CloudCourse.Progress.Rows;

/// <summary>A row that two people may change at once: the one who saves second is told, on every provider.</summary>
internal interface IVersioned
{
    Guid Version { get; set; }
}

/// <summary>Somebody who does the course, as a guest or with an account. All work refers to this.</summary>
public sealed class Learner : IVersioned
{
    public required Guid Id { get; init; }
    public Guid? AccountId { get; set; }
    public required string DisplayName { get; set; }
    public required DateTime CreatedAt { get; init; }
    public required DateTime LastSeenAt { get; set; }

    /// <summary>Set on a guest whose work was moved into an account's learner; nothing hangs on the guest any more.</summary>
    public Guid? MergedIntoId { get; set; }
    public Guid Version { get; set; }

    public bool IsGuest => AccountId is null;
}

/// <summary>A seed that differs from the one derived from the learner's id, because the work came from a guest with its own.</summary>
public sealed class Variant
{
    public required Guid LearnerId { get; init; }
    public required Guid ActivityId { get; init; }
    public required int Seed { get; init; }
}

public sealed class LessonVisit : IVersioned
{
    public required Guid LearnerId { get; init; }
    public required Guid LessonId { get; init; }
    public required DateTime FirstReadAt { get; set; }
    public required DateTime LastReadAt { get; set; }
    public DateTime? FinishedAt { get; set; }
    public Guid Version { get; set; }
}
