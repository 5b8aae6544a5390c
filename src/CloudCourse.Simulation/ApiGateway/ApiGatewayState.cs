using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>An account's HTTP APIs in all Regions.</summary>
public sealed record ApiGatewayState
{
    /// <summary>By id.</summary>
    public Table<HttpApi> Apis { get; init; } = Table<HttpApi>.Empty;

    /// <summary>Requests that have come and are not answered yet.</summary>
    public Table<ArrivedRequest> Arrived { get; init; } = Table<ArrivedRequest>.Empty;
}

public sealed record HttpApi(string Region, string Id, string Name, DateTimeOffset Created)
{
    public string Host => $"{Id}.execute-api.{Region}.amazonaws.com";
    public string Description { get; init; } = "";
    public CorsSettings? Cors { get; init; }
    public bool DisableExecuteApiEndpoint { get; init; }
    public Table<ApiRoute> Routes { get; init; } = Table<ApiRoute>.Empty;
    public Table<ApiIntegration> Integrations { get; init; } = Table<ApiIntegration>.Empty;
    public Table<ApiStage> Stages { get; init; } = Table<ApiStage>.Empty;
    public Table<ApiDeployment> Deployments { get; init; } = Table<ApiDeployment>.Empty;
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

/// <summary>What browsers on other origins may do; null members were not set.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"/>
public sealed record CorsSettings(ImmutableArray<string> Origins, ImmutableArray<string> Methods, ImmutableArray<string> Headers, ImmutableArray<string> Exposed, bool Credentials, int? MaxAge);

/// <param name="Key"><c>GET /items/{id}</c>, <c>ANY /{proxy+}</c> or <c>$default</c>.</param>
/// <param name="Target"><c>integrations/</c> and an id; null for none.</param>
public sealed record ApiRoute(string Id, string Key, string? Target, string? OperationName);

/// <param name="Uri">A function's ARN, as given.</param>
/// <param name="PayloadFormat"><c>1.0</c> or <c>2.0</c>.</param>
public sealed record ApiIntegration(string Id, string Uri, string FunctionArn, string PayloadFormat, int TimeoutMs, string Description, string? CredentialsArn);

/// <param name="Burst">Requests at once; null for the account's limit.</param>
public sealed record ApiStage(string Name, bool AutoDeploy, string? DeploymentId, string Description, DateTimeOffset Created, DateTimeOffset Updated, int? Burst, double? PerSecond)
{
    public ImmutableSortedDictionary<string, string> Variables { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What is left of the burst, and since when.</summary>
    internal (double Left, DateTimeOffset At) Bucket { get; init; }
}

/// <summary>Routes and integrations as they were at one time.</summary>
public sealed record ApiDeployment(string Id, DateTimeOffset Created, bool IsAutomatic, string Description, Table<ApiRoute> Routes, Table<ApiIntegration> Integrations);

/// <param name="Invocation">The function's invocation that answers; null where <paramref name="Answer"/> stands at once.</param>
public sealed record ArrivedRequest(string Id, string? Invocation, HttpAnswer? Answer, HttpPlan? Plan);

/// <summary>What is needed to make a function's answer into a response.</summary>
public sealed record HttpPlan(string PayloadFormat, int TimeoutMs, CorsSettings? Cors, string? Origin)
{
    /// <summary>The request came to the function's own address; otherwise to an HTTP API.</summary>
    public bool IsFunctionUrl { get; init; }
}

/// <summary>A request as a client sends it.</summary>
/// <param name="Path">With the query, as in the request's line.</param>
/// <param name="Body">Text; base64 where <paramref name="IsBase64"/>.</param>
public sealed record HttpRequest(string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, string? Body = null, bool IsBase64 = false)
{
    public string SourceIp { get; init; } = "203.0.113.10";

    public string? Header(string name)
    {
        var values = Headers.Where(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).ToList();
        return values.Count == 0 ? null : string.Join(',', values);
    }
}

/// <param name="Headers">With names in lower case.</param>
public sealed record HttpAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body, bool IsBase64 = false)
{
    internal static HttpAnswer Message(int status, string message) => new(status, [new("content-type", "application/json")], $$"""{"message":"{{message}}"}""");
}
