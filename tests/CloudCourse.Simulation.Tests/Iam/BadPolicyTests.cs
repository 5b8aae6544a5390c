using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>Documents that nobody should send: each ends in a finding with its place, and allows nothing.</summary>
public sealed class BadPolicyTests
{
    private const string Allow = "\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"";

    [Theory]
    [InlineData("\uFEFF{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}", "INVALID_EFFECT", "\"allow\"")] // a byte order mark is passed over
    [InlineData("{\"Version\": \"2012-10-17\", // mine\n\"Statement\": []}", "JSON_SYNTAX_ERROR", "// mine")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + "}]}", "DUPLICATE_KEY", "\"Version\"")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + ", \"Effect\": \"Deny\"}]}", "DUPLICATE_KEY", "\"Effect\"")]
    [InlineData("{\"Version\": 20121017, \"Statement\": [{" + Allow + "}]}", "DATA_TYPE_MISMATCH", "20121017")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [[{" + Allow + "}]]}", "DATA_TYPE_MISMATCH", "[{" + Allow + "}]")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": null, \"Action\": \"*\", \"Resource\": \"*\"}]}", "DATA_TYPE_MISMATCH", "null")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": {\"a\": 1}, \"Resource\": \"*\"}]}", "DATA_TYPE_MISMATCH", "{\"a\": 1}")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + ", \"Condition\": [1]}]}", "DATA_TYPE_MISMATCH", "[1]")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + ", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": {}}}}]}", "DATA_TYPE_MISMATCH", "{}")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + ", \"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": 1e999999999}}}]}", "TYPE_MISMATCH_DATE", "1e999999999")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + ", \"Condition\": {\"StringIs\": {\"aws:username\": \"ana\"}}}]}", "INVALID_CONDITION_OPERATOR", "\"StringIs\"")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{" + Allow + ", \"Condition\": {\"ForSomeValues:Null\": {\"aws:username\": \"true\"}}}]}", "INVALID_CONDITION_OPERATOR", "\"ForSomeValues:Null\"")]
    [InlineData("{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:\\ud800\", \"Resource\": \"*\"}]}", "INVALID_ACTION", "\"s3:\\ud800\"")]
    public void It_is_told_where(string text, string code, string at)
    {
        var finding = PolicyFindings.Of(text).First(f => f.IssueCode == code);
        Assert.Equal(at, text[finding.At.Start..finding.At.End]);
        if (PolicyReader.Read(text).Policy is { } policy && code is not "INVALID_ACTION")
            Assert.NotEqual(Decision.Allowed, IamTest.Evaluate(policy, IamTest.Get(("aws:username", ["ana"]))).Decision);
    }

    /// <summary>Each in far less than a second; by the square of their size they would take minutes, or all the memory.</summary>
    [Theory]
    [InlineData("statements")]
    [InlineData("actions")]
    [InlineData("resources")]
    [InlineData("stars")]
    [InlineData("one long name")]
    [InlineData("names in names")]
    [InlineData("variables")]
    [InlineData("conditions")]
    public void Ten_thousand_of_anything_are_read_and_told(string what)
    {
        static string List(Func<int, string> item) => string.Join(",", Enumerable.Range(0, 10_000).Select(item));
        static string Statement(string elements) => $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", {{elements}} }]}""";
        var text = what switch
        {
            "statements" => $$"""{"Version": "2012-10-17", "Statement": [{{List(i => $$"""{"Sid": "S{{i % 9_000}}", {{Allow}} }""")}}]}""",
            "actions" => Statement($"\"Action\": [{List(i => $"\"ec2:*a{i}*\"")}], \"Resource\": \"*\""),
            "resources" => Statement($"\"Action\": \"*\", \"Resource\": [{List(i => $"\"arn:aws:s3:::*a*a*{i}\"")}]"),
            "stars" => Statement($"\"Action\": \"s3:{string.Concat(Enumerable.Repeat("*a", 10_000))}\", \"Resource\": \"arn:aws:s3:::{string.Concat(Enumerable.Repeat("*a", 10_000))}b\""),
            "one long name" => $$"""{"{{new string('a', 200_000)}}": [{{List(i => "1")}}]}""",
            "names in names" => string.Concat(Enumerable.Range(0, 60).Select(_ => $$"""{"{{new string('a', 10_000)}}": """)) + $"[{List(i => "1")}]" + new string('}', 60),
            "variables" => Statement($"\"Action\": \"*\", \"Resource\": \"arn:aws:s3:::{string.Concat(Enumerable.Repeat("${", 10_000))}\""),
            _ => Statement($"\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {{\"IpAddress\": {{\"aws:SourceIp\": [{List(i => "\"10.0.0.1\"")}]}}}}"),
        };
        foreach (var kind in Enum.GetValues<PolicyType>())
        {
            var findings = PolicyFindings.Of(text, kind);
            Assert.InRange(findings.Count, 1, PolicyFindings.MostFindings);
            Assert.All(findings.SelectMany(f => f.Locations), at => Assert.InRange(at.End, at.Start, text.Length));
        }
        Assert.NotNull(IamTest.Evaluate(IamTest.Policy(text), IamTest.Get()));
    }

    /// <summary>The explosion of a matcher that tries every way: the text fits up to its last character.</summary>
    [Fact]
    public void A_pattern_built_to_explode_is_decided()
    {
        var policy = IamTest.Of($$"""{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::{{string.Concat(Enumerable.Repeat("a*", 500))}}b"}""");
        Assert.Equal(Decision.ImplicitDeny, IamTest.Evaluate(policy, IamTest.Request("s3:GetObject", "arn:aws:s3:::" + new string('a', 1_500))).Decision);
    }

    [Theory]
    [InlineData(JsonReader.MaxDepth, false)]
    [InlineData(JsonReader.MaxDepth + 1, true)]
    [InlineData(100_000, true)]
    public void Deep_nesting_is_told_where_it_is_too_deep(int levels, bool refused)
    {
        var text = new string('[', levels + 1) + new string(']', levels + 1);
        var finding = PolicyFindings.Of(text)[0];
        Assert.Equal(refused ? JsonReader.SyntaxErrorCode : "DATA_TYPE_MISMATCH", finding.IssueCode);
        Assert.Equal(refused ? JsonReader.MaxDepth + 1 : 0, finding.At.Start);
    }
}
