using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.EventBridge;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Lambda.Load;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Events that nobody waits for: taken at once, tried up to three times, and handed on or given up in the end.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html"/>
internal static class AsyncInvocations
{
    /// <summary>Reads what functions get and answer: JSON for certain, as deep as the sandbox lets it through, and deeper.</summary>
    public static readonly JsonDocumentOptions Payloads = new() { MaxDepth = 1000 };

    /// <summary>Takes an event for a function that exists.</summary>
    public static string Accept(Turn turn, Function function, string? qualifier, string payload)
    {
        var id = turn.RequestId();
        Keep(turn, new(id, function.Key, qualifier, payload, turn.Now, 0, 0));
        turn.Plan(TimeSpan.Zero, new Tries(id));
        FunctionCounting.Count(turn, function, qualifier, (LambdaMetrics.AsyncEventsReceived, 1));
        // At least once: now and then an event comes a second time.
        if (turn.State.Lambda.DuplicateChance is > 0 and var chance && turn.Chance() < chance)
        {
            var again = $"{id[..^4]}{turn.HexId(4)}";
            Keep(turn, new(again, function.Key, qualifier, payload, turn.Now, 0, 0));
            turn.Plan(TimeSpan.FromMilliseconds(200), new Tries(again));
            turn.Note("lambda", function.Arn, $"{function.Name} will get the event of {id} a second time: delivery is at least once");
        }
        return id;
    }

    private static void Keep(Turn turn, WaitingEvent waiting) =>
        turn.Put(turn.State.Lambda with { Waiting = turn.State.Lambda.Waiting.Put(waiting.RequestId, waiting) });

    private static void Forget(Turn turn, string id) => turn.Put(turn.State.Lambda with { Waiting = turn.State.Lambda.Waiting.Remove(id) });

