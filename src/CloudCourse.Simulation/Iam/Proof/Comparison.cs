namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>How what policy A allows stands to what policy B allows. <see cref="Narrower"/>: A allows less.</summary>
public enum PolicyRelation { Equivalent, Narrower, Broader, Incomparable, Undecided }

/// <param name="ANotB">A request that A allows and B does not, as the evaluator confirms; null when there is none or none was found.</param>
/// <param name="BNotA">The other way round.</param>
/// <param name="Undecided">What could not be decided, each construct named; empty unless the relation is <see cref="PolicyRelation.Undecided"/>.</param>
public sealed record Comparison(PolicyRelation Relation, AuthorizationRequest? ANotB, AuthorizationRequest? BNotA, IReadOnlyList<string> Undecided);

/// <summary>One value that a request could have, and the statements that it leaves standing.</summary>
internal readonly record struct Candidate<T>(UInt128 Statements, T Value);

/// <summary>What keeps a comparison from an answer; the message names the construct.</summary>
internal sealed class UndecidedException(string construct) : Exception(construct);
