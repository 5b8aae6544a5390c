using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.S3.Buckets;

/// <summary>What a bucket may be called.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"/>
internal static class BucketNames
{
    private static readonly string[] Heads = ["xn--", "sthree-", "amzn-s3-demo-"];
    private static readonly string[] Tails = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

    /// <summary>Names that somebody in the world has surely taken: all accounts share one list.</summary>
    private static readonly HashSet<string> Taken = ["amazon", "aws", "backup", "bucket", "data", "example", "files", "google", "images", "logs", "photos", "test", "testing", "uploads", "website"];

    public static bool IsTaken(string name) => Taken.Contains(name);

    /// <summary>Why the name may not be; null when it may.</summary>
    public static string? Problem(string name)
    {
        if (name.Length is < 3 or > 63) return $"A bucket's name has 3 to 63 characters, not {name.Length}.";
        if (name.FirstOrDefault(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')) is not '\0' and var other)
            return char.IsAsciiLetterUpper(other) ? $"A bucket's name has no capital letters: \"{other}\" is one." : $"A bucket's name has lower-case letters, digits, hyphens and dots; not \"{other}\".";
        if (!char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1])) return "A bucket's name begins and ends with a letter or a digit.";
        if (name.Contains("..", StringComparison.Ordinal)) return "Two dots may not stand side by side.";
        if (name.Split('.') is { Length: 4 } parts && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit))) return "A bucket's name may not look like an IP address.";
        if (Heads.FirstOrDefault(h => name.StartsWith(h, StringComparison.Ordinal)) is { } head) return $"AWS keeps names that begin with \"{head}\" for itself.";
        if (Tails.FirstOrDefault(t => name.EndsWith(t, StringComparison.Ordinal)) is { } tail) return $"AWS keeps names that end with \"{tail}\" for itself.";
        return null;
    }

    public static string New(Call call)
    {
        var name = call.Need("Bucket");
        return Problem(name) is { } why ? throw Turn.Error("InvalidBucketName", "The specified bucket is not valid.", why, 400, call.At("Bucket")).Saying(("BucketName", name)) : name;
    }
}
