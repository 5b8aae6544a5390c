using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Content;

/// <summary>Until the sandbox is here, handlers cannot run and say so.</summary>
internal sealed class NoHandlers : IHandlerRuntime
{
    public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) =>
        Task.FromResult(new HandlerRuntimeStatus(false, "this build has no sandbox."));

    public Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) =>
        throw new InvalidOperationException("This build has no sandbox.");
}
