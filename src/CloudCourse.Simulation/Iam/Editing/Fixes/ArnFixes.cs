using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>ARNs, part by part.</summary>
internal static class ArnFixes
{
    public static IEnumerable<PolicyFix> Prefix(FixContext context)
    {
        var parts = ArnPattern.Split(context.Value, variables: true);
        // "arm:aws:…", or an ARN from its service on.
        if (parts.Count == 6 && Spelling.Nearest(parts[0], ["arn"]) is not null) return context.Write($"arn:{string.Join(':', parts.Skip(1))}");
        return parts.Count == 4 && ActionCatalog.Current.TypesOfArn(parts[0]).Count > 0 ? context.Write("arn:aws:" + context.Value)
            : parts.Count == 5 && parts[0] == "aws" ? context.Write("arn:" + context.Value) : [];
    }

    /// <summary>Colons for the parts that are left out; a star for each that resources of the service have.</summary>
    public static IEnumerable<PolicyFix> Fields(FixContext context)
    {
        var parts = ArnPattern.Split(context.Value, variables: true);
        if (parts is not ["arn", var partition, var service, .., var resource] || parts.Count is < 4 or > 5) return [];
        if (parts.Count == 5 && parts[3].Length > 0 && !Regions.Exists(parts[3]))
        {
            // An account without the Region before it.
            return parts[3].Length == 12 && parts[3].All(char.IsAsciiDigit) ? context.Write($"arn:{partition}:{service}:{Any(service, 3)}:{parts[3]}:{resource}") : [];
        }
        var region = parts.Count == 5 && parts[3].Length > 0 ? parts[3] : Any(service, 3);
        return context.Write($"arn:{partition}:{service}:{region}:{Any(service, 4)}:{resource}");
    }

    public static IEnumerable<PolicyFix> Partition(FixContext context) => With(context, 1, _ => "aws");

    public static IEnumerable<PolicyFix> Service(FixContext context) =>
        With(context, 2, s => ActionCatalog.Current.HasService(s.ToLowerInvariant()) ? s.ToLowerInvariant() : ActionCatalog.Current.SuggestService(s));

    public static IEnumerable<PolicyFix> Region(FixContext context) => With(context, 3, Regions.Suggest);

    public static IEnumerable<PolicyFix> AnyRegion(FixContext context) => With(context, 3, _ => "*");

    public static IEnumerable<PolicyFix> AnyAccount(FixContext context) => With(context, 4, _ => "*");

    public static IEnumerable<PolicyFix> NoRegion(FixContext context) => With(context, 3, _ => "");

    public static IEnumerable<PolicyFix> NoAccount(FixContext context) => With(context, 4, _ => "");

    /// <summary>1111-2222-3333, as the console shows it.</summary>
    public static IEnumerable<PolicyFix> Account(FixContext context) =>
        With(context, 4, a => string.Concat(a.Where(char.IsAsciiDigit)) is { Length: 12 } digits && a.All(c => char.IsAsciiDigit(c) || c is '-' or ' ') ? digits : null);

    private static string Any(string service, int part) => Arns.Need(service, part) ? "*" : "";

    private static IEnumerable<PolicyFix> With(FixContext context, int part, Func<string, string?> change)
    {
        var parts = ArnPattern.Split(context.Value, variables: true);
        if (parts.Count != 6 || change(parts[part]) is not { } changed) return [];
        parts[part] = changed;
        return context.Write(string.Join(':', parts));
    }
}
