using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>Reads <c>lesson.md</c> with the quiz and the labs in its folder.</summary>
internal sealed class LessonReader(
    SourceFolder folder, ProblemList problems, ActivityIds ids, Glossary glossary, IReadOnlyList<WrittenMyth> myths, List<SourceDocument> documents)
{
    /// <param name="path">The lesson's folder.</param>
    /// <returns>Null where the lesson's own file is broken; a broken quiz or lab is only left out of it.</returns>
    public Lesson? Read(string path, string moduleSlug, IReadOnlyList<string> labFolders)
    {
        var file = $"{path}/lesson.md";
        if (folder.Read(file, "the lesson's front matter and text") is not { } source) return null;
        if (FrontMatter.Split(source, problems) is not { } parts) return null;
        if (new YamlSource(file, problems, firstLine: 2).ReadObject(parts.Yaml) is not { } front) return null;

        var mark = problems.Count;
        Lesson lesson = new()
        {
            Id = ids.Id(front, file),
            Slug = ids.Slug(front, file, "page"),
            Title = front.Text("title"),
            Summary = front.Text("summary"),
            Objectives = ReadObjectives(front),
            Concepts = front.Texts("concepts"),
            Prerequisites = front.Texts("prerequisites"),
            Minutes = front.Integer("minutes", 1, 240),
            Version = front.Integer("version", 1, 10_000),
            Status = front.Word<ContentStatus>("status"),
            ModuleSlug = moduleSlug,
            Document = new("", []),
            Labs = [],
        };
        front.Finish();
        var whole = problems.Count == mark;

        var rendered = CourseMarkdown.Render(parts.Body, new()
        {
            Glossary = glossary,
            MythPage = title => myths.FirstOrDefault(m => MythReader.SameWords(m.Belief, title)) is { } myth ? $"/myths#{myth.Id}" : "/myths",
            ReadFigure = figure => folder.TryRead($"{path}/{figure}")?.Text,
        });
        Keep(new(file, lesson.Slug, parts.BodyLine, rendered));

        QuizReader quizzes = new(folder, problems, ids, documents);
        LabReader labs = new(folder, problems, ids, documents);
        List<LabDefinition> definitions = [];
        foreach (var lab in labFolders)
        {
            if (labs.Read($"{path}/labs/{lab}", lesson) is { } definition) definitions.Add(definition);
        }
        var quiz = quizzes.Read(path, lesson);
        return whole ? lesson with { Document = new(rendered.Html, rendered.Contents), Labs = definitions, Quiz = quiz } : null;
    }

    internal static IReadOnlyList<Objective> ReadObjectives(YamlObject from)
    {
        List<Objective> objectives = [];
        foreach (var entry in from.Objects("objectives"))
        {
            Objective objective = new(entry.Slug("id"), entry.Text("text"));
            entry.Finish();
            if (objectives.Any(o => o.Id == objective.Id)) entry.Problem("id", $"The objective `{objective.Id}` stands twice here; name it differently.");
            else objectives.Add(objective);
        }
        return objectives;
    }

    private void Keep(SourceDocument document)
    {
        documents.Add(document);
        foreach (var problem in document.Rendered.Problems) problems.Add(document.Problem(problem.At, problem.Message));
    }
}
