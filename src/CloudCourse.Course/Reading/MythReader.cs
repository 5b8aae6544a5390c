using System.Text.RegularExpressions;
using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>An entry of <c>myths.yml</c> as it is written.</summary>
/// <param name="Lab">Null where the entry names none: then the correction's own lab counts, if it has one.</param>
/// <param name="Line">Of the file.</param>
public sealed record WrittenMyth(string Id, string Correction, string Belief, RenderedMarkdown Fact, string? Lab, int Line);

/// <summary>Reads <c>myths.yml</c>, and joins each entry with its correction's source and with the places that cover it.</summary>
internal static partial class MythReader
{
    internal const string File = "myths.yml";

    /// <summary>The entries in the file's order; a course may do without the file.</summary>
    public static IReadOnlyList<WrittenMyth> Read(SourceFolder folder, ProblemList problems, List<SourceDocument> documents)
    {
        if (folder.TryRead(File) is not { } file) return [];
        List<WrittenMyth> myths = [];
        foreach (var entry in new YamlSource(File, problems).ReadList(file.Text))
        {
            var mark = problems.Count;
            WrittenMyth myth = new(entry.Slug("id"), entry.Text("correction"), entry.Text("belief"),
                CourseMarkdown.RenderInlineWithUses(entry.Text("fact")), entry.Has("lab") ? entry.Slug("lab") : null, entry.Place().Line);
            entry.Finish();
            documents.Add(new(File, "", entry.Place("belief").Line, CourseMarkdown.RenderInlineWithUses(myth.Belief)));
            documents.Add(new(File, "", entry.Place("fact").Line, myth.Fact));
            foreach (var problem in myth.Fact.Problems) entry.Problem("fact", problem.Message);
            if (myths.Any(m => m.Id == myth.Id)) entry.Problem("id", $"The myth `{myth.Id}` stands twice here; name it differently.");
            if (myths.Any(m => SameWords(m.Belief, myth.Belief))) entry.Problem("belief", "This belief stands twice here; remove one.");
            if (problems.Count == mark) myths.Add(myth);
        }
        return myths;
    }

    /// <summary>Leaves out what has no correction, and so no source; the check names it.</summary>
    public static IReadOnlyList<Myth> Join(IReadOnlyList<WrittenMyth> written, CourseCatalog catalog, CourseCoverage? coverage)
    {
        if (coverage is null) return [];
        var corrections = coverage.Corrections.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var places = coverage.OfCorrections.Covered.ToLookup(c => c.Id, c => c.Places, StringComparer.Ordinal);
        return
        [
            .. from myth in written
               where corrections.ContainsKey(myth.Correction)
               let correction = corrections[myth.Correction]
               let named = places[myth.Correction].SelectMany(p => p).ToList()
               let covered = named.Select(p => p.Split('/', '#')).ToList()
               select new Myth
               {
                   Id = myth.Id,
                   Correction = myth.Correction,
                   Belief = myth.Belief,
                   FactHtml = myth.Fact.Html,
                   FactText = Plain(myth.Fact.Html),
                   Source = correction.Source,
                   AsOf = correction.AsOf,
                   Section = named.Select(p => LessonSection.Of(catalog, p)).FirstOrDefault(s => s is not null),
                   LabSlug = covered.Where(p => p is ["", "labs", _, ..]).Select(p => p[2]).Prepend(myth.Lab).FirstOrDefault(s => s is not null && catalog.FindLab(s) is not null),
                   QuizSlug = covered.Where(p => p is ["", "quizzes", _, ..]).Select(p => p[2]).FirstOrDefault(s => catalog.FindQuiz(s) is not null),
               },
        ];
    }

    internal static bool SameWords(string one, string other) => Words(one) == Words(other);

    /// <summary>A belief without quotation marks, full stop and capitals.</summary>
    internal static string Words(string belief) =>
        string.Concat(belief.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or ':')).Trim();

    private static string Plain(string html) => System.Net.WebUtility.HtmlDecode(Tags.Replace(html, ""));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags { get; }
}
