using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>The document's elements and those of its statements.</summary>
internal static class DocumentFixes
{
    public static IEnumerable<PolicyFix> AddVersion(FixContext context)
    {
        if (context.Outline.Document is { } document)
            yield return new($"Add Version {PolicyReader.CurrentVersion}", [context.AddFirst(document, $"\"Version\": \"{PolicyReader.CurrentVersion}\"")]);
    }

    public static IEnumerable<PolicyFix> SetVersion(FixContext context) => context.Outline.Document?.Find("Version")?.Value is { } value
        ? [new($"Write Version {PolicyReader.CurrentVersion}", [FixContext.Replace(value, PolicyReader.CurrentVersion)])]
        : AddVersion(context);

    public static IEnumerable<PolicyFix> RenameElement(FixContext context)
    {
        if (context.Member?.Parent is not OutlineObject holder) return [];
        var known = holder == context.Outline.Document ? PolicyReader.DocumentElements : PolicyReader.StatementElements;
        // An element that is there already is not what was meant.
        return context.Write(Spelling.Nearest(context.Value, known.Where(k => holder.Find(k) is null)));
    }

    /// <summary>A number or a word where a string belongs.</summary>
    public static IEnumerable<PolicyFix> Quote(FixContext context) =>
        context.Node is OutlineWord word ? [new("Put it in quotes", [FixContext.Replace(word, word.Text)])] : [];

    /// <summary>"allowed" and "denied" are clear enough.</summary>
    public static IEnumerable<PolicyFix> SetEffect(FixContext context) =>
        context.Value.StartsWith("allow", StringComparison.OrdinalIgnoreCase) ? context.Write("Allow")
        : context.Value.StartsWith("den", StringComparison.OrdinalIgnoreCase) ? context.Write("Deny")
        : Spelling.Nearest(context.Value, ["Allow", "Deny"]) is { } near ? context.Write(near)
        : context.Write("Allow", isPreferred: false).Concat(context.Write("Deny", isPreferred: false));

    public static IEnumerable<PolicyFix> AddEffect(FixContext context)
    {
        if (context.Node is not OutlineObject statement) yield break;
        foreach (var effect in new[] { "Allow", "Deny" })
            yield return new($"Add Effect {effect}", [context.AddFirst(statement, $"\"Effect\": \"{effect}\"")], IsPreferred: false);
    }

    /// <summary>Only where nothing else can be meant: none of the actions names a resource.</summary>
    public static IEnumerable<PolicyFix> AddResource(FixContext context)
    {
        if (context.Node is OutlineObject statement && StatementActions.Of(statement).Named is { Count: > 0 } named && named.All(n => n.Action.Targets.Count == 0))
            yield return new("Add Resource *, the only one that these actions have", [context.AddLast(statement, "\"Resource\": \"*\"")]);
    }

    public static IEnumerable<PolicyFix> RemoveMember(FixContext context)
    {
        if (context.Member is { } member) yield return new($"Remove {member.Name}", [context.Cut(member)]);
    }

    public static IEnumerable<PolicyFix> CleanSid(FixContext context) =>
        string.Concat(context.Value.Where(char.IsAsciiLetterOrDigit)) is { Length: > 0 } clean ? context.Write(Free(context, clean)) : RemoveMember(context);

    public static IEnumerable<PolicyFix> NumberSids(FixContext context)
    {
        if (context.Value.Length == 0) yield break;
        HashSet<string> taken = [.. Sids(context)];
        List<TextEdit> edits = [];
        foreach (var node in context.Finding.Locations.Skip(1).Select(context.NodeAt).OfType<OutlineString>())
        {
            var name = Numbered(node.Text, taken);
            taken.Add(name);
            edits.Add(FixContext.Replace(node, name));
        }
        if (edits.Count > 0) yield return new("Give each its own Sid", edits);
    }

    /// <summary>All but the first.</summary>
    public static IEnumerable<PolicyFix> RemoveRepeated(FixContext context)
    {
        var repeated = context.Finding.Locations.Skip(1).Select(context.NodeAt).OfType<OutlineObject>().ToList();
        if (repeated.Count > 0 && repeated[0].Parent is OutlineArray list) yield return new("Keep one of them", context.Cut(list, repeated));
    }

    private static string Free(FixContext context, string name) => Sids(context).Contains(name, StringComparer.Ordinal) ? Numbered(name, [.. Sids(context)]) : name;

    private static string Numbered(string name, HashSet<string> taken)
    {
        var number = 2;
        while (taken.Contains(FormattableString.Invariant($"{name}{number}"))) number++;
        return FormattableString.Invariant($"{name}{number}");
    }

    private static IEnumerable<string> Sids(FixContext context) => context.Outline.Statements.Select(s => s.Find("Sid")?.Value).OfType<OutlineString>().Select(s => s.Text);
}
