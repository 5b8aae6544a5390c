using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>Amazon EventBridge: event buses, rules and their targets. Archives, pipes, API destinations and schema registries are not here.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Operations.html"/>
public sealed class EventBridgeService : SimulatedService
{
    public override string Name => "events";

    public override string DeniedCode => "AccessDeniedException";

    internal override AwsError Worded(string operation, AwsError error) => error.Code == DeniedCode ? error with { HttpStatus = 400 } : error;

    /// <summary>Ten events of a megabyte at most, with room for their escapes.</summary>
    public override int LongestInput(string operation) => operation == "PutEvents" ? 8 << 20 : 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. BusOperations.All,
        .. BusPolicies.All,
        .. RuleOperations.All,
        .. TargetOperations.All,
        .. EventOperations.All,
        .. TagOperations.All,
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "CreateEventBus" => OfCreate,
        "PutEvents" => OfPutEvents,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> OfCreate = ["EventSourceName", "KmsKeyIdentifier", "LogConfig", "DeadLetterConfig"], OfPutEvents = ["EndpointId"];

    /// <summary>AWS's own services put their events on the default bus, whatever its policy says; rules go by their role.</summary>
    internal override DeliveryDoor? DoorOf(AccountState state, string arn) =>
        arn.Split(':', 6) is [_, _, _, var region, var account, var rest] && account == state.AccountId && rest.StartsWith("event-bus/", StringComparison.Ordinal) && EventsCalls.Find(state, region, rest[10..]) is { } bus
            ? new("events:PutEvents", bus.Policy?.Policy) { IsOpenToServices = bus.Name == EventBus.Default }
            : null;

    internal override DeliveryResult Receive(Turn turn, Delivery delivery)
    {
        if (JsonReader.Read(delivery.Body, JsonReader.MaxDepthOfCalls).Value is not JsonObject theEvent) return new("MalformedDetail", "The body is no event: a JSON object.");
        var parts = delivery.TargetArn.Split(':', 6);
        EventRouter.Publish(turn, parts[3], parts[5][10..], theEvent, delivery.Body);
        return DeliveryResult.Arrived;
    }
}
