using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Routing;

namespace CloudCourse.Simulation.Scheduler;

/// <summary>A schedule is due. Its target is invoked now, or at a moment of its flexible window that follows from the seed.</summary>
/// <seealso href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html"/>
internal sealed record ScheduleTick(string Key, long Changed) : ScheduledEvent
{
    /// <summary>A rate without a start date begins at once.</summary>
    public static void PlanFirst(Turn turn, Schedule schedule) => Plan(turn, schedule, turn.Now.AddTicks(-1));

    private static void Plan(Turn turn, Schedule schedule, DateTimeOffset after)
    {
        if (!schedule.IsEnabled) return;
        var next = schedule.When.Next(after, schedule.Start ?? schedule.Modified, schedule.Zone);
        if (next is { } due && !schedule.IsOverAt(due)) turn.Plan(due <= turn.Now ? TimeSpan.Zero : due - turn.Now, new ScheduleTick(schedule.StateKey, schedule.Changed));
        else if (schedule.DeletesItself && schedule.Pending == 0) turn.Plan(TimeSpan.Zero, new ScheduleCompletes(schedule.StateKey, schedule.Changed));
    }

    public override void Run(Turn turn)
    {
        if (turn.State.Scheduler.Schedules.Find(Key) is not { IsEnabled: true } schedule || schedule.Changed != Changed) return;
        schedule = schedule with { Pending = schedule.Pending + 1 };
        turn.Put(schedule);
        Invocation invocation = new(Key, schedule, turn.Now, SecretsManager.SecretCalls.Uuid(turn), null, 0);
        if (schedule.Window is { } window) turn.Plan(TimeSpan.FromSeconds(Math.Floor(turn.Chance() * window.TotalSeconds)), invocation);
        else invocation.Run(turn);
        Plan(turn, turn.State.Scheduler.Schedules.Find(Key)!, turn.Now);
    }

    /// <summary>One invocation on its way to the target; a later change of the schedule does not reach it any more.</summary>
    private sealed record Invocation(string Key, Schedule Schedule, DateTimeOffset Due, string Id, DateTimeOffset? First, int Retries) : ScheduledEvent
    {
        private const string Service = "scheduler.amazonaws.com";

        public override void Run(Turn turn)
        {
            if (Retries == 0 && (turn.State.Scheduler.Schedules.Find(Key) is not { IsEnabled: true } now || now.Created != Schedule.Created))
            {
                Done(turn);
                return;
            }
            var (target, first) = (Schedule.Target, First ?? turn.Now);
            var body = Body(turn);
            var result = turn.Send(new(Service, Schedule.Arn, target.Arn, body) { RoleArn = target.RoleArn, MessageGroupId = target.MessageGroupId ?? target.PartitionKey, DeduplicationId = target.MessageGroupId is null ? null : Id });
            if (result.HasArrived)
            {
                Done(turn);
                return;
            }
            Retrying.After(turn, result, Retries, first, target.Retry, this with { First = first, Retries = Retries + 1 }, condition =>
            {
                DeadLetters.Send(turn, Service, Schedule.Arn, target.DeadLetterArn, body, new(Schedule.Arn, target.Arn, result, condition, Retries) { Execution = (Id, Due) }, target.RoleArn);
                Done(turn);
            });
        }

        private void Done(Turn turn)
        {
            if (turn.State.Scheduler.Schedules.Find(Key) is not { } schedule || schedule.Created != Schedule.Created) return;
            schedule = schedule with { Pending = Math.Max(0, schedule.Pending - 1) };
            turn.Put(schedule);
            if (schedule is { DeletesItself: true, Pending: 0 }) turn.Plan(TimeSpan.Zero, new ScheduleCompletes(Key, schedule.Changed));
        }

        /// <summary>The input with what it asks to know filled in, or what Scheduler says by itself.</summary>
        /// <seealso href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html"/>
        private string Body(Turn turn)
        {
            var input = Schedule.Target.Input?.Replace("<aws.scheduler.schedule-arn>", Schedule.Arn, StringComparison.Ordinal)
                .Replace("<aws.scheduler.scheduled-time>", SchedulerCalls.Time(Due), StringComparison.Ordinal)
                .Replace("<aws.scheduler.execution-id>", Id, StringComparison.Ordinal)
                .Replace("<aws.scheduler.attempt-number>", (Retries + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var (source, type) = (Schedule.Target.Source ?? "aws.scheduler", Schedule.Target.DetailType ?? "Scheduled Event");
            if (Schedule.Target.Source is not null) return AwsEvents.Text(Id, type, source, turn.AccountId, Due, Schedule.Region, [], input ?? "{}");
            return input ?? AwsEvents.Text(Id, type, source, turn.AccountId, Due, Schedule.Region, [Schedule.Arn], "\"{}\"");
        }
    }
}

/// <summary>A schedule that deletes itself does so once nothing is to come and nothing is on its way.</summary>
internal sealed record ScheduleCompletes(string Key, long Changed) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Scheduler.Schedules.Find(Key) is not { Pending: 0, DeletesItself: true } schedule || schedule.Changed != Changed) return;
        var next = schedule.When.Next(turn.Now, schedule.Start ?? schedule.Modified, schedule.Zone);
        if (next is { } due && !schedule.IsOverAt(due)) return;
        turn.Remove(schedule);
        turn.Note("scheduler", schedule.Arn, $"The schedule {schedule.Name} has done its work and deleted itself.", "ENABLED");
    }
}
