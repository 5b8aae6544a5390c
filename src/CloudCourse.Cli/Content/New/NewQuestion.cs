using CloudCourse.Course.Model;

namespace CloudCourse.Cli.Content.New;

/// <summary>A question whose words are still to be written.</summary>
internal static class NewQuestion
{
    public static IReadOnlyList<NewFile> Files(string folder, CourseCatalog course, string slug, string id, string type)
    {
        Names.RequireSlug(id);
        var lesson = course.FindLesson(slug) ?? throw new NotPossibleException($"The course has no lesson {slug} that can be read: {string.Join(", ", course.Lessons.Select(l => l.Slug))}.");
        if (lesson.Quiz is null) throw new NotPossibleException($"The quiz of {slug} cannot be read; `content check` says why.");
        if (lesson.Quiz.Items.Any(i => i.Id == id)) throw new NotPossibleException($"The quiz of {slug} has a question {id} already.");
        if (!Enum.TryParse<QuizItemType>(type, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            throw new NotPossibleException($"`{type}` is no type of question: {string.Join(", ", Enum.GetNames<QuizItemType>().Select(n => n.ToLowerInvariant()))}.");

        var quiz = Directory.EnumerateFiles(folder, "quiz.yml", SearchOption.AllDirectories).First(f => File.ReadAllText(f).Contains(lesson.Quiz.Id.ToString(), StringComparison.OrdinalIgnoreCase));
        var text = File.ReadAllText(quiz);
        return [new(Path.GetRelativePath(folder, quiz).Replace('\\', '/'), text.TrimEnd() + "\n" + Text(id, kind, lesson.Objectives[0].Id) + "\n")];
    }

    internal static string Text(string id, QuizItemType type, string objective) => $"""
          - id: {id}
            type: {type.ToString().ToLowerInvariant()}
            difficulty: 1
            objectives: [{objective}]
            stem: "FILL IN: the question."
        {Answers(type)}
        """;

    private static string Answers(QuizItemType type) => type switch
    {
        QuizItemType.Match => """
                pairs:
                  - { left: "FILL IN: first", right: "FILL IN: what goes with it", rationale: "FILL IN: why." }
                  - { left: "FILL IN: second", right: "FILL IN: what goes with that", rationale: "FILL IN: why." }
            """,
        QuizItemType.Order => """
                steps:
                  - { text: "FILL IN: first", rationale: "FILL IN: why first." }
                  - { text: "FILL IN: then", rationale: "FILL IN: why then." }
                  - { text: "FILL IN: last", rationale: "FILL IN: why last." }
            """,
        QuizItemType.Number => """
                number: { value: 0, tolerance: 0, unit: "FILL IN: unit", rationale: "FILL IN: how it is worked out." }
            """,
        QuizItemType.Architecture => """
                options:
                  - { text: "FILL IN: the right choice", correct: true, rationale: "FILL IN: why it fits." }
                  - { text: "FILL IN: another choice", correct: false, rationale: "FILL IN: when this would be right." }
                  - { text: "FILL IN: a third choice", correct: false, rationale: "FILL IN: when this would be right." }
            """,
        _ => """
                options:
                  - { text: "FILL IN: the right answer", correct: true, rationale: "FILL IN: why." }
                  - { text: "FILL IN: what people believe", correct: false, rationale: "FILL IN: why not." }
                  - { text: "FILL IN: another mistake", correct: false, rationale: "FILL IN: why not." }
            """,
    };
}
