using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Requests that hold only if the object is what the caller thinks it is.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html"/>
internal static class Preconditions
{
    public static AwsException Failed(Call call, string member, string? advice = null) =>
        Turn.Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", advice, 412, call.At(member)).Saying(("Condition", Header(member)));

    /// <summary>IfNoneMatch is If-None-Match.</summary>
    private static string Header(string member)
    {
        var (prefix, name) = member.StartsWith("CopySource", StringComparison.Ordinal) ? ("x-amz-copy-source-", member["CopySource".Length..]) : ("", member);
        return prefix + string.Concat(name.Select((letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"-{letter}" : $"{letter}"));
    }

    /// <summary>Reading: what has not changed is not sent again.</summary>
    public static void OfRead(Call call, ObjectVersion version)
    {
        var (match, none) = (call.Text("IfMatch"), call.Text("IfNoneMatch"));
        if (match is not null)
        {
            // It wins over the date.
            if (!Names(match, version)) throw Failed(call, "IfMatch", $"The object's ETag is \"{version.ETag}\".");
        }
        else if (call.Input.Moment("IfUnmodifiedSince") is { } unmodified && Second(version) > unmodified) throw Failed(call, "IfUnmodifiedSince", $"It was modified at {S3Calls.Time(version.Modified)}.");
        if (none is not null)
        {
            if (Names(none, version)) throw NotModified(call, "IfNoneMatch");
        }
        else if (call.Input.Moment("IfModifiedSince") is { } modified && Second(version) <= modified && modified <= call.Now) throw NotModified(call, "IfModifiedSince");
    }

    private static AwsException NotModified(Call call, string member) => Turn.Error("NotModified", "Not Modified", "The object is what the caller has already.", 304, call.At(member));

    /// <summary>Copying: the same four, about the source, and every failure is a 412.</summary>
    public static void OfSource(Call call, ObjectVersion version)
    {
        var (match, none) = (call.Text("CopySourceIfMatch"), call.Text("CopySourceIfNoneMatch"));
        if (match is not null)
        {
            if (!Names(match, version)) throw Failed(call, "CopySourceIfMatch", $"The source's ETag is \"{version.ETag}\".");
        }
        else if (call.Input.Moment("CopySourceIfUnmodifiedSince") is { } unmodified && Second(version) > unmodified) throw Failed(call, "CopySourceIfUnmodifiedSince");
        if (none is not null)
        {
            if (Names(none, version)) throw Failed(call, "CopySourceIfNoneMatch");
        }
        else if (call.Input.Moment("CopySourceIfModifiedSince") is { } modified && Second(version) <= modified && modified <= call.Now) throw Failed(call, "CopySourceIfModifiedSince");
    }

    /// <summary>Writing: only if nothing is there yet, or only over what the caller has seen.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html"/>
    public static void OfWrite(Call call, Bucket bucket, string key)
    {
        if (call.Text("IfNoneMatch") is { } none)
        {
            if (none != "*")
                throw Turn.Error("NotImplemented", "A header you provided implies functionality that is not implemented", "On writing, IfNoneMatch takes * only: nothing may be there yet.", 501, call.At("IfNoneMatch"));
            if (bucket.Keys.Find(key) is { Latest.IsDeleteMarker: false }) throw Failed(call, "IfNoneMatch", $"There is an object \"{key}\" already.");
        }
        if (call.Text("IfMatch") is not { } match) return;
        if (bucket.Keys.Find(key) is not { Latest: { IsDeleteMarker: false } latest }) throw S3Errors.NoSuchKey(call, key);
        if (!Names(match, latest)) throw Failed(call, "IfMatch", $"The object's ETag is \"{latest.ETag}\": somebody has written it since.");
    }

    /// <summary>The actions that a conditional write needs besides s3:PutObject.</summary>
    public static bool ReadsOnWrite(Call call) => call.Text("IfMatch") is not null;

    /// <summary>An ETag may be written with its quotes or without; * is any object.</summary>
    public static bool Names(string given, ObjectVersion version)
    {
        foreach (var part in given.Split(','))
        {
            var tag = part.AsSpan().Trim();
            if (tag is "*" || tag.Trim('"').Equals(version.ETag, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>Headers know whole seconds.</summary>
    private static DateTimeOffset Second(ObjectVersion version) => version.Modified.AddTicks(-(version.Modified.Ticks % TimeSpan.TicksPerSecond));
}
