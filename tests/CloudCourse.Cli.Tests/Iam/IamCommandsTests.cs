namespace CloudCourse.Cli.Tests.Iam;

public sealed class IamCommandsTests
{
    private const string Ask = """
        "request":{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{}}
        """;

    [Fact]
    public async Task Each_line_is_answered_in_order_with_its_id()
    {
        var input = $$$"""
            {"id":1,{{{Ask}}},"identityPolicies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}]}
            {"id":"two",{{{Ask}}},"identityPolicies":[]}
            {"id":3}
            not json
            """;
        var run = await Cli.RunAsync(input, "iam", "evaluate");
        Assert.Equal(0, run.ExitCode);
        Assert.Collection(run.Lines,
            line => Assert.StartsWith("""{"id":1,"decision":"Allowed","blockedBy":[],"matchedStatements":[{"policy":"identityPolicies[0]","statement":0,"locations":[{"pointer":"/Statement","start":""", line, StringComparison.Ordinal),
            line => Assert.Equal("""{"id":"two","decision":"ImplicitDeny","blockedBy":["identityPolicies"],"matchedStatements":[],"missingContextValues":[],"unevaluated":[]}""", line),
            line => Assert.StartsWith("""{"id":3,"error":""", line, StringComparison.Ordinal),
            line => Assert.StartsWith("""{"error":""", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("error", "2020-01-01", 1)]
    [InlineData("error", "2012-10-17", 0)]
    public async Task Validate_ends_with_1_when_its_level_was_met(string level, string version, int exitCode)
    {
        var input = $$$"""{"id":1,"policyType":"identity","policy":{"Version":"{{{version}}}","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}""";
        var run = await Cli.RunAsync(input, "iam", "validate", "--fail-on", level);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.StartsWith("""{"id":1,"findings":[""", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_shows_a_request_that_makes_the_difference()
    {
        const string input = """
            {"id":1,"policyType":"identity","a":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}},"b":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}}
            {"id":2,"policyType":"any","a":{},"b":{}}
            """;
        var run = await Cli.RunAsync(input, "iam", "compare");
        Assert.Collection(run.Lines,
            line => Assert.StartsWith("""{"id":1,"relation":"broader","aNotB":{"principal":"arn:aws:iam::111122223333:user/ana","action":"s3:""", line, StringComparison.Ordinal),
            line => Assert.StartsWith("""{"id":2,"error":""", line, StringComparison.Ordinal));
    }
}
