using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Buckets;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Objects that are uploaded in parts.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html"/>
internal static class MultipartOperations
{
    /// <summary>All parts but the last have at least so many bytes.</summary>
    public const int LeastPart = 5 << 20;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateMultipartUpload", c => WriteOperations.MayWrite(c, c.Bucket(), c.Key()), Create),
        new("UploadPart", c => [c.OnObject(c.Bucket(), c.Key(), "s3:PutObject")], Upload),
        new("UploadPartCopy", c => [CopyOperation.MayRead(c, CopyOperation.SourceOf(c)), c.OnObject(c.Bucket(), c.Key(), "s3:PutObject", ("s3:x-amz-copy-source", $"{CopyOperation.SourceOf(c).Bucket.Name}/{CopyOperation.SourceOf(c).Key}"))], UploadCopy),
        new("CompleteMultipartUpload", c => WriteOperations.MayWrite(c, c.Bucket(), c.Key()), Complete),
        new("AbortMultipartUpload", c => [c.OnObject(c.Bucket(), c.Key(), "s3:AbortMultipartUpload")], c =>
        {
            Forget(c.Turn, c.Bucket(), Named(c));
            return [];
        }),
    ];

    public static MultipartUpload Named(Call call) =>
        call.Bucket().Uploads.Find(call.Need("UploadId")) is { } upload && upload.Key == call.Key() ? upload : throw S3Errors.NoSuchUpload(call);

    /// <summary>Ends an upload: its parts are gone.</summary>
    public static Bucket Forget(Turn turn, Bucket bucket, MultipartUpload upload)
    {
        bucket = turn.Store(bucket, upload.Head.StorageClass, -upload.Parts.Values.Sum(p => (long)p.Body.Length));
        bucket = bucket with { Uploads = bucket.Uploads.Remove(upload.Id) };
        turn.Put(bucket);
        return bucket;
    }

    private static Output Create(Call call)
    {
        var (bucket, key) = (call.Bucket(), call.Key());
        AclOperations.CheckCanned(call, "ACL", bucket.Ownership, bucket.Block, ofBucket: false);
        Heads.CheckLock(call);
        var algorithm = Uploads.Algorithm(call);
        var type = call.Text("ChecksumType") ?? Checksums.DefaultType(algorithm ?? Checksums.OfService);
        if (call.Text("ChecksumType") is not null && algorithm is null)
            throw S3Errors.Request(call.At("ChecksumType"), "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        if (!Checksums.CanBe(algorithm ?? Checksums.OfService, type))
            throw S3Errors.Request(call.At("ChecksumType"), $"The {type.Shortened()} checksum type cannot be used with the {algorithm?.ToLowerInvariant()} checksum algorithm.", "SHA sums are COMPOSITE, CRC64NVME is FULL_OBJECT, CRC32 and CRC32C can be either.");
        MultipartUpload upload = new(call.Turn.LongId(88), key, call.Now, Heads.Read(call, bucket), algorithm, type, call.Caller.Principal.Name) { Tags = Tags.OfHeader(call) };
        call.Put(bucket with { Uploads = bucket.Uploads.Put(upload.Id, upload) });
        Output output = new() { ["Bucket"] = bucket.Name, ["Key"] = key, ["UploadId"] = upload.Id };
        output.Encrypted(call, bucket, upload.Head.Encryption);
        if (algorithm is not null)
        {
            output["ChecksumAlgorithm"] = algorithm;
            output["ChecksumType"] = type;
        }
        return output;
    }

    private static int Number(Call call) => call.Integer("PartNumber") is >= 1 and <= 10_000 and var number ? (int)number
        : throw S3Errors.Argument(call.At("PartNumber"), "Part number must be an integer between 1 and 10000, inclusive");

    private static Output Upload(Call call)
    {
        var (upload, number) = (Named(call), Number(call));
        var (body, etag, checksum) = Uploads.Read(call, upload.ChecksumAlgorithm ?? Checksums.OfClients);
        if (upload.ChecksumAlgorithm is { } wanted && wanted != checksum.Algorithm)
            throw S3Errors.Request(call.At("Body"), $"Checksum Type mismatch occurred, expected checksum Type: {wanted.ToLowerInvariant()}, actual checksum Type: {checksum.Algorithm.ToLowerInvariant()}");
        Keep(call, upload, new(number, body, etag, call.Now, checksum));
        Output output = new() { ["ETag"] = $"\"{etag}\"", [Checksums.Member(checksum.Algorithm)] = checksum.Value };
        output.Encrypted(call, call.Bucket(), upload.Head.Encryption);
        return output;
    }

    /// <summary>A part that is sent again takes the place of the one before.</summary>
    private static void Keep(Call call, MultipartUpload upload, StoredPart part)
    {
        var replaced = upload.Parts.GetValueOrDefault(part.Number)?.Body.Length ?? 0;
        var bucket = call.Turn.Store(call.Bucket(), upload.Head.StorageClass, part.Body.Length - replaced);
        call.Put(bucket with { Uploads = bucket.Uploads.Put(upload.Id, upload with { Parts = upload.Parts.SetItem(part.Number, part) }) });
    }

    private static Output UploadCopy(Call call)
    {
        var (upload, number, from) = (Named(call), Number(call), CopyOperation.SourceOf(call));
        var source = CopyOperation.Found(call, from);
        var body = source.Body;
        if (call.Text("CopySourceRange") is { } range)
        {
            // Unlike a reader's, this range must be whole: bytes=first-last.
            if (range.Split('-') is not [['b', 'y', 't', 'e', 's', '=', .. var head], var tail] || !int.TryParse(head, NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(tail, NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first)
                throw S3Errors.Argument(call.At("CopySourceRange"), "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy");
            if (last >= body.Length) throw S3Errors.Argument(call.At("CopySourceRange"), $"Range specified is not valid for source object of size: {body.Length}");
            body = body.Slice(first, last - first + 1);
        }
        Uploads.CheckRoom(call, body.Length);
        var algorithm = upload.ChecksumAlgorithm ?? Checksums.OfService;
        var (etag, sum) = body.Read(bytes => (Checksums.ETag(bytes.Span), Checksums.Of(algorithm, bytes.Span)));
        Keep(call, upload, new(number, body, etag, call.Now, new(algorithm, sum, "FULL_OBJECT")));
        Output result = new() { ["ETag"] = $"\"{etag}\"", ["LastModified"] = S3Calls.Time(call.Now) };
        if (upload.ChecksumAlgorithm is not null) result[Checksums.Member(algorithm)] = sum;
        Output output = new() { ["CopyPartResult"] = result };
        if (from.Bucket.Versioning is not Versioning.Never) output["CopySourceVersionId"] = source.VersionId;
        output.Encrypted(call, call.Bucket(), upload.Head.Encryption);
        return output;
    }

    private static Output Complete(Call call)
    {
        var (bucket, key, upload) = (call.Bucket(), call.Key(), Named(call));
        var parts = Chosen(call, upload);
        var body = StoredBody.Join([.. parts.Select(p => p.Body)]);
        if (call.Integer("MpuObjectSize") is { } told && told != body.Length)
            throw S3Errors.Request(call.At("MpuObjectSize"), $"The provided 'x-amz-mp-object-size' header value {told} does not match what was computed: {body.Length}");
        var checksum = SumOf(upload, parts, body);
        if (call.Text(Checksums.Member(checksum.Algorithm)) is { } given && given != checksum.Value)
            throw Turn.Error("BadDigest", $"The {checksum.Algorithm.ToLowerInvariant()} you specified did not match the calculated checksum.", $"Of this object it is {checksum.Value}.", 400, call.At(Checksums.Member(checksum.Algorithm)));
        Preconditions.OfWrite(call, bucket, key);
        bucket = Forget(call.Turn, bucket, upload);
        var written = WriteOperations.Write(call, bucket, key, new(Versions.Null, call.Now)
        {
            Body = body,
            ETag = $"{Checksums.ETag([.. parts.SelectMany(p => Convert.FromHexString(p.ETag))])}-{parts.Count}",
            Head = upload.Head,
            Checksum = checksum,
            Tags = upload.Tags,
            Parts = [.. parts.Select(p => new ObjectPart(p.Number, p.Body.Length, p.Checksum))],
        }, "CompleteMultipartUpload");
        Output output = new()
        {
            ["Location"] = $"https://{bucket.Name}.s3.{bucket.Region}.amazonaws.com/{Listing.Encode(key).Replace("+", "%20", StringComparison.Ordinal)}",
            ["Bucket"] = bucket.Name,
            ["Key"] = key,
            ["ETag"] = $"\"{written.ETag}\"",
        };
        output.Summed(checksum);
        output.Encrypted(call, bucket, upload.Head.Encryption);
        if (bucket.Versioning is Versioning.Enabled) output["VersionId"] = written.VersionId;
        output.Set("Expiration", Lifecycle.LifecycleSettings.Expiration(bucket, key, written));
        return output;
    }

    private static List<StoredPart> Chosen(Call call, MultipartUpload upload)
    {
        var given = call.Structure("MultipartUpload")?.Structures("Parts") ?? [];
        if (given.Count == 0) throw call.Structure("MultipartUpload") is null ? S3Errors.Request(call.Input.Head(), "You must specify at least one part") : S3Errors.Malformed(call.At("MultipartUpload"), "Name at least one part.");
        List<StoredPart> parts = [];
        foreach (var one in given)
        {
            var number = (int)(one.Integer("PartNumber")?.Value ?? throw S3Errors.Malformed(one.At, "A part has PartNumber and ETag."));
            var etag = one.Text("ETag") ?? throw S3Errors.Malformed(one.At, "A part has PartNumber and ETag.");
            if (parts.Count > 0 && parts[^1].Number >= number)
                throw Turn.Error("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", $"Part {number} stands after part {parts[^1].Number}.", 400, one.At);
            if (upload.Parts.GetValueOrDefault(number) is not { } part || part.ETag != etag.Value.Trim('"') || HasOtherSum(one, part)) throw Invalid(one.At, number, etag.Value, upload);
            if (upload.ChecksumAlgorithm is { } algorithm && upload.ChecksumType == "COMPOSITE" && one.Text(Checksums.Member(algorithm)) is null)
                throw S3Errors.Request(one.At, $"The upload was created using a {algorithm.ToLowerInvariant()} checksum. The complete request must include the checksum for each part. It was missing for part {number} in the request.", $"Give {Checksums.Member(algorithm)} beside the ETag, as UploadPart answered it.");
            parts.Add(part);
        }
        if (parts.Find(p => p.Body.Length < LeastPart && p != parts[^1]) is { } small)
            throw Turn.Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", $"Part {small.Number} has {small.Body.Length} bytes: every part but the last has {LeastPart} (5 MiB) at least.", 400, call.At("MultipartUpload"))
                .Saying(("ProposedSize", small.Body.Length.ToString(CultureInfo.InvariantCulture)), ("MinSizeAllowed", LeastPart.ToString(CultureInfo.InvariantCulture)), ("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture)), ("ETag", small.ETag));
        return parts;
    }

    private static bool HasOtherSum(JsonObject given, StoredPart part) =>
        part.Checksum is { } sum && given.Text(Checksums.Member(sum.Algorithm)) is { } told && told.Value != sum.Value;

    private static AwsException Invalid(Location at, int number, string etag, MultipartUpload upload) => Turn.Error("InvalidPart",
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        upload.Parts.ContainsKey(number) ? $"Part {number} was uploaded with another ETag or checksum." : $"Part {number} was not uploaded.", 400, at)
        .Saying(("UploadId", upload.Id), ("PartNumber", number.ToString(CultureInfo.InvariantCulture)), ("ETag", etag.Trim('"')));

    private static Checksum SumOf(MultipartUpload upload, List<StoredPart> parts, StoredBody body)
    {
        var algorithm = upload.ChecksumAlgorithm ?? Checksums.OfService;
        return upload.ChecksumType == "COMPOSITE"
            ? new(algorithm, $"{Checksums.Of(algorithm, [.. parts.SelectMany(p => Convert.FromBase64String(p.Checksum!.Value))])}-{parts.Count}", "COMPOSITE")
            : new(algorithm, Checksums.Of(algorithm, body), "FULL_OBJECT");
    }
}
