namespace CloudCourse.Progress;

/// <param name="JoinCode">As it is shown, with its dash.</param>
/// <param name="ArchivedAt">UTC; nobody can join an archived cohort.</param>
public sealed record CohortView(Guid Id, string Name, string JoinCode, DateTime CreatedAt, DateTime? ArchivedAt, int Learners);

/// <summary>What became of a join code.</summary>
public abstract record JoinResult
{
    private JoinResult() { }

    public sealed record Joined(Guid CohortId, string Name) : JoinResult;

    public sealed record AlreadyIn(Guid CohortId, string Name) : JoinResult;

    /// <summary>No cohort has this code, or it takes nobody any more: the two are not told apart.</summary>
    public sealed record UnknownCode : JoinResult;
}
