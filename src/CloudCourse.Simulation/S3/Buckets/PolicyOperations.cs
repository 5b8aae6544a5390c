using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Iam.Proof;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Buckets;

/// <summary>Bucket policies. What S3 checks before it takes one, and whether it opens the bucket to the public.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html"/>
internal static class PolicyOperations
{
    private const int MostBytes = 20_480;

    public static IReadOnlyList<Operation> All { get; } =
    [
        SettingOperations.Op("PutBucketPolicy", "s3:PutBucketPolicy", Put),
        SettingOperations.Op("GetBucketPolicy", "s3:GetBucketPolicy", (_, b) => new() { ["Policy"] = Existing(b).Document.Text }),
        SettingOperations.Op("DeleteBucketPolicy", "s3:DeleteBucketPolicy", (c, b) => SettingOperations.Kept(c, b with { Policy = null }, "has no policy")),
        SettingOperations.Op("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", (_, b) => new() { ["PolicyStatus"] = new Output { ["IsPublic"] = Existing(b).IsPublic } }),
    ];

    private static BucketPolicy Existing(Bucket bucket) => bucket.Policy ?? throw S3Errors.Missing(bucket, "NoSuchBucketPolicy", "The bucket policy does not exist", $"{bucket.Name} has none.");

    private static Output Put(Call call, Bucket bucket)
    {
        var text = call.Need("Policy");
        if (System.Text.Encoding.UTF8.GetByteCount(text) > MostBytes) throw Malformed(call, "Policy exceeds the maximum allowed document size.", "A bucket policy has 20 KB at most.");
        if (!text.AsSpan().TrimStart().StartsWith("{") || PolicyDocument.Read(text, "bucket policy") is not { } document)
            throw Malformed(call, "Policies must be valid JSON and the first byte must be '{'", "The policy is not JSON.");
        Check(call, bucket, document.Policy);

        // What cannot be decided counts as public, as for AWS.
        var isPublic = AccessChecks.NoPublicAccess(document.Policy with { AttachedTo = "AWS::S3::Bucket" }, "AWS::S3::Bucket").Outcome is not CheckOutcome.Pass;
        if (isPublic && bucket.Block is { Policy: true })
        {
            throw Turn.Error("AccessDenied",
                $"User: {call.Caller.Principal.Name} is not authorized to perform: s3:PutBucketPolicy on resource: \"{bucket.Arn}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.",
                "The policy lets in callers whom nothing pins down. Name who may come in, or switch BlockPublicPolicy off if all the world may.", 403, call.At("Policy"));
        }
        return SettingOperations.Kept(call, bucket with { Policy = new(document, isPublic) }, isPublic ? "has a policy that opens it to the public" : "has a policy");
    }

    private static AwsException Malformed(Call call, string message, string? advice = null) => Turn.Error("MalformedPolicy", message, advice, 400, call.At("Policy"));

