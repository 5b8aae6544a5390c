using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Lambda.Load;
using CloudCourse.Simulation.Lambda.Urls;

namespace CloudCourse.Simulation.ApiGateway;

/// <summary>A request comes to an HTTP API, or to a function's own address, from outside. What becomes of it stands in <see cref="ApiGatewayState.Arrived"/> until whoever waits has taken it.</summary>
/// <param name="Id">Where it stands; empty where nobody waits.</param>
/// <param name="Host">The host name in the address.</param>
public sealed record RequestArrives(string Id, string Host, HttpRequest Request) : ScheduledEvent
{
    /// <summary>HTTP APIs take 10 MB.</summary>
    private const int MaxBody = 10 << 20;

    public override void Run(Turn turn)
    {
        var isFunctionUrl = UrlRequests.Has(Host);
        var (answer, invocation, plan) = isFunctionUrl ? UrlRequests.Arrive(turn, Host, Request) : Route(turn);
        if (answer is not null && isFunctionUrl) UrlRequests.Answer(turn, Host, Request.Method, Request.Path, answer.Status, null);
        else if (answer is not null)
        {
            turn.Note("apigateway", Host, $"{Request.Method} {Request.Path} is answered with {answer.Status}.", to: $"{answer.Status}");
            Count(turn, Host, Request.Path, answer.Status, null);
        }
        if (Id.Length > 0) turn.Put(turn.State.ApiGateway with { Arrived = turn.State.ApiGateway.Arrived.Put(Id, new(Id, invocation, answer, plan)) });
    }

    /// <param name="milliseconds">What the function took; null where none was asked.</param>
    private static void Count(Turn turn, string host, string path, int status, double? milliseconds)
    {
        if (turn.State.ApiGateway.Apis.Find(host.Split('.')[0]) is not { } api || api.Host != host) return;
        var stage = path.Split('/', '?') is [_, { Length: > 0 } first, ..] && api.Stages.Has(first) ? first : api.Stages.Has("$default") ? "$default" : null;
        ApiGatewayMetrics.Answered(turn, api.Region, api.Id, stage, status, milliseconds);
    }

