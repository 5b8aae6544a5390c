namespace CloudCourse.Simulation.Tests.Iam.Editing;

/// <summary>A text with its cursor, written ‸, and its line ends, written ⏎.</summary>
internal static class Marked
{
    public static (string Text, int Offset) Cursor(string text)
    {
        text = text.Replace('⏎', '\n');
        var at = text.IndexOf('‸', StringComparison.Ordinal);
        Assert.True(at >= 0, "The case has no cursor.");
        return (text.Remove(at, 1), at);
    }

    /// <summary>A policy of one statement, of which the case has only some elements.</summary>
    public static string Statement(string elements) => $$"""{"Version": "2012-10-17", "Statement": [{{{elements}}}]}""";
}
