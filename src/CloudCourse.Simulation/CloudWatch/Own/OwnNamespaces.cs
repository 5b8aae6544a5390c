namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>AWS/Lambda: of a function, of one name under which it is invoked, and of all functions of a Region.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"/>
internal static class LambdaMetrics
{
    public static readonly OwnMetric Invocations = new(0, "Invocations", "Count"), Errors = new(1, "Errors", "Count"), Throttles = new(2, "Throttles", "Count"),
        Duration = new(3, "Duration", "Milliseconds", true), ConcurrentExecutions = new(4, "ConcurrentExecutions", "Count"), UnreservedConcurrentExecutions = new(5, "UnreservedConcurrentExecutions", "Count"),
        IteratorAge = new(6, "IteratorAge", "Milliseconds", true), AsyncEventsReceived = new(7, "AsyncEventsReceived", "Count"), AsyncEventAge = new(8, "AsyncEventAge", "Milliseconds", true),
        AsyncEventsDropped = new(9, "AsyncEventsDropped", "Count"), DeadLetterErrors = new(10, "DeadLetterErrors", "Count"), DestinationDeliveryFailures = new(11, "DestinationDeliveryFailures", "Count"),
        UrlRequestCount = new(12, "UrlRequestCount", "Count"), Url4xxCount = new(13, "Url4xxCount", "Count"), Url5xxCount = new(14, "Url5xxCount", "Count"), UrlRequestLatency = new(15, "UrlRequestLatency", "Milliseconds", true);

    private static readonly OwnNamespace Space = new("AWS/Lambda",
        [Invocations, Errors, Throttles, Duration, ConcurrentExecutions, UnreservedConcurrentExecutions, IteratorAge, AsyncEventsReceived, AsyncEventAge, AsyncEventsDropped, DeadLetterErrors, DestinationDeliveryFailures,
            UrlRequestCount, Url4xxCount, Url5xxCount, UrlRequestLatency]);

    public static Measured Of(string region, string function) => new(Space, region, $"FunctionName={function}");

    /// <param name="resource">The function's name, with the version or alias that was asked for.</param>
    public static Measured Of(string region, string function, string resource) => new(Space, region, $"FunctionName={function}\0Resource={resource}");

    /// <param name="version">The one that a weighted alias led to.</param>
    public static Measured Of(string region, string function, string resource, string version) => new(Space, region, $"ExecutedVersion={version}\0FunctionName={function}\0Resource={resource}");

    public static Measured All(string region) => new(Space, region, "");

    public static OwnNamespace Namespace => Space;
}

/// <summary>AWS/SQS, as far as it is counted: how full a queue is, is read off it (<see cref="QueueMetrics"/>).</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html"/>
internal static class SqsMetrics
{
    public static readonly OwnMetric Sent = new(0, "NumberOfMessagesSent", "Count"), Size = new(1, "SentMessageSize", "Bytes", true), Received = new(2, "NumberOfMessagesReceived", "Count"),
        Empty = new(3, "NumberOfEmptyReceives", "Count"), Deleted = new(4, "NumberOfMessagesDeleted", "Count"), Deduplicated = new(5, "NumberOfDeduplicatedSentMessages", "Count");

    public static readonly OwnNamespace Namespace = new("AWS/SQS", [Sent, Size, Received, Empty, Deleted, Deduplicated]);

    public static Measured Of(Sqs.Queue queue) => new(Namespace, queue.Region, $"QueueName={queue.Name}");
}

/// <summary>AWS/DynamoDB. How long requests take is not: the simulation has no times of them.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html"/>
internal static class DynamoDbMetrics
{
    public static readonly OwnMetric Reads = new(0, "ConsumedReadCapacityUnits", "Count"), Writes = new(1, "ConsumedWriteCapacityUnits", "Count"), Throttled = new(2, "ThrottledRequests", "Count"),
        ReadThrottles = new(3, "ReadThrottleEvents", "Count"), WriteThrottles = new(4, "WriteThrottleEvents", "Count"), ConditionsFailed = new(5, "ConditionalCheckFailedRequests", "Count"),
        Expired = new(6, "TimeToLiveDeletedItemCount", "Count");

    public static readonly OwnNamespace Namespace = new("AWS/DynamoDB", [Reads, Writes, Throttled, ReadThrottles, WriteThrottles, ConditionsFailed, Expired]);

    public static Measured Of(string region, string table) => new(Namespace, region, $"TableName={table}");

    public static Measured OfIndex(string region, string table, string index) => new(Namespace, region, $"GlobalSecondaryIndexName={index}\0TableName={table}");

