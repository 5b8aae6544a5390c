using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApiGateway;

/// <seealso href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html"/>
internal static class ApiOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateApi", c => [c.On("POST", "/apis")], Create),
        new("UpdateApi", c => [c.On("PATCH", $"/apis/{c.Api().Id}")], Update),
        new("DeleteApi", c => [c.On("DELETE", $"/apis/{c.Api().Id}")], Delete),
        new("GetApi", c => [c.On("GET", $"/apis/{c.Api().Id}")], c => Describe(c.Api())),
        new("GetApis", c => [c.On("GET", "/apis")], c => c.Page(c.State.ApiGateway.Apis.Values.Where(a => a.Region == c.Region), a => a.Id, Describe)),
    ];

    private static Output Create(Call call)
    {
        var protocol = call.Need("ProtocolType");
        if (protocol is "WEBSOCKET") throw Turn.Error(AwsError.NotSimulated, "WebSocket APIs are not simulated: HTTP is.", status: 501, at: call.At("ProtocolType"));
        if (protocol is not "HTTP") throw ApiCalls.Bad("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]", at: call.At("ProtocolType"));
        if (call.Text("RouteSelectionExpression") is { } expression && expression != "$request.method $request.path") throw ApiCalls.Bad("Only ${request.method} ${request.path} is supported for HTTP APIs", at: call.At("RouteSelectionExpression"));
        HttpApi api = new(call.Region, call.Id(10), Name(call)!, call.Now)
        {
            Description = call.Text("Description") ?? "",
            Cors = Cors(call),
            DisableExecuteApiEndpoint = call.Flag("DisableExecuteApiEndpoint"),
            Tags = Tags(call),
        };
        if (call.Text("Target") is { } target)
        {
            // The quick way: one function behind everything, deployed with every change.
            var integration = IntegrationOperations.Of(call, call.Id(7), target, "2.0", 30_000, "", call.Text("CredentialsArn"), call.At("Target"));
            ApiRoute route = new(call.Id(7), call.Text("RouteKey") is { } key ? RouteOperations.Checked(call, api, key, null) : "$default", $"integrations/{integration.Id}", null);
            api = api with
            {
                Integrations = api.Integrations.Put(integration.Id, integration),
                Routes = api.Routes.Put(route.Id, route),
                Stages = api.Stages.Put("$default", new("$default", true, null, "", call.Now, call.Now, null, null)),
            };
        }
        api = call.Changed(api);
        call.Turn.Note("apigateway", api.Id, $"The HTTP API {api.Name} was made: https://{api.Host}.");
        return Describe(api);
    }

    private static string? Name(Call call) => call.Text("Name") is not { } name ? null : name.Length is > 0 and <= 128 ? name : throw ApiCalls.Bad("Invalid API name specified", "It has 1 to 128 characters.", call.At("Name"));

    private static Output Update(Call call)
    {
        var api = call.Api();
        api = api with
        {
            Name = Name(call) ?? api.Name,
            Description = call.Text("Description") ?? api.Description,
            Cors = call.Input.Last("CorsConfiguration") is null ? api.Cors : Cors(call),
            DisableExecuteApiEndpoint = call.Input.Last("DisableExecuteApiEndpoint") is null ? api.DisableExecuteApiEndpoint : call.Flag("DisableExecuteApiEndpoint"),
        };
        call.Turn.Put(api);
        call.Turn.Note("apigateway", api.Id, $"The HTTP API {api.Name} was changed.");
        return Describe(api);
    }

    private static Output Delete(Call call)
    {
        var api = call.Api();
        call.Turn.Put(call.State.ApiGateway with { Apis = call.State.ApiGateway.Apis.Remove(api.Id) });
        call.Turn.Note("apigateway", api.Id, $"The HTTP API {api.Name} was deleted.");
        return [];
    }

    public static ImmutableSortedDictionary<string, string> Tags(Call call)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, member) in call.Structure("Tags")?.AsDictionary() ?? new Dictionary<string, JsonMember>()) tags[key] = ((JsonString)member.Value).Value;
        return tags.ToImmutable();
    }

    private static CorsSettings? Cors(Call call)
    {
        if (call.Structure("CorsConfiguration") is not { Members.Count: > 0 } cors) return null;
        CorsSettings settings = new(Texts("AllowOrigins"), Texts("AllowMethods"), Texts("AllowHeaders"), Texts("ExposeHeaders"), cors.Flag("AllowCredentials")?.Value ?? false, (int?)cors.Integer("MaxAge")?.Value);
        if (settings is { Credentials: true } && settings.Origins.Contains("*")) throw ApiCalls.Bad("Allow credentials cannot be true when allow origins is set to *", "Browsers refuse it: name the origins.", cors.Head());
        if (settings.MaxAge is < -1 or > 86_400) throw ApiCalls.Bad("Invalid max age specified", "From -1 to 86,400 seconds.", cors.Head());
        return settings;

        ImmutableArray<string> Texts(string member) => [.. cors.Texts(member).Select(t => t.Value)];
    }

    private static Output Describe(HttpApi api)
    {
        Output output = new()
        {
            ["ApiEndpoint"] = $"https://{api.Host}",
            ["ApiId"] = api.Id,
            ["ApiKeySelectionExpression"] = "$request.header.x-api-key",
            ["CreatedDate"] = ApiCalls.Time(api.Created),
            ["DisableExecuteApiEndpoint"] = api.DisableExecuteApiEndpoint,
            ["Name"] = api.Name,
            ["ProtocolType"] = "HTTP",
            ["RouteSelectionExpression"] = "$request.method $request.path",
            ["IpAddressType"] = "ipv4",
            ["Tags"] = ApiCalls.Map(api.Tags),
        };
        if (api.Description.Length > 0) output["Description"] = api.Description;
        if (api.Cors is { } cors)
        {
            Output shown = new() { ["AllowCredentials"] = cors.Credentials };
            foreach (var (member, texts) in ((string, ImmutableArray<string>)[])[("AllowOrigins", cors.Origins), ("AllowMethods", cors.Methods), ("AllowHeaders", cors.Headers), ("ExposeHeaders", cors.Exposed)])
            {
                if (texts.Length > 0) shown[member] = new Array([.. texts]);
            }
            if (cors.MaxAge is { } age) shown["MaxAge"] = age;
            output["CorsConfiguration"] = shown;
        }
        return output;
    }
}
