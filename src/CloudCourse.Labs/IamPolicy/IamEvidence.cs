using CloudCourse.Labs.IamPolicy.Flow;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>What an IAM check saw, as the panel draws it.</summary>
/// <param name="Cases">The requests that were decided, in the check's order.</param>
/// <param name="Findings">What is wrong with the documents; the grammar check's.</param>
/// <param name="Notes">What there is to say beside: why a chain ended, or what could not be compared.</param>
public sealed record IamEvidence(IReadOnlyList<IamCase> Cases, IReadOnlyList<IamFinding> Findings, IReadOnlyList<string>? Notes = null);

/// <param name="Expected">The decision that the check wants: Allowed, ExplicitDeny, ImplicitDeny, or Denied for either.</param>
/// <param name="Deciding">The statements that decided it, as indexes into <paramref name="Statements"/>.</param>
public sealed record IamCase(
    string Principal, string Action, string Resource, IReadOnlyList<IamContextEntry> Context,
    string Expected, Decision Decision, bool AsExpected, IReadOnlyList<int> Deciding, IReadOnlyList<string> MissingContextValues,
    IReadOnlyList<string> Unevaluated, IReadOnlyList<IamStatement> Statements)
{
    /// <summary>What stands above the request: a step of a chain, or what a witness shows.</summary>
    public string? Title { get; init; }

    /// <summary>The kinds of policy that kept the request from being allowed, in words.</summary>
    public IReadOnlyList<string> BlockedBy { get; init; } = [];

    /// <summary>The questions in AWS's order, where more than the caller's own policies are asked; empty otherwise.</summary>
    public IReadOnlyList<IamStage> Stages { get; init; } = [];

    /// <summary>What the authored policy decides, where a check compares with one.</summary>
    public Decision? Reference { get; init; }

    /// <summary>How many statements more the policies hold than are listed.</summary>
    public int Omitted { get; init; }
}

/// <param name="Title">The kind of policy that is asked.</param>
/// <param name="Outcome">Passed, Blocked, NotNeeded, NotReached or Unknown.</param>
public sealed record IamStage(string Title, FlowOutcome Outcome, string Answer);

public sealed record IamContextEntry(string Key, IReadOnlyList<string> Values);

/// <param name="Line">In the policy's file, from 1; 0 for a policy that is not the learner's.</param>
public sealed record IamStatement(
    string Policy, string Name, string Effect, Match Applies, string Why, int Line, IReadOnlyList<IamElement> Elements)
{
    /// <summary>What the policy is, where there are several kinds: "trust policy of role/App".</summary>
    public string? Place { get; init; }
}

public sealed record IamElement(string Element, Match Match, string Why, int Line);

/// <param name="File">Named where the lab has several.</param>
public sealed record IamFinding(FindingType Type, string IssueCode, string Details, int Line, string? File = null);
