using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda.EventSources;

namespace CloudCourse.Simulation.Lambda.Settings;

/// <summary>Where a function's own configuration sends events that were given up.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq"/>
internal static class DeadLetterTarget
{
    /// <summary>
    /// Refuses what is no queue and no topic, and what the execution role may not send to. Whether it is there is not looked at: an event that
    /// cannot be handed over is counted as DeadLetterErrors.
    /// </summary>
    public static void Check(Call call, FunctionVersion version)
    {
        if (call.Structure("DeadLetterConfig")?.Text("TargetArn") is not { Value.Length: > 0 } target) return;
        var parts = target.Value.Split(':', 6);
        if (parts is not ["arn", _, _, _, _, { Length: > 0 }])
            throw LambdaErrors.Constraint("DeadLetterConfig.targetArn", target.Value, @"satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()", "A queue or a topic, by its ARN.", target.At);
        var (action, words) = parts[2] switch
        {
            "sqs" => ("sqs:SendMessage", "SendMessage on SQS"),
            "sns" => ("sns:Publish", "Publish on SNS"),
            _ => throw LambdaErrors.Invalid($"The provided dead letter target {target.Value.Shortened()} is invalid.", "A standard SQS queue or a standard SNS topic, by its ARN.", target.At),
        };
        if (!RoleCalls.May(call.Turn, version, action, target.Value))
            throw LambdaErrors.Invalid($"The provided execution role does not have permissions to call {words}", $"The function's execution role sends there: it needs {action} on {target.Value.Shortened()}.", target.At);
    }
}
