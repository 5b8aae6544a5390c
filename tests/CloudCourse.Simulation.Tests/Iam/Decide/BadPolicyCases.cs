using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Policies that are large or hostile: an answer within the steps of one request, or one that says where it gave up.</summary>
public sealed class BadPolicyCases
{
    [Theory] // steps are counted, not time: an answer within as many is one on any machine
    [InlineData("*a", 5000, "b", 10_000, "no")]
    [InlineData("*a", 5000, "", 10_000, "yes")]
    [InlineData("a*", 5000, "", 10_000, "yes")]
    [InlineData("?", 10_000, "", 10_000, "yes")]
    [InlineData("*?", 5000, "", 10_000, "yes")]
    [InlineData("*", 10_000, "b", 10_000, "no")]
    public void Patterns_made_to_be_slow(string part, int times, string end, int length, string expected)
    {
        var (pattern, text) = (string.Concat(Enumerable.Repeat(part, times)) + end, new string('a', length));
        Assert.Equal(expected, Ask.Statement($$"""  "Action": "s3:{{pattern}}", "Resource": "*"  """, Request("s3:" + text, "*")));
        Assert.Equal(expected, Ask.Resource("Resource", "arn:aws:s3:::" + pattern, "arn:aws:s3:::" + text));
        Assert.Equal(expected, Ask.Condition("StringLike", $"\"{pattern}\"", text));
        Assert.Equal(expected, Ask.Condition("ArnLike", $"\"arn:aws:s3:::{pattern}\"", "arn:aws:s3:::" + text));
    }

    [Theory]
    [InlineData(2_000, "no")]
    [InlineData(50_000, "unknown")] // more than one request may take: not decided, and never allowed
    public void A_star_that_runs_on_over_thousands_of_colons(int colons, string expected)
    {
        var (pattern, resource) = ("arn:aws:*:*:*:" + string.Concat(Enumerable.Repeat("*a", 1_000)) + "b", "arn:aws:" + string.Concat(Enumerable.Repeat("a:", colons)) + "y");
        Assert.Equal(expected, Ask.Resource("Resource", pattern, resource));
    }

    [Fact]
    public void Where_it_gave_up_is_said()
    {
        var slow = $$"""{"Effect": "Deny", "Action": "*", "Resource": "arn:aws:*:*:*:{{string.Concat(Enumerable.Repeat("*a", 1_000))}}b"}""";
        var evaluation = Evaluate(Of(Allow(), slow), Request("s3:GetObject", "arn:aws:" + string.Concat(Enumerable.Repeat("a:", 50_000)) + "y"));
        var said = Assert.Single(evaluation.Unevaluated);
        Assert.Equal((Decision.ImplicitDeny, "policy", 1, "/Statement/1"), (evaluation.Decision, said.Policy, said.Statement, said.At.Pointer));
    }

    [Theory] // ten thousand of each, and the last decides
    [InlineData("statements")]
    [InlineData("actions")]
    [InlineData("resources")]
    [InlineData("values")]
    [InlineData("conditions")]
    [InlineData("principals")]
    [InlineData("request values")]
    public void Ten_thousand(string what)
    {
        const int Many = 10_000;
        string Listed(Func<int, string> one) => $"[{string.Join(", ", Enumerable.Range(0, Many).Select(i => $"\"{one(i)}\""))}]";
        const string Last = "9999";
        PolicySet policies = what switch
        {
            "statements" => Identity([.. Enumerable.Range(0, Many).Select(i => $$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b{{i}}"}""")]),
            "actions" => Identity($$"""{"Effect": "Allow", "Action": {{Listed(i => $"s3:Get{i}")}}, "Resource": "*"}"""),
            "resources" => Identity($$"""{"Effect": "Allow", "Action": "s3:*", "Resource": {{Listed(i => $"arn:aws:s3:::b{i}")}} }"""),
            "values" => Identity(Allow($$"""  "Condition": {"StringLike": {"x:key": {{Listed(i => $"*b{i}")}} } }  """)),
            "conditions" => Identity(Allow($$"""  "Condition": {"StringNotEquals": { {{string.Join(", ", Enumerable.Range(0, Many).Select(i => $"\"x:k{i}\": \"a\""))}} } }  """)),
            "principals" => new() { ResourcePolicy = Of(Allow($$"""  "Principal": {"AWS": {{Listed(i => $"arn:aws:iam::111122223333:user/u{i}")}} }  """)) },
            _ => Identity(Allow("""  "Condition": {"ForAllValues:StringLike": {"x:many": "v*"}}  """)),
        };
        AuthorizationRequest Asked(string name) => new(
            new ArnPrincipal($"arn:aws:iam::111122223333:user/u{name}"), what == "actions" ? $"s3:Get{name}" : "s3:GetObject", $"arn:aws:s3:::b{name}",
            new([new("x:key", [$"b{name}"]), new($"x:k{name}", [name == Last ? "b" : "a"]), new("x:many", [.. Enumerable.Range(0, Many).Select(i => $"v{i}"), name == Last ? "v" : "w"])]));
        Assert.Equal("Allowed", Ask.Say(Evaluator.Evaluate(policies, Asked(Last))));
        Assert.Equal("ImplicitDeny IdentityPolicies", Ask.Say(Evaluator.Evaluate(policies, Asked(what == "conditions" ? "1" : "none"))));
    }

    [Theory] // each mistake is said with its place
    [InlineData("\"NumericLessThan\": {\"x:key\": [1, \"1e999\", 2]}", "/Statement/0/Condition/NumericLessThan/x:key/1")]
    [InlineData("\"DateLessThan\": {\"x:key\": \"2026-02-30\"}", "/Statement/0/Condition/DateLessThan/x:key")]
    [InlineData("\"IpAddress\": {\"x:key\": [\"10.0.0.0/8\", \"10.0.0.0/99\"]}", "/Statement/0/Condition/IpAddress/x:key/1")]
    [InlineData("\"Bool\": {\"x:key\": \"maybe\"}", "/Statement/0/Condition/Bool/x:key")]
    [InlineData("\"Null\": {\"x:key\": \"maybe\"}", "/Statement/0/Condition/Null/x:key")]
    [InlineData("\"BinaryEquals\": {\"x:key\": \"?\"}", "/Statement/0/Condition/BinaryEquals/x:key")]
    [InlineData("\"StringEquals\": {\"x:key\": [\"a\", null]}", "/Statement/0/Condition/StringEquals/x:key/1")]
    [InlineData("\"StringEquals\": {\"x:key\": \"${x\"}", "/Statement/0/Condition/StringEquals/x:key")]
    [InlineData("\"Equals\": {\"x:key\": \"a\"}", "/Statement/0/Condition/Equals")]
    public void A_mistake_has_its_place(string condition, string pointer)
    {
        foreach (var effect in new[] { "Allow", "Deny" })
        {
            var policy = Of(Statement(effect, $$"""  "Condition": { {{condition}} }  """), Allow());
            var evaluation = Evaluate(policy, Get(("x:key", ["1"])));
            Assert.Equal(Decision.ImplicitDeny, evaluation.Decision);
            Assert.Contains(evaluation.Unevaluated, u => u.At.Pointer == pointer);
        }
    }

    private static PolicySet Identity(params string[] statements) => new() { IdentityPolicies = [Of(statements)] };
}