    private static void Check(Call call, Bucket bucket, Policy policy)
    {
        if (policy.Statements.Count == 0) throw Malformed(call, policy.Unreadable is [{ Why: "the policy has no Statement" }, ..] ? "Missing required field Statement" : "Could not parse the policy: Statement is empty!");
        foreach (var statement in policy.Statements)
        {
            var members = statement.Json is JsonObject json ? json.Members.Select(m => m.Name).ToHashSet() : [];
            if (members.FirstOrDefault(m => !PolicyReader.StatementElements.Contains(m)) is { } unknown) throw Malformed(call, $"Unknown field {unknown.Shortened()}");
            foreach (var (field, other) in new[] { ("Effect", "Effect"), ("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource") })
            {
                if (!members.Contains(field) && !members.Contains(other)) throw Malformed(call, $"Missing required field {field}", $"In {statement.Name}. A bucket policy says who, what and on which of the bucket's resources.");
            }
            if (statement.Effect is null) throw Malformed(call, "Invalid effect", $"In {statement.Name}: Allow or Deny.");
            CheckPrincipals(call, statement);
            CheckResources(call, bucket, statement);
        }
        if (policy.Unreadable.Concat(policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault() is { } bad)
            throw Malformed(call, "Invalid policy syntax.", $"In the policy: {bad.Why}.");
    }

    /// <summary>S3 looks every user and role up, and takes no name of one that is not there.</summary>
    private static void CheckPrincipals(Call call, Statement statement)
    {
        foreach (var entry in statement.Principal?.Entries ?? [])
        {
            var known = entry.Type switch
            {
                "AWS" => IsKnown(call, entry.Value),
                "Service" => entry.Value.EndsWith(".amazonaws.com", StringComparison.Ordinal),
                "CanonicalUser" => entry.Value.Length == 64 && entry.Value.All(char.IsAsciiHexDigit),
                _ => true,
            };
            if (!known) throw Malformed(call, "Invalid principal in policy", $"{statement.Name} names \"{entry.Value.Shortened()}\", and there is none such: S3 looks users and roles up when the policy is put.");
        }
    }

    private static bool IsKnown(Call call, string value)
    {
        if (value == "*" || (value.Length == 12 && value.All(char.IsAsciiDigit))) return true;
        if (value.Split(':', 6) is not ["arn", "aws", "iam" or "sts", "", { Length: 12 } account, var resource] || !account.All(char.IsAsciiDigit)) return false;
        if (account != call.AccountId || resource == "root") return true;
        var name = resource[(resource.LastIndexOf('/') + 1)..];
        return resource.StartsWith("user/", StringComparison.Ordinal) ? call.State.Iam.Users.Find(name)?.Arn == value
            : resource.StartsWith("role/", StringComparison.Ordinal) ? call.State.Iam.Roles.Find(name)?.Arn == value
            : resource.Split('/') is not ["assumed-role", var role, ..] || call.State.Iam.Roles.Has(role);
    }

    private static void CheckResources(Call call, Bucket bucket, Statement statement)
    {
        if (statement.Action is { } action && action.Patterns.FirstOrDefault(p => p.Text != "*" && !p.Text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)) is { } foreign)
            throw Malformed(call, "Policy has invalid action", $"{statement.Name} has \"{foreign.Text.Shortened()}\": a bucket policy is about s3: actions.");
        if (statement.Action is { } named && named.Patterns.FirstOrDefault(p => p.Text != "*" && p.Text.AsSpan().IndexOfAny('*', '?') < 0 && ActionCatalog.Current.Action(p.Text) is null) is { } unknown)
            throw Malformed(call, "Policy has invalid action", $"{statement.Name}: there is no action \"{unknown.Text.Shortened()}\".");
        if (statement.Resource is not { } resource) return;
        bool IsBucket(string arn) => arn == bucket.Arn;
        bool IsObject(string arn) => arn.StartsWith(bucket.Arn + "/", StringComparison.Ordinal);
        var texts = resource.Patterns.Select(p => p.Text).ToList();
        if (texts.Find(t => !IsBucket(t) && !IsObject(t) && !(t.AsSpan().IndexOfAny('*', '?') is >= 0 and var wild && bucket.Arn.AsSpan().StartsWith(t.AsSpan(0, Math.Min(wild, bucket.Arn.Length))))) is { } elsewhere)
            throw Malformed(call, "Policy has invalid resource", $"{statement.Name} names \"{elsewhere.Shortened()}\": a bucket's policy is about {bucket.Arn} and {bucket.Arn}/*.");
        // Some action must fit some resource: s3:GetObject is about objects, never about the bucket.
        if (resource.Negated || statement.Action is not { Negated: false } actions || actions.Patterns.Any(p => p.Text.AsSpan().IndexOfAny('*', '?') >= 0)) return;
        foreach (var pattern in actions.Patterns)
        {
            var ofObject = ActionCatalog.Current.Action(pattern.Text)!.Targets.Any(t => t.Type.Name == "object");
            if (texts.Exists(t => ofObject ? t != bucket.Arn : !t.Contains('/') || t.StartsWith('*'))) continue;
            throw Malformed(call, "Action does not apply to any resource(s) in statement",
                ofObject ? $"{statement.Name}: {pattern.Text} is about objects: name {bucket.Arn}/*." : $"{statement.Name}: {pattern.Text} is about the bucket: name {bucket.Arn}.");
        }
    }
}
