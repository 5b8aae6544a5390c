using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Objects;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Buckets;

/// <summary>
/// Access control lists. New buckets have them switched off, as AWS recommends; where a bucket has them, this simulation knows the ones
/// that let nobody else in.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"/>
internal static class AclOperations
{
    private static readonly string[] Canned = ["private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GetBucketAcl", c => [c.OnBucket(c.Bucket(), "s3:GetBucketAcl")], OwnersOnly),
        new("PutBucketAcl", c => [c.OnBucket(c.Bucket(), "s3:PutBucketAcl", ("s3:x-amz-acl", c.Text("ACL")))], c => Put(c, ofBucket: true)),
        new("GetObjectAcl", c => [Versions.Needs(c, "s3:GetObjectAcl", "s3:GetObjectVersionAcl")], c =>
        {
            _ = Versions.Named(c);
            return OwnersOnly(c);
        }),
        new("PutObjectAcl", c => [Versions.Needs(c, "s3:PutObjectAcl", "s3:PutObjectVersionAcl", ("s3:x-amz-acl", c.Text("ACL")))], c =>
        {
            _ = Versions.Named(c);
            return Put(c, ofBucket: false);
        }),
    ];

    public static string Ownership(Call call, string wanted, Location at) => wanted is "BucketOwnerEnforced" or "BucketOwnerPreferred" or "ObjectWriter" ? wanted
        : throw S3Errors.Malformed(at, "ObjectOwnership is BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter.");

    /// <summary>Refuses a canned ACL that the bucket does not take.</summary>
    public static void CheckCanned(Call call, string member, string ownership, PublicAccessBlock? block, bool ofBucket)
    {
        if (call.Text(member) is not { } acl) return;
        if (!Canned.Contains(acl)) throw S3Errors.Argument(call.At(member), "", $"There is no canned ACL \"{acl.Shortened()}\": it is one of {string.Join(", ", Canned)}.");
        if (ownership == "BucketOwnerEnforced")
        {
            // Giving the owner everything is what is so anyway.
            if (acl == "bucket-owner-full-control" || (ofBucket && acl == "private")) return;
            throw ofBucket && call.State.S3.Buckets.Find(call.Need("Bucket")) is null
                ? Turn.Error("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", "New buckets have ACLs switched off: let others in by a bucket policy.", 400, call.At(member))
                : Turn.Error("AccessControlListNotSupported", "The bucket does not allow ACLs", "The bucket's ownership setting is BucketOwnerEnforced: leave ACL out, and let others in by a bucket policy.", 400, call.At(member));
        }
        if (acl is "public-read" or "public-read-write" or "authenticated-read" && block is { Acls: true })
            throw Turn.Error("AccessDenied", "Access Denied", "BlockPublicAcls is on: no ACL that lets the public in is taken.", 403, call.At(member));
        if (acl is not ("private" or "bucket-owner-full-control" or "bucket-owner-read"))
            throw Turn.Error(AwsError.NotSimulated, $"The simulation has no ACL \"{acl}\".", "It knows the ones that let nobody else in. AWS recommends bucket policies instead.", 501, call.At(member));
    }

    private static Output Put(Call call, bool ofBucket)
    {
        var bucket = call.Bucket();
        if (call.Structure("AccessControlPolicy") is { } policy)
        {
            throw bucket.Ownership == "BucketOwnerEnforced"
                ? Turn.Error("AccessControlListNotSupported", "The bucket does not allow ACLs", "The bucket's ownership setting is BucketOwnerEnforced: let others in by a bucket policy.", 400, policy.At)
                : Turn.Error(AwsError.NotSimulated, "The simulation has no lists of grants.", "It knows canned ACLs that let nobody else in.", 501, policy.At);
        }
        if (call.Text("ACL") is null) throw Turn.Error("MissingSecurityHeader", "Your request was missing a required header", "Say ACL or AccessControlPolicy.", 400, call.Input.Head());
        CheckCanned(call, "ACL", bucket.Ownership, bucket.Block, ofBucket);
        return [];
    }

    private static Output OwnersOnly(Call call) => new()
    {
        ["Owner"] = call.Owner(),
        ["Grants"] = new Array(new Output
        {
            ["Grantee"] = new Output { ["ID"] = S3State.CanonicalId(call.AccountId), ["Type"] = "CanonicalUser" },
            ["Permission"] = "FULL_CONTROL",
        }),
    };
}
