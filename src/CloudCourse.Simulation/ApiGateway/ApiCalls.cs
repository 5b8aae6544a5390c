using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>What API Gateway's operations have in common.</summary>
internal static class ApiCalls
{
    /// <summary>Its actions are HTTP's methods, its resources the paths of its own API.</summary>
    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-iam-policy-examples-for-apigateway-v2-apis.html"/>
    public static Permission On(this Call call, string method, string path) => new($"apigateway:{method}", $"arn:aws:apigateway:{call.Region}::{path}");

    public static HttpApi Api(this Call call) => call.State.ApiGateway.Apis.Find(call.Need("ApiId")) is { } api && api.Region == call.Region ? api
        : throw NotFound($"Invalid API identifier specified {call.AccountId}:{call.Need("ApiId").Shortened()}", call.At("ApiId"));

    public static void Put(this Turn turn, ApiGatewayState state) => turn.State = turn.State with { ApiGateway = state };

    public static void Put(this Turn turn, HttpApi api) => turn.Put(turn.State.ApiGateway with { Apis = turn.State.ApiGateway.Apis.Put(api.Id, api) });

    /// <summary>Keeps a change, and deploys it to the stages that want every change.</summary>
    public static HttpApi Changed(this Call call, HttpApi api)
    {
        var following = api.Stages.Values.Where(s => s.AutoDeploy).ToList();
        if (following.Count > 0)
        {
            ApiDeployment deployment = new(call.Id(6), call.Now, true, "Automatic deployment triggered by changes to the Api configuration", api.Routes, api.Integrations);
            api = api with { Deployments = api.Deployments.Put(deployment.Id, deployment) };
            foreach (var stage in following) api = api with { Stages = api.Stages.Put(stage.Name, stage with { DeploymentId = deployment.Id, Updated = call.Now }) };
        }
        call.Turn.Put(api);
        return api;
    }

    /// <summary>Small letters and digits.</summary>
    public static string Id(this Call call, int length)
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz012345";
        var drawn = call.Turn.Draw();
        var text = new char[length];
        for (var i = 0; i < length; i++, drawn >>= 5) text[i] = Letters[(int)(drawn & 31)];
        return new(text);
    }

    public static AwsException NotFound(string message, Location at) => Turn.Error("NotFoundException", message, null, 404, at);

    public static AwsException Bad(string message, string? advice = null, Location? at = null) => Turn.Error("BadRequestException", message, advice, 400, at);

    public static string Time(DateTimeOffset moment) => Lambda.EventSources.MappingRules.Time(moment);

    public static Output Page<T>(this Call call, IEnumerable<T> items, Func<T, string> key, Func<T, Output> describe)
    {
        var most = 100;
        if (call.Text("MaxResults") is { } given && (!int.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out most) || most is < 1 or > 500)) throw Bad("Invalid maxResults value", "From 1 to 500.", call.At("MaxResults"));
        if (call.Text("NextToken") is { } token)
        {
            var list = items.ToList();
            if (!list.Exists(i => key(i) == token)) throw Bad("Invalid nextToken", "Give the NextToken of the page before.", call.At("NextToken"));
            items = list.SkipWhile(i => key(i) != token).Skip(1);
        }
        var page = items.Take(most + 1).ToList();
        Output output = new() { ["Items"] = new Array([.. page.Take(most).Select(describe)]) };
        if (page.Count > most) output["NextToken"] = key(page[most - 1]);
        return output;
    }

    public static Output Map(IEnumerable<KeyValuePair<string, string>> texts) => new(texts.Select(t => KeyValuePair.Create(t.Key, (System.Text.Json.Nodes.JsonNode?)t.Value)));
}
