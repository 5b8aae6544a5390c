namespace CloudCourse.Sandbox;

/// <summary>A log that stops growing.</summary>
internal sealed class LogKeeper
{
    private readonly List<string> _lines = [];
    private int _bytes;

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>False when this is more than any honest environment sends.</summary>
    public bool Add(string line)
    {
        _bytes += line.Length + 1;
        if (_bytes > SandboxLimits.LogBytes || _lines.Count >= SandboxLimits.LogLines) return false;
        _lines.Add(line);
        return true;
    }
}
