namespace CloudCourse.Simulation.Findings;

/// <summary>A place in the text that a learner submitted.</summary>
public readonly record struct Location
{
    public static readonly Location None = new("", 0, 0);

    // A text, a path, or nothing for the whole document. Few places are ever told, so few paths become texts.
    private readonly object? _path;

    /// <param name="pointer">JSON pointer (RFC 6901) of the value; empty for the whole document or for text that is not JSON.</param>
    /// <param name="start">Offset of the first character, in UTF-16 units from 0.</param>
    /// <param name="end">Offset just past the last character.</param>
    public Location(string pointer, int start, int end) => (_path, Start, End) = (pointer, start, end);

    internal Location(JsonPath? path, int start, int end) => (_path, Start, End) = (path, start, end);

    /// <summary>JSON pointer (RFC 6901) of the value; empty for the whole document or for text that is not JSON.</summary>
    public string Pointer
    {
        get => _path as string ?? _path?.ToString() ?? "";
        init => _path = value;
    }

    /// <summary>Offset of the first character, in UTF-16 units from 0.</summary>
    public int Start { get; init; }

    /// <summary>Offset just past the last character.</summary>
    public int End { get; init; }

    public bool Equals(Location other) => Start == other.Start && End == other.End && (_path == other._path || Pointer == other.Pointer);

    public override int GetHashCode() => HashCode.Combine(Start, End);
}

/// <summary>A value together with the place it was read from.</summary>
public sealed record Located<T>(T Value, Location At);
