using System.Globalization;
using System.Collections.Immutable;

namespace CloudCourse.Simulation.S3.Lifecycle;

/// <summary>What becomes of a bucket's objects with time.</summary>
/// <param name="Json">As it was put, to be given back.</param>
/// <param name="LeastSize">Objects below 128 KB stay where they are, unless a rule says another size.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html"/>
public sealed record LifecycleSettings(string Json, IReadOnlyList<LifecycleRule> Rules, string LeastSize)
{
    /// <summary>When the latest version under a key will expire, as answers say it; null when no rule says so.</summary>
    public static string? Expiration(Bucket bucket, string key, ObjectVersion version)
    {
        if (bucket.Lifecycle is not { } settings) return null;
        var first = settings.Rules.Where(r => r.Enabled && r.Takes(key, version)).Select(r => (r.Id, At: r.ExpiresAt(version))).Where(r => r.At is not null).OrderBy(r => r.At).FirstOrDefault();
        return first.At is not { } at ? null
            : $"expiry-date=\"{at.ToString("R", CultureInfo.InvariantCulture)}\", rule-id=\"{Uri.EscapeDataString(first.Id)}\"";
    }
}

/// <param name="Days">Null where a date is given.</param>
public sealed record Move(int? Days, DateTimeOffset? Date, string StorageClass);

/// <param name="MoreThan">In bytes; null for no limit.</param>
public sealed record LifecycleRule(string Id, bool Enabled, string Prefix, ImmutableSortedDictionary<string, string> Tags, long? MoreThan, long? LessThan)
{
    public int? ExpirationDays { get; init; }
    public DateTimeOffset? ExpirationDate { get; init; }
    public bool ExpiredMarkers { get; init; }
    public IReadOnlyList<Move> Moves { get; init; } = [];
    public int? NoncurrentDays { get; init; }
    public int NoncurrentKept { get; init; }
    public IReadOnlyList<Move> NoncurrentMoves { get; init; } = [];
    public int? AbortDays { get; init; }

    public bool Takes(string key, ObjectVersion version) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && (version.IsDeleteMarker || ((MoreThan is not { } more || version.Body.Length > more) && (LessThan is not { } less || version.Body.Length < less)))
        && Tags.All(t => version.Tags.TryGetValue(t.Key, out var value) && value == t.Value);

    public DateTimeOffset? ExpiresAt(ObjectVersion version) => ExpirationDate ?? (ExpirationDays is { } days ? After(version.Modified, days) : null);

    /// <summary>Days are counted to the next midnight UTC.</summary>
    public static DateTimeOffset After(DateTimeOffset from, int days) => new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero).AddDays(days + 1);
}
