using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.S3.Lifecycle;
using CloudCourse.Simulation.S3.Notifications;

namespace CloudCourse.Simulation.S3;

/// <summary>An account's buckets.</summary>
public sealed record S3State
{
    /// <summary>By name. A name is taken in all Regions at once.</summary>
    public Table<Bucket> Buckets { get; init; } = Table<Bucket>.Empty;

    /// <summary>All bytes that are stored: objects, versions that are no longer current, parts of uploads.</summary>
    public long Bytes { get; init; }

    /// <summary>How many writes there were: notifications number them.</summary>
    public long Writes { get; init; }

    /// <summary>The next daily run of lifecycle rules is on the schedule.</summary>
    public bool LifecyclePlanned { get; init; }

    /// <summary>The id by which S3 knows an account.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/finding-canonical-user-id.html"/>
    public static string CanonicalId(string accountId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"canonical user of {accountId}")));
}

public enum Versioning { Never, Enabled, Suspended }

/// <summary>Block Public Access of one bucket: all on for a new one.</summary>
public sealed record PublicAccessBlock(bool Acls, bool IgnoreAcls, bool Policy, bool Restrict)
{
    public static readonly PublicAccessBlock Everything = new(true, true, true, true), Nothing = new(false, false, false, false);
}

/// <param name="IsPublic">Somebody is let in whom nothing pins down.</param>
public sealed record BucketPolicy(PolicyDocument Document, bool IsPublic);

public sealed record Bucket(string Name, string Region, DateTimeOffset Created)
{
    public string Arn { get; } = $"arn:aws:s3:::{Name}";

    /// <summary>In the order in which S3 lists them.</summary>
    public SortedTree<string, StoredKey, Utf8Order> Keys { get; init; } = SortedTree<string, StoredKey, Utf8Order>.Empty;

    /// <summary>By upload id.</summary>
    public Table<MultipartUpload> Uploads { get; init; } = Table<MultipartUpload>.Empty;

    public Versioning Versioning { get; init; }
    public BucketPolicy? Policy { get; init; }

    /// <summary>Null when the configuration was deleted.</summary>
    public PublicAccessBlock? Block { get; init; } = PublicAccessBlock.Everything;

    /// <summary><c>BucketOwnerEnforced</c>, <c>BucketOwnerPreferred</c> or <c>ObjectWriter</c>.</summary>
    public string Ownership { get; init; } = "BucketOwnerEnforced";

    /// <summary>What new objects are encrypted with: <c>AES256</c>, <c>aws:kms</c> or <c>aws:kms:dsse</c>.</summary>
    public Encryption Encryption { get; init; } = Encryption.S3;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public NotificationSettings Notifications { get; init; } = NotificationSettings.None;
    public LifecycleSettings? Lifecycle { get; init; }

    /// <summary>Settings that are kept and given back, as compact JSON: nothing here acts on them.</summary>
    public string? Website { get; init; }
    public string? Cors { get; init; }

    /// <summary>Bytes by storage class.</summary>
    public ImmutableSortedDictionary<string, long> Stored { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
}

/// <param name="KmsKey">As it was named; null for AWS's own key or where KMS is not used.</param>
public sealed record Encryption(string Algorithm, string? KmsKey, bool BucketKey)
{
    public static readonly Encryption S3 = new("AES256", null, false);

    public bool IsKms => Algorithm != "AES256";
}

/// <summary>All that a bucket has under one key, newest first. Without versioning there is one.</summary>
/// <param name="Older">The versions before, newest first.</param>
public sealed record StoredKey(string Key, ObjectVersion Latest, ImmutableList<ObjectVersion> Older)
{
    public IEnumerable<ObjectVersion> All => Older.IsEmpty ? [Latest] : Older.Prepend(Latest);

    public ObjectVersion? Find(string versionId) => Latest.VersionId == versionId ? Latest : Older.Find(v => v.VersionId == versionId);
}

/// <summary>An object, or a marker that says it is deleted.</summary>
/// <param name="VersionId"><c>null</c> for what was written while versioning was off or suspended.</param>
public sealed record ObjectVersion(string VersionId, DateTimeOffset Modified)
{
    public bool IsDeleteMarker { get; init; }
    public StoredBody Body { get; init; } = StoredBody.Empty;

    /// <summary>Without quotes.</summary>
    public string ETag { get; init; } = "";
    public ObjectHead Head { get; init; } = ObjectHead.Plain;
    public Checksum? Checksum { get; init; }
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The parts of an object that was uploaded in parts.</summary>
    public IReadOnlyList<ObjectPart> Parts { get; init; } = [];

    /// <summary>When another took its place; null for the latest.</summary>
    public DateTimeOffset? Replaced { get; init; }
}

/// <param name="Type"><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</param>
public sealed record Checksum(string Algorithm, string Value, string Type);

/// <summary>What goes with an object's bytes.</summary>
public sealed record ObjectHead
{
    public static readonly ObjectHead Plain = new();

    public string ContentType { get; init; } = "binary/octet-stream";
    public string? CacheControl { get; init; }
    public string? ContentDisposition { get; init; }
    public string? ContentEncoding { get; init; }
    public string? ContentLanguage { get; init; }
    public DateTimeOffset? Expires { get; init; }
    public string? WebsiteRedirectLocation { get; init; }

    /// <summary>The program's own, names in lower case.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public string StorageClass { get; init; } = "STANDARD";
    public Encryption Encryption { get; init; } = Encryption.S3;
}

public sealed record StoredPart(int Number, StoredBody Body, string ETag, DateTimeOffset Modified, Checksum? Checksum);

public sealed record ObjectPart(int Number, int Size, Checksum? Checksum);

/// <param name="ChecksumAlgorithm">Null where the upload named none: S3 then keeps a CRC64NVME of the whole.</param>
public sealed record MultipartUpload(string Id, string Key, DateTimeOffset Initiated, ObjectHead Head, string? ChecksumAlgorithm, string ChecksumType, string Initiator)
{
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
    public ImmutableSortedDictionary<int, StoredPart> Parts { get; init; } = ImmutableSortedDictionary<int, StoredPart>.Empty;
}
