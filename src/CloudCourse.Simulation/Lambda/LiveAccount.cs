using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Lambda;

/// <summary>
/// An account whose functions run. The account starts invocations and ends them, in virtual time; in between, this runs the handlers
/// for real, one after the other, and answers their calls by the account, under the function's role. The same account, calls and code
/// give the same history: what is measured stands in reports and log lines only.
/// </summary>
public sealed class LiveAccount : IAsyncDisposable
{
    private readonly IHandlerRuntime _runtime;
    private readonly LiveAccountOptions _options;
    private readonly List<RanInvocation> _ran = [];
    private IHandlerSession? _session;
    private DateTimeOffset _horizon = DateTimeOffset.MaxValue;
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);
    private int _depth, _nested, _meanwhile, _requests;

    /// <param name="account">Made with <see cref="AccountOptions.RunsFunctions"/>.</param>
    public LiveAccount(SimulatedAccount account, IHandlerRuntime runtime, LiveAccountOptions? options = null)
    {
        if (!account.Options.RunsFunctions) throw new ArgumentException("The account was made without RunsFunctions.", nameof(account));
        (Account, _runtime, _options) = (account, runtime, options ?? new());
    }

    public SimulatedAccount Account { get; }

    /// <summary>What ran, in order, with logs and measurements.</summary>
    public IReadOnlyList<RanInvocation> Ran => _ran;

    internal LiveAccountOptions Options => _options;

    /// <summary>Bytes that handlers have sent to the account so far.</summary>
    internal long BytesSent { get; set; }

    /// <summary>Bytes of the answers to them.</summary>
    internal long BytesAnswered { get; set; }

    /// <summary>
    /// Makes a call, and runs what becomes ready by it. An Invoke that waits for its answer gets it, and the virtual time that the
    /// function took has passed then.
    /// </summary>
    public Task<CallResult> CallAsync(Caller caller, string region, string service, string operation, string input, CancellationToken cancel) =>
        FollowAsync(Account.Call(caller, region, service, operation, input), cancel);

    /// <inheritdoc cref="CallAsync(Caller, string, string, string, string, CancellationToken)"/>
    public Task<CallResult> CallAsync(Caller caller, string region, string service, string operation, Findings.JsonValue input, CancellationToken cancel) =>
        FollowAsync(Account.Call(caller, region, service, operation, input), cancel);

    private async Task<CallResult> FollowAsync(CallResult made, CancellationToken cancel)
    {
        var (result, outcome) = await MadeAsync(made, cancel);
        // What the call set off for this very moment happens too.
        Account.AdvanceTo(outcome is null ? Account.Now : Later(outcome.Value.End));
        await RunReadyAsync(cancel);
        return result;
    }

    /// <summary>Answers what a handler calls that runs beside the account, not in it: as <paramref name="caller"/>, who began then.</summary>
    public ICallAnswerer CallsAs(Caller caller, DateTimeOffset began) => new AccountCalls(this, caller, began, Horizon) { IsBeside = true };

    internal Task CatchUpAsync(DateTimeOffset moment, CancellationToken cancel) => AdvanceAsync(Later(moment) - Account.Now, cancel);

    /// <summary>Sends a request to an HTTP API and waits for the response; the virtual time that it took has passed then.</summary>
    /// <param name="host">As in the API's endpoint, without <c>https://</c>.</param>
    public async Task<HttpAnswer> RequestAsync(string host, HttpRequest request, CancellationToken cancel)
    {
        var id = $"{++_requests}";
        Account.Happen(new RequestArrives(id, host, request));
        var arrived = Account.State.ApiGateway.Arrived[id];
        Account.Happen(new AnswerTaken(id));
        var answer = arrived.Answer;
        if (arrived.Invocation is { } invocation)
        {
            var started = Account.State.Lambda.Running[invocation];
            var outcome = await RunAsync(started, cancel);
            answer = ProxyResponses.Of(arrived.Plan!, outcome);
            // API Gateway does not wait longer than the integration says; the function goes on.
            Account.AdvanceTo(Later(started.At.AddMilliseconds(Math.Min(arrived.Plan!.TimeoutMs, outcome.DurationMs + (outcome.InitMs ?? 0)))));
        }
        else Account.AdvanceTo(Account.Now);
        await RunReadyAsync(cancel);
        return answer!;
    }

    /// <summary>Lets time pass, event by event, and runs what becomes ready on the way.</summary>
    /// <param name="goesOn">Asked after each event; false ends it there, with the clock as it stands.</param>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancel, Func<bool>? goesOn = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var until = Account.Now + by;
        var before = _horizon;
        _horizon = until;
        try
        {
            await RunReadyAsync(cancel);
            while (Account.NextEventAt is { } next && next <= until)
            {
                cancel.ThrowIfCancellationRequested();
                Account.AdvanceTo(Later(next));
                await RunReadyAsync(cancel);
                if (goesOn?.Invoke() is false) return;
            }
            Account.AdvanceTo(Later(until));
        }
        finally
        {
            _horizon = before;
        }
    }

    private DateTimeOffset Later(DateTimeOffset moment) => moment > Account.Now ? moment : Account.Now;

    private async Task RunReadyAsync(CancellationToken cancel)
    {
        while (NextReady() is { } first)
        {
            cancel.ThrowIfCancellationRequested();
            await RunAsync(first, cancel);
        }
    }

    private StartedInvocation? NextReady() => Account.State.Lambda.Ready.Find(r => !_running.Contains(r.RequestId));

    /// <summary>
    /// A handler has waited until then: the account goes on meanwhile, event by event, also past what <see cref="AdvanceAsync"/> was asked for.
    /// What that starts is run after the handler, unless it is what the handler waits for.
    /// </summary>
    /// <param name="isPolling">The handler asks again what it asked before. A process of its own for each that is run meanwhile costs much, so only a few are.</param>
    internal async Task PassAsync(DateTimeOffset moment, bool isPolling, CancellationToken cancel)
    {
        if (isPolling) await RunMeanwhileAsync(cancel);
        while (Account.NextEventAt is { } next && next <= moment)
        {
            cancel.ThrowIfCancellationRequested();
            Account.AdvanceTo(Later(next));
            if (isPolling) await RunMeanwhileAsync(cancel);
        }
        Account.AdvanceTo(Later(moment));
    }

    private async Task RunMeanwhileAsync(CancellationToken cancel)
    {
        while (_depth <= LiveAccountOptions.MaxDepthMeanwhile && _meanwhile < LiveAccountOptions.MostMeanwhile && NextReady() is { } first)
        {
            _meanwhile++;
            await RunAsync(first, cancel);
        }
    }

    /// <summary>A call that waits for a function gets the function's answer as its own.</summary>
    internal async Task<(CallResult Result, (InvocationOutcome Outcome, DateTimeOffset End)? Ended)> MadeAsync(CallResult result, CancellationToken cancel)
    {
        if (result.Output?[InvokeOperations.Started] is not JsonValue id) return (result, null);
        var started = Account.State.Lambda.Running[id.GetValue<string>()];
        var outcome = await RunAsync(started, cancel);
        JsonObject output = new()
        {
            ["StatusCode"] = 200,
            ["ExecutedVersion"] = started.Version.Version,
            ["Payload"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(outcome.Payload)),
        };
        if (outcome.Error is not null) output["FunctionError"] = "Unhandled";
        if (result.Output.ContainsKey("LogResult")) output["LogResult"] = LogTail.Of(started, outcome);
        return (Account.Complete(result, output), (outcome, started.At.AddMilliseconds(outcome.DurationMs + (outcome.InitMs ?? 0))));
    }

    private async Task<InvocationOutcome> RunAsync(StartedInvocation started, CancellationToken cancel)
    {
        // A function that invokes itself would go on for ever; Lambda stops such loops as well.
        if (_depth == 0) (_nested, _meanwhile) = (0, 0);
        if (_depth >= LiveAccountOptions.MaxDepth || (_depth > 0 && ++_nested > LiveAccountOptions.MaxNested))
        {
            const string type = "Sandbox.RecursionStopped";
            var words = _depth >= LiveAccountOptions.MaxDepth
                ? "Functions that wait for functions stand eight deep: the course stops here."
                : "A function and those that it waits for have invoked a hundred functions: the course stops here.";
            InvocationOutcome stopped = new(new JsonObject { ["errorType"] = type, ["errorMessage"] = words }.ToJsonString(), new(type, words, [], null), [], 1, null, false);
            Account.Happen(new Invocations.Ran(started.RequestId, stopped));
            return stopped;
        }
        _depth++;
        _running.Add(started.RequestId);
        try
        {
            var outcome = await RunInSandboxAsync(started, cancel);
            Account.Happen(new Invocations.Ran(started.RequestId, outcome));
            _options.Progress?.Report(new(Account.Now, _ran.Count));
            return outcome;
        }
        finally
        {
            _depth--;
            _running.Remove(started.RequestId);
        }
    }

    private async Task<InvocationOutcome> RunInSandboxAsync(StartedInvocation started, CancellationToken cancel)
    {
        var version = started.Version;
        var before = Account.History.Count;
        // While one handler waits for another, its process waits too: the other one needs a session of its own.
        await using var nested = _depth > 1 ? _session!.Beside() : null;
        var session = nested ?? (_session ??= _options.Session?.Beside() ?? await _runtime.OpenAsync(_options.Owner, _options.Queued, cancel));
        HandlerCode code = new(version.Runtime, version.Handler, version.Files, version.Timeout * 1000, version.MemorySize, SeedOf(started.Environment), version.Variables, version.Name, Account.Options.AccountId, version.Region, _options.Owner)
        {
            Version = version.Version,
            InvokedArn = started.InvokedArn,
            LogStream = started.Environment,
        };
        double? initMs = null;
        EnvironmentStart? start = null;
        if (started.IsCold || nested is not null)
        {
            var assumed = version.Runtime.StartsWith("python", StringComparison.Ordinal) ? LiveAccountOptions.PythonInitMs : LiveAccountOptions.NodeInitMs;
            start = await session.StartAsync(started.Environment, code, started.At, new AccountCalls(this, version, started.At, Horizon), cancel);
            if (started.IsCold) initMs = assumed + start.VirtualMs;
        }
        var began = started.At.AddMilliseconds(initMs ?? 0);
        Invocation invocation;
        if (start?.Failure is { } broken) invocation = new("", started.RequestId, null, broken, start.Log, new(0, 0, start.DurationMs, 0));
        else invocation = await session.InvokeAsync(started.Environment, new("", started.Payload), started.RequestId, began, new AccountCalls(this, version, began, Horizon), cancel);
        // Loading was measured apart; Lambda's REPORT line has both.
        if (started.IsCold && start is { Failure: null } && invocation.Report is { InitMs: null } report)
            invocation = invocation with { Report = report with { InitMs = start.DurationMs, BilledMs = (int)Math.Min(int.MaxValue, Math.Ceiling(report.DurationMs + start.DurationMs)) } };

        var limit = version.Timeout * 1000.0;
        var isTimeOut = invocation.FunctionError?.ErrorType is HandlerFailure.TimedOut;
        // Processor time is not counted, so a time-out by it has taken its whole time.
        var duration = isTimeOut ? limit : Math.Round(invocation.VirtualMs + 1 + _options.ComputeMsOf(version.Name), 3);
        if (duration > limit) duration = limit;
        InvocationOutcome outcome = new(invocation.PayloadJson ?? ErrorJson(version.Runtime, invocation.FunctionError!), invocation.FunctionError, invocation.Log, duration, initMs,
            isTimeOut || invocation.FunctionError?.ErrorType is HandlerFailure.ExitError or HandlerFailure.OutOfMemory or HandlerFailure.UnhandledRejection)
        { Unsent = invocation.Unsent };
        _ran.Add(new(started, outcome, invocation.Report) { FirstNumber = before + 1, LastNumber = Account.History.Count });
        return outcome;
    }

    private DateTimeOffset Horizon() => _horizon;

    /// <summary>Environments of one function differ in what looks random to them.</summary>
    private static int SeedOf(string environment)
    {
        var hash = 2166136261u;
        foreach (var letter in environment) hash = (hash ^ letter) * 16777619u;
        return (int)(hash & int.MaxValue);
    }

    /// <summary>What a caller gets instead of an answer.</summary>
    private static string ErrorJson(string runtime, HandlerFailure failure)
    {
        JsonObject json = new() { ["errorMessage"] = failure.ErrorMessage, ["errorType"] = failure.ErrorType };
        if (failure.StackTrace.Count > 0 || failure.ErrorType is not (HandlerFailure.TimedOut or HandlerFailure.ExitError or HandlerFailure.OutOfMemory))
            json[runtime.StartsWith("node", StringComparison.Ordinal) ? "trace" : "stackTrace"] = new JsonArray([.. failure.StackTrace.Select(l => (JsonNode)l)]);
        return json.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        _session = null;
    }
}

