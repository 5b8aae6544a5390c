using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Patterns;
using FsCheck;
using FsCheck.Fluent;

namespace CloudCourse.Simulation.Tests.Iam;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("s3:Get*", "s3:GetObject", true)]
    [InlineData("s3:Get?", "s3:GetObject", false)]
    [InlineData("S3:getobject", "s3:GetObject", true)] // action names ignore case
    [InlineData("*", "", true)]
    [InlineData("?", "", false)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a*b*c", "aXbY", false)]
    [InlineData("**a**", "banana", true)]
    public void Action_pattern(string pattern, string action, bool matches) =>
        Assert.Equal(matches, Wildcard.Matches(pattern, action, ignoreCase: true));

    [Fact]
    public void Agrees_with_the_definition_of_a_wildcard() =>
        Prop.ForAll(Short("ab*?").ToArbitrary(), Short("ab").ToArbitrary(), (pattern, text) =>
            Wildcard.Matches(pattern, text, ignoreCase: false) == Naive(pattern, text)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_pattern_made_to_be_slow_ends_within_pattern_times_text()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 500)) + "b";
        var text = new string('a', 2000);
        // Charged to a budget: more steps than this would throw.
        Assert.False(Wildcard.Matches(Wildcard.Codes(pattern), text, ignoreCase: false, new WorkBudget(4L * pattern.Length * text.Length)));
    }

    [Theory]
    [InlineData("arn:aws:s3:::b/*", "arn:aws:s3:::b/x/y", true)]
    [InlineData("arn:aws:s3:::b*", "arn:aws:s3:::b/x", true)]
    [InlineData("arn:aws:s3:::B", "arn:aws:s3:::b", false)] // ARNs mind case
    [InlineData("arn:aws:sqs:*:1:q", "arn:aws:sqs:eu-west-1:1:q", true)]
    [InlineData("arn:aws:sqs:*:q", "arn:aws:sqs:eu-west-1:1:q", false)] // a star stays in its part
    [InlineData("arn:aws:sns:*:*:t:*", "arn:aws:sns:eu-west-1:1:t:sub", true)] // colons of the last part are its own
    [InlineData("arn:aws:s3:::*", "*", false)]
    [InlineData("*", "arn:aws:s3:::b", true)]
    public void Arn_pattern(string pattern, string arn, bool matches) =>
        Assert.Equal(matches, ArnPattern.Read(pattern, Location.None, variables: true)
            .Match(arn, RequestContext.Empty, new WorkBudget(10_000), out _) is ArnMismatch.None);

    /// <summary>Patterns are taken apart, into plain ends and a middle, and each way of using one has its own shortcuts: all mean the same.</summary>
    [Theory]
    [InlineData("""{"Effect": "Allow", "Action": "s3:PATTERN", "Resource": "*"}""")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::PATTERN"}""")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "arn:*:s3:::PATTERN"}""")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"x:key": "PATTERN"}}}""")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"x:key": "${x:none, ''}PATTERN"}}}""")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"x:arn": "arn:aws:s3:::PATTERN"}}}""")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"ArnLike": {"x:arn": "arn:aws:${x:service}:::PATTERN"}}}""")]
    public void A_policy_s_patterns_agree_with_the_definition(string statement) =>
        Prop.ForAll(Short("ab*?").ToArbitrary(), Short("ab").ToArbitrary(), (pattern, text) =>
        {
            var policies = PreparedPolicies.Prepare(new() { IdentityPolicies = [IamTest.Of(statement.Replace("PATTERN", pattern, StringComparison.Ordinal))] });
            // Actions ignore case, so a capital makes no difference there.
            var action = $"s3:{(statement.Contains("s3:PATTERN", StringComparison.Ordinal) ? text.ToUpperInvariant() : text)}";
            var request = IamTest.Request(action, $"arn:aws:s3:::{text}", ("x:key", [text]), ("x:arn", [$"arn:aws:s3:::{text}"]), ("x:service", ["s3"]));
            return policies.Decide(request).IsAllowed == Naive(pattern, text);
        }).QuickCheckThrowOnFailure();

    private static Gen<string> Short(string letters) => Gen.Elements(letters.ToCharArray()).ArrayOf().Select(c => new string(c.Length > 8 ? c[..8] : c));

    private static bool Naive(string pattern, string text)
    {
        if (pattern.Length == 0) return text.Length == 0;
        if (pattern[0] == '*') return Naive(pattern[1..], text) || (text.Length > 0 && Naive(pattern, text[1..]));
        return text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && Naive(pattern[1..], text[1..]);
    }
}
