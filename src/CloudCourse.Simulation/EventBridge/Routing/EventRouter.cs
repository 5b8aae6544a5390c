using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Routing;

/// <summary>
/// Brings an event to the targets of the rules that it matches. AWS takes about half a second for that; here it is done in the same
/// turn, so that nobody waits for nothing, except from bus to bus: an event that goes round in a circle needs time for it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html"/>
internal static class EventRouter
{
    public const string Service = "events.amazonaws.com";

    /// <summary>Our assumption of how long an event takes from one bus to the next.</summary>
    private static readonly TimeSpan FromBusToBus = TimeSpan.FromMilliseconds(500);

    public static void Publish(Turn turn, string region, string busName, JsonObject theEvent, string text)
    {
        if (EventsCalls.Find(turn.State, region, busName) is not { } bus) return;
        foreach (var rule in bus.Rules.Values)
        {
            if (rule is { IsEnabled: true, Pattern: { } pattern } && pattern.Matches(theEvent)) Send(turn, region, rule, theEvent, text);
        }
    }

    /// <summary>Sends an event to all targets of a rule.</summary>
    public static void Send(Turn turn, string region, EventRule rule, JsonObject theEvent, string text)
    {
        turn.Measure(EventsMetrics.Of(region, rule.Bus, rule.Name), (EventsMetrics.Triggered, 1));
        foreach (var target in rule.Targets)
        {
            Attempt attempt = new(region, rule.Bus, rule.Name, target, text, turn.Now, 0);
            if (target.Arn.Split(':', 4)[2] == "events") turn.Plan(FromBusToBus, attempt);
            else attempt.Send(turn, theEvent);
        }
    }

    /// <summary>One try to deliver; it can be planned for later.</summary>
    internal sealed record Attempt(string Region, string Bus, string Rule, EventTarget Target, string Text, DateTimeOffset Received, int Retries) : ScheduledEvent
    {
        public override void Run(Turn turn) => Send(turn, (JsonObject)JsonReader.Read(Text, JsonReader.MaxDepthOfCalls).Value!);

        public void Send(Turn turn, JsonObject theEvent)
        {
            var ruleArn = EventsCalls.RuleArn(Region, turn.AccountId, Bus, Rule);
            var body = TargetInput.Of(Target, theEvent, Text, ruleArn, Rule, Received);
            var result = turn.Send(new(Service, ruleArn, Target.Arn, body)
            {
                RoleArn = Target.RoleArn,
                MessageGroupId = Target.Arn.Split(':', 4)[2] == "kinesis" ? PartitionKey(theEvent) : Target.MessageGroupId,
                DeduplicationId = Target.MessageGroupId is null ? null : $"{theEvent.Text("id")?.Value}-{Target.Id}",
            });
            var of = EventsMetrics.Of(Region, Bus, Rule);
            if (Retries > 0) turn.Measure(of, (EventsMetrics.Retried, 1));
            if (result.HasArrived)
            {
                turn.Measure(of, (EventsMetrics.Invocations, 1));
                return;
            }
            Retrying.After(turn, result, Retries, Received, Target.Retry, this with { Retries = Retries + 1 }, condition =>
            {
                // An attempt that is made again counts once, at its end.
                turn.Measure(of, (EventsMetrics.Invocations, 1), (EventsMetrics.Failed, 1));
                if (DeadLetters.Send(turn, Service, ruleArn, Target.DeadLetterArn, Text, new(ruleArn, Target.Arn, result, condition, Retries))) turn.Measure(of, (EventsMetrics.SentToDlq, 1));
            });
        }

        /// <summary>The event's id where the target names no path, or one that leads nowhere.</summary>
        private string PartitionKey(JsonObject theEvent) =>
            (Target.PartitionKeyPath is { } path && EventPath.Read(path)!.Find(theEvent) is JsonString { Value: { Length: > 0 } key } ? key : theEvent.Text("id")?.Value) ?? Target.Id;
    }
}
