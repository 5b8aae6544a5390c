using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Streams;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>An account's tables, Region by Region.</summary>
public sealed record DynamoDbState
{
    public Table<DynamoDbRegion> Regions { get; init; } = Table<DynamoDbRegion>.Empty;

    public DynamoDbRegion In(string region) => Regions.Find(region) ?? DynamoDbRegion.Empty;
}

public sealed record DynamoDbRegion
{
    public static readonly DynamoDbRegion Empty = new();

    /// <summary>By name.</summary>
    public Table<DynamoTable> Tables { get; init; } = Table<DynamoTable>.Empty;

    /// <summary>By ARN. A stream outlives its table by a day.</summary>
    public Table<TableStream> Streams { get; init; } = Table<TableStream>.Empty;

    /// <summary>Transactions that gave a token, by that token.</summary>
    public Table<DoneTransaction> Done { get; init; } = Table<DoneTransaction>.Empty;
}

/// <param name="Input">What it asked for; the same token with something else is refused.</param>
public sealed record DoneTransaction(string Input, DateTimeOffset At);

/// <summary>A table with its items. It never changes.</summary>
public sealed record DynamoTable
{
    public required string Name { get; init; }
    public required string Arn { get; init; }
    public required string Id { get; init; }
    public required string Region { get; init; }

    /// <summary><c>CREATING</c>, <c>ACTIVE</c>, <c>UPDATING</c>, <c>DELETING</c>.</summary>
    public required string Status { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required KeySchema Keys { get; init; }

    /// <summary>Types of all key attributes by name, in the order in which they were given.</summary>
    public required IReadOnlyList<KeyAttribute> Definitions { get; init; }

    public required bool OnDemand { get; init; }

    /// <summary>When it last became on-demand; null for never.</summary>
    public DateTimeOffset? OnDemandSince { get; init; }
    public required Throughput Throughput { get; init; }
    public required ImmutableArray<SecondaryIndex> Indexes { get; init; }
    public ItemSet Items { get; init; } = ItemSet.Empty;

    /// <summary>Null where it never had a stream.</summary>
    public string? StreamArn { get; init; }

    /// <summary>Null where its stream is off.</summary>
    public string? StreamView { get; init; }

    public TimeToLive? TimeToLive { get; init; }
    public required ImmutableSortedDictionary<string, string> Tags { get; init; }
    public bool IsProtected { get; init; }
    public string TableClass { get; init; } = "STANDARD";
    public DateTimeOffset? RecoverableSince { get; init; }

    /// <summary>Items and bytes as DescribeTable tells them: DynamoDB counts about every six hours.</summary>
    public Census Census { get; init; } = new(0, 0, DateTimeOffset.MinValue);

    public bool IsUsable => Status is "ACTIVE" or "UPDATING";

    public SecondaryIndex? Index(string name) => Indexes.FirstOrDefault(i => i.Name == name);
}

public sealed record Census(int Items, long Bytes, DateTimeOffset At)
{
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);
}

/// <summary>A secondary index with the items that are in it.</summary>
/// <param name="ProjectionType"><c>ALL</c>, <c>KEYS_ONLY</c>, <c>INCLUDE</c>.</param>
/// <param name="Included">Non-key attributes for <c>INCLUDE</c>.</param>
/// <param name="Status"><c>CREATING</c>, <c>ACTIVE</c>, <c>UPDATING</c>, <c>DELETING</c>; local indexes are always active.</param>
public sealed record SecondaryIndex(string Name, bool IsGlobal, KeySchema Keys, string ProjectionType, IReadOnlyList<string> Included, string Status, bool Backfilling)
{
    public Throughput Throughput { get; init; } = Throughput.OnDemand;
    public ItemSet Items { get; init; } = ItemSet.Empty;

    /// <summary>The attributes that it holds, with the table's keys; null for all.</summary>
    public IReadOnlySet<string>? Projects(KeySchema table) => ProjectionType == "ALL" ? null : new HashSet<string>([.. table.Names, .. Keys.Names, .. Included], StringComparer.Ordinal);

    /// <summary>How an item stands in it; null where the item lacks a key.</summary>
    public StoredItem? EntryFor(StoredItem stored, KeySchema table)
    {
        if (Keys.KeyIn(stored.Item) is not { } key) return null;
        return new(key, stored.Key, ProjectionType == "ALL" ? stored.Item : stored.Item.Only([.. table.Names, .. Keys.Names.Where(n => !table.Has(n)), .. Included]));
    }
}

/// <summary>When items of a table go by themselves.</summary>
/// <param name="Attribute">The attribute with the second (since 1970) after which an item is of no use.</param>
/// <param name="Since">When it was last switched.</param>
/// <param name="SweepAt">When DynamoDB looks next; null where nothing expires.</param>
public sealed record TimeToLive(string Attribute, bool Enabled, DateTimeOffset Since, DateTimeOffset? SweepAt)
{
    /// <summary>Items that expire, soonest first.</summary>
    public ImmutableSortedSet<Expiry> Expiries { get; init; } = ImmutableSortedSet.Create<Expiry>(new Expiry.Soonest());
}

/// <param name="Second">Since 1970.</param>
public sealed record Expiry(long Second, ItemKey Key)
{
    internal sealed class Soonest : IComparer<Expiry>
    {
        public int Compare(Expiry? a, Expiry? b) => a!.Second != b!.Second ? a.Second.CompareTo(b.Second) : a.Key.CompareTo(b.Key);
    }
}
