using System.Text;
using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Lists in pages, as Lambda's operations give them: <c>MaxItems</c>, <c>Marker</c>, <c>NextMarker</c>.</summary>
internal static class LambdaPages
{
    /// <param name="items">In an order that never changes, without a marker's place in it.</param>
    /// <param name="most">What a page holds, whatever is asked for.</param>
    public static Output Page<T>(this Call call, IEnumerable<T> items, string member, Func<T, string> key, Func<T, Output> describe, int most = 50)
    {
        var count = Math.Min(call.Within("MaxItems", 1, 10_000) ?? most, most);
        var rest = items;
        if (call.Text("Marker") is { Length: > 0 } marker)
        {
            var after = Read(marker) ?? throw LambdaErrors.Invalid("Invalid token", "Give the NextMarker of the page before.", call.At("Marker"));
            rest = items.SkipWhile(i => key(i) != after).Skip(1);
        }
        var page = rest.Take(count + 1).ToList();
        Output output = new() { [member] = new Array([.. page.Take(count).Select(describe)]) };
        if (page.Count > count) output["NextMarker"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(key(page[count - 1])));
        return output;
    }

    private static string? Read(string marker)
    {
        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
