namespace CloudCourse.Cli.Tests.Content;

public sealed class ContentCoverageCommandTests
{
    [Fact]
    public async Task Every_point_of_our_course_is_listed_with_its_places()
    {
        var run = await Cli.RunAsync("", "content", "coverage");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Equal(178 + 84 + 1, run.Lines.Count);
        Assert.Contains(run.Lines, l => l.StartsWith("B6a  ", StringComparison.Ordinal) && l.Contains("/labs/choose-a-region", StringComparison.Ordinal));
        Assert.StartsWith("178 points, 84 corrections; ", run.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_planned_can_be_listed_by_itself()
    {
        var run = await Cli.RunAsync("", "content", "coverage", "--planned");
        Assert.All(run.Lines.SkipLast(1), l => Assert.Contains("planned: ", l, StringComparison.Ordinal));
    }
}
