using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Patterns;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda.Settings;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>Reads a mapping's settings from a call, over those that it had.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"/>
internal static class MappingRules
{
    private const int MaxFilters = 5, MaxPattern = 4096;

    private static readonly string[] OfStreams = ["StartingPosition", "StartingPositionTimestamp", "ParallelizationFactor", "MaximumRecordAgeInSeconds", "BisectBatchOnFunctionError", "MaximumRetryAttempts", "DestinationConfig"];

    public static MappingSettings Read(Call call, string sourceArn, Function function, FunctionVersion version, MappingSettings? before)
    {
        var isQueue = sourceArn.Split(':', 4)[2] is "sqs";
        foreach (var member in isQueue ? OfStreams : ["ScalingConfig"])
        {
            if (call.Input.InUse(member) is { } used) throw LambdaErrors.Invalid($"{member} is not valid for {(isQueue ? "SQS" : sourceArn.Contains(":dynamodb:", StringComparison.Ordinal) ? "DynamoDB" : "Kinesis")} event sources.", at: used.NameAt);
        }
        var position = call.Text("StartingPosition") ?? before?.StartingPosition;
        if (!isQueue && before is null) position = Position(call, sourceArn);
        var at = call.Input.Last("StartingPositionTimestamp") is null ? before?.StartingPositionTimestamp : S3.S3Calls.Moment(call.Input, "StartingPositionTimestamp");
        if (position is not "AT_TIMESTAMP" && call.Input.InUse("StartingPositionTimestamp") is { } unused) throw LambdaErrors.Invalid("StartingPositionTimestamp can only be specified when StartingPosition is AT_TIMESTAMP.", at: unused.NameAt);
        if (before is null && at > call.Now) throw LambdaErrors.Invalid("StartingPositionTimestamp cannot be in the future.", at: call.At("StartingPositionTimestamp"));
        if (position is "AT_TIMESTAMP" && at is null) throw LambdaErrors.Invalid("StartingPositionTimestamp must be specified when StartingPosition is AT_TIMESTAMP.", at: call.At("StartingPosition"));
        MappingSettings settings = new(
            call.Within("BatchSize", 1, 10_000) ?? before?.BatchSize ?? (isQueue ? 10 : 100),
            call.Within("MaximumBatchingWindowInSeconds", 0, 300) ?? before?.Window ?? 0,
            call.Within("ParallelizationFactor", 1, 10) ?? before?.ParallelizationFactor ?? 1,
            position,
            at,
            Destination(call, function, version, before),
            Age(call) ?? before?.MaximumRecordAge ?? -1,
            call.Input.Last("BisectBatchOnFunctionError") is null ? before?.Bisect ?? false : call.Flag("BisectBatchOnFunctionError"),
            call.Within("MaximumRetryAttempts", -1, 10_000) ?? before?.MaximumRetryAttempts ?? -1,
            call.Input.Last("FunctionResponseTypes") is null ? before?.ReportsItemFailures ?? false : Reports(call),
            call.Structure("ScalingConfig") is { } scaling ? Concurrency(scaling) : before?.MaximumConcurrency)
        {
            Filters = call.Structure("FilterCriteria") is { } criteria ? Filters(criteria) : before?.Filters ?? [],
        };
        if (isQueue && sourceArn.EndsWith(".fifo", StringComparison.Ordinal))
        {
            if (settings.Window > 0) throw LambdaErrors.Invalid("Batching window is not supported for FIFO queues", at: call.At("MaximumBatchingWindowInSeconds"));
            if (settings.BatchSize > 10) throw LambdaErrors.Invalid("Batch size must not exceed 10 for FIFO queues", at: call.At("BatchSize"));
        }
        if (isQueue && settings is { BatchSize: > 10, Window: 0 })
            throw LambdaErrors.Invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10", "Set MaximumBatchingWindowInSeconds to 1 at least.", call.At("BatchSize"));
        return settings;
    }

    private static string Position(Call call, string sourceArn)
    {
        if (call.Text("StartingPosition") is not { } position) throw LambdaErrors.Constraint("StartingPosition", null, "not be null", "TRIM_HORIZON is the oldest record that there is, LATEST the next one to come.", call.Input.Head());
        if (position is not ("TRIM_HORIZON" or "LATEST" or "AT_TIMESTAMP")) throw LambdaErrors.Constraint("StartingPosition", position, "satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]", at: call.At("StartingPosition"));
        if (position is "AT_TIMESTAMP" && sourceArn.Contains(":dynamodb:", StringComparison.Ordinal)) throw LambdaErrors.Invalid("Unsupported starting position for arn type: " + sourceArn, "TRIM_HORIZON or LATEST.", call.At("StartingPosition"));
        return position;
    }

    private static int? Age(Call call)
    {
        if (call.Integer("MaximumRecordAgeInSeconds") is not { } given) return null;
        if (given is -1 or (>= 60 and <= 604_800)) return (int)given;
        throw given > 604_800 ? LambdaErrors.Constraint("MaximumRecordAgeInSeconds", $"{given}", "have value less than or equal to 604800", at: call.At("MaximumRecordAgeInSeconds"))
            : LambdaErrors.Invalid("MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.", "-1 keeps trying until the records expire.", call.At("MaximumRecordAgeInSeconds"));
    }

