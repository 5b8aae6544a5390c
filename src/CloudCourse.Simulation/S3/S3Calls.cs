using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3;

/// <summary>What S3's operations have in common.</summary>
internal static class S3Calls
{
    /// <summary>The bucket that the call names. It is found from every Region: AWS's clients follow S3's redirection to the right one.</summary>
    public static Bucket Bucket(this Call call)
    {
        var name = call.Need("Bucket");
        var bucket = call.State.S3.Buckets.Find(name) ?? throw S3Errors.NoSuchBucket(call, name);
        if (call.Text("ExpectedBucketOwner") is { } owner && owner != call.AccountId)
            throw Turn.Error("AccessDenied", "Access Denied", $"The bucket belongs to {call.AccountId}, not to {owner.Shortened()}.", 403, call.At("ExpectedBucketOwner"));
        return bucket;
    }

    public static void Put(this Turn turn, Bucket bucket) =>
        turn.State = turn.State with { S3 = turn.State.S3 with { Buckets = turn.State.S3.Buckets.Put(bucket.Name, bucket) } };

    public static void Put(this Call call, Bucket bucket) => call.Turn.Put(bucket);

    /// <summary>A key as it may be.</summary>
    public static string Key(this Call call, string member = "Key")
    {
        var key = call.Need(member);
        if (key.Length == 0)
            throw Turn.Error(Shapes.ParameterValidation.AwsCode, $"Parameter validation failed:\nInvalid length for parameter {member}, value: 0, valid min length: 1", "A key has one character at least.", 0, call.At(member));
        if (key.Length > 341 && System.Text.Encoding.UTF8.GetByteCount(key) is > 1024 and var size)
        {
            throw Turn.Error("KeyTooLongError", "Your key is too long", "A key has 1,024 bytes in UTF-8 at most.", 400, call.At(member))
                .Saying(("Size", size.ToString(CultureInfo.InvariantCulture)), ("MaxSizeAllowed", "1024"));
        }
        return key;
    }

    /// <summary>The permission for an action on the bucket itself.</summary>
    public static Permission OnBucket(this Call call, Bucket bucket, string action, params ReadOnlySpan<(string Key, string? Value)> keys) =>
        call.On(bucket, bucket.Arn, action, keys);

    /// <summary>The permission for an action on an object.</summary>
    public static Permission OnObject(this Call call, Bucket bucket, string key, string action, params ReadOnlySpan<(string Key, string? Value)> keys) =>
        call.On(bucket, $"{bucket.Arn}/{key}", action, keys);

    private static Permission On(this Call call, Bucket bucket, string resource, string action, ReadOnlySpan<(string Key, string? Value)> keys)
    {
        Permission permission = new(action, resource) { ResourcePolicy = PolicyFor(call, bucket) };
        Dictionary<string, IReadOnlyList<string>>? context = null;
        // The client asked again in the bucket's Region, where it was sent.
        if (bucket.Region != call.Region) (context ??= [])["aws:RequestedRegion"] = [bucket.Region];
        foreach (var (key, value) in keys)
        {
            if (value is not null) (context ??= [])[key] = [value];
        }
        return context is null ? permission : permission with { Context = context };
    }

    /// <summary>With RestrictPublicBuckets a public policy lets in nobody but the account itself and AWS's services.</summary>
    private static Policy? PolicyFor(Call call, Bucket bucket) =>
        bucket.Policy is { } policy && !(policy.IsPublic && bucket.Block is { Restrict: true } && !IsOfAccount(call.Caller.Principal, call.AccountId)) ? policy.Document.Policy : null;

    private static bool IsOfAccount(RequestPrincipal principal, string account) => principal is ServicePrincipal || (principal is ArnPrincipal arn && arn.Account == account);

    /// <summary>The keys that tell an existing object's tags, with others.</summary>
    public static (string, string?)[] WithTags(ImmutableSortedDictionary<string, string> tags, params (string, string?)[] keys) =>
        tags.IsEmpty ? keys : [.. keys, .. tags.Select(t => ($"s3:ExistingObjectTag/{t.Key}", (string?)t.Value))];

    public static string Time(DateTimeOffset moment) => string.Create("2026-11-01T00:00:00Z".Length, moment, static (text, at) =>
    {
        at.TryFormat(text, out var length, "s", CultureInfo.InvariantCulture);
        text[length] = 'Z';
    });

    /// <summary>A moment of the input: text, or seconds since 1970.</summary>
    public static DateTimeOffset? Moment(this JsonObject json, string member) => json.Last(member)?.Value switch
    {
        JsonNumber number when double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 2e11 => DateTimeOffset.UnixEpoch.AddSeconds(seconds),
        JsonString text when DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) => moment,
        JsonString text => throw Turn.Error(Shapes.ParameterValidation.AwsCode, $"Invalid timestamp \"{text.Value.Shortened()}\"", "Write it as 2026-11-22T10:00:00Z, or in seconds since 1970.", 0, text.At),
        _ => null,
    };

    public static Output Owner(this Call call) => new() { ["ID"] = S3State.CanonicalId(call.AccountId) };

    public static Array TagList(ImmutableSortedDictionary<string, string> tags) =>
        new([.. tags.Select(t => (Node)new Output { ["Key"] = t.Key, ["Value"] = t.Value })]);

    /// <summary>Puts a member in where there is something to put.</summary>
    public static void Set(this Output output, string member, string? value)
    {
        if (value is not null) output[member] = value;
    }

    /// <summary>A setting that is kept and given back.</summary>
    public static string Kept(this Call call, string member) => JsonText.Of(call.Structure(member) ?? throw S3Errors.Malformed(call.Input.Head()));

    /// <summary>An id as S3 makes them for requests: 16 capital letters and digits.</summary>
    public static string RequestId(this Turn turn) => Letters(turn, 16, "ABCDEFGHJKMNPQRSTVWXYZ0123456789");

    /// <summary>An id as S3 makes them for versions and uploads.</summary>
    public static string LongId(this Turn turn, int length) => Letters(turn, length, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._");

    /// <summary>Both alphabets have a power of two letters, so every draw of 64 bits gives ten or twelve.</summary>
    private static string Letters(Turn turn, int length, string alphabet)
    {
        var bits = alphabet.Length == 32 ? 5 : 6;
        Span<char> text = stackalloc char[length];
        var (drawn, left) = (0UL, 0);
        for (var i = 0; i < length; i++)
        {
            if (left == 0) (drawn, left) = (turn.Draw(), 64 / bits);
            text[i] = alphabet[(int)(drawn & ((1UL << bits) - 1))];
            (drawn, left) = (drawn >> bits, left - 1);
        }
        return new(text);
    }

    /// <summary>How an ARN's region-free name of the caller stands in notifications and owner's fields.</summary>
    public static string PrincipalId(Turn turn, Caller caller) => caller.Principal switch
    {
        ArnPrincipal { IsRoot: true } root => root.Account,
        ArnPrincipal { UserName: { } user } arn => $"AWS:{turn.State.Iam.Users.Find(user)?.Id ?? arn.Resource}",
        ArnPrincipal { RoleArn: { } role } arn => $"AWS:{turn.State.Iam.Roles.Find(role[(role.LastIndexOf('/') + 1)..])?.Id ?? role}:{arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]}",
        var other => other.Name,
    };
}
