using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>Actions, and lists that say a thing twice.</summary>
internal static class ActionFixes
{
    public static IEnumerable<PolicyFix> Rename(FixContext context)
    {
        var text = context.Value;
        if (text.Length is 0 or > 128) return [];
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) return context.Write(ActionCatalog.Current.SuggestAction(text[..colon], text[(colon + 1)..]));

        // A dot for the colon, or no service at all: then it is one that the policy speaks of.
        if (text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && ActionCatalog.Current.HasAction(text[..dot], text[(dot + 1)..]) is true)
            return context.Write($"{text[..dot]}:{text[(dot + 1)..]}");
        return OfServices(context, text, Spoken(context)).Take(3).ToList() is [.. var found] ? found.SelectMany(f => context.Write(f, found.Count == 1)) : [];
    }

    public static IEnumerable<PolicyFix> RenameService(FixContext context)
    {
        var text = context.Value;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text.Length > 128) return [];
        var name = text[(colon + 1)..];
        // The nearest prefix that has the action; many are near to a slip in two letters.
        var near = Spelling.Nearest(text[..colon], ActionCatalog.Current.Prefixes.Where(p => ActionCatalog.Current.HasAction(p, name) is true));
        return near is not null ? context.Write($"{near}:{name}") : OfServices(context, name, Spoken(context)).Take(3).SelectMany(f => context.Write(f, isPreferred: false));
    }

    /// <summary>One of a list, in which it says nothing. A list's last item stays: without it the statement would be another.</summary>
    public static IEnumerable<PolicyFix> Remove(FixContext context)
    {
        if (context.Node is OutlineString { Parent: OutlineArray { Items.Count: > 1 } list } item) yield return new($"Remove \"{item.Text}\"", context.Cut(list, [item]));
    }

    /// <summary>Those of a list that another of it covers, as the findings see it.</summary>
    public static IEnumerable<PolicyFix> RemoveCovered(FixContext context)
    {
        if (context.Member?.Value is not OutlineArray list) yield break;
        var ignoreCase = context.Finding.IssueCode == "REDUNDANT_ACTION";
        // The last place is the one that covers the others.
        var covered = context.Finding.Locations.SkipLast(1).Select(context.NodeAt).OfType<OutlineString>().Where(n => n.Parent == list).ToList<OutlineNode>();
        if (covered.Count == 0) covered = [.. Pairs.Redundant([.. list.Items.OfType<OutlineString>()], i => i.Text, ignoreCase, (wide, narrow) => Pairs.Covers(wide, narrow, ignoreCase)).SelectMany(g => g.Narrow)];
        if (covered.Count > 0) yield return new(covered.Count == 1 ? $"Remove \"{((OutlineString)covered[0]).Text}\"" : $"Remove the {covered.Count} that are covered", context.Cut(list, covered));
    }

    private static IEnumerable<string> OfServices(FixContext context, string name, IEnumerable<string> prefixes) =>
        name.AsSpan().ContainsAny('*', '?') ? [] : prefixes.Where(p => ActionCatalog.Current.Service(p)?.Find(name) is not null)
            .Select(p => StatementActions.FullName(ActionCatalog.Current.Service(p)!, ActionCatalog.Current.Service(p)!.Find(name)!));

    /// <summary>Services that the policy names, then those that most policies are about.</summary>
    private static IEnumerable<string> Spoken(FixContext context) => context.Outline.Statements.SelectMany(s => s.Members).Where(m => m.Name is "Action" or "NotAction")
        .SelectMany(m => m.Texts).Select(t => t.Text.Split(':')).Where(p => p.Length == 2).Select(p => p[0]).Concat(ActionCompletions.Common).Distinct(StringComparer.OrdinalIgnoreCase);
}
