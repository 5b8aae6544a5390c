using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;
using FsCheck;
using FsCheck.Fluent;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Proof;

/// <summary>Policies of resources, held against each other for callers of other accounts, who may do everything there.</summary>
public sealed class ResourcePolicyComparisonTests
{
    private const string One = "111122223333", Two = "444455556666", Role = $"arn:aws:iam::{One}:role/Reader", Session = $"arn:aws:sts::{One}:assumed-role/Reader/ana";
    private static readonly Policy _everything = Of(Allow());

    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
    [Theory]
    [InlineData("\"*\"", $$$"""{"AWS": "{{{One}}}"}""", PolicyRelation.Broader)]
    [InlineData($$"""{"AWS": "{{One}}"}""", $$"""{"AWS": "arn:aws:iam::{{One}}:root"}""", PolicyRelation.Equivalent)] // two ways to write an account
    [InlineData($$"""{"AWS": "{{Ana}}"}""", $$"""{"AWS": "{{One}}"}""", PolicyRelation.Narrower)]
    [InlineData($$"""{"AWS": "{{Role}}"}""", $$"""{"AWS": "{{Session}}"}""", PolicyRelation.Broader)] // all of a role's sessions, or one
    [InlineData($$"""{"AWS": "{{Role}}"}""", $$"""{"AWS": "{{Ana}}"}""", PolicyRelation.Incomparable)]
    [InlineData("""{"Service": "sns.amazonaws.com"}""", """{"Service": ["sns.amazonaws.com", "sqs.amazonaws.com"]}""", PolicyRelation.Narrower)]
    [InlineData("""{"Service": "sns.amazonaws.com"}""", $$"""{"AWS": "{{One}}"}""", PolicyRelation.Incomparable)]
    [InlineData("""{"Federated": "cognito-identity.amazonaws.com"}""", "\"*\"", PolicyRelation.Narrower)]
    [InlineData("""{"AWS": "*"}""", "\"*\"", PolicyRelation.Equivalent)]
    [InlineData($$"""{"AWS": "arn:aws:sts::{{One}}:federated-user/zoe"}""", """{"Federated": "accounts.google.com"}""", PolicyRelation.Incomparable)] // a federated user calls too
    [InlineData($$"""{"AWS": "arn:aws:sts::{{One}}:federated-user/zoe"}""", $$"""{"AWS": "{{One}}"}""", PolicyRelation.Narrower)]
    [InlineData($$"""{"AWS": ["{{One}}", "{{Two}}"]}""", $$"""{"AWS": ["{{Two}}", "{{One}}"]}""", PolicyRelation.Equivalent)]
    [InlineData("""{"CanonicalUser": "79a59df9"}""", """{"CanonicalUser": "00000000"}""", PolicyRelation.Incomparable)]
    public void Principals(string a, string b, PolicyRelation relation) => Check([Open(a)], [Open(b)], relation);

