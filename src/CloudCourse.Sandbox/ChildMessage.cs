using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox;

/// <summary>What an environment may say. Read without trust: any other shape is a <see cref="ProtocolException"/>.</summary>
internal abstract record ChildMessage
{
    public sealed record Ready : ChildMessage;
    public sealed record Log(string Line) : ChildMessage;

    /// <summary>The handler slept so long in virtual time.</summary>
    public sealed record Slept(double Ms) : ChildMessage;

    /// <summary>The virtual time of this event is over.</summary>
    public sealed record Expired : ChildMessage;
    /// <summary>A call to AWS, or a question for a service's model; the environment waits for one line.</summary>
    public sealed record Asked(bool IsCall, string Request, double Ms) : ChildMessage;
    public sealed record Exited(int Status) : ChildMessage;
    public sealed record Crashed : ChildMessage;
    public sealed record Done(double VirtualMs, long HeapBytes, string? Payload, HandlerFailure? Failure, bool Lost) : ChildMessage
    {
        /// <summary>Calls that have not left the environment, by service and operation.</summary>
        public IReadOnlyList<string> Unsent { get; init; } = [];
    }


    public static ChildMessage Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            CheckSize(line.Span);
            using var document = JsonDocument.Parse(line, new() { MaxDepth = 16 });
            var message = document.RootElement;
            return message.GetProperty("t").GetString() switch
            {
                "ready" => new Ready(),
                "log" => new Log(message.GetProperty("s").GetString() ?? throw new ProtocolException("a log line without text")),
                "slept" => new Slept(Time(message.GetProperty("ms"))),
                "expired" => new Expired(),
                "call" => ReadAsked(true, message),
                "model" => ReadAsked(false, message),
                "exited" => new Exited(message.GetProperty("status").GetInt32()),
                "crashed" => new Crashed(),
                "done" => ReadDone(message),
                var other => throw new ProtocolException($"unknown message '{other}'"),
            };
        }
        // InvalidOperationException: a value of another type, or half a surrogate pair.
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ProtocolException(wrong.Message);
        }
    }

    /// <summary>A long line is one long text; a document made of it would hold every bracket for twelve bytes.</summary>
    private static void CheckSize(ReadOnlySpan<byte> line)
    {
        if (line.Length < SandboxLimits.LineTokens) return;
        Utf8JsonReader reader = new(line, new JsonReaderOptions { MaxDepth = 16 });
        for (var count = 0; reader.Read(); count++)
        {
            if (count > SandboxLimits.LineTokens) throw new ProtocolException("too many values");
        }
    }

    private static Asked ReadAsked(bool isCall, JsonElement message) =>
        new(isCall, message.GetProperty("request").GetString() ?? throw new ProtocolException("a call without a request"), Time(message.GetProperty("ms")));

    private static Done ReadDone(JsonElement message)
    {
        var outcome = message.GetProperty("outcome");
        var payload = outcome.GetProperty("payload").GetString();
        var failed = outcome.GetProperty("failure");
        if ((payload is null) == (failed.ValueKind is JsonValueKind.Null) && payload is not null) throw new ProtocolException("a result and a failure at once");
        if (payload is not null) CheckPayload(payload);
        var lost = failed.ValueKind is JsonValueKind.Object && failed.TryGetProperty("lost", out var flag) && flag.ValueKind is JsonValueKind.True;
        return new(
            Time(message.GetProperty("virtualMs")),
            Math.Clamp(message.GetProperty("heap").GetInt64(), 0, SandboxLimits.WasmPages * 65536L),
            payload,
            failed.ValueKind is JsonValueKind.Null ? null : ReadFailure(failed),
            lost)
        {
            Unsent = message.TryGetProperty("unsent", out var unsent) ? [.. unsent.EnumerateArray().Take(SandboxLimits.UnsentNames).Select(name => Cut(name.GetString(), 100))] : [],
        };
    }

    private static HandlerFailure ReadFailure(JsonElement failed)
    {
        var at = failed.GetProperty("at");
        return new(
            Cut(failed.GetProperty("errorType").GetString(), 200),
            Cut(failed.GetProperty("errorMessage").GetString(), 8000),
            [.. failed.GetProperty("stackTrace").EnumerateArray().Take(32).Select(f => Cut(f.GetString(), 4000))],
            at.ValueKind is JsonValueKind.Null ? null : new(Cut(at.GetProperty("path").GetString(), 300), at.GetProperty("line").GetInt32()));
    }

    /// <summary>A string's length bounds its bytes from below; three times that is the most they can be.</summary>
    private static void CheckPayload(string payload)
    {
        if (payload.Length > SandboxLimits.PayloadBytes || Encoding.UTF8.GetByteCount(payload) > SandboxLimits.PayloadBytes) throw new ProtocolException("a result above 6 MB");
    }

    private static double Time(JsonElement number) =>
        number.GetDouble() is >= 0 and < 1e13 and var ms ? ms : throw new ProtocolException("a time that cannot be");

    private static string Cut(string? text, int max) => text is null ? "" : text.Length <= max ? text : text[..max] + "…";
}
