using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Notifications;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge.Routing;

/// <summary>Events of AWS's own services, such as an instance's change of state, on the default bus of their Region.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/ref/events.html"/>
internal static class AwsEvents
{
    /// <param name="detail">Made only where a rule is there to see it.</param>
    public static void Tell(Turn turn, string region, string source, string detailType, IEnumerable<string> resources, Func<Output> detail)
    {
        if (turn.State.Events.Buses.Find(EventsState.Key(region, EventBus.Default)) is not { Rules.Count: > 0 } bus || !bus.Rules.Values.Any(r => r is { Pattern: not null, IsEnabled: true })) return;
        var text = Text(EventsCalls.Uuid(turn), detailType, source, turn.AccountId, turn.Now, region, resources, detail().ToJsonString(Notifier.Plain));
        EventRouter.Publish(turn, region, EventBus.Default, (JsonObject)JsonReader.Read(text, JsonReader.MaxDepthOfCalls).Value!, text);
    }

    /// <param name="detail">JSON.</param>
    public static string Text(string id, string detailType, string source, string account, DateTimeOffset time, string region, IEnumerable<string> resources, string detail) =>
        $$"""{"version":"0","id":"{{id}}","detail-type":{{Quoted(detailType)}},"source":{{Quoted(source)}},"account":"{{account}}","time":"{{EventsCalls.Time(time)}}","region":"{{region}}","resources":[{{string.Join(',', resources.Select(Quoted))}}],"detail":{{detail}}}""";

    public static string Quoted(string text) => JsonSerializer.Serialize(text, Notifier.Plain);
}
