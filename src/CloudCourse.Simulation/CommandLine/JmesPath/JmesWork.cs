namespace CloudCourse.Simulation.CommandLine.JmesPath;

/// <summary>What expressions may cost: a few letters can ask for lists that double at every step, or for loops within loops.</summary>
internal sealed class JmesWork(int most = JmesWork.OfAScript)
{
    /// <summary>Values looked at by all expressions of a script. Choosing from a thousand resources takes some ten thousand.</summary>
    public const int OfAScript = 1_000_000;

    /// <summary>Characters of one text that a function makes.</summary>
    public const int LongestText = 200_000;

    private int _left = most;

    /// <exception cref="FormatException">It was too much.</exception>
    public void Spend(int count = 1)
    {
        if ((_left -= Math.Min(count, _left + 1)) < 0) throw new FormatException("The expression asks for more work than this terminal does. Choose less: a filter first, then the members.");
    }

    /// <exception cref="FormatException">A text of that length is too long.</exception>
    public void SpendText(long characters)
    {
        if (characters > LongestText) throw new FormatException($"The expression makes a text of more than {LongestText} characters. Choose less.");
        Spend((int)characters / 100 + 1);
    }
}
