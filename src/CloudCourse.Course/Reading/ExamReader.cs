using CloudCourse.Course.Model;

namespace CloudCourse.Course.Reading;

/// <summary>Reads <c>exam.yml</c>; a course may do without one.</summary>
internal static class ExamReader
{
    internal const string File = "exam.yml";
    private const int MostQuestions = 100;

    /// <summary>Null where there is no exam, or a broken one.</summary>
    /// <param name="modules">Slugs of the course's modules.</param>
    public static FinalExam? Read(SourceFolder folder, ProblemList problems, ActivityIds ids, IReadOnlyList<string> modules)
    {
        if (!folder.Exists(File) || folder.Read(File, "the final exam's blueprint") is not { } file) return null;
        if (new YamlSource(File, problems).ReadObject(file.Text) is not { } exam) return null;

        var mark = problems.Count;
        var questions = exam.Integer("questions", 1, MostQuestions);
        List<(string Title, IReadOnlyList<string> Modules, int Percent)> lines = [];
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (var entry in exam.Objects("blueprint"))
        {
            (string Title, IReadOnlyList<string> Modules, int Percent) line = (entry.Text("title"), entry.Texts("modules", required: true), entry.Integer("percent", 1, 100));
            entry.Finish();
            foreach (var slug in line.Modules)
            {
                if (!named.Add(slug)) entry.Problem("modules", $"The module `{slug}` is in two parts of the exam; name it in one.");
                else if (!modules.Contains(slug))
                {
                    entry.Problem("modules", Spelling.Nearest(slug, modules) is { } like
                        ? $"There is no module `{slug}`; `{like}` is near." : $"There is no module `{slug}` in the course.");
                }
            }
            lines.Add(line);
        }
        if (lines.Sum(l => l.Percent) is not 100 and var sum) exam.Problem("blueprint", $"The weights make {sum} %; they must make 100.");
        foreach (var slug in modules.Where(m => !named.Contains(m)))
            exam.Problem("blueprint", $"No part of the exam names the module `{slug}`; add it to one.");

        var counts = FinalExam.Share([.. lines.Select(l => l.Percent)], questions);
        FinalExam read = new()
        {
            Id = ids.Id(exam, File),
            Title = exam.Text("title"),
            Version = exam.Integer("version", 1, 10_000),
            Questions = questions,
            PassMark = (double)exam.Decimal("passMark", 0, 1),
            Minutes = exam.Integer("minutes", 1, 600),
            Parts = [.. lines.Zip(counts, (l, count) => new ExamPart(l.Title, l.Modules, l.Percent, count))],
        };
        exam.Finish();
        return problems.Count == mark ? read : null;
    }
}
