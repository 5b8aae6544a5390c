namespace CloudCourse.Course.Reading;

/// <summary>Collects problems while reading goes on.</summary>
internal sealed class ProblemList
{
    private readonly List<ContentProblem> _problems = [];

    /// <summary>A reader compares it before and after to know whether its part is whole.</summary>
    public int Count => _problems.Count;

    public void Add(string file, int line, int column, string message) => _problems.Add(new(file, line, column, message));

    public void Add(ContentProblem problem) => _problems.Add(problem);

    public IReadOnlyList<ContentProblem> Sorted() => [.. _problems.Distinct().Order()];
}
