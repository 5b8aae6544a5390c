using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Iam;
using static CloudCourse.Labs.Tests.IamPolicy.IamLab;

namespace CloudCourse.Labs.Tests.IamPolicy;

public sealed class CompareCheckTests
{
    private const string Settings = """{"account": "123456789012", "users": [{"name": "omar"}], "files": {"policy.json": {"of": "user/omar"}}}""";
    private static readonly string _reference = Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*");

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::b/*", "equivalent", "passed")]
    [InlineData("s3:getobject", "arn:aws:s3:::b/*", "equivalent", "passed")]
    [InlineData("s3:Get*", "arn:aws:s3:::b/*", "equivalent", "too-broad")]
    [InlineData("s3:GetObject", "*", "equivalent", "too-broad")]
    [InlineData("s3:GetObject", "arn:aws:s3:::b/a/*", "equivalent", "too-narrow")]
    [InlineData("s3:GetObject", "arn:aws:s3:::b/a/*", "notBroader", "passed")]
    [InlineData("s3:GetObject", "*", "notNarrower", "passed")]
    [InlineData("s3:Get*", "arn:aws:s3:::b/a/*", "notNarrower", "too-narrow")]
    [InlineData("s3:PutObject", "arn:aws:s3:::b/*", "equivalent", "too-broad")]
    public async Task What_differs_is_shown_by_a_request(string action, string resource, string relation, string key)
    {
        var result = await GradeAsync(Lab(relation), ("policy.json", Policy("Allow", action, resource)));
        Assert.Equal(key, result.MessageKey);
        var evidence = result.Evidence();
        Assert.Equal(result.Status is CheckStatus.Passed, evidence.Cases.Count == 0);
        foreach (var witness in evidence.Cases)
        {
            // The request is one of the lab's own people, and the two decisions differ as the title says.
            Assert.Equal("arn:aws:iam::123456789012:user/omar", witness.Principal);
            Assert.NotEqual(witness.Decision is Decision.Allowed, witness.Reference is Decision.Allowed);
        }
        if (key != "passed")
        {
            Assert.Equal(evidence.Cases[0].Decision is Decision.Allowed ? "too-broad" : "too-narrow", key);
            Assert.Contains(evidence.Cases[0].Action, result.Message, StringComparison.Ordinal);
            Assert.NotEmpty(result.Locations);
        }
    }

    [Theory]
    [InlineData("arn:aws:iam::444455556666:root", "passed")]
    [InlineData("*", "too-broad")]
    [InlineData("arn:aws:iam::777788889999:root", "too-broad")]
    public async Task Policies_of_a_bucket_and_of_a_role_are_compared_too(string principal, string key)
    {
        const string settings = """
            {"account": "123456789012", "roles": [{"name": "App"}],
             "files": {"bucket.json": {"type": "resource", "of": "arn:aws:s3:::b"}, "trust.json": {"type": "trust", "of": "role/App"}}}
            """;
        var bucket = Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*", """, "Principal": {"AWS": "PRINCIPAL"}""");
        var trust = Trust("""{"AWS": "PRINCIPAL"}""");
        foreach (var (file, text) in new[] { ("bucket.json", bucket), ("trust.json", trust) })
        {
            var reference = text.Replace("PRINCIPAL", "arn:aws:iam::444455556666:root", StringComparison.Ordinal);
            var check = Check("compare", $$"""{"file": "{{file}}", "reference": {{reference}}}""", """{"relation": "equivalent"}""", ("too-broad", "{principal} {action} {resource}"));
            var lab = Of(settings, ["bucket.json", "trust.json"], check);
            Assert.Empty(Grader.CheckDefinition(lab));
            var result = await GradeAsync(lab, ("bucket.json", bucket.Replace("PRINCIPAL", principal, StringComparison.Ordinal)), ("trust.json", trust.Replace("PRINCIPAL", principal, StringComparison.Ordinal)));
            Assert.Equal((file, key), (file, result.MessageKey));
        }
    }

    [Fact]
    public async Task A_statement_with_both_ARNs_of_a_bucket_allows_no_request_more()
    {
        var policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetObject"], "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}]}""";
        var reference = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b"}, {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]}""";
        var check = Check("compare", $$"""{"reference": {{reference}}}""", """{"relation": "equivalent"}""");
        Assert.Equal("passed", (await GradeAsync(Of(Settings, ["policy.json"], check), ("policy.json", policy))).MessageKey);
    }

    /// <summary>Of thousands of actions too many, one that a beginner has met; of all objects, one with a name.</summary>
    [Theory]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*"}""", "cloudfront:DeleteDistribution", null)]
    [InlineData("""{"Effect": "Allow", "NotAction": ["iam:*", "cloud*:*"], "Resource": "*"}""", "dynamodb:DeleteTable", null)]
    [InlineData("""{"Effect": "Allow", "Action": ["ec2:*", "s3:GetObject"], "Resource": "*"}""", "ec2:RunInstances", null)]
    [InlineData("""{"Effect": "Allow", "Action": "cloudtrail:*", "Resource": "*"}""", "cloudtrail:DeleteTrail", null)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*"}""", null, "arn:aws:s3:::b/example")]
    [InlineData("""{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}""", "sns:Publish", null)]
    public async Task What_is_too_broad_is_shown_by_something_familiar(string statement, string? action, string? resource)
    {
        var result = await GradeAsync(Lab("notBroader"), ("policy.json", $$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}"""));
        var witness = Assert.Single(result.Evidence().Cases);
        Assert.Equal(("too-broad", Decision.Allowed, Decision.ImplicitDeny), (result.MessageKey, witness.Decision, witness.Reference));
        Assert.Equal("arn:aws:iam::123456789012:user/omar", witness.Principal);
        Assert.DoesNotContain("111122223333", witness.Resource, StringComparison.Ordinal);
        if (action is not null) Assert.Equal(action, witness.Action);
        if (resource is not null) Assert.Equal(resource, witness.Resource);
    }

    [Fact]
    public async Task The_words_of_a_witness_name_its_context()
    {
        var policy = Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*", """, "Condition": {"Bool": {"aws:SecureTransport": "true"}}""");
        var result = await GradeAsync(Lab("equivalent"), ("policy.json", policy));
        Assert.Equal("too-narrow", result.MessageKey);
        Assert.Contains("aws:SecureTransport", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_compared_is_said_with_its_reason()
    {
        var result = await GradeAsync(Lab("equivalent"), ("policy.json", Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*", """, "Condition": {"Unheard": {"a:b": "c"}}""")));
        Assert.Equal("undecided", result.MessageKey);
        Assert.NotEmpty(result.Evidence().Notes!);
    }

    [Theory]
    [InlineData("""{"reference": {"Version": "2012-10-17", "Statement": []}, "files": "x"}""", """{"relation": "equivalent"}""", "files")]
    [InlineData("{}", """{"relation": "equivalent"}""", "reference")]
    [InlineData("""{"reference": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Nothing", "Resource": "*"}]}}""", """{"relation": "equivalent"}""", "s3:Nothing")]
    [InlineData("""{"file": "other.json"}""", """{"relation": "equivalent"}""", "other.json")]
    [InlineData("{}", """{"relation": "same"}""", "notBroader")]
    public void Mistakes_are_told(string given, string expect, string word) =>
        Assert.Contains(Grader.CheckDefinition(Of(Settings, ["policy.json"], Check("compare", given, expect, ("too-broad", "x")))), p => p.Contains(word, StringComparison.Ordinal));

    private static Course.Model.LabDefinition Lab(string relation) =>
        Of(Settings, ["policy.json"], Check("compare", $$"""{"reference": {{_reference}}}""", $$"""{"relation": "{{relation}}"}"""));
}
