using CloudCourse.Course.Model;

namespace CloudCourse.Course.Tests.Checking;

public sealed class ExamTests
{
    private const string Exam = """
        id: 00000000-0000-4000-8000-0000000000ee
        title: Final exam
        version: 1
        questions: 1
        passMark: 0.7
        minutes: 20
        blueprint:
          - title: Permissions
            modules: [iam]
            percent: 100
        """;

    [Fact]
    public void An_exam_is_read_and_has_a_bank()
    {
        using var course = Course();
        Assert.Empty(course.Check());
        var catalog = course.Read().Catalog!;
        var exam = catalog.Exam!;
        Assert.Equal((1, 0.7, 20), (exam.Questions, exam.PassMark, exam.Minutes));
        Assert.Equal(["policies/one", "policies/two", "policies/three", "policies/four"], FinalExam.Bank(catalog, Assert.Single(exam.Parts)).Select(q => q.Name));
        Assert.Equal(0.7, catalog.PassMarks.Of(exam.Id));
    }

    [Fact]
    public void A_course_may_do_without()
    {
        using SampleCourse course = new();
        Assert.Null(course.Read().Catalog!.Exam);
    }

    [Theory]
    [InlineData("percent: 100", "percent: 90", 8, "The weights make 90 %")]
    [InlineData("modules: [iam]", "modules: [iam, ec2]", 9, "no module `ec2`")]
    [InlineData("modules: [iam]", "modules: [iamm]", 9, "`iam` is near")]
    [InlineData("modules: [iam]", "modules: [other]", 8, "No part of the exam names the module `iam`")]
    [InlineData("percent: 100", "percent: 50\n  - {title: Again, modules: [iam], percent: 50}", 11, "in two parts")]
    [InlineData("questions: 1", "questions: 3", 8, "have 6 at least")]
    [InlineData("questions: 1", "questions: 5", 8, "write more, or lower the weight")]
    [InlineData("minutes: 20", "minutes: 20\nbank: all", 7, "`bank`")]
    public void What_is_wrong_is_named_with_its_place(string old, string by, int line, string message)
    {
        using var course = Course();
        course.Replace("exam.yml", old, by);
        var problems = course.Check();
        Assert.True(problems.Any(p => p.File == "exam.yml" && p.Line == line && p.Message.Contains(message, StringComparison.Ordinal)), string.Join('\n', problems));
    }

    [Theory]
    [InlineData(new[] { 20, 8, 22, 22, 11, 11, 6 }, 40, new[] { 8, 3, 9, 9, 5, 4, 2 })]
    [InlineData(new[] { 50, 50 }, 1, new[] { 1, 0 })]
    [InlineData(new[] { 33, 33, 34 }, 10, new[] { 3, 3, 4 })]
    [InlineData(new[] { 100 }, 7, new[] { 7 })]
    public void Weights_make_whole_numbers_of_questions(int[] percents, int questions, int[] counts) =>
        Assert.Equal(counts, FinalExam.Share(percents, questions));

    [Fact]
    public void A_question_is_told_in_the_section_that_covers_the_same_point()
    {
        using var course = Course();
        course.Write("inventory.yml", "items:\n  A1: One\n  A2: Two\ncorrections:\n  - {id: E01, name: A, source: 'https://aws.amazon.com/a', asOf: 2026-11}\n");
        course.Write("coverage.yml", """
            items:
              covered:
                A1: /lessons/policies#an-arn /quizzes/policies#one
                A2: /labs/read /quizzes/policies#two
            corrections:
              covered:
                E01: /labs/read
            """);
        var sections = course.Read().Catalog!.QuestionSections;
        Assert.Equal("/lessons/policies#an-arn", Assert.Single(sections, s => s.Key == "policies/one").Value.Href);
        Assert.Single(sections);
    }

    [Fact]
    public void A_question_may_name_its_section_itself()
    {
        using var course = Course();
        course.Replace("iam/policies/quiz.yml", "  - id: two", "  - id: two\n    section: an-arn");
        Assert.Empty(course.Check());
        Assert.Equal("/lessons/policies#an-arn", course.Read().Catalog!.QuestionSections["policies/two"].Href);

        course.Replace("iam/policies/quiz.yml", "section: an-arn", "section: an-arms");
        Assert.Contains(course.Check(), p => p.File == "iam/policies/quiz.yml" && p.Message.Contains("`an-arn` is near", StringComparison.Ordinal));
    }

    private static SampleCourse Course()
    {
        SampleCourse course = new();
        course.Write("exam.yml", Exam);
        return course;
    }
}