    public static Measured OfOperation(string region, string table, string operation) => new(Namespace, region, $"Operation={operation}\0TableName={table}");
}

/// <summary>AWS/Kinesis, of a stream. What Lambda reads for event source mappings is not counted; how old it was stands in AWS/Lambda as IteratorAge.</summary>
/// <seealso href="https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html"/>
internal static class KinesisMetrics
{
    public static readonly OwnMetric IncomingRecords = new(0, "IncomingRecords", "Count"), IncomingBytes = new(1, "IncomingBytes", "Bytes"), PutSuccess = new(2, "PutRecord.Success", "Count"),
        PutThrottled = new(3, "WriteProvisionedThroughputExceeded", "Count"), GetRecords = new(4, "GetRecords.Records", "Count"), GetBytes = new(5, "GetRecords.Bytes", "Bytes"),
        GetSuccess = new(6, "GetRecords.Success", "Count"), IteratorAge = new(7, "GetRecords.IteratorAgeMilliseconds", "Milliseconds", true), GetThrottled = new(8, "ReadProvisionedThroughputExceeded", "Count");

    public static readonly OwnNamespace Namespace = new("AWS/Kinesis", [IncomingRecords, IncomingBytes, PutSuccess, PutThrottled, GetRecords, GetBytes, GetSuccess, IteratorAge, GetThrottled]);

    public static Measured Of(string region, string stream) => new(Namespace, region, $"StreamName={stream}");
}

/// <summary>AWS/SNS, of a topic. What goes to mail and web addresses is not counted as delivered: nobody is there to take it.</summary>
/// <seealso href="https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html"/>
internal static class SnsMetrics
{
    public static readonly OwnMetric Published = new(0, "NumberOfMessagesPublished", "Count"), Size = new(1, "PublishSize", "Bytes", true), Delivered = new(2, "NumberOfNotificationsDelivered", "Count"),
        Failed = new(3, "NumberOfNotificationsFailed", "Count"), FilteredOut = new(4, "NumberOfNotificationsFilteredOut", "Count"), Redriven = new(5, "NumberOfNotificationsRedrivenToDlq", "Count"),
        NotRedriven = new(6, "NumberOfNotificationsFailedToRedriveToDlq", "Count");

    public static readonly OwnNamespace Namespace = new("AWS/SNS", [Published, Size, Delivered, Failed, FilteredOut, Redriven, NotRedriven]);

    public static Measured Of(Sns.Topic topic) => new(Namespace, topic.Region, $"TopicName={topic.Name}");
}

/// <summary>AWS/Events, of a rule; one of a bus of its own is told with the bus.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html"/>
internal static class EventsMetrics
{
    public static readonly OwnMetric Triggered = new(0, "TriggeredRules", "Count"), Invocations = new(1, "Invocations", "Count"), Failed = new(2, "FailedInvocations", "Count"),
        SentToDlq = new(3, "InvocationsSentToDlq", "Count"), Retried = new(4, "RetryInvocationAttempts", "Count");

    public static readonly OwnNamespace Namespace = new("AWS/Events", [Triggered, Invocations, Failed, SentToDlq, Retried]);

    public static Measured Of(string region, string bus, string rule) => new(Namespace, region, bus == "default" ? $"RuleName={rule}" : $"EventBusName={bus}\0RuleName={rule}");
}

/// <summary>AWS/ApiGateway, of an HTTP API and of each stage. What API Gateway itself adds to a request's time is not simulated.</summary>
/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html"/>
internal static class ApiGatewayMetrics
{
    public static readonly OwnMetric Count = new(0, "Count", "Count"), ClientErrors = new(1, "4xx", "Count"), ServerErrors = new(2, "5xx", "Count"), IntegrationLatency = new(3, "IntegrationLatency", "Milliseconds", true);

    public static readonly OwnNamespace Namespace = new("AWS/ApiGateway", [Count, ClientErrors, ServerErrors, IntegrationLatency]);

    /// <param name="stage">Null where the request reached none.</param>
    public static void Answered(Cloud.Turn turn, string region, string api, string? stage, int status, double? milliseconds)
    {
        foreach (var of in stage is null ? (string[])[$"ApiId={api}"] : [$"ApiId={api}", $"ApiId={api}\0Stage={stage}"])
        {
            Measured measured = new(Namespace, region, of);
            turn.Measure(measured, (Count, 1), (ClientErrors, status is >= 400 and < 500 ? 1 : 0), (ServerErrors, status >= 500 ? 1 : 0));
            if (milliseconds is { } took) turn.Measure(measured, (IntegrationLatency, took));
        }
    }
}
