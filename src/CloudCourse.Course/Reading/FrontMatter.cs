namespace CloudCourse.Course.Reading;

/// <summary>The YAML between two lines of <c>---</c> at the top of a Markdown file, and the Markdown after it.</summary>
/// <param name="BodyLine">Line of the file on which the body begins.</param>
internal sealed record FrontMatter(string Yaml, string Body, int BodyLine)
{
    /// <summary>Null, with a problem, where there is none.</summary>
    public static FrontMatter? Split(SourceFile file, ProblemList problems)
    {
        if (!file.Text.StartsWith("---\n", StringComparison.Ordinal))
        {
            problems.Add(file.Path, 1, 1, "The file begins with its front matter: a line `---`, the members, a line `---`.");
            return null;
        }
        var end = file.Text.IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0)
        {
            problems.Add(file.Path, 1, 1, "The front matter is never closed: add a line `---` after its last member.");
            return null;
        }
        var yaml = file.Text[4..Math.Max(4, end + 1)];
        return new(yaml, file.Text[(end + 5)..], yaml.Count(c => c == '\n') + 3);
    }
}
