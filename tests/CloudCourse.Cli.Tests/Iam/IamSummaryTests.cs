namespace CloudCourse.Cli.Tests.Iam;

public sealed class IamSummaryTests
{
    private const string Input = """
        {"id":"a","policyType":"identity","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
        {"id":"b","policyType":"identity","policy":"{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"s3:GetObjekt\", \"s3:*\"], \"Resource\": \"*\"}]\n}"}
        {"id":"c","policyType":"nonsense","policy":{}}
        """;

    [Fact]
    public async Task Validate_prints_a_row_each_with_findings_below_and_totals()
    {
        var run = await Cli.RunAsync(Input, "iam", "validate", "--summary");
        Assert.Equal(0, run.ExitCode);
        Assert.Collection(run.Lines,
            line => Assert.Equal("id                        outcome", line),
            line => Assert.Equal("a                         clean", line),
            line => Assert.Equal("b                         error               1 error, 1 suggestion", line),
            line => Assert.Equal("    3:48      error            INVALID_ACTION: There is no action \"s3:GetObjekt\". Did you mean \"s3:GetObject\"?", line),
            line => Assert.StartsWith("    3:48      suggestion       REDUNDANT_ACTION: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("c                         not answered        `policyType` is \"nonsense\"", line, StringComparison.Ordinal),
            line => Assert.Equal("3 lines: 1 clean, 1 error, 1 not answered", line),
            line => Assert.Equal("     1  INVALID_ACTION (error)", line),
            line => Assert.Equal("     1  REDUNDANT_ACTION (suggestion)", line));
    }

    [Theory]
    [InlineData("error", 1)]
    [InlineData(null, 0)]
    public async Task The_exit_code_is_that_of_the_lines(string? failOn, int exitCode)
    {
        string[] args = failOn is null ? ["iam", "validate", "--summary"] : ["iam", "validate", "--summary", "--fail-on", failOn];
        Assert.Equal(exitCode, (await Cli.RunAsync(Input, args)).ExitCode);
    }

    [Fact]
    public async Task Evaluate_names_what_decided()
    {
        const string ask = """
            "request":{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{}}
            """;
        var run = await Cli.RunAsync("""
            {"id":1,ASK,"identityPolicies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}]}
            {ASK,"identityPolicies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}]}
            """.Replace("ASK", ask, StringComparison.Ordinal), "iam", "evaluate", "--summary");
        Assert.Collection(run.Lines,
            line => Assert.StartsWith("id", line, StringComparison.Ordinal),
            line => Assert.Equal("1                         Allowed             identityPolicies[0] statement 1", line),
            line => Assert.Equal("-                         ImplicitDeny        blocked by identityPolicies", line),
            line => Assert.Equal("    missing in the request's context: aws:SecureTransport", line),
            line => Assert.Equal("2 lines: 1 Allowed, 1 ImplicitDeny", line),
            line => Assert.Equal("     1  blocked by identityPolicies", line));
    }

    [Fact]
    public async Task Compare_says_who_alone_allows_what()
    {
        var run = await Cli.RunAsync("""
            {"id":1,"policyType":"identity","a":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/k"}},"b":{"Version":"2012-10-17","Statement":[]}}
            """, "iam", "compare", "--summary");
        Assert.Contains(run.Lines, line => line.StartsWith("1                         broader", StringComparison.Ordinal));
        Assert.Contains(run.Lines, line => line.StartsWith("    only a allows s3:GetObject on arn:aws:s3:::b/k to ", StringComparison.Ordinal));
        Assert.Equal("1 line: 1 broader", run.Lines[^1]);
    }

    [Fact]
    public async Task No_line_is_said() => Assert.Equal(["No lines came in."], (await Cli.RunAsync("", "iam", "validate", "--summary")).Lines);

    [Fact]
    public async Task What_a_policy_says_does_not_reach_the_terminal_as_control_characters()
    {
        var run = await Cli.RunAsync("""{"id":"\u001b[31m","policyType":"identity","policy":{"Version":"2012-10-17","Statement":[{"Effect":"\u001b[2J\u202e","Action":"s3:GetObject","Resource":"*"}]}}""", "iam", "validate", "--summary");
        Assert.DoesNotContain(run.Output, c => c is '\u001b' or '\u202e');
        Assert.Contains("INVALID_EFFECT", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_that_are_not_UTF_8_are_told()
    {
        byte[] input = [.. "{\"id\":1,\"policyType\":\"identity\",\"policy\":\"a"u8, 0xC3, 0x28, .. "\"}\n{\"id\":2,\"policyType\":\"identity\",\"policy\":{}}\n"u8];
        StringWriter output = new();
        var exitCode = await CommandLine.RunAsync(["iam", "validate"], new(CliIo.Reading(new MemoryStream(input)), output, TextWriter.Null), TestContext.Current.CancellationToken);
        Assert.Equal(0, exitCode);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("{\"error\":\"The line is not UTF-8: character 44 ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"id\":2,\"findings\":", lines[1], StringComparison.Ordinal);
    }
}
