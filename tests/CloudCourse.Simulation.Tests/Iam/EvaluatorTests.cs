using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Patterns;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam;

public sealed class EvaluatorTests
{
    private const string Role = "arn:aws:sts::111122223333:assumed-role/Reader/ana";

    [Theory]
    [InlineData("\"Action\": \"s3:getobject\", \"Resource\": \"*\"", true)]
    [InlineData("\"Action\": [\"ec2:*\", \"s3:Get*\"], \"Resource\": \"arn:aws:s3:::reports/*\"", true)]
    [InlineData("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::reports\"", false)]
    [InlineData("\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::Reports/*\"", false)]
    [InlineData("\"NotAction\": \"iam:*\", \"Resource\": \"*\"", true)]
    [InlineData("\"NotAction\": \"s3:*\", \"Resource\": \"*\"", false)]
    [InlineData("\"Action\": \"*\", \"NotResource\": \"arn:aws:s3:::payroll/*\"", true)]
    [InlineData("\"Action\": \"*\", \"NotResource\": \"arn:aws:s3:::reports/*\"", false)]
    [InlineData("\"Action\": [], \"Resource\": \"*\"", false)]
    public void Actions_and_resources(string elements, bool allowed) =>
        Assert.Equal(allowed ? Decision.Allowed : Decision.ImplicitDeny, Evaluate(Of($$"""{"Effect": "Allow", {{elements}} }"""), Get()).Decision);

    [Theory]
    [InlineData("2012-10-17", "user/${aws:username}", true)]
    [InlineData("2012-10-17", "user/${AWS:UserName}", true)]
    [InlineData("2012-10-17", "user/${x:missing, 'ana'}", true)]
    [InlineData("2012-10-17", "user/${x:missing}", false)]
    [InlineData("2012-10-17", "user/${x:star}", false)] // what a variable brings in is no wildcard
    [InlineData("2008-10-17", "user/${aws:username}", false)]
    public void Policy_variables(string version, string resource, bool allowed)
    {
        var policy = Policy($$"""{"Version": "{{version}}", "Statement": {"Effect": "Allow", "Action": "iam:ChangePassword", "Resource": "arn:aws:iam::111122223333:{{resource}}"} }""");
        var evaluation = Evaluate(policy, Request("iam:ChangePassword", Ana, ("x:star", ["*"])));
        Assert.Equal(allowed ? Decision.Allowed : Decision.ImplicitDeny, evaluation.Decision);
    }

    [Fact]
    public void A_statement_as_an_object_counts_like_a_list_of_one() =>
        Assert.Equal(Decision.Allowed, Evaluate(Policy($$"""{"Version": "2012-10-17", "Statement": {{Allow()}} }"""), Get()).Decision);

    [Fact]
    public void The_deciding_statement_has_its_place()
    {
        const string text = """
            {"Version": "2012-10-17", "Statement": [
              {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"},
              {"Sid": "NotReports", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::reports/*"}]}
            """;
        var evaluation = Evaluate(Policy(text, "mine"), Get());
        Assert.Equal(Decision.ExplicitDeny, evaluation.Decision);
        var deciding = Assert.Single(evaluation.MatchedStatements);
        Assert.Equal(("mine", 1, "NotReports", "/Statement/1"), (deciding.Policy, deciding.Index, deciding.Name, deciding.At.Pointer));
        Assert.StartsWith("{\"Sid\": \"NotReports\"", text[deciding.At.Start..deciding.At.End], StringComparison.Ordinal);
        Assert.Equal(2, evaluation.Trace.Count);
        Assert.Equal([PolicyRole.IdentityPolicies], evaluation.BlockedBy);
    }

