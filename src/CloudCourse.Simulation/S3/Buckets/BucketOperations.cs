using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.S3.Objects;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Buckets;

/// <summary>Making, finding and deleting buckets.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html"/>
internal static class BucketOperations
{
    /// <summary>AWS's default quota since November 2024.</summary>
    private const int Most = 10_000;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateBucket", MayCreate, Create),
        new("DeleteBucket", c => [c.OnBucket(c.Bucket(), "s3:DeleteBucket")], Delete),
        new("HeadBucket", c => [c.OnBucket(c.Bucket(), "s3:ListBucket")], c => new() { ["BucketArn"] = c.Bucket().Arn, ["BucketRegion"] = c.Bucket().Region, ["AccessPointAlias"] = false }),
        new("GetBucketLocation", c => [c.OnBucket(c.Bucket(), "s3:GetBucketLocation")], c =>
        {
            // Buckets of us-east-1 have no constraint: AWS answers an empty element there, and each client makes its own of that.
            Output output = [];
            if (c.Bucket().Region is not "us-east-1" and var region) output["LocationConstraint"] = region;
            return output;
        }),
        new("ListBuckets", _ => [new("s3:ListAllMyBuckets", "*")], List),
    ];

    private static IEnumerable<Permission> MayCreate(Call call)
    {
        var arn = $"arn:aws:s3:::{call.Need("Bucket")}";
        Dictionary<string, IReadOnlyList<string>> keys = [];
        if (call.Structure("CreateBucketConfiguration")?.Text("LocationConstraint") is { } constraint) keys["s3:locationconstraint"] = [constraint.Value];
        if (call.Text("ACL") is { } acl) keys["s3:x-amz-acl"] = [acl];
        if (call.Text("ObjectOwnership") is { } ownership) keys["s3:x-amz-object-ownership"] = [ownership];
        yield return new("s3:CreateBucket", arn) { Context = keys };
        if (call.Text("ACL") is not (null or "private")) yield return new("s3:PutBucketAcl", arn) { Context = keys };
        if (call.Text("ObjectOwnership") is not null) yield return new("s3:PutBucketOwnershipControls", arn) { Context = keys };
        if (call.Structure("CreateBucketConfiguration")?.Structures("Tags") is { Count: > 0 }) yield return new("s3:TagResource", arn) { Context = keys };
    }

    private static Output Create(Call call)
    {
        var name = BucketNames.New(call);
        var configuration = call.Structure("CreateBucketConfiguration");
        var region = Place(call, configuration?.Text("LocationConstraint"));
        if (configuration?.InUse("Location") is { } zone) throw Turn.Error(AwsError.NotSimulated, "The simulation has no directory buckets.", "Leave Location out: the bucket is a general purpose bucket then.", 501, zone.NameAt);
        if (call.State.S3.Buckets.Find(name) is { } mine)
        {
            // In us-east-1, and nowhere else, S3 takes it as done.
            if (mine.Region == "us-east-1" && call.Region == "us-east-1") return Describe(call, mine);
            throw Turn.Error("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", $"The bucket stands in {mine.Region}.", 409, call.At("Bucket")).Saying(("BucketName", name));
        }
        if (BucketNames.IsTaken(name))
            throw Turn.Error("BucketAlreadyExists", "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", "All accounts share one list of names, and this one is taken: put your company's name or your account's number in front.", 409, call.At("Bucket")).Saying(("BucketName", name));
        if (call.State.S3.Buckets.Count >= Most) throw Turn.Error("TooManyBuckets", "You have attempted to create more buckets than allowed", $"An account has {Most:N0} buckets at most, unless AWS grants more.");
        var ownership = call.Text("ObjectOwnership") is { } wanted ? AclOperations.Ownership(call, wanted, call.At("ObjectOwnership")) : "BucketOwnerEnforced";
        AclOperations.CheckCanned(call, "ACL", ownership, PublicAccessBlock.Everything, ofBucket: true);
        Bucket bucket = new(name, region, call.Now)
        {
            Ownership = ownership,
            Tags = configuration is null ? ImmutableSortedDictionary<string, string>.Empty : Tags.Read(configuration.Structures("Tags"), 50, call.At("CreateBucketConfiguration")),
        };
        call.Put(bucket);
        call.Turn.Note("s3", bucket.Arn, $"The bucket {name} was made in {region}.", null, "exists");
        return Describe(call, bucket);
    }

    private static Output Describe(Call call, Bucket bucket) => new()
    {
        ["Location"] = call.Region == "us-east-1" && bucket.Region == "us-east-1" ? $"/{bucket.Name}" : $"http://{bucket.Name}.s3.amazonaws.com/",
        ["BucketArn"] = bucket.Arn,
    };

    /// <summary>Where the bucket will stand: the constraint and the Region that the request is sent to must be of one mind.</summary>
    private static string Place(Call call, Located<string>? constraint)
    {
        if (constraint is null)
        {
            return call.Region == "us-east-1" ? call.Region : throw Turn.Error("IllegalLocationConstraintException",
                "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.",
                $"Outside us-east-1 the request says where: CreateBucketConfiguration with LocationConstraint \"{call.Region}\".", 400, call.Input.Head());
        }
        var region = constraint.Value == "EU" ? "eu-west-1" : constraint.Value;
        // There is no constraint for us-east-1: leaving it out is how it is asked for.
        if (region == "us-east-1" || Region.Find(region) is null)
            throw Turn.Error("InvalidLocationConstraint", "The specified location-constraint is not valid", region == "us-east-1" ? "For us-east-1 leave LocationConstraint out." : "It is a Region's code, such as eu-west-1.", 400, constraint.At);
        return call.Region == "us-east-1" || region == call.Region ? region : throw Turn.Error("IllegalLocationConstraintException",
            $"The {constraint.Value.Shortened()} location constraint is incompatible for the region specific endpoint this request was sent to.",
            $"The request went to {call.Region}: make the client for {region}, or leave the bucket in {call.Region}.", 400, constraint.At);
    }

    private static Output Delete(Call call)
    {
        var bucket = call.Bucket();
        if (bucket.Keys.Count > 0)
        {
            var markers = bucket.Keys.Values.All(k => k.Latest.IsDeleteMarker);
            throw Turn.Error("BucketNotEmpty", bucket.Versioning is Versioning.Never ? "The bucket you tried to delete is not empty" : "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
                markers ? "No object is to be seen, but versions and delete markers are left: ListObjectVersions shows them." : "Delete its objects first.", 409, call.At("Bucket")).Saying(("BucketName", bucket.Name));
        }
        // Parts of uploads that nobody ended go with it.
        var parts = bucket.Uploads.Values.SelectMany(u => u.Parts.Values.Select(p => (u.Head.StorageClass, (long)p.Body.Length))).ToList();
        foreach (var (storageClass, bytes) in parts) bucket = call.Turn.Store(bucket, storageClass, -bytes);
        call.State = call.State with { S3 = call.State.S3 with { Buckets = call.State.S3.Buckets.Remove(bucket.Name) } };
        call.Turn.Note("s3", bucket.Arn, $"The bucket {bucket.Name} was deleted.", "exists");
        return [];
    }

    private static Output List(Call call)
    {
        var most = (int)(call.Integer("MaxBuckets") ?? Most);
        if (most is < 1 or > Most) throw S3Errors.Argument(call.At("MaxBuckets"), "Argument max-buckets must be an integer between 1 and 10000");
        var after = call.Text("ContinuationToken") is { } token ? PageTokens.Read(call, token) : "";
        var (prefix, region) = (call.Text("Prefix") ?? "", call.Text("BucketRegion"));
        var found = call.State.S3.Buckets.Values
            .Where(b => string.CompareOrdinal(b.Name, after) > 0 && b.Name.StartsWith(prefix, StringComparison.Ordinal) && (region is null || b.Region == region))
            .Take(most + 1).ToList();
        Output output = new()
        {
            ["Buckets"] = new Array([.. found.Take(most).Select(b => new Output
            {
                ["Name"] = b.Name,
                ["CreationDate"] = S3Calls.Time(b.Created),
                ["BucketRegion"] = b.Region,
                ["BucketArn"] = b.Arn,
            })]),
            ["Owner"] = call.Owner(),
        };
        if (found.Count > most) output["ContinuationToken"] = PageTokens.Make(found[most - 1].Name);
        if (prefix.Length > 0) output["Prefix"] = prefix;
        return output;
    }
}
