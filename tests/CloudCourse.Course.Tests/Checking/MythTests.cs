namespace CloudCourse.Course.Tests.Checking;

public sealed class MythTests
{
    private const string Myths = """
        - id: statement-is-policy
          correction: E01
          belief: A `statement` is a policy.
          fact: It is a part of *one*.
          lab: read
        """;

    [Fact]
    public void A_myth_is_joined_with_its_source_its_section_and_its_lab()
    {
        using var course = Course();
        Assert.Empty(course.Check());
        var myth = Assert.Single(course.Read().Catalog!.Myths);
        Assert.Equal(("statement-is-policy", "E01", "read", "policies"), (myth.Id, myth.Correction, myth.LabSlug, myth.QuizSlug));
        Assert.Equal("/lessons/policies#an-arn", myth.Section!.Href);
        Assert.Equal(("An ARN", "iam"), (myth.Section.Heading, myth.Section.ModuleSlug));
        Assert.Equal(("It is a part of <em>one</em>.", "It is a part of one."), (myth.FactHtml, myth.FactText));
        Assert.Equal(("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies.html", "2026-11"), (myth.Source, myth.AsOf));
    }

    [Fact]
    public void Without_a_lab_of_its_own_the_corrections_lab_counts()
    {
        using var course = Course();
        course.Replace("myths.yml", "  lab: read", "");
        Assert.Null(Assert.Single(course.Read().Catalog!.Myths).LabSlug);
        course.Replace("coverage.yml", "#an-arn /quizzes", "#an-arn /labs/read /quizzes");
        Assert.Equal("read", Assert.Single(course.Read().Catalog!.Myths).LabSlug);
    }

    [Theory]
    [InlineData("\"A statement is a policy.\"", "/myths#statement-is-policy")]
    [InlineData("“A `statement` is a policy”", "/myths#statement-is-policy")]
    [InlineData("\"A policy is a statement.\"", "/myths")]
    public void A_note_in_a_lesson_links_to_its_entry(string title, string href)
    {
        using var course = Course();
        course.Replace("iam/policies/lesson.md", "## An ARN", $"> [!MYTH] {title}\n> No.\n\n## An ARN");
        Assert.Contains($"<p class=\"callout-more\"><a href=\"{href}\">", course.Read().Catalog!.FindLesson("policies")!.Document.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("myths.yml", "E01", "E02", 1, "no correction `E02`")]
    [InlineData("myths.yml", "lab: read", "lab: reed", 1, "`read` is near")]
    [InlineData("myths.yml", "lab: read", "lab: read\n  source: here", 6, "`source`")]
    [InlineData("myths.yml", "  fact: It is a part of *one*.\n", "", 1, "`fact` is missing")]
    [InlineData("coverage.yml", "/lessons/policies#an-arn ", "", 1, "No section of a lesson tells `E01`")]
    [InlineData("myths.yml", "- id", "- {id: other, correction: E01, belief: a statement is a policy, fact: No.}\n- id", 4, "stands twice")]
    [InlineData("myths.yml", "- id", "- {id: statement-is-policy, correction: E01, belief: Another., fact: No.}\n- id", 2, "stands twice")]
    [InlineData("iam/policies/lesson.md", "(/labs/read)", "(/myths#statement-is-polic)", 15, "`statement-is-policy` is near")]
    public void What_is_wrong_is_named_with_its_place(string file, string old, string by, int line, string message)
    {
        using var course = Course();
        course.Replace(file, old, by);
        var problems = course.Check();
        Assert.True(problems.Any(p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Fact]
    public void Somewhere_a_learner_meets_it()
    {
        using var course = Course();
        course.Replace("myths.yml", "  lab: read", "");
        Assert.Empty(course.Check());
        course.Replace("coverage.yml", " /quizzes/policies#one", "");
        Assert.Contains(course.Check(), p => p.File == "myths.yml" && p.Message.Contains("Nothing lets a learner meet `E01`", StringComparison.Ordinal));
    }

    private static SampleCourse Course()
    {
        SampleCourse course = new();
        course.Write("myths.yml", Myths);
        course.Write("inventory.yml", """
            items:
              A1: Reading a policy
            corrections:
              - id: E01
                name: A statement is no policy
                source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies.html
                asOf: 2026-11
            """);
        course.Write("coverage.yml", """
            items:
              covered:
                A1: /lessons/policies#an-arn
            corrections:
              covered:
                E01: /lessons/policies#an-arn /quizzes/policies#one
            """);
        return course;
    }
}
