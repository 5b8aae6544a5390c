using System.Text;
using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>What all of S3's lists have in common: a prefix, a delimiter, a page's size, and how keys are written.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html"/>
internal sealed class Listing
{
    public const int MostKeys = 1000;

    private Listing(string prefix, string delimiter, int most, bool encodes) => (Prefix, Delimiter, Most, Encodes) = (prefix, delimiter, most, encodes);

    public string Prefix { get; }

    /// <summary>Empty for none.</summary>
    public string Delimiter { get; }

    public int Most { get; }

    private bool Encodes { get; }

    public static Listing Read(Call call, string most = "MaxKeys")
    {
        var wanted = call.Integer(most) ?? MostKeys;
        if (wanted < 0) throw S3Errors.Argument(call.At(most), $"Argument {char.ToLowerInvariant(most[0])}{most[1..]} must be an integer between 0 and 2147483647");
        if (call.Text("EncodingType") is { } encoding and not "url") throw S3Errors.Argument(call.At("EncodingType"), "Invalid Encoding Method specified in Request", $"EncodingType is url or left out, not \"{Findings.TextExtensions.Shortened(encoding)}\".");
        return new(call.Text("Prefix") ?? "", call.Text("Delimiter") ?? "", (int)Math.Min(wanted, MostKeys), call.Text("EncodingType") is not null);
    }

    /// <summary>One line of a list: a key, or all keys up to a delimiter in one.</summary>
    public readonly record struct Entry(StoredKey? Key, string? Common)
    {
        public string Place => Common ?? Key!.Key;
    }

    /// <summary>The lines of the list in order. What is rolled up is leapt over, not walked through.</summary>
    /// <param name="before">Where the list begins: true for keys before it.</param>
    /// <param name="shown">Whether a key is on this list.</param>
    public IEnumerable<Entry> Walk(SortedTree<string, StoredKey, Utf8Order> keys, Func<string, bool> before, Func<StoredKey, bool> shown)
    {
        var start = before;
        Func<string, bool> from = k => Utf8Order.Compare(k, Prefix) < 0 || start(k);
        while (true)
        {
            string? common = null;
            foreach (var stored in keys.From(from))
            {
                if (!stored.Key.StartsWith(Prefix, StringComparison.Ordinal)) yield break;
                if (!shown(stored)) continue;
                common = CommonOf(stored.Key);
                if (common is not null) break;
                yield return new(stored, null);
            }
            if (common is null) yield break;
            yield return new(null, common);
            var rolled = common;
            from = k => Utf8Order.Compare(k, rolled) < 0 || k.StartsWith(rolled, StringComparison.Ordinal);
        }
    }

    /// <summary>The key up to the first delimiter after the prefix; null where there is none.</summary>
    public string? CommonOf(string key)
    {
        if (Delimiter.Length == 0) return null;
        var at = key.IndexOf(Delimiter, Prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + Delimiter.Length)];
    }

    /// <summary>All up to this place was on earlier pages: a key, or what was rolled up into one line.</summary>
    public Func<string, bool> After(string place)
    {
        if (place.Length == 0) return _ => false;
        var rolled = place.StartsWith(Prefix, StringComparison.Ordinal) && place.Length > Prefix.Length && CommonOf(place) == place;
        return rolled
            ? k => Utf8Order.Compare(k, place) <= 0 || k.StartsWith(place, StringComparison.Ordinal)
            : k => Utf8Order.Compare(k, place) <= 0;
    }

    /// <summary>A text as the answer carries it.</summary>
    public string Written(string text) => Encodes ? Encode(text) : text;

    /// <summary>As S3 encodes keys: a space is +, slashes stay.</summary>
    public static string Encode(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Plain) < 0) return text;
        StringBuilder encoded = new(text.Length + 16);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b < 128 && Plain.Contains((char)b)) encoded.Append((char)b);
            else if (b == ' ') encoded.Append('+');
            else encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return encoded.ToString();
    }

    private static readonly System.Buffers.SearchValues<char> Plain = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.*/");

    /// <summary>The members that every list's answer has.</summary>
    public Output Head(Bucket bucket, bool truncated, IEnumerable<string> commons, string most = "MaxKeys", string name = "Name")
    {
        Output output = new() { ["IsTruncated"] = truncated, [name] = bucket.Name, ["Prefix"] = Written(Prefix), [most] = Most };
        if (Delimiter.Length > 0) output["Delimiter"] = Written(Delimiter);
        if (Encodes) output["EncodingType"] = "url";
        Array prefixes = new([.. commons.Select(c => new Output { ["Prefix"] = Written(c) })]);
        if (prefixes.Count > 0) output["CommonPrefixes"] = prefixes;
        return output;
    }
}
