using CloudCourse.Cli.Content.New;

namespace CloudCourse.Cli.Tests.Content.New;

public sealed class CourseFileEditTests
{
    private const string Course = "title: A\nmodules:\n  - folder: iam\n    lessons:\n      - folder: policies\n        labs: [read, list]\n      - folder: roles # last\n  - folder: ec2\n    lessons:\n      - folder: instances\n";

    [Theory]
    [InlineData("iam", "federation", "      - folder: roles # last\n      - folder: federation\n  - folder: ec2\n")]
    [InlineData("ec2", "lifecycle", "      - folder: instances\n      - folder: lifecycle\n")]
    [InlineData("cloud", "what", "      - folder: instances\n  - folder: cloud\n    lessons:\n      - folder: what\n")]
    public void A_lesson_stands_at_the_end_of_its_module(string module, string lesson, string part) =>
        Assert.Contains(part, CourseFileEdit.AddLesson(Course, module, lesson), StringComparison.Ordinal);

    [Theory]
    [InlineData("iam", "policies", "        labs: [read, list, new]\n")]
    [InlineData("ec2", "instances", "      - folder: instances\n        labs: [new]\n")]
    public void A_lab_stands_at_the_end_of_its_lesson(string module, string lesson, string part) =>
        Assert.Contains(part, CourseFileEdit.AddLab(Course, module, lesson, "new"), StringComparison.Ordinal);

    [Theory]
    [InlineData("iam", "instances")]
    [InlineData("cloud", "policies")]
    public void A_lab_needs_its_lesson(string module, string lesson) =>
        Assert.Throws<NotPossibleException>(() => CourseFileEdit.AddLab(Course, module, lesson, "new"));
}
