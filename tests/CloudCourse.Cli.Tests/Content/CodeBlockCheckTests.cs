using CloudCourse.Cli.Content;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Tests.Content;

public sealed class CodeBlockCheckTests
{
    private const string Policy = """{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*" } ] }""";
    private const string Trust = """{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } ] }""";

    [Theory]
    [InlineData("json", """{ "a": 1 }""")]
    [InlineData("json policy", Policy)]
    [InlineData("json policy invalid", """{ "Effect": "Allow" }""")]
    [InlineData("json policy trust", Trust)]
    [InlineData("json policy invalid", Trust)]
    [InlineData("json policy trust invalid", Policy)]
    [InlineData("json policy resource", """{ "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*" } ] }""")]
    [InlineData("json invalid", "{ oh }")]
    [InlineData("json task-definition invalid", """{ "family": "web" }""")]
    [InlineData("python handler", "fine")]
    [InlineData("python handler invalid", "broken")]
    [InlineData("python", "anything = 1")]
    [InlineData("python invalid", "broken")]
    [InlineData("yaml", "a: [1, 2]")]
    [InlineData("yaml invalid", "a: [1, 2")]
    [InlineData("bash", "# nothing\necho \"it's\"")]
    [InlineData("bash invalid", "aws ec2 run-instance")]
    [InlineData("bash", "aws s3 ls")]
    [InlineData("text", "{ oh }")]
    public async Task A_block_that_keeps_what_it_claims(string info, string code) => Assert.Empty(await CheckAsync(info, code));

    [Theory]
    [InlineData("json", "{\n  \"a\": 1,\n  oh\n}", 6, 3)]
    [InlineData("json", "{ \"a\": 1,\n  \"a\": 2 }", 5, 3)]
    [InlineData("json policy", "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [ { \"Effect\": \"allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\" } ]\n}", 6, 30)]
    [InlineData("json task-definition", "{\n  \"containerDefinitions\": [ { \"name\": \"a\", \"image\": \"b\", \"cpu\": \"1\" } ],\n  \"family\": \"web\" }", 5, 65)]
    [InlineData("json invalid", "{}", 3, 1)]
    [InlineData("python handler", "broken", 5, 1)]
    [InlineData("python handler invalid", "fine", 3, 1)]
    [InlineData("json polices", "{}", 3, 1)]
    [InlineData("python", "broken", 3, 1)]
    [InlineData("yaml", "a: 1\nb: [2", 5, 1)]
    [InlineData("bash", "cd /tmp\naws ec2 run-instance", 5, 1)]
    public async Task A_block_that_does_not_is_named_with_its_place(string info, string code, int line, int column)
    {
        var problem = (await CheckAsync(info, code))[0];
        Assert.Equal(("lesson.md", line, column), (problem.File, problem.Line, problem.Column));
    }

    [Fact]
    public async Task Where_handlers_cannot_run_they_are_passed_over() => Assert.Empty(await CheckAsync("python handler", "broken", new CodeBlockCheck(null)));

    /// <summary>The fence stands on the file's third line.</summary>
    private static Task<IReadOnlyList<ContentProblem>> CheckAsync(string info, string code, CodeBlockCheck? check = null) =>
        (check ?? new(new Loader())).OfAsync(
            new("lesson.md", "lesson", 2, CourseMarkdown.Render($"\n```{info}\n{code}\n```\n", RenderOptions.Plain)), TestContext.Current.CancellationToken);

    /// <summary>Loads every handler but the one that is broken in its second line.</summary>
    private sealed class Loader : IHandlerRuntime
    {
        public Task<HandlerRuntimeStatus> GetStatusAsync(CancellationToken cancel) => Task.FromResult(new HandlerRuntimeStatus(true, ""));

        public Task<IHandlerSession> OpenAsync(string? owner, IProgress<int>? queued, CancellationToken cancel) => throw new NotSupportedException();

        public Task<HandlerRun> RunAsync(HandlerCode code, IReadOnlyList<HandlerEvent> events, IProgress<int>? queued, CancellationToken cancel) =>
            Task.FromResult(new HandlerRun(code.Files[0].Text.Contains("broken", StringComparison.Ordinal) ? new("Runtime.UserCodeSyntaxError", "no", [], new(code.Files[0].Path, 2)) : null, [], []));
    }
}
