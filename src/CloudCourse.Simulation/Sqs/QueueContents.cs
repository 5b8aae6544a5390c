using System.Collections.Immutable;

namespace CloudCourse.Simulation.Sqs;

/// <summary>
/// The messages of a queue. What comes to pass by time alone (a delay ends, a visibility time-out ends, a message expires) is worked out
/// when the queue is next looked at, by <see cref="QueueWork"/>: no clock ticks for it.
/// </summary>
public sealed record QueueContents
{
    // Before Empty, which is made of them.
    private static readonly ImmutableSortedDictionary<string, MessageGroup> NoGroups = ImmutableSortedDictionary.Create<string, MessageGroup>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, SentBefore> NothingSent = ImmutableSortedDictionary.Create<string, SentBefore>(StringComparer.Ordinal);
    private static readonly ImmutableSortedDictionary<string, ReceiveAttempt> NoAttempts = ImmutableSortedDictionary.Create<string, ReceiveAttempt>(StringComparer.Ordinal);

    public static readonly QueueContents Empty = new();

    /// <summary>By number.</summary>
    public ImmutableSortedDictionary<long, QueuedMessage> Messages { get; init; } = ImmutableSortedDictionary<long, QueuedMessage>.Empty;

    /// <summary>What can be received: the messages of a standard queue, the first one of each free group of a FIFO queue.</summary>
    internal ImmutableSortedSet<long> Ready { get; init; } = [];

    /// <summary>Delayed or in flight, by the moment at which they become visible.</summary>
    internal ImmutableSortedSet<(long At, long Number)> Hidden { get; init; } = [];

    internal ImmutableSortedSet<(long SentAt, long Number)> ByAge { get; init; } = [];

    internal ImmutableSortedDictionary<string, MessageGroup> Groups { get; init; } = NoGroups;

    /// <summary>What was sent in the last five minutes, by deduplication id, and in order.</summary>
    internal ImmutableSortedDictionary<string, SentBefore> Recent { get; init; } = NothingSent;
    internal ImmutableQueue<(long At, string Key)> RecentOrder { get; init; } = [];

    internal ImmutableSortedDictionary<string, ReceiveAttempt> Attempts { get; init; } = NoAttempts;

    public int InFlight { get; init; }
    public int Delayed { get; init; }
    internal long Last { get; init; }

    /// <summary>Messages, numbers and deduplication ids outlive a purge; nothing else does.</summary>
    internal QueueContents Purged => Empty with { Recent = Recent, RecentOrder = RecentOrder, Last = Last };
}

/// <param name="Head">The one that stands in <see cref="QueueContents.Ready"/>; null while the group is blocked.</param>
internal sealed record MessageGroup(ImmutableSortedSet<long> Numbers, int InFlight, long? Head)
{
    public static readonly MessageGroup Empty = new([], 0, null);
}

/// <summary>The answer that a repetition of a message within five minutes gets.</summary>
internal sealed record SentBefore(long At, string MessageId, string SequenceNumber);

/// <summary>What a receive with an attempt id got.</summary>
internal sealed record ReceiveAttempt(long At, ImmutableArray<(long Number, int Receives, long VisibleAt)> Messages);
