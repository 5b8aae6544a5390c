using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Objects;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Buckets;

/// <summary>A bucket's settings: versioning, encryption, Block Public Access, ownership, tags, website, CORS.</summary>
internal static class SettingOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        Op("PutBucketVersioning", "s3:PutBucketVersioning", PutVersioning),
        Op("GetBucketVersioning", "s3:GetBucketVersioning", (_, b) => b.Versioning is Versioning.Never ? [] : new() { ["Status"] = b.Versioning.ToString() }),

        Op("PutBucketEncryption", "s3:PutEncryptionConfiguration", PutEncryption),
        Op("GetBucketEncryption", "s3:GetEncryptionConfiguration", (_, b) => DescribeEncryption(b.Encryption)),
        // There is no bucket without encryption any more: S3's own is what remains.
        Op("DeleteBucketEncryption", "s3:PutEncryptionConfiguration", (c, b) => Kept(c, b with { Encryption = Encryption.S3 }, "is encrypted with S3's own keys (SSE-S3) again")),

        Op("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", PutBlock),
        Op("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", (_, b) => b.Block is not { } block
            ? throw S3Errors.Missing(b, "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")
            : new()
            {
                ["PublicAccessBlockConfiguration"] = new Output
                {
                    ["BlockPublicAcls"] = block.Acls, ["IgnorePublicAcls"] = block.IgnoreAcls, ["BlockPublicPolicy"] = block.Policy, ["RestrictPublicBuckets"] = block.Restrict,
                },
            }),
        Op("DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock", (c, b) => Kept(c, b with { Block = null }, "no longer blocks public access")),

        Op("PutBucketOwnershipControls", "s3:PutBucketOwnershipControls", PutOwnership),
        Op("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls", (_, b) => new() { ["OwnershipControls"] = new Output { ["Rules"] = new Array(new Output { ["ObjectOwnership"] = b.Ownership }) } }),

        Op("PutBucketTagging", "s3:PutBucketTagging", (c, b) => Kept(c, b with { Tags = Tags.Read(TagSet(c), 50, c.At("Tagging")) }, "has new tags")),
        Op("GetBucketTagging", "s3:GetBucketTagging", (_, b) => b.Tags.IsEmpty ? throw S3Errors.Missing(b, "NoSuchTagSet", "The TagSet does not exist") : new() { ["TagSet"] = S3Calls.TagList(b.Tags) }),
        Op("DeleteBucketTagging", "s3:PutBucketTagging", (c, b) => Kept(c, b with { Tags = ImmutableSortedDictionary<string, string>.Empty }, "has no tags")),

        Op("PutBucketWebsite", "s3:PutBucketWebsite", PutWebsite),
        Op("GetBucketWebsite", "s3:GetBucketWebsite", (_, b) => b.Website is null ? throw S3Errors.Missing(b, "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration") : Parsed(b.Website)),
        Op("DeleteBucketWebsite", "s3:DeleteBucketWebsite", (c, b) => Kept(c, b with { Website = null }, "is no website")),

        Op("PutBucketCors", "s3:PutBucketCORS", PutCors),
        Op("GetBucketCors", "s3:GetBucketCORS", (_, b) => b.Cors is null ? throw S3Errors.Missing(b, "NoSuchCORSConfiguration", "The CORS configuration does not exist") : Parsed(b.Cors)),
        Op("DeleteBucketCors", "s3:PutBucketCORS", (c, b) => Kept(c, b with { Cors = null }, "has no CORS rules")),
    ];

    public static Operation Op(string name, string action, Func<Call, Bucket, Output> run) => new(name, c => [c.OnBucket(c.Bucket(), action)], c => run(c, c.Bucket()));

    public static Output Kept(Call call, Bucket bucket, string now)
    {
        call.Put(bucket);
        call.Turn.Note("s3", bucket.Arn, $"The bucket {bucket.Name} {now}.");
        return [];
    }

    public static Output Parsed(string json) => Node.Parse(json)!.AsObject();

    public static IReadOnlyList<JsonObject> TagSet(Call call) => call.Structure("Tagging")!.Structures("TagSet");

    private static Output PutVersioning(Call call, Bucket bucket)
    {
        var given = call.Structure("VersioningConfiguration")!;
        if (given.Text("MFADelete") is { Value: "Enabled" } mfa) throw Turn.Error(AwsError.NotSimulated, "The simulation has no MFA delete.", "Leave MFADelete out.", 501, mfa.At);
        var next = given.Text("Status") switch
        {
            { Value: "Enabled" } => Versioning.Enabled,
            { Value: "Suspended" } => Versioning.Suspended,
            null => throw Turn.Error("IllegalVersioningConfigurationException", "The Versioning element must be specified", "Status is Enabled or Suspended.", 400, given.At),
            var other => throw S3Errors.Malformed(other.At, "Status is Enabled or Suspended: versioning that was once on can be suspended, never taken away."),
        };
        return Kept(call, bucket with { Versioning = next }, next is Versioning.Enabled ? "keeps every version from now on" : "keeps no new versions");
    }

    private static Output PutEncryption(Call call, Bucket bucket)
    {
        var rules = call.Structure("ServerSideEncryptionConfiguration")!.Structures("Rules");
        if (rules is not [var rule] || rule.Structure("ApplyServerSideEncryptionByDefault") is not { } by)
            throw S3Errors.Malformed(call.At("ServerSideEncryptionConfiguration"), "There is one rule, with ApplyServerSideEncryptionByDefault.");
        var algorithm = by.Text("SSEAlgorithm")!;
        var key = by.Text("KMSMasterKeyID");
        if (algorithm.Value is not ("AES256" or "aws:kms" or "aws:kms:dsse")) throw S3Errors.Malformed(algorithm.At, "SSEAlgorithm is AES256, aws:kms or aws:kms:dsse.");
        if (algorithm.Value == "AES256" && key is not null)
            throw S3Errors.Argument(key.At, "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
        return Kept(call, bucket with { Encryption = new(algorithm.Value, key?.Value, rule.Flag("BucketKeyEnabled")?.Value ?? false) }, $"encrypts with {algorithm.Value}");
    }

    private static Output DescribeEncryption(Encryption encryption)
    {
        Output by = new() { ["SSEAlgorithm"] = encryption.Algorithm };
        by.Set("KMSMasterKeyID", encryption.KmsKey);
        return new() { ["ServerSideEncryptionConfiguration"] = new Output { ["Rules"] = new Array(new Output { ["ApplyServerSideEncryptionByDefault"] = by, ["BucketKeyEnabled"] = encryption.BucketKey }) } };
    }

    private static Output PutBlock(Call call, Bucket bucket)
    {
        var given = call.Structure("PublicAccessBlockConfiguration")!;
        // What is left out is off.
        bool On(string member) => given.Flag(member)?.Value ?? false;
        PublicAccessBlock block = new(On("BlockPublicAcls"), On("IgnorePublicAcls"), On("BlockPublicPolicy"), On("RestrictPublicBuckets"));
        return Kept(call, bucket with { Block = block }, block == PublicAccessBlock.Everything ? "blocks all public access" : block == PublicAccessBlock.Nothing ? "blocks no public access" : "blocks some public access");
    }

    private static Output PutOwnership(Call call, Bucket bucket)
    {
        var rules = call.Structure("OwnershipControls")!.Structures("Rules");
        if (rules is not [var rule]) throw S3Errors.Malformed(call.At("OwnershipControls"), "There is one rule.");
        var wanted = rule.Text("ObjectOwnership")!;
        return Kept(call, bucket with { Ownership = AclOperations.Ownership(call, wanted.Value, wanted.At) }, $"has the ownership setting {wanted.Value}");
    }

    private static Output PutWebsite(Call call, Bucket bucket)
    {
        var given = call.Structure("WebsiteConfiguration")!;
        var index = given.Structure("IndexDocument")?.Text("Suffix");
        if (given.Last("RedirectAllRequestsTo") is not null && given.Members.Count > 1)
            throw S3Errors.Malformed(given.At, "RedirectAllRequestsTo stands alone.");
        if (given.Last("RedirectAllRequestsTo") is null && index is null)
            throw S3Errors.Argument(given.At, "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty");
        if (index is { Value: var suffix } && (suffix.Length == 0 || suffix.Contains('/')))
            throw S3Errors.Argument(index.At, "The IndexDocument Suffix is not well formed", "It is a file's name without a slash, such as index.html.");
        return Kept(call, bucket with { Website = call.Kept("WebsiteConfiguration") }, "has a website configuration");
    }

    private static Output PutCors(Call call, Bucket bucket)
    {
        var given = call.Structure("CORSConfiguration")!;
        var rules = given.Structures("CORSRules");
        if (rules.Count is 0 or > 100) throw S3Errors.Malformed(given.At, "There are 1 to 100 rules.");
        foreach (var rule in rules)
        {
            if (rule.Texts("AllowedMethods").Count == 0 || rule.Texts("AllowedOrigins").Count == 0) throw S3Errors.Malformed(rule.At, "A rule has allowed methods and allowed origins.");
            if (rule.Texts("AllowedMethods").FirstOrDefault(m => m.Value is not ("GET" or "PUT" or "POST" or "DELETE" or "HEAD")) is { } method)
                throw S3Errors.Request(method.At, $"Found unsupported HTTP method in CORS config. Unsupported method is {method.Value.Shortened()}");
            if (rule.Texts("AllowedOrigins").FirstOrDefault(o => o.Value.Count(c => c == '*') > 1) is { } origin)
                throw S3Errors.Request(origin.At, $"AllowedOrigin \"{origin.Value.Shortened()}\" can not have more than one wildcard.");
        }
        return Kept(call, bucket with { Cors = call.Kept("CORSConfiguration") }, "has CORS rules");
    }
}
