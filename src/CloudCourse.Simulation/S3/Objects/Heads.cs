using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Reading what goes with an object's bytes out of a request, and putting it into answers.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html"/>
internal static class Heads
{
    private const int MostMetadata = 2048;

    private static readonly HashSet<string> Classes = ["STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE", "GLACIER_IR"];

    private static readonly string[] Replacing = ["ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Expires", "WebsiteRedirectLocation", "Metadata"];

    public static ObjectHead Read(Call call, Bucket bucket)
    {
        // Most objects come with nothing but bytes.
        var plain = bucket.Encryption == Encryption.S3;
        foreach (var member in call.Input.Members)
        {
            if (member.Name is "Bucket" or "Key" or "Body" or "Tagging") continue;
            plain = false;
            break;
        }
        if (plain) return ObjectHead.Plain;
        var redirect = call.Text("WebsiteRedirectLocation");
        if (redirect is not null && !(redirect.StartsWith('/') || redirect.StartsWith("http://", StringComparison.Ordinal) || redirect.StartsWith("https://", StringComparison.Ordinal)))
            throw Turn.Error("InvalidRedirectLocation", "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.", null, 400, call.At("WebsiteRedirectLocation"));
        return new()
        {
            ContentType = call.Text("ContentType") is { Length: > 0 } type ? type : ObjectHead.Plain.ContentType,
            CacheControl = call.Text("CacheControl"),
            ContentDisposition = call.Text("ContentDisposition"),
            ContentEncoding = call.Text("ContentEncoding"),
            ContentLanguage = call.Text("ContentLanguage"),
            Expires = call.Input.Moment("Expires"),
            WebsiteRedirectLocation = redirect,
            Metadata = Metadata(call),
            StorageClass = StorageClass(call) ?? "STANDARD",
            Encryption = ReadEncryption(call, bucket),
        };
    }

    public static bool Mentions(Call call) => Replacing.Any(m => call.Input.Last(m) is not null);

    public static string? StorageClass(Call call)
    {
        if (call.Text("StorageClass") is not { } wanted) return null;
        if (wanted is "OUTPOSTS" or "SNOW" or "EXPRESS_ONEZONE" or "FSX_OPENZFS" or "FSX_ONTAP") throw Turn.Error(AwsError.NotSimulated, $"The simulation has no storage class {wanted}.", null, 501, call.At("StorageClass"));
        return Classes.Contains(wanted) ? wanted
            : throw Turn.Error("InvalidStorageClass", "The storage class you specified is not valid", $"\"{wanted.Shortened()}\" is none: {string.Join(", ", Classes)}.", 400, call.At("StorageClass")).Saying(("StorageClassRequested", wanted));
    }

    /// <summary>An object is locked only in a bucket that has Object Lock, and no bucket has it here.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"/>
    public static void CheckLock(Call call)
    {
        if ((call.Input.InUse("ObjectLockMode") ?? call.Input.InUse("ObjectLockRetainUntilDate") ?? call.Input.InUse("ObjectLockLegalHoldStatus")) is { } locks)
            throw S3Errors.Request(locks.NameAt, "Bucket is missing ObjectLockConfiguration", $"{locks.Name} is for buckets with Object Lock, which this simulation does not have.");
    }

    public static Encryption ReadEncryption(Call call, Bucket bucket)
    {
        var (algorithm, key) = (call.Text("ServerSideEncryption"), call.Text("SSEKMSKeyId"));
        if (algorithm is null)
        {
            if (key is not null) throw S3Errors.Argument(call.At("SSEKMSKeyId"), "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms", "Say ServerSideEncryption: aws:kms too.");
            return bucket.Encryption;
        }
        if (algorithm is not ("AES256" or "aws:kms" or "aws:kms:dsse")) throw S3Errors.Argument(call.At("ServerSideEncryption"), "The encryption method specified is not supported", "It is AES256, aws:kms or aws:kms:dsse.");
        if (algorithm == "AES256")
        {
            return key is null ? bucket.Encryption.IsKms ? Encryption.S3 : bucket.Encryption
                : throw S3Errors.Argument(call.At("SSEKMSKeyId"), "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms", "AES256 takes no KMS key.");
        }
        return new(algorithm, key ?? (bucket.Encryption.Algorithm == algorithm ? bucket.Encryption.KmsKey : null), call.Input.Flag("BucketKeyEnabled")?.Value ?? bucket.Encryption.BucketKey);
    }

