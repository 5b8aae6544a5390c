using CloudCourse.Course.Model;

namespace CloudCourse.Course.Reading;

internal static class GlossaryReader
{
    internal const string File = "glossary.yml";

    /// <summary>The terms of <c>glossary.yml</c>, in its order; a course may do without the file.</summary>
    public static IReadOnlyList<GlossaryTerm> Read(SourceFolder folder, ProblemList problems)
    {
        if (folder.TryRead(File) is not { } file) return [];
        List<GlossaryTerm> terms = [];
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in new YamlSource(File, problems).ReadList(file.Text))
        {
            var mark = problems.Count;
            var name = entry.Text("term");
            var definition = entry.Text("definition");
            var alsoWritten = entry.Texts("alsoWritten");
            entry.Finish();
            foreach (var form in alsoWritten.Prepend(name).Where(f => f.Length > 0 && !names.Add(f)))
                entry.Problem("term", $"`{form}` is already in the glossary; define it once.");
            if (problems.Count == mark) terms.Add(new(name, definition, alsoWritten));
        }
        return terms;
    }
}
