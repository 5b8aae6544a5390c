using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Schedules;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Routing;

/// <summary>A rule with a schedule makes an event for its targets, in UTC.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html"/>
internal sealed record RuleTick(string Region, string Bus, string Rule, long Changed) : ScheduledEvent
{
    /// <summary>Plans the next time after a moment. A rate counts from when the rule was put or enabled.</summary>
    public static void Plan(Turn turn, string region, EventRule rule, DateTimeOffset after)
    {
        if (rule is not { IsEnabled: true, When: { } when }) return;
        var begin = when is RateSchedule { Every: var every } ? rule.Since + every : rule.Since;
        if (when.Next(after, begin, TimeZoneInfo.Utc) is { } next) turn.Plan(next - turn.Now, new RuleTick(region, rule.Bus, rule.Name, rule.Changed));
    }

    public override void Run(Turn turn)
    {
        if (EventsCalls.Find(turn.State, Region, Bus)?.Rules.Find(Rule) is not { IsEnabled: true } rule || rule.Changed != Changed) return;
        var text = AwsEvents.Text(EventsCalls.Uuid(turn), "Scheduled Event", "aws.events", turn.AccountId, turn.Now, Region, [rule.Arn], "{}");
        EventRouter.Send(turn, Region, rule, (JsonObject)JsonReader.Read(text, JsonReader.MaxDepthOfCalls).Value!, text);
        Plan(turn, Region, rule, turn.Now);
    }
}
