using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Patterns;

/// <summary>A text that is no event pattern.</summary>
/// <param name="reason">In the words of AWS's rule engine, where they are known.</param>
/// <param name="at">The part of the pattern that is at fault; null where AWS points at none.</param>
public sealed class EventPatternException(string reason, string pattern, Location? at) : Exception(reason)
{
    /// <summary>AWS quotes this much of a pattern.</summary>
    private const int Quoted = 500;

    public string Reason => Message;

    public Location? At => at;

    /// <summary>As EventBridge says it: the reason, and where in the pattern, in lines and columns from 1.</summary>
    public string AwsMessage => $"Event pattern is not valid. Reason: {Message}{Place()}";

    private string Place()
    {
        if (at is not { } place) return "";
        var end = Math.Min(place.End, pattern.Length);
        var before = pattern.AsSpan(0, end);
        var line = before.Count('\n') + 1;
        var column = end - before.LastIndexOf('\n');
        var text = pattern.Length <= Quoted ? $"\"{pattern}\"" : $"\"{pattern[..Quoted]}\"[truncated {pattern.Length - Quoted} chars]";
        return $"\n at [Source: (String){text}; line: {line}, column: {column}]";
    }
}
