using System.Globalization;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.Sqs;

/// <summary>The attributes of a queue that its owner sets. Times are in seconds.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html"/>
public sealed record QueueSettings
{
    public int DelaySeconds { get; init; }

    /// <summary>Bytes.</summary>
    public int MaximumMessageSize { get; init; } = 1_048_576;
    public int MessageRetentionPeriod { get; init; } = 345_600;
    public int ReceiveMessageWaitTimeSeconds { get; init; }
    public int VisibilityTimeout { get; init; } = 30;
    public PolicyDocument? Policy { get; init; }
    public RedrivePolicy? Redrive { get; init; }
    public RedriveAllowPolicy? RedriveAllow { get; init; }
    public bool ContentBasedDeduplication { get; init; }

    /// <summary><c>queue</c> or <c>messageGroup</c>.</summary>
    public string DeduplicationScope { get; init; } = "queue";

    /// <summary><c>perQueue</c> or <c>perMessageGroupId</c>: kept; nothing here is as slow as either.</summary>
    public string FifoThroughputLimit { get; init; } = "perQueue";

    // Encryption is kept and told, and changes nothing: a message in a simulation is nowhere to be read from a disk.
    public string? KmsMasterKeyId { get; init; }
    public int KmsDataKeyReusePeriodSeconds { get; init; } = 300;
    public bool SqsManagedSseEnabled { get; init; } = true;

    /// <summary>What <c>GetQueueAttributes</c> tells of it, by AWS's names.</summary>
    internal IEnumerable<(string Name, string Value)> Told(bool isFifo)
    {
        yield return (nameof(VisibilityTimeout), Number(VisibilityTimeout));
        yield return (nameof(MaximumMessageSize), Number(MaximumMessageSize));
        yield return (nameof(MessageRetentionPeriod), Number(MessageRetentionPeriod));
        yield return (nameof(DelaySeconds), Number(DelaySeconds));
        yield return (nameof(ReceiveMessageWaitTimeSeconds), Number(ReceiveMessageWaitTimeSeconds));
        if (Policy is { } policy) yield return (nameof(Policy), policy.Text);
        if (Redrive is { } redrive) yield return (nameof(RedrivePolicy), redrive.Text);
        if (RedriveAllow is { } allow) yield return (nameof(RedriveAllowPolicy), allow.Text);
        if (isFifo)
        {
            yield return ("FifoQueue", "true");
            yield return (nameof(ContentBasedDeduplication), Flag(ContentBasedDeduplication));
            yield return (nameof(DeduplicationScope), DeduplicationScope);
            yield return (nameof(FifoThroughputLimit), FifoThroughputLimit);
        }
        if (KmsMasterKeyId is { } key)
        {
            yield return (nameof(KmsMasterKeyId), key);
            yield return (nameof(KmsDataKeyReusePeriodSeconds), Number(KmsDataKeyReusePeriodSeconds));
        }
        yield return (nameof(SqsManagedSseEnabled), Flag(SqsManagedSseEnabled));
    }

    /// <summary>All names that can be asked for.</summary>
    internal static readonly HashSet<string> Names =
    [
        "All", nameof(Policy), nameof(VisibilityTimeout), nameof(MaximumMessageSize), nameof(MessageRetentionPeriod), "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible",
        "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn", "ApproximateNumberOfMessagesDelayed", nameof(DelaySeconds), nameof(ReceiveMessageWaitTimeSeconds), nameof(RedrivePolicy),
        "FifoQueue", nameof(ContentBasedDeduplication), nameof(KmsMasterKeyId), nameof(KmsDataKeyReusePeriodSeconds), nameof(DeduplicationScope), nameof(FifoThroughputLimit),
        nameof(RedriveAllowPolicy), nameof(SqsManagedSseEnabled),
    ];

