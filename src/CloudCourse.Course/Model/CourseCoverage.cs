namespace CloudCourse.Course.Model;

/// <summary>What the course has to teach (<c>inventory.yml</c>) and where it does (<c>coverage.yml</c>).</summary>
public sealed record CourseCoverage
{
    /// <summary>Points by id, such as <c>B6a</c>, each with a few words that say what it is. In the file's order.</summary>
    public required IReadOnlyDictionary<string, string> Items { get; init; }
    public required IReadOnlyList<Correction> Corrections { get; init; }
    public required CoverageMap OfItems { get; init; }
    public required CoverageMap OfCorrections { get; init; }
}

/// <summary>Something that is commonly told wrongly, and that the course tells rightly.</summary>
/// <param name="Id">Such as <c>E07</c>.</param>
/// <param name="Source">The page that the fact comes from.</param>
/// <param name="AsOf">When that page was read: <c>2026-11</c>.</param>
/// <param name="Line">Of <c>inventory.yml</c>.</param>
public sealed record Correction(string Id, string Name, string Source, string AsOf, int Line);

/// <param name="Planned">The slug of the lesson that is still to cover a point, or to cover it better.</param>
public sealed record CoverageMap(IReadOnlyList<Coverage> Covered, IReadOnlyList<Coverage> Planned);

/// <param name="Places">Sections of lessons, labs and questions as the course links to them: <c>/lessons/policies#by-tag</c>, <c>/labs/own-password</c>,
/// <c>/quizzes/policies#by-tag</c>; in <see cref="CoverageMap.Planned"/> one lesson's slug.</param>
public sealed record Coverage(string Id, IReadOnlyList<string> Places, int Line, int Column);
