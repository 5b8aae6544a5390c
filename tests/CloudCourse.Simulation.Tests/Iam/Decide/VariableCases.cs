using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Policy variables.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"/>
public sealed class VariableCases
{
    private const string New = "2012-10-17", Old = "2008-10-17";

    [Theory]
    [InlineData("home/${aws:username}/*", "home/ana/x", "yes")]
    [InlineData("home/${aws:username}/*", "home/ben/x", "no")]
    [InlineData("home/${AWS:USERNAME}/*", "home/ana/x", "yes")] // key names of any case
    [InlineData("home/${aws:username}", "home/Ana", "no")] // values mind it
    [InlineData("${aws:PrincipalTag/team}-x", "blue-x", "yes")]
    [InlineData("${aws:PrincipalTag/Team}-x", "blue-x", "yes")]
    [InlineData("${x:a}${x:b}", "12", "yes")]
    [InlineData("${x:a}*${x:b}", "1-2", "yes")]
    [InlineData("${x:a}*${x:b}", "2-1", "no")]
    [InlineData("${x:star}", "anything", "no")] // what a variable brings in is no wildcard
    [InlineData("${x:star}", "*", "yes")]
    [InlineData("${x:dollar}", "${x:a}", "yes")] // and no variable
    [InlineData("${x:colon}", "a:b", "yes")]
    [InlineData("${x:missing}", "", "no")]
    [InlineData("${x:missing}*", "anything", "no")] // a variable without a value drops the statement
    [InlineData("${x:many}", "1", "no")] // several values stand for no text
    [InlineData("${x:missing, 'none'}", "none", "yes")]
    [InlineData("${x:missing,'none'}", "none", "yes")]
    [InlineData("${x:missing, ''}", "", "yes")]
    [InlineData("${x:missing, 'a b:c'}", "a b:c", "yes")]
    [InlineData("${x:a, 'none'}", "1", "yes")] // only where the key is missing
    [InlineData("${x:a, 'none'}", "none", "no")]
    [InlineData("${x:missing, '*'}", "x", "no")] // a default is plain text too
    [InlineData("${*}", "*", "yes")]
    [InlineData("${*}", "x", "no")]
    [InlineData("${?}", "?", "yes")]
    [InlineData("${?}", "x", "no")]
    [InlineData("${$}{x:a}", "${x:a}", "yes")]
    [InlineData("a${*}*", "a*bc", "yes")]
    [InlineData("a${*}*", "abc", "no")]
    [InlineData("cost-$5", "cost-$5", "yes")] // a dollar alone is a dollar
    [InlineData("${x:open", "x", "unknown")]
    [InlineData("${}", "", "unknown")]
    [InlineData("${x:missing, none}", "none", "unknown")] // a default stands in quotes
    public void In_a_resource(string pattern, string key, string expected) =>
        Assert.Equal(expected, Ask.Resource("Resource", $"arn:aws:s3:::{pattern}", $"arn:aws:s3:::{key}", New, Context));

    [Theory] // without the version, or with the old one, it is plain text
    [InlineData(Old, "${aws:username}", "ana", "no")]
    [InlineData(Old, "${aws:username}", "${aws:username}", "yes")]
    [InlineData(Old, "${*}", "${anything}", "yes")] // and a star in it is a star
    [InlineData(Old, "${x:open", "${x:open", "yes")]
    [InlineData(New, "${aws:username}", "ana", "yes")]
    [InlineData(New, "${aws:username}", "${aws:username}", "no")]
    public void By_version(string version, string pattern, string key, string expected) =>
        Assert.Equal(expected, Ask.Resource("Resource", $"arn:aws:s3:::{pattern}", $"arn:aws:s3:::{key}", version, Context));

    [Theory] // where you can use them: string and ARN operators
    [InlineData("StringEquals", "${aws:username}", "ana", "yes")]
    [InlineData("StringEquals", "${x:star}", "*", "yes")]
    [InlineData("StringEquals", "${*}", "*", "yes")]
    [InlineData("StringEqualsIgnoreCase", "${aws:username}", "ANA", "yes")]
    [InlineData("StringLike", "${aws:username}/*", "ana/2026", "yes")]
    [InlineData("StringLike", "${x:star}", "anything", "no")]
    [InlineData("StringLike", "${*}?", "*a", "yes")]
    [InlineData("StringNotEquals", "${aws:username}", "ana", "no")]
    [InlineData("StringNotEquals", "${aws:username}", "ben", "yes")]
    [InlineData("StringEquals", "${x:missing}", "a", "no")]
    [InlineData("StringNotEquals", "${x:missing}", "a", "no")] // the statement is dropped, not its condition met
    [InlineData("StringNotEquals", "${x:missing, 'none'}", "a", "yes")]
    [InlineData("StringNotLike", "${x:missing}*", "a", "no")]
    [InlineData("StringNotEquals", "${x:missing}", "-", "yes")] // the key itself is missing
    [InlineData("StringEqualsIfExists", "${x:missing}", "-", "yes")]
    [InlineData("StringEquals", "${x:missing, 'none'}", "none", "yes")]
    [InlineData("ArnEquals", "arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:iam::111122223333:user/ana", "yes")]
    [InlineData("ArnNotEquals", "arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:iam::111122223333:user/ben", "yes")]
    [InlineData("ArnNotLike", "arn:aws:iam::111122223333:user/${x:missing}", "arn:aws:iam::111122223333:user/ben", "no")]
    [InlineData("ForAnyValue:StringEquals", "${aws:username}", "ben|ana", "yes")]
    [InlineData("ForAllValues:StringLike", "${aws:username}*", "ana1|ana2", "yes")]
    [InlineData("IpAddress", "${aws:SourceIp}", "203.0.113.7", "unknown")] // no other operator takes them
    [InlineData("DateLessThan", "${aws:CurrentTime}", "2026-01-01", "unknown")]
    public void In_a_condition(string op, string value, string seen, string expected) =>
        Assert.Equal(expected, Ask.Condition(op, $"\"{value}\"", seen, New, Context));

