using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>An account with buckets to try things in.</summary>
public abstract class S3Test
{
    internal TestAccount Account { get; } = new();

    internal JsonObject Do(string operation, object input) => Account.Do("s3", operation, JsonSerializer.Serialize(input));

    internal string Refused(string operation, object input) => Account.Refused("s3", operation, JsonSerializer.Serialize(input));

    internal AwsError ErrorOf(string operation, object input)
    {
        _ = Refused(operation, input);
        return ((ApiCall)Account.Account.History[^1]).Error!;
    }

    internal void Bucket(string name = "pictures", bool versioned = false)
    {
        Do("CreateBucket", new { Bucket = name, CreateBucketConfiguration = new { LocationConstraint = "eu-west-1" } });
        if (versioned) Do("PutBucketVersioning", new { Bucket = name, VersioningConfiguration = new { Status = "Enabled" } });
    }

    internal JsonObject Put(string key, string text = "hello", string bucket = "pictures") => Do("PutObject", new { Bucket = bucket, Key = key, Body = Base64(text) });

    internal string Get(string key, string bucket = "pictures") => Text(Do("GetObject", new { Bucket = bucket, Key = key }));

    internal static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    internal static string Text(JsonObject output) => Encoding.UTF8.GetString(Convert.FromBase64String((string)output["Body"]!));

    internal static List<string> Keys(JsonObject output, string list = "Contents", string member = "Key") => [.. (output[list]?.AsArray() ?? []).Select(o => (string)o![member]!)];

    /// <summary>From now on the calls are those of a user with these permissions.</summary>
    internal void As(string name, params object[] statements)
    {
        Account.As = Caller.Root(TestAccount.Id);
        if (!Account.Account.State.Iam.Users.Has(name)) Account.Do("iam", "CreateUser", JsonSerializer.Serialize(new { UserName = name }));
        Account.Do("iam", "PutUserPolicy", JsonSerializer.Serialize(new { UserName = name, PolicyName = "p", PolicyDocument = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements }) }));
        Account.As = Caller.User(TestAccount.Id, name);
    }

    internal static object Allow(string action, string resource, object? condition = null) => condition is null
        ? new { Effect = "Allow", Action = action, Resource = resource }
        : new { Effect = "Allow", Action = action, Resource = resource, Condition = condition };
}
