namespace CloudCourse.Progress.Rows;

/// <summary>A lab as it was when somebody submitted to it, so that the submission is graded by that lab whatever the files say later.</summary>
public sealed class LabRevision
{
    /// <summary><c>LabDefinition.Hash</c>.</summary>
    public required string Hash { get; init; }
    public required Guid ActivityId { get; init; }

    /// <summary>The definition without its solutions, which grading does not read.</summary>
    public required string Json { get; init; }
    public required DateTime KeptAt { get; init; }
}
