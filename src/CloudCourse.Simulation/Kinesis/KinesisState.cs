using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Kinesis;

/// <summary>An account's data streams in all Regions.</summary>
public sealed record KinesisState
{
    /// <summary>By <see cref="DataStream.KeyOf"/>.</summary>
    public Table<DataStream> Streams { get; init; } = Table<DataStream>.Empty;
}

public sealed record DataStream(string Region, string Name, string Account, DateTimeOffset Created)
{
    public static string KeyOf(string region, string name) => $"{region}/{name}";

    public string Key { get; } = KeyOf(Region, Name);

    public string Arn { get; } = $"arn:aws:kinesis:{Region}:{Account}:stream/{Name}";

    /// <summary><c>CREATING</c>, <c>ACTIVE</c>, <c>UPDATING</c> or <c>DELETING</c>.</summary>
    public string Status { get; init; } = "CREATING";
    public bool IsOnDemand { get; init; }
    public int RetentionHours { get; init; } = 24;

    /// <summary>In the order of their numbers, the closed ones too.</summary>
    public ImmutableList<Shard> Shards { get; init; } = [];
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The last record's number: records are numbered through all shards, so a child's come after its parent's.</summary>
    public long Last { get; init; }

    public IEnumerable<Shard> Open => Shards.Where(s => s.Closed is null);

    public Shard? Find(string shardId) => Shards.Find(s => s.Id == shardId);

    public bool CanBeUsed => Status is "ACTIVE" or "UPDATING";
}

/// <param name="Starts">The first hash key of its range.</param>
/// <param name="Ends">The last one.</param>
/// <param name="From">The number that was next when it was made.</param>
public sealed record Shard(int Index, UInt128 Starts, UInt128 Ends, DateTimeOffset Created, long From)
{
    public string Id { get; } = $"shardId-{Index:D12}";
    public string? Parent { get; init; }
    public string? AdjacentParent { get; init; }

    /// <summary>Null while it takes records.</summary>
    public DateTimeOffset? Closed { get; init; }
    public long To { get; init; }

    /// <summary>In the order of their numbers.</summary>
    public ImmutableList<StreamRecord> Records { get; init; } = [];

    /// <summary>What was written in the second that began then, and read.</summary>
    internal Second Writes { get; init; }
    internal Second Reads { get; init; }

    /// <summary>A large read uses up what a shard can give for some seconds.</summary>
    internal DateTimeOffset ReadsFrom { get; init; }

    /// <summary>56 digits.</summary>
    public string SequenceNumber(long number) => $"4966{Index:D12}{number:D40}";

    /// <summary>The number in a sequence number of this shard; null where it is none.</summary>
    internal long? NumberOf(string sequenceNumber) => sequenceNumber.Length == 56 && sequenceNumber.StartsWith($"4966{Index:D12}", StringComparison.Ordinal)
        && long.TryParse(sequenceNumber.AsSpan(16), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The place of the first record from a number on.</summary>
    internal int PlaceOf(long number)
    {
        var (low, high) = (0, Records.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Records[middle].Number < number) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Without what is past the retention period.</summary>
    internal Shard Trimmed(DateTimeOffset oldest)
    {
        var count = 0;
        while (count < Records.Count && Records[count].Arrived < oldest) count++;
        return count == 0 ? this : this with { Records = Records.RemoveRange(0, count) };
    }
}

/// <param name="Data">Base64.</param>
/// <param name="Bytes">Of the data.</param>
public sealed record StreamRecord(long Number, string PartitionKey, string Data, int Bytes, DateTimeOffset Arrived);

internal readonly record struct Second(long At, int Count, int Bytes)
{
    public Second With(DateTimeOffset now, int bytes) => At == now.ToUnixTimeSeconds() ? this with { Count = Count + 1, Bytes = Bytes + bytes } : new(now.ToUnixTimeSeconds(), 1, bytes);
}
