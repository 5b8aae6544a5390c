using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>
/// Who a policy of a resource is about. Cases after AWS's pages on Principal and NotPrincipal
/// (reference_policies_elements_principal, reference_policies_elements_notprincipal) and on policies of an organization.
/// </summary>
public sealed class PrincipalTests
{
    private const string Account = "111122223333", Root = "arn:aws:iam::111122223333:root", Stranger = "999988887777";
    private const string Role = "arn:aws:iam::111122223333:role/Reader", Session = "arn:aws:sts::111122223333:assumed-role/Reader/ana";

    [Theory] // a Deny spares a caller only when every name it goes by is listed
    [InlineData(Ana, $"\"{Ana}\", \"{Account}\"", false)]
    [InlineData(Ana, $"\"{Ana}\", \"{Root}\"", false)]
    [InlineData(Ana, $"\"{Ana}\"", true)]
    [InlineData(Ana, $"\"{Account}\"", true)]
    [InlineData(Ana, $"\"{Stranger}\"", true)]
    [InlineData(Ana, "\"*\"", false)]
    [InlineData(Root, $"\"{Account}\"", false)]
    [InlineData(Root, $"\"{Ana}\"", true)]
    [InlineData(Session, $"\"{Session}\", \"{Role}\", \"{Account}\"", false)]
    [InlineData(Session, $"\"{Role}\", \"{Account}\"", true)]
    [InlineData(Session, $"\"{Session}\", \"{Account}\"", true)]
    public void Deny_with_NotPrincipal(string caller, string listed, bool denied)
    {
        var evaluation = Ask(caller, Allow("\"Principal\": \"*\""), Deny($$"""  "NotPrincipal": {"AWS": [{{listed}}]}  """));
        Assert.Equal(denied ? Decision.ExplicitDeny : Decision.Allowed, evaluation.Decision);
        Assert.Empty(evaluation.Unevaluated);
    }

    [Theory]
    [InlineData(Ana, $"\"{Stranger}\"", Decision.Allowed)]
    [InlineData(Ana, $"\"{Ana}\", \"{Account}\"", Decision.ImplicitDeny)]
    [InlineData(Ana, $"\"{Ana}\"", Decision.ImplicitDeny)] // all but those named, by whichever of their names
    [InlineData(Ana, $"\"{Account}\"", Decision.ImplicitDeny)]
    public void Allow_with_NotPrincipal(string caller, string listed, Decision decision)
    {
        var evaluation = Ask(caller, Allow($$"""  "NotPrincipal": {"AWS": [{{listed}}]}  """));
        Assert.Equal(decision, evaluation.Decision);
        Assert.Empty(evaluation.Unevaluated);
    }

    [Theory]
    [InlineData("NotPrincipal", "Service", "s3.amazonaws.com", Decision.Allowed)]
    [InlineData("NotPrincipal", "Service", "sns.amazonaws.com", Decision.ExplicitDeny)]
    [InlineData("NotPrincipal", "AWS", Account, Decision.ExplicitDeny)]
    [InlineData("Principal", "Service", "s3.amazonaws.com", Decision.ExplicitDeny)]
    public void A_service_is_one_principal(string element, string type, string value, Decision decision)
    {
        PolicySet policies = new() { ResourcePolicy = Of(Allow("\"Principal\": \"*\""), Deny($$"""  "{{element}}": {"{{type}}": "{{value}}"}  """)) };
        AuthorizationRequest request = new(new ServicePrincipal("s3.amazonaws.com"), "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", RequestContext.Empty);
        Assert.Equal(decision, Evaluator.Evaluate(policies, request).Decision);
    }

