using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>IAM's long answers: a hundred items a page unless the call says otherwise, and a marker for what is left.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html"/>
internal static class IamLists
{
    public static Output Page(this Call call, string member, IEnumerable<Node> items)
    {
        var all = items.ToList();
        var (from, size) = Place(call, all.Count);
        Output output = new() { [member] = new Array([.. all.Skip(from).Take(size)]), ["IsTruncated"] = all.Count - from > size };
        if (all.Count - from > size) output["Marker"] = Marker(from + size);
        return output;
    }

    private static string Marker(int place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"marker/{place}")));

    private static (int From, int Size) Place(Call call, int count)
    {
        var size = call.Integer("MaxItems") ?? 100;
        if (size < 1) throw IamNames.OutOfRange(call, "MaxItems", size, "greater than or equal to 1");
        if (size > 1000) throw IamNames.OutOfRange(call, "MaxItems", size, "less than or equal to 1000");
        if (call.Text("Marker") is not { } marker) return (0, (int)size);
        for (var place = 0; place <= count; place++)
        {
            if (Marker(place) == marker) return (place, (int)size);
        }
        throw Turn.Error("ValidationError", "Invalid Marker.", "A marker comes from the answer before and is used as it is.", 400, call.At("Marker"));
    }
}
