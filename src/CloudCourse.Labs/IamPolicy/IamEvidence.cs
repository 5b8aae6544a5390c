using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>What an IAM check saw, as the panel draws it.</summary>
/// <param name="Cases">The requests that were decided, in the check's order.</param>
/// <param name="Findings">What is wrong with the document; the grammar check's.</param>
public sealed record IamEvidence(IReadOnlyList<IamCase> Cases, IReadOnlyList<IamFinding> Findings);

/// <param name="Expected">The decision that the check wants: Allowed, ExplicitDeny, ImplicitDeny, or Denied for either.</param>
/// <param name="Deciding">The statements that decided it, as indexes into <paramref name="Statements"/>.</param>
public sealed record IamCase(
    string Principal, string Action, string Resource, IReadOnlyList<IamContextEntry> Context,
    string Expected, Decision Decision, bool AsExpected, IReadOnlyList<int> Deciding, IReadOnlyList<string> MissingContextValues,
    IReadOnlyList<string> Unevaluated, IReadOnlyList<IamStatement> Statements);

public sealed record IamContextEntry(string Key, IReadOnlyList<string> Values);

/// <param name="Line">In the policy's file, from 1; 0 for a policy that is not the learner's.</param>
public sealed record IamStatement(
    string Policy, string Name, string Effect, Match Applies, string Why, int Line, IReadOnlyList<IamElement> Elements);

public sealed record IamElement(string Element, Match Match, string Why, int Line);

public sealed record IamFinding(FindingType Type, string IssueCode, string Details, int Line);
