using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApiGateway;

/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>
internal static class IntegrationOperations
{
    private const int MostMs = 30_000;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateIntegration", c => [c.On("POST", $"/apis/{c.Api().Id}/integrations")], Create),
        new("UpdateIntegration", c => [c.On("PATCH", $"/apis/{c.Api().Id}/integrations/{Find(c).Id}")], Update),
        new("DeleteIntegration", c => [c.On("DELETE", $"/apis/{c.Api().Id}/integrations/{Find(c).Id}")], Delete),
        new("GetIntegration", c => [c.On("GET", $"/apis/{c.Api().Id}/integrations/{Find(c).Id}")], c => Describe(Find(c))),
        new("GetIntegrations", c => [c.On("GET", $"/apis/{c.Api().Id}/integrations")], c => c.Page(c.Api().Integrations.Values, i => i.Id, Describe)),
    ];

    private static ApiIntegration Find(Call call) =>
        call.Api().Integrations.Find(call.Need("IntegrationId")) ?? throw ApiCalls.NotFound($"Invalid Integration identifier specified {call.Need("IntegrationId").Shortened()}", call.At("IntegrationId"));

    private static Output Create(Call call)
    {
        var api = call.Api();
        CheckType(call);
        if (call.Text("IntegrationUri") is not { } uri) throw ApiCalls.Bad("Invalid function ARN or invalid uri", "IntegrationUri names a function by its ARN.", call.Input.Head());
        if (call.Text("PayloadFormatVersion") is not { } format) throw ApiCalls.Bad("PayloadFormatVersion is a required parameter for integration", "1.0 or 2.0: it decides what the function's event looks like.", call.Input.Head());
        var integration = Of(call, call.Id(7), uri, format, Timeout(call) ?? MostMs, call.Text("Description") ?? "", call.Text("CredentialsArn"), call.At("IntegrationUri"));
        call.Changed(api with { Integrations = api.Integrations.Put(integration.Id, integration) });
        call.Turn.Note("apigateway", api.Id, $"{api.Name} can hand requests to {integration.FunctionArn}.");
        return Describe(integration);
    }

    private static void CheckType(Call call)
    {
        switch (call.Text("IntegrationType"))
        {
            case null or "AWS_PROXY": return;
            case "HTTP_PROXY": throw Turn.Error(AwsError.NotSimulated, "Requests are handed to functions here, not to other addresses.", status: 501, at: call.At("IntegrationType"));
            default: throw ApiCalls.Bad("Unsupported integration type for HTTP protocol. Must be one of [AWS_PROXY, HTTP_PROXY]", at: call.At("IntegrationType"));
        }
    }

    private static int? Timeout(Call call)
    {
        if (call.Integer("TimeoutInMillis") is not { } given) return null;
        return given is >= 50 and <= MostMs ? (int)given : throw ApiCalls.Bad("Timeout should be between 50 ms and 30000 ms", at: call.At("TimeoutInMillis"));
    }

    public static ApiIntegration Of(Call call, string id, string uri, string format, int timeout, string description, string? credentials, Location at)
    {
        if (format is not ("1.0" or "2.0")) throw ApiCalls.Bad("Unsupported payload format version. Must be one of [1.0, 2.0]", at: call.At("PayloadFormatVersion"));
        var arn = uri;
        // The longer form: arn:aws:apigateway:<Region>:lambda:path/2015-03-31/functions/<ARN>/invocations.
        const string Before = ":lambda:path/2015-03-31/functions/", After = "/invocations";
        if (uri.IndexOf(Before, StringComparison.Ordinal) is > 0 and var start && uri.EndsWith(After, StringComparison.Ordinal)) arn = uri[(start + Before.Length)..^After.Length];
        if (FunctionArn.Read(arn) is null) throw ApiCalls.Bad("Invalid function ARN or invalid uri", "A function by its whole ARN.", at);
        return new(id, uri, arn, format, timeout, description, credentials);
    }

    private static Output Update(Call call)
    {
        var api = call.Api();
        var before = Find(call);
        CheckType(call);
        var integration = Of(call, before.Id, call.Text("IntegrationUri") ?? before.Uri, call.Text("PayloadFormatVersion") ?? before.PayloadFormat, Timeout(call) ?? before.TimeoutMs,
            call.Text("Description") ?? before.Description, call.Text("CredentialsArn") ?? before.CredentialsArn, call.At("IntegrationUri"));
        call.Changed(api with { Integrations = api.Integrations.Put(integration.Id, integration) });
        call.Turn.Note("apigateway", api.Id, $"How {api.Name} hands requests to {integration.FunctionArn} was changed.");
        return Describe(integration);
    }

    private static Output Delete(Call call)
    {
        var api = call.Api();
        var integration = Find(call);
        if (api.Routes.Values.FirstOrDefault(r => r.Target == $"integrations/{integration.Id}") is { } route)
            throw Turn.Error("ConflictException", $"Cannot delete Integration {integration.Id} as it is associated with Route: {route.Id}", "Point the route elsewhere first.", 409, call.At("IntegrationId"));
        call.Changed(api with { Integrations = api.Integrations.Remove(integration.Id) });
        call.Turn.Note("apigateway", api.Id, $"{api.Name} no longer hands requests to {integration.FunctionArn}.");
        return [];
    }

    private static Output Describe(ApiIntegration integration)
    {
        Output output = new()
        {
            ["ConnectionType"] = "INTERNET",
            ["IntegrationId"] = integration.Id,
            ["IntegrationMethod"] = "POST",
            ["IntegrationType"] = "AWS_PROXY",
            ["IntegrationUri"] = integration.Uri,
            ["PayloadFormatVersion"] = integration.PayloadFormat,
            ["TimeoutInMillis"] = integration.TimeoutMs,
        };
        if (integration.Description.Length > 0) output["Description"] = integration.Description;
        if (integration.CredentialsArn is { } role) output["CredentialsArn"] = role;
        return output;
    }
}
