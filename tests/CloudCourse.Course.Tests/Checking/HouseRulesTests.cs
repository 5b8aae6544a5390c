using CloudCourse.Course.Checking.English;
using CloudCourse.Course.Checking.HouseRules;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering;
using CloudCourse.Course.Rendering.Prose;

namespace CloudCourse.Course.Tests.Checking;

public sealed class HouseRulesTests
{
    private const string LessonFile = "iam/policies/lesson.md";
    private const string Figure = "![The policy is a box and every statement is a smaller box inside it](figures/box.svg \"A box\")";

    [Fact]
    public void Our_course_keeps_them()
    {
        var folder = ContentFolder.Find(null, AppContext.BaseDirectory);
        Assert.Empty(HouseRulesCheck.Of(new(CourseReader.Read(folder, new() { IncludeDrafts = true }), folder)).Select(p => p.ToString()));
    }

    [Fact]
    public void A_lesson_that_has_every_part_passes()
    {
        using var course = Course();
        Assert.Empty(Check(course));
    }

    [Theory]
    [InlineData("## Worked example: one bucket", "## One bucket", 4, "no worked example")]
    [InlineData("> [!MYTH] \"A statement is a policy.\"", "> A statement", 4, "no common mistake")]
    [InlineData("> [!CHECK] Who reads it?", "> Who reads it?", 4, "no question inside the text")]
    [InlineData(Figure, "", 4, "no figure")]
    [InlineData("every statement is a smaller box inside it", "so on", 17, "the words for figures/box.svg are 8")]
    [InlineData("The policy is a box and", "A picture of a policy as a box, and", 17, "say at once what it shows")]
    [InlineData("An ARN and", "A name and", 4, "2 terms of the glossary")]
    [InlineData("## Summary", "## At last", 4, "no summary")]
    [InlineData("- Names are long.\n", "", null, "2 points")]
    [InlineData("## Further reading", "## Links", 4, "no further reading")]
    [InlineData("https://aws.amazon.com/iam/", "https://example.org/", null, "links to 1 of AWS's own pages")]
    [InlineData("## Sources", "## From", 4, "no sources")]
    [InlineData(", as of May 2026", "", null, "when it was read")]
    [InlineData("minutes: 6", "minutes: 11", 10, "`minutes` is 11")]
    [InlineData("The key is here.", "The kee is here.", null, "`kee` is in no dictionary")]
    [InlineData("The key is here.", "The ke\u00fc is here.", null, "is in no dictionary")]
    [InlineData("The key is here.", "FILL IN: say where the key is.", null, "Still to be written: FILL IN: say where the key is.")]
    public void What_is_missing_is_named(string old, string by, int? line, string message)
    {
        using var course = Course();
        course.Replace(LessonFile, old, by);
        var problems = Check(course);
        Assert.Contains(problems, p => p.File == LessonFile && (line is null || p.Line == line) && p.Message.Contains(message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_misspelt_word_is_pointed_at()
    {
        using var course = Course();
        course.Replace(LessonFile, "The key is here.", "The key **is heer**.");
        var problem = Assert.Single(Check(course));
        var lines = File.ReadAllLines(Path.Combine(course.Folder, LessonFile));
        Assert.StartsWith("heer", lines[problem.Line - 1][(problem.Column - 1)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_the_courses_own_list_are_known()
    {
        using var course = Course();
        course.Replace(LessonFile, "The key is here.", "Heer is Pia's key.");
        course.Write("words.txt", "# Names\nPia\n\nheer\n");
        Assert.Empty(Check(course));
    }

    [Theory]
    [InlineData(2, "1.4 minutes; a lesson takes 5 to 12: say more")]
    [InlineData(30, "minutes; a lesson takes 5 to 12: cut, or divide it")]
    public void A_lesson_is_neither_short_nor_long(int parts, string message)
    {
        using var course = Course(parts);
        Assert.Contains(Check(course), p => p.Line == 10 && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hard_lesson_is_pointed_at_where_it_is_hardest()
    {
        using var course = Course();
        course.Replace(LessonFile, "She opens the door and looks at the shelf.", string.Join(' ', Enumerable.Repeat("administrative responsibilities necessitate comprehensive documentation", 6)) + ".");
        Assert.Contains("hardest paragraph begins here", Assert.Single(Check(course)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_has_an_end()
    {
        using var course = Course();
        course.Replace(LessonFile, "The key is here.", string.Join(" and ", Enumerable.Repeat("the key is here", 10)) + ".");
        Assert.Contains(Check(course), p => p.Message.Contains("49 words; 45 at most", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hints.md", "## Read", "Read", "2 tiers of hints")]
    [InlineData("lab.yml", "minutes: 5", "minutes: 16", "`minutes` is 16; a lab takes 15 at most")]
    [InlineData("solutions/good-other/policy.json", "{ }", "{ \"bucket\": \"@@bucket@@\" }", "`solutions/good-plain` is the same as `solutions/good-other`")]
    public void A_lab_helps_in_steps_and_has_two_ways(string file, string old, string by, string message)
    {
        using var course = Course();
        course.Replace("iam/policies/labs/read/" + file, old, by);
        Assert.Contains(Check(course), p => p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_lab_knows_four_mistakes()
    {
        using var course = Course();
        course.Delete("iam/policies/labs/read/solutions/bad-c/policy.json");
        course.Delete("iam/policies/labs/read/solutions/bad-c/expect.yml");
        Directory.Delete(Path.Combine(course.Folder, "iam/policies/labs/read/solutions/bad-c"));
        Assert.Contains("are 3 solutions `solutions/bad-*`", Assert.Single(Check(course)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("centres")]
    [InlineData("unlocked")]
    [InlineData("reopening")]
    [InlineData("happiness")]
    [InlineData("quickly")]
    [InlineData("They're")]
    [InlineData("LONDON")]
    [InlineData("London's")]
    public void English_words_have_their_forms(string word) => Assert.True(EnglishWords.British.Has(word));

    [Theory]
    [InlineData("centters")]
    [InlineData("recieve")]
    [InlineData("walkked")]
    [InlineData("london")]
    public void Other_words_are_none(string word) => Assert.False(EnglishWords.British.Has(word));

    [Theory]
    [InlineData("cat", 1)]
    [InlineData("bucket", 2)]
    [InlineData("made", 1)]
    [InlineData("table", 2)]
    [InlineData("needed", 2)]
    [InlineData("stopped", 1)]
    [InlineData("responsibility", 6)]
    [InlineData("EC2", 1)]
    [InlineData("\uFFFC", 1)]
    public void Syllables(string word, int count) => Assert.Equal(count, ReadingMeasure.Syllables(word));

    /// <summary>0.39 · 6 words a sentence + 11.8 · 1 syllable a word − 15.59.</summary>
    [Fact]
    public void The_grade_follows_the_formula() =>
        Assert.Equal(0.39 * 6 + 11.8 - 15.59, ReadingMeasure.Grade(CourseMarkdown.Render("The cat sat on the mat. The dog sat on the log.", RenderOptions.Plain).Prose), 6);

    [Fact]
    public void Words_are_taken_out_with_their_place()
    {
        var prose = CourseMarkdown.Render("## A *new* head\n\nSee `code` and **bold\ntext** [here](/labs/read).\n\n| a | b |\n|---|---|\n| c d | e |\n\n> [!MYTH] So.\n> It is not.\n", RenderOptions.Plain).Prose;
        Assert.Equal(["A new head", "See \uFFFC and bold text here.", "a", "b", "c d", "e", "So. It is not."], prose.Select(b => b.Text));
        Assert.Equal([ProseKind.Heading, ProseKind.Paragraph, ProseKind.Cell, ProseKind.Cell, ProseKind.Cell, ProseKind.Cell, ProseKind.Paragraph], prose.Select(b => b.Kind));
        Assert.Equal(new SourcePlace(4, 1), prose[1].PlaceOf(prose[1].Text.IndexOf("text", StringComparison.Ordinal)));
        Assert.Equal("myth", prose[^1].Callout);
    }

    private static IReadOnlyList<ContentProblem> Check(SampleCourse course) => HouseRulesCheck.Of(new(course.Read(drafts: true), course.Folder));

    /// <summary>The sample course, with a lesson and a lab as ours have to be.</summary>
    /// <param name="parts">How often a part of some hundred words stands in the lesson.</param>
    private static SampleCourse Course(int parts = 12)
    {
        SampleCourse course = new();
        course.Write("glossary.yml", "- { term: ARN, definition: A name. }\n- { term: bucket, definition: Holds objects. }\n- { term: statement, definition: A part of a policy. }\n");
        course.Replace(LessonFile, "  - id: read-one\n    text: Read a policy.\nminutes: 5", "  - { id: read-one, text: Read a policy. }\n  - { id: two, text: Two. }\n  - { id: three, text: Three. }\nminutes: 6");
        var text = File.ReadAllText(Path.Combine(course.Folder, LessonFile));
        var head = text[..(text.LastIndexOf("---\n", StringComparison.Ordinal) + 4)];
        course.Write(LessonFile, $"""
            {head}
            An ARN and a bucket meet in a statement. The key is here.

            {Figure}

            > [!MYTH] "A statement is a policy."
            > It is a part of one.

            ## Worked example: one bucket

            {string.Join("\n\n", Enumerable.Repeat(Part, parts))}

            > [!CHECK] Who reads it?
            >
            > ---
            > Nobody.

            ## Summary

            - A policy has statements.
            - A statement has parts.
            - Names are long.

            ## Further reading

            - [IAM](https://aws.amazon.com/iam/)
            - [Policies](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html)

            ## Sources

            - All of it: the page above, as of May 2026.

            """);
        course.Write("iam/policies/labs/read/hints.md", "## Look\n\nOnce.\n\n## Read\n\nTwice.\n\n## Write\n\nNow.\n");
        course.Write("iam/policies/labs/read/solutions/good-other/policy.json", "{ }\n");
        foreach (var name in (string[])["a", "b", "c"])
        {
            course.Write($"iam/policies/labs/read/solutions/bad-{name}/policy.json", "{}\n");
            course.Write($"iam/policies/labs/read/solutions/bad-{name}/expect.yml", "check: ana-reads\nkey: denied\n");
        }
        return course;
    }

    private const string Part = """
        She opens the door and looks at the shelf. There are ten boxes on it, and each has a name. Some names are short. Some are as long as a
        line in a book. She takes the first box down and puts it on the table. It is full of letters, and most of them are old. She reads one of them, then
        another, and then she makes a list. The list says who wrote to whom, and when, and what about. In the evening she puts the box back and locks the door.
        The next day she will come again and take the second box from the shelf.
        """;
}
