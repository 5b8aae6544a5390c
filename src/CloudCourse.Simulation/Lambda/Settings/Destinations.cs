using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Lambda.Settings;

/// <summary>Where Lambda hands on what has succeeded or was given up.</summary>
internal static class Destinations
{
    private static readonly Dictionary<string, string> Actions = new(StringComparer.Ordinal)
    {
        ["sqs"] = "SendMessage on SQS",
        ["sns"] = "Publish on SNS",
        ["lambda"] = "InvokeFunction on Lambda",
        ["events"] = "PutEvents on EventBridge",
        ["s3"] = "PutObject on S3",
    };

    /// <summary>Refuses what cannot take anything: another kind of resource, one that is not there, one that the execution role may not send to.</summary>
    public static void Check(Turn turn, Function function, FunctionVersion version, string arn, Location at, bool isFailure = true)
    {
        var parts = arn.Split(':', 6);
        if (parts is not ["arn", _, var service, ..] || parts.Length < 6 || !Actions.TryGetValue(service, out var action))
            throw LambdaErrors.Invalid($"The provided destination config DestinationConfig(onSuccess=null, onFailure=OnFailure(destination={arn.Shortened()})) is invalid.", "A queue, a topic, a function or an event bus, by its ARN.", at);
        // https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html: a bucket is for failures only.
        if (service is "s3")
            throw isFailure ? Turn.Error(AwsError.NotSimulated, "The simulation hands no records of invocations to S3 buckets; AWS does.", "A queue, a topic, a function or an event bus, by its ARN.", 501, at)
                : LambdaErrors.Invalid($"The provided destination config DestinationConfig(onSuccess=OnSuccess(destination={arn.Shortened()}), onFailure=null) is invalid.", "A bucket is a destination of failures only.", at);
        if (arn == function.Arn || arn.StartsWith(function.Arn + ":", StringComparison.Ordinal)) throw LambdaErrors.Invalid("You can't specify the function as a destination for itself.", at: at);
        if (arn.EndsWith(".fifo", StringComparison.Ordinal)) throw LambdaErrors.Invalid($"The destination ARN {arn.Shortened()} is invalid.", "FIFO queues and topics are no destinations.", at);
        if (turn.Obstacle(new("lambda.amazonaws.com", function.Arn, arn, "") { RoleArn = version.RoleArn }) is not { } obstacle) return;
        throw obstacle.Code switch
        {
            "AccessDenied" => LambdaErrors.Invalid($"The function's execution role does not have permissions to call {action}", obstacle.Message, at),
            AwsError.NotSimulated => Turn.Error(AwsError.NotSimulated, obstacle.Message!, status: 501, at: at),
            _ => LambdaErrors.Invalid($"The destination ARN {arn.Shortened()} is invalid.", obstacle.Message, at),
        };
    }
}
