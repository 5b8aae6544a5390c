using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>A statement laid out for evaluation: lists as arrays, and what does not depend on the request worked out.</summary>
internal sealed class StatementParts
{
    private readonly Unreadable[] _unreadable;

    public StatementParts(Statement statement)
    {
        Of = statement;
        // In the order of the text, so that an element finds its own without going through all.
        _unreadable = [.. statement.Unreadable.OrderBy(u => u.At.Start)];
        Actions = [.. statement.Action?.Patterns ?? []];
        Resources = [.. statement.Resource?.Patterns ?? []];
        Conditions = [.. statement.Conditions.Select(c => new ConditionPart(c, Doubt(c.ValuesAt)))];
        PrincipalDoubt = Doubt(statement.Principal?.Member.Value.At);
        ActionDoubt = Doubt(statement.Action?.Member.Value.At);
        ResourceDoubt = Doubt(statement.Resource?.Member.Value.At);
        Keys =
        [
            .. statement.Conditions.SelectMany(c => c.Values.SelectMany(v => v.Pattern.Variables).Prepend(c.Key))
                .Concat(Resources.SelectMany(r => r.Variables)).Distinct(StringComparer.OrdinalIgnoreCase).Select(k => new ContextKey(k)),
        ];
        IsUnreadable = statement.Unreadable.Count > 0;
    }

    public Statement Of { get; }
    public Pattern[] Actions { get; }
    public ArnPattern[] Resources { get; }
    public ConditionPart[] Conditions { get; }

    /// <summary>What the statement asks of a request's context, in conditions and variables.</summary>
    public ContextKey[] Keys { get; }

    /// <summary>
    /// A part of the element that cannot be read. It might have fitted, so the element is neither a match nor a miss, and a Deny
    /// with such a part lets nothing through.
    /// </summary>
    public Unreadable? PrincipalDoubt { get; }
    public Unreadable? ActionDoubt { get; }
    public Unreadable? ResourceDoubt { get; }

    /// <summary>Something in the statement cannot be read, in an element or beside them.</summary>
    public bool IsUnreadable { get; }

    private Unreadable? Doubt(Location? span)
    {
        if (span is not { } within || _unreadable.Length == 0) return null;
        var (low, high) = (0, _unreadable.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_unreadable[middle].At.Start < within.Start) low = middle + 1;
            else high = middle;
        }
        // Values nest, so the first that begins inside ends inside, or none does.
        return low < _unreadable.Length && _unreadable[low].At.End <= within.End ? _unreadable[low] : null;
    }

    // What is worked out from a statement makes no difference to whether it equals another.
    public override bool Equals(object? other) => other is StatementParts;
    public override int GetHashCode() => 0;
}

internal readonly record struct ConditionPart(Condition Condition, Unreadable? Doubt);
