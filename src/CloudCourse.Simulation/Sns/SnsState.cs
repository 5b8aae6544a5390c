using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Patterns;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.Sns;

/// <summary>An account's topics in all Regions, and who has subscribed to them.</summary>
public sealed record SnsState
{
    /// <summary>By ARN.</summary>
    public Table<Topic> Topics { get; init; } = Table<Topic>.Empty;

    /// <summary>By ARN.</summary>
    public Table<Subscription> Subscriptions { get; init; } = Table<Subscription>.Empty;
}

public sealed record Topic(string Region, string Name, string Account)
{
    public string Arn { get; } = $"arn:aws:sns:{Region}:{Account}:{Name}";

    public bool IsFifo => Name.EndsWith(".fifo", StringComparison.Ordinal);

    public required PolicyDocument Policy { get; init; }
    public string DisplayName { get; init; } = "";
    public bool ContentBasedDeduplication { get; init; }

    /// <summary>What was published before is looked for within a message group, not in the whole topic.</summary>
    /// <seealso href="https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html"/>
    public bool DeduplicatesByGroup => Kept.GetValueOrDefault("FifoThroughputScope") is "MessageGroup";

    /// <summary>Attributes that are kept and given back.</summary>
    public ImmutableSortedDictionary<string, string> Kept { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>ARNs, in the order in which they came.</summary>
    public ImmutableList<string> Subscriptions { get; init; } = [];
    public int Unsubscribed { get; init; }

    /// <summary>Numbers the messages of a FIFO topic.</summary>
    internal long Last { get; init; }

    /// <summary>What was published in the last five minutes, by deduplication id, after its group where that counts.</summary>
    internal ImmutableSortedDictionary<string, PublishedBefore> Recent { get; init; } = ImmutableSortedDictionary.Create<string, PublishedBefore>(StringComparer.Ordinal);
    internal ImmutableQueue<(DateTimeOffset At, string Id)> RecentOrder { get; init; } = [];
}

internal sealed record PublishedBefore(DateTimeOffset At, string MessageId, string SequenceNumber);

/// <param name="Protocol"><c>sqs</c>, <c>lambda</c>, <c>email</c>, <c>email-json</c>, <c>http</c> or <c>https</c>.</param>
/// <param name="Endpoint">An ARN, an address or a URL.</param>
public sealed record Subscription(string Arn, string TopicArn, string Protocol, string Endpoint, string Principal, DateTimeOffset Created)
{
    /// <summary>Null once it is confirmed.</summary>
    public string? Token { get; init; }
    public bool IsPending => Token is not null;
    public bool Raw { get; init; }
    public EventPattern? Filter { get; init; }

    /// <summary>The filter is about the message's body, not its attributes.</summary>
    public bool FiltersBody { get; init; }

    /// <summary>The queue for what cannot be delivered.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>As they were set, by AWS's names.</summary>
    public ImmutableSortedDictionary<string, string> Attributes { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}
