using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Logs;

/// <summary>An account's log groups in all Regions.</summary>
public sealed record LogsState
{
    /// <summary>By <see cref="LogGroup.KeyOf"/>.</summary>
    public Table<LogGroup> Groups { get; init; } = Table<LogGroup>.Empty;
}

public sealed record LogGroup(string Region, string Name, string Account, DateTimeOffset Created)
{
    public static string KeyOf(string region, string name) => $"{region}/{name}";

    public string Key { get; } = KeyOf(Region, Name);

    /// <summary>Without the <c>:*</c> that stands for its streams.</summary>
    public string Arn { get; } = $"arn:aws:logs:{Region}:{Account}:log-group:{Name}";

    /// <summary>Null: for ever.</summary>
    public int? RetentionInDays { get; init; }
    public string? KmsKeyId { get; init; }
    public string Class { get; init; } = "STANDARD";
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public Table<LogStream> Streams { get; init; } = Table<LogStream>.Empty;

    /// <summary>By name: what is written goes on to functions.</summary>
    public Table<SubscriptionFilter> Subscriptions { get; init; } = Table<SubscriptionFilter>.Empty;

    /// <summary>Milliseconds since 1970: what is older is no longer kept.</summary>
    internal long OldestAt(DateTimeOffset now) => RetentionInDays is { } days ? now.AddDays(-days).ToUnixTimeMilliseconds() : long.MinValue;
}

/// <summary>A part of what is written goes on to a function.</summary>
public sealed record SubscriptionFilter
{
    internal SubscriptionFilter(string name, string text, FilterPattern pattern, string functionArn, string distribution, DateTimeOffset created) =>
        (Name, Text, Pattern, FunctionArn, Distribution, Created) = (name, text, pattern, functionArn, distribution, created);

    public string Name { get; }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }
    internal FilterPattern Pattern { get; }
    public string FunctionArn { get; }
    public string Distribution { get; }
    public DateTimeOffset Created { get; }
}

public sealed record LogStream(string Name, DateTimeOffset Created)
{
    /// <summary>In the order of their time; those of one moment in the order in which they came.</summary>
    public ImmutableSortedSet<LogEvent> Events { get; init; } = ImmutableSortedSet.Create<LogEvent>(LogEvent.InOrder);
    public DateTimeOffset? LastIngestion { get; init; }
    internal long Last { get; init; }

    internal LogStream With(DateTimeOffset now, IEnumerable<(long Timestamp, string Message)> events)
    {
        var (all, last) = (Events.ToBuilder(), Last);
        foreach (var (timestamp, message) in events) all.Add(new(timestamp, ++last, message, now.ToUnixTimeMilliseconds()));
        return this with { Events = all.ToImmutable(), Last = last, LastIngestion = now };
    }
}

/// <param name="Timestamp">Milliseconds since 1970, as the writer says.</param>
/// <param name="Number">In its stream, in the order of arrival.</param>
/// <param name="IngestionTime">Milliseconds since 1970.</param>
public sealed record LogEvent(long Timestamp, long Number, string Message, long IngestionTime)
{
    internal static readonly IComparer<LogEvent> InOrder = Comparer<LogEvent>.Create((a, b) => (a.Timestamp, a.Number).CompareTo((b.Timestamp, b.Number)));

    /// <summary>What an event counts beside its text.</summary>
    internal const int Overhead = 26;
}
