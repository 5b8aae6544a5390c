using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;
using FsCheck;
using FsCheck.Fluent;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Proof;

public sealed class PolicyComparerTests
{
    private const string Read = """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}""";

    [Theory] // the first against the second
    [InlineData(Read, Read, PolicyRelation.Equivalent)]
    [InlineData(Read, """{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/*"}""", PolicyRelation.Narrower)]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*"}""", Read, PolicyRelation.Broader)]
    [InlineData(Read, """{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*"}""", PolicyRelation.Incomparable)]
    [InlineData("""{"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": "*"}""", """{"Effect": "Allow", "Action": "S3:get*", "Resource": "*"}""", PolicyRelation.Equivalent)]
    [InlineData("""{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}""", """{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}""", PolicyRelation.Equivalent)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a*b"}""", """{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a*b*"}""", PolicyRelation.Narrower)]
    [InlineData("""{"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:111122223333:q"}""", """{"Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:eu-*:*:q"}""", PolicyRelation.Incomparable)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b"]}""", """{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}, {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::a"}""", PolicyRelation.Equivalent)]
    [InlineData("""{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*:111122223333:a:b"}""", """{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*:b"}""", PolicyRelation.Narrower)] // a star at the end of a part runs on
    [InlineData("""{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:eu*:111122223333:b"}""", """{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:eu*"}""", PolicyRelation.Narrower)] // a star at the end of a part runs on
    [InlineData("""{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*:111122223333:b"}""", """{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*-1:111122223333:b"}""", PolicyRelation.Broader)] // a star at the end of a part runs on
    [InlineData("""{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*:*1:b"}""", """{"Effect": "Allow", "Action": "sns:*", "Resource": "arn:aws:sns:*:*:*1:b"}""", PolicyRelation.Broader)] // a star at the end of a part runs on
    public void Actions_and_resources(string a, string b, PolicyRelation relation) => Check(a, b, relation);

    [Theory] // conditions on one Allow of everything
    [InlineData("\"StringEquals\": {\"x:k\": \"a\"}", "\"StringLike\": {\"x:k\": \"a*\"}", PolicyRelation.Narrower)]
    [InlineData("\"StringEquals\": {\"x:k\": [\"a\", \"b\"]}", "\"StringEquals\": {\"x:k\": [\"b\", \"a\"]}", PolicyRelation.Equivalent)]
    [InlineData("\"StringEqualsIgnoreCase\": {\"x:k\": \"A\"}", "\"StringEquals\": {\"x:k\": [\"a\", \"A\"]}", PolicyRelation.Equivalent)]
    [InlineData("\"StringEqualsIfExists\": {\"x:k\": \"a\"}", "\"StringEquals\": {\"x:k\": \"a\"}", PolicyRelation.Broader)]
    [InlineData("\"StringLike\": {\"x:k\": \"*\"}", "\"Null\": {\"x:k\": \"false\"}", PolicyRelation.Equivalent)]
    [InlineData("\"StringNotEquals\": {\"x:k\": \"a\"}", "\"StringLike\": {\"x:k\": \"b\"}", PolicyRelation.Broader)]
    [InlineData("\"NumericLessThan\": {\"x:k\": \"10\"}", "\"NumericLessThanEquals\": {\"x:k\": \"10\"}", PolicyRelation.Narrower)]
    [InlineData("\"NumericLessThan\": {\"x:k\": \"10\"}", "\"NumericGreaterThan\": {\"x:k\": \"5\"}", PolicyRelation.Incomparable)]
    [InlineData("\"DateLessThan\": {\"aws:CurrentTime\": \"2026-01-01T00:00:00Z\"}", "\"DateLessThan\": {\"aws:CurrentTime\": \"2026-06-01T00:00:00Z\"}", PolicyRelation.Narrower)]
    [InlineData("\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/25\"}", "\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}", PolicyRelation.Narrower)]
    [InlineData("\"IpAddress\": {\"aws:SourceIp\": [\"203.0.113.0/25\", \"203.0.113.128/25\"]}", "\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}", PolicyRelation.Equivalent)]
    [InlineData("\"NotIpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}", "\"IpAddress\": {\"aws:SourceIp\": \"0.0.0.0/0\"}", PolicyRelation.Incomparable)]
    [InlineData("\"Bool\": {\"aws:SecureTransport\": \"true\"}", "\"Null\": {\"aws:SecureTransport\": \"false\"}", PolicyRelation.Narrower)]
    [InlineData("\"ArnLike\": {\"x:k\": \"arn:aws:sns:*:111122223333:*\"}", "\"ArnLike\": {\"x:k\": \"arn:aws:sns:*:*:*\"}", PolicyRelation.Narrower)]
    [InlineData("\"ForAllValues:StringEquals\": {\"x:k\": [\"a\", \"b\"]}", "\"ForAnyValue:StringEquals\": {\"x:k\": [\"a\", \"b\"]}", PolicyRelation.Incomparable)]
    [InlineData("\"ForAllValues:StringEquals\": {\"x:k\": \"a\"}, \"Null\": {\"x:k\": \"false\"}", "\"ForAnyValue:StringEquals\": {\"x:k\": \"a\"}", PolicyRelation.Incomparable)] // an empty text is there, and counts as no value
    public void Conditions(string a, string b, PolicyRelation relation) =>
        Check(Allow($$"""  "Condition": { {{a}} }  """), Allow($$"""  "Condition": { {{b}} }  """), relation);

    [Theory]
    [InlineData("""{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}""", "Principal")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Nope": {"x:k": "a"}}}""", "Nope")]
    [InlineData("""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"x:k": "5"}, "NumericLessThan": {"x:k": "4"}}}""", "x:k")]
    public void What_cannot_be_decided_is_named(string statement, string construct)
    {
        var comparison = PolicyComparer.Compare(Of(statement), Of(Read));
        Assert.Equal(PolicyRelation.Undecided, comparison.Relation);
        Assert.Contains(comparison.Undecided, u => u.Contains(construct, StringComparison.Ordinal));
    }

    /// <summary>Keys that AWS does not give independently of each other, after the availability that each key's part of the page tells.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
    [Theory]
    [InlineData("\"StringEquals\": {\"aws:RequestTag/a\": \"b\"}, \"ForAllValues:StringEquals\": {\"aws:TagKeys\": \"c\"}", "\"StringEquals\": {\"x:k\": []}", PolicyRelation.Equivalent)] // the tag is one of the keys
    [InlineData("\"Null\": {\"aws:RequestTag/a\": \"false\"}", "\"ForAnyValue:StringEquals\": {\"aws:TagKeys\": \"a\"}", PolicyRelation.Equivalent)]
    [InlineData("\"Null\": {\"aws:SourceIp\": \"false\", \"aws:SourceVpc\": \"false\"}", "\"StringEquals\": {\"x:k\": []}", PolicyRelation.Equivalent)] // through an endpoint or not
    [InlineData("\"DateLessThan\": {\"aws:CurrentTime\": \"2026-01-01T00:00:00Z\"}", "\"NumericLessThan\": {\"aws:EpochTime\": \"1767225600\"}", PolicyRelation.Equivalent)] // the same second
    [InlineData("\"NumericGreaterThan\": {\"aws:MultiFactorAuthAge\": \"0\"}, \"Bool\": {\"aws:MultiFactorAuthPresent\": \"false\"}", "\"StringEquals\": {\"x:k\": []}", PolicyRelation.Equivalent)]
    [InlineData("\"StringEquals\": {\"aws:username\": \"ana\"}", "\"ArnLike\": {\"aws:PrincipalArn\": \"arn:*:iam::*:user/*\"}", PolicyRelation.Narrower)]
    [InlineData("\"StringEquals\": {\"aws:PrincipalAccount\": \"111122223333\"}", "\"ArnLike\": {\"aws:PrincipalArn\": \"arn:*:*::111122223333:*\"}", PolicyRelation.Equivalent)]
    [InlineData("\"StringEquals\": {\"aws:PrincipalType\": \"User\"}", "\"Null\": {\"aws:username\": \"false\"}", PolicyRelation.Equivalent)]
    public void Keys_that_depend_on_each_other(string a, string b, PolicyRelation relation) => Conditions(a, b, relation);

    [Theory] // a difference at one value of a variable is a difference; none at one value is no proof
    [InlineData("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::*", PolicyRelation.Narrower, false, true)]
    [InlineData("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/admin/*", PolicyRelation.Incomparable, true, true)]
    [InlineData("arn:aws:s3:::home/${aws:PrincipalTag/team}", "arn:aws:s3:::home/${aws:PrincipalTag/team}", PolicyRelation.Equivalent, false, false)] // the same words
    [InlineData("arn:aws:s3:::home/${aws:PrincipalTag/team}", "arn:aws:s3:::home/${aws:principaltag/team}", PolicyRelation.Equivalent, false, false)]
    [InlineData("arn:aws:s3:::*/${aws:username}/*", "arn:aws:s3:::*", PolicyRelation.Narrower, false, true)]
    [InlineData("arn:aws:s3:::*/${aws:username}/*", "arn:aws:s3:::*/?*/*", PolicyRelation.Undecided, false, true)] // where the name begins, no one knows
    [InlineData("arn:aws:s3:::home/${aws:username}", "arn:aws:s3:::home/${aws:username}*", PolicyRelation.Narrower, false, true)]
    [InlineData("arn:aws:s3:::home/${aws:username}/*", "arn:aws:s3:::home/?*/*", PolicyRelation.Narrower, false, true)] // a user's name is not empty
    [InlineData("arn:aws:s3:::home/${aws:PrincipalTag/team}/*", "arn:aws:s3:::home/?*/*", PolicyRelation.Incomparable, true, true)] // a tag's value may be
    [InlineData("arn:aws:s3:::home/${aws:PrincipalTag/team}/${aws:username}/*", "arn:aws:s3:::home/${aws:PrincipalTag/team}/*", PolicyRelation.Narrower, false, true)]
    [InlineData("arn:aws:iam::${aws:PrincipalAccount}:role/x", "arn:aws:iam::*:role/x", PolicyRelation.Narrower, false, true)]
    [InlineData("arn:aws:s3:::home/${aws:PrincipalTag/team, 'none'}/x", "arn:aws:s3:::home/none/x", PolicyRelation.Incomparable, true, true)]
    public void Policy_variables(string a, string b, PolicyRelation relation, bool aNotB, bool bNotA)
    {
        var (first, second) = (OnResource(a), OnResource(b));
        var comparison = PolicyComparer.Compare(first, second);
        Assert.Equal((relation, aNotB, bNotA), (comparison.Relation, comparison.ANotB is not null, comparison.BNotA is not null));
        Assert.Equal(relation is PolicyRelation.Undecided, comparison.Undecided.Count > 0);
        if (comparison.ANotB is { } mine) Assert.True(Allows(first, mine) && !Allows(second, mine));
        if (comparison.BNotA is { } others) Assert.True(Allows(second, others) && !Allows(first, others));

        static Policy OnResource(string arn) => Of($$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "{{arn}}"}""");
    }

    [Fact]
    public void Too_much_work_ends_undecided()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 40));
        var a = Of($$"""{"Effect": "Allow", "Action": "s3:{{stars}}", "Resource": ["arn:aws:s3:::{{stars}}", "arn:aws:s3:::b{{stars}}*b?a*"]}""");
        Assert.Equal(PolicyRelation.Undecided, PolicyComparer.Compare(a, Of(Read), steps: 2_000).Relation);
    }

    [Fact]
    public void A_witness_is_a_request_that_people_can_read()
    {
        var comparison = PolicyComparer.Compare(Of(Read), Of("""{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::*"}"""));
        Assert.NotNull(ActionNamed(comparison.BNotA!.Action));
        Assert.StartsWith("arn:aws:s3:::", comparison.BNotA.Resource, StringComparison.Ordinal);

        static object? ActionNamed(string name) => CloudCourse.Simulation.Iam.Catalog.ActionCatalog.Current.Action(name);
    }

    [Fact]
    public void A_policy_is_equivalent_to_itself_with_its_statements_split() =>
        Prop.ForAll(Policies.ToArbitrary(), policy => PolicyComparer.Compare(Of(policy), Of([.. policy.Reverse(), Never])).Relation is PolicyRelation.Equivalent).QuickCheckThrowOnFailure();

    [Fact]
    public void Swapping_the_policies_swaps_the_answer() =>
        Prop.ForAll(Policies.ToArbitrary(), Policies.ToArbitrary(), (a, b) =>
            (PolicyComparer.Compare(Of(a), Of(b)).Relation, PolicyComparer.Compare(Of(b), Of(a)).Relation) is
                (PolicyRelation.Equivalent, PolicyRelation.Equivalent) or (PolicyRelation.Narrower, PolicyRelation.Broader)
                or (PolicyRelation.Broader, PolicyRelation.Narrower) or (PolicyRelation.Incomparable, PolicyRelation.Incomparable)).QuickCheckThrowOnFailure();

    /// <summary>Brute force over a small world finds no difference where the comparison found none, and every witness is one.</summary>
    [Fact]
    public void Agrees_with_brute_force() =>
        Prop.ForAll(Policies.ToArbitrary(), Policies.ToArbitrary(), (a, b) =>
        {
            var (first, second) = (Of(a), Of(b));
            var comparison = PolicyComparer.Compare(first, second);
            return Fits(first, second, comparison.ANotB) && Fits(second, first, comparison.BNotA);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool Fits(Policy mine, Policy other, AuthorizationRequest? witness) => witness is null
        ? !World.Any(request => Allows(mine, request) && !Allows(other, request))
        : Allows(mine, witness) && !Allows(other, witness);

    private static bool Allows(Policy policy, AuthorizationRequest request) => Evaluate(policy, request).Decision is Decision.Allowed;

    private static void Check(string a, string b, PolicyRelation relation)
    {
        var (first, second) = (Of(a), Of(b));
        var comparison = PolicyComparer.Compare(first, second);
        Assert.Empty(comparison.Undecided);
        Assert.Equal(relation, comparison.Relation);
        if (comparison.ANotB is { } aNotB) Assert.True(Allows(first, aNotB) && !Allows(second, aNotB));
        if (comparison.BNotA is { } bNotA) Assert.True(Allows(second, bNotA) && !Allows(first, bNotA));
        Assert.Equal(relation is PolicyRelation.Broader or PolicyRelation.Incomparable, comparison.ANotB is not null);
        Assert.Equal(relation is PolicyRelation.Narrower or PolicyRelation.Incomparable, comparison.BNotA is not null);
    }

    private static readonly List<AuthorizationRequest> World =
    [
        .. from action in new[] { "a:x", "a:y", "a:xy", "a:yx", "b:x", "b:xyx" }
           from resource in new[] { "*", "arn:aws:a:::x", "arn:aws:a:::y", "arn:aws:a:::xy", "arn:aws:a:::yx", "arn:aws:a:::xyx", "arn:aws:b:::x", "arn:aws:a:r::x", "arn:aws:a:::x:y" }
           from values in new string[]?[] { null, ["x"], ["y"], ["xy"], ["X"], ["x", "y"], ["y", "xy"], ["z"] }
           from number in new string[]?[] { null, ["1"], ["2"], ["3"] }
           select Request(action, resource, [.. values is null ? [] : new[] { ("x:k", values) }, .. number is null ? [] : new[] { ("x:n", number) }]),
    ];

    /// <summary>Takes away what nobody has, so that the texts differ and the policies do not.</summary>
    private const string Never = """{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"ForAnyValue:StringEquals": {"x:k": []}}}""";

    private static Gen<string> Statements { get; } =
        from effect in Gen.Elements("Allow", "Allow", "Allow", "Deny")
        from action in Gen.Elements("\"Action\": \"*\"", "\"Action\": \"a:*\"", "\"Action\": \"a:x*\"", "\"Action\": \"a:?\"", "\"Action\": [\"a:*y\", \"b:x\"]", "\"NotAction\": \"a:x\"", "\"Action\": \"*:x*x\"")
        from resource in Gen.Elements("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:a:::x\"", "\"Resource\": \"arn:aws:a:*:*:x*\"", "\"Resource\": \"arn:aws:a:::*y\"", "\"NotResource\": \"arn:aws:a:::x*\"",
            "\"Resource\": [\"arn:aws:a:::?\", \"arn:aws:b:::x\"]", "\"Resource\": \"arn:aws:*:::*x*\"")
        from condition in Gen.Elements("", "", "\"ForAnyValue:StringLike\": {\"x:k\": \"x*\"}", "\"ForAllValues:StringEquals\": {\"x:k\": [\"x\", \"y\"]}", "\"Null\": {\"x:k\": \"true\"}",
            "\"ForAnyValue:StringEqualsIgnoreCase\": {\"x:k\": \"X\"}", "\"ForAllValues:StringNotLike\": {\"x:k\": \"*y\"}", "\"NumericLessThan\": {\"x:n\": \"2\"}", "\"NumericNotEquals\": {\"x:n\": \"2\"}",
            "\"NumericGreaterThanEqualsIfExists\": {\"x:n\": \"2\"}, \"Null\": {\"x:k\": \"false\"}")
        select $$"""{"Effect": "{{effect}}", {{action}}, {{resource}}{{(condition.Length > 0 ? $", \"Condition\": {{ {condition} }}" : "")}} }""";

    private static Gen<string[]> Policies { get; } = Gen.Choose(1, 3).SelectMany(count => Statements.ArrayOf(count));
}
