namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>One thing that a request can have, and what it does to the statements.</summary>
/// <param name="Out">The statements that it rules out.</param>
/// <param name="Doubt">Those of which nobody can tell.</param>
/// <param name="Sets">Context keys and their values; null for a key that the request does not have.</param>
/// <param name="Trait">What other keys that depend on this one see of it.</param>
/// <param name="Why">The construct behind the doubt.</param>
internal sealed record Choice(StatementBits Out, StatementBits Doubt, (string Key, string[]? Values)[] Sets, int Trait = 0, string? Why = null);

/// <summary>The shape of an action that requests can have, and the statements that it leaves.</summary>
/// <param name="Statements">Numbers of the statements whose Action fits.</param>
/// <param name="Real">The action of the catalogue, where only those count.</param>
internal sealed record ActionChoice(string Text, int[] Statements, Catalog.CatalogAction? Real, TextClass? Class);

/// <summary>One resource.</summary>
internal sealed record ResourceChoice(string Text, Choice Choice, TextClass? Class);

/// <summary>One caller.</summary>
/// <param name="Known">What the request says about it beyond its name.</param>
internal sealed record CallerChoice(RequestPrincipal Principal, string? CanonicalId, string? Owner, (string Key, string[]? Values)[] Known, Choice Choice)
{
    /// <summary>A service, an identity provider's user or nobody: none that an account knows.</summary>
    public bool IsNobody => Principal is not ArnPrincipal;

    public AuthorizationRequest Ask(string action, string resource, RequestContext context) =>
        new(Principal, action, resource, context, Owner) { CanonicalUserId = CanonicalId };
}

/// <summary>What was worked out for some statements and holds for others that say the same.</summary>
internal sealed class Memory
{
    public Dictionary<string, List<TextClass>> Walks { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, List<(TextClass One, string Text)>> People { get; } = new(StringComparer.Ordinal);
}

/// <summary>What the search could not look through, each construct named once.</summary>
internal sealed class Doubts
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string construct)
    {
        if (!_all.Contains(construct)) _all.Add(construct);
    }
}
