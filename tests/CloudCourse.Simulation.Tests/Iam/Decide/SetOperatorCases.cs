namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Keys with several values.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html"/>
public sealed class SetOperatorCases
{
    [Theory]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a", "yes")]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|b", "yes")]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\", \"c\"]", "b|a", "yes")] // a part of the policy's, in any order
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|b|c", "no")]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "c", "no")]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|A", "no")]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "-", "yes")] // true of no values
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "[]", "yes")]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "", "yes")] // an empty text is a null data set
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "|a", "no")] // beside others it is a value
    [InlineData("forallvalues:stringequals", "\"a\"", "a|a", "yes")]
    [InlineData("ForAllValues:StringEqualsIfExists", "\"a\"", "-", "yes")]
    [InlineData("ForAllValues:StringEqualsIfExists", "\"a\"", "a|b", "no")]
    [InlineData("ForAllValues:StringLike", "[\"team-*\", \"cost?\"]", "team-a|cost1", "yes")]
    [InlineData("ForAllValues:StringLike", "\"team-*\"", "team-a|owner", "no")]
    [InlineData("ForAllValues:StringNotEquals", "[\"a\", \"b\"]", "c|d", "yes")] // each must fit none
    [InlineData("ForAllValues:StringNotEquals", "[\"a\", \"b\"]", "c|a", "no")]
    [InlineData("ForAllValues:StringNotEquals", "[\"a\", \"b\"]", "-", "yes")]
    [InlineData("ForAllValues:StringEqualsIgnoreCase", "\"Team\"", "team|TEAM", "yes")]
    [InlineData("ForAllValues:NumericLessThan", "10", "1|9", "yes")]
    [InlineData("ForAllValues:NumericLessThan", "10", "1|10", "no")]
    [InlineData("ForAllValues:Bool", "\"true\"", "true|TRUE", "yes")]
    [InlineData("ForAllValues:DateLessThan", "\"2026\"", "2025|2024-05", "yes")]
    [InlineData("ForAllValues:IpAddress", "\"10.0.0.0/8\"", "10.1.2.3|10.2.3.4", "yes")]
    [InlineData("ForAllValues:IpAddress", "\"10.0.0.0/8\"", "10.1.2.3|11.2.3.4", "no")]
    [InlineData("ForAllValues:ArnLike", "\"arn:aws:sns:*:111122223333:*\"", "arn:aws:sns:eu-west-1:111122223333:a|arn:aws:sns:us-east-1:111122223333:b", "yes")]
    [InlineData("ForAllValues:ArnNotLike", "\"arn:aws:sns:*:*:*\"", "arn:aws:sqs:eu-west-1:111122223333:a|arn:aws:sns:eu-west-1:1:a", "no")]
    public void All_values(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "c|b", "yes")]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "c|d", "no")]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "a", "yes")]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "-", "no")] // false of no values
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "[]", "no")]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"\"]", "", "no")] // a null data set fits nothing
    [InlineData("ForAnyValue:StringNotEquals", "[\"a\", \"b\"]", "a|c", "yes")] // one that fits none is enough
    [InlineData("ForAnyValue:StringNotEquals", "[\"a\", \"b\"]", "a|b", "no")]
    [InlineData("ForAnyValue:StringNotEquals", "[\"a\", \"b\"]", "-", "no")]
    [InlineData("ForAnyValue:StringEqualsIfExists", "\"a\"", "-", "yes")]
    [InlineData("ForAnyValue:StringLike", "\"o-abc/r-1/ou-*\"", "o-abc/r-1/ou-2/ou-3|x", "yes")]
    [InlineData("ForAnyValue:StringNotLike", "\"team-*\"", "team-a|team-b", "no")]
    [InlineData("FORANYVALUE:STRINGEQUALS", "\"a\"", "a|b", "yes")]
    [InlineData("ForAnyValue:NumericGreaterThan", "10", "1|11", "yes")]
    [InlineData("ForAnyValue:Bool", "\"true\"", "false|true", "yes")]
    [InlineData("ForAnyValue:IpAddress", "\"10.0.0.0/8\"", "11.1.1.1|10.1.1.1", "yes")]
    [InlineData("ForAnyValue:NotIpAddress", "\"10.0.0.0/8\"", "10.1.1.2|10.1.1.1", "no")]
    [InlineData("ForAnyValue:ArnEquals", "\"arn:aws:sns:*:*:a\"", "arn:aws:sns:eu-west-1:1:b|arn:aws:sns:eu-west-1:1:a", "yes")]
    [InlineData("ForAnyValue:DateGreaterThan", "\"2026\"", "2025|2027", "yes")]
    [InlineData("ForAnyValue:BinaryEquals", "\"AAAA\"", "AAAB|AAAA", "yes")]
    public void Any_value(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));

    [Theory] // what an operator for one value makes of several is not documented: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html asks for a set operator
    [InlineData("StringEquals", "\"a\"", "a|b", "unknown")]
    [InlineData("StringEquals", "[\"a\", \"b\"]", "a|b", "unknown")]
    [InlineData("StringLike", "\"*\"", "a|b", "unknown")]
    [InlineData("StringEqualsIfExists", "\"a\"", "a|b", "unknown")]
    [InlineData("Bool", "\"true\"", "true|true", "unknown")]
    [InlineData("NumericLessThan", "10", "1|2", "unknown")]
    [InlineData("IpAddress", "\"10.0.0.0/8\"", "10.0.0.1|10.0.0.2", "unknown")]
    [InlineData("ArnLike", "\"arn:aws:sns:*:*:*\"", "arn:aws:sns:a:1:b|arn:aws:sns:a:1:c", "unknown")]
    [InlineData("StringNotEquals", "\"a\"", "b|c", "unknown")]
    [InlineData("NotIpAddress", "\"10.0.0.0/8\"", "11.0.0.1|11.0.0.2", "unknown")]
    public void Several_values_where_one_is_expected(string op, string values, string seen, string expected) => Assert.Equal(expected, Ask.Condition(op, values, seen));
}