    private static ImmutableSortedDictionary<string, string> Metadata(Call call)
    {
        if (call.Structure("Metadata") is not { Members.Count: > 0 } given) return ImmutableSortedDictionary<string, string>.Empty;
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var size = 0;
        foreach (var (name, member) in given.AsDictionary())
        {
            var value = (member.Value as JsonString)?.Value ?? "";
            // It travels in headers.
            if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0 || name.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
                throw Turn.Error(Shapes.ParameterValidation.AwsCode, $"Parameter validation failed:\nNon ascii characters found in S3 metadata for key \"{name.Shortened()}\", value: \"{value.Shortened()}\".  \nS3 metadata can only contain ASCII characters. ", "Encode other letters, as in an address.", 0, member.Value.At);
            all[name.ToLowerInvariant()] = value;
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
        }
        return size <= MostMetadata ? all.ToImmutable()
            : throw Turn.Error("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", $"Names and values together have {MostMetadata} bytes at most, these have {size}.", 400, given.At)
                .Saying(("Size", size.ToString(CultureInfo.InvariantCulture)), ("MaxSizeAllowed", MostMetadata.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The members that tell how an object is encrypted, as all answers about it have them.</summary>
    public static void Encrypted(this Output output, Call call, Bucket bucket, Encryption encryption)
    {
        output["ServerSideEncryption"] = encryption.Algorithm;
        if (!encryption.IsKms) return;
        output["SSEKMSKeyId"] = encryption.KmsKey switch
        {
            null => $"arn:aws:kms:{bucket.Region}:{call.AccountId}:alias/aws/s3",
            ['a', 'r', 'n', ':', ..] arn => arn,
            var id => $"arn:aws:kms:{bucket.Region}:{call.AccountId}:{(id.StartsWith("alias/", StringComparison.Ordinal) ? id : $"key/{id}")}",
        };
        if (encryption.BucketKey) output["BucketKeyEnabled"] = true;
    }

    public static void Summed(this Output output, Checksum? checksum)
    {
        if (checksum is null) return;
        output[Checksums.Member(checksum.Algorithm)] = checksum.Value;
        output["ChecksumType"] = checksum.Type;
    }

    /// <summary>What GetObject and HeadObject answer alike.</summary>
    public static Output Describe(Call call, Bucket bucket, string key, ObjectVersion version)
    {
        var head = version.Head;
        Output output = new()
        {
            ["AcceptRanges"] = "bytes",
            ["LastModified"] = S3Calls.Time(version.Modified),
            ["ETag"] = $"\"{version.ETag}\"",
            ["ContentType"] = call.Text("ResponseContentType") ?? head.ContentType,
            ["Metadata"] = new Output(head.Metadata.Select(m => KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>(m.Key, m.Value))),
        };
        if (bucket.Versioning is not Versioning.Never) output["VersionId"] = version.VersionId;
        output.Set("CacheControl", call.Text("ResponseCacheControl") ?? head.CacheControl);
        output.Set("ContentDisposition", call.Text("ResponseContentDisposition") ?? head.ContentDisposition);
        output.Set("ContentEncoding", call.Text("ResponseContentEncoding") ?? head.ContentEncoding);
        output.Set("ContentLanguage", call.Text("ResponseContentLanguage") ?? head.ContentLanguage);
        output.Set("WebsiteRedirectLocation", head.WebsiteRedirectLocation);
        if ((call.Input.Moment("ResponseExpires") ?? head.Expires) is { } expires)
        {
            output["Expires"] = S3Calls.Time(expires);
            output["ExpiresString"] = expires.ToString("R", CultureInfo.InvariantCulture);
        }
        if (head.StorageClass != "STANDARD") output["StorageClass"] = head.StorageClass;
        output.Encrypted(call, bucket, head.Encryption);
        if (version.Replaced is null) output.Set("Expiration", Lifecycle.LifecycleSettings.Expiration(bucket, key, version));
        if (!version.Tags.IsEmpty) output["TagCount"] = version.Tags.Count;
        return output;
    }
}
