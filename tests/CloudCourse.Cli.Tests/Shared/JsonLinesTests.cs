using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;

namespace CloudCourse.Cli.Tests.Shared;

public sealed class JsonLinesTests
{
    private static readonly string[] Levels = ["low", "high"];

    [Theory]
    [InlineData("""{"id": 1, "n": 2}""", """{"id":1,"double":4}""")]
    [InlineData("""{"n": 2, "id": "a/b"}""", """{"id":"a/b","double":4}""")]
    [InlineData("""{"n": 2}""", """{"double":4}""")]
    [InlineData("""{"id": {"deep": [1]}, "n": 0}""", """{"id":{"deep": [1]},"double":0}""")]
    [InlineData("""{"id": 1.50, "n": 0}""", """{"id":1.50,"double":0}""")]
    [InlineData("""{"id": "é<&>", "n": 0}""", """{"id":"é<&>","double":0}""")]
    public async Task Answers_bear_the_id_of_their_line(string line, string answer) =>
        Assert.Equal(answer + "\n", (await RunAsync(line + "\n")).Output);

    [Theory]
    [InlineData("{", false)]
    [InlineData("nonsense", false)]
    [InlineData("[]", false)]
    [InlineData("""{"id": 7}""", true)]
    public async Task A_line_that_cannot_be_read_answers_an_error_and_the_others_go_on(string line, bool keepsId)
    {
        var (exitCode, output) = await RunAsync(line + "\n\n" + """{"id": 8, "n": 1}""");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        var error = JsonNode.Parse(lines[0])!.AsObject();
        Assert.NotEmpty(error["error"]!.GetValue<string>());
        Assert.Equal(keepsId, error.ContainsKey("id"));
        Assert.Equal("""{"id":8,"double":2}""", lines[1]);
        Assert.Equal(ExitCode.Done, exitCode);
    }

    public static TheoryData<string> OddIds => ["\"\\ud800\"", new string('[', 100) + new string(']', 100), """{"a":1,"a":2}""", "1e400", "null", "\"a \\u0022\""];

    [Theory]
    [MemberData(nameof(OddIds))]
    public async Task Any_id_goes_back_as_it_was_and_the_next_line_is_answered(string id)
    {
        var (_, output) = await RunAsync($$"""{"id":{{id}},"n":2}{{"\n"}}{"id":8,"n":1}{{"\n"}}""");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{{\"id\":{id},", lines[0], StringComparison.Ordinal);
        Assert.Equal("""{"id":8,"double":2}""", lines[1]);
    }

    [Theory]
    [InlineData("""{"n":1,"policy":"\ud800"}""")]
    [InlineData("""{"n":1,"policy":{"\udc00":1}}""")]
    [InlineData("""{"\ud800":1}""")]
    public async Task Half_a_character_is_the_callers_slip(string line) =>
        Assert.Contains("half a character", (await RunAsync(line)).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, 50, ExitCode.Done)]
    [InlineData("low", 1, ExitCode.Done)]
    [InlineData("low", 5, ExitCode.Failed)]
    [InlineData("low", 50, ExitCode.Failed)]
    [InlineData("high", 5, ExitCode.Done)]
    [InlineData("high", 50, ExitCode.Failed)]
    public async Task Fail_on_looks_at_the_gravest_answer(string? failOn, int n, int exitCode) =>
        Assert.Equal(exitCode, (await RunAsync($$"""{"n": 1}{{"\n"}}{"n": {{n}}}{{"\n"}}{"n": 1}""", failOn)).ExitCode);

    [Fact]
    public async Task Our_own_fault_is_told_from_the_callers()
    {
        StringWriter output = new(), error = new();
        var exitCode = await JsonLines.RunAsync(new(new StringReader("""{"id": 1}"""), output, error), new(Levels, null),
            (_, _) => throw new InvalidOperationException("the engine broke"), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains("\"id\":1", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("the engine broke", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("the engine broke", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_answer_is_written_before_the_next_line_is_read()
    {
        StringWriter output = new();
        Conversation input = new(output, ["""{"n": 1}""", """{"n": 2}""", """{"n": 3}"""]);
        await JsonLines.RunAsync(new(input, output, TextWriter.Null), new(Levels, null), DoubleAsync, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 2, 3], input.AnswersSeen);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string input, string? failOn = null)
    {
        StringWriter output = new() { NewLine = "\n" };
        var exitCode = await JsonLines.RunAsync(new(new StringReader(input), output, TextWriter.Null), new(Levels, failOn), DoubleAsync,
            TestContext.Current.CancellationToken);
        return (exitCode, output.ToString());
    }

    private static ValueTask<BulkAnswer> DoubleAsync(JsonElement line, CancellationToken cancel)
    {
        if (!line.TryGetProperty("n", out var n)) throw new BadInputException("`n` is missing; give a number.");
        var value = n.GetInt32();
        return new(new BulkAnswer(new() { ["double"] = value * 2 }, value switch { > 10 => "high", > 3 => "low", _ => null }));
    }

    /// <summary>Notes, whenever a line is asked for, how many answers have been written.</summary>
    private sealed class Conversation(StringWriter output, string[] lines) : TextReader
    {
        private int _next;

        public List<int> AnswersSeen { get; } = [];

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        {
            AnswersSeen.Add(output.ToString().Count(c => c == '\n'));
            return new(_next < lines.Length ? lines[_next++] : null);
        }
    }
}
