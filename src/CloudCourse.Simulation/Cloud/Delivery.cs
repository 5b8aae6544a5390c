using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Cloud;

/// <summary>What one service hands to another by itself: S3 an event to a function, a topic a message to a queue, a rule an event to its target.</summary>
/// <param name="From">The service that sends, by its principal, such as <c>s3.amazonaws.com</c>.</param>
/// <param name="SourceArn">The bucket, topic or rule; the target's policy can ask for it as <c>aws:SourceArn</c>.</param>
/// <param name="TargetArn">A function, queue, topic, stream…</param>
/// <param name="Body">An event's JSON, or a message's text.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"/>
public sealed record Delivery(string From, string SourceArn, string TargetArn, string Body)
{
    /// <summary>The role under which it is sent, where the service takes one (EventBridge, Scheduler, pipes); null for the service itself.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What goes beside the body, such as a message's attributes, in the target's own shape (JSON); null for nothing.</summary>
    public string? Attributes { get; init; }

    /// <summary>For targets whose messages have a subject, as SNS's.</summary>
    public string? Subject { get; init; }

    /// <summary>For targets that keep an order.</summary>
    public string? MessageGroupId { get; init; }

    public string? DeduplicationId { get; init; }
}

/// <summary>How a delivery ended. The sender decides whether it tries again, and where what was lost goes.</summary>
/// <param name="Code">Null when it arrived; otherwise AWS's error code.</param>
public readonly record struct DeliveryResult(string? Code, string? Message)
{
    public static DeliveryResult Arrived => default;

    public bool HasArrived => Code is null;
}

/// <summary>What stands at a resource that takes deliveries.</summary>
/// <param name="Action">What the sender must be allowed to do, such as <c>lambda:InvokeFunction</c>.</param>
/// <param name="Policy">The resource's own policy; null where it has none.</param>
public sealed record DeliveryDoor(string Action, Policy? Policy)
{
    /// <summary>AWS's services come in without being asked, as on the default event bus; a role is asked for its permission all the same.</summary>
    public bool IsOpenToServices { get; init; }
}

public static class Deliveries
{
    /// <summary>
    /// Hands something over in this turn: looks the target up, asks the IAM engine (the role's policies, or the target's own policy for
    /// the service), and lets the target's service take it. A refusal is noted in the history.
    /// </summary>
    public static DeliveryResult Send(this Turn turn, Delivery delivery)
    {
        var result = Handed(turn, delivery);
        if (!result.HasArrived)
            turn.Note(delivery.From[..delivery.From.IndexOf('.')], delivery.SourceArn, $"could not hand over to {delivery.TargetArn}: {result.Message}", to: result.Code);
        return result;
    }

    /// <summary>Whether the target is there and lets the sender in, without handing anything over; null when all is well.</summary>
    public static DeliveryResult? Obstacle(this Turn turn, Delivery delivery)
    {
        var parts = delivery.TargetArn.Split(':', 6);
        if (parts.Length < 6 || SimulatedServices.Find(parts[2]) is not { } service)
            return new DeliveryResult(AwsError.NotSimulated, $"The simulation hands nothing to {delivery.TargetArn}.");
        if (service.DoorOf(turn.State, delivery.TargetArn) is not { } door) return new DeliveryResult("ResourceNotFoundException", $"There is no {delivery.TargetArn}.");
        return door.IsOpenToServices && delivery.RoleArn is null ? null : Refusal(turn, delivery, door, parts[3]);
    }

    private static DeliveryResult Handed(Turn turn, Delivery delivery) =>
        turn.Obstacle(delivery) ?? SimulatedServices.Find(delivery.TargetArn.Split(':', 4)[2])!.Receive(turn, delivery);

    private static DeliveryResult? Refusal(Turn turn, Delivery delivery, DeliveryDoor door, string region)
    {
        var service = Caller.Service(delivery.From);
        var caller = service;
        if (delivery.RoleArn is { } roleArn)
        {
            if (turn.State.Iam.Roles.Values.FirstOrDefault(r => r.Arn == roleArn) is not { } role) return new("AccessDenied", $"There is no role {roleArn}.");
            var assumed = Authorizer.Decide(turn, service, region, new("sts:AssumeRole", role.Arn) { ResourcePolicy = role.Trust.Policy, Context = Source(turn, delivery) });
            if (!assumed.IsAllowed) return new("AccessDenied", $"The role {role.Name} does not trust {delivery.From}: its trust policy does not let it call sts:AssumeRole.");
            caller = Caller.Session(turn.AccountId, role.Name, delivery.From[..delivery.From.IndexOf('.')]);
        }
        Permission permission = new(door.Action, delivery.TargetArn)
        {
            ResourcePolicy = door.Policy,
            Context = Source(turn, delivery),
        };
        var decided = Authorizer.Decide(turn, caller, region, permission);
        return decided.IsAllowed ? null
            : new("AccessDenied", $"{caller.Principal.Name} may not {door.Action} there: {(decided.Action.Decision is Decision.ExplicitDeny ? "a statement denies it" : delivery.RoleArn is null ? "the target's own policy does not allow it" : "the role's policies do not allow it")}.");
    }

    private static Dictionary<string, IReadOnlyList<string>> Source(Turn turn, Delivery delivery)
    {
        Dictionary<string, IReadOnlyList<string>> keys = new()
        {
            ["aws:SourceArn"] = [delivery.SourceArn],
            ["aws:SourceAccount"] = [turn.AccountId],
        };
        // The older key, for which the policy asks that SNS gives a new topic: so an alarm reaches a topic of its own account without more.
        if (delivery.From == "cloudwatch.amazonaws.com") keys["aws:SourceOwner"] = [turn.AccountId];
        return keys;
    }
}