    private static int? Concurrency(JsonObject scaling)
    {
        if (scaling.Integer("MaximumConcurrency") is not { } given) return null;
        return given.Value is >= 2 and <= 1000 ? (int)given.Value
            : throw LambdaErrors.Constraint("ScalingConfig.maximumConcurrency", $"{given.Value}", given.Value < 2 ? "have value greater than or equal to 2" : "have value less than or equal to 1000", at: given.At);
    }

    private static bool Reports(Call call)
    {
        var types = call.Texts("FunctionResponseTypes");
        if (types.Count > 1 || types.Any(t => t.Value is not "ReportBatchItemFailures"))
            throw LambdaErrors.Constraint("FunctionResponseTypes", $"[{string.Join(", ", types.Select(t => t.Value))}]", "satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]", at: call.At("FunctionResponseTypes"));
        return types.Count == 1;
    }

    private static ImmutableArray<SourceFilter> Filters(JsonObject criteria)
    {
        var filters = criteria.Structures("Filters");
        if (filters.Count > MaxFilters) throw LambdaErrors.Invalid("The number of filters exceeds the limit of 5.", "One mapping has five filters; a pattern can have several values.", criteria.Head());
        return [.. filters.Select(Filter)];
    }

    private static SourceFilter Filter(JsonObject filter)
    {
        const string words = "Invalid filter pattern definition.", form = "A pattern is a JSON object whose innermost members are lists of what is wanted, such as {\"body\": {\"kind\": [\"order\"]}}.";
        if (filter.Text("Pattern") is not { } pattern) throw LambdaErrors.Invalid(words, form, filter.Head());
        if (pattern.Value.Length > MaxPattern) throw LambdaErrors.Invalid(words, $"A pattern has up to {MaxPattern} characters; this one has {pattern.Value.Length}.", pattern.At);
        try
        {
            return SourceFilter.Read(pattern.Value);
        }
        catch (EventPatternException odd)
        {
            throw LambdaErrors.Invalid(words, $"{odd.Reason}. {form}", pattern.At);
        }
    }

    private static string? Destination(Call call, Function function, FunctionVersion version, MappingSettings? before)
    {
        if (call.Structure("DestinationConfig") is not { } config) return before?.OnFailure;
        if (config.Structure("OnSuccess") is { } success && success.Text("Destination") is not null) throw LambdaErrors.Invalid("OnSuccess destination is not supported for event source mappings.", "Only what is discarded is handed on.", success.Head());
        if (config.Structure("OnFailure")?.Text("Destination") is not { Value.Length: > 0 } arn) return null;
        if (arn.Value.StartsWith("kafka://", StringComparison.Ordinal) || arn.Value.Split(':') is [_, _, "s3", ..])
            throw Turn.Error(AwsError.NotSimulated, "The simulation's mappings hand what they give up to queues and topics; AWS knows S3 buckets and Kafka topics besides.", status: 501, at: arn.At);
        if (arn.Value.Split(':') is not [_, _, "sqs" or "sns", ..]) throw LambdaErrors.Invalid($"The provided destination ARN {arn.Value.Shortened()} is invalid.", "A standard queue or topic.", arn.At);
        Destinations.Check(call.Turn, function, version, arn.Value, arn.At);
        return arn.Value;
    }

    /// <summary>The source is there, and the role may read it: checked when the mapping is made, and whenever it is read.</summary>
    public static void CheckSource(Call call, string sourceArn, FunctionVersion version)
    {
        var at = call.At("EventSourceArn");
        var parts = sourceArn.Split(':', 6);
        if (parts.Length < 6 || parts[2] is not ("sqs" or "dynamodb" or "kinesis"))
        {
            throw parts.Length == 6 && parts[2] is "kafka" or "mq" or "rds" ? Turn.Error(AwsError.NotSimulated, "Queues of SQS and streams of DynamoDB and Kinesis can be read here; AWS has more event sources.", status: 501, at: at)
                : LambdaErrors.Invalid("Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn : " + sourceArn.Shortened(), at: at);
        }
        if (parts[3] != call.Region) throw LambdaErrors.Invalid($"Event source arn {sourceArn.Shortened()} is not in the function's Region.", "Lambda reads from its own Region.", at);
        if (StreamSource.Of(parts[2]) is { } stream)
        {
            if (parts[2] is "dynamodb" && !sourceArn.Contains("/stream/", StringComparison.Ordinal)) throw LambdaErrors.Invalid("Unrecognized event source, must be kinesis, dynamodb stream or sqs. Unsupported source arn : " + sourceArn.Shortened(), "Name the table's stream: LatestStreamArn of DescribeTable.", at);
            if (parts[2] is "kinesis" && sourceArn.Contains("/consumer/", StringComparison.Ordinal)) throw Turn.Error(AwsError.NotSimulated, "Consumers with enhanced fan-out are not simulated.", "Name the stream by its ARN: the mapping reads it as a shared-throughput consumer.", 501, at);
            if (!stream.May(call.Turn, version, sourceArn)) throw LambdaErrors.Invalid($"Cannot access stream {sourceArn}. Please ensure the role can perform the {stream.Actions} Actions on your stream in IAM.", "The function's execution role reads the stream.", at);
            if (stream.Shards(call.State, sourceArn) is null) throw LambdaErrors.Invalid($"Stream not found: {sourceArn.Shortened()}", at: at);
            return;
        }
        QueueSource.Check(call, sourceArn, version, at);
    }

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
