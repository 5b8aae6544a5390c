using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Streams;

/// <summary>What changed in a table, in order, for a day. All of it is in one shard, which is open as long as the stream is on.</summary>
/// <param name="View"><c>KEYS_ONLY</c>, <c>NEW_IMAGE</c>, <c>OLD_IMAGE</c>, <c>NEW_AND_OLD_IMAGES</c>.</param>
/// <param name="Next">The number of the record to come.</param>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"/>
public sealed record TableStream(string Arn, string Label, string TableName, KeySchema Keys, string View, DateTimeOffset Created, string ShardId, long Next)
{
    /// <summary>Records are readable for this long.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public ImmutableList<StreamRecord> Records { get; init; } = [];

    /// <summary>When it was switched off; null while it is on.</summary>
    public DateTimeOffset? Closed { get; init; }

    /// <summary>As AWS writes sequence numbers: many digits, growing.</summary>
    public static string SequenceNumber(long number) => string.Create(CultureInfo.InvariantCulture, $"1000000{number:D20}");

    /// <summary>Null where it is no sequence number of ours.</summary>
    public static long? NumberOf(string sequenceNumber) =>
        sequenceNumber.Length == 27 && sequenceNumber.StartsWith("1000000", StringComparison.Ordinal) && long.TryParse(sequenceNumber.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    /// <summary>The oldest record that may still be read; the next one where there is none.</summary>
    public long Oldest(DateTimeOffset now)
    {
        // Old records go when something is added, so only the first few can be too old.
        foreach (var record in Records)
        {
            if (now - record.At < Kept) return record.Number;
        }
        return Next;
    }

    public TableStream With(StreamRecord record)
    {
        var records = Records;
        while (records.Count > 0 && record.At - records[0].At >= Kept) records = records.RemoveAt(0);
        return this with { Records = records.Add(record), Next = record.Number + 1 };
    }

    /// <summary>Records from a number on, oldest first.</summary>
    public IEnumerable<StreamRecord> From(long number, DateTimeOffset now)
    {
        if (Records.Count == 0) yield break;
        var first = Math.Max(number, Oldest(now)) - Records[0].Number;
        for (var i = (int)Math.Max(0, first); i < Records.Count; i++) yield return Records[i];
    }
}

/// <param name="Kind"><c>INSERT</c>, <c>MODIFY</c>, <c>REMOVE</c>.</param>
/// <param name="Expired">Time to live removed it.</param>
public sealed record StreamRecord(long Number, string EventId, DateTimeOffset At, string Kind, Item Keys, Item? Old, Item? New, bool Expired);
