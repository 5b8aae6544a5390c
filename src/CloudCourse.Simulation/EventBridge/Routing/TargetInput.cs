using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Routing;

/// <summary>What a target gets: the event, a fixed text, a part of the event, or what an input transformer makes of it.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html"/>
public static class TargetInput
{
    public static IReadOnlySet<string> Predefined { get; } = new HashSet<string>
    {
        "aws.events.rule-arn", "aws.events.rule-name", "aws.events.event.ingestion-time", "aws.events.event", "aws.events.event.json",
    };

    public static string Of(EventTarget target, JsonObject theEvent, string text, string ruleArn, string rule, DateTimeOffset received)
    {
        if (target.Input is { } input) return input;
        if (target.InputPath is { } path) return EventPath.Read(path)!.Find(theEvent) is { } part ? JsonText.Of(part) : "null";
        return target.Transformer is { } transformer ? Fill(transformer, theEvent, text, ruleArn, rule, received) : text;
    }

    /// <summary>The names between angle brackets, in order.</summary>
    public static IEnumerable<string> Placeholders(string template)
    {
        for (var at = 0; Next(template, at) is var (start, end); at = end + 1) yield return template[(start + 1)..end];
    }

    private static (int Start, int End)? Next(string template, int from)
    {
        for (var start = template.IndexOf('<', from); start >= 0; start = template.IndexOf('<', start + 1))
        {
            var end = start + 1;
            while (end < template.Length && (char.IsAsciiLetterOrDigit(template[end]) || template[end] is '-' or '_' or '.')) end++;
            if (end > start + 1 && end < template.Length && template[end] == '>') return (start, end);
        }
        return null;
    }

    private static string Fill(InputTransformer transformer, JsonObject theEvent, string text, string ruleArn, string rule, DateTimeOffset received)
    {
        var template = transformer.Template;
        var trimmed = template.AsSpan().Trim();
        // What is neither an object, a list, a text nor a placeholder alone is plain text, and its values come as they are.
        var isJson = trimmed.Length > 0 && (trimmed[0] is '{' or '[' or '"' || Next(template, 0) is var (first, last) && trimmed.SequenceEqual(template.AsSpan(first, last - first + 1)));
        StringBuilder filled = new();
        var (at, isQuoted) = (0, false);
        while (Next(template, at) is var (start, end))
        {
            var before = template.AsSpan(at, start - at);
            filled.Append(before);
            if (isJson) isQuoted = Quotes(before, isQuoted);
            filled.Append(Value(template[(start + 1)..end], isJson && !isQuoted, isJson));
            at = end + 1;
        }
        return filled.Append(template, at, template.Length - at).ToString();

        string Value(string name, bool asJson, bool escaped)
        {
            var value = name switch
            {
                "aws.events.rule-arn" => new JsonString(ruleArn, default),
                "aws.events.rule-name" => new JsonString(rule, default),
                "aws.events.event.ingestion-time" => new JsonString(EventsCalls.Time(received), default),
                "aws.events.event.json" => theEvent,
                "aws.events.event" => WithoutDetail(theEvent),
                _ => EventPath.Read(transformer.Paths[name])!.Find(theEvent),
            };
            if (asJson) return value is null ? "null" : name == "aws.events.event.json" ? text : JsonText.Of(value);
            if (value is null) return "";
            var plain = value is JsonString s ? s.Value : JsonText.Of(value);
            return escaped ? AwsEvents.Quoted(plain)[1..^1] : plain;
        }
    }

    private static JsonObject WithoutDetail(JsonObject theEvent) =>
        new([.. theEvent.Members.Where(m => m.Name != "detail").Select(m => m.Name == "detail-type" ? m with { Name = "detailType" } : m)], theEvent.At);

    /// <summary>Whether a text stands open after this part of a template.</summary>
    private static bool Quotes(ReadOnlySpan<char> text, bool isOpen)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '"') isOpen = !isOpen;
        }
        return isOpen;
    }
}