    /// <summary>Sets one attribute of a queue that is there or being made.</summary>
    /// <exception cref="AwsException">The name or the value is none that SQS takes.</exception>
    internal QueueSettings With(Call call, string queueArn, bool isFifo, string name, Located<string> value) => name switch
    {
        nameof(DelaySeconds) => this with { DelaySeconds = Between(name, value, 0, 900) },
        nameof(MaximumMessageSize) => this with { MaximumMessageSize = Between(name, value, 1024, 1_048_576) },
        nameof(MessageRetentionPeriod) => this with { MessageRetentionPeriod = Between(name, value, 60, 1_209_600) },
        nameof(ReceiveMessageWaitTimeSeconds) => this with { ReceiveMessageWaitTimeSeconds = Between(name, value, 0, 20) },
        nameof(VisibilityTimeout) => this with { VisibilityTimeout = Between(name, value, 0, 43_200) },
        nameof(Policy) => this with { Policy = value.Value.Length == 0 ? null : QueuePolicies.Read(value) },
        nameof(RedrivePolicy) => this with { Redrive = value.Value.Length == 0 ? null : RedrivePolicy.Read(call, queueArn, isFifo, value) },
        nameof(RedriveAllowPolicy) => this with { RedriveAllow = value.Value.Length == 0 ? null : RedriveAllowPolicy.Read(call, value) },
        nameof(KmsMasterKeyId) => this with { KmsMasterKeyId = value.Value.Length == 0 ? null : value.Value, SqsManagedSseEnabled = value.Value.Length == 0 && SqsManagedSseEnabled },
        nameof(KmsDataKeyReusePeriodSeconds) => this with { KmsDataKeyReusePeriodSeconds = Between(name, value, 60, 86_400) },
        nameof(SqsManagedSseEnabled) => this with { SqsManagedSseEnabled = Flag(name, value) },
        nameof(ContentBasedDeduplication) when isFifo => this with { ContentBasedDeduplication = Flag(name, value) },
        nameof(DeduplicationScope) when isFifo => this with { DeduplicationScope = OneOf(name, value, "queue", "messageGroup") },
        nameof(FifoThroughputLimit) when isFifo => this with { FifoThroughputLimit = OneOf(name, value, "perQueue", "perMessageGroupId") },
        "FifoQueue" when isFifo && value.Value is "true" => this,
        _ => throw SqsErrors.UnknownAttribute(name, value.At, name is "FifoQueue" or nameof(ContentBasedDeduplication) or nameof(DeduplicationScope) or nameof(FifoThroughputLimit)
            ? "It is an attribute of FIFO queues, whose names end in .fifo and which are made with FifoQueue \"true\"." : "Names of attributes are case-sensitive."),
    };

    internal QueueSettings Checked(Location at) => FifoThroughputLimit is "perMessageGroupId" && DeduplicationScope is not "messageGroup"
        ? throw SqsErrors.AttributeValue(nameof(FifoThroughputLimit), at, "perMessageGroupId needs a DeduplicationScope of messageGroup.") : this;