    [Theory]
    [InlineData("79a59df9", "79a59df9", Decision.Allowed, false)]
    [InlineData("79a59df9", "00000000", Decision.ImplicitDeny, false)]
    [InlineData("79a59df9", null, Decision.ImplicitDeny, true)]
    public void A_canonical_user_id_is_another_name_of_an_account(string listed, string? callers, Decision decision, bool undecided)
    {
        PolicySet policies = new() { IdentityPolicies = [Of(Allow())], ResourcePolicy = Of(Allow($$"""  "Principal": {"CanonicalUser": "{{listed}}"}  """)) };
        var evaluation = Evaluator.Evaluate(policies, Request(Ana, owner: Stranger) with { CanonicalUserId = callers });
        Assert.Equal(decision, evaluation.Decision);
        Assert.Equal(undecided, evaluation.Unevaluated.Count > 0);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/team/Reader", null, true)] // a role's name is one in its account, whatever the path
    [InlineData("arn:aws:iam::111122223333:role/team/Reader", "arn:aws:iam::111122223333:role/team/Reader", true)]
    [InlineData("arn:aws:iam::111122223333:role/Reader", "arn:aws:iam::111122223333:role/team/Reader", false)]
    [InlineData("arn:aws:iam::111122223333:role/Writer", null, false)]
    public void A_role_with_a_path(string listed, string? said, bool fits)
    {
        var context = said is null ? RequestContext.Empty : new([KeyValuePair.Create("aws:PrincipalArn", (IReadOnlyList<string>)[said])]);
        PolicySet policies = new() { ResourcePolicy = Of(Allow($$"""  "Principal": {"AWS": "{{listed}}"}  """)) };
        Assert.Equal(fits, Evaluator.Evaluate(policies, Request(Session) with { Context = context }).Decision is Decision.Allowed);
    }

    [Theory]
    [InlineData("s3:GetObject", Ana, true)]
    [InlineData("ec2:RunInstances", Ana, false)] // no resource control policy reaches EC2
    [InlineData("s3:GetObject", "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForSupport/x", false)]
    public void A_resource_control_policy_denies_where_it_reaches(string action, string caller, bool denied)
    {
        PolicySet policies = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourceControlPolicies = [new("r-root", [Of(Deny("\"Principal\": \"*\""))])],
        };
        var evaluation = Evaluator.Evaluate(policies, Request(caller) with { Action = action });
        Assert.Equal(denied ? Decision.ExplicitDeny : Decision.Allowed, evaluation.Decision);
        if (!denied) Assert.Contains("do not", Assert.Single(evaluation.Trace, t => t.Role is PolicyRole.ResourceControlPolicies).Why, StringComparison.Ordinal);
    }

    [Fact] // RCPFullAWSAccess is attached everywhere and cannot be detached
    public void Resource_control_policies_need_no_Allow()
    {
        PolicySet policies = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourceControlPolicies = [new("r-root", []), new("o-unit", [Of("""{"Effect": "Deny", "Principal": "*", "Action": "s3:DeleteObject", "Resource": "*"}""")])],
        };
        Assert.Equal(Decision.Allowed, Evaluator.Evaluate(policies, Request(Ana)).Decision);
    }

    [Fact]
    public void A_service_linked_role_is_bound_by_no_service_control_policy()
    {
        PolicySet policies = new() { IdentityPolicies = [Of(Allow())], ServiceControlPolicies = [new("r-root", [Of(Deny())])] };
        Assert.Equal(Decision.Allowed, Evaluator.Evaluate(policies, Request("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForSupport/x")).Decision);
        Assert.Equal(Decision.ExplicitDeny, Evaluator.Evaluate(policies, Request(Ana)).Decision);
    }

    [Theory] // a trust policy must allow, as the caller's own policies cannot
    [InlineData("sts:AssumeRole", Account, true)]
    [InlineData("sts:AssumeRole", Stranger, false)]
    [InlineData("sts:TagSession", Stranger, false)]
    public void A_role_is_assumed_by_those_whom_it_trusts(string action, string trusted, bool allowed)
    {
        PolicySet policies = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = Of($$"""{"Effect": "Allow", "Principal": {"AWS": "{{trusted}}"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}"""),
        };
        var evaluation = Evaluator.Evaluate(policies, Request(Ana) with { Action = action, Resource = Role });
        Assert.Equal(allowed ? Decision.Allowed : Decision.ImplicitDeny, evaluation.Decision);
        Assert.Equal(allowed ? [] : [PolicyRole.ResourcePolicy], evaluation.BlockedBy);
    }

    private static Evaluation Ask(string caller, params string[] statements) => Evaluator.Evaluate(new PolicySet { ResourcePolicy = Of(statements) }, Request(caller));

    private static AuthorizationRequest Request(string caller, string owner = Account) => new(new ArnPrincipal(caller), "s3:GetObject", Key, RequestContext.Empty, owner);
}
