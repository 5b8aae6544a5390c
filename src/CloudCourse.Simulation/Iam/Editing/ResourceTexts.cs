using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>An ARN in words: what it names, and which of the statement's actions work on such a thing.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"/>
internal static class ResourceTexts
{
    public static string? Markdown(string text, OutlineObject? statement)
    {
        var actions = StatementActions.Of(statement);
        if (text == "*") return "`*`: every resource of every service." + Only(actions);
        if (ArnPattern.Split(text, variables: true) is not ["arn", var partition, { Length: > 0 } service, var region, var account, var resource]) return null;
        var types = ActionCatalog.Current.TypesOfArn(service);
        var fits = types.Where(t => Like(t, region, account, resource)).ToList();
        var name = ActionCatalog.Current.Head(service)?.Name ?? service;
        List<string> parts = [$"**{(fits.Count == 0 ? "A resource" : string.Join(" or ", fits.Select(t => t.Name).Distinct().Take(3)))}** of {name}"];
        parts.Add($"partition `{partition}`, Region {Part(region)}, account {Part(account)}, resource `{resource}`");
        if (fits.Count > 0 && actions.Named.Count > 0) parts.Add(Works(actions, fits));
        return string.Join("\n\n", parts);
    }

    /// <summary>The policy variable under the pointer.</summary>
    public static string? VariableAt(PolicyPlace place)
    {
        var at = place.Typed.Length;
        var start = place.Text.LastIndexOf("${", Math.Min(at, place.Text.Length - 1), StringComparison.Ordinal);
        var end = start < 0 ? -1 : place.Text.IndexOf('}', start);
        if (end < 0 || at > end + 1) return null;
        var key = place.Text[(start + 2)..end].Split(',')[0].Trim();
        return KeyTexts.Meaning(key) is { } meaning ? $"`{place.Text[start..(end + 1)]}` is filled in for each request. {meaning}" : $"`{place.Text[start..(end + 1)]}` is filled in for each request.";
    }

    private static string Part(string part) => part.Length == 0 ? "none (it has none)" : part == "*" ? "any" : $"`{part}`";

    private static string Works(StatementActions actions, List<CatalogResourceType> types)
    {
        var (on, off) = (new List<string>(), new List<string>());
        foreach (var (service, action) in actions.Named) (action.Targets.Any(t => types.Contains(t.Type)) ? on : off).Add($"`{StatementActions.FullName(service, action)}`");
        return (on.Count, off.Count) switch
        {
            (_, 0) => "All actions of this statement work on it.",
            (0, _) => $"No action of this statement works on it: {StatementActions.Few(off)} {(off.Count == 1 ? "is" : "are")} for other types of resource.",
            _ => $"Of this statement's actions, {StatementActions.Few(on)} {(on.Count == 1 ? "works" : "work")} on it; {StatementActions.Few(off)} {(off.Count == 1 ? "does" : "do")} not.",
        };
    }

    private static string Only(StatementActions actions)
    {
        var without = actions.Named.Where(n => n.Action.Targets.Count == 0).Select(n => $"`{StatementActions.FullName(n.Service, n.Action)}`").ToList();
        return without.Count == 0 ? "" : $"\n\n{StatementActions.Few(without)} {(without.Count == 1 ? "names" : "name")} no resource and {(without.Count == 1 ? "needs" : "need")} it.";
    }

    /// <summary>
    /// Whether the ARN looks like one of that type. S3's objects have a slash and its buckets none, though a star in the type's
    /// form would take either.
    /// </summary>
    private static bool Like(CatalogResourceType type, string region, string account, string resource)
    {
        var form = type.Parts[5];
        if (type.Parts[3].Length == 0 && region.Length > 0 && region != "*") return false;
        if (type.Parts[4].Length == 0 && account.Length > 0 && account != "*") return false;
        var fixedStart = form.IndexOf("${", StringComparison.Ordinal) is >= 0 and var dollar ? form[..dollar] : form;
        if (fixedStart.Length > 0) return resource.StartsWith(fixedStart, StringComparison.Ordinal) || (resource.EndsWith('*') && fixedStart.StartsWith(resource.TrimEnd('*'), StringComparison.Ordinal));
        return form.Contains('/', StringComparison.Ordinal) == resource.Contains('/', StringComparison.Ordinal) || resource == "*";
    }
}