    private static int Between(string name, Located<string> value, int least, int most) =>
        int.TryParse(value.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw SqsErrors.AttributeValue(name, value.At, $"A whole number from {least} to {most}, as text.");

    private static bool Flag(string name, Located<string> value) => value.Value switch
    {
        "true" => true,
        "false" => false,
        _ => throw SqsErrors.AttributeValue(name, value.At, "\"true\" or \"false\"."),
    };

    private static string OneOf(string name, Located<string> value, params ReadOnlySpan<string> values) =>
        values.Contains(value.Value) ? value.Value : throw SqsErrors.AttributeValue(name, value.At, $"One of {string.Join(", ", values!)}.");

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Flag(bool flag) => flag ? "true" : "false";
}

/// <summary>Where a message goes that was received too often.</summary>
/// <param name="Target">The dead-letter queue's ARN.</param>
public sealed record RedrivePolicy(string Target, int MaxReceiveCount, string Text)
{
    internal static RedrivePolicy Read(Call call, string queueArn, bool isFifo, Located<string> value)
    {
        AwsException Bad(string reason, string? advice = null) => SqsErrors.Value(value.Value, "RedrivePolicy", reason, value.At, advice);
        if (JsonReader.Read(value.Value).Value is not JsonObject json) throw Bad("Redrive policy is not a valid JSON map.");
        if (json.Members.FirstOrDefault(m => m.Name is not ("deadLetterTargetArn" or "maxReceiveCount")) is { } unknown) throw Bad($"Redrive policy contains unknown attribute {unknown.Name.Shortened()}.");
        if (json.Text("deadLetterTargetArn")?.Value is not { } target) throw Bad("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.");
        if (json.Last("maxReceiveCount") is null) throw Bad("Redrive policy does not contain mandatory attribute: maxReceiveCount.");
        if (json.Integer("maxReceiveCount")?.Value is not (>= 1 and <= 1000 and var most))
            throw Bad($"Invalid value for maxReceiveCount: {json.Text("maxReceiveCount")?.Value.Shortened()}, valid values are from 1 to 1000 both inclusive.");
        if (Queue.KeyOfArn(target, call.AccountId) is not { } key || !key.StartsWith($"{call.Region}/", StringComparison.Ordinal) || call.State.Sqs.Queues.Find(key) is not { } queue)
            throw Bad("Dead letter target does not exist.", "A dead-letter queue is in the same account and Region, and there before it is named.");
        if (queue.IsFifo != isFifo) throw Bad("Dead-letter target must be same type of queue as the source.", "The dead-letter queue of a FIFO queue is a FIFO queue; that of a standard queue a standard queue.");
        if (queue.Settings.RedriveAllow is { } allow && !allow.Allows(queueArn))
            throw Bad("The dead-letter queue's RedriveAllowPolicy does not allow this queue to use it.", $"{queue.Name} says {allow.Permission}.");
        return new(target, (int)most, $$"""{"deadLetterTargetArn":{{JsonSerializer.Serialize(target)}},"maxReceiveCount":{{most}}}""");
    }
}

/// <summary>Which queues may use a queue for their dead letters.</summary>
/// <param name="Permission"><c>allowAll</c>, <c>denyAll</c> or <c>byQueue</c>.</param>
public sealed record RedriveAllowPolicy(string Permission, IReadOnlyList<string> Sources, string Text)
{
    public bool Allows(string queueArn) => Permission switch
    {
        "allowAll" => true,
        "denyAll" => false,
        _ => Sources.Contains(queueArn),
    };

    internal static RedriveAllowPolicy Read(Call call, Located<string> value)
    {
        AwsException Bad(string reason) => SqsErrors.Value(value.Value, "RedriveAllowPolicy", reason, value.At, "redrivePermission is allowAll, denyAll or byQueue; byQueue goes with up to ten sourceQueueArns.");
        if (JsonReader.Read(value.Value).Value is not JsonObject json) throw Bad("Amazon SQS can't create the redrive allow policy, as it's in an unsupported format.");
        var permission = json.Text("redrivePermission")?.Value;
        if (permission is not ("allowAll" or "denyAll" or "byQueue")) throw Bad("Amazon SQS can't create the redrive allow policy. The redrivePermission is invalid.");
        List<string> sources = [.. json.Texts("sourceQueueArns").Select(s => s.Value)];
        if (permission is "byQueue" ? sources.Count is 0 or > 10 : json.Last("sourceQueueArns") is not null) throw Bad("Amazon SQS can't create the redrive allow policy. The sourceQueueArns do not fit the redrivePermission.");
        if (sources.Exists(s => Queue.KeyOfArn(s, call.AccountId) is null)) throw Bad("Amazon SQS can't create the redrive allow policy. A source queue's ARN is invalid.");
        return new(permission, sources, value.Value);
    }
}
