using System.Collections.Immutable;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Tags of objects and buckets.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html"/>
internal static class Tags
{
    public const int MostOfObject = 10;

    public static ImmutableSortedDictionary<string, string> Read(IReadOnlyList<JsonObject> set, int most, Location at) =>
        Checked(set.Select(t => (t.Text("Key")?.Value ?? "", t.Text("Value")?.Value ?? "")).ToList(), most, at);

    /// <summary>Tags as a header carries them: <c>a=1&amp;b=2</c>, encoded as in an address.</summary>
    public static ImmutableSortedDictionary<string, string> OfHeader(Call call, string member = "Tagging")
    {
        if (call.Text(member) is not { Length: > 0 } text) return ImmutableSortedDictionary<string, string>.Empty;
        List<(string, string)> tags = [];
        foreach (var pair in text.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            if (value.Contains('=', StringComparison.Ordinal))
                throw S3Errors.Argument(call.At(member), "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "Write it as name=value&name=value.");
            tags.Add((Decoded(key), Decoded(value)));
        }
        if (tags.DistinctBy(t => t.Item1).Count() < tags.Count)
            throw S3Errors.Argument(call.At(member), "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "A name stands there twice.");
        return Checked(tags, MostOfObject, call.At(member));
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static ImmutableSortedDictionary<string, string> Checked(List<(string Key, string Value)> tags, int most, Location at)
    {
        if (tags.Count == 0) return ImmutableSortedDictionary<string, string>.Empty;
        if (tags.Count > most)
            throw Turn.Error("BadRequest", most == MostOfObject ? "Object tags cannot be greater than 10" : $"Bucket tag count cannot be greater than {most}", null, 400, at);
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            if (key.Length is 0 or > 128 || !key.EnumerateRunes().All(IsAllowed)) throw Turn.Error("InvalidTag", "The TagKey you have provided is invalid", "A tag's name has 1 to 128 letters, digits, spaces and + - = . _ : / @", 400, at);
            if (value.Length > 256 || !value.EnumerateRunes().All(IsAllowed)) throw Turn.Error("InvalidTag", "The TagValue you have provided is invalid", "A tag's value has up to 256 letters, digits, spaces and + - = . _ : / @", 400, at);
            if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw Turn.Error("InvalidTag", "System tags cannot be added/updated by requester", "Names that begin with aws: are AWS's own.", 400, at);
            if (!all.TryAdd(key, value)) throw Turn.Error("InvalidTag", "Cannot provide multiple Tags with the same key", $"\"{key}\" stands there twice.", 400, at);
        }
        return all.ToImmutable();
    }

    private static bool IsAllowed(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsWhiteSpace(rune) || "+-=._:/@".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal);
}
