using System.Text;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>What the filters of an event source mapping are held against: the record, with what it carries unfolded. The patterns are EventBridge's.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"/>
internal static class SourceFilter
{
    /// <remarks>An object is unfolded, any other text stays one: a pattern for the other kind fits neither way.</remarks>
    /// <param name="content">The member whose text is looked into: <c>body</c> of a queue's messages, <c>data</c> of Kinesis's records; null for none.</param>
    public static JsonObject Seen(string item, string? content)
    {
        if (content is null) return (JsonObject)JsonReader.Read(item).Value!;
        var json = Node.Parse(item)!.AsObject();
        var text = content is "data" ? Encoding.UTF8.GetString(Convert.FromBase64String((string)json["kinesis"]!["data"]!)) : (string)json[content]!;
        if (JsonReader.Read(text).Value is JsonObject)
        {
            json[content] = Node.Parse(text);
            // What nests as deep as is read at all would stand one deeper in the record: it counts as a text then.
            if (JsonReader.Read(json.ToJsonString()).Value is JsonObject seen) return seen;
        }
        json[content] = text;
        return (JsonObject)JsonReader.Read(json.ToJsonString()).Value!;
    }
}
