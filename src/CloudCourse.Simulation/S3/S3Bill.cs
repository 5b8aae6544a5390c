using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.S3;

/// <summary>
/// What S3 costs: requests by their kind, and what is stored by the hour. Prices are those of us-east-1, which us-east-2 shares; where no
/// price is known the bill has the line, says so and counts nothing. Refused requests are not counted, nor is data sent to the internet.
/// </summary>
/// <seealso href="https://aws.amazon.com/s3/pricing/"/>
internal static class S3Bill
{
    /// <summary>S3 bills binary gigabytes.</summary>
    private const decimal BytesPerGB = 1L << 30;

    private static readonly HashSet<string> OfWriting =
    [
        "PutObject", "CopyObject", "CreateMultipartUpload", "UploadPart", "UploadPartCopy", "CompleteMultipartUpload",
        "ListObjects", "ListObjectsV2", "ListObjectVersions", "ListBuckets", "ListMultipartUploads", "ListParts", "CreateBucket",
    ];

    private static readonly HashSet<string> Free = ["DeleteObject", "DeleteObjects", "DeleteBucket", "AbortMultipartUpload"];

    private static readonly decimal PerWrite = Prices.S3UsEast1("put1000") / 1000, PerRead = Prices.S3UsEast1("get1000") / 1000;

    /// <summary>The price per GB and month by storage class, with the price list's name of it; those that the facts do not hold are not counted.</summary>
    private static readonly Dictionary<string, decimal> PerGBMonth = new()
    {
        ["STANDARD"] = Prices.S3UsEast1("standardFirst50TB"),
        ["STANDARD_IA"] = Prices.S3UsEast1("standardIA"),
        ["ONEZONE_IA"] = Prices.S3UsEast1("oneZoneIA"),
        ["GLACIER"] = Prices.S3UsEast1("glacierFlexible"),
        ["GLACIER_IR"] = Prices.S3UsEast1("glacierInstant"),
        ["DEEP_ARCHIVE"] = Prices.S3UsEast1("deepArchive"),
    };

    private static bool HasPrices(string region) => region is "us-east-1" or "us-east-2";

    /// <summary>The operation, with its request on the bill.</summary>
    public static Operation Counted(Operation operation)
    {
        if (Free.Contains(operation.Name)) return operation;
        var writes = OfWriting.Contains(operation.Name);
        return operation with
        {
            Run = call =>
            {
                var output = operation.Run(call);
                var bucket = call.Text("Bucket");
                Request(call.Turn, bucket is null ? null : call.State.S3.Buckets.Find(bucket), call.Region, writes);
                return output;
            },
        };
    }

    private static void Request(Turn turn, Bucket? bucket, string callRegion, bool writes)
    {
        var region = bucket?.Region ?? callRegion;
        var known = HasPrices(region);
        var what = (writes, known) switch
        {
            (true, true) => "PUT, COPY, POST and LIST requests",
            (false, true) => "GET and other requests",
            (true, false) => "PUT, COPY, POST and LIST requests (no price known here: not counted)",
            _ => "GET and other requests (no price known here: not counted)",
        };
        turn.Count("s3", region, bucket?.Name ?? "all buckets", writes ? "requests-write" : "requests-read", what, known ? writes ? PerWrite : PerRead : 0, 1);
    }

    /// <summary>The bucket with so many bytes more (or less) of a class, and the bill that follows.</summary>
    public static Bucket Store(this Turn turn, Bucket bucket, string storageClass, long bytes)
    {
        if (bytes == 0) return bucket;
        var stored = bucket.Stored.GetValueOrDefault(storageClass) + bytes;
        var price = HasPrices(bucket.Region) ? PerGBMonth.GetValueOrDefault(storageClass) : 0;
        turn.Level("s3", bucket.Region, bucket.Name, $"stored-{storageClass}", price == 0 ? $"storage, {storageClass} (no price known here: not counted)" : $"storage, {storageClass}",
            price / Prices.HoursPerMonth, stored / BytesPerGB);
        turn.State = turn.State with { S3 = turn.State.S3 with { Bytes = turn.State.S3.Bytes + bytes } };
        return bucket with { Stored = bucket.Stored.SetItem(storageClass, stored) };
    }
}
