using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>
/// Which keys are listed as missing: those that the policies ask for and the request does not hold, whichever statement asks. The
/// policy simulator lists them so, a key of a statement about another action included.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html"/>
public sealed class MissingKeyCases
{
    [Theory]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\"", "")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:a\": \"1\"}}", "x:a")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:given\": \"1\"}}", "")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"X:GIVEN\": \"1\"}}", "")] // names of any case
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:empty\": \"1\"}}", "x:empty")] // no values are none
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:b\": \"1\"}, \"Bool\": {\"x:a\": \"true\"}}", "x:a,x:b")] // in order, each once
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:a\": \"1\"}, \"StringLike\": {\"X:A\": \"1\"}}", "x:a")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEqualsIfExists\": {\"x:a\": \"1\"}}", "x:a")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"Null\": {\"x:a\": \"true\"}}", "x:a")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"ForAllValues:StringEquals\": {\"x:a\": \"1\"}}", "x:a")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:given\": \"${x:a}\"}}", "x:a")] // a variable asks too
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:given\": \"${aws:username}\"}}", "")] // which the caller brings
    [InlineData("\"Action\": \"*\", \"Resource\": \"arn:aws:s3:::${x:a}/${x:b, 'none'}\"", "x:a,x:b")]
    [InlineData("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::example-bucket/${x:a}\"", "x:a")]
    [InlineData("\"Action\": \"ec2:*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:a\": \"1\"}}", "x:a")] // a statement about another action
    [InlineData("\"Action\": \"*\", \"Resource\": \"arn:aws:s3:::other\", \"Condition\": {\"StringEquals\": {\"x:a\": \"1\"}}", "x:a")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"NumericLessThan\": {\"x:given\": \"${x:a}\"}}", "")] // no variable there
    public void Of_one_statement(string elements, string expected) =>
        Assert.Equal(expected, Missing(new PolicySet { IdentityPolicies = [Of($$"""{"Effect": "Allow", {{elements}} }""")] }));

    [Fact] // in the older version a variable is plain text
    public void Of_an_old_policy() => Assert.Equal("", Missing(new PolicySet
    {
        IdentityPolicies = [Policy("""{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${x:a}"}}""")],
    }));

    [Fact]
    public void Of_all_policies_that_bind_the_request()
    {
        static Policy On(string key, string principal = "") => Of(Allow($$"""  {{principal}}"Condition": {"StringEquals": {"{{key}}": "1"} }  """));
        const string All = "\"Principal\": \"*\", ";
        PolicySet policies = new()
        {
            IdentityPolicies = [On("x:1")],
            ResourcePolicy = On("x:2", All),
            PermissionsBoundary = On("x:3"),
            SessionPolicy = On("x:4"),
            ServiceControlPolicies = [new("r-root", [On("x:5")])],
            ResourceControlPolicies = [new("r-root", [On("x:6", All)])],
            EndpointPolicies = [On("x:7", All)],
        };
        Assert.Equal("x:1,x:2,x:3,x:4,x:5,x:6,x:7", Missing(policies));
        // Service control policies do not bind a service.
        Assert.Equal("x:1,x:2,x:3,x:4,x:6,x:7", string.Join(',', Evaluator.Evaluate(policies, Ask.By("s3.amazonaws.com", "s3:GetObject", Key)).MissingContextValues));
    }

    private static string Missing(PolicySet policies) =>
        string.Join(',', Evaluator.Evaluate(policies, Get(("x:given", ["1"]), ("x:empty", []))).MissingContextValues);
}
