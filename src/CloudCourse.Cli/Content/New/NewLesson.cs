using CloudCourse.Course.Model;

namespace CloudCourse.Cli.Content.New;

/// <summary>A lesson with every part that lessons have; its words are still to be written.</summary>
internal static class NewLesson
{
    public static IReadOnlyList<NewFile> Files(string folder, CourseCatalog course, string place, string? title)
    {
        var parts = Names.Parts(place, 2, "module/lesson");
        var (module, lesson) = (parts[0], parts[1]);
        if (Directory.Exists(Path.Combine(folder, place))) throw new NotPossibleException($"{place} is there already.");
        if (course.FindLesson(lesson) is not null || course.FindLab(lesson) is not null) throw new NotPossibleException($"A page of the course is called {lesson} already; take another name.");

        title ??= Names.AsTitle(lesson);
        List<NewFile> files =
        [
            new("course.yml", CourseFileEdit.AddLesson(File.ReadAllText(Path.Combine(folder, "course.yml")), module, lesson)),
            new($"{place}/lesson.md", LessonText(lesson, title)),
            new($"{place}/quiz.yml", QuizText(title)),
            new($"{place}/figures/{lesson}.svg", FigureText),
        ];
        if (!File.Exists(Path.Combine(folder, module, "module.yml"))) files.Insert(1, new($"{module}/module.yml", ModuleText(module)));
        return files;
    }

    private static string ModuleText(string module) => $"""
        id: {Guid.NewGuid()}
        slug: {module}
        title: {Names.Yaml(Names.AsTitle(module))}
        summary: "FILL IN: one sentence, what the module is about."

        """;

    private static string LessonText(string lesson, string title) => $"""
        ---
        id: {Guid.NewGuid()}
        slug: {lesson}
        title: {Names.Yaml(title)}
        summary: "FILL IN: one sentence, what the lesson is about."
        objectives:
          - id: first-objective
            text: "FILL IN: what a reader can do afterwards; rename the id, here and in quiz.yml."
          - id: second-objective
            text: "FILL IN: what else."
          - id: third-objective
            text: "FILL IN: and what else."
        minutes: 5
        version: 1
        status: draft
        ---

        FILL IN: a question or a scene that the lesson answers, and in which the terms of the glossary come up.

        ## The first thing to know

        FILL IN: the heart of the matter, in short sentences.

        ![FILL IN: what the figure shows, in at least twelve words that teach the same](figures/{lesson}.svg "FILL IN: a caption")

        > [!MYTH] "FILL IN: what people believe."
        > FILL IN: the fact, and where it shows.

        ## Worked example: one case from beginning to end

        FILL IN: a case with figures or commands.

        > [!CHECK] FILL IN: a question that only who has understood can answer?
        >
        > ---
        > FILL IN: its answer, and why.

        ## Summary

        - FILL IN: the first point.
        - FILL IN: the second point.
        - FILL IN: the third point.

        Now try [the quiz](/quizzes/{lesson}).

        ## Further reading

        - [FILL IN: a page of AWS](https://docs.aws.amazon.com/)
        - [FILL IN: another page](https://aws.amazon.com/)

        ## Sources

        - FILL IN: each fact with the page that it comes from, as of month and year.

        """;

    private static string QuizText(string title) => $"""
        id: {Guid.NewGuid()}
        title: {Names.Yaml(title)}
        version: 1
        items:
        {string.Join('\n', new[] { "first", "second", "third" }.Select(n => NewQuestion.Text($"{n}-question", QuizItemType.Single, $"{n}-objective")))}

        """;

    private const string FigureText = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 240">
          <rect x="20" y="20" width="600" height="200" rx="8" fill="var(--paper-2)" stroke="var(--line)"/>
          <text x="320" y="126" text-anchor="middle" font-size="18" fill="var(--ink)">FILL IN: draw it</text>
        </svg>

        """;
}
