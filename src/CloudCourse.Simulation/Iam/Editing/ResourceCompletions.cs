using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>The ARNs of the resource types that the statement's actions work on, with a field for each name in them.</summary>
internal static class ResourceCompletions
{
    public static void Add(CompletionRun run)
    {
        var actions = StatementActions.Of(run.Place.Statement);
        var types = actions.Types();
        // The plainest first: a bucket's object before one seen through an access point.
        foreach (var use in types.OrderByDescending(t => t.Count).ThenBy(t => t.Of.Arn.Length)) Type(run, use.Of, $"for {actions.Few(use)}");
        foreach (var arn in Written(run)) run.Value(arn, CompletionKind.Resource, "as elsewhere in this policy");

        var without = actions.Named.Where(n => n.Action.Targets.Count == 0).Select(n => StatementActions.FullName(n.Service, n.Action)).ToList();
        run.Value("*", CompletionKind.Resource, without.Count == 0 ? "every resource" : without.Count == actions.Named.Count ? "these actions name no resource" : $"for {StatementActions.Few(without, 2)}");

        // Without actions yet, the ARN itself says of which service.
        if (types.Count > 0 || run.Place.Typed.Split(':') is not ["arn", _, { Length: > 0 } service, ..]) return;
        foreach (var type in ActionCatalog.Current.TypesOfArn(service)) Type(run, type, "a resource of " + service);
    }

    private static void Type(CompletionRun run, CatalogResourceType type, string detail)
    {
        run.Template(type.Arn, CompletionKind.Resource, $"{type.Name} {detail}");
        // Everything in a bucket is what people mean most of the time.
        if (type.Arn.EndsWith("/${ObjectName}", StringComparison.Ordinal))
            run.Template(type.Arn.Replace("${ObjectName}", "*", StringComparison.Ordinal), CompletionKind.Resource, "every " + type.Name);
    }

    private static IEnumerable<string> Written(CompletionRun run) => run.Outline.Statements
        .SelectMany(s => s.Members.Where(m => m.Name is "Resource" or "NotResource")).SelectMany(m => m.Texts)
        .Where(t => t != run.Place.Token && t.IsClosed && t.Text.StartsWith("arn:", StringComparison.Ordinal) && !t.Text.Contains('\\', StringComparison.Ordinal))
        .Select(t => t.Text).Except(run.Place.Member!.Texts.Where(t => t != run.Place.Token).Select(t => t.Text), StringComparer.Ordinal).Take(20);
}
