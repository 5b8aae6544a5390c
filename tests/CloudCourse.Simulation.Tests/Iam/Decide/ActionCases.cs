using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Action, NotAction, Effect and the shape of statements.</summary>
public sealed class ActionCases
{
    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
    [InlineData("\"Action\": \"s3:GetObject\"", "s3:GetObject", "yes")]
    [InlineData("\"Action\": \"S3:getobject\"", "s3:GetObject", "yes")] // prefix and name of any case
    [InlineData("\"Action\": \"s3:GetObject\"", "S3:GETOBJECT", "yes")]
    [InlineData("\"Action\": \"s3:GetObject\"", "s3:GetObjectAcl", "no")]
    [InlineData("\"Action\": \"s3:GetObject*\"", "s3:GetObject", "yes")]
    [InlineData("\"Action\": \"s3:GetObject*\"", "s3:GetObjectAcl", "yes")]
    [InlineData("\"Action\": \"iam:*AccessKey*\"", "iam:UpdateAccessKey", "yes")]
    [InlineData("\"Action\": \"iam:*AccessKey*\"", "iam:GetUser", "no")]
    [InlineData("\"Action\": \"s3:?etObject\"", "s3:GetObject", "yes")]
    [InlineData("\"Action\": \"s3:?GetObject\"", "s3:GetObject", "no")]
    [InlineData("\"Action\": \"s3:*\"", "s3-object-lambda:GetObject", "no")]
    [InlineData("\"Action\": \"s3*:GetObject\"", "s3-object-lambda:GetObject", "yes")]
    [InlineData("\"Action\": \"*\"", "iam:CreateUser", "yes")]
    [InlineData("\"Action\": \"*:*\"", "iam:CreateUser", "yes")]
    [InlineData("\"Action\": \"*:CreateUser\"", "iam:CreateUser", "yes")]
    [InlineData("\"Action\": [\"ec2:*\", \"iam:CreateUser\"]", "iam:CreateUser", "yes")]
    [InlineData("\"Action\": [\"ec2:*\", \"iam:CreateUser\"]", "iam:DeleteUser", "no")]
    [InlineData("\"Action\": []", "iam:CreateUser", "no")]
    [InlineData("\"Action\": \"s3\"", "s3:GetObject", "unknown")] // no service and name
    [InlineData("\"Action\": 7", "s3:GetObject", "unknown")]
    [InlineData("\"Action\": [\"s3:*\", null]", "s3:GetObject", "unknown")]
    [InlineData("\"Sid\": \"x\"", "s3:GetObject", "unknown")] // none at all
    [InlineData("\"action\": \"s3:*\"", "s3:GetObject", "unknown")] // element names mind case
    public void Actions(string action, string asked, string expected) =>
        Assert.Equal(expected, Ask.Statement($"{action}, \"Resource\": \"*\"", Request(asked, "*")));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    [InlineData("\"NotAction\": \"iam:*\"", "s3:GetObject", "yes")]
    [InlineData("\"NotAction\": \"iam:*\"", "iam:GetUser", "no")]
    [InlineData("\"NotAction\": \"IAM:*\"", "iam:GetUser", "no")]
    [InlineData("\"NotAction\": [\"iam:*\", \"s3:Get*\"]", "s3:GetObject", "no")]
    [InlineData("\"NotAction\": [\"iam:*\", \"s3:Get*\"]", "s3:PutObject", "yes")]
    [InlineData("\"NotAction\": \"*\"", "s3:PutObject", "no")]
    [InlineData("\"NotAction\": []", "s3:PutObject", "yes")]
    [InlineData("\"NotAction\": \"iam:*\", \"Action\": \"s3:*\"", "s3:PutObject", "unknown")] // one or the other
    public void Actions_left_out(string action, string asked, string expected) =>
        Assert.Equal(expected, Ask.Statement($"{action}, \"Resource\": \"*\"", Request(asked, "*")));

    [Theory] // the grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Sid\": \"any\"", "yes")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {}", "yes")] // an empty block asks nothing
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {}}", "yes")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": []", "unknown")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": \"a\"}", "unknown")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:key\": null}}", "unknown")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"x:key\": [[\"a\"]]}}", "unknown")]
    [InlineData("\"Action\": \"*\"", "unknown")] // a policy of a user says on what
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"NotResource\": \"arn:aws:s3:::b\"", "unknown")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Principal\": \"*\"", "unknown")] // and not to whom
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Sid\": 7", "unknown")]
    [InlineData("\"Action\": \"*\", \"Resource\": \"*\", \"Effects\": \"Allow\"", "unknown")]
    public void Statements(string elements, string expected) => Assert.Equal(expected, Ask.Statement(elements, Get()));
}
