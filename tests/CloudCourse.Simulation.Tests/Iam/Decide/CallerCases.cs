using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Which principals a resource's policy names: each kind of entry against each kind of caller.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html"/>
public sealed class CallerCases
{
    private const string Path = "arn:aws:iam::111122223333:role/team/Reader", Provider = "arn:aws:iam::111122223333:saml-provider/Okta";
    private const string GitHub = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

    [Theory] // an Allow of the policy alone, the resource being of another account than the callers so that their own policies do not count
    [InlineData("\"*\"", Ana, true)]
    [InlineData("\"*\"", "anonymous", true)]
    [InlineData("\"*\"", "s3.amazonaws.com", true)]
    [InlineData("\"*\"", $"federated {Provider}", true)]
    [InlineData("{\"AWS\": \"*\"}", "anonymous", true)] // the same as "*"
    [InlineData("{\"AWS\": \"*\"}", Ask.Session, true)]
    [InlineData("{\"AWS\": \"111122223333\"}", Ana, true)] // an account is all its principals
    [InlineData("{\"AWS\": \"arn:aws:iam::111122223333:root\"}", Ana, true)] // in either form
    [InlineData("{\"AWS\": \"arn:aws:iam::111122223333:root\"}", Ask.Session, true)]
    [InlineData("{\"AWS\": \"arn:aws:iam::111122223333:root\"}", Ask.Federated, true)]
    [InlineData("{\"AWS\": \"arn:aws:iam::111122223333:root\"}", Ask.Root, true)]
    [InlineData("{\"AWS\": \"111122223333\"}", Ask.Root, true)]
    [InlineData("{\"AWS\": \"111122223333\"}", "anonymous", false)]
    [InlineData("{\"AWS\": \"111122223333\"}", "s3.amazonaws.com", false)]
    [InlineData("{\"AWS\": \"444455556666\"}", Ana, false)]
    [InlineData("{\"AWS\": \"arn:aws:iam::1111222233334:root\"}", Ana, false)]
    [InlineData("{\"AWS\": \"11112222333\"}", Ana, false)]
    [InlineData($"{{\"AWS\": \"{Ana}\"}}", Ana, true)]
    [InlineData($"{{\"AWS\": \"{Ana}\"}}", "arn:aws:iam::111122223333:user/Ana", false)] // names mind case
    [InlineData($"{{\"AWS\": \"{Ana}\"}}", "arn:aws:iam::111122223333:user/team/ana", false)] // and paths
    [InlineData($"{{\"AWS\": \"{Ana}\"}}", "arn:aws:iam::444455556666:user/ana", false)]
    [InlineData($"{{\"AWS\": \"{Ana}\"}}", Ask.Root, false)]
    [InlineData($"{{\"AWS\": \"{Ana}\"}}", Ask.Federated, false)] // a federated user is not the user
    [InlineData($"{{\"AWS\": [\"arn:aws:iam::111122223333:user/ben\", \"{Ana}\"]}}", Ana, true)] // any of several
    [InlineData($"{{\"AWS\": [\"arn:aws:iam::111122223333:user/ben\"], \"Service\": \"s3.amazonaws.com\"}}", "s3.amazonaws.com", true)]
    [InlineData($"{{\"AWS\": \"{Ask.Role}\"}}", Ask.Session, true)] // a role is its sessions
    [InlineData($"{{\"AWS\": \"{Ask.Role}\"}}", Ask.Role, true)]
    [InlineData($"{{\"AWS\": \"{Ask.Role}\"}}", "arn:aws:sts::111122223333:assumed-role/Writer/ana", false)]
    [InlineData($"{{\"AWS\": \"{Ask.Role}\"}}", "arn:aws:sts::444455556666:assumed-role/Reader/ana", false)]
    [InlineData($"{{\"AWS\": \"{Ask.Role}\"}}", "arn:aws:sts::111122223333:assumed-role/reader/ana", false)]
    [InlineData($"{{\"AWS\": \"{Path}\"}}", Ask.Session, true)] // a session's ARN has no path, and a role's name is unique in its account
    [InlineData($"{{\"AWS\": \"{Ask.Session}\"}}", Ask.Session, true)]
    [InlineData($"{{\"AWS\": \"{Ask.Session}\"}}", "arn:aws:sts::111122223333:assumed-role/Reader/ben", false)]
    [InlineData($"{{\"AWS\": \"{Ask.Session}\"}}", Ask.Role, false)]
    [InlineData($"{{\"AWS\": \"{Ask.Federated}\"}}", Ask.Federated, true)]
    [InlineData($"{{\"AWS\": \"{Ask.Federated}\"}}", Ana, false)]
    [InlineData("{\"Service\": \"s3.amazonaws.com\"}", "s3.amazonaws.com", true)]
    [InlineData("{\"Service\": [\"sns.amazonaws.com\", \"s3.amazonaws.com\"]}", "s3.amazonaws.com", true)]
    [InlineData("{\"Service\": \"sns.amazonaws.com\"}", "s3.amazonaws.com", false)]
    [InlineData("{\"AWS\": \"s3.amazonaws.com\"}", "s3.amazonaws.com", false)] // under its own type only
    [InlineData("{\"Service\": \"*\"}", "s3.amazonaws.com", true)]
    [InlineData("{\"Service\": \"*\"}", Ana, false)]
    [InlineData($"{{\"Federated\": \"{Provider}\"}}", $"federated {Provider}", true)]
    [InlineData($"{{\"Federated\": \"{GitHub}\"}}", $"federated {GitHub}", true)]
    [InlineData($"{{\"Federated\": \"{GitHub}\"}}", $"federated {Provider}", false)]
    [InlineData("{\"Federated\": \"cognito-identity.amazonaws.com\"}", "federated cognito-identity.amazonaws.com", true)]
    [InlineData("{\"Federated\": \"*\"}", "federated accounts.google.com", true)]
    [InlineData("{\"Federated\": \"*\"}", "anonymous", false)]
    [InlineData("{}", Ana, false)]
    [InlineData("{\"AWS\": []}", Ana, false)]
    public void Principal(string principal, string caller, bool fits)
    {
        PolicySet policies = new() { IdentityPolicies = [Of(Allow())], SessionPolicy = Of(Allow()), ResourcePolicy = Of(Allow($"\"Principal\": {principal}")) };
        Assert.Equal(fits ? "Allowed" : "ImplicitDeny ResourcePolicy", Ask.Say(Evaluator.Evaluate(policies, Ask.By(caller, "s3:GetObject", Key, "999988887777"))));
    }

