namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>String operators.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String"/>
public sealed class StringOperatorCases
{
    [Theory]
    [InlineData("StringEquals", "\"iamuser-admin\"", "iamuser-admin", "yes")]
    [InlineData("StringEquals", "\"iamuser-admin\"", "IAMUSER-ADMIN", "no")] // minds case
    [InlineData("StringEquals", "\"iamuser-admin\"", "iamuser-admin ", "no")] // and every space
    [InlineData("StringEquals", "[\"red\", \"blue\"]", "blue", "yes")] // values of the policy are alternatives
    [InlineData("StringEquals", "[\"red\", \"blue\"]", "green", "no")]
    [InlineData("StringEquals", "\"re?\"", "red", "no")] // takes no wildcards
    [InlineData("StringEquals", "\"re*\"", "red", "no")]
    [InlineData("StringEquals", "\"re*\"", "re*", "yes")]
    [InlineData("StringEquals", "\"\"", "", "yes")]
    [InlineData("StringEquals", "\"\"", "red", "no")]
    [InlineData("StringEquals", "\"red\"", "-", "no")]
    [InlineData("StringEquals", "\"red\"", "[]", "no")]
    [InlineData("StringEquals", "true", "true", "yes")] // a Boolean or a number of the JSON counts as its text
    [InlineData("StringEquals", "7", "7", "yes")]
    [InlineData("StringEquals", "7", "7.0", "no")]
    [InlineData("stringequals", "\"red\"", "red", "yes")] // operators of any case
    [InlineData("StringNotEquals", "\"red\"", "blue", "yes")]
    [InlineData("StringNotEquals", "\"red\"", "Red", "yes")]
    [InlineData("StringNotEquals", "\"red\"", "red", "no")]
    [InlineData("StringNotEquals", "[\"red\", \"blue\"]", "green", "yes")] // negated, none of the values may fit
    [InlineData("StringNotEquals", "[\"red\", \"blue\"]", "blue", "no")]
    [InlineData("StringNotEquals", "\"red\"", "-", "yes")]
    [InlineData("StringNotEquals", "\"r*\"", "red", "yes")]
    [InlineData("StringEqualsIgnoreCase", "\"Red\"", "rED", "yes")]
    [InlineData("StringEqualsIgnoreCase", "\"Ärger\"", "äRGER", "yes")]
    [InlineData("StringEqualsIgnoreCase", "\"red\"", "reed", "no")]
    [InlineData("StringEqualsIgnoreCase", "\"r*\"", "red", "no")]
    [InlineData("StringEqualsIgnoreCase", "\"red\"", "-", "no")]
    [InlineData("StringNotEqualsIgnoreCase", "\"Red\"", "rED", "no")]
    [InlineData("StringNotEqualsIgnoreCase", "\"Red\"", "blue", "yes")]
    [InlineData("StringNotEqualsIgnoreCase", "\"Red\"", "-", "yes")]
    [InlineData("StringLike", "\"home/*\"", "home/", "yes")] // a star may stand for nothing
    [InlineData("StringLike", "\"home/*\"", "home/ana/2026", "yes")]
    [InlineData("StringLike", "\"home/*\"", "Home/ana", "no")]
    [InlineData("StringLike", "\"home/?\"", "home/a", "yes")]
    [InlineData("StringLike", "\"home/?\"", "home/", "no")] // a question mark for exactly one
    [InlineData("StringLike", "\"home/?\"", "home/ab", "no")]
    [InlineData("StringLike", "\"*.internal\"", "db.internal", "yes")]
    [InlineData("StringLike", "\"*.internal\"", "db.internal.example", "no")] // partial matching needs the stars
    [InlineData("StringLike", "\"home\"", "home/", "no")]
    [InlineData("StringLike", "[\"\", \"home/\", \"home/ana/*\"]", "", "yes")]
    [InlineData("StringLike", "\"t?.*\"", "t3.large", "yes")]
    [InlineData("StringLike", "\"a*b*c\"", "a-c-b", "no")]
    [InlineData("StringLike", "\"arn:aws:sqs:*:111122223333:finance/*\"", "arn:aws:sqs:us-east-2:999999999999:store/abc:111122223333:finance/x", "yes")] // over colons
    [InlineData("StringLike", "\"*\"", "-", "no")] // any value, but there must be one
    [InlineData("StringNotLike", "\"home/*\"", "home/ana", "no")]
    [InlineData("StringNotLike", "\"home/*\"", "tmp/ana", "yes")]
    [InlineData("StringNotLike", "[\"home/*\", \"tmp/*\"]", "tmp/ana", "no")]
    [InlineData("StringNotLike", "\"*\"", "-", "yes")]
    public void One_value(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // …IfExists: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists
    [InlineData("StringEqualsIfExists", "\"red\"", "-", "yes")]
    [InlineData("StringEqualsIfExists", "\"red\"", "[]", "yes")]
    [InlineData("StringEqualsIfExists", "\"red\"", "red", "yes")]
    [InlineData("StringEqualsIfExists", "\"red\"", "blue", "no")]
    [InlineData("StringEqualsIfExists", "\"red\"", "", "no")] // an empty value is a value
    [InlineData("StringNotEqualsIfExists", "\"red\"", "-", "yes")] // still true, so that a Deny still denies
    [InlineData("StringNotEqualsIfExists", "\"red\"", "red", "no")]
    [InlineData("StringLikeIfExists", "[\"t1.*\", \"t2.*\", \"m3.*\"]", "-", "yes")]
    [InlineData("StringLikeIfExists", "[\"t1.*\", \"t2.*\", \"m3.*\"]", "m3.medium", "yes")]
    [InlineData("StringLikeIfExists", "[\"t1.*\", \"t2.*\", \"m3.*\"]", "c5.large", "no")]
    [InlineData("stringlikeifexists", "\"t1.*\"", "-", "yes")]
    [InlineData("StringNotLikeIfExists", "\"t1.*\"", "t1.micro", "no")]
    [InlineData("StringEqualsIgnoreCaseIfExists", "\"red\"", "RED", "yes")]
    [InlineData("StringNotEqualsIgnoreCaseIfExists", "\"red\"", "RED", "no")]
    public void If_it_exists(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
    [InlineData("1", "2", "true", "yes")]
    [InlineData("1", "3", "true", "no")] // keys of one operator must all fit
    [InlineData("1", "2", "false", "no")] // and operators too
    [InlineData("9", "3", "false", "no")]
    public void Keys_and_operators_must_all_hold(string a, string b, string c, string expected) =>
        Assert.Equal(expected, Ask.Statement(
            """  "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"x:a": ["1", "9"], "x:b": "2"}, "Bool": {"x:c": "true"}}  """,
            IamTest.Get(("x:a", [a]), ("x:b", [b]), ("x:c", [c]))));
}
