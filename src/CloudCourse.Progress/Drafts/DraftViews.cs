using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress;

/// <param name="SavedAt">UTC.</param>
public sealed record DraftView(Guid ActivityId, string File, int Revision, string Text, DateTime SavedAt);

/// <summary>An older text of a draft, with why it was replaced.</summary>
public sealed record DraftHistoryEntry(Guid Id, int Revision, string Text, DateTime SavedAt, DraftRevisionReason Reason);

/// <summary>What became of an attempt to save a draft.</summary>
public abstract record DraftSave
{
    private DraftSave() { }

    public sealed record Saved(int Revision) : DraftSave;

    /// <summary>Another tab saved first; nothing was written. This is what stands now.</summary>
    public sealed record Conflict(int Revision, string Text) : DraftSave;

    public sealed record TooLarge(int Bytes, int Limit) : DraftSave;
}
