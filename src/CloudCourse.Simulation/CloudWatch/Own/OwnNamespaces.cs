namespace CloudCourse.Simulation.CloudWatch.Own;

/// <summary>AWS/Lambda: of a function, of one name under which it is invoked, and of all functions of a Region.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"/>
internal static class LambdaMetrics
{
    public static readonly OwnMetric Invocations = new(0, "Invocations", "Count"), Errors = new(1, "Errors", "Count"), Throttles = new(2, "Throttles", "Count"),
        Duration = new(3, "Duration", "Milliseconds", true), ConcurrentExecutions = new(4, "ConcurrentExecutions", "Count"), UnreservedConcurrentExecutions = new(5, "UnreservedConcurrentExecutions", "Count"),
        IteratorAge = new(6, "IteratorAge", "Milliseconds", true), AsyncEventsReceived = new(7, "AsyncEventsReceived", "Count"), AsyncEventAge = new(8, "AsyncEventAge", "Milliseconds", true),
        AsyncEventsDropped = new(9, "AsyncEventsDropped", "Count"), DeadLetterErrors = new(10, "DeadLetterErrors", "Count"), DestinationDeliveryFailures = new(11, "DestinationDeliveryFailures", "Count");

    private static readonly OwnNamespace Space = new("AWS/Lambda",
        [Invocations, Errors, Throttles, Duration, ConcurrentExecutions, UnreservedConcurrentExecutions, IteratorAge, AsyncEventsReceived, AsyncEventAge, AsyncEventsDropped, DeadLetterErrors, DestinationDeliveryFailures]);

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
