namespace CloudCourse.Cli.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("no-such-command")]
    [InlineData("content", "check", "--no-such-option")]
    [InlineData("content")]
    public async Task Bad_usage_says_why_on_standard_error(params string[] args)
    {
        var run = await Cli.RunAsync("", args);
        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Help_is_on_standard_output()
    {
        var run = await Cli.RunAsync("", "content", "check", "--help");
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains("--path", run.Output, StringComparison.Ordinal);
    }
}
