using System.Text.Json;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>Reads the requests of a check's <c>given</c>: members beside <c>requests</c> hold for each of them.</summary>
internal static class DecisionCases
{
    private static readonly string[] Members = ["principal", "action", "resource", "resourceAccount", "context"];

    public static IReadOnlyList<AuthorizationRequest> Read(JsonElement given)
    {
        if (!given.TryGetProperty("requests", out var requests)) return [One(given, default)];
        return [.. requests.EnumerateArray().Select(r => One(r, given))];
    }

    /// <summary>What an author got wrong, in words.</summary>
    public static IEnumerable<string> Problems(JsonElement given)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            yield return "`given` is an object with principal, action and resource";
            yield break;
        }
        var several = given.TryGetProperty("requests", out var requests);
        foreach (var member in given.EnumerateObject().Where(m => !Members.Contains(m.Name) && m.Name != "requests"))
            yield return $"`given` has no member `{member.Name}`; it has {string.Join(", ", Members)} and requests";
        if (several && (requests.ValueKind is not JsonValueKind.Array || requests.GetArrayLength() == 0))
        {
            yield return "`requests` is a list of one request or more";
            yield break;
        }
        foreach (var request in several ? requests.EnumerateArray().ToList() : [given])
        {
            if (request.ValueKind is not JsonValueKind.Object)
            {
                yield return "a request is an object";
                continue;
            }
            foreach (var member in request.EnumerateObject().Where(m => !Members.Contains(m.Name) && !(m.Name == "requests" && !several)))
            {
                if (several) yield return $"a request has no member `{member.Name}`";
            }
            foreach (var name in new[] { "principal", "action", "resource" })
            {
                if (Text(request, name) is null && Text(given, name) is null) yield return $"a request has no `{name}`";
            }
            if ((Text(request, "action") ?? Text(given, "action")) is { } action && !action.Contains(':', StringComparison.Ordinal))
                yield return $"the action `{action}` has no service prefix";
        }
    }

    private static AuthorizationRequest One(JsonElement request, JsonElement shared)
    {
        Dictionary<string, IReadOnlyList<string>> context = new(StringComparer.OrdinalIgnoreCase);
        foreach (var source in new[] { shared, request })
        {
            if (source.ValueKind is not JsonValueKind.Object || !source.TryGetProperty("context", out var keys) || keys.ValueKind is not JsonValueKind.Object) continue;
            foreach (var key in keys.EnumerateObject())
            {
                // A request says null for a key that the shared context has and this request has not.
                if (key.Value.ValueKind is JsonValueKind.Null) context.Remove(key.Name);
                else context[key.Name] = key.Value.ValueKind is JsonValueKind.Array ? [.. key.Value.EnumerateArray().Select(Scalar)] : [Scalar(key.Value)];
            }
        }
        return new(new ArnPrincipal(Need("principal")), Need("action"), Need("resource"), new RequestContext(context),
            Text(request, "resourceAccount") ?? Text(shared, "resourceAccount"));

        string Need(string name) => Text(request, name) ?? Text(shared, name)
            ?? throw new InvalidOperationException($"The check's request has no {name}.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
