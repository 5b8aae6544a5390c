namespace CloudCourse.Progress.Rows;

/// <summary>A class: people who take the course together and those who teach them.</summary>
public sealed class Cohort : IVersioned
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }

    /// <summary>Normalized: upper case, without the dash it is shown with. Unique.</summary>
    public required string JoinCode { get; set; }
    public required DateTime CreatedAt { get; init; }
    public DateTime? ArchivedAt { get; set; }
    public Guid Version { get; set; }
}

/// <summary>One learner in one cohort, to learn or to teach.</summary>
public sealed class Enrollment
{
    public required Guid CohortId { get; init; }
    public Cohort Cohort { get; init; } = null!;
    public required Guid LearnerId { get; init; }
    public Learner Learner { get; init; } = null!;
    public required EnrollmentRole Role { get; set; }
    public required DateTime EnrolledAt { get; init; }
}

public enum EnrollmentRole { Learner, Instructor }
