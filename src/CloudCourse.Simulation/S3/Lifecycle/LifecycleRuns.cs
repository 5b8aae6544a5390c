using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3.Notifications;
using CloudCourse.Simulation.S3.Objects;

namespace CloudCourse.Simulation.S3.Lifecycle;

/// <summary>Once a day, at midnight UTC, S3 does what lifecycle rules say. AWS may take a day longer; from the moment on it charges nothing more.</summary>
internal sealed record LifecycleRuns : ScheduledEvent
{
    private static readonly string[] Order = ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

    private const int LeastSize = 128 << 10;

    /// <summary>One run a day for the account, as long as any bucket has rules.</summary>
    public static void Plan(Turn turn)
    {
        if (turn.State.S3.LifecyclePlanned) return;
        turn.State = turn.State with { S3 = turn.State.S3 with { LifecyclePlanned = true } };
        turn.Plan(LifecycleRule.After(turn.Now, 0) - turn.Now, new LifecycleRuns());
    }

    public override void Run(Turn turn)
    {
        turn.State = turn.State with { S3 = turn.State.S3 with { LifecyclePlanned = false } };
        var buckets = turn.State.S3.Buckets.Values.Where(b => b.Lifecycle is not null).ToList();
        foreach (var bucket in buckets)
        {
            foreach (var rule in bucket.Lifecycle!.Rules.Where(r => r.Enabled))
            {
                foreach (var stored in bucket.Keys.From(k => Utf8Order.Compare(k, rule.Prefix) < 0).TakeWhile(k => k.Key.StartsWith(rule.Prefix, StringComparison.Ordinal))) Look(turn, bucket.Name, rule, stored.Key);
                Abort(turn, bucket.Name, rule);
            }
        }
        if (buckets.Count > 0) Plan(turn);
    }

    private static void Look(Turn turn, string name, LifecycleRule rule, string key)
    {
        var bucket = turn.State.S3.Buckets[name];
        if (bucket.Keys.Find(key) is not { } stored) return;
        var latest = stored.Latest;
        if (!latest.IsDeleteMarker && rule.Takes(key, latest))
        {
            if (rule.ExpiresAt(latest) <= turn.Now)
            {
                Expire(turn, bucket, stored);
                if (turn.State.S3.Buckets[name].Keys.Find(key) is not { } rest) return;
                stored = rest;
            }
            else Shift(turn, name, rule, key, latest, rule.Moves, latest.Modified);
        }
        else if (latest.IsDeleteMarker && stored.Older.IsEmpty && (rule.ExpiredMarkers || (rule.ExpirationDays is { } days && LifecycleRule.After(latest.Modified, days) <= turn.Now)))
        {
            // A marker with nothing under it hides nothing.
            Versions.Remove(turn, bucket, stored, latest);
            Tell(turn, bucket, "LifecycleExpiration:Delete", key, latest);
            return;
        }
        var older = stored.Older.Where(v => rule.Takes(key, v)).ToList();
        foreach (var version in older)
        {
            if (rule.NoncurrentDays is { } days && version.Replaced is { } since && LifecycleRule.After(since, days) <= turn.Now && older.IndexOf(version) >= rule.NoncurrentKept)
            {
                bucket = turn.State.S3.Buckets[name];
                Versions.Remove(turn, bucket, bucket.Keys.Find(key)!, version);
                turn.Note("s3", bucket.Arn, $"A version of {key} expired.", "exists");
                Tell(turn, bucket, "LifecycleExpiration:Delete", key, version);
            }
            else if (!version.IsDeleteMarker) Shift(turn, name, rule, key, version, rule.NoncurrentMoves, version.Replaced ?? version.Modified);
        }
    }

    private static void Expire(Turn turn, Bucket bucket, StoredKey stored)
    {
        turn.Note("s3", bucket.Arn, $"The object {stored.Key} expired.", "exists");
        if (bucket.Versioning is Versioning.Never)
        {
            Versions.Remove(turn, bucket, stored, stored.Latest);
            Tell(turn, bucket, "LifecycleExpiration:Delete", stored.Key, stored.Latest);
            return;
        }
        ObjectVersion marker = new(Versions.NewId(turn, bucket)!, turn.Now) { IsDeleteMarker = true };
        Versions.Add(turn, bucket, stored.Key, marker);
        Tell(turn, bucket, "LifecycleExpiration:DeleteMarkerCreated", stored.Key, marker);
    }

    /// <summary>Moves a version to the coldest class whose time has come; never back to a warmer one.</summary>
    private static void Shift(Turn turn, string name, LifecycleRule rule, string key, ObjectVersion version, IReadOnlyList<Move> moves, DateTimeOffset since)
    {
        // Small objects would cost more there than they save.
        if (version.Body.Length < LeastSize && rule.MoreThan is null && rule.LessThan is null) return;
        var due = moves.Where(m => (m.Date ?? LifecycleRule.After(since, m.Days!.Value)) <= turn.Now).MaxBy(m => Array.IndexOf(Order, m.StorageClass));
        if (due is null || Array.IndexOf(Order, due.StorageClass) <= Array.IndexOf(Order, version.Head.StorageClass)) return;
        var bucket = turn.Store(turn.State.S3.Buckets[name], version.Head.StorageClass, -version.Body.Length);
        bucket = turn.Store(bucket, due.StorageClass, version.Body.Length);
        var moved = version with { Head = version.Head with { StorageClass = due.StorageClass } };
        Versions.Replace(turn, bucket, key, moved);
        turn.Note("s3", bucket.Arn, $"The object {key} went to {due.StorageClass}.", version.Head.StorageClass, due.StorageClass);
        Tell(turn, bucket, "LifecycleTransition", key, moved);
    }

    private static void Abort(Turn turn, string name, LifecycleRule rule)
    {
        if (rule.AbortDays is not { } days) return;
        foreach (var upload in turn.State.S3.Buckets[name].Uploads.Values.Where(u => u.Key.StartsWith(rule.Prefix, StringComparison.Ordinal) && LifecycleRule.After(u.Initiated, days) <= turn.Now))
        {
            MultipartOperations.Forget(turn, turn.State.S3.Buckets[name], upload);
            turn.Note("s3", $"arn:aws:s3:::{name}", $"The upload of {upload.Key} was aborted: it was not completed in {days} days.", "in progress");
        }
    }

    private static void Tell(Turn turn, Bucket bucket, string happened, string key, ObjectVersion version) =>
        Notifier.Tell(turn, new(Notifier.Service, "s3.amazonaws.com", Notifier.Service), bucket, happened, key, version);
}
