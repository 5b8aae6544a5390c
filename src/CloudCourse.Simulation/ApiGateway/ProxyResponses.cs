using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>What a client gets of what a function answered.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response"/>
internal static class ProxyResponses
{
    public static HttpAnswer Of(HttpPlan plan, InvocationOutcome outcome)
    {
        // A function's own address waits as long as the function may take.
        if (plan.IsFunctionUrl) return CorsHeaders.Add((outcome.Error is null ? Read(outcome.Payload, plan.PayloadFormat, "application/json") : null) ?? Failed, plan.Cors, plan.Origin);
        var answer = outcome.DurationMs + (outcome.InitMs ?? 0) > plan.TimeoutMs ? HttpAnswer.Message(503, "Service Unavailable")
            : outcome.Error is not null ? HttpAnswer.Message(500, "Internal Server Error")
            : Read(outcome.Payload, plan.PayloadFormat, "text/plain;charset=UTF-8") ?? HttpAnswer.Message(500, "Internal Server Error");
        return CorsHeaders.Add(answer, plan.Cors, plan.Origin);
    }

    private static HttpAnswer Failed => new(502, [new("content-type", "application/json")], "Internal Server Error");

    /// <summary>What Lambda itself says at a function's address.</summary>
    public static HttpAnswer UrlMessage(int status, string message) => new(status, [new("content-type", "application/json")], $$"""{"Message":"{{message}}"}""");

    /// <summary>Null where the answer is none that API Gateway understands.</summary>
    /// <param name="contentType">Of an answer that has a status and names no type.</param>
    private static HttpAnswer? Read(string payload, string format, string contentType)
    {
        using var document = JsonDocument.Parse(payload, AsyncInvocations.Payloads);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("statusCode", out var code))
        {
            // Format 2.0 takes anything for the body of a success.
            if (format is "1.0") return null;
            return new(200, [new("content-type", "application/json")], root.ValueKind is JsonValueKind.String ? root.GetString()! : payload);
        }
        var status = code.ValueKind is JsonValueKind.Number && code.TryGetInt32(out var number) ? number : code.ValueKind is JsonValueKind.String && int.TryParse(code.GetString(), out var read) ? read : 0;
        if (status is < 100 or > 599) return null;

        List<KeyValuePair<string, string>> headers = [];
        if (root.TryGetProperty("headers", out var given) && given.ValueKind is not JsonValueKind.Null)
        {
            if (given.ValueKind is not JsonValueKind.Object) return null;
            foreach (var header in given.EnumerateObject())
            {
                if (Text(header.Value) is not { } value) return null;
                headers.Add(new(header.Name.ToLowerInvariant(), value));
            }
        }
        var (many, isCookies) = format is "2.0" ? ("cookies", true) : ("multiValueHeaders", false);
        if (root.TryGetProperty(many, out var several) && several.ValueKind is not JsonValueKind.Null)
        {
            if (several.ValueKind != (isCookies ? JsonValueKind.Array : JsonValueKind.Object)) return null;
            var lists = isCookies ? [("set-cookie", several)] : several.EnumerateObject().Select(m => (m.Name.ToLowerInvariant(), m.Value)).ToList();
            foreach (var (name, list) in lists)
            {
                if (list.ValueKind is not JsonValueKind.Array) return null;
                foreach (var item in list.EnumerateArray())
                {
                    if (Text(item) is not { } value) return null;
                    if (!headers.Contains(new(name, value))) headers.Add(new(name, value));
                }
            }
        }
        var body = "";
        if (root.TryGetProperty("body", out var content) && content.ValueKind is not JsonValueKind.Null)
        {
            if (content.ValueKind is not JsonValueKind.String) return null;
            body = content.GetString()!;
        }
        var isBase64 = root.TryGetProperty("isBase64Encoded", out var encoded) && encoded.ValueKind is JsonValueKind.True;
        if (isBase64 && !Convert.TryFromBase64String(body, new byte[body.Length], out _)) return null;
        if (!headers.Exists(h => h.Key == "content-type")) headers.Insert(0, new("content-type", contentType));
        return new(status, headers, body, isBase64);
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}

/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"/>
internal static class CorsHeaders
{
    /// <summary>With what the API says itself; what a function says of it is left out then.</summary>
    public static HttpAnswer Add(HttpAnswer answer, CorsSettings? cors, string? origin)
    {
        if (cors is null) return answer;
        List<KeyValuePair<string, string>> headers = [.. answer.Headers.Where(h => !h.Key.StartsWith("access-control-", StringComparison.Ordinal))];
        if (Allowed(cors, origin) is { } allowed)
        {
            headers.Add(new("access-control-allow-origin", allowed));
            if (cors.Credentials) headers.Add(new("access-control-allow-credentials", "true"));
            if (cors.Exposed.Length > 0) headers.Add(new("access-control-expose-headers", string.Join(',', cors.Exposed)));
        }
        return answer with { Headers = headers };
    }

    /// <summary>What a browser asks beforehand is answered without any function.</summary>
    public static HttpAnswer Preflight(CorsSettings cors, string? origin, string method)
    {
        List<KeyValuePair<string, string>> headers = [];
        if (Allowed(cors, origin) is { } allowed && (cors.Methods.Contains("*") || cors.Methods.Contains(method)))
        {
            headers.Add(new("access-control-allow-origin", allowed));
            headers.Add(new("access-control-allow-methods", string.Join(',', cors.Methods)));
            if (cors.Headers.Length > 0) headers.Add(new("access-control-allow-headers", string.Join(',', cors.Headers)));
            if (cors.Credentials) headers.Add(new("access-control-allow-credentials", "true"));
            if (cors.MaxAge is { } age) headers.Add(new("access-control-max-age", $"{age}"));
        }
        return new(204, headers, "");
    }

    private static string? Allowed(CorsSettings cors, string? origin)
    {
        if (origin is null) return null;
        if (cors.Origins.Contains("*")) return "*";
        return cors.Origins.Any(o => o == origin || (o.EndsWith("://*", StringComparison.Ordinal) && origin.StartsWith(o[..^1], StringComparison.Ordinal))) ? origin : null;
    }
}
