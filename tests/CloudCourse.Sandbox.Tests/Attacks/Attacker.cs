using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests.Attacks;

/// <summary>
/// One session, so one process a language, for as many attacks as leave it alive: each attack is an environment of its own. Beside it a
/// neighbour of another learner, who must notice nothing.
/// </summary>
internal sealed class Attacker(PythonSandbox sandbox) : IAsyncDisposable
{
    public const string Neighbour = "neighbour";
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private IHandlerSession? _session, _neighbour;
    private int _count;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static HandlerCode Script(string body, string runtime = "nodejs24.x") =>
        new(runtime, "index.handler", [new("index.mjs", "export const handler = async (event, context) => {\n" + body + "\n};")], TimeoutMs: 1000, Seed: 7);

    public static HandlerCode Python(string body) => PythonSandbox.Function(PythonSandbox.Body(body));

    /// <summary>What may end by its time has less of it: that it ends is what is looked at.</summary>
    public static HandlerCode Within(HandlerCode code, string expected) =>
        expected.Split('|').Contains(HandlerFailure.TimedOut) ? code with { TimeoutMs = 300 } : code;

    /// <summary>What a handler answers, or the type of its error, or "init" and that type where it does not load.</summary>
    public async Task<string> RunAsync(HandlerCode code, ICallAnswerer? calls = null, int times = 1)
    {
        _session ??= await sandbox.Runtime.OpenAsync(null, null, Cancel);
        var environment = $"attack {++_count}";
        var start = await _session.StartAsync(environment, code, Noon, calls ?? NoCalls.Instance, Cancel);
        if (start.Failure is { } broken) return "init " + broken.ErrorType;
        var answer = "";
        for (var i = 0; i < times; i++)
        {
            var invocation = await _session.InvokeAsync(environment, new("e", "{}"), $"id {i}", Noon, calls ?? NoCalls.Instance, Cancel);
            answer = invocation.PayloadJson is { } payload ? Text(payload) : invocation.FunctionError!.ErrorType;
        }
        return answer;
    }

    /// <summary>The next attack has a process of its own; the neighbour stays.</summary>
    public async Task AnewAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        _session = null;
    }

    private static string Text(string payload)
    {
        using var json = JsonDocument.Parse(payload, new() { MaxDepth = SandboxLimits.PayloadDepth });
        return json.RootElement.ValueKind is JsonValueKind.String ? json.RootElement.GetString()! : payload;
    }

    /// <summary>Another learner's environment, started before the first attack, still has what it held.</summary>
    public async Task NeighbourGoesOnAsync(int times)
    {
        if (_neighbour is null)
        {
            _neighbour = await sandbox.Runtime.OpenAsync(null, null, Cancel);
            var code = PythonSandbox.Function("count = 0\ndef lambda_handler(event, context):\n    global count\n    count += 1\n    return count");
            Assert.Null((await _neighbour.StartAsync(Neighbour, code, Noon, NoCalls.Instance, Cancel)).Failure);
        }
        var invocation = await _neighbour.InvokeAsync(Neighbour, new("e", "{}"), "id", Noon, NoCalls.Instance, Cancel);
        Assert.Equal($"{times}", invocation.PayloadJson);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        if (_neighbour is not null) await _neighbour.DisposeAsync();
    }
}
