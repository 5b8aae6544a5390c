namespace CloudCourse.Simulation.Findings;

/// <summary>A place in the text that a learner submitted.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the value; empty for the whole document or for text that is not JSON.</param>
/// <param name="Start">Offset of the first character, in UTF-16 units from 0.</param>
/// <param name="End">Offset just past the last character.</param>
public readonly record struct Location(string Pointer, int Start, int End)
{
    public static readonly Location None = new("", 0, 0);
}

/// <summary>A value together with the place it was read from.</summary>
public sealed record Located<T>(T Value, Location At);
