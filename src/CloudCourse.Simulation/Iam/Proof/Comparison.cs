namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>How what policy A allows stands to what policy B allows. <see cref="Narrower"/>: A allows less.</summary>
public enum PolicyRelation { Equivalent, Narrower, Broader, Incomparable, Undecided }

/// <param name="ANotB">A request that A allows and B does not, as the evaluator confirms; null when there is none or none was found.</param>
/// <param name="BNotA">The other way round.</param>
/// <param name="Undecided">What could not be decided, each construct named; empty unless the relation is <see cref="PolicyRelation.Undecided"/>.</param>
public sealed record Comparison(PolicyRelation Relation, AuthorizationRequest? ANotB, AuthorizationRequest? BNotA, IReadOnlyList<string> Undecided);

/// <summary>Which requests count in a comparison.</summary>
public sealed record CompareOptions
{
    public static readonly CompareOptions Default = new();

    /// <summary>Only actions of the catalogue; a policy that also allows actions that do not exist is no broader for it.</summary>
    public bool OnlyCatalogueActions { get; init; }

    /// <summary>Only actions of the catalogue, each on ARNs of its own resource types only, or on <c>*</c> where it has none.</summary>
    public bool OnlyTheirResourceTypes { get; init; }

    /// <summary>The work after which the answer is "undecided" rather than late.</summary>
    public long Steps { get; init; } = PolicyComparer.Steps;

    internal Func<CallerChoice, bool>? KeepCaller { get; init; }
    internal Func<string, string[]?, bool>? KeepValue { get; init; }
}

/// <summary>What keeps a comparison from an answer; the message names the construct.</summary>
internal sealed class UndecidedException(string construct) : Exception(construct);
