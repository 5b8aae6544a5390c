using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

/// <summary>One element of a statement held against the request. It keeps the facts; its words are made when they are asked for.</summary>
public abstract class ElementTrace(Match match)
{
    /// <summary>As in the document: <c>Action</c>, <c>NotResource</c>, <c>Condition StringEquals aws:username</c>.</summary>
    public abstract string Element { get; }
    public Match Match { get; } = match;

    /// <summary>What the request has.</summary>
    public abstract string Seen { get; }

    /// <summary>Why it fits or not, in one sentence.</summary>
    public abstract string Why { get; }

    /// <summary>The value that matched, or the element.</summary>
    public abstract Location At { get; }
}

/// <summary>An element of which everything was known beforehand, such as one that is not there.</summary>
internal sealed class StatedTrace(string element, Match match, string seen, string why, Location at) : ElementTrace(match)
{
    public override string Element => element;
    public override string Seen => seen;
    public override string Why => why;
    public override Location At => at;
}

/// <summary>
/// An element of which a part cannot be read. The part might have fitted, so the element is neither a match nor a miss, and a
/// Deny with such a part lets nothing through.
/// </summary>
internal sealed class DoubtedTrace(ElementTrace element, Unreadable part) : ElementTrace(Match.Unknown)
{
    public override string Element => element.Element;
    public override string Seen => element.Seen;
    public override string Why => part.Why;
    public override Location At => part.At;
}

/// <param name="by">The pattern that the action fits.</param>
internal sealed class ActionTrace(ActionElement element, string action, Pattern? by)
    : ElementTrace(by is null == element.Negated ? Match.Yes : Match.No)
{
    public override string Element => element.Negated ? "NotAction" : "Action";
    public override string Seen => action;
    public override Location At => by?.At ?? element.Member.Value.At;

    public override string Why => (by, element.Negated) switch
    {
        (null, true) => $"{action} is none of the actions excluded",
        (null, false) => $"{action} is none of the actions listed",
        (_, true) => $"{action} is excluded by \"{by.Text}\"",
        _ => $"{action} fits \"{by.Text}\"",
    };
}

/// <param name="by">The pattern that the resource fits.</param>
/// <param name="unresolved">The first variable without a value that kept a pattern from fitting.</param>
internal sealed class ResourceTrace(ResourceElement element, PreparedRequest request, Match match, ArnPattern? by, string? unresolved) : ElementTrace(match)
{
    private string Resource => request.Resource;

    public override string Element => element.Negated ? "NotResource" : "Resource";
    public override string Seen => Resource;
    public override Location At => by?.At ?? (element.Negated ? null : Nearest().Pattern?.At) ?? element.Member.Value.At;

    public override string Why => (by, element.Negated) switch
    {
        (not null, true) => $"{Resource} is excluded by \"{by.Text}\"",
        (not null, false) => $"{Resource} fits \"{by.Text}\"",
        (_, true) when unresolved is not null => $"the request has no single value for ${{{unresolved}}}, so the statement does not apply",
        (_, true) => $"{Resource} is none of the resources excluded",
        _ => WhyNot(),
    };

    private string WhyNot() => Nearest() switch
    {
        (null, _) => "the list of resources is empty",
        (var nearest, ArnMismatch.Variable) => $"the request has no single value for ${{{unresolved}}}, so \"{nearest.Text}\" fits nothing",
        (var nearest, _) when Resource == "*" => $"the action names no single resource, which only \"*\" fits, not \"{nearest.Text}\"",
        (var nearest, ArnMismatch.NotAnArn) => $"{Resource} does not fit \"{nearest.Text}\"",
        (var nearest, ArnMismatch.Resource) => $"{Resource} differs from \"{nearest.Text}\" in the resource, its last part",
        var (nearest, part) => $"{Resource} differs from \"{nearest.Text}\" in the {part.ToString().ToLowerInvariant()}",
    };

    /// <summary>The pattern that fits furthest.</summary>
    private (ArnPattern? Pattern, ArnMismatch Mismatch) Nearest()
    {
        (ArnPattern? Pattern, ArnMismatch Mismatch) nearest = (null, ArnMismatch.NotAnArn);
        // It was affordable once already, when the request was decided.
        var work = new WorkBudget(long.MaxValue);
        foreach (var pattern in element.Patterns)
        {
            var mismatch = pattern.Match(Resource, request.Context, work, out _);
            if (nearest.Pattern is null || mismatch > nearest.Mismatch) nearest = (pattern, mismatch);
        }
        return nearest;
    }
}
