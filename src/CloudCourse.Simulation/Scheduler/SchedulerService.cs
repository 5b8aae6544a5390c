using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Scheduler;

/// <summary>Amazon EventBridge Scheduler: schedules with time zones and flexible windows, in groups. Universal targets are not here.</summary>
/// <seealso href="https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html"/>
public sealed class SchedulerService : SimulatedService
{
    public override string Name => "scheduler";

    public override string DeniedCode => "AccessDeniedException";

    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } = [.. ScheduleOperations.All, .. GroupOperations.All];

    public override IReadOnlySet<string> NotTaken(string operation) => OfAll;

    private static readonly HashSet<string> OfAll = ["KmsKeyArn"];
}
