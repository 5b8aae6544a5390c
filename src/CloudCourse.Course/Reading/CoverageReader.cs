using CloudCourse.Course.Model;

namespace CloudCourse.Course.Reading;

/// <summary>Reads <c>inventory.yml</c> and <c>coverage.yml</c>; a course may do without both.</summary>
internal static class CoverageReader
{
    internal const string InventoryFile = "inventory.yml";
    internal const string CoverageFile = "coverage.yml";

    public static CourseCoverage? Read(SourceFolder folder, ProblemList problems)
    {
        if (!folder.Exists(InventoryFile) && !folder.Exists(CoverageFile)) return null;
        var inventory = Open(folder, problems, InventoryFile, "the points that the course has to teach");
        var coverage = Open(folder, problems, CoverageFile, "where each point of inventory.yml is covered");
        if (inventory is null || coverage is null) return null;

        var items = inventory.TextsByName("items");
        List<Correction> corrections = [];
        foreach (var entry in inventory.Objects("corrections"))
        {
            Correction correction = new(entry.Text("id"), entry.Text("name"), entry.Text("source"), entry.Text("asOf"), entry.Place().Line);
            entry.Finish();
            if (corrections.Any(c => c.Id == correction.Id)) entry.Problem("id", $"The correction `{correction.Id}` stands twice here; remove one.");
            else corrections.Add(correction);
        }
        inventory.Finish();
        var ofItems = ReadMap(coverage.Object("items", required: true));
        var ofCorrections = ReadMap(coverage.Object("corrections", required: true));
        coverage.Finish();
        return new() { Items = items, Corrections = corrections, OfItems = ofItems, OfCorrections = ofCorrections };
    }

    /// <summary>
    /// A question says it itself, or a point that both a section and a question cover says where the question's answer is told. Where several do, a section of the question's own lesson
    /// counts before others, and an earlier point before a later one.
    /// </summary>
    public static IReadOnlyDictionary<string, LessonSection> SectionsOfQuestions(CourseCoverage? coverage, CourseCatalog catalog)
    {
        Dictionary<string, LessonSection> sections = new(StringComparer.Ordinal);
        foreach (var lesson in catalog.Lessons)
        {
            foreach (var item in lesson.Quiz?.Items ?? [])
            {
                if (LessonSection.Of(catalog, $"/lessons/{lesson.Slug}#{item.Section}") is { } named) sections[FinalExam.NameOf(lesson.Slug, item.Id)] = named;
            }
        }
        foreach (var entry in coverage is null ? [] : coverage.OfItems.Covered.Concat(coverage.OfCorrections.Covered))
        {
            List<LessonSection> told = [.. entry.Places.Select(p => LessonSection.Of(catalog, p)).OfType<LessonSection>()];
            if (told.Count == 0) continue;
            foreach (var question in entry.Places.Select(p => p.Split('/', '#')))
            {
                if (question is not ["", "quizzes", var slug, var id]) continue;
                var best = told.FirstOrDefault(s => s.LessonSlug == slug) ?? told[0];
                var name = FinalExam.NameOf(slug, id);
                if (!sections.TryGetValue(name, out var before) || (before.LessonSlug != slug && best.LessonSlug == slug)) sections[name] = best;
            }
        }
        return sections;
    }

    private static YamlObject? Open(SourceFolder folder, ProblemList problems, string file, string purpose) =>
        folder.Read(file, purpose) is { } source ? new YamlSource(file, problems).ReadObject(source.Text) : null;

    private static CoverageMap ReadMap(YamlObject? map)
    {
        if (map is null) return new([], []);
        CoverageMap read = new(Entries("covered"), Entries("planned"));
        map.Finish();
        return read;

        IReadOnlyList<Coverage> Entries(string name) =>
            [.. map.PlacedTexts(name).Select(e => new Coverage(e.Name, e.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), e.Line, e.Column))];
    }
}