    [Theory]
    [InlineData("""{"Version": "2012-10-17"}""")]
    [InlineData("""{"Version": "2020-01-01", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}}""")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Effect": "Allow", "Action": "*", "Resource": "*"}}""")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "NotAction": "a:b", "Resource": "*"}}""")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Conditions": {}}}""")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}}""")]
    [InlineData("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*"}}""")]
    [InlineData("[]")]
    public void A_document_that_breaks_the_grammar_allows_nothing_and_says_so(string text)
    {
        var evaluation = Evaluate(Policy(text), Get());
        Assert.NotEqual(Decision.Allowed, evaluation.Decision);
        Assert.NotEmpty(evaluation.Unevaluated);
    }

    [Theory] // identity, resource policy's principal, boundary, session, service control: who is allowed in one account
    [InlineData(Ana, true, null, null, null, null, true, "")]
    [InlineData(Ana, false, Ana, null, null, null, true, "")]
    [InlineData(Ana, false, "111122223333", null, null, null, false, "IdentityPolicies")]
    [InlineData(Ana, true, "111122223333", null, null, null, true, "")]
    [InlineData(Ana, true, null, false, null, null, false, "PermissionsBoundary")]
    [InlineData(Ana, true, null, true, null, null, true, "")]
    [InlineData(Ana, false, Ana, false, null, null, true, "")] // a grant to the user itself passes the boundary by
    [InlineData(Ana, true, null, null, null, false, false, "ServiceControlPolicies")]
    [InlineData(Ana, false, Ana, null, null, false, false, "ServiceControlPolicies")]
    [InlineData(Role, true, null, null, false, null, false, "SessionPolicy")]
    [InlineData(Role, false, "arn:aws:iam::111122223333:role/Reader", null, null, null, true, "")]
    [InlineData(Role, false, "arn:aws:iam::111122223333:role/Reader", null, false, null, false, "SessionPolicy")]
    [InlineData(Role, false, Role, null, false, null, true, "")]
    [InlineData("arn:aws:iam::111122223333:root", false, null, false, null, null, true, "")]
    public void Kinds_of_policies_together(string caller, bool identity, string? grantee, bool? boundary, bool? session, bool? scp, bool allowed, string blockedBy)
    {
        PolicySet policies = new()
        {
            IdentityPolicies = identity ? [Of(Allow())] : [],
            ResourcePolicy = grantee is null ? null : Of(Allow($$"""  "Principal": {"AWS": "{{grantee}}"}  """)),
            PermissionsBoundary = Limit(boundary),
            SessionPolicy = Limit(session),
            ServiceControlPolicies = scp is null ? null : [new("r-root", [Of(Allow())]), new("o-unit", [Limit(scp)!])],
        };
        var evaluation = Evaluator.Evaluate(policies, new(new ArnPrincipal(caller), "s3:GetObject", Key, RequestContext.Empty, "111122223333"));
        Assert.Equal(allowed ? Decision.Allowed : Decision.ImplicitDeny, evaluation.Decision);
        Assert.Equal(blockedBy, string.Join(",", evaluation.BlockedBy));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Across_accounts_both_sides_must_allow(bool identity, bool resource, bool allowed)
    {
        PolicySet policies = new()
        {
            IdentityPolicies = identity ? [Of(Allow())] : [],
            ResourcePolicy = Of(resource ? Allow($$"""  "Principal": {"AWS": "{{Ana}}"}  """) : Allow("""  "Principal": {"AWS": "999988887777"}  """)),
        };
        var evaluation = Evaluator.Evaluate(policies, new(new ArnPrincipal(Ana), "s3:GetObject", Key, RequestContext.Empty, "444455556666"));
        Assert.Equal(allowed, evaluation.Decision is Decision.Allowed);
    }

    [Fact]
    public void An_anonymous_caller_needs_the_resource_policy()
    {
        AuthorizationRequest request = new(new AnonymousPrincipal(), "s3:GetObject", Key, RequestContext.Empty, "111122223333");
        Assert.Equal(Decision.Allowed, Evaluator.Evaluate(new PolicySet { ResourcePolicy = Of(Allow("""  "Principal": "*"  """)) }, request).Decision);
        Assert.Equal(Decision.ImplicitDeny, Evaluator.Evaluate(new PolicySet { IdentityPolicies = [Of(Allow())] }, request).Decision);
    }

    [Fact]
    public void A_key_policy_must_allow_even_in_its_own_account()
    {
        PolicySet policies = new() { IdentityPolicies = [Of(Allow())], ResourcePolicy = Of(Allow("""  "Principal": {"AWS": "arn:aws:iam::111122223333:role/Other"}  """)) };
        AuthorizationRequest request = new(new ArnPrincipal(Ana), "kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/k", RequestContext.Empty);
        Assert.Equal([PolicyRole.ResourcePolicy], Evaluator.Evaluate(policies, request).BlockedBy);
    }

    [Fact]
    public void Too_much_work_is_not_decided()
    {
        var evaluation = Evaluator.Evaluate(new PolicySet { IdentityPolicies = [Of(Allow())] }, Get(), steps: 0);
        Assert.Equal(Decision.ImplicitDeny, evaluation.Decision);
        Assert.NotEmpty(evaluation.Unevaluated);
    }

    /// <summary>A limit that lets the request by, or one that does not; null for none.</summary>
    private static Policy? Limit(bool? allows) => allows switch
    {
        null => null,
        true => Of(Allow()),
        false => Of("""{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"""),
    };
}
