using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.S3;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>One thing that a run left different: an object, an item.</summary>
/// <param name="What"><c>new</c>, <c>changed</c> or <c>gone</c>.</param>
/// <param name="Where">The bucket or table.</param>
/// <param name="Name">The key.</param>
/// <param name="Now">What it is now, shortened; null for what is gone.</param>
public sealed record AccountDifference(string What, string Kind, string Where, string Name, string? Before, string? Now)
{
    public const int Most = 100;
    private const int MostText = 600;

    /// <summary>Objects and items that differ between two moments, in the order of their names.</summary>
    public static IEnumerable<AccountDifference> Between(AccountState before, AccountState after) => Objects(before.S3, after.S3).Concat(Items(before, after));

    private static IEnumerable<AccountDifference> Objects(S3State before, S3State after)
    {
        foreach (var name in before.Buckets.Keys.Union(after.Buckets.Keys).Order(StringComparer.Ordinal))
        {
            var (old, now) = (before.Buckets.Find(name), after.Buckets.Find(name));
            if (ReferenceEquals(old, now)) continue;
            if (old is null) yield return new("new", "bucket", name, "", null, "");
            if (now is null) yield return new("gone", "bucket", name, "", "", null);
            var then = Present(old).ToDictionary(k => k.Key, StringComparer.Ordinal);
            foreach (var key in Present(now))
            {
                if (!then.Remove(key.Key, out var was)) yield return new("new", "object", name, key.Key, null, Content(key.Latest));
                else if (!ReferenceEquals(was.Latest, key.Latest)) yield return new("changed", "object", name, key.Key, Content(was.Latest), Content(key.Latest));
            }
            foreach (var gone in then.Values) yield return new("gone", "object", name, gone.Key, Content(gone.Latest), null);
        }
    }

    private static IEnumerable<StoredKey> Present(Bucket? bucket) => bucket is null ? [] : bucket.Keys.Values.Where(k => !k.Latest.IsDeleteMarker);

    private static string Content(ObjectVersion version)
    {
        var size = $"{version.Body.Length} {(version.Body.Length == 1 ? "byte" : "bytes")}";
        var isCut = version.Body.Base64.Length > 2048;
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(isCut ? version.Body.Base64[..2048] : version.Body.Base64));
        if (isCut) text = text.TrimEnd('\uFFFD'); // the cut may fall into a character
        return text.Any(c => c is '\uFFFD' || (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) ? size : $"{size}: {Short(text)}";
    }

    private static IEnumerable<AccountDifference> Items(AccountState before, AccountState after)
    {
        foreach (var region in after.DynamoDb.Regions.Keys.Union(before.DynamoDb.Regions.Keys).Order(StringComparer.Ordinal))
        {
            var (then, now) = (before.DynamoDb.In(region).Tables, after.DynamoDb.In(region).Tables);
            foreach (var name in then.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
            {
                var (old, table) = (then.Find(name), now.Find(name));
                if (old is null) yield return new("new", "table", name, "", null, "");
                if (table is null) yield return new("gone", "table", name, "", "", null);
                if (ReferenceEquals(old?.Items, table?.Items)) continue;
                var was = (old?.Items.All ?? []).ToDictionary(i => i.Key);
                foreach (var item in table?.Items.All ?? [])
                {
                    if (!was.Remove(item.Key, out var earlier)) yield return new("new", "item", name, KeyOf(item), null, Short(item.Item.ToString()));
                    else if (!earlier.Item.Equals(item.Item)) yield return new("changed", "item", name, KeyOf(item), Short(earlier.Item.ToString()), Short(item.Item.ToString()));
                }
                foreach (var gone in was.Values) yield return new("gone", "item", name, KeyOf(gone), Short(gone.Item.ToString()), null);
            }
        }
    }

    private static string KeyOf(StoredItem item) => item.Key.Sort is { } sort ? $"{Plain(item.Key.Partition)} / {Plain(sort)}" : Plain(item.Key.Partition);

    private static string Plain(Simulation.DynamoDb.Values.AttributeValue value) => value switch
    {
        Simulation.DynamoDb.Values.StringValue text => Short(text.Text),
        Simulation.DynamoDb.Values.NumberValue number => number.Number.ToString(),
        _ => Short(value.ToString()),
    };

    private static string Short(string text) => text.Length <= MostText ? text : text[..MostText] + "…";
}
