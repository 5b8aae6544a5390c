using System.Text.RegularExpressions;
using CloudCourse.Course.Model;

namespace CloudCourse.Cli.Content.New;

/// <summary>
/// A lab that begins as a copy of one that works: its settings, checks, starter and solutions are graded at once, and are changed piece by piece. What learners read is
/// still to be written.
/// </summary>
internal static class NewLab
{
    private const string DefaultKind = "iam-policy";

    public static IReadOnlyList<NewFile> Files(string folder, CourseCatalog course, string place, string? like, string? kind, string? title)
    {
        var parts = Names.Parts(place, 3, "module/lesson/lab");
        var (module, lesson, lab) = (parts[0], parts[1], parts[2]);
        var target = $"{module}/{lesson}/labs/{lab}";
        if (Directory.Exists(Path.Combine(folder, target))) throw new NotPossibleException($"{target} is there already.");
        if (course.FindLesson(lab) is not null || course.FindLab(lab) is not null) throw new NotPossibleException($"A page of the course is called {lab} already; take another name.");

        var model = Model(folder, course, like, kind);
        var from = FolderOf(folder, model);
        List<NewFile> files =
        [
            new("course.yml", CourseFileEdit.AddLab(File.ReadAllText(Path.Combine(folder, "course.yml")), module, lesson, lab)),
            new($"{target}/lab.yml", LabText(File.ReadAllText(Path.Combine(from, "lab.yml")), lab, title ?? Names.AsTitle(lab))),
            new($"{target}/instructions.md", $"FILL IN: the task. What is copied from {model.Slug} (settings, checks, starter, solutions) stands beside this file; change it to suit.\n"),
            new($"{target}/hints.md", "## Where to look\n\nFILL IN: the gentlest hint.\n\n## What to write\n\nFILL IN: a plainer one.\n\n## Nearly all of it\n\nFILL IN: the plainest.\n"),
            new($"{target}/debrief.md", "FILL IN: what the learner has just done, and what it is good for.\n"),
        ];
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(from, file).Replace('\\', '/');
            if (name is "lab.yml" or "instructions.md" or "hints.md" or "debrief.md") continue;
            files.Add(new($"{target}/{name}", File.ReadAllText(file)));
        }
        return files;
    }

    private static LabDefinition Model(string folder, CourseCatalog course, string? like, string? kind)
    {
        if (like is not null) return course.FindLab(like) ?? throw new NotPossibleException($"The course has no lab {like}: {string.Join(", ", course.Labs.Select(l => l.Slug))}.");
        kind ??= DefaultKind;
        return course.Labs.Where(l => l.Kind == kind).MinBy(l => Directory.EnumerateFiles(FolderOf(folder, l), "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length))
            ?? throw new NotPossibleException($"The course has no lab of the kind {kind} to begin from: {string.Join(", ", course.Labs.Select(l => l.Kind).Distinct())}.");
    }

    private static string FolderOf(string folder, LabDefinition lab) =>
        Path.GetDirectoryName(Directory.EnumerateFiles(folder, "lab.yml", SearchOption.AllDirectories)
            .First(f => File.ReadAllText(f).Contains(lab.Id.ToString(), StringComparison.OrdinalIgnoreCase)))!;

    private static string LabText(string text, string slug, string title)
    {
        text = Line("id").Replace(text, $"id: {Guid.NewGuid()}", 1);
        text = Line("slug").Replace(text, $"slug: {slug}", 1);
        text = Line("title").Replace(text, $"title: {Names.Yaml(title).Replace("$", "$$", StringComparison.Ordinal)}", 1);
        text = Line("summary").Replace(text, "summary: \"FILL IN: one sentence, what there is to do.\"", 1);
        text = Line("version").Replace(text, "version: 1", 1);
        text = Line("status").Replace(text, "status: draft", 1);
        return Line("prerequisites").Replace(text, "prerequisites: []", 1);

        // A member of the file itself, with the lines of it that go on further in.
        static Regex Line(string member) => new($@"^{member}:.*(\n[ ]+.*)*", RegexOptions.Multiline, TimeSpan.FromSeconds(1));
    }
}
