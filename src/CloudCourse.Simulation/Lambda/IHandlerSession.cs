namespace CloudCourse.Simulation.Lambda;

/// <summary>
/// One learner's execution environments for as long as a run lasts: many functions, many environments, each warm until it is lost.
/// They share a process for each language, which no other learner ever gets. One thing at a time: nothing here is called from two threads at once.
/// </summary>
public interface IHandlerSession : IAsyncDisposable
{
    /// <summary>A cold start: makes the environment and loads the function's code. One of that name is replaced.</summary>
    /// <param name="environment">Any name that the caller chooses.</param>
    /// <param name="at">The virtual time of day.</param>
    Task<EnvironmentStart> StartAsync(string environment, HandlerCode code, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel);

    /// <summary>
    /// Invokes the environment's handler. An environment that was lost since (a time-out, an exit, a crash of a neighbour) starts cold
    /// again first, as <see cref="InvocationReport.InitMs"/> then says.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was never an environment of that name.</exception>
    Task<Invocation> InvokeAsync(string environment, HandlerEvent given, string requestId, DateTimeOffset at, ICallAnswerer calls, CancellationToken cancel);

    /// <summary>
    /// Processes of their own at this session's place in the queue, for a handler that another one waits for: waiting for a second place,
    /// two runs could wait for each other for ever. The caller disposes of it.
    /// </summary>
    IHandlerSession Beside();
}

/// <summary>How loading a function's code went.</summary>
/// <param name="Failure">Null where it succeeded.</param>
/// <param name="DurationMs">A measurement: real time plus what was slept.</param>
/// <param name="VirtualMs">The virtual time that it took: slept, or passed while calls were answered.</param>
public sealed record EnvironmentStart(HandlerFailure? Failure, IReadOnlyList<string> Log, double DurationMs, double VirtualMs);

/// <summary>Answers the calls to AWS that a handler makes while it runs.</summary>
public interface ICallAnswerer
{
    /// <param name="request"><c>{"service", "operation", "region", "input"}</c>, as the sandbox said it: hostile until read.</param>
    /// <param name="elapsedMs">The virtual time since the invocation began, as the sandbox said it.</param>
    /// <returns><c>{"output": …}</c> or <c>{"error": {"code", "message", "status"}}</c>, with <c>latencyMs</c>: one line of JSON.</returns>
    ValueTask<string> AnswerAsync(string request, double elapsedMs, CancellationToken cancel);

    /// <summary>What a client has to know of a service, as JSON; <c>null</c> as text where there is no such service.</summary>
    /// <param name="request"><c>{"service"}</c>.</param>
    string Model(string request);
}

/// <summary>No cloud beside the handler: every call is answered by an error that says so.</summary>
public sealed class NoCalls : ICallAnswerer
{
    public static NoCalls Instance { get; } = new();

    public ValueTask<string> AnswerAsync(string request, double elapsedMs, CancellationToken cancel) =>
        ValueTask.FromResult("""{"error":{"code":"NotSimulated","message":"This handler runs by itself: there is no simulated account beside it that could answer.","status":501},"latencyMs":0}""");

    public string Model(string request) => ClientModel.Answer(request);
}
