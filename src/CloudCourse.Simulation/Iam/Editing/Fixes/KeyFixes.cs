using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>Names of condition keys.</summary>
internal static class KeyFixes
{
    public static IEnumerable<PolicyFix> Rename(FixContext context)
    {
        if (ActionCatalog.Current.SuggestKey(context.Value) is not { } near || near.Contains("${", StringComparison.Ordinal)) return TagKey(context);
        return context.Write(near);
    }

    /// <summary>A tag's key, of which only what is before the slash is misspelt.</summary>
    private static IEnumerable<PolicyFix> TagKey(FixContext context)
    {
        var slash = context.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return [];
        var forms = ActionCatalog.Current.GlobalKeys.Select(k => k.Name).Where(n => n.EndsWith("/${TagKey}", StringComparison.Ordinal)).Select(n => n[..n.IndexOf('/', StringComparison.Ordinal)]);
        return Spelling.Nearest(context.Value[..slash], forms) is { } near ? context.Write(near + context.Value[slash..]) : [];
    }

    /// <summary>A key without its prefix: the statement's services have it, or it is a global one.</summary>
    public static IEnumerable<PolicyFix> AddPrefix(FixContext context)
    {
        var name = context.Value.Trim(':');
        if (name.Length is 0 or > 100) return [];
        var services = StatementActions.Of(context.Statement).Services.Select(s => s.Prefix);
        var found = services.Prepend("aws").Select(p => ActionCatalog.Current.Key($"{p}:{name}")).FirstOrDefault(k => k is not null && !k.Name.Contains("${", StringComparison.Ordinal));
        return context.Write(found?.Name);
    }

    public static IEnumerable<PolicyFix> Modern(FixContext context) => context.Write("aws:PrincipalArn");

    /// <summary>Both lists into the first.</summary>
    public static IEnumerable<PolicyFix> Merge(FixContext context)
    {
        var members = context.Finding.Locations.Select(context.NodeAt).Select(n => n?.Parent).OfType<OutlineMember>().ToList();
        if (members.Count < 2 || members.Exists(m => m.Value is null || m.Parent != members[0].Parent)) yield break;
        var values = members.SelectMany(m => m.Texts).Select(t => t.Text).Distinct(StringComparer.Ordinal).Select(t => $"\"{t}\"").ToList();
        if (values.Count == 0 || members.Exists(m => m.Value is OutlineArray list && list.Items.Exists(i => i is not OutlineString))) yield break;
        List<TextEdit> edits = [new(members[0].Value!.Start, members[0].Value!.End, $"[{string.Join(", ", values)}]")];
        foreach (var other in members.Skip(1)) edits.Add(context.Cut(other));
        if (edits.OrderBy(e => e.Start).Zip(edits.OrderBy(e => e.Start).Skip(1)).All(p => p.First.End <= p.Second.Start)) yield return new("Put the values into one list", edits);
    }
}
