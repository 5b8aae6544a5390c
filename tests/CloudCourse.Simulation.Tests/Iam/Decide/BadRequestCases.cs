using System.Text.Json;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Lines of <c>iam evaluate</c> that nobody should send.</summary>
public sealed class BadRequestCases
{
    private const string All = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";
    private const string Ana = "\"arn:aws:iam::111122223333:user/ana\"";

    [Theory] // a request that is none is an error that says what to write
    [InlineData("\"ana\"", "write the ARN")]
    [InlineData("\"\"", "write the ARN")]
    [InlineData("\"*\"", "write the ARN")]
    [InlineData("\"arn:aws:iam::111122223333\"", "write the ARN")]
    [InlineData("\"arn:::::\"", "write the ARN")]
    [InlineData("\"arn:aws:s3:::reports\"", "write the ARN")]
    [InlineData("\"arn:aws:iam::111122223333:group/admins\"", "write the ARN")] // a group calls nothing
    [InlineData("\"arn:aws:iam::111122223333:user/*\"", "write the ARN")]
    [InlineData("null", "`principal`")]
    [InlineData("7", "`principal`")]
    [InlineData("[]", "`principal`")]
    [InlineData("{}", "`principal.type`")]
    [InlineData("{\"type\": \"AWS\", \"id\": \"111122223333\"}", "`principal.type`")]
    [InlineData("{\"type\": \"anonymous\"}", "`principal.type`")]
    [InlineData("{\"type\": 1}", "`principal.type`")]
    [InlineData("{\"type\": \"Service\"}", "`id`")]
    [InlineData("{\"type\": \"Service\", \"id\": \"\"}", "`principal.id`")]
    [InlineData("{\"type\": \"Anonymous\", \"type\": \"Service\", \"id\": \"s3.amazonaws.com\"}", "twice")]
    public void Principal(string principal, string says) => Refused(Line(principal: principal), says);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\":\"")]
    [InlineData("\"s3\"")]
    [InlineData("\"s3:\"")]
    [InlineData("\":GetObject\"")]
    [InlineData("\"s3:*\"")]
    [InlineData("\"s3:GetObjec?\"")]
    [InlineData("\"s3:Get:Object\"")]
    [InlineData("\" s3:GetObject\"")]
    [InlineData("\"s3:Get Object\"")]
    [InlineData("\"s3:GetObject\\u0000\"")]
    [InlineData("null")]
    [InlineData("[\"s3:GetObject\"]")]
    public void Action(string action) => Refused(Line(action: action), "`action`", "`request.action`");

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"reports\"")]
    [InlineData("\"arn:aws:s3\"")]
    [InlineData("\"arn:aws:s3:::\"")]
    [InlineData("\"\\n\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Resource(string resource) => Refused(Line(resource: resource), "`resource`", "`request.resource`");

    [Theory]
    [InlineData("[]", "`context`")]
    [InlineData("\"x\"", "`context`")]
    [InlineData("{\"aws:SourceIp\": null}", "aws:SourceIp")]
    [InlineData("{\"aws:SourceIp\": {\"a\": 1}}", "aws:SourceIp")]
    [InlineData("{\"aws:SourceIp\": [[\"10.0.0.1\"]]}", "aws:SourceIp")]
    [InlineData("{\"aws:SourceIp\": \"10.0.0.1\", \"AWS:SOURCEIP\": \"10.0.0.2\"}", "twice")]
    public void Context(string context, string says) => Refused(Line(context: context), says);

    [Theory] // a member that stands there twice could be meant either way
    [InlineData("{\"request\": {}, \"request\": {}}", "`request`")]
    [InlineData("{\"identityPolicies\": [], \"identityPolicies\": []}", "`identityPolicies`")]
    [InlineData("""{"request": {"action": "s3:GetObject", "action": "s3:PutObject"}}""", "`request.action`")]
    [InlineData("""{"serviceControlPolicies": [{"policies": [], "policies": []}], "request": {"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "*"}}""", "`serviceControlPolicies[0].policies`")]
    public void Twice(string line, string says) => Refused(line, $"{says} stands there twice");

    [Theory] // what is not known might have denied the request, so nothing is allowed
    [InlineData("\"tagPolicies\": []", "`tagPolicies`")]
    [InlineData("\"IdentityPolicies\": []", "`IdentityPolicies`")] // names mind case
    [InlineData("\"serviceControlPolicies\": [{\"orgIdentifier\": \"r\", \"policies\": [ALL], \"inherited\": []}]", "`serviceControlPolicies[0].inherited`")]
    public void Unknown_members(string member, string says)
    {
        var answer = IamCommand.Evaluate(JsonElement.Parse(Line(more: ", " + member.Replace("ALL", All, StringComparison.Ordinal))));
        Assert.Equal("ImplicitDeny", answer["decision"]!.GetValue<string>());
        Assert.Contains(says, Assert.Single(answer["unevaluated"]!.AsArray())!["why"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory] // and what is known is taken: numbers and Booleans as their texts, empty lists, missing members
    [InlineData("{\"aws:MultiFactorAuthAge\": 3600, \"aws:SecureTransport\": true, \"aws:TagKeys\": []}", "")]
    [InlineData("{\"x:huge\": 1e999999999, \"\": \"x\"}", "")]
    [InlineData("null", "")]
    [InlineData("{}", ", \"resourcePolicy\": null, \"permissionsBoundary\": null, \"serviceControlPolicies\": null, \"endpointPolicies\": null, \"id\": {\"a\": [1]}")]
    public void Taken(string context, string more) =>
        Assert.Equal("Allowed", IamCommand.Evaluate(JsonElement.Parse(Line(context: context, more: more)))["decision"]!.GetValue<string>());

    [Theory] // who is no ARN goes out as it comes in
    [InlineData("\"*\"", "{\"AWS\": \"111122223333\"}")]
    [InlineData("{\"Service\": \"s3.amazonaws.com\"}", "{\"Service\": \"sns.amazonaws.com\"}")]
    [InlineData("{\"Federated\": \"accounts.google.com\"}", "{\"Federated\": \"www.amazon.com\"}")]
    public void A_witness_can_be_evaluated(string a, string b)
    {
        static string Policy(string principal) => $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {{principal}}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}""";
        var answer = ProofCommand.Compare(JsonElement.Parse($$"""{"policyType": "resource", "a": {{Policy(a)}}, "b": {{Policy(b)}} }"""));
        var request = answer["aNotB"]!.ToJsonString();
        string Decide(string principal) => IamCommand.Evaluate(JsonElement.Parse(
            $$"""{"request": {{request}}, "identityPolicies": [{{All}}], "resourcePolicy": {{Policy(principal)}} }"""))["decision"]!.GetValue<string>();
        Assert.Equal(("Allowed", "ImplicitDeny"), (Decide(a), Decide(b)));
    }

    private static void Refused(string line, params string[] says)
    {
        var message = Assert.Throws<IamInputException>(() => IamCommand.Evaluate(JsonElement.Parse(line))).Message;
        Assert.Contains(says, s => message.Contains(s, StringComparison.Ordinal));
    }

    private static string Line(string principal = Ana, string action = "\"s3:GetObject\"", string resource = "\"arn:aws:s3:::reports/a\"", string context = "{}", string more = "") =>
        $$"""{"request": {"principal": {{principal}}, "action": {{action}}, "resource": {{resource}}, "context": {{context}} }, "identityPolicies": [{{All}}]{{more}} }""";
}
