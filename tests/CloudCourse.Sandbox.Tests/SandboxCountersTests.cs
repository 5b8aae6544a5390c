using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

public sealed class SandboxCountersTests
{
    private static PhaseResult Result(PhaseEnd end, string? errorType) => new(end, errorType is null ? null : new HandlerFailure(errorType, "", [], null), [], 0, 0);

    [Fact]
    public void Each_end_is_counted_once_by_its_cause()
    {
        SandboxCounters counters = new();
        counters.Ended(Result(PhaseEnd.TimedOut, null));
        counters.Ended(Result(PhaseEnd.TimedOut, null));
        counters.Ended(Result(PhaseEnd.Lost, HandlerFailure.OutOfMemory));
        counters.Ended(Result(PhaseEnd.Lost, HandlerFailure.ExitError));
        counters.Ended(Result(PhaseEnd.Lost, HandlerFailure.UnhandledRejection));
        counters.Ended(Result(PhaseEnd.Lost, HandlerFailure.ExitError) with { BrokeProtocol = true });
        var counts = counters.Read();
        Assert.Equal((2, 1, 2, 1, 6), (counts.TimedOut, counts.OutOfMemory, counts.Exited, counts.Protocol, counts.Ended));
    }

    [Fact]
    public void Processes_that_were_ready_are_counted_apart()
    {
        SandboxCounters counters = new();
        counters.Taken(wasSpare: true);
        counters.Taken(wasSpare: true);
        counters.Taken(wasSpare: false);
        Assert.Equal((2, 1), (counters.Read().FromSpares, counters.Read().FromNothing));
    }
}
