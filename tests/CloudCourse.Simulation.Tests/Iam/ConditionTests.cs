using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>
/// Cases after AWS's page on condition operators and its page on conditions with several keys or values.
/// A request's value is one text, or several separated by a bar; "-" is a key that is missing.
/// </summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("StringEquals", "\"a\"", "a", true)]
    [InlineData("StringEquals", "\"a\"", "A", false)]
    [InlineData("StringEquals", "[\"a\", \"b\"]", "b", true)]
    [InlineData("StringEquals", "\"a*\"", "abc", false)]
    [InlineData("StringEquals", "\"a*\"", "a*", true)]
    [InlineData("StringEquals", "\"a\"", "-", false)]
    [InlineData("StringEquals", "[]", "a", false)]
    [InlineData("StringNotEquals", "[\"a\", \"b\"]", "c", true)]
    [InlineData("StringNotEquals", "[\"a\", \"b\"]", "b", false)]
    [InlineData("StringNotEquals", "\"a\"", "-", true)]
    [InlineData("StringEqualsIgnoreCase", "\"a\"", "A", true)]
    [InlineData("StringNotEqualsIgnoreCase", "\"a\"", "A", false)]
    [InlineData("StringLike", "\"a*c?\"", "abbbcd", true)]
    [InlineData("StringLike", "\"a*c?\"", "abbbc", false)]
    [InlineData("StringLike", "\"a${*}\"", "a*", true)]
    [InlineData("StringLike", "\"a${*}\"", "ab", false)]
    [InlineData("StringNotLike", "\"a*\"", "abc", false)]
    [InlineData("StringEqualsIfExists", "\"a\"", "-", true)]
    [InlineData("StringEqualsIfExists", "\"a\"", "b", false)]
    [InlineData("NumericEquals", "10", "10.0", true)]
    [InlineData("NumericEquals", "\"10\"", "11", false)]
    [InlineData("NumericNotEquals", "\"10\"", "11", true)]
    [InlineData("NumericNotEquals", "\"10\"", "-", true)]
    [InlineData("NumericLessThan", "\"10\"", "9.5", true)]
    [InlineData("NumericLessThan", "\"10\"", "10", false)]
    [InlineData("NumericLessThanEquals", "\"10\"", "10", true)]
    [InlineData("NumericGreaterThan", "\"10\"", "11", true)]
    [InlineData("NumericGreaterThanEquals", "\"10\"", "9", false)]
    [InlineData("NumericLessThan", "\"10\"", "many", false)]
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T01:00:00+01:00", true)]
    [InlineData("DateNotEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-02T00:00:00Z", true)]
    [InlineData("DateLessThan", "\"2026-06-01\"", "2026-05-31T23:59:59Z", true)]
    [InlineData("DateLessThanEquals", "\"2026\"", "2026-01-01T00:00:00Z", true)]
    [InlineData("DateGreaterThan", "\"1767225600\"", "2026-01-01T00:00:01Z", true)]
    [InlineData("DateGreaterThanEquals", "\"2026-06-01\"", "-", false)]
    [InlineData("Bool", "\"true\"", "true", true)]
    [InlineData("Bool", "true", "TRUE", true)]
    [InlineData("Bool", "\"false\"", "-", false)]
    [InlineData("BoolIfExists", "\"false\"", "-", true)]
    [InlineData("BinaryEquals", "\"QmluYXJ5\"", "QmluYXJ5", true)]
    [InlineData("BinaryEquals", "\"QmluYXJ5\"", "QmluYXJZ", false)]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.113.255", true)]
    [InlineData("IpAddress", "\"203.0.113.0/24\"", "203.0.114.0", false)]
    [InlineData("IpAddress", "\"203.0.113.7\"", "203.0.113.7", true)]
    [InlineData("IpAddress", "\"2001:db8:1234::/48\"", "2001:DB8:1234:5678::1", true)]
    [InlineData("IpAddress", "\"2001:db8:1234::/48\"", "2001:db8:1235::1", false)]
    [InlineData("IpAddress", "\"0.0.0.0/0\"", "::1", false)]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "203.0.114.0", true)]
    [InlineData("NotIpAddress", "\"203.0.113.0/24\"", "-", true)]
    [InlineData("ArnEquals", "\"arn:aws:sns:*:111122223333:t*\"", "arn:aws:sns:eu-west-1:111122223333:topic", true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:topic\"", "arn:aws:sns:eu-west-1:111122223333:topic", false)]
    [InlineData("ArnNotLike", "\"arn:aws:sns:*:*:topic\"", "arn:aws:sqs:eu-west-1:111122223333:topic", true)]
    [InlineData("ArnNotEquals", "\"arn:aws:sns:*:*:topic\"", "-", true)]
    [InlineData("Null", "\"true\"", "-", true)]
    [InlineData("Null", "\"true\"", "x", false)]
    [InlineData("Null", "\"false\"", "x", true)]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|b", true)]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|c", false)]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "-", true)]
    [InlineData("ForAllValues:StringNotEquals", "[\"a\", \"b\"]", "c|d", true)]
    [InlineData("ForAllValues:StringNotEquals", "[\"a\", \"b\"]", "c|a", false)]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "c|b", true)]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "c|d", false)]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "-", false)]
    [InlineData("ForAnyValue:StringNotEquals", "[\"a\", \"b\"]", "a|c", true)]
    [InlineData("ForAnyValue:StringLikeIfExists", "\"a*\"", "-", true)]
    public void An_operator_against_a_request(string op, string values, string seen, bool holds)
    {
        var policy = Of(Allow($$"""  "Condition": {"{{op}}": {"x:key": {{values}} } }  """));
        var request = seen == "-" ? Get() : Get(("X:Key", seen.Split('|'))); // key names ignore case
        var evaluation = Evaluate(policy, request);
        Assert.Equal(holds ? Decision.Allowed : Decision.ImplicitDeny, evaluation.Decision);
        Assert.Empty(evaluation.Unevaluated);
        Assert.Equal(seen == "-" ? ["x:key"] : [], evaluation.MissingContextValues);
    }

    [Theory]
    [InlineData("\"StringEqual\": {\"x:key\": \"a\"}")] // no such operator
    [InlineData("\"NullIfExists\": {\"x:key\": \"true\"}")]
    [InlineData("\"IpAddress\": {\"x:key\": \"203.0.113.0/33\"}")]
    [InlineData("\"NotIpAddress\": {\"x:key\": \"office\"}")]
    [InlineData("\"StringEquals\": {\"x:key\": {\"a\": 1}}")]
    [InlineData("\"StringEquals\": {\"x:key\": \"${x:open\"}")]
    public void What_cannot_be_read_lets_nothing_through_as_Allow_or_as_Deny(string condition)
    {
        var block = $$"""  "Condition": { {{condition}} }  """;
        var allowed = Evaluate(Of(Allow(block)), Get(("x:key", ["a"])));
        Assert.NotEqual(Decision.Allowed, allowed.Decision);
        Assert.NotEmpty(allowed.Unevaluated);

        var denied = Evaluate(Of(Allow(), Deny(block)), Get(("x:key", ["a"])));
        Assert.NotEqual(Decision.Allowed, denied.Decision);
        Assert.NotEmpty(denied.Unevaluated);
    }

    [Fact]
    public void An_unreadable_condition_on_another_action_does_not_matter()
    {
        var policy = Of(Allow(), """{"Effect": "Deny", "Action": "ec2:*", "Resource": "*", "Condition": {"Nope": {"a:b": "c"}}}""");
        Assert.Equal(Decision.Allowed, Evaluate(policy, Get()).Decision);
    }

    [Fact]
    public void Operators_and_keys_of_one_statement_must_all_hold()
    {
        var policy = Of(Allow("""  "Condition": {"StringEquals": {"x:a": "1", "x:b": "2"}, "Bool": {"x:c": "true"}}  """));
        Assert.Equal(Decision.Allowed, Evaluate(policy, Get(("x:a", ["1"]), ("x:b", ["2"]), ("x:c", ["true"]))).Decision);
        Assert.Equal(Decision.ImplicitDeny, Evaluate(policy, Get(("x:a", ["1"]), ("x:b", ["3"]), ("x:c", ["true"]))).Decision);
    }
}
