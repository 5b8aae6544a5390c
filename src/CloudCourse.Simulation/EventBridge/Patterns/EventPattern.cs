using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Patterns;

/// <summary>
/// An event pattern, ready to be held against events. It is what EventBridge's rules have, and in the same language Lambda's event
/// source mappings and SNS's filters of message bodies.
/// </summary>
/// <remarks>
/// Every path that the pattern names must be satisfied, by one of the values that it lists. Of a list in the event any element will
/// do, but what is asked of the elements of one list must hold for the same element. Names with dots and nested names are one path.
/// </remarks>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"/>
public sealed class EventPattern
{
    private readonly IReadOnlyList<PatternBranch> _branches;

    internal EventPattern(string text, IReadOnlyList<PatternBranch> branches) => (Text, _branches) = (text, branches);

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="EventPatternException">It is none.</exception>
    public static EventPattern Read(string text) => new(text, PatternReader.Read(text));

    /// <summary>Whether an event is one that the pattern means.</summary>
    public bool Matches(JsonObject theEvent)
    {
        foreach (var branch in _branches)
        {
            if (branch.Matches(theEvent)) return true;
        }
        return false;
    }

    /// <summary>The same for an event's text; false for a text that is no JSON object.</summary>
    public bool Matches(string theEvent) => JsonReader.Read(theEvent, JsonReader.MaxDepthOfCalls).Value is JsonObject json && Matches(json);
}
