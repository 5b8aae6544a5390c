using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam;

/// <summary>SimulateCustomPolicy's three answers.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html"/>
public enum Decision { Allowed, ExplicitDeny, ImplicitDeny }

/// <summary>Whether a part of a statement fits the request. <see cref="Unknown"/>: it cannot be told, so nothing is allowed by it.</summary>
public enum Match { No, Yes, Unknown }

/// <summary>The part that a policy plays in a decision; names are the request's members.</summary>
public enum PolicyRole
{
    IdentityPolicies,
    ResourcePolicy,
    PermissionsBoundary,
    SessionPolicy,
    ServiceControlPolicies,
    ResourceControlPolicies,
    EndpointPolicies,
}

/// <summary>The decision on one request, and everything it rests on.</summary>
/// <param name="BlockedBy">Which kinds of policy kept the request from being allowed; empty when it is.</param>
/// <param name="MatchedStatements">The statements that determined the result; none for an implicit deny.</param>
/// <param name="MissingContextValues">Keys that the policies ask for and the request does not have.</param>
/// <param name="Unevaluated">What could not be evaluated. Never with <see cref="Decision.Allowed"/>.</param>
/// <param name="Trace">Every statement of every policy in the order given, matched or not.</param>
public sealed record Evaluation(
    Decision Decision,
    IReadOnlyList<PolicyRole> BlockedBy,
    IReadOnlyList<StatementTrace> MatchedStatements,
    IReadOnlyList<string> MissingContextValues,
    IReadOnlyList<Unevaluated> Unevaluated,
    IReadOnlyList<StatementTrace> Trace);

/// <param name="Policy">The policy's name; null when the request itself asks for what is not built.</param>
/// <param name="Statement">Place in the policy from 0; null for the whole document.</param>
public sealed record Unevaluated(string? Policy, int? Statement, string Why, Location At);

/// <param name="Applies">All elements fit the request.</param>
/// <param name="Why">The element that decided it, in one sentence.</param>
public sealed record StatementTrace(
    PolicyRole Role, string Policy, int Index, string Name, Effect? Effect, Match Applies, string Why,
    IReadOnlyList<ElementTrace> Elements, Location At);

/// <param name="Element">As in the document: <c>Action</c>, <c>NotResource</c>, <c>Condition StringEquals aws:username</c>.</param>
/// <param name="Seen">What the request has.</param>
/// <param name="Why">Why it fits or not, in one sentence.</param>
/// <param name="At">The value that matched, or the element.</param>
public sealed record ElementTrace(string Element, Match Match, string Seen, string Why, Location At);
