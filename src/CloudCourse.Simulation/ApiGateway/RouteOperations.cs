using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApiGateway;

/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html"/>
internal static partial class RouteOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateRoute", c => [c.On("POST", $"/apis/{c.Api().Id}/routes")], Create),
        new("UpdateRoute", c => [c.On("PATCH", $"/apis/{c.Api().Id}/routes/{Find(c).Id}")], Update),
        new("DeleteRoute", c => [c.On("DELETE", $"/apis/{c.Api().Id}/routes/{Find(c).Id}")], Delete),
        new("GetRoute", c => [c.On("GET", $"/apis/{c.Api().Id}/routes/{Find(c).Id}")], c => Describe(Find(c))),
        new("GetRoutes", c => [c.On("GET", $"/apis/{c.Api().Id}/routes")], c => c.Page(c.Api().Routes.Values, r => r.Id, Describe)),
    ];

    private static ApiRoute Find(Call call) => call.Api().Routes.Find(call.Need("RouteId")) ?? throw ApiCalls.NotFound($"Invalid Route identifier specified {call.Need("RouteId").Shortened()}", call.At("RouteId"));

    private static Output Create(Call call)
    {
        var api = call.Api();
        ApiRoute route = new(call.Id(7), Checked(call, api, call.Need("RouteKey"), null), Target(call, api), call.Text("OperationName"));
        CheckAuthorization(call);
        call.Changed(api with { Routes = api.Routes.Put(route.Id, route) });
        call.Turn.Note("apigateway", api.Id, $"{api.Name} has the route {route.Key}.");
        return Describe(route);
    }

    private static Output Update(Call call)
    {
        var api = call.Api();
        var route = Find(call);
        CheckAuthorization(call);
        route = route with
        {
            Key = call.Text("RouteKey") is { } key ? Checked(call, api, key, route.Id) : route.Key,
            Target = Target(call, api) ?? route.Target,
            OperationName = call.Text("OperationName") ?? route.OperationName,
        };
        call.Changed(api with { Routes = api.Routes.Put(route.Id, route) });
        call.Turn.Note("apigateway", api.Id, $"The route {route.Key} of {api.Name} was changed.");
        return Describe(route);
    }

    private static Output Delete(Call call)
    {
        var api = call.Api();
        var route = Find(call);
        call.Changed(api with { Routes = api.Routes.Remove(route.Id) });
        call.Turn.Note("apigateway", api.Id, $"{api.Name} has no route {route.Key} any more.");
        return [];
    }

    private static void CheckAuthorization(Call call)
    {
        if (call.Text("AuthorizationType") is { } type && type is not "NONE")
            throw Turn.Error(AwsError.NotSimulated, $"The simulation authorizes nobody at a route ({type}).", "AWS would. Leave it out, or take NONE.", 501, call.At("AuthorizationType"));
    }

    private static string? Target(Call call, HttpApi api)
    {
        if (call.Text("Target") is not { } target) return null;
        return target.StartsWith("integrations/", StringComparison.Ordinal) && api.Integrations.Has(target["integrations/".Length..]) ? target
            : throw ApiCalls.Bad($"Unable to find Integration by ID {target.Shortened()}", "integrations/ and the IntegrationId of CreateIntegration.", call.At("Target"));
    }

    /// <summary>A route's key in its form, and no other's.</summary>
    public static string Checked(Call call, HttpApi api, string key, string? except)
    {
        var at = call.At("RouteKey");
        if (key is not "$default" && !RouteKey().IsMatch(key))
            throw ApiCalls.Bad("The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"", "GET /items/{id}, ANY /{proxy+}; a greedy variable stands at the end.", at);
        foreach (var other in api.Routes.Values)
        {
            if (other.Id == except) continue;
            if (other.Key == key) throw Turn.Error("ConflictException", $"Route with key {key} already exists for this API", null, 409, at);
            if (Shape(other.Key) == Shape(key)) throw Turn.Error("ConflictException", $"The provided route key \"{key}\" has a conflicting variable on the same hierarchical level as \"{other.Key}\"", "Variables at the same place have one name.", 409, at);
        }
        return key;
    }

    private static string Shape(string key) => Variable().Replace(key, m => m.Value.EndsWith("+}", StringComparison.Ordinal) ? "{+}" : "{}");

    private static Output Describe(ApiRoute route)
    {
        Output output = new() { ["ApiKeyRequired"] = false, ["AuthorizationType"] = "NONE", ["RouteId"] = route.Id, ["RouteKey"] = route.Key };
        if (route.Target is { } target) output["Target"] = target;
        if (route.OperationName is { } name) output["OperationName"] = name;
        return output;
    }

    [GeneratedRegex(@"\A(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ANY) (/|(/([A-Za-z0-9._~:@!$&'()*+,;=%-]+|\{[A-Za-z0-9._-]+\}))*(/\{[A-Za-z0-9._-]+\+\})?/?)\z")]
    private static partial Regex RouteKey();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Variable();
}
