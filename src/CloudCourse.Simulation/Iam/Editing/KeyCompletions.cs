using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Keys that the operator compares: those of the statement's actions, the global ones, then the rest of their services.</summary>
internal static class KeyCompletions
{
    /// <summary>Global keys that most policies use, before the others.</summary>
    private static readonly string[] Common =
    [
        "aws:SourceIp", "aws:PrincipalOrgID", "aws:PrincipalArn", "aws:SecureTransport", "aws:MultiFactorAuthPresent", "aws:RequestedRegion", "aws:PrincipalTag/${TagKey}",
        "aws:ResourceTag/${TagKey}", "aws:RequestTag/${TagKey}", "aws:TagKeys", "aws:username", "aws:SourceArn", "aws:SourceAccount", "aws:PrincipalAccount", "aws:SourceVpce", "aws:CurrentTime",
    ];

    private static readonly CatalogKey[] Global = [.. ActionCatalog.Current.GlobalKeys.OrderBy(k => Array.IndexOf(Common, k.Name) is >= 0 and var at ? at : Common.Length)];

    public static void Add(CompletionRun run)
    {
        var (qualifier, _, op) = ConditionOperator.Parse(run.Place.Operator?.Name ?? "");
        var there = ((OutlineObject)run.Place.Holder!).Members.Where(m => m != run.Place.Member).Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var actions = StatementActions.Of(run.Place.Statement);
        var count = actions.Named.Count;
        var own = actions.Keys();

        foreach (var use in own.OrderByDescending(k => k.Count == count).ThenBy(k => k.Of.Name.StartsWith("aws:", StringComparison.Ordinal)))
        {
            if (OperatorTexts.Fits(op, qualifier, use.Of)) Key(use.Of, use.Count == count && count > 1 ? "of all these actions" : $"of {actions.Few(use)}");
        }
        if (run.Kind is PolicyType.Trust)
        {
            foreach (var domain in Providers(run))
            {
                // Every OIDC provider says these two, be they in AWS's list or not.
                if (domain != "saml") { Key(new($"{domain}:sub", "String"), "of this provider"); Key(new($"{domain}:aud", "String"), "of this provider"); }
                foreach (var key in ActionCatalog.Current.Service("sts")!.Keys.Where(k => k.Name.StartsWith(domain + ":", StringComparison.OrdinalIgnoreCase))) Key(key, "of this provider");
            }
        }
        foreach (var key in Global) Key(key, "global");
        foreach (var service in actions.Services)
        {
            foreach (var key in service.Keys) Key(key, $"of {service.Prefix}, not of these actions");
        }

        void Key(CatalogKey key, string whose)
        {
            if (there.Contains(key.Name) || !OperatorTexts.Fits(op, qualifier, key)) return;
            var value = op is NullOperator || key.ValueType == "Bool" ? "\"$1\"" : qualifier is SetQualifier.None ? "\"$1\"" : "[\"$1\"]";
            run.Name(key.Name, CompletionKind.Key, $"{KeyTexts.TypeWords(key)}, {whose}", value, KeyTexts.Meaning(key.Name) ?? "", again: true);
        }
    }

    /// <summary>What the keys of the statement's Federated principals begin with.</summary>
    private static IEnumerable<string> Providers(CompletionRun run)
    {
        const string oidc = ":oidc-provider/";
        foreach (var text in (run.Place.Statement?.Find("Principal")?.Value as OutlineObject)?.Find("Federated")?.Texts ?? [])
        {
            if (text.Text.Contains(":saml-provider/", StringComparison.Ordinal)) yield return "saml";
            else if (text.Text.IndexOf(oidc, StringComparison.Ordinal) is >= 0 and var at) yield return text.Text[(at + oidc.Length)..];
            else if (text.Text.Contains('.', StringComparison.Ordinal) && !text.Text.Contains(':', StringComparison.Ordinal)) yield return text.Text;
        }
    }
}
