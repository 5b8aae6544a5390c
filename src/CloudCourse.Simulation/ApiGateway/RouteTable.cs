using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>Finds the route of a request: a full match first, a greedy variable then, and what catches all last.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation"/>
internal static class RouteTable
{
    /// <param name="path">Without the stage and the query, as it was sent.</param>
    public static (ApiRoute Route, IReadOnlyDictionary<string, string> Parameters)? Find(Table<ApiRoute> routes, string method, string path)
    {
        (ApiRoute Route, Dictionary<string, string> Parameters, string Rank)? best = null;
        var segments = path.Split('/');
        ApiRoute? catchAll = null;
        foreach (var route in routes.Values)
        {
            if (route.Key is "$default")
            {
                catchAll = route;
                continue;
            }
            var space = route.Key.IndexOf(' ');
            var isAny = route.Key.AsSpan(0, space) is "ANY";
            if (!isAny && !route.Key.AsSpan(0, space).SequenceEqual(method)) continue;
            if (Match(route.Key[(space + 1)..].Split('/'), segments) is not var (parameters, rank)) continue;
            // Of two that fit alike, the one that names the method.
            rank += isAny ? '1' : '0';
            if (best is null || string.CompareOrdinal(rank, best.Value.Rank) < 0) best = (route, parameters, rank);
        }
        return best is var (found, values, _) ? (found, values) : catchAll is null ? null : (catchAll, new Dictionary<string, string>());
    }

    /// <summary>Segment by segment: a text goes before a variable, a variable before the greedy one.</summary>
    private static (Dictionary<string, string> Parameters, string Rank)? Match(string[] pattern, string[] segments)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        var rank = "";
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i].EndsWith("+}", StringComparison.Ordinal))
            {
                if (i >= segments.Length || (i == segments.Length - 1 && segments[i].Length == 0)) return null;
                parameters[pattern[i][1..^2]] = Uri.UnescapeDataString(string.Join('/', segments.Skip(i)));
                // A greedy match is none in full: it comes after all those, and the longer it is before it begins, the sooner.
                return (parameters, $"9{(char)('z' - Math.Min(25, i))}{rank}");
            }
            if (i >= segments.Length) return null;
            if (pattern[i].StartsWith('{'))
            {
                if (segments[i].Length == 0) return null;
                parameters[pattern[i][1..^1]] = Uri.UnescapeDataString(segments[i]);
                rank += '1';
            }
            else if (pattern[i] == segments[i]) rank += '0';
            else return null;
        }
        return pattern.Length == segments.Length ? (parameters, rank) : null;
    }
}
