using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ecs.Tasks;

/// <summary>
/// Interruptions of Fargate Spot. AWS publishes no figures of how often they come: one Spot task in ten is interrupted in a month here, which is an assumption; when, follows from
/// the account's seed.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"/>
internal static class FargateSpot
{
    private const double Monthly = 0.1;

    public static void Plan(Turn turn, EcsTask task)
    {
        var hours = -Math.Log(1 - turn.Chance()) * Prices.HoursPerMonth / -Math.Log(1 - Monthly);
        // What lies years ahead need not be remembered.
        if (hours < 24 * 365) turn.Plan(TimeSpan.FromHours(hours), new FargateSpotTakesBack(task.Arn));
    }

    public static void Interrupt(Turn turn, EcsTask task)
    {
        if (task is not { Spot: true, DesiredStatus: "RUNNING" }) return;
        turn.Note("ecs", task.Id, $"Fargate Spot wants the capacity of {task.Id[..8]} back: a task state change event tells it two minutes ahead, and its containers get SIGTERM now.");
        TaskLifecycle.Stop(turn, task, "SpotInterruption", "Your Spot Task was interrupted.");
    }
}

/// <summary>AWS takes a Fargate Spot task back. Its containers have two minutes at most, or as long as their stopTimeout says.</summary>
public sealed record FargateSpotTakesBack(string TaskArn) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Ecs.Tasks.Find(TaskArn) is { } task) FargateSpot.Interrupt(turn, task);
    }
}

/// <summary>Spot capacity runs short: AWS takes back as many of the account's Spot tasks, the oldest first.</summary>
/// <param name="Count">Null for all of them.</param>
public sealed record FargateSpotRunsShort(string Region, int? Count = null) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        foreach (var task in turn.State.Ecs.Tasks.Values.Where(t => t.Region == Region && t is { Spot: true, DesiredStatus: "RUNNING" }).OrderBy(t => t.Created).ThenBy(t => t.Arn, StringComparer.Ordinal).Take(Count ?? int.MaxValue).ToList())
            FargateSpot.Interrupt(turn, task);
    }
}
