namespace CloudCourse.Simulation.Findings;

internal static class TextExtensions
{
    /// <summary>At most 80 characters, for messages that quote a learner's text; no surrogate pair is cut.</summary>
    public static string Shortened(this string text) => text.Length <= 80 ? text : text[..(char.IsHighSurrogate(text[79]) ? 79 : 80)] + "…";
}
