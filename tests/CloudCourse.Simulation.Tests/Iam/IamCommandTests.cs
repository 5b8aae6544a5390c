using System.Text.Json;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Tests.Iam;

public sealed class IamCommandTests
{
    private const string Request = """
        "request": {"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::reports/a", "context": {"AWS:SourceIp": "203.0.113.7"}}
        """;
    private const string All = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";

    [Fact]
    public void A_request_is_decided_with_the_statement_that_decided_it()
    {
        var answer = IamCommand.Evaluate(Json($$"""{ {{Request}}, "identityPolicies": [{{All}}] }"""));
        Assert.Equal("Allowed", answer["decision"]!.GetValue<string>());
        var matched = answer["matchedStatements"]![0]!;
        Assert.Equal("identityPolicies[0]", matched["policy"]!.GetValue<string>());
        var at = matched["locations"]![0]!;
        Assert.StartsWith("{\"Effect\"", All[at["start"]!.GetValue<int>()..at["end"]!.GetValue<int>()], StringComparison.Ordinal);
    }

    [Theory] // whom a provider has vouched for, by the provider's ARN
    [InlineData("saml-provider/Corp", "sts:AssumeRoleWithSAML")]
    [InlineData("oidc-provider/token.actions.githubusercontent.com", "sts:AssumeRoleWithWebIdentity")]
    public void A_provider_is_a_principal(string provider, string action)
    {
        var answer = IamCommand.Evaluate(Json($$"""
            {
              "request": {"principal": "arn:aws:iam::111122223333:{{provider}}", "action": "{{action}}", "resource": "arn:aws:iam::111122223333:role/Deploy"},
              "resourcePolicy": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:{{provider}}"}, "Action": "{{action}}"} }
            }
            """));
        Assert.Equal("Allowed", answer["decision"]!.GetValue<string>());
    }

    [Fact]
    public void A_member_that_is_not_known_is_reported_and_never_allows()
    {
        var answer = IamCommand.Evaluate(Json($$"""{ {{Request}}, "identityPolicies": [{{All}}], "tagPolicies": [] }"""));
        Assert.Equal("ImplicitDeny", answer["decision"]!.GetValue<string>());
        Assert.Contains("tagPolicies", answer["unevaluated"]![0]!["why"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "request")]
    [InlineData("""{"request": {"principal": "ana", "action": "s3:GetObject", "resource": "*"}}""", "principal")]
    [InlineData("""{"request": {"principal": {"type": "Anonymous"}, "action": "s3:*", "resource": "*"}}""", "action")]
    [InlineData("""{"request": {"principal": {"type": "Anonymous"}, "action": "s3:GetObject", "resource": "*"}, "identityPolicies": ["{"]}""", "line 1, column 1")]
    public void A_line_that_cannot_be_taken_says_why(string line, string says) =>
        Assert.Contains(says, Assert.Throws<IamInputException>(() => IamCommand.Evaluate(Json(line))).Message, StringComparison.Ordinal);

    [Fact]
    public void Findings_have_AWSs_shape_of_places()
    {
        var answer = IamCommand.Validate(Json("""{"policyType": "identity", "policy": "{\n  \"Version\": \"2020-01-01\", \"Statement\": []}"}"""), out var gravest);
        Assert.Equal(CloudCourse.Simulation.Findings.FindingType.Error, gravest);
        var place = answer["findings"]!.AsArray().Single(f => f!["issueCode"]!.GetValue<string>() == "INVALID_VERSION")!["locations"]![0]!;
        Assert.Equal("""[{"value":"Version"}]""", place["path"]!.ToJsonString());
        Assert.Equal("""{"line":2,"column":13,"offset":15}""", place["span"]!["start"]!.ToJsonString());
    }

    /// <summary>Findings stand in the order of the text, their places too, and a place at a member's name is a key: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_PathElement.html</summary>
    [Fact]
    public void Findings_and_places_are_in_order_and_a_name_is_a_key()
    {
        var answer = IamCommand.Validate(Json("""
            {"policyType": "identity", "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*", "Action": ["s3:GetObject", "sns:Publish", "s3:*"],
             "Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*"}}}]}}
            """), out _);
        var found = answer["findings"]!.AsArray().Select(f => (Code: f!["issueCode"]!.GetValue<string>(), Last: string.Concat(f["locations"]!.AsArray().Select(at => at!["path"]!.AsArray().Last()!.ToJsonString())))).ToList();
        Assert.Equal([("REDUNDANT_ACTION", """{"index":0}{"index":2}"""), ("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", """{"key":"aws:PrincipalArn"}""")], found);
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
