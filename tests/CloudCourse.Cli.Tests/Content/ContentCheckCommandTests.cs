namespace CloudCourse.Cli.Tests.Content;

public sealed class ContentCheckCommandTests
{
    [Fact]
    public async Task Problems_are_sorted_with_their_places_and_make_the_exit_code_one()
    {
        var folder = Directory.CreateTempSubdirectory("cloudcourse-check-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "course.yml"), """
                id: 00000000-0000-4000-8000-000000000001
                title: A course
                summary: It is short.
                quizPassMark: high
                modules:
                  - folder: iam
                    lessons:
                      - folder: policies
                """, TestContext.Current.CancellationToken);
            var run = await Cli.RunAsync("", "content", "check", "--path", folder);
            Assert.Equal(ExitCode.Failed, run.ExitCode);
            Assert.Equal(
            [
                "course.yml:4:15: `quizPassMark` is `high`; it takes a number from 0 to 1.",
                "iam/module.yml:1:1: This file is missing; it holds the module's id, slug, title and summary.",
                "0 lessons, 0 labs, 0 questions checked; 2 problems.",
            ], run.Lines);
            Assert.Contains("Reading", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_without_a_course_is_bad_usage()
    {
        var run = await Cli.RunAsync("", "content", "check", "--path", Path.GetTempPath());
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Contains("course.yml", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
