using System.Globalization;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Runs a learner's Lambda handler. Declared here, implemented by CloudCourse.Sandbox, handed over by Web and Cli.</summary>
public interface IHandlerRuntime
{
    /// <summary>Whether handlers can run on this machine, and if not, why, in words for an operator.</summary>
    Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel);

    /// <summary>
    /// Starts one execution environment, loads the files, and invokes the handler once an event, warm from the second on.
    /// One that is lost on the way (a time-out, an exit) is replaced by a cold one, as Lambda does, until the run has lost three;
    /// the events after that fail as <see cref="HandlerFailure.NotInvoked"/>.
    /// The environment is destroyed afterwards and never handed on. A learner's failure is a result; only a fault of the host throws.
    /// </summary>
    /// <param name="queued">Told the place in the queue while the host is busy (1 is next).</param>
    Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel);

    /// <summary>Waits for a place, and gives a learner's environments for as long as they are wanted. The place is given back with them.</summary>
    /// <param name="owner">As <see cref="HandlerCode.Owner"/>.</param>
    Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel);
}

public sealed record HandlerRuntimeStatus(bool Available, string Details);

/// <param name="Runtime">Lambda's identifier, such as <c>python3.14</c>.</param>
/// <param name="Handler">As in Lambda's configuration, such as <c>lambda_function.lambda_handler</c>.</param>
/// <param name="TimeoutMs">For one event: virtual time (what the handler slept) plus CPU time, so that a busy host is nobody's fault.</param>
/// <param name="MemoryMiB">What the function is configured with, from 128. The sandbox itself never gives more than 128.</param>
/// <param name="Seed">Fixes the request ids, the clock and the random numbers that the handler sees.</param>
/// <param name="Owner">Who waits with this run: one owner's runs go one after the other, and owners take turns. Null waits for nobody.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html"/>
public sealed record HandlerCode(
    string Runtime,
    string Handler,
    IReadOnlyList<HandlerFile> Files,
    int TimeoutMs = 3000,
    int MemoryMiB = 128,
    int Seed = 0,
    IReadOnlyDictionary<string, string>? Environment = null,
    string FunctionName = "my-function",
    string AccountId = "111122223333",
    string Region = "us-east-1",
    string? Owner = null)
{
    /// <summary>A published version's number.</summary>
    public string Version { get; init; } = "$LATEST";

    /// <summary>With the version or alias by which it is invoked; null for the function's own.</summary>
    public string? InvokedArn { get; init; }

    /// <summary>Null for one made from the seed.</summary>
    public string? LogStream { get; init; }
}

public sealed record HandlerFile(string Path, string Text)
{
    /// <summary>Whether a file of a function can have this name: it lies below the function's own folder, on every system.</summary>
    public static bool IsPath(string path) =>
        path.Length is > 0 and <= 200 && !path.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\\' or ':') && path.Split('/').All(part => part is not ("" or "." or ".."));
}

/// <param name="PayloadJson">The event, as JSON text.</param>
public sealed record HandlerEvent(string Name, string PayloadJson);

/// <param name="Init">Set when loading the code failed; then there is no invocation.</param>
public sealed record HandlerRun(HandlerFailure? Init, IReadOnlyList<string> InitLog, IReadOnlyList<Invocation> Invocations);

/// <summary>One invocation, as Lambda's Invoke answers it, with what the environment saw.</summary>
/// <param name="PayloadJson">What the handler returned, as JSON; absent when it failed.</param>
/// <param name="Log">Lines in order, START and END among them; REPORT is <see cref="InvocationReport.Line"/>, because it differs from run to run.</param>
public sealed record Invocation(
    string EventName,
    string RequestId,
    string? PayloadJson,
    HandlerFailure? FunctionError,
    IReadOnlyList<string> Log,
    InvocationReport Report)
{
    /// <summary>The virtual time that it took: slept, or passed while calls were answered. Of a time-out, the limit.</summary>
    public double VirtualMs { get; init; }

    /// <summary>Calls to AWS that the answer did not wait for (<c>dynamodb PutItem</c>, at most ten): they leave when the environment is next invoked, if ever.</summary>
    public IReadOnlyList<string> Unsent { get; init; } = [];
}

/// <param name="ErrorType">As Lambda words it: an exception's class, <c>Runtime.ImportModuleError</c>, <c>Sandbox.Timedout</c>, <c>Runtime.ExitError</c>…</param>
/// <param name="At">Line of the learner's own file that failed, where there is one.</param>
public sealed record HandlerFailure(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace, HandlerLine? At)
{
    public const string TimedOut = "Sandbox.Timedout";
    public const string ExitError = "Runtime.ExitError";
    public const string OutOfMemory = "Runtime.OutOfMemory";
    public const string UnhandledRejection = "Runtime.UnhandledPromiseRejection";
    public const string MarshalError = "Runtime.MarshalError";
    public const string ResponseTooLarge = "Function.ResponseSizeTooLarge";

    /// <summary>Ours, not Lambda's: this event was not tried, because earlier ones had used up the run.</summary>
    public const string NotInvoked = "Sandbox.NotInvoked";
}

/// <param name="Line">From 1.</param>
public sealed record HandlerLine(string Path, int Line);

/// <summary>Measurements: they differ from run to run, and no check reads them.</summary>
/// <param name="InitMs">On a cold start: what loading took before the first event. Billed, since August 2025.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"/>
public sealed record InvocationReport(double DurationMs, int BilledMs, double? InitMs, int MaxMemoryMiB)
{
    /// <summary>The line with which Lambda ends an invocation's log.</summary>
    public string Line(string requestId, int memoryMiB) =>
        string.Create(CultureInfo.InvariantCulture, $"REPORT RequestId: {requestId}\tDuration: {DurationMs:F2} ms\tBilled Duration: {BilledMs} ms\tMemory Size: {memoryMiB} MB\tMax Memory Used: {MaxMemoryMiB} MB")
        + (InitMs is { } init ? string.Create(CultureInfo.InvariantCulture, $"\tInit Duration: {init:F2} ms") : "");
}
