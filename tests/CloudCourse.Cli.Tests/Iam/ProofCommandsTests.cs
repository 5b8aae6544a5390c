namespace CloudCourse.Cli.Tests.Iam;

public sealed class ProofCommandsTests
{
    private const string Read = """{"Version":"2012-10-17","Statement":{"Sid":"R","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""";
    private const string All = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}""";
    private const string Open = """{"Version":"2012-10-17","Statement":{"Sid":"O","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}""";

    [Fact]
    public async Task No_new_access()
    {
        var run = await Cli.RunAsync($$"""
            {"id":1,"policyType":"IDENTITY_POLICY","existingPolicyDocument":{{All}},"newPolicyDocument":{{Read}}}
            {"id":2,"policyType":"IDENTITY_POLICY","existingPolicyDocument":{"Version":"2012-10-17","Statement":[]},"newPolicyDocument":{{Read}}}
            {"id":3,"existingPolicyDocument":{{All}},"newPolicyDocument":{{Read}}}
            """, "iam", "check-no-new-access");
        Assert.Collection(run.Lines,
            line => Assert.StartsWith("""{"id":1,"result":"PASS","message":""", line, StringComparison.Ordinal),
            line => Assert.Contains("\"statementIndex\":0,\"statementId\":\"R\",\"witness\":{\"principal\":\"arn:aws:iam::111122223333:user/ana\",\"action\":\"s3:GetObject\",\"resource\":\"arn:aws:s3:::b/", line, StringComparison.Ordinal),
            line => Assert.StartsWith("""{"id":3,"error":""", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Access_not_granted()
    {
        var input = $$"""{"id":1,"policyType":"IDENTITY_POLICY","policyDocument":{{Read}},"access":[{"actions":["s3:Get*"],"resources":["arn:aws:s3:::b/secret"]}]}""";
        var run = await Cli.RunAsync(input, "iam", "check-access-not-granted", "--fail-on", "fail");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\"resource\":\"arn:aws:s3:::b/secret\"", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_public_access()
    {
        var run = await Cli.RunAsync($$"""
            {"id":1,"resourceType":"AWS::S3::Bucket","policyDocument":{{Open}}}
            {"id":2,"resourceType":"AWS::EC2::Instance","policyDocument":{{Open}}}
            """, "iam", "check-no-public-access");
        Assert.Collection(run.Lines,
            line => Assert.StartsWith("""{"id":1,"result":"FAIL",""", line, StringComparison.Ordinal),
            line => Assert.Contains("AWS::SQS::Queue", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_summary_counts_by_level()
    {
        var run = await Cli.RunAsync($$"""{"id":1,"policy":{{Read}}}""", "iam", "summarize");
        Assert.StartsWith("""{"id":1,"totals":{"List":0,"Read":1,"Write":0,"PermissionsManagement":0,"Tagging":0},"services":[{"service":"s3","name":"Amazon S3","levels":{"Read":{"allowed":1,"of":""",
            Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check-no-public-access", """{"id":1,"resourceType":"AWS::S3::Bucket","policyDocument":OPEN}""", "fail", "s3:GetObject on arn:aws:s3:::b/")]
    [InlineData("summarize", """{"id":1,"policy":OPEN}""", "1 Read", "s3: Read 1 of")]
    public async Task In_words(string command, string input, string outcome, string detail)
    {
        var run = await Cli.RunAsync(input.Replace("OPEN", Open, StringComparison.Ordinal), "iam", command, "--summary");
        Assert.Contains(run.Lines, l => l.Contains(outcome, StringComparison.Ordinal));
        Assert.Contains(run.Lines, l => l.Contains(detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sets_of_policies_are_compared()
    {
        var run = await Cli.RunAsync($$$"""
            {"id":1,"a":{"identityPolicies":[{{{All}}}],"permissionsBoundary":{{{Read}}}},"b":{"identityPolicies":[{{{Read}}}]}}
            {"id":2,"a":{"identityPolicies":[{{{All}}}]},"b":{{{Read}}}}
            """, "iam", "compare");
        Assert.Equal("""{"id":1,"relation":"equivalent"}""", run.Lines[0]);
        Assert.StartsWith("""{"id":2,"error":""", run.Lines[1], StringComparison.Ordinal);
    }
}
