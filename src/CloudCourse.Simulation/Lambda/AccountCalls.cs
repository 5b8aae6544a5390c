using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Answers a handler's calls by the account, as the function's role.</summary>
internal sealed class AccountCalls(LiveAccount live, Caller caller, DateTimeOffset began, Func<DateTimeOffset> horizon) : ICallAnswerer
{
    private readonly AssumedSessions _sessions = new(live.Account);

    /// <summary>Until then, in virtual milliseconds, the calls so far have kept the handler busy: what passes beyond it waits, or sleeps.</summary>
    private double _busyUntil;
    private string? _last;

    /// <summary>The handler runs beside the account, so what is planned there goes on meanwhile; one that the account started waits with the rest.</summary>
    public bool IsBeside { get; init; }

    /// <summary>As the function's role.</summary>
    public AccountCalls(LiveAccount live, FunctionVersion version, DateTimeOffset began, Func<DateTimeOffset> horizon)
        : this(live, RoleOf(live, version), began, horizon)
    {
    }

    /// <summary>More than Lambda's largest payload in base64; an upload above it is refused before the account sees it.</summary>
    private const int MaxRequestBytes = 12 << 20;

    /// <summary>What handlers may send to one account in a run: it is kept in memory.</summary>
    private const long MaxBytesTogether = 128L << 20;

    /// <summary>What handlers may have answered in a run: each answer is made, sent and read again.</summary>
    private const long MaxBytesAnswered = 512L << 20;

    /// <summary>Values in one request: as an object each takes some hundred bytes of the host's memory. AWS's largest (a batch of 16 MB of attributes) stays below in what people write.</summary>
    private const int MaxTokens = 250_000;

    private const int MaxName = 100;

    private const double LongestMs = 15 * 60_000;

    public async ValueTask<string> AnswerAsync(string request, double elapsedMs, CancellationToken cancel)
    {
        if (request.Length > MaxRequestBytes) return Refused("RequestEntityTooLarge", "The course's sandbox sends no request above 12 MB.", 413);
        if ((live.BytesSent += request.Length) > MaxBytesTogether) return Refused("SandboxLimitExceeded", "This run has sent 128 MB to the simulated account, the most that it may.", 503);
        if (live.BytesAnswered > MaxBytesAnswered) return Refused("SandboxLimitExceeded", "This run has had 512 MB of answers from the simulated account, the most that it may.", 503);
        var answer = await AnswerAsync(request, elapsedMs, caller, cancel);
        live.BytesAnswered += answer.Length;
        return answer;
    }

    private async ValueTask<string> AnswerAsync(string request, double elapsedMs, Caller signer, CancellationToken cancel)
    {
        string service, operation, region, input;
        AccessKeys? credentials = null;
        try
        {
            var bytes = Encoding.UTF8.GetBytes(request);
            if (HasMoreThan(bytes, MaxTokens)) return Refused("RequestEntityTooLarge", $"The course's sandbox sends no request of more than {MaxTokens} values.", 413);
            if (HoldsHalfACharacter(bytes)) return Refused("SerializationException", "The request holds half a character, which no text in UTF-8 can.", 400);
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 128 });
            var json = document.RootElement;
            (service, operation, region, input) = (Text("service"), Text("operation"), Text("region"), json.GetProperty("input").GetRawText());
            if (json.TryGetProperty("credentials", out var keys) && keys.ValueKind is JsonValueKind.Object)
                credentials = new(keys.GetProperty("accessKeyId").GetString() ?? "", keys.GetProperty("secretAccessKey").GetString(), keys.GetProperty("sessionToken").GetString());

            string Text(string member) => json.GetProperty(member).GetString() is { Length: <= MaxName } name ? name : throw new JsonException();
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return Refused("SerializationException", "The request cannot be read.", 400);
        }

        // What the sandbox says may be anything; no function runs for longer.
        elapsedMs = Math.Min(elapsedMs, LongestMs);
        if (IsBeside) await live.CatchUpAsync(began.AddMilliseconds(elapsedMs), cancel);
        else if (elapsedMs > _busyUntil + 0.001) await live.PassAsync(began.AddMilliseconds(elapsedMs), request == _last, cancel);
        else MoveClock(began.AddMilliseconds(elapsedMs));
        (_busyUntil, _last) = (Math.Max(_busyUntil, elapsedMs + CallLatency.Of(service)), request);
        if (credentials is not null && !_sessions.TryFind(credentials, service, out signer, out var unknown)) return Answer(new(0, null, unknown), 0);
        if (operation == Presign) return Presigned(signer, region, service, input);
        var (result, ended) = await live.MadeAsync(live.Account.Call(signer, region, service, operation, input), cancel);
        var latency = CallLatency.Of(service) + result.Waited.TotalMilliseconds;
        if (ended is { } function) latency += function.Outcome.DurationMs + (function.Outcome.InitMs ?? 0);
        return Answer(result, latency);
    }

    private static bool HasMoreThan(byte[] json, int max)
    {
        if (json.Length <= max) return false;
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 128 });
        for (var count = 0; reader.Read(); count++)
        {
            if (count > max) return true;
        }
        return false;
    }

    /// <summary>
    /// Half of a surrogate pair, written as an escape: a JSON text may hold it and no string of ours. Whoever read the call later, to show it or
    /// to check it, would fail on it.
    /// </summary>
    private static bool HoldsHalfACharacter(byte[] json)
    {
        if (json.AsSpan().IndexOf(@"\u"u8) < 0) return false;
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = 128 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) _ = reader.GetString();
            }
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    /// <summary>Not one of AWS's operations: the clients sign by themselves, and the keys are here.</summary>
    private const string Presign = "presign";

    private string Presigned(Caller signer, string region, string service, string input)
    {
        if (service != "s3") return Refused(AwsError.NotSimulated, "The course has presigned addresses for Amazon S3 only.", 501);
        try
        {
            var asked = JsonNode.Parse(input)!;
            var expires = asked["ExpiresIn"]!.GetValue<int>();
            var url = S3.PresignedUrl.Make(live.Account, signer, region, asked["Operation"]!.GetValue<string>(), asked["Params"]!.AsObject(), expires);
            return new JsonObject { ["output"] = new JsonObject { ["Url"] = url }, ["latencyMs"] = 0 }.ToJsonString();
        }
        catch (AwsException refused)
        {
            return Answer(new(0, null, refused.Error), 0);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return Refused("SerializationException", "The request for an address cannot be read.", 400);
        }
    }

    private static Caller RoleOf(LiveAccount live, FunctionVersion version)
    {
        var role = version.RoleArn[(version.RoleArn.LastIndexOf('/') + 1)..];
        return Caller.Session(live.Account.Options.AccountId, role, version.Name) with
        {
            Context = new RequestContext(new Dictionary<string, IReadOnlyList<string>> { ["lambda:SourceFunctionArn"] = [version.FunctionArn] }),
        };
    }

    /// <summary>
    /// The account's clock follows a handler that is at work as far as nothing else is planned before, so that handlers that run at the same time, one
    /// after the other here, do not put each other off. Where one waits, <see cref="LiveAccount.PassAsync"/> lets the account go on.
    /// </summary>
    private void MoveClock(DateTimeOffset moment)
    {
        var to = moment < horizon() ? moment : horizon();
        if (live.Account.NextEventAt is { } next && next <= to) to = next.AddTicks(-1);
        if (to > live.Account.Now) live.Account.AdvanceTo(to);
    }

    public string Model(string request) => ClientModel.Answer(request);

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
