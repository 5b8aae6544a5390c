using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Proof;
using FsCheck;
using FsCheck.Fluent;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Proof;

public sealed class ComparisonLaws
{
    private static readonly CompareOptions _real = CompareOptions.Default with { OnlyTheirResourceTypes = true };

    [Fact]
    public void One_more_Deny_never_broadens() => Prop.ForAll(Policies.ToArbitrary(), Elements.ToArbitrary(), (policy, extra) =>
        PolicyComparer.Compare(Of([.. policy, $$"""{"Effect": "Deny", {{extra}} }"""]), Of(policy)) is { ANotB: null, Relation: PolicyRelation.Equivalent or PolicyRelation.Narrower or PolicyRelation.Undecided }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_Allow_never_narrows() => Prop.ForAll(Policies.ToArbitrary(), Elements.ToArbitrary(), (policy, extra) =>
        PolicyComparer.Compare(Of([.. policy, $$"""{"Effect": "Allow", {{extra}} }"""]), Of(policy)) is { BNotA: null, Relation: PolicyRelation.Equivalent or PolicyRelation.Broader or PolicyRelation.Undecided }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_says_the_same_as_a_statement_for_each_of_its_values() => Prop.ForAll(Gen.Elements("Allow", "Deny").ToArbitrary(), Conditions.ToArbitrary(), (effect, condition) =>
        PolicyComparer.Compare(
            Of(Allow(), $$"""{"Effect": "{{effect}}", "Action": ["a:x", "a:y*"], "Resource": ["arn:aws:a:::x", "arn:aws:a:::${aws:username}/*"]{{condition}} }"""),
            Of([Allow(), .. from action in new[] { "a:x", "a:y*" } from resource in new[] { "arn:aws:a:::x", "arn:aws:a:::${aws:username}/*" } select $$"""{"Effect": "{{effect}}", "Action": "{{action}}", "Resource": "{{resource}}"{{condition}} }"""]))
            .Relation is PolicyRelation.Equivalent).QuickCheckThrowOnFailure();

    [Fact]
    public void A_witness_shows_a_difference_and_swaps_with_the_policies() => Prop.ForAll(Policies.ToArbitrary(), Policies.ToArbitrary(), (a, b) =>
    {
        var (first, second) = (Of(a), Of(b));
        var (found, swapped) = (PolicyComparer.Compare(first, second), PolicyComparer.Compare(second, first));
        // Where a search gave up, the other may have come to a witness before it did.
        return Shows(first, second, found.ANotB) && Shows(second, first, found.BNotA)
            && (found.Relation is PolicyRelation.Undecided || swapped.Relation is PolicyRelation.Undecided
                || ((found.ANotB is null) == (swapped.BNotA is null) && (found.BNotA is null) == (swapped.ANotB is null)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_differs_in_real_requests_differs() => Prop.ForAll(RealPolicies.ToArbitrary(), RealPolicies.ToArbitrary(), (a, b) =>
    {
        var (first, second) = (Of(a), Of(b));
        var (real, all) = (PolicyComparer.Compare(first, second, _real), PolicyComparer.Compare(first, second));
        return Shows(first, second, real.ANotB) && Shows(second, first, real.BNotA) && IsReal(real.ANotB) && IsReal(real.BNotA)
            && (real.ANotB is null || all.ANotB is not null) && (real.BNotA is null || all.BNotA is not null);
    }).QuickCheckThrowOnFailure();

    /// <summary>Where only what AWS has counts, words for what it does not have change nothing.</summary>
    [Theory]
    [InlineData("\"Action\": [\"s3:GetObject\", \"s3:NoSuchAction\"], \"Resource\": \"*\"", "\"Action\": \"s3:GetObject\", \"Resource\": \"*\"", PolicyRelation.Equivalent)]
    [InlineData("\"Action\": \"s3:GetObject\", \"Resource\": [\"arn:aws:s3:::b/*\", \"arn:aws:s3:::b\"]", "\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"", PolicyRelation.Equivalent)]
    [InlineData("\"Action\": \"s3:ListBucket\", \"Resource\": \"arn:aws:s3:::*\"", "\"Action\": \"s3:ListBucket\", \"Resource\": \"arn:aws:s3:::*/*\"", PolicyRelation.Broader)]
    [InlineData("\"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"arn:aws:s3:::*\"", "\"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"*\"", PolicyRelation.Equivalent)]
    [InlineData("\"Action\": \"sqs:*\", \"Resource\": \"arn:aws:sqs:*:*:*\"", "\"Action\": \"sqs:SendMessage\", \"Resource\": \"*\"", PolicyRelation.Broader)]
    [InlineData("\"NotAction\": \"s3:*\", \"Resource\": \"*\"", "\"Action\": \"*\", \"Resource\": \"*\"", PolicyRelation.Narrower)]
    public void Only_what_AWS_has(string a, string b, PolicyRelation relation)
    {
        var found = PolicyComparer.Compare(Of($$"""{"Effect": "Allow", {{a}} }"""), Of($$"""{"Effect": "Allow", {{b}} }"""), _real);
        Assert.Empty(found.Undecided);
        Assert.Equal(relation, found.Relation);
        Assert.True(IsReal(found.ANotB) && IsReal(found.BNotA));
    }

    [Theory] // each ends, decided or not, and whatever it shows is true
    [InlineData(200, 0)]
    [InlineData(2, 26)]
    public void Policies_made_to_be_slow(int stars, int overlapping)
    {
        var run = string.Concat(Enumerable.Repeat("*a", stars));
        var letters = string.Join(",", Enumerable.Range(0, overlapping).Select(i => $"\"arn:aws:s3:::*{(char)('a' + i)}*\"").Append("\"arn:aws:s3:::b\""));
        var (a, b) = (Of($$"""{"Effect": "Allow", "Action": "s3:{{run}}", "NotResource": ["arn:aws:s3:::{{run}}", {{letters}}]}"""), Of($$"""{"Effect": "Allow", "Action": "s3:{{run}}b", "Resource": ["arn:aws:s3:::{{run}}?", {{letters}}]}"""));
        var found = PolicyComparer.Compare(a, b);
        Assert.True(Shows(a, b, found.ANotB) && Shows(b, a, found.BNotA));
        Assert.Equal(found.Relation is PolicyRelation.Undecided, found.Undecided.Count > 0);
    }

    [Theory] // conditions that list no value: a negated one holds of all, another of none
    [InlineData("NumericEquals", PolicyRelation.Narrower)]
    [InlineData("NumericNotEquals", PolicyRelation.Equivalent)]
    [InlineData("DateLessThan", PolicyRelation.Narrower)]
    [InlineData("DateNotEquals", PolicyRelation.Equivalent)]
    [InlineData("NotIpAddress", PolicyRelation.Equivalent)]
    [InlineData("StringEquals", PolicyRelation.Narrower)]
    public void Conditions_without_values(string op, PolicyRelation relation)
    {
        var found = PolicyComparer.Compare(Of($$"""{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"{{op}}": {"x:k": []} } }"""), Of(Allow()));
        Assert.Empty(found.Undecided);
        Assert.Equal(relation, found.Relation);
    }

    [Fact]
    public void Ten_thousand_statements_are_not_gone_through()
    {
        var many = Of([.. Enumerable.Range(0, 10_000).Select(i => $$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b-{{i}}"}""")]);
        Assert.Contains("statements", Assert.Single(PolicyComparer.Compare(many, Of(Allow())).Undecided), StringComparison.Ordinal);
    }

    private static bool Shows(Policy mine, Policy other, AuthorizationRequest? witness) => witness is null
        || (Evaluate(mine, witness).Decision is Decision.Allowed && Evaluate(other, witness).Decision is not Decision.Allowed);

    private static bool IsReal(AuthorizationRequest? witness) => witness is null || ActionCatalog.Current.Action(witness.Action) is not null;

    private static Gen<string> Conditions { get; } = Gen.Elements("", "", """, "Condition": {"StringEquals": {"aws:username": "ana"}}""", """, "Condition": {"StringLike": {"x:k": "${aws:username}*"}}""",
        """, "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a", "b"]}, "Null": {"aws:RequestTag/a": "false"}}""", """, "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalTag/team": "${aws:RequestTag/team}"}}""",
        """, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""", """, "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/a*"}}""");

    private static Gen<string> Elements { get; } =
        from action in Gen.Elements("\"Action\": \"*\"", "\"Action\": \"a:x*\"", "\"NotAction\": [\"a:x\", \"b:*\"]")
        from resource in Gen.Elements("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:a:*:*:x\"", "\"NotResource\": \"arn:aws:a:::x*\"", "\"Resource\": \"arn:aws:a:::home/${aws:username}/*\"",
            "\"Resource\": [\"arn:aws:a:::home/*\", \"arn:aws:a:::home/ana/x\"]", "\"Resource\": \"arn:aws:a:::${aws:PrincipalTag/team}\"", "\"NotResource\": \"arn:aws:a:::${aws:PrincipalTag/team, 'x'}\"")
        from condition in Conditions
        select $"{action}, {resource}{condition}";

    private static Gen<string[]> Policies { get; } = Gen.Choose(1, 3).SelectMany(count =>
        (from effect in Gen.Elements("Allow", "Allow", "Deny") from elements in Elements select $$"""{"Effect": "{{effect}}", {{elements}} }""").ArrayOf(count));

    private static Gen<string[]> RealPolicies { get; } = Gen.Choose(1, 3).SelectMany(count =>
        (from effect in Gen.Elements("Allow", "Allow", "Deny")
         from action in Gen.Elements("s3:Get*", "s3:GetObject", "sqs:*", "s3:ListAllMyBuckets", "ec2:Describe*", "iam:Get*")
         from resource in Gen.Elements("*", "arn:aws:s3:::*", "arn:aws:s3:::b/*", "arn:aws:sqs:*:111122223333:q", "arn:aws:iam::*:user/${aws:username}")
         select $$"""{"Effect": "{{effect}}", "Action": "{{action}}", "Resource": "{{resource}}"}""").ArrayOf(count));
}
