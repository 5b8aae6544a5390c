using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

internal sealed class InvalidAction() : PolicyRule(FindingType.Error, "INVALID_ACTION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        var catalog = ActionCatalog.Current;
        foreach (var pattern in policy.Statements.SelectMany(s => s.Action?.Patterns ?? []))
        {
            var text = pattern.Text;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                if (text != "*")
                    yield return At(pattern.At, $"\"{text}\" does not say of which service. Write the service's prefix, a colon and the action, such as \"s3:GetObject\".");
                continue;
            }
            var (prefix, name) = (text[..colon], text[(colon + 1)..]);
            if (name.Length == 0)
                yield return At(pattern.At, $"\"{text}\" names no action. Write one after the colon, or \"{text}*\" for all of the service.");
            else if (catalog.HasAction(prefix, name) is false)
            {
                yield return At(pattern.At, name.AsSpan().ContainsAny('*', '?')
                    ? $"No action of {prefix} fits \"{text}\". Check the spelling before the wildcard."
                    : catalog.SuggestAction(prefix, name) is { } near
                        ? $"There is no action \"{text}\". Did you mean \"{near}\"?"
                        : $"There is no action \"{text}\". Look it up in the service's list of actions.");
            }
        }
    }
}

internal sealed class InvalidServiceInAction() : PolicyRule(FindingType.Error, "INVALID_SERVICE_IN_ACTION")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        var catalog = ActionCatalog.Current;
        foreach (var pattern in policy.Statements.SelectMany(s => s.Action?.Patterns ?? []))
        {
            var colon = pattern.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || pattern.Text.AsSpan(0, colon).ContainsAny('*', '?')) continue;
            var prefix = pattern.Text[..colon];
            if (catalog.HasService(prefix)) continue;
            yield return At(pattern.At, $"There is no service \"{prefix}\". " + (catalog.SuggestService(prefix) is { } near
                ? $"Did you mean \"{near}:{pattern.Text[(colon + 1)..]}\"?"
                : "Look the prefix up in the service authorization reference."));
        }
    }
}

internal sealed class WildcardInServiceName() : PolicyRule(FindingType.Suggestion, "WILDCARD_IN_SERVICE_NAME")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.SelectMany(s => s.Action?.Patterns ?? [])
            .Where(p => p.Text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && p.Text.AsSpan(0, colon).ContainsAny('*', '?'))
            .Select(p => At(p.At, $"\"{p.Text}\" has a wildcard in the service's name, so it reaches services that do not exist yet. Name each service."));
}

/// <summary>One action of the list is within another, which makes it say nothing.</summary>
internal sealed class RedundantAction() : PolicyRule(FindingType.Suggestion, "REDUNDANT_ACTION")
{
    /// <summary>Pairs are compared, so very long lists are left alone: editing must stay quick.</summary>
    internal const int LongestList = 400;

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.Where(s => s.Action is not null)
            .SelectMany(s => Pairs.Redundant(s.Action!.Patterns, p => p.Text, ignoreCase: true, (wide, narrow) => Pairs.Covers(wide, narrow, ignoreCase: true)))
            .Select(group => At([.. group.Narrow.Select(n => n.At), group.Wide.At],
                $"{Pairs.Quoted([.. group.Narrow.Select(n => n.Text)])} already in \"{group.Wide.Text}\". Remove {(group.Narrow.Count == 1 ? "it" : "them")}, or narrow the other."));
}

/// <summary>The same for resources.</summary>
internal sealed class RedundantResource() : PolicyRule(FindingType.Suggestion, "REDUNDANT_RESOURCE")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        policy.Statements.Where(s => s.Resource is not null)
            .SelectMany(s => Pairs.Redundant(s.Resource!.Patterns, p => p.Text, ignoreCase: false, CoversArn))
            .Select(group => At([.. group.Narrow.Select(n => n.At), group.Wide.At],
                $"{Pairs.Quoted([.. group.Narrow.Select(n => n.Text)])} already in \"{group.Wide.Text}\". Remove {(group.Narrow.Count == 1 ? "it" : "them")}, or narrow the other."));

    /// <summary>AWS compares the texts whole: here a star does reach over colons, unlike in a decision.</summary>
    private static bool CoversArn(string wide, string narrow) => wide == "*" || Pairs.Covers(wide, narrow, ignoreCase: false);
}

internal static class Pairs
{
    public static string Quoted(IReadOnlyList<string> texts) => texts.Count == 1
        ? $"\"{texts[0]}\" is"
        : $"{string.Join(", ", texts.Take(3).Select(t => $"\"{t}\""))}{(texts.Count > 3 ? $" and {texts.Count - 3} more" : "")} are";

    /// <summary>Each item that makes others superfluous, with those.</summary>
    public static IEnumerable<(T Wide, IReadOnlyList<T> Narrow)> Redundant<T>(IReadOnlyList<T> items, Func<T, string> text, bool ignoreCase, Func<string, string, bool> covers)
    {
        if (items.Count > RedundantAction.LongestList) return [];
        var texts = items.Select(text).ToArray();
        var comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        Dictionary<string, int> first = new(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        for (var i = 0; i < texts.Length; i++) first.TryAdd(texts[i], i);
        // Few have a star, and of those few begin alike: only then are two compared.
        var stars = Enumerable.Range(0, texts.Length).Where(i => texts[i].Length <= 512 && texts[i].Contains('*', StringComparison.Ordinal))
            .Select(i => (At: i, Start: texts[i][..texts[i].AsSpan().IndexOfAny('*', '?')])).ToArray();
        int?[] by = [.. texts.Select((_, i) => CoveredBy(i))];
        // What covers it may itself be covered by something wider.
        return by.Select((wide, narrow) => (Narrow: narrow, Wide: wide)).Where(p => p.Wide is not null)
            .GroupBy(p => Widest(p.Wide!.Value), p => items[p.Narrow])
            .Select(g => (items[g.Key], (IReadOnlyList<T>)[.. g]));

        int? CoveredBy(int i)
        {
            // Of two equal ones the later is superfluous.
            int? equal = first[texts[i]] is var earlier && earlier < i ? earlier : null;
            foreach (var (at, start) in stars)
            {
                if (at > equal) break;
                if (at != i && texts[i].StartsWith(start, comparison) && !string.Equals(texts[i], texts[at], comparison) && covers(texts[at], texts[i])) return at;
            }
            return equal;
        }

        int Widest(int i)
        {
            for (var steps = 0; steps < texts.Length && by[i] is { } wider; steps++) i = wider;
            return i;
        }
    }

    /// <summary>Whether the wide pattern fits the narrow one read as a text: its own wildcards and variables are then like any other character.</summary>
    public static bool Covers(string wide, string narrow, bool ignoreCase)
    {
        // "?" of the wide one may not swallow the narrow one's "*", which can be empty or long.
        if (wide.Contains('?', StringComparison.Ordinal) && narrow.Contains('*', StringComparison.Ordinal)) return wide == narrow;
        return Wildcard.Matches(wide, narrow, ignoreCase);
    }
}