    [Theory]
    [InlineData("payroll/${aws:username}", "payroll/ana", "no")]
    [InlineData("payroll/${aws:username}", "payroll/ben", "yes")]
    [InlineData("payroll/${x:missing}", "payroll/ben", "no")] // dropped: neither as an Allow nor as a Deny does it apply
    public void In_what_is_left_out(string pattern, string key, string expected) =>
        Assert.Equal(expected, Ask.Resource("NotResource", $"arn:aws:s3:::{pattern}", $"arn:aws:s3:::{key}", New, Context));

    [Fact] // an action is no place for one: reference_policies_variables, "Where you can use policy variables"
    public void Not_in_an_action() =>
        Assert.Equal("no", Ask.Statement("""  "Action": "s3:${x:a}", "Resource": "*"  """, Request("s3:1", "*", Context)));

    [Theory] // principal key values
    [InlineData(Ana, "aws:username", "ana")]
    [InlineData("arn:aws:iam::111122223333:user/team/blue/ana", "aws:username", "ana")]
    [InlineData(Ana, "aws:PrincipalType", "User")]
    [InlineData(Ana, "aws:PrincipalArn", Ana)]
    [InlineData(Ana, "aws:PrincipalAccount", "111122223333")]
    [InlineData(Ana, "aws:PrincipalIsAWSService", "false")]
    [InlineData(Ask.Root, "aws:PrincipalType", "Account")]
    [InlineData(Ask.Root, "aws:userid", "111122223333")]
    [InlineData(Ask.Root, "aws:username", "")]
    [InlineData(Ask.Session, "aws:PrincipalType", "AssumedRole")]
    [InlineData(Ask.Session, "aws:PrincipalArn", Ask.Role)] // the role, not the session
    [InlineData(Ask.Session, "aws:username", "")]
    [InlineData(Ask.Role, "aws:PrincipalType", "AssumedRole")]
    [InlineData(Ask.Federated, "aws:PrincipalType", "FederatedUser")]
    [InlineData(Ask.Federated, "aws:userid", "111122223333:ana")]
    [InlineData(Ask.Federated, "aws:username", "")]
    [InlineData("anonymous", "aws:PrincipalType", "Anonymous")]
    [InlineData("anonymous", "aws:PrincipalArn", "")]
    [InlineData("anonymous", "aws:userid", "anonymous")] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
    [InlineData("anonymous", "aws:username", "")]
    [InlineData("anonymous", "aws:PrincipalAccount", "anonymous")] // "For anonymous requests, the request context returns anonymous": reference_policies_condition-keys
    [InlineData("anonymous", "aws:PrincipalIsAWSService", "")] // in signed requests only: the same page
    [InlineData("federated accounts.google.com", "aws:PrincipalIsAWSService", "")]
    [InlineData("s3.amazonaws.com", "aws:PrincipalIsAWSService", "true")]
    [InlineData("s3.amazonaws.com", "aws:PrincipalServiceName", "s3.amazonaws.com")]
    [InlineData("s3.amazonaws.com", "aws:PrincipalServiceNamesList", "s3.amazonaws.com")]
    [InlineData("s3.amazonaws.com", "aws:PrincipalArn", "")]
    public void What_a_caller_brings(string caller, string key, string value) =>
        Assert.Equal(value, string.Join('|', Ask.By(caller, "s3:GetObject", Key).FullContext().Find(key) ?? []));

    private static (string Key, string[] Values)[] Context =>
    [
        ("x:a", ["1"]), ("x:b", ["2"]), ("x:star", ["*"]), ("x:dollar", ["${x:a}"]), ("x:colon", ["a:b"]), ("x:many", ["1", "2"]), ("aws:PrincipalTag/team", ["blue"]),
    ];
}
