using CloudCourse.Simulation.Cloud;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge.Routing;

/// <summary>What happens to an event that a target did not take.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html"/>
internal static class Retrying
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Plans the next try, or gives up. What would fail again, such as a lacking permission, is not tried again.</summary>
    /// <param name="giveUp">Told which limit was reached; null when there was nothing to wait for.</param>
    public static void After(Turn turn, DeliveryResult result, int retries, DateTimeOffset received, RetryPolicy policy, ScheduledEvent again, Action<string?> giveUp)
    {
        if (!IsWorthAnotherTry(result.Code!))
        {
            giveUp(null);
            return;
        }
        // Each wait is about twice the one before; chance keeps those who failed together apart.
        var wait = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(retries, 20))) * (0.5 + (turn.Chance() / 2)));
        if (retries >= policy.Attempts) giveUp("MaximumRetryAttempts");
        else if (turn.Now + wait - received > policy.Age) giveUp("MaximumEventAgeInSeconds");
        else turn.Plan(wait, again);
    }

    private static bool IsWorthAnotherTry(string code) =>
        code.Contains("Throttl", StringComparison.Ordinal) || code.Contains("TooManyRequests", StringComparison.Ordinal) || code.Contains("Throughput", StringComparison.Ordinal)
        || code.Contains("Unavailable", StringComparison.Ordinal) || code.Contains("Internal", StringComparison.Ordinal);
}

/// <param name="Resource">The rule, or the schedule.</param>
/// <param name="Condition">The limit that was reached; null where AWS did not try again.</param>
internal readonly record struct Failure(string Resource, string TargetArn, DeliveryResult Result, string? Condition, int Retries)
{
    /// <summary>Of EventBridge Scheduler: which invocation of the schedule, and for when it was; null for a rule.</summary>
    public (string Id, DateTimeOffset Due)? Execution { get; init; }
}

/// <summary>Puts what could not be delivered into a queue.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html"/>
internal static class DeadLetters
{
    /// <returns>Whether it came there.</returns>
    public static bool Send(Turn turn, string service, string source, string? queue, string body, Failure failure, string? roleArn = null)
    {
        if (queue is null)
        {
            turn.Note(service[..service.IndexOf('.')], source, $"What could not be handed to {failure.TargetArn} is lost: there is no dead-letter queue.");
            return false;
        }
        Output attributes = [];
        void Add(string name, string? value)
        {
            if (value is not null) attributes[name] = new Output { ["DataType"] = "String", ["StringValue"] = value };
        }
        Add(service == EventRouter.Service ? "RULE_ARN" : "SCHEDULE_ARN", failure.Resource);
        Add("TARGET_ARN", failure.TargetArn);
        Add("ERROR_CODE", failure.Execution is null ? OfRule(failure.Result.Code!) : OfTarget(failure.Result.Code!, failure.TargetArn));
        Add("ERROR_MESSAGE", failure.Result.Message);
        Add("EXHAUSTED_RETRY_CONDITION", failure.Condition);
        Add("RETRY_ATTEMPTS", failure.Retries.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (failure.Execution is var (id, due))
        {
            Add("EXECUTION_ID", id);
            Add("SCHEDULED_TIME", EventsCalls.Time(due));
            Add("IS_PAYLOAD_TRUNCATED", "false");
        }
        return turn.Send(new(service, source, queue, body) { Attributes = attributes.ToJsonString(), RoleArn = roleArn }).HasArrived;
    }

    /// <summary>A rule tells the kind of trouble.</summary>
    private static string OfRule(string code) => code switch
    {
        _ when code.Contains("Denied", StringComparison.Ordinal) => "NO_PERMISSIONS",
        _ when code.Contains("NotFound", StringComparison.Ordinal) => "NO_RESOURCE",
        _ when code.Contains("Throttl", StringComparison.Ordinal) || code.Contains("TooMany", StringComparison.Ordinal) => "THROTTLING",
        _ => "SDK_CLIENT_ERROR",
    };

    /// <summary>A schedule tells the error that the target's own service gives.</summary>
    /// <seealso href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html"/>
    private static string OfTarget(string code, string targetArn) => (code, targetArn.Split(':', 4)[2]) switch
    {
        ("AccessDenied", var name) => SimulatedServices.Find(name)?.DeniedCode ?? code,
        ("ResourceNotFoundException", "sqs") => "AWS.SimpleQueueService.NonExistentQueue",
        ("ResourceNotFoundException", "sns") => "NotFound",
        _ => code,
    };
}
