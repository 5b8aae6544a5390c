using System.Globalization;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>A request as a function gets it.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>
internal static class ProxyEvents
{
    /// <summary>What the event is made of.</summary>
    /// <param name="Path">As sent, without the query.</param>
    public sealed record Source((string Id, string Host) Api, string Account, ApiStage Stage, ApiRoute Route, IReadOnlyDictionary<string, string> Parameters, HttpRequest Request, string Path, string Query, string RequestId, string Trace, DateTimeOffset At);

    public static string Make(Source source, string format) => (format is "1.0" ? First(source) : Second(source)).ToJsonString();

    private static SortedDictionary<string, List<string>> Headers(Source source)
    {
        SortedDictionary<string, List<string>> headers = new(StringComparer.Ordinal);
        foreach (var (name, value) in source.Request.Headers) (headers.TryGetValue(name.ToLowerInvariant(), out var list) ? list : headers[name.ToLowerInvariant()] = []).Add(value);
        headers["host"] = [source.Api.Host];
        headers.TryAdd("content-length", [$"{System.Text.Encoding.UTF8.GetByteCount(source.Request.Body ?? "")}"]);
        headers["x-amzn-trace-id"] = [$"Root={source.Trace}"];
        headers["x-forwarded-for"] = [source.Request.SourceIp];
        headers["x-forwarded-port"] = ["443"];
        headers["x-forwarded-proto"] = ["https"];
        return headers;
    }

    private static List<(string Key, string Value)> Query(Source source) => [.. source.Query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Select(p => (Decoded(p[0]), p.Length > 1 ? Decoded(p[1]) : ""))];

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static Output Second(Source source)
    {
        var headers = Headers(source);
        Output json = new() { ["version"] = "2.0", ["routeKey"] = source.Route.Key, ["rawPath"] = Uri.UnescapeDataString(source.Path), ["rawQueryString"] = source.Query };
        if (headers.Remove("cookie", out var cookies)) json["cookies"] = new Array([.. cookies.SelectMany(c => c.Split("; ")).Select(c => (Node)c)]);
        json["headers"] = ApiCalls.Map(headers.Select(h => KeyValuePair.Create(h.Key, string.Join(',', h.Value))));
        if (Query(source) is { Count: > 0 } query) json["queryStringParameters"] = ApiCalls.Map(query.GroupBy(q => q.Key).Select(g => KeyValuePair.Create(g.Key, string.Join(',', g.Select(q => q.Value)))));
        json["requestContext"] = new Output
        {
            ["accountId"] = source.Account,
            ["apiId"] = source.Api.Id,
            ["domainName"] = source.Api.Host,
            ["domainPrefix"] = source.Api.Id,
            ["http"] = new Output
            {
                ["method"] = source.Request.Method,
                ["path"] = Uri.UnescapeDataString(source.Path),
                ["protocol"] = "HTTP/1.1",
                ["sourceIp"] = source.Request.SourceIp,
                ["userAgent"] = source.Request.Header("user-agent") ?? "",
            },
            ["requestId"] = source.RequestId,
            ["routeKey"] = source.Route.Key,
            ["stage"] = source.Stage.Name,
            ["time"] = Time(source.At),
            ["timeEpoch"] = source.At.ToUnixTimeMilliseconds(),
        };
        if (source.Parameters.Count > 0) json["pathParameters"] = ApiCalls.Map(source.Parameters);
        if (source.Stage.Variables.Count > 0) json["stageVariables"] = ApiCalls.Map(source.Stage.Variables);
        if (source.Request.Body is { Length: > 0 } body) json["body"] = body;
        json["isBase64Encoded"] = source.Request is { IsBase64: true, Body.Length: > 0 };
        return json;
    }

    private static Output First(Source source)
    {
        var headers = Headers(source);
        var query = Query(source);
        var resource = source.Route.Key is "$default" ? "$default" : source.Route.Key[(source.Route.Key.IndexOf(' ') + 1)..];
        return new()
        {
            ["version"] = "1.0",
            ["resource"] = resource,
            ["path"] = Uri.UnescapeDataString(source.Path),
            ["httpMethod"] = source.Request.Method,
            ["headers"] = ApiCalls.Map(headers.Select(h => KeyValuePair.Create(h.Key, h.Value[^1]))),
            ["multiValueHeaders"] = new Output(headers.Select(h => KeyValuePair.Create(h.Key, (Node?)new Array([.. h.Value.Select(v => (Node)v)])))),
            ["queryStringParameters"] = query.Count == 0 ? null : ApiCalls.Map(query.GroupBy(q => q.Key).Select(g => KeyValuePair.Create(g.Key, g.Last().Value))),
            ["multiValueQueryStringParameters"] = query.Count == 0 ? null : new Output(query.GroupBy(q => q.Key).Select(g => KeyValuePair.Create(g.Key, (Node?)new Array([.. g.Select(q => (Node)q.Value)])))),
            ["requestContext"] = new Output
            {
                ["accountId"] = source.Account,
                ["apiId"] = source.Api.Id,
                ["domainName"] = source.Api.Host,
                ["domainPrefix"] = source.Api.Id,
                ["extendedRequestId"] = source.RequestId,
                ["httpMethod"] = source.Request.Method,
                ["identity"] = new Output
                {
                    ["accessKey"] = null,
                    ["accountId"] = null,
                    ["caller"] = null,
                    ["cognitoAmr"] = null,
                    ["cognitoAuthenticationProvider"] = null,
                    ["cognitoAuthenticationType"] = null,
                    ["cognitoIdentityId"] = null,
                    ["cognitoIdentityPoolId"] = null,
                    ["principalOrgId"] = null,
                    ["sourceIp"] = source.Request.SourceIp,
                    ["user"] = null,
                    ["userAgent"] = source.Request.Header("user-agent") ?? "",
                    ["userArn"] = null,
                },
                ["path"] = Uri.UnescapeDataString(source.Path),
                ["protocol"] = "HTTP/1.1",
                ["requestId"] = source.RequestId,
                ["requestTime"] = Time(source.At),
                ["requestTimeEpoch"] = source.At.ToUnixTimeMilliseconds(),
                ["resourceId"] = source.Route.Key,
                ["resourcePath"] = resource,
                ["stage"] = source.Stage.Name,
            },
            ["pathParameters"] = source.Parameters.Count == 0 ? null : ApiCalls.Map(source.Parameters),
            ["stageVariables"] = source.Stage.Variables.Count == 0 ? null : ApiCalls.Map(source.Stage.Variables),
            ["body"] = source.Request.Body is { Length: > 0 } body ? body : null,
            ["isBase64Encoded"] = source.Request is { IsBase64: true, Body.Length: > 0 },
        };
    }

    private static string Time(DateTimeOffset at) => at.ToString("dd/MMM/yyyy:HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
}
