using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Services first, then a service's actions with what each of them does.</summary>
internal static class ActionCompletions
{
    /// <summary>Those that beginners mean, before the other four hundred.</summary>
    internal static readonly string[] Common =
    [
        "s3", "ec2", "iam", "lambda", "dynamodb", "sqs", "sns", "kms", "sts", "logs", "cloudwatch", "ecs", "ecr", "rds", "secretsmanager", "ssm",
        "elasticloadbalancing", "autoscaling", "apigateway", "cloudformation",
    ];

    private static readonly string[] Ordered = [.. Common, .. ActionCatalog.Current.Prefixes.Except(Common)];

    /// <summary>Verbs that begin the names of many actions.</summary>
    private static readonly string[] Verbs = ["Get", "List", "Describe", "Put", "Create", "Update", "Delete", "Tag", "Untag", "Start", "Stop", "Batch"];

    public static void Add(CompletionRun run)
    {
        if (run.Kind is PolicyType.Trust)
        {
            Trust(run);
            return;
        }
        var typed = run.Place.Typed;
        var colon = typed.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (ActionCatalog.Current.Service(typed.AsSpan(0, colon)) is { } service) Actions(run, service, typed[(colon + 1)..], CompletionRun.Most);
            return;
        }
        Services(run, typed);
        // Whoever knows only the action's name gets it too.
        if (typed.Length < 3) return;
        foreach (var prefix in Common) Actions(run, ActionCatalog.Current.Service(prefix)!, typed, 20, mostFit: 1, patterns: false);
    }

    private static void Services(CompletionRun run, string typed)
    {
        // The cursor is in the service of an action that is there already: the action stays.
        var rest = run.Place.Text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? run.Place.Text[(colon + 1)..] : "";
        foreach (var (prefix, name, _) in Fitting(run.Kind, typed).OrderBy(s => s.Fit))
        {
            if (!run.Service(prefix, name, rest)) break;
            if (prefix == Common[^1] && run.Kind is not PolicyType.ResourceControl && typed.Length == 0) run.Value("*", CompletionKind.Pattern, "every action of every service");
        }
    }

    private static IEnumerable<(string Prefix, string Name, int Fit)> Fitting(PolicyType kind, string typed)
    {
        foreach (var prefix in Ordered)
        {
            var (name, takesResourceControl) = ActionCatalog.Current.Head(prefix)!.Value;
            if (kind is PolicyType.ResourceControl && !takesResourceControl) continue;
            if (CompletionRun.Fit(typed, prefix) is { } fit) yield return (prefix, name, fit);
            else if (typed.Length > 2 && name.Contains(typed, StringComparison.OrdinalIgnoreCase)) yield return (prefix, name, 3);
        }
    }

    private static void Actions(CompletionRun run, CatalogService service, string typed, int most, int mostFit = 2, bool patterns = true)
    {
        var others = run.Place.Member!.Texts.Where(t => t != run.Place.Token).Select(t => t.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var fitting = service.Actions.Select(a => (Action: a, Fit: CompletionRun.Fit(typed, a.Name))).Where(a => a.Fit <= mostFit).OrderBy(a => a.Fit).Take(most);
        foreach (var (action, _) in fitting)
        {
            var name = StatementActions.FullName(service, action);
            if (others.Contains(name)) continue;
            run.Value(name, CompletionKind.Action, ActionTexts.Level(action.Level), ActionTexts.Short(action));
            if (run.IsIncomplete) return;
        }
        if (!patterns) return;
        foreach (var verb in Verbs.Where(v => CompletionRun.Fit(typed, v) is 0))
        {
            var count = service.Actions.Count(a => a.Name.StartsWith(verb, StringComparison.Ordinal));
            if (count > 1) run.Value($"{service.Prefix}:{verb}*", CompletionKind.Pattern, $"{count} actions");
        }
        if (typed.Length == 0) run.Value($"{service.Prefix}:*", CompletionKind.Pattern, $"all {service.Actions.Count} actions of {service.Name}");
    }

    private static void Trust(CompletionRun run)
    {
        foreach (var (action, detail) in new[]
        {
            ("sts:AssumeRole", "for AWS principals and services"), ("sts:AssumeRoleWithWebIdentity", "for OIDC providers"), ("sts:AssumeRoleWithSAML", "for SAML providers"),
            ("sts:TagSession", "tags on the session"), ("sts:SetSourceIdentity", "who is behind the session"), ("sts:SetContext", "an identity context on the session"),
        })
        {
            run.Value(action, CompletionKind.Action, detail);
        }
    }
}