    private (HttpAnswer? Answer, string? Invocation, HttpPlan? Plan) Route(Turn turn)
    {
        if (turn.State.ApiGateway.Apis.Find(Host.Split('.')[0]) is not { } api || api.Host != Host || api.DisableExecuteApiEndpoint) return Message(404, "Not Found");
        var cut = Request.Path.IndexOf('?');
        var (path, query) = cut < 0 ? (Request.Path, "") : (Request.Path[..cut], Request.Path[(cut + 1)..]);
        var origin = Request.Header("origin");
        if (api.Cors is { } cors && Request.Method is "OPTIONS" && origin is not null && Request.Header("access-control-request-method") is { } asked) return (CorsHeaders.Preflight(cors, origin, asked), null, null);

        // The first part of the path may name a stage; otherwise it is the default one's.
        var first = path.Split('/') is [_, { Length: > 0 } name, ..] ? name : null;
        var stage = first is not null && first != "$default" ? api.Stages.Find(first) : null;
        var rest = stage is null ? path : path[(first!.Length + 1)..] is { Length: > 0 } after ? after : "/";
        stage ??= api.Stages.Find("$default");
        if (stage?.DeploymentId is not { } id || api.Deployments.Find(id) is not { } deployed) return Message(404, "Not Found");
        if (RouteTable.Find(deployed.Routes, Request.Method, rest) is not var (route, parameters)) return With(HttpAnswer.Message(404, "Not Found"));
        if (IsTooMuch(turn, api, stage)) return With(HttpAnswer.Message(429, "Too Many Requests"));
        if (System.Text.Encoding.UTF8.GetByteCount(Request.Body ?? "") > MaxBody) return With(HttpAnswer.Message(413, "Request Entity Too Large"));
        if (route.Target is not { } target || deployed.Integrations.Find(target["integrations/".Length..]) is not { } integration) return With(HttpAnswer.Message(500, "Internal Server Error"));

        HttpPlan plan = new(integration.PayloadFormat, integration.TimeoutMs, api.Cors, origin);
        var key = route.Key is "$default" ? "$default" : route.Key[(route.Key.IndexOf(' ') + 1)..].TrimStart('/');
        var method = route.Key is "$default" ? "" : route.Key.StartsWith("ANY ", StringComparison.Ordinal) ? "*/" : $"{Request.Method}/";
        var source = $"arn:aws:execute-api:{api.Region}:{turn.AccountId}:{api.Id}/{stage.Name}/{method}{key}";
        if (turn.Obstacle(new("apigateway.amazonaws.com", source, integration.FunctionArn, "") { RoleArn = integration.CredentialsArn }) is { } obstacle)
        {
            turn.Note("apigateway", api.Id, $"{route.Key} of {api.Name} cannot reach {integration.FunctionArn}: {obstacle.Message}", to: obstacle.Code);
            return With(HttpAnswer.Message(500, "Internal Server Error"));
        }
        var named = FunctionArn.Read(integration.FunctionArn)!.Value;
        var function = turn.State.Lambda.Functions[named.Key];
        if (function.Choose(turn, named.Qualifier) is not { State: not "Pending" } version) return With(HttpAnswer.Message(500, "Internal Server Error"));
        var requestId = $"{S3.S3Calls.LongId(turn, 15).Replace('.', 'A').Replace('_', 'B')}=";
        var trace = $"1-{turn.Now.ToUnixTimeSeconds():x8}-{turn.HexId(24)}";
        var payload = ProxyEvents.Make(new((api.Id, api.Host), turn.AccountId, stage, route, parameters, Request, path, query, requestId, trace, turn.Now), integration.PayloadFormat);
        if (Invocations.TryStart(turn, function, version, integration.FunctionArn, turn.RequestId(), payload, new Answered(Host, Request.Method, Request.Path, plan), out var throttled) is { } started) return (null, started.RequestId, plan);
        turn.Note("lambda", function.Arn, $"{function.Name} is throttled ({throttled}): {Request.Method} {Request.Path} is lost", to: FunctionFigures.Throttled);
        return With(HttpAnswer.Message(503, "Service Unavailable"));

        (HttpAnswer?, string?, HttpPlan?) With(HttpAnswer answer) => (CorsHeaders.Add(answer, api.Cors, origin), null, null);
        static (HttpAnswer?, string?, HttpPlan?) Message(int status, string message) => (HttpAnswer.Message(status, message), null, null);
    }

    /// <summary>A bucket of tokens: so many at once, so many more a second.</summary>
    private static bool IsTooMuch(Turn turn, HttpApi api, ApiStage stage)
    {
        if (stage is not { Burst: { } burst, PerSecond: { } rate }) return false;
        var left = Math.Min(burst, stage.Bucket.Left + (turn.Now - stage.Bucket.At).TotalSeconds * rate);
        var isTooMuch = left < 1;
        turn.Put(api with { Stages = api.Stages.Put(stage.Name, stage with { Bucket = (isTooMuch ? left : left - 1, turn.Now) }) });
        return isTooMuch;
    }

    private sealed record Answered(string Host, string Method, string Path, HttpPlan Plan) : InvocationOrigin
    {
        internal override void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome)
        {
            var answer = ProxyResponses.Of(Plan, outcome);
            turn.Note("apigateway", Host, $"{Method} {Path} is answered with {answer.Status}.", to: $"{answer.Status}");
            Count(turn, Host, Path, answer.Status, (turn.Now - invocation.At).TotalMilliseconds);
        }
    }
}

/// <summary>Whoever waited has the answer.</summary>
internal sealed record AnswerTaken(string Id) : ScheduledEvent
{
    public override void Run(Turn turn) => turn.Put(turn.State.ApiGateway with { Arrived = turn.State.ApiGateway.Arrived.Remove(Id) });
}
