using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Sqs;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>What a queue has to be so that a function can be given its messages.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"/>
internal static class QueueSource
{
    private static readonly string[] Actions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"];

    /// <summary>The first action that the role lacks; null where it has all.</summary>
    public static string? Lacks(Turn turn, FunctionVersion version, string queueArn)
    {
        var policy = SqsPolling.Find(turn.State, queueArn) is null ? null : SimulatedServices.Find("sqs")!.DoorOf(turn.State, queueArn)?.Policy;
        return Actions.FirstOrDefault(a => !Authorizer.Decide(turn, RoleCalls.Session(turn, version), version.Region, new($"sqs:{a}", queueArn) { ResourcePolicy = policy }).IsAllowed);
    }

    public static void Check(Call call, string queueArn, FunctionVersion version, Location at)
    {
        if (Lacks(call.Turn, version, queueArn) is { } action)
            throw LambdaErrors.Invalid($"The provided execution role does not have permissions to call {action} on SQS", $"The function's execution role reads the queue: it needs {string.Join(", ", Actions.Select(a => $"sqs:{a}"))}.", at);
        if (SqsPolling.Find(call.State, queueArn) is not { } queue)
            throw LambdaErrors.Invalid("Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist for this wsdl version.", at: at);
        if (queue.Settings.VisibilityTimeout < version.Timeout)
            throw LambdaErrors.Invalid($"Queue visibility timeout: {queue.Settings.VisibilityTimeout} seconds is less than Function timeout: {version.Timeout} seconds", "A message must not come back while the function still works on it. AWS recommends six times the function's timeout.", at);
    }
}
