using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Sqs;

/// <summary>An account's queues in all Regions.</summary>
public sealed record SqsState
{
    /// <summary>By <see cref="Queue.KeyOf"/>.</summary>
    public Table<Queue> Queues { get; init; } = Table<Queue>.Empty;

    /// <summary>When a queue of that key was deleted last: its name is not free for a minute.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Deleted { get; init; } = ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Redrives from dead-letter queues, by their id, which begins with the number of the order in which they were started.</summary>
    public Table<MoveTask> Moves { get; init; } = Table<MoveTask>.Empty;
}

/// <summary>A queue: what was set for it, and what is in it.</summary>
public sealed record Queue(string Region, string Name, string Account, DateTimeOffset Created)
{
    public static string KeyOf(string region, string name) => $"{region}/{name}";

    /// <summary>The key of a queue's ARN; null where it is none of this account's.</summary>
    public static string? KeyOfArn(string arn, string account) =>
        arn.Split(':') is ["arn", "aws", "sqs", { Length: > 0 } region, var owner, var name] && owner == account ? KeyOf(region, name) : null;

    public string Key { get; } = KeyOf(Region, Name);

    public string Arn { get; } = $"arn:aws:sqs:{Region}:{Account}:{Name}";

    public string Url => $"https://sqs.{Region}.amazonaws.com/{Account}/{Name}";

    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);

    /// <summary>Receipt handles are made with it.</summary>
    public required ulong HandleKey { get; init; }
    public required QueueSettings Settings { get; init; }
    public DateTimeOffset Modified { get; init; } = Created;
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    public QueueContents Contents { get; init; } = QueueContents.Empty;
    public DateTimeOffset? Purged { get; init; }

    /// <summary>How full it was in the minutes before <see cref="Minute"/>; CloudWatch reads them.</summary>
    internal QueueLevel? Levels { get; init; }

    /// <summary>The minute, since 1970, in which it was last used.</summary>
    internal long Minute { get; init; }
}

/// <summary>One message that a queue holds.</summary>
/// <param name="Number">In the order of sending, for its queue.</param>
/// <param name="SentAt">Ticks of UTC; the retention period runs from it.</param>
public sealed record QueuedMessage(long Number, string Id, string Body, long SentAt)
{
    public MessageAttributeList Attributes { get; init; } = MessageAttributeList.None;

    /// <summary>The one system attribute that a sender can set; null where it did not.</summary>
    public string? TraceHeader { get; init; }
    public required string SenderId { get; init; }
    public string? GroupId { get; init; }
    public string? DeduplicationId { get; init; }

    /// <summary>Ticks of UTC: from when on it may be received.</summary>
    public long VisibleAt { get; init; }
    public bool IsInFlight { get; init; }
    public int Receives { get; init; }
    public long FirstReceived { get; init; }
    public long LastReceived { get; init; }

    /// <summary>The queue that gave it up, for a message in a dead-letter queue.</summary>
    public string? GivenUpBy { get; init; }

    /// <summary>Ticks of UTC: when it came into the dead-letter queue; 0 elsewhere.</summary>
    public long GivenUpAt { get; init; }

    /// <summary>Twenty digits that rise with every message of the queue.</summary>
    public string SequenceNumber => $"1884{Number * 256 + 128:D16}";
}

/// <summary>A redrive: messages of a dead-letter queue on their way to another queue.</summary>
/// <param name="Destination">Null: back to where each came from.</param>
/// <seealso href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html"/>
public sealed record MoveTask(string Id, string Handle, string Source, string? Destination, int? PerSecond, DateTimeOffset Started, long ToMove)
{
    /// <summary><c>RUNNING</c>, <c>COMPLETED</c>, <c>CANCELLED</c> or <c>FAILED</c>.</summary>
    public string Status { get; init; } = "RUNNING";
    public long Moved { get; init; }
    public string? Failure { get; init; }
}
