namespace CloudCourse.Course.Reading;

/// <summary>Something in the course's files that an author must mend.</summary>
/// <param name="File">Relative to the content folder, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Message">What is there, then what to do.</param>
public sealed record ContentProblem(string File, int Line, int Column, string Message) : IComparable<ContentProblem>
{
    public int CompareTo(ContentProblem? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(File, other.File);
        if (order == 0) order = Line.CompareTo(other.Line);
        if (order == 0) order = Column.CompareTo(other.Column);
        return order != 0 ? order : string.CompareOrdinal(Message, other.Message);
    }

    /// <summary><c>file:line:column: message</c>, which editors and terminals turn into a link.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
