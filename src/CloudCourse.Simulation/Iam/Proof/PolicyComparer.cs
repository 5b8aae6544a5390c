using CloudCourse.Simulation.Iam.Patterns;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// Decides whether one policy, or one set of policies, allows anything that another does not. What is shown was confirmed by the
/// evaluator; what cannot be decided is said, with the construct named.
/// </summary>
public static class PolicyComparer
{
    /// <summary>The work after which the answer is "undecided" rather than late.</summary>
    public const long Steps = 1_500_000;

    private const string TooMuch = "more combinations of actions, resources and conditions than a comparison may try";

    /// <summary>Two policies of an identity or of an organization; or two of a resource, when their statements name principals.</summary>
    public static Comparison Compare(Policy a, Policy b, long steps = Steps) => Compare(a, b, CompareOptions.Default with { Steps = steps });

    /// <summary>
    /// Two policies. Those whose statements name principals are a resource's: what each grants to callers of other accounts, who
    /// may do everything there, or to services and anybody.
    /// </summary>
    public static Comparison Compare(Policy a, Policy b, CompareOptions options)
    {
        if (SayTheSame(a, b)) return Constructs(SideOf(a), SideOf(b)) is { Count: > 0 } odd ? new(PolicyRelation.Undecided, null, null, odd) : new(PolicyRelation.Equivalent, null, null, []);
        var (first, second) = (NamesPrincipals(a), NamesPrincipals(b));
        if (first != second && a.Statements.Count > 0 && b.Statements.Count > 0)
            return new(PolicyRelation.Undecided, null, null, ["a policy whose statements have a Principal beside one whose have none"]);
        return first || second ? Compare(Side.OfResource(a), Side.OfResource(b), options) : Compare(SideOf(a), SideOf(b), options);
    }

    /// <summary>
    /// Two sets of policies as the evaluator decides by them: what the one lets through and the other does not, for callers of the
    /// resource's account and, where a resource's policy has a say, of others, for services and for anybody.
    /// </summary>
    public static Comparison Compare(PolicySet a, PolicySet b, CompareOptions? options = null) => Compare(Side.Of(a), Side.Of(b), options ?? CompareOptions.Default);

    internal static bool NamesPrincipals(Policy policy) => policy.Statements.Any(s => s.Principal is not null);

    internal static Side SideOf(Policy policy) => NamesPrincipals(policy) ? Side.OfResource(policy) : Side.Of(new() { IdentityPolicies = [policy] });

    internal static List<string> Constructs(Side a, Side b) => [.. a.Constructs().Concat(b.Constructs()).Distinct()];

    /// <summary>A request that the first allows and the second does not; otherwise what keeps "none" from being proven.</summary>
    internal static (AuthorizationRequest? Witness, IReadOnlyList<string> Undecided) Find(Side a, Side b, CompareOptions options, WorkBudget work)
    {
        if (Constructs(a, b) is { Count: > 0 } constructs) return (null, constructs);
        Search? search = null;
        try
        {
            search = new(a, b, options, work, both: false);
            search.Run();
            return (search.Found(0), search.Found(0) is null ? [.. search.DoubtsOf(0)] : []);
        }
        catch (UndecidedException e)
        {
            return (search?.Found(0), [e.Message]);
        }
        catch (WorkLimitException)
        {
            return (search?.Found(0), [TooMuch]);
        }
    }

    private static Comparison Compare(Side a, Side b, CompareOptions options)
    {
        if (Constructs(a, b) is { Count: > 0 } constructs) return new(PolicyRelation.Undecided, null, null, constructs);
        Search? search = null;
        string? stopped = null;
        try
        {
            search = new(a, b, options, new WorkBudget(options.Steps), both: true);
            search.Run();
        }
        catch (UndecidedException e)
        {
            stopped = e.Message;
        }
        catch (WorkLimitException)
        {
            stopped = TooMuch;
        }
        var (aNotB, bNotA) = (search?.Found(0), search?.Found(1));
        List<string> open = [.. new[] { (aNotB, 0), (bNotA, 1) }.Where(f => f.Item1 is null).SelectMany(f => stopped is not null ? [stopped] : search!.DoubtsOf(f.Item2)).Distinct()];
        if (open.Count > 0) return new(PolicyRelation.Undecided, aNotB, bNotA, open);
        return new((aNotB, bNotA) switch
        {
            (null, null) => PolicyRelation.Equivalent,
            (null, _) => PolicyRelation.Narrower,
            (_, null) => PolicyRelation.Broader,
            _ => PolicyRelation.Incomparable,
        }, aNotB, bNotA, []);
    }

    private static bool SayTheSame(Policy a, Policy b) => a.HasVariables == b.HasVariables && a.Statements.Count is > 0 and <= 1_000 && b.Statements.Count <= 1_000
        && a.Statements.Select(RedundantStatement.Essence).ToHashSet(StringComparer.Ordinal).SetEquals(b.Statements.Select(RedundantStatement.Essence));
}