/// <summary>How functions run beside an account.</summary>
public sealed record LiveAccountOptions
{
    internal const int MaxDepth = 8;

    /// <summary>Invocations that one invocation, and those that it waits for, wait for together: each costs the host a process's time, and eight levels multiply.</summary>
    internal const int MaxNested = 100;

    /// <summary>Invocations that are run while a handler polls for what they do.</summary>
    public const int MostMeanwhile = 20;

    /// <summary>How deep such handlers stand in one another.</summary>
    internal const int MaxDepthMeanwhile = 3;

    /// <summary>What loading a function takes, beside what its own code does: assumptions, as AWS states no figure.</summary>
    public const double PythonInitMs = 200, NodeInitMs = 150;

    /// <summary>Who waits, for the sandbox's queue; null for nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>A session that is open already, whose place in the queue the account's functions share; null to wait for one.</summary>
    public IHandlerSession? Session { get; init; }

    /// <summary>Told the place in the queue.</summary>
    public IProgress<int>? Queued { get; init; }

    /// <summary>Told after each invocation how far the run is, for those who wait for a long one.</summary>
    public IProgress<LiveProgress>? Progress { get; init; }

    /// <summary>What a function computes in one invocation, in virtual milliseconds, by its name: processor time here is none of Lambda's, so it is declared.</summary>
    public IReadOnlyDictionary<string, double> ComputeMs { get; init; } = new Dictionary<string, double>();

    internal double ComputeMsOf(string function) => ComputeMs.GetValueOrDefault(function);
}

/// <param name="Now">The virtual clock.</param>
/// <param name="Ran">Invocations so far.</param>
public readonly record struct LiveProgress(DateTimeOffset Now, int Ran);

/// <summary>One invocation that was run.</summary>
/// <param name="Report">Measurements.</param>
public sealed record RanInvocation(StartedInvocation Started, InvocationOutcome Outcome, InvocationReport Report)
{
    /// <summary>What happened in the account while it ran, its own calls among it, has these numbers in the history, both included.</summary>
    public long FirstNumber { get; init; }

    /// <inheritdoc cref="FirstNumber"/>
    public long LastNumber { get; init; }
}
