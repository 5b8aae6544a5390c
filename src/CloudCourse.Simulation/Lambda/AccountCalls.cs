using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Answers a handler's calls by the account, as the function's role.</summary>
internal sealed class AccountCalls(LiveAccount live, FunctionVersion version, DateTimeOffset began, Func<DateTimeOffset> horizon) : ICallAnswerer
{
    /// <summary>More than Lambda's largest payload in base64; an upload above it is refused before the account sees it.</summary>
    private const int MaxRequestBytes = 12 << 20;

    /// <summary>What handlers may send to one account in a run: it is kept in memory.</summary>
    private const long MaxBytesTogether = 128L << 20;

    public async ValueTask<string> AnswerAsync(string request, double elapsedMs, CancellationToken cancel)
    {
        if (request.Length > MaxRequestBytes) return Refused("RequestEntityTooLarge", "The course's sandbox sends no request above 12 MB.", 413);
        if ((live.BytesSent += request.Length) > MaxBytesTogether) return Refused("SandboxLimitExceeded", "This run has sent 128 MB to the simulated account, the most that it may.", 503);
        string service, operation, region, input;
        try
        {
            using var document = JsonDocument.Parse(request, new() { MaxDepth = 128 });
            var json = document.RootElement;
            (service, operation, region, input) = (json.GetProperty("service").GetString()!, json.GetProperty("operation").GetString()!, json.GetProperty("region").GetString()!, json.GetProperty("input").GetRawText());
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Refused("SerializationException", "The request cannot be read.", 400);
        }

        MoveClock(began.AddMilliseconds(elapsedMs));
        var role = version.RoleArn[(version.RoleArn.LastIndexOf('/') + 1)..];
        var caller = Caller.Session(live.Account.Options.AccountId, role, version.Name) with
        {
            Context = new RequestContext(new Dictionary<string, IReadOnlyList<string>> { ["lambda:SourceFunctionArn"] = [version.FunctionArn] }),
        };
        var (result, ended) = await live.MadeAsync(live.Account.Call(caller, region, service, operation, input), cancel);
        var latency = CallLatency.Of(service);
        if (ended is { } function) latency += function.Outcome.DurationMs + (function.Outcome.InitMs ?? 0);
        return Answer(result, latency);
    }

    /// <summary>The account's clock follows the handler's, as far as nothing else is planned before.</summary>
    private void MoveClock(DateTimeOffset moment)
    {
        var to = moment < horizon() ? moment : horizon();
        if (live.Account.NextEventAt is { } next && next <= to) to = next.AddTicks(-1);
        if (to > live.Account.Now) live.Account.AdvanceTo(to);
    }

    public string Model(string request)
    {
        try
        {
            using var document = JsonDocument.Parse(request, new() { MaxDepth = 8 });
            return document.RootElement.GetProperty("service").GetString() is { } service ? ClientModel.Of(service) : "null";
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "null";
        }
    }

    private static string Answer(CallResult result, double latencyMs)
    {
        JsonObject answer = result.Error is { } error
            ? new()
            {
                ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["status"] = error.HttpStatus, ["advice"] = error.Advice, ["fields"] = error.Fields?.DeepClone() },
            }
            : new() { ["output"] = result.Output!.DeepClone() };
        answer["latencyMs"] = result.Error?.HttpStatus == 0 ? 0 : latencyMs;
        answer["requestId"] = $"{result.Number:x8}-0000-4000-8000-000000000000";
        return answer.ToJsonString();
    }

    private static string Refused(string code, string message, int status) =>
        new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["status"] = status }, ["latencyMs"] = 0 }.ToJsonString();
}

/// <summary>What one call takes, in virtual time: assumptions, as AWS states no figures.</summary>
public static class CallLatency
{
    /// <summary>Milliseconds.</summary>
    public static double Of(string service) => service switch
    {
        "dynamodb" => 5,
        "s3" => 20,
        _ => 10,
    };
}
