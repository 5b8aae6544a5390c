using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Reading objects.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"/>
internal static class ReadOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GetObject", c => [Versions.Needs(c, "s3:GetObject", "s3:GetObjectVersion")], c => Read(c, withBody: true)),
        new("HeadObject", c => [Versions.Needs(c, "s3:GetObject", "s3:GetObjectVersion")], c => Read(c, withBody: false)),
        new("GetObjectAttributes", c => [Versions.Needs(c, "s3:GetObject", "s3:GetObjectVersion"), Versions.Needs(c, "s3:GetObjectAttributes", "s3:GetObjectVersionAttributes")], Attributes),
    ];

    private static Output Read(Call call, bool withBody)
    {
        var (bucket, key) = (call.Bucket(), call.Key());
        var version = Versions.Named(call);
        Preconditions.OfRead(call, version);
        if (withBody && version.Head.StorageClass is "GLACIER" or "DEEP_ARCHIVE")
            throw S3Errors.Archived(call.At("Key"), version.Head.StorageClass, "The operation is not valid for the object's storage class");
        var (from, length, isPart) = Wanted(call, version);
        var output = Heads.Describe(call, bucket, key, version);
        output["ContentLength"] = length;
        if (isPart) output["ContentRange"] = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{from + length - 1}/{version.Body.Length}");
        // A sum of the whole says nothing about a part.
        if (call.Text("ChecksumMode") == "ENABLED" && (!isPart || call.Integer("PartNumber") is not null)) output.Summed(SumOf(call, version));
        if (call.Integer("PartNumber") is not null && version.Parts.Count > 0) output["PartsCount"] = version.Parts.Count;
        if (withBody) output["Body"] = version.Body.Slice(from, length).Base64;
        return output;
    }

    private static Checksum? SumOf(Call call, ObjectVersion version) =>
        call.Integer("PartNumber") is { } number && version.Parts.Count > 0 ? version.Parts[(int)number - 1].Checksum : version.Checksum;

    /// <summary>The bytes that are asked for. What cannot be read as a range asks for all, as HTTP has it.</summary>
    private static (int From, int Length, bool IsPart) Wanted(Call call, ObjectVersion version)
    {
        var size = version.Body.Length;
        if (call.Integer("PartNumber") is { } number)
        {
            if (call.Text("Range") is not null) throw S3Errors.Request(call.At("Range"), "Cannot specify both Range header and partNumber query parameter");
            if (number is < 1 or > 10_000) throw S3Errors.Argument(call.At("PartNumber"), "Part number must be an integer between 1 and 10000, inclusive");
            if (number > Math.Max(1, version.Parts.Count)) throw Turn.Error("InvalidPartNumber", "The requested partnumber is not satisfiable", $"The object has {Math.Max(1, version.Parts.Count)} part(s).", 416, call.At("PartNumber"))
                .Saying(("ActualPartCount", Math.Max(1, version.Parts.Count).ToString(CultureInfo.InvariantCulture)), ("PartNumberRequested", number.ToString(CultureInfo.InvariantCulture)));
            return version.Parts.Count == 0 ? (0, size, size > 0) : (version.Parts.Take((int)number - 1).Sum(p => p.Size), version.Parts[(int)number - 1].Size, true);
        }
        return call.Text("Range") is { } range && Range(call, range, size) is var (from, length) ? (from, length, true) : (0, size, false);
    }

    public static (int From, int Length)? Range(Call call, string text, int size)
    {
        if (!text.StartsWith("bytes=", StringComparison.Ordinal) || text.Count(c => c == '-') != 1) return null;
        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        var first = text.AsSpan(6, hyphen - 6).Trim();
        var last = text.AsSpan(hyphen + 1).Trim();
        if (!Number(first, out var from) || !Number(last, out var to) || (first.IsEmpty && last.IsEmpty)) return null;
        if (first.IsEmpty) return to == 0 || size == 0 ? throw NotSatisfiable(call, size) : (Math.Max(0, size - (int)Math.Min(to, size)), (int)Math.Min(to, size));
        if (!last.IsEmpty && to < from) return null;
        if (from >= size) throw NotSatisfiable(call, size);
        return ((int)from, (int)((last.IsEmpty ? size - 1 : Math.Min(to, size - 1)) - from + 1));
    }

    private static AwsException NotSatisfiable(Call call, int size) =>
        Turn.Error("InvalidRange", "The requested range is not satisfiable", $"The object has {size} bytes, counted from 0.", 416, call.At("Range")).Saying(("RangeRequested", call.Text("Range") ?? ""), ("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture)));

    private static bool Number(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return text.IsEmpty || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static Output Attributes(Call call)
    {
        var (bucket, version) = (call.Bucket(), Versions.Named(call));
        HashSet<string> wanted = [.. call.Texts("ObjectAttributes").Select(a => a.Value)];
        if (wanted.FirstOrDefault(w => w is not ("ETag" or "Checksum" or "ObjectParts" or "StorageClass" or "ObjectSize")) is { } unknown)
            throw S3Errors.Argument(call.At("ObjectAttributes"), "Invalid attribute name specified.", $"\"{unknown.Shortened()}\" is none of ETag, Checksum, ObjectParts, StorageClass, ObjectSize.");
        Output output = new() { ["LastModified"] = S3Calls.Time(version.Modified) };
        if (bucket.Versioning is not Versioning.Never) output["VersionId"] = version.VersionId;
        if (wanted.Contains("ETag")) output["ETag"] = version.ETag;
        if (wanted.Contains("StorageClass")) output["StorageClass"] = version.Head.StorageClass;
        if (wanted.Contains("ObjectSize")) output["ObjectSize"] = version.Body.Length;
        if (wanted.Contains("Checksum") && version.Checksum is { } checksum)
        {
            Output sum = [];
            sum.Summed(checksum);
            output["Checksum"] = sum;
        }
        if (wanted.Contains("ObjectParts") && version.Parts.Count > 0) output["ObjectParts"] = Parts(call, version);
        return output;
    }

    private static Output Parts(Call call, ObjectVersion version)
    {
        var most = (int)Math.Clamp(call.Integer("MaxParts") ?? 1000, 0, 1000);
        var after = call.Text("PartNumberMarker") is { } marker && int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var rest = version.Parts.Where(p => p.Number > after).ToList();
        Output output = new()
        {
            ["TotalPartsCount"] = version.Parts.Count,
            ["PartNumberMarker"] = after.ToString(CultureInfo.InvariantCulture),
            ["MaxParts"] = most,
            ["IsTruncated"] = rest.Count > most,
        };
        if (rest.Count > most && most > 0) output["NextPartNumberMarker"] = rest[most - 1].Number.ToString(CultureInfo.InvariantCulture);
        // Parts are told one by one only where each has a checksum of its own that was kept.
        if (version.Checksum is { Type: "COMPOSITE" })
        {
            output["Parts"] = new Array([.. rest.Take(most).Select(p =>
            {
                Output part = new() { ["PartNumber"] = p.Number, ["Size"] = p.Size };
                if (p.Checksum is { } sum) part[Checksums.Member(sum.Algorithm)] = sum.Value;
                return part;
            })]);
        }
        return output;
    }
}
