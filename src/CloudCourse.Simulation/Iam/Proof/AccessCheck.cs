namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>AWS knows the first two and answers FAIL where it cannot tell; here that is said.</summary>
public enum CheckOutcome { Pass, Fail, Undecided }

/// <summary>A statement that the answer rests on.</summary>
/// <param name="StatementIndex">Place in the policy, from 0.</param>
/// <param name="StatementId">Its Sid; null when it has none.</param>
/// <param name="Witness">A request that this statement lets through and that should not be.</param>
public sealed record CheckReason(string Description, int StatementIndex, string? StatementId, AuthorizationRequest Witness);

/// <summary>The answer to one of Access Analyzer's custom policy checks.</summary>
/// <param name="Reasons">One for each statement at fault; none unless the outcome is <see cref="CheckOutcome.Fail"/>.</param>
/// <param name="Undecided">What could not be decided, each construct named.</param>
public sealed record AccessCheck(CheckOutcome Outcome, string Message, IReadOnlyList<CheckReason> Reasons, IReadOnlyList<string> Undecided);

/// <summary>Access that a policy should not grant. Without actions any action counts, without resources any resource.</summary>
/// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Access.html"/>
public sealed record Access(IReadOnlyList<string> Actions, IReadOnlyList<string> Resources);