    [Theory] // a service has no tags and no MFA: the key's absence is looked at also where it comes to the same as some value
    [InlineData("\"StringEqualsIfExists\": {\"aws:PrincipalTag/team\": \"red\"}")]
    [InlineData("\"StringNotEquals\": {\"aws:PrincipalTag/team\": \"red\"}")]
    [InlineData("\"Null\": {\"aws:PrincipalOrgID\": [\"true\", \"false\"]}")]
    public void What_a_service_never_has(string condition) =>
        Check([$$"""{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "*", "Condition": { {{condition}} } }"""],
            ["""{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"""], PolicyRelation.Broader);

    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html"/>
    [Theory]
    [InlineData($$""" "NotPrincipal": {"AWS": ["{{Ana}}", "{{One}}"]} """, PolicyRelation.Broader)] // spares Ana
    [InlineData($$""" "NotPrincipal": {"AWS": "{{Two}}"} """, PolicyRelation.Equivalent)] // spares nobody of that account
    public void A_Deny_with_NotPrincipal(string excluded, PolicyRelation relation) =>
        Check([_read, $$"""{"Effect": "Deny", {{excluded}}, "Action": "s3:*", "Resource": "*"}"""],
            [_read, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"""], relation);

    private static readonly string _read = $$"""{"Effect": "Allow", "Principal": {"AWS": "{{Ana}}"}, "Action": "s3:GetObject", "Resource": "*"}""";

    [Theory] // a key that follows from who calls is no key of its own
    [InlineData("\"*\"", $$$"""{"ArnEquals": {"aws:PrincipalArn": "{{{Ana}}}"}}""", $$"""{"AWS": "{{Ana}}"}""", PolicyRelation.Equivalent)]
    [InlineData("\"*\"", $$$"""{"StringEquals": {"aws:PrincipalAccount": "{{{One}}}"}}""", $$"""{"AWS": "{{One}}"}""", PolicyRelation.Equivalent)]
    [InlineData("\"*\"", $$$"""{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::{{{One}}}:role/*"}}""", $$"""{"AWS": "{{Role}}"}""", PolicyRelation.Broader)]
    [InlineData("\"*\"", """{"Bool": {"aws:PrincipalIsAWSService": "true"}}""", """{"Service": "sns.amazonaws.com"}""", PolicyRelation.Broader)]
    [InlineData("\"*\"", """{"Null": {"aws:PrincipalTag/team": "false"}}""", "\"*\"", PolicyRelation.Narrower)]
    public void Principals_by_condition(string a, string condition, string b, PolicyRelation relation) => Check([Open(a, condition)], [Open(b)], relation);

    [Fact]
    public void Nobody_without_credentials_has_a_tag()
    {
        var found = PolicyComparer.Compare(Of(Open("\"*\"")), Of(Open("\"*\"", """{"Null": {"aws:PrincipalTag/team": "true", "aws:PrincipalArn": "true"}}"""), Open("""{"AWS": "*"}""", """{"Null": {"aws:PrincipalArn": "false"}}""")));
        Assert.Equal(PolicyRelation.Equivalent, found.Relation);
    }

    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html"/>
    [Fact]
    public void Sets_of_policies_decide_together()
    {
        PolicySet set = new() { IdentityPolicies = [_everything] };
        var boundary = set with { PermissionsBoundary = Of("""{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}""") };
        var level = set with { ServiceControlPolicies = [new("r-1", [_everything]), new("o-1", [Of("""{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}""")])] };
        Assert.Equal(PolicyRelation.Narrower, CheckSets(boundary, set).Relation);
        Assert.Equal(PolicyRelation.Equivalent, CheckSets(boundary, level).Relation);
        Assert.Equal(PolicyRelation.Equivalent, CheckSets(boundary with { IdentityPolicies = [_everything, Of(Allow("\"Sid\": \"Again\""))] }, level).Relation);
        // A grant to the very user passes by the boundary, in the user's own account.
        var named = boundary with { ResourcePolicy = Of(Open($$"""{"AWS": "{{Ana}}"}""")) };
        var found = CheckSets(named, boundary with { ResourcePolicy = Of("""{"Effect": "Deny", "Principal": "*", "Action": "ec2:*", "Resource": "*"}""") });
        Assert.Equal(PolicyRelation.Broader, found.Relation);
        Assert.Equal(Ana, found.ANotB!.Principal.Name);
    }

    [Fact]
    public void Agrees_with_brute_force() =>
        Prop.ForAll(Policies.ToArbitrary(), Policies.ToArbitrary(), (a, b) =>
        {
            var (first, second) = (Of(a), Of(b));
            var found = PolicyComparer.Compare(first, second);
            return found.Undecided.Count > 0 || (Fits(first, second, found.ANotB) && Fits(second, first, found.BNotA));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Hardly_any_of_these_is_undecided()
    {
        var undecided = Policies.Two().Sample(20, 200).Count(p => PolicyComparer.Compare(Of(p.Item1), Of(p.Item2)).Undecided.Count > 0);
        Assert.InRange(undecided, 0, 40); // an Allow with NotPrincipal that lists half of a caller's names
    }

    private static bool Fits(Policy mine, Policy other, AuthorizationRequest? witness) => witness is null
        ? !World.Any(request => Allows(mine, request) && Refuses(other, request))
        : Allows(mine, witness) && !Allows(other, witness);

    private static bool Allows(Policy policy, AuthorizationRequest request) => Decide(policy, request).Decision is Decision.Allowed;

    /// <summary>What AWS does not say is no refusal.</summary>
    private static bool Refuses(Policy policy, AuthorizationRequest request) => Decide(policy, request) is { Decision: not Decision.Allowed, Unevaluated.Count: 0 };

    private static Evaluation Decide(Policy policy, AuthorizationRequest request) => Evaluator.Evaluate(new PolicySet { ResourcePolicy = policy, IdentityPolicies = [_everything], SessionPolicy = _everything }, request);

    private static void Check(string[] a, string[] b, PolicyRelation relation)
    {
        var (first, second) = (Of(a), Of(b));
        var found = PolicyComparer.Compare(first, second);
        Assert.Empty(found.Undecided);
        Assert.Equal(relation, found.Relation);
        if (found.ANotB is { } aNotB) Assert.True(Allows(first, aNotB) && !Allows(second, aNotB));
        if (found.BNotA is { } bNotA) Assert.True(Allows(second, bNotA) && !Allows(first, bNotA));
    }

    private static Comparison CheckSets(PolicySet a, PolicySet b)
    {
        var found = PolicyComparer.Compare(a, b);
        Assert.Empty(found.Undecided);
        foreach (var (mine, other, request) in new[] { (a, b, found.ANotB), (b, a, found.BNotA) })
        {
            if (request is null) continue;
            Assert.Equal(Decision.Allowed, Evaluator.Evaluate(mine, request).Decision);
            Assert.NotEqual(Decision.Allowed, Evaluator.Evaluate(other, request).Decision);
        }
        return found;
    }

    private static string Open(string principal, string? condition = null) =>
        $$"""{"Effect": "Allow", "Principal": {{principal}}, "Action": "*", "Resource": "*"{{(condition is null ? "" : $", \"Condition\": {condition}")}} }""";

    private static readonly List<AuthorizationRequest> World =
    [
        .. from caller in new RequestPrincipal[]
           {
               new ArnPrincipal(Ana), new ArnPrincipal($"arn:aws:iam::{One}:user/ben"), new ArnPrincipal($"arn:aws:iam::{One}:root"), new ArnPrincipal(Session), new ArnPrincipal(Session + "x"),
               new ArnPrincipal($"arn:aws:sts::{One}:assumed-role/Other/ana"), new ArnPrincipal($"arn:aws:iam::{Two}:user/ana"), new ArnPrincipal($"arn:aws:iam::{Two}:root"),
               new ArnPrincipal("arn:aws:iam::777788889999:user/eve"), new ServicePrincipal("sns.amazonaws.com"), new ServicePrincipal("sqs.amazonaws.com"), new FederatedPrincipal("idp"), new AnonymousPrincipal(),
           }
           from action in new[] { "a:x", "a:y" }
           from resource in new[] { "arn:aws:a:::x", "arn:aws:a:::y" }
           from value in new string?[] { null, "x", "y" }
           select new AuthorizationRequest(caller, action, resource, value is null ? RequestContext.Empty : new([KeyValuePair.Create("x:k", (IReadOnlyList<string>)[value])]), "000000000001"),
    ];

    private static Gen<string> Statements { get; } =
        from effect in Gen.Elements("Allow", "Allow", "Deny")
        from principal in Gen.Elements("\"Principal\": \"*\"", $$""" "Principal": {"AWS": "{{One}}"} """, $$""" "Principal": {"AWS": "{{Ana}}"} """, $$""" "Principal": {"AWS": ["{{Role}}", "{{Two}}"]} """,
            $$""" "Principal": {"AWS": "{{Session}}"} """, """ "Principal": {"Service": "sns.amazonaws.com", "Federated": "idp"} """, $$""" "NotPrincipal": {"AWS": ["{{Ana}}", "{{One}}"]} """,
            """ "NotPrincipal": {"Service": "sns.amazonaws.com"} """)
        from action in Gen.Elements("\"Action\": \"*\"", "\"Action\": \"a:x\"", "\"NotAction\": \"a:x\"")
        from resource in Gen.Elements("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:a:::x*\"", "\"NotResource\": \"arn:aws:a:::x\"")
        from condition in Gen.Elements("", "", "\"StringEquals\": {\"x:k\": \"x\"}", "\"StringNotLike\": {\"x:k\": \"x*\"}", "\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:user/a*\"}",
            $$""" "StringEquals": {"aws:PrincipalAccount": "{{Two}}"} """, "\"StringEquals\": {\"aws:PrincipalType\": \"AssumedRole\"}", "\"Null\": {\"aws:username\": \"true\"}")
        select $$"""{"Effect": "{{effect}}", {{principal}}, {{action}}, {{resource}}{{(condition.Length > 0 ? $", \"Condition\": {{ {condition} }}" : "")}} }""";

    private static Gen<string[]> Policies { get; } = Gen.Choose(1, 3).SelectMany(count => Statements.ArrayOf(count));
}