    [Theory] // what is no principal: no part of one is left to a wildcard, and a group is none
    [InlineData("\"111122223333\"")]
    [InlineData("[\"*\"]")]
    [InlineData("{\"AWS\": \"arn:aws:iam::111122223333:user/*\"}")]
    [InlineData("{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/Reader/*\"}")]
    [InlineData("{\"AWS\": \"arn:aws:iam::111122223333:user/an?\"}")]
    [InlineData("{\"aws\": \"111122223333\"}")]
    [InlineData("{\"User\": \"ana\"}")]
    [InlineData("{\"AWS\": {\"id\": \"111122223333\"}}")]
    [InlineData("{\"AWS\": 111122223333}")]
    [InlineData("null")]
    public void What_is_no_principal_is_reported(string principal)
    {
        foreach (var effect in new[] { "Allow", "Deny" })
        {
            PolicySet policies = new() { IdentityPolicies = [Of(Allow())], ResourcePolicy = Of(Statement(effect, $"\"Principal\": {principal}")) };
            Assert.Equal("ImplicitDeny", Ask.Say(Evaluator.Evaluate(policies, Ask.By(Ana, "s3:GetObject", Key, Ask.Other))).Split(' ')[0]);
            Assert.NotEmpty(Evaluator.Evaluate(policies, Ask.By(Ana, "s3:GetObject", Key, Ask.Other)).Unevaluated);
        }
    }

    [Theory] // a policy of a resource says to whom
    [InlineData("Allow")]
    [InlineData("Deny")]
    public void No_principal_at_all(string effect)
    {
        PolicySet policies = new() { IdentityPolicies = [Of(Allow())], ResourcePolicy = Of(Statement(effect, "")) };
        Assert.Equal("ImplicitDeny unevaluated", Ask.Say(Evaluator.Evaluate(policies, Ask.By(Ana, "s3:GetObject", Key))));
    }

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html: a Deny to all but …
    [InlineData($"\"{Ana}\", \"111122223333\"", Ana, false, false)]
    [InlineData($"\"{Ana}\", \"111122223333\"", "arn:aws:iam::111122223333:user/ben", false, true)]
    [InlineData($"\"{Ana}\"", Ana, false, true)] // the account is checked first, and it is not listed
    [InlineData($"\"{Ask.Role}\", \"111122223333\"", Ask.Role, false, false)]
    [InlineData($"\"{Ask.Role}\"", Ask.Role, false, true)]
    [InlineData($"\"{Ask.Session}\", \"{Ask.Role}\", \"{Ask.Root}\"", Ask.Session, false, false)]
    [InlineData($"\"{Ask.Session}\", \"{Ask.Role}\"", Ask.Session, false, true)]
    [InlineData($"\"{Ask.Federated}\", \"{Ask.Root}\"", Ask.Federated, false, false)]
    [InlineData($"\"{Ask.Root}\"", Ask.Root, false, false)]
    [InlineData($"\"{Ask.Root}\"", "anonymous", false, true)]
    [InlineData($"\"{Ana}\", \"111122223333\"", Ana, true, true)] // whoever has a boundary is denied whatever the list
    [InlineData("\"*\"", Ana, true, true)]
    [InlineData($"\"{Ask.Root}\"", Ask.Root, true, false)] // which no root user has
    public void NotPrincipal_with_Deny(string listed, string caller, bool bounded, bool denied)
    {
        PolicySet policies = new()
        {
            IdentityPolicies = [Of(Allow())],
            SessionPolicy = Of(Allow()),
            PermissionsBoundary = bounded ? Of(Allow()) : null,
            ResourcePolicy = Of(Allow("\"Principal\": \"*\""), Deny($$"""  "NotPrincipal": {"AWS": [{{listed}}]}  """)),
        };
        Assert.Equal(denied ? "ExplicitDeny ResourcePolicy" : "Allowed", Ask.Say(Evaluator.Evaluate(policies, Ask.By(caller, "s3:GetObject", Key, Ask.Account))));
    }

    [Theory] // the same page: neither in a trust policy nor in a resource control policy
    [InlineData("sts:AssumeRole", true, false)]
    [InlineData("sts:AssumeRoleWithSAML", true, false)]
    [InlineData("s3:GetObject", false, true)]
    public void Where_NotPrincipal_has_no_place(string action, bool trust, bool control)
    {
        var policy = Of(Allow("\"Principal\": \"*\""), Deny($$"""  "NotPrincipal": {"AWS": ["{{Ana}}", "111122223333"]}  """));
        PolicySet policies = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = trust ? policy : null,
            ResourceControlPolicies = control ? [new("r-root", [policy])] : null,
        };
        Assert.Equal("ImplicitDeny unevaluated", Ask.Say(Evaluator.Evaluate(policies, Ask.By(Ana, action, trust ? Ask.Role : Key, Ask.Account))));
    }
}
