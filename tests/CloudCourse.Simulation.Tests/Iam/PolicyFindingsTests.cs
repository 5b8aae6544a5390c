using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>One known-good policy; each case shows only its difference and the text that the finding points at.</summary>
public sealed class PolicyFindingsTests
{
    private const string Good = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Read",
              "Effect": "Allow",
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::reports/*",
              "Condition": {"StringLike": {"aws:username": "ana*"}}
            }
          ]
        }
        """;

    [Fact]
    public void A_good_policy_has_no_finding() => Assert.Empty(PolicyFindings.Of(Good));

    [Theory]
    [InlineData("\"2012-10-17\"", "\"2026-11-22\"", "INVALID_VERSION", "\"2026-11-22\"")]
    [InlineData("\"Version\":", "\"version\":", "INVALID_POLICY_ELEMENT", "\"version\"")]
    [InlineData("\"Effect\": \"Allow\"", "\"Effect\": \"allow\"", "INVALID_EFFECT", "\"allow\"")]
    [InlineData("\"Effect\": \"Allow\"", "\"Effect\": true", "DATA_TYPE_MISMATCH", "true")]
    [InlineData("\"Effect\":", "\"Efect\":", "INVALID_POLICY_ELEMENT", "\"Efect\"")]
    [InlineData("\"Sid\": \"Read\"", "\"Sid\": \"Read it\"", "UNSUPPORTED_SID", "\"Read it\"")]
    [InlineData("\"Sid\": \"Read\"", "\"Sid\": \"\"", "EMPTY_SID_VALUE", "\"\"")]
    [InlineData("\"Sid\": \"Read\"", "\"Principal\": \"*\"", "UNSUPPORTED_PRINCIPAL", "\"Principal\"")]
    [InlineData("\"Sid\": \"Read\"", "\"NotAction\": \"s3:PutObject\"", "UNSUPPORTED_ELEMENT_COMBINATION", "\"Action\"")]
    [InlineData("\"Sid\": \"Read\"", "\"Effect\": \"Allow\"", "DUPLICATE_KEY", "\"Effect\"")]
    [InlineData("\"s3:GetObject\"", "\"s3:GetObjekt\"", "INVALID_ACTION", "\"s3:GetObjekt\"")]
    [InlineData("\"s3:GetObject\"", "\"s3:Gte*\"", "INVALID_ACTION", "\"s3:Gte*\"")]
    [InlineData("\"s3:GetObject\"", "\"GetObject\"", "INVALID_ACTION", "\"GetObject\"")]
    [InlineData("\"s3:GetObject\"", "\"s4:GetObject\"", "INVALID_SERVICE_IN_ACTION", "\"s4:GetObject\"")]
    [InlineData("\"s3:GetObject\"", "\"s*:GetObject\"", "WILDCARD_IN_SERVICE_NAME", "\"s*:GetObject\"")]
    [InlineData("\"s3:GetObject\"", "[]", "EMPTY_ARRAY_ACTION", "[]")]
    [InlineData("\"s3:GetObject\"", "[\"s3:Get*\", \"s3:GetObject\"]", "REDUNDANT_ACTION", "\"s3:GetObject\"")]
    [InlineData("\"s3:GetObject\"", "[1, \"s3:GetObject\"]", "DATA_TYPE_MISMATCH", "1")]
    [InlineData("\"s3:GetObject\"", "\"s3:${x}\"", "VARIABLE_UNSUPPORTED_IN_ELEMENT", "\"s3:${x}\"")]
    [InlineData("arn:aws:s3:::reports/*", "reports/*", "INVALID_ARN_PREFIX", "\"reports/*\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:s3:reports", "MISSING_ARN_FIELD", "\"arn:aws:s3:reports\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:amazon:s3:::reports", "INVALID_PARTITION", "\"arn:amazon:s3:::reports\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:S3:::reports", "INVALID_ARN_SERVICE_CASE", "\"arn:aws:S3:::reports\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:s4:::reports", "INVALID_SERVICE", "\"arn:aws:s4:::reports\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:sqs:eu-west-1:1234:q", "INVALID_ARN_ACCOUNT", "\"arn:aws:sqs:eu-west-1:1234:q\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:s3:::", "INVALID_ARN_RESOURCE", "\"arn:aws:s3:::\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:s3:eu-west-1::reports/*", "ARN_REGION_NOT_ALLOWED", "\"arn:aws:s3:eu-west-1::reports/*\"")]
    [InlineData("arn:aws:s3:::reports/*", "arn:aws:s3::111122223333:reports/*", "ARN_ACCOUNT_NOT_ALLOWED", "\"arn:aws:s3::111122223333:reports/*\"")]
    [InlineData("\"arn:aws:s3:::reports/*\"", "[\"arn:aws:s3:::r*\", \"arn:aws:s3:::reports/*\"]", "REDUNDANT_RESOURCE", "\"arn:aws:s3:::reports/*\"")]
    [InlineData("\"arn:aws:s3:::reports/*\"", "[]", "EMPTY_ARRAY_RESOURCE", "[]")]
    [InlineData("reports/*", "${aws:username", "MISSING_BRACE_IN_VARIABLE", "\"arn:aws:s3:::${aws:username\"")]
    [InlineData("reports/*", "${}", "EMPTY_VARIABLE", "\"arn:aws:s3:::${}\"")]
    [InlineData("reports/*", "${x:y, z}", "MISSING_QUOTE_IN_VARIABLE", "\"arn:aws:s3:::${x:y, z}\"")]
    [InlineData("reports/*", "${x: y}", "UNSUPPORTED_SPACE_IN_VARIABLE", "\"arn:aws:s3:::${x: y}\"")]
    [InlineData("StringLike", "StringLik", "INVALID_CONDITION_OPERATOR", "\"StringLik\"")]
    [InlineData("StringLike", "StringEquals", "WILDCARD_WITHOUT_LIKE_OPERATOR", "\"ana*\"")]
    [InlineData("StringLike", "ForAllValues:StringLike", "FORALLVALUES_WITH_SINGLE_VALUED_KEY", "\"aws:username\"")]
    [InlineData("\"ana*\"", "\"*\"", "EQUIVALENT_TO_NULL_FALSE", "\"*\"")]
    [InlineData("aws:username", "aws:PrincipalArn", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", "\"aws:PrincipalArn\"")]
    [InlineData("aws:username", "aws:usrname", "INVALID_GLOBAL_CONDITION_KEY", "\"aws:usrname\"")]
    [InlineData("aws:username", "username", "INVALID_CONDITION_KEY_FORMAT", "\"username\"")]
    [InlineData("aws:username", "aws:TagKeys", "MISSING_QUALIFIER", "\"aws:TagKeys\"")]
    [InlineData("\"ana*\"", "[]", "EMPTY_ARRAY_CONDITION", "\"aws:username\"")]
    [InlineData("{\"StringLike\": {\"aws:username\": \"ana*\"}}", "{}", "EMPTY_OBJECT_CONDITION", "{}")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"NullIfExists\": {\"aws:username\": \"true\"}", "NULL_WITH_IF_EXISTS", "\"NullIfExists\"")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"ForAnyValue:Null\": {\"aws:username\": \"true\"}", "NULL_WITH_QUALIFIER", "\"ForAnyValue:Null\"")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"Bool\": {\"aws:SecureTransport\": \"yes\"}", "TYPE_MISMATCH_BOOLEAN", "\"yes\"")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"NumericLessThan\": {\"aws:MultiFactorAuthAge\": \"1h\"}", "TYPE_MISMATCH_NUMBER", "\"1h\"")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"DateLessThan\": {\"aws:CurrentTime\": \"noon\"}", "TYPE_MISMATCH_DATE", "\"noon\"")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/33\"}", "TYPE_MISMATCH_IP_RANGE", "\"203.0.113.0/33\"")]
    [InlineData("\"StringLike\": {\"aws:username\": \"ana*\"}", "\"IpAddress\": {\"aws:SourceIp\": \"${x:y}\"}", "INVALID_VARIABLE_FOR_OPERATOR", "\"${x:y}\"")]
    public void One_change_gives_its_finding_at_its_place(string old, string changed, string code, string at)
    {
        var text = Good.Replace(old, changed, StringComparison.Ordinal);
        Assert.NotEqual(Good, text);
        var finding = Assert.Single(PolicyFindings.Of(text), f => f.IssueCode == code);
        Assert.Equal(at, text[finding.At.Start..finding.At.End]);
    }

    [Theory]
    [InlineData("MISSING_VERSION", """{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""", "")]
    [InlineData("MISSING_STATEMENT", """{"Version": "2012-10-17"}""", "")]
    [InlineData("MISSING_EFFECT", """{"Version": "2012-10-17", "Statement": [{"Action": "s3:GetObject", "Resource": "*"}]}""", "/Statement/0")]
    [InlineData("MISSING_ACTION", """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Resource": "*"}}""", "/Statement")]
    [InlineData("MISSING_RESOURCE", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject"}]}""", "/Statement/0")]
    [InlineData("DATA_TYPE_MISMATCH", "[]", "")]
    [InlineData("VARIABLE_UNSUPPORTED_IN_VERSION", """{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:username}/*"}]}""", "/Statement/0/Resource")]
    [InlineData("UNIQUE_SIDS_REQUIRED", """{"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]}""", "/Statement/0/Sid")]
    [InlineData("PASS_ROLE_WITH_STAR_IN_RESOURCE", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "*"}]}""", "/Statement/0/Action/0")]
    [InlineData("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "*"}]}""", "/Statement/0/Action")]
    [InlineData("CREATE_SLR_WITH_STAR_IN_RESOURCE", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*"}]}""", "/Statement/0/Action")]
    [InlineData("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""", "/Statement/0/Action")]
    public void A_document_gives_its_finding(string code, string text, string pointer) =>
        Assert.Equal(pointer, Assert.Single(PolicyFindings.Of(text), f => f.IssueCode == code).At.Pointer);

    [Theory]
    [InlineData("MISSING_PRINCIPAL", "\"Effect\": \"Allow\"", PolicyType.Resource)]
    [InlineData("INVALID_PRINCIPAL_KEY", "\"Effect\": \"Allow\", \"Principal\": {\"Aws\": \"*\"}", PolicyType.Resource)]
    public void A_resource_policy_gives_its_finding(string code, string elements, PolicyType kind) =>
        Assert.Contains(PolicyFindings.Of($$"""{"Version": "2012-10-17", "Statement": [{ {{elements}}, "Action": "s3:GetObject", "Resource": "*"}]}""", kind), f => f.IssueCode == code);

    [Fact]
    public void Too_large_a_policy_is_told_its_size()
    {
        var actions = string.Join(",", Enumerable.Range(0, 600).Select(i => $"\"x:Action{i:D10}\""));
        var text = $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [{{actions}}], "Resource": "*"}]}""";
        Assert.Contains(PolicyFindings.Of(text), f => f.IssueCode == "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA");
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var codes = PolicyFindings.Of("""{"Statement": [{"Effect": "allow", "Action": "s3:GetObjekt", "Resource": "reports"}]}""").Select(f => f.IssueCode);
        Assert.Equal(["MISSING_VERSION", "INVALID_EFFECT", "INVALID_ACTION", "INVALID_ARN_PREFIX"], codes);
    }

    [Theory]
    [InlineData("s3:GetObjekt", "s3:GetObject")]
    [InlineData("s3:ListBuckets", "s3:ListBucket")]
    [InlineData("dynamobd:GetItem", "dynamodb:GetItem")]
    public void A_slip_is_given_the_nearest_name(string action, string near) =>
        Assert.Contains($"\"{near}\"", PolicyFindings.Of(Good.Replace("s3:GetObject", action, StringComparison.Ordinal))[0].Details, StringComparison.Ordinal);

    [Theory] // no finding where AWS gives none
    [InlineData("\"Condition\": {\"StringEquals\": {\"iam:PassedToService\": \"ec2.amazonaws.com\"}}, \"Action\": \"iam:PassRole\"")]
    [InlineData("\"Action\": \"s3:listbucket\"")]
    [InlineData("\"Action\": [\"s3:Get*\", \"s3:List*\"]")]
    [InlineData("\"Action\": \"bedrock:InvokeModel\"")] // a service whose actions are not in the catalogue
    [InlineData("\"Action\": \"s3:GetObject\", \"Condition\": {\"StringEquals\": {\"aws:PrincipalTag/team\": \"blue\"}}")]
    [InlineData("\"Action\": \"s3:GetObject\", \"Condition\": {\"ForAnyValue:StringEquals\": {\"aws:TagKeys\": [\"team\"]}}")]
    [InlineData("\"Action\": \"s3:GetObject\", \"Condition\": {\"StringLike\": {\"aws:username\": \"${*}-*\"}}")]
    [InlineData("\"Action\": \"s3:GetObject\", \"Condition\": {\"DateLessThan\": {\"aws:CurrentTime\": \"2030-01-01T00:00:00Z\"}}")]
    public void What_AWS_accepts_without_a_word_gets_none(string elements) =>
        Assert.Empty(PolicyFindings.Of($$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", {{elements}}, "Resource": "*"}]}"""));

    [Fact]
    public void Text_that_is_not_JSON_gives_one_finding() =>
        Assert.Equal(JsonReader.SyntaxErrorCode, Assert.Single(PolicyFindings.Of("{\"Version\": }")).IssueCode);

    [Fact]
    public void Rules_have_distinct_codes() =>
        Assert.Equal(PolicyFindings.Rules.Count, PolicyFindings.Rules.Select(r => r.IssueCode).Distinct().Count());
}
