using System.Text.Json;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Runs a learner's Lambda handler. Declared here, implemented by CloudCourse.Sandbox, handed over by Web and Cli.</summary>
public interface IHandlerRuntime
{
    /// <summary>Whether handlers can run on this machine, and if not, why, in words for an operator.</summary>
    Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel);

    /// <summary>
    /// Starts one execution environment, loads the files, and invokes the handler once an event, warm from the second on.
    /// The environment is destroyed afterwards and never handed on. A learner's failure is a result; only a fault of the host throws.
    /// </summary>
    /// <param name="queued">Told the place in the queue while the host is busy (1 is next).</param>
    Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel);
}

public sealed record HandlerRuntimeStatus(bool Available, string Details);

/// <param name="Runtime">Lambda's identifier, such as <c>python3.14</c>.</param>
/// <param name="Handler">As in Lambda's configuration, such as <c>lambda_function.lambda_handler</c>.</param>
/// <param name="Seed">Fixes the request ids, the clock and the random numbers that the handler sees.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html"/>
public sealed record HandlerCode(
    string Runtime,
    string Handler,
    IReadOnlyList<HandlerFile> Files,
    int TimeoutMs = 3000,
    int MemoryMiB = 128,
    int Seed = 0,
    IReadOnlyDictionary<string, string>? Environment = null);

public sealed record HandlerFile(string Path, string Text);

/// <param name="PayloadJson">The event, as JSON text.</param>
public sealed record HandlerEvent(string Name, string PayloadJson);

/// <param name="Init">Set when loading the code failed; then there is no invocation.</param>
public sealed record HandlerRun(HandlerFailure? Init, IReadOnlyList<string> InitLog, IReadOnlyList<Invocation> Invocations);

/// <summary>One invocation, as Lambda's Invoke answers it, with what the environment saw.</summary>
/// <param name="PayloadJson">What the handler returned, as JSON; absent when it failed.</param>
/// <param name="Log">Lines in order, START, END and REPORT among them.</param>
public sealed record Invocation(
    string EventName,
    string? PayloadJson,
    HandlerFailure? FunctionError,
    IReadOnlyList<string> Log,
    InvocationReport Report);

/// <param name="ErrorType">As Lambda words it: an exception's class, <c>Runtime.ImportModuleError</c>, <c>Sandbox.Timedout</c>, <c>Runtime.ExitError</c>…</param>
/// <param name="At">Line of the learner's own file that failed, where there is one.</param>
public sealed record HandlerFailure(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace, HandlerLine? At);

/// <param name="Line">From 1.</param>
public sealed record HandlerLine(string Path, int Line);

/// <summary>Measurements: they differ from run to run, and no check reads them.</summary>
public sealed record InvocationReport(double DurationMs, int BilledMs, double? InitMs, int MaxMemoryMiB);
