using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Lambda.Load;

namespace CloudCourse.Simulation.Lambda.Urls;

/// <summary>A request that comes to a function's own address.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html"/>
internal static class UrlRequests
{
    /// <summary>What an invocation's event may have.</summary>
    private const int MaxBody = 6 << 20;

    /// <summary>A function may take fifteen minutes, and its address waits.</summary>
    private const int Patience = 15 * 60_000;

    private static readonly Caller Anybody = new(new AnonymousPrincipal());
    private static readonly ApiStage Stage = new("$default", true, null, "", default, default, null, null);
    private static readonly ApiRoute Route = new("", "$default", null, null);

    public static bool Has(string host) => host.EndsWith(FunctionUrl.Domain, StringComparison.Ordinal);

    public static (HttpAnswer? Answer, string? Invocation, HttpPlan? Plan) Arrive(Turn turn, string host, HttpRequest request)
    {
        if (Find(turn, host) is not var (url, function)) return (ProxyResponses.UrlMessage(404, "Not Found"), null, null);
        var origin = request.Header("origin");
        if (url.Cors is { } cors && request.Method is "OPTIONS" && origin is not null && request.Header("access-control-request-method") is { } asked) return (CorsHeaders.Preflight(cors, origin, asked), null, null);

        var arn = url.Alias is null ? function.Arn : $"{function.Arn}:{url.Alias}";
        if (Refusal(turn, url, function, arn) is { } why)
        {
            turn.Note("lambda", arn, $"{request.Method} {request.Path} at the address of {function.Name} is refused: {why}", to: "AccessDeniedException");
            return Message(403, "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html");
        }
        if (System.Text.Encoding.UTF8.GetByteCount(request.Body ?? "") > MaxBody) return Message(413, "Request Entity Too Large");
        if (function.Choose(turn, url.Alias) is not { State: not "Pending" } version) return Message(503, "Service Unavailable");
        var cut = request.Path.IndexOf('?');
        var (path, query) = cut < 0 ? (request.Path, "") : (request.Path[..cut], request.Path[(cut + 1)..]);
        var trace = $"1-{turn.Now.ToUnixTimeSeconds():x8}-{turn.HexId(24)}";
        var id = turn.RequestId();
        var payload = ProxyEvents.Make(new((url.Id, url.Host), "anonymous", Stage, Route, new Dictionary<string, string>(), request, path, query, id, trace, turn.Now), "2.0");
        HttpPlan plan = new("2.0", Patience, url.Cors, origin) { IsFunctionUrl = true };
        if (Invocations.TryStart(turn, function, version, arn, id, payload, new Answered(host, request.Method, request.Path, plan), out var throttled) is { } started) return (null, started.RequestId, plan);
        turn.Note("lambda", function.Arn, $"{function.Name} is throttled ({throttled}): {request.Method} {request.Path} is lost", to: FunctionFigures.Throttled);
        return Message(429, "Rate Exceeded.");

        (HttpAnswer?, string?, HttpPlan?) Message(int status, string words) => (CorsHeaders.Add(ProxyResponses.UrlMessage(status, words), url.Cors, origin), null, null);
    }

    private static (FunctionUrl Url, Function Function)? Find(Turn turn, string host) =>
        turn.State.Lambda.Urls.Find(host.Split('.')[0]) is { } url && url.Host == host && turn.State.Lambda.Functions.Find(url.FunctionKey) is { } function ? (url, function) : null;

    /// <summary>Since October 2025 a request needs both permissions; nobody known asks, so only the function's own policy can give them. Null: it may come in.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"/>
    private static string? Refusal(Turn turn, FunctionUrl url, Function function, string arn)
    {
        if (url.AuthType is "AWS_IAM") return "the address asks for a signature (AWS_IAM), and this request has none.";
        var policy = function.Policies.Find(url.Alias ?? "")?.Document;
        Permission[] needed =
        [
            new("lambda:InvokeFunctionUrl", arn) { ResourcePolicy = policy, Context = Key("lambda:FunctionUrlAuthType", url.AuthType) },
            new("lambda:InvokeFunction", arn) { ResourcePolicy = policy, Context = Key("lambda:InvokedViaFunctionUrl", "true") },
        ];
        foreach (var permission in needed)
        {
            if (Authorizer.Decide(turn, Anybody, function.Region, permission) is { IsAllowed: false } decided)
                return decided.Action.Decision is Decision.ExplicitDeny ? $"a statement denies {permission.Action}." : $"the function's policy does not let everybody {permission.Action}.";
        }
        return null;

        static Dictionary<string, IReadOnlyList<string>> Key(string name, string value) => new() { [name] = [value] };
    }

    /// <summary>Notes and counts what a client gets.</summary>
    /// <param name="milliseconds">What the function took; null where none was asked.</param>
    public static void Answer(Turn turn, string host, string method, string path, int status, double? milliseconds)
    {
        turn.Note("lambda", host, $"{method} {path} is answered with {status}.", to: $"{status}");
        if (Find(turn, host) is not var (url, function)) return;
        FunctionCounting.Count(turn, function, url.Alias, (LambdaMetrics.UrlRequestCount, 1), (LambdaMetrics.Url4xxCount, status is >= 400 and < 500 ? 1 : 0), (LambdaMetrics.Url5xxCount, status >= 500 ? 1 : 0));
        if (milliseconds is { } took) FunctionCounting.Count(turn, function, url.Alias, (LambdaMetrics.UrlRequestLatency, took));
    }

    private sealed record Answered(string Host, string Method, string Path, HttpPlan Plan) : InvocationOrigin
    {
        internal override void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome) =>
            Answer(turn, Host, Method, Path, ProxyResponses.Of(Plan, outcome).Status, (turn.Now - invocation.At).TotalMilliseconds);
    }
}
