namespace CloudCourse.Course.Tests.Checking;

public sealed class CourseCheckTests
{
    private const string LessonFile = "iam/policies/lesson.md";
    private const string LabFolder = "iam/policies/labs/read/";

    [Fact]
    public void A_course_without_fault_passes()
    {
        using SampleCourse course = new();
        Assert.Empty(course.Check());
    }

    [Theory]
    [InlineData(LessonFile, "/labs/read", "/labs/reed", 15, "`read` is near")]
    [InlineData(LessonFile, "#an-arn", "#an-arm", 15, "`#an-arn` is near")]
    [InlineData(LessonFile, "/labs/read", "/lessons/policies#an-arm", 15, "`#an-arn` is near")]
    [InlineData(LessonFile, "/labs/read", "/pages/read", 15, "not a page")]
    [InlineData(LessonFile, "## An ARN\n", "## An ARN\n\n@@bucket@@\n", 15, "stays unfilled")]
    [InlineData(LessonFile, "minutes: 5", "minutes: 5\nprerequisites: [basics]", 10, "no lesson or lab")]
    [InlineData(LessonFile, "minutes: 5", "minutes: 5\nprerequisites: [read]", 10, "comes later")]
    [InlineData(LessonFile, "objectives:\n", "objectives:\n  - id: never-asked\n    text: Never asked.\n", 7, "No check and no question")]
    [InlineData("iam/policies/quiz.yml", "objectives: [read-one]\n    stem: Which?", "objectives: [read-onn]\n    stem: Which?", 6, "`read-one` is near")]
    [InlineData(LabFolder + "checks.yml", "objectives: [allow-read]", "objectives: [allow-red]", 5, "`allow-read` is near")]
    [InlineData(LabFolder + "lab.yml", "templates: [instructions.md, ", "templates: [", null, "templates")]
    [InlineData(LabFolder + "instructions.md", "@@bucket@@", "@@bukket@@", 1, "correct the name")]
    public void A_mistake_that_reading_cannot_see(string file, string old, string by, int? line, string message)
    {
        using SampleCourse course = new();
        course.Replace(file, old, by);
        var problems = course.Check();
        Assert.Contains(problems, p => (line is null || (p.File == file && p.Line == line)) && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("iam/policies/figures/old.svg")]
    [InlineData("iam/policies/notes.txt")]
    [InlineData("ec2/instances/lesson.md")]
    [InlineData(LabFolder + "starter/extra.json")]
    public void What_nothing_refers_to_is_named(string file)
    {
        using SampleCourse course = new();
        course.Write(file, "x");
        Assert.Equal(file, Assert.Single(course.Check()).File);
    }

    [Fact]
    public void A_lesson_asks_at_least_three_questions()
    {
        using SampleCourse course = new();
        course.Delete("iam/policies/quiz.yml");
        Assert.Contains(course.Check(), p => p.File == "iam/policies/quiz.yml" && p.Message.Contains("at least 3", StringComparison.Ordinal));
    }
}
