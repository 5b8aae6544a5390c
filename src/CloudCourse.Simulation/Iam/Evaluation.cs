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

/// <summary>One statement held against the request. Its words are made when they are asked for.</summary>
public sealed class StatementTrace
{
    private readonly Policy _policy;
    private readonly Statement _statement;
    private readonly string? _exempt;

    internal StatementTrace(PolicyRole role, Policy policy, Statement statement, Match applies, IReadOnlyList<ElementTrace> elements, string? exempt) =>
        (Role, _policy, _statement, Applies, Elements, _exempt) = (role, policy, statement, applies, elements, exempt);

    public PolicyRole Role { get; }

    /// <summary>The policy's name.</summary>
    public string Policy => _policy.Name;

    /// <summary>Place in the policy, from 0.</summary>
    public int Index => _statement.Index;

    /// <summary>Its Sid, or its number counted from 1.</summary>
    public string Name => _statement.Name;
    public Effect? Effect => _statement.Effect?.Value;

    /// <summary>All elements fit the request.</summary>
    public Match Applies { get; }

    /// <summary>The element that decided it, in one sentence.</summary>
    public string Why => _exempt
        ?? (Elements.FirstOrDefault(e => e.Match is Match.No) ?? Elements.FirstOrDefault(e => e.Match is Match.Unknown))?.Why
        ?? "every element fits the request";
    public IReadOnlyList<ElementTrace> Elements { get; }
    public Location At => _statement.At;
}
