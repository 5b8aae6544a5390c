using System.Collections.Immutable;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>What Lambda reads by itself, from a queue or a stream, to invoke a function with.</summary>
/// <param name="Qualifier">A version or an alias; null for $LATEST.</param>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"/>
public sealed record EventSourceMapping(string Uuid, string Region, string Account, string SourceArn, string FunctionKey, string FunctionArn, string? Qualifier, MappingSettings Settings, DateTimeOffset LastModified)
{
    public string Arn => $"arn:aws:lambda:{Region}:{Account}:event-source-mapping:{Uuid}";

    /// <summary><c>sqs</c>, <c>dynamodb</c> or <c>kinesis</c>.</summary>
    public string Service => SourceArn.Split(':', 4)[2];

    public bool IsQueue => Service is "sqs";

    /// <summary><c>Creating</c>, <c>Enabling</c>, <c>Enabled</c>, <c>Disabling</c>, <c>Disabled</c>, <c>Updating</c>, <c>Deleting</c>.</summary>
    public string State { get; init; } = "Creating";

    /// <summary>What it is to be once the change is through.</summary>
    public bool WantsEnabled { get; init; } = true;
    public string LastProcessingResult { get; init; } = "No records processed";
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How far each part of the source was read, by the part's name: a shard's share; of a queue, the whole.</summary>
    public ImmutableSortedDictionary<string, Lane> Lanes { get; init; } = ImmutableSortedDictionary.Create<string, Lane>(StringComparer.Ordinal);

    /// <summary>It was once enabled: where to begin is settled.</summary>
    public bool HasBegun { get; init; }
}

/// <param name="MaximumConcurrency">Of queues: from 2 to 1,000; null for Lambda's own limit.</param>
/// <param name="MaximumRetryAttempts">-1: until the records expire.</param>
/// <param name="MaximumRecordAge">Seconds; -1: until the records expire.</param>
public sealed record MappingSettings(int BatchSize, int Window, int ParallelizationFactor, string? StartingPosition, DateTimeOffset? StartingPositionTimestamp, string? OnFailure, int MaximumRecordAge,
    bool Bisect, int MaximumRetryAttempts, bool ReportsItemFailures, int? MaximumConcurrency)
{
    /// <summary>An event passes that fits one of them. None: every event passes.</summary>
    public ImmutableArray<SourceFilter> Filters { get; init; } = [];
}

/// <summary>A part of a source that is read in order by itself.</summary>
public sealed record Lane(string Shard, int Share, int Shares)
{
    /// <summary>Batches that a function has, or that wait for a function to have room.</summary>
    public int Busy { get; init; }

    /// <summary>The last record that was read; null for none yet.</summary>
    public string? Cursor { get; init; }

    /// <summary>What was read and is not done with, the next on top.</summary>
    public ImmutableStack<Batch> Parts { get; init; } = [];

    /// <summary>The next planned look; null where none is planned.</summary>
    public DateTimeOffset? WakesAt { get; init; }

    /// <summary>Since when there was something to read; null while there is nothing.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Since when a queue's readers have had no pause: their number grows with it.</summary>
    public DateTimeOffset? BusySince { get; init; }
}

/// <param name="Attempts">Made so far; throttled ones do not count.</param>
public sealed record Batch(ImmutableArray<SourceItem> Items, int Attempts);

/// <summary>A record or message as a function gets it.</summary>
/// <param name="Id">A sequence number, or a message's id.</param>
/// <param name="Event">JSON: one of the event's records.</param>
/// <param name="Handle">Of a message: the receipt handle.</param>
public sealed record SourceItem(string Id, DateTimeOffset At, string Event, string? Handle = null, string? Key = null);
