namespace CloudCourse.Course.Rendering.Prose;

internal static class WordCount
{
    /// <summary>How many words a text has; a piece of code and a number count as one.</summary>
    public static int Of(string text)
    {
        var words = 0;
        var inWord = false;
        foreach (var c in text)
        {
            var isPart = char.IsLetterOrDigit(c) || c is '\'' or '’' or '-' or '.' or ',' or ProseBlock.Code;
            if (isPart && !inWord && (char.IsLetterOrDigit(c) || c is ProseBlock.Code)) (words, inWord) = (words + 1, true);
            else if (!isPart) inWord = false;
        }
        return words;
    }
}
