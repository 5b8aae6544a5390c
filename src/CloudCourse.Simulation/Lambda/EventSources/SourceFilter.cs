using System.Text;
using CloudCourse.Simulation.EventBridge.Patterns;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>A filter of an event source mapping: one of EventBridge's patterns, held against a record with what it carries unfolded.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"/>
public sealed class SourceFilter
{
    private readonly EventPattern _pattern;

    /// <summary>The members that the pattern looks into.</summary>
    private readonly HashSet<string> _lookedInto;

    private SourceFilter(EventPattern pattern, IEnumerable<string> lookedInto) => (_pattern, _lookedInto) = (pattern, new(lookedInto, StringComparer.Ordinal));

    /// <summary>As it was written.</summary>
    public string Text => _pattern.Text;

    /// <exception cref="EventPatternException">It is no pattern.</exception>
    public static SourceFilter Read(string text)
    {
        var pattern = EventPattern.Read(text);
        return new(pattern, ((JsonObject)JsonReader.Read(text).Value!).Members.Where(m => m.Value is JsonObject).Select(m => m.Name));
    }

    /// <param name="content">The member whose text is looked into: <c>body</c> of a queue's messages, <c>data</c> of Kinesis's records; null for none.</param>
    /// <remarks>A text that is no JSON object is dropped where the pattern looks into it, whatever it asks for there.</remarks>
    internal bool Fits(JsonObject seen, string? content) => (content is null || !_lookedInto.Contains(content) || seen.Last(content)?.Value is JsonObject) && _pattern.Matches(seen);

    /// <summary>A record as filters see it: the content unfolded where it is an object, otherwise the text.</summary>
    /// <param name="content">The member whose text is looked into: <c>body</c> of a queue's messages, <c>data</c> of Kinesis's records; null for none.</param>
    internal static JsonObject Seen(string item, string? content)
    {
        if (content is null) return (JsonObject)JsonReader.Read(item, JsonReader.MaxDepthOfCalls).Value!;
        var json = Node.Parse(item, documentOptions: AsyncInvocations.Payloads)!.AsObject();
        var text = content is "data" ? Encoding.UTF8.GetString(Convert.FromBase64String((string)json["kinesis"]!["data"]!)) : (string)json[content]!;
        if (JsonReader.Read(text).Value is JsonObject)
        {
            json[content] = Node.Parse(text, documentOptions: AsyncInvocations.Payloads);
            // What nests as deep as is read at all would stand one deeper in the record: it counts as a text then.
            if (JsonReader.Read(json.ToJsonString()).Value is JsonObject seen) return seen;
        }
        json[content] = text;
        return (JsonObject)JsonReader.Read(json.ToJsonString()).Value!;
    }
}
