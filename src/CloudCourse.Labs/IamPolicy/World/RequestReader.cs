using System.Text.Json;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>Reads the requests of a check's <c>given</c>: members beside <c>requests</c> or <c>steps</c> hold for each of them.</summary>
internal sealed class RequestReader(LabAccount account)
{
    public static readonly string[] Members = ["principal", "action", "resource", "resourceAccount", "context", "session", "sessionPolicy"];

    public IReadOnlyList<LabRequest> ReadAll(JsonElement given)
    {
        if (!given.TryGetProperty("requests", out var requests)) return [Read(given, default)];
        return [.. requests.EnumerateArray().Select(r => Read(r, given))];
    }

    /// <param name="shared">What stands beside the list; undefined for none.</param>
    /// <param name="caller">Who calls where the request names nobody.</param>
    public LabRequest Read(JsonElement request, JsonElement shared, RequestPrincipal? caller = null, string? sessionPolicy = null)
    {
        var principal = Find(request, "principal") is { } own ? Principal(own, Session(request, shared))
            : caller ?? (Find(shared, "principal") is { } common ? Principal(common, Session(request, shared)) : throw Lacks("principal"));
        return Build(principal, Need("action"), Need("resource"), request, shared, Text(request, "sessionPolicy") ?? Text(shared, "sessionPolicy") ?? (Find(request, "principal") is null ? sessionPolicy : null));

        string Need(string name) => Text(request, name) ?? Text(shared, name) ?? throw Lacks(name);
    }

    /// <summary>A request whose caller, action and resource are known already.</summary>
    public LabRequest Build(RequestPrincipal principal, string action, string resource, JsonElement request, JsonElement shared, string? sessionPolicy)
    {
        var arn = ResourceArn(resource);
        var declared = account.Resource(arn);
        Dictionary<string, IReadOnlyList<string>> context = new(StringComparer.OrdinalIgnoreCase);
        Declared(principal, declared is { } r && r.Arn == arn ? r : null, context);
        foreach (var source in new[] { shared, request })
        {
            if (Find(source, "context") is not { ValueKind: JsonValueKind.Object } keys) continue;
            foreach (var key in keys.EnumerateObject())
            {
                // A request says null for a key that the shared context, or the lab's world, has and this request has not.
                if (key.Value.ValueKind is JsonValueKind.Null) context.Remove(key.Name);
                else context[key.Name] = key.Value.ValueKind is JsonValueKind.Array ? [.. key.Value.EnumerateArray().Select(Scalar)] : [Scalar(key.Value)];
            }
        }
        return new(new(principal, action, arn, new RequestContext(context),
            Text(request, "resourceAccount") ?? Text(shared, "resourceAccount") ?? declared?.Account), sessionPolicy);
    }

    public RequestPrincipal Principal(JsonElement json, string session) => json.ValueKind is JsonValueKind.Object
        ? (Text(json, "type"), Text(json, "id")) switch
        {
            ("Service", { } id) => new ServicePrincipal(id),
            ("Federated", { } id) => new FederatedPrincipal(id),
            _ => new AnonymousPrincipal(),
        }
        : new ArnPrincipal(PrincipalArn(json.ToString(), session));

    public string ResourceArn(string resource) => resource.Split('/', 2) switch
    {
        ["role", var name] when account.Role(name) is { } role => account.ArnOf(role),
        ["user", var name] when account.User(name) is { } user => account.ArnOf(user),
        _ => resource,
    };

    private string PrincipalArn(string text, string session) => text.Split('/', 2) switch
    {
        ["root"] => $"arn:aws:iam::{account.Account}:root",
        ["user", var name] when account.User(name) is { } user => account.ArnOf(user),
        ["role", var name] when account.Role(name) is { } role => account.SessionOf(role, session),
        _ => text,
    };

    /// <summary>Keys that follow from what the lab declares of the caller and the resource.</summary>
    private void Declared(RequestPrincipal principal, LabResource? resource, Dictionary<string, IReadOnlyList<string>> context)
    {
        if (principal is ArnPrincipal caller && caller.Account == account.Account)
        {
            if (caller.IsSession && account.Role(caller.Resource.Split('/')[1]) is { } role)
            {
                // The session's own ARN does not hold the role's path.
                context["aws:PrincipalArn"] = [account.ArnOf(role)];
                foreach (var (tag, value) in role.Tags) context[$"aws:PrincipalTag/{tag}"] = [value];
            }
            foreach (var (tag, value) in account.User(caller.UserName)?.Tags ?? new Dictionary<string, string>()) context[$"aws:PrincipalTag/{tag}"] = [value];
        }
        foreach (var (tag, value) in resource?.Tags ?? new Dictionary<string, string>())
        {
            context[$"aws:ResourceTag/{tag}"] = [value];
            if (resource!.Arn.StartsWith("arn:aws:ec2:", StringComparison.Ordinal)) context[$"ec2:ResourceTag/{tag}"] = [value];
        }
    }

    public static string Session(JsonElement request, JsonElement shared) => Text(request, "session") ?? Text(shared, "session") ?? "example";

    public static JsonElement? Find(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    public static string? Text(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static InvalidOperationException Lacks(string name) => new($"The check's request has no {name}.");

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
