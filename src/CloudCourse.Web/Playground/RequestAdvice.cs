using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Web.Playground;

/// <summary>
/// What makes a request one that AWS never gets: an action that does not exist, a resource that the action does not act on. It is decided
/// all the same; without this word a slip of the pen would look like a lesson about policies.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
internal static class RequestAdvice
{
    private const int MostSteps = 1_000_000, LongestName = 128, MostTypes = 4;

    /// <summary>One sentence; null for a request that AWS knows.</summary>
    public static string? Of(AuthorizationRequest request)
    {
        if (request.Action.Split(':', 2) is not [var prefix, var name] || name.Length > LongestName || prefix.Length > LongestName) return null;
        var catalog = ActionCatalog.Current;
        if (!catalog.HasService(prefix))
            return $"AWS has no service with the prefix {prefix}{(catalog.SuggestService(prefix) is { } near ? $"; {near} is near" : "")}.";
        if (catalog.Action(request.Action) is not { } action)
            return $"AWS has no action {request.Action}{(Near(prefix, name) is { } near ? $"; {near} is near" : "")}.";
        if (action.Targets.Count == 0)
            return request.Resource == "*" ? null : $"{request.Action} names no single resource: AWS asks for it with the resource *.";
        if (action.Targets.Any(t => IsOf(t.Type, request.Resource))) return null;
        var types = string.Join(" or ", action.Targets.Select(t => t.Type.Arn).Distinct().Take(MostTypes));
        if (request.Resource == "*") return action.Targets.Any(t => t.Required) ? $"{request.Action} acts on a resource: write its ARN, {types}." : null;
        return $"{request.Action} does not act on such a resource; it acts on {types}.";
    }

    /// <summary>A slip by a letter or two, or a name that stops too soon.</summary>
    private static string? Near(string prefix, string name) => ActionCatalog.Current.SuggestAction(prefix, name)
        ?? (ActionCatalog.Current.Service(prefix)?.Actions.Where(a => a.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase)).MinBy(a => a.Name.Length) is { } longer ? $"{prefix}:{longer.Name}" : null);

    private static bool IsOf(CatalogResourceType type, string resource)
    {
        // A bucket's name has no slash; with one it is an object's ARN.
        if (type is { Name: "bucket" } && resource.Contains('/', StringComparison.Ordinal)) return false;
        try
        {
            return type.Pattern.Match(resource, RequestContext.Empty, new WorkBudget(MostSteps), out _) is ArnMismatch.None;
        }
        catch (WorkLimitException)
        {
            return true; // not worth a word
        }
    }
}