    /// <summary>Its turn has come: it starts, or waits for room.</summary>
    private sealed record Tries(string RequestId) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var lambda = turn.State.Lambda;
            if (lambda.Waiting.Find(RequestId) is not { } waiting) return;
            if (lambda.Functions.Find(waiting.FunctionKey) is not { } function || function.Choose(turn, waiting.Qualifier) is not { } version)
            {
                Forget(turn, RequestId); // the function is gone, and with it what waited
                return;
            }
            var settings = SettingsOf(function, waiting.Qualifier);
            if (turn.Now - waiting.Since > TimeSpan.FromSeconds(settings.MaximumAgeSeconds))
            {
                GiveUp(turn, function, version, waiting, settings, "EventAgeExceeded", null);
                return;
            }
            // Whoever switches a function off keeps its events: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
            if (function.ReservedConcurrency == 0)
            {
                GiveUp(turn, function, version, waiting, settings, "ZeroReservedConcurrency", null);
                return;
            }
            var invokedArn = waiting.Qualifier is null ? function.Arn : $"{function.Arn}:{waiting.Qualifier}";
            if (Invocations.TryStart(turn, function, version, invokedArn, RequestId, waiting.Payload, new WaitingEventOrigin(RequestId), out var throttled) is not null)
            {
                FunctionCounting.Count(turn, function, waiting.Qualifier, (LambdaMetrics.AsyncEventAge, (turn.Now - waiting.Since).TotalMilliseconds));
                return;
            }
            // From a second up to five minutes, twice as long each time.
            var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, Math.Min(waiting.Throttles, 9))));
            Keep(turn, waiting with { Throttles = waiting.Throttles + 1 });
            turn.Note("lambda", function.Arn, $"{function.Name} is throttled ({throttled}): {RequestId} waits {wait.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s", to: FunctionFigures.Throttled);
            turn.Plan(wait, new Tries(RequestId));
        }
    }

    /// <summary>An attempt at an event that waits.</summary>
    private sealed record WaitingEventOrigin(string EventId) : InvocationOrigin
    {
        internal override void Ended(Turn turn, StartedInvocation invocation, InvocationOutcome outcome)
        {
            var lambda = turn.State.Lambda;
            if (lambda.Waiting.Find(EventId) is not { } waiting || lambda.Functions.Find(waiting.FunctionKey) is not { } function) return;
            waiting = waiting with { Attempts = waiting.Attempts + 1 };
            var settings = SettingsOf(function, waiting.Qualifier);
            if (outcome.Error is null)
            {
                Forget(turn, EventId);
                if (settings.OnSuccess is { } target) HandOn(turn, function, invocation.Version, waiting, target, "Success", outcome);
                return;
            }
            if (waiting.Attempts > settings.MaximumRetryAttempts)
            {
                GiveUp(turn, function, invocation.Version, waiting, settings, "RetriesExhausted", outcome);
                return;
            }
            Keep(turn, waiting);
            // A minute before the second attempt, two before the third.
            turn.Plan(TimeSpan.FromMinutes(waiting.Attempts), new Tries(EventId));
        }
    }

    private static EventInvokeConfig SettingsOf(Function function, string? qualifier) => function.AsyncSettings.Find(qualifier ?? "$LATEST") ?? EventInvokeConfig.Default;

    private static void GiveUp(Turn turn, Function function, FunctionVersion version, WaitingEvent waiting, EventInvokeConfig settings, string condition, InvocationOutcome? outcome)
    {
        Forget(turn, waiting.RequestId);
        turn.Note("lambda", function.Arn, $"{function.Name} gives {waiting.RequestId} up after {waiting.Attempts} {(waiting.Attempts == 1 ? "attempt" : "attempts")}: {condition}");
        FunctionCounting.Count(turn, function, waiting.Qualifier, (LambdaMetrics.AsyncEventsDropped, 1));
        if (settings.OnFailure is { } target) HandOn(turn, function, version, waiting, target, condition, outcome);
        // What never ran was throttled, as far as there is an answer to tell.
        var (status, words) = outcome is null && waiting.Attempts == 0 ? ("429", "Rate Exceeded.") : ("200", outcome?.Error?.ErrorMessage ?? condition);
        if (version.DeadLetterArn is { } letters && !turn.Send(new("lambda.amazonaws.com", function.Arn, letters, waiting.Payload)
        {
            RoleArn = version.RoleArn,
            Attributes = new JsonObject
            {
                ["RequestID"] = Text(waiting.RequestId),
                ["ErrorCode"] = new JsonObject { ["DataType"] = "Number", ["StringValue"] = status },
                ["ErrorMessage"] = Text(Shortened(words)),
            }.ToJsonString(),
        }).HasArrived) FunctionCounting.Count(turn, function, waiting.Qualifier, (LambdaMetrics.DeadLetterErrors, 1));

        static JsonObject Text(string value) => new() { ["DataType"] = "String", ["StringValue"] = value };
        static string Shortened(string text) => text.Length <= 1024 ? text : text[..1024];
    }

    /// <summary>A record of the invocation, in the form that destinations get.</summary>
    private static void HandOn(Turn turn, Function function, FunctionVersion version, WaitingEvent waiting, string target, string condition, InvocationOutcome? outcome)
    {
        JsonObject record = new()
        {
            ["version"] = "1.0",
            ["timestamp"] = turn.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = waiting.RequestId,
                ["functionArn"] = $"{function.Arn}:{waiting.Qualifier ?? "$LATEST"}",
                ["condition"] = condition,
                ["approximateInvokeCount"] = waiting.Attempts,
            },
            ["requestPayload"] = JsonNode.Parse(waiting.Payload, documentOptions: Payloads),
        };
        if (outcome is not null)
        {
            JsonObject context = new() { ["statusCode"] = 200, ["executedVersion"] = version.Version };
            if (outcome.Error is not null) context["functionError"] = "Unhandled";
            record["responseContext"] = context;
            record["responsePayload"] = JsonNode.Parse(outcome.Payload, documentOptions: Payloads);
        }
        if (!turn.Send(new("lambda.amazonaws.com", function.Arn, target, ForTarget(turn, function, waiting, target, condition, record.ToJsonString())) { RoleArn = version.RoleArn }).HasArrived)
            FunctionCounting.Count(turn, function, waiting.Qualifier, (LambdaMetrics.DestinationDeliveryFailures, 1));
    }

    /// <summary>An event bus takes events only: the record is the detail of one, whose source is <c>lambda</c>.</summary>
    private static string ForTarget(Turn turn, Function function, WaitingEvent waiting, string target, string condition, string record) =>
        target.Split(':', 5) is not [_, _, "events", var region, _] ? record
            : AwsEvents.Text(EventsCalls.Uuid(turn), $"Lambda Function Invocation Result - {(condition is "Success" ? "Success" : "Failure")}", "lambda", turn.AccountId, turn.Now, region,
                [target, $"{function.Arn}:{waiting.Qualifier ?? "$LATEST"}"], record);

    /// <summary>An id in the form of a random UUID.</summary>
    public static string RequestId(this Turn turn)
    {
        var hex = turn.HexId(32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-{"89ab"[Convert.ToInt32(hex[16..17], 16) & 3]}{hex[17..20]}-{hex[20..32]}";
    }
}
