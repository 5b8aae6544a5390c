using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>
/// Policies of several kinds on a request within one account. A row's policies: i identity, r resource, b boundary, s session; a capital
/// letter allows, a small one is there and allows something else, a missing one is not there.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html"/>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html"/>
public sealed class SameAccountCases
{
    [Theory]
    [InlineData(Ana, "", "", "ImplicitDeny IdentityPolicies")]
    [InlineData(Ana, "I", "", "Allowed")]
    [InlineData(Ana, "i", "", "ImplicitDeny IdentityPolicies")]
    [InlineData(Ana, "IB", "", "Allowed")]
    [InlineData(Ana, "Ib", "", "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ana, "iB", "", "ImplicitDeny IdentityPolicies")] // a boundary grants nothing
    [InlineData(Ana, "ib", "", "ImplicitDeny IdentityPolicies,PermissionsBoundary")]
    [InlineData(Ana, "Ir", Ana, "Allowed")] // either is enough
    [InlineData(Ana, "iR", Ana, "Allowed")]
    [InlineData(Ana, "R", Ana, "Allowed")]
    [InlineData(Ana, "r", Ana, "ImplicitDeny IdentityPolicies")]
    [InlineData(Ana, "Rb", Ana, "Allowed")] // a grant to the user's ARN passes its boundary by
    [InlineData(Ana, "iRb", Ana, "Allowed")]
    [InlineData(Ana, "R", "*", "Allowed")] // and so does one to all: "no other permissions are required"
    [InlineData(Ana, "Rb", "*", "Allowed")]
    [InlineData(Ana, "R", Ask.Account, "ImplicitDeny IdentityPolicies")] // an account only hands it on
    [InlineData(Ana, "IR", Ask.Account, "Allowed")]
    [InlineData(Ana, "IRb", Ask.Root, "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ana, "R", "arn:aws:iam::111122223333:user/ben", "ImplicitDeny IdentityPolicies")]
    public void User(string caller, string policies, string grantee, string expected) => Check(caller, policies, grantee, expected);

    [Theory]
    [InlineData(Ask.Session, "I", "", "Allowed")]
    [InlineData(Ask.Session, "IS", "", "Allowed")]
    [InlineData(Ask.Session, "Is", "", "ImplicitDeny SessionPolicy")]
    [InlineData(Ask.Session, "iS", "", "ImplicitDeny IdentityPolicies")] // a session policy grants nothing
    [InlineData(Ask.Session, "IBS", "", "Allowed")]
    [InlineData(Ask.Session, "IbS", "", "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ask.Session, "Ibs", "", "ImplicitDeny PermissionsBoundary,SessionPolicy")]
    [InlineData(Ask.Session, "R", Ask.Role, "Allowed")] // a grant to the role's ARN stands in for its policies …
    [InlineData(Ask.Session, "iR", Ask.Role, "Allowed")]
    [InlineData(Ask.Session, "Rb", Ask.Role, "ImplicitDeny PermissionsBoundary")] // … and is limited by boundary and session policy
    [InlineData(Ask.Session, "Rs", Ask.Role, "ImplicitDeny SessionPolicy")]
    [InlineData(Ask.Session, "RBS", Ask.Role, "Allowed")]
    [InlineData(Ask.Session, "iRbs", Ask.Role, "ImplicitDeny PermissionsBoundary,SessionPolicy")]
    [InlineData(Ask.Session, "R", Ask.Session, "Allowed")] // a grant to the session itself is not
    [InlineData(Ask.Session, "Rb", Ask.Session, "Allowed")]
    [InlineData(Ask.Session, "Rs", Ask.Session, "Allowed")]
    [InlineData(Ask.Session, "iRbs", Ask.Session, "Allowed")]
    [InlineData(Ask.Session, "iRbs", "*", "Allowed")]
    [InlineData(Ask.Session, "R", Ask.Root, "ImplicitDeny IdentityPolicies")]
    [InlineData(Ask.Session, "IR", Ask.Root, "Allowed")]
    [InlineData(Ask.Session, "R", "arn:aws:sts::111122223333:assumed-role/Reader/ben", "ImplicitDeny IdentityPolicies")]
    [InlineData(Ask.Role, "I", "", "Allowed")] // a role's own ARN is one of its sessions
    [InlineData(Ask.Role, "R", Ask.Role, "Allowed")]
    [InlineData(Ask.Role, "Rb", Ask.Role, "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ask.Role, "Rs", Ask.Role, "ImplicitDeny SessionPolicy")]
    public void Role(string caller, string policies, string grantee, string expected) => Check(caller, policies, grantee, expected);

    [Theory]
    [InlineData(Ask.Federated, "IS", "", "Allowed")]
    [InlineData(Ask.Federated, "I", "", "ImplicitDeny SessionPolicy")] // without a session policy it has no rights of its own
    [InlineData(Ask.Federated, "Is", "", "ImplicitDeny SessionPolicy")]
    [InlineData(Ask.Federated, "S", "", "ImplicitDeny IdentityPolicies")]
    [InlineData(Ask.Federated, "ISb", "", "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ask.Federated, "R", Ask.Federated, "Allowed")] // a grant to its own ARN
    [InlineData(Ask.Federated, "Rbs", Ask.Federated, "Allowed")]
    [InlineData(Ask.Federated, "R", Ask.Root, "ImplicitDeny IdentityPolicies,SessionPolicy")]
    public void Federated_user(string caller, string policies, string grantee, string expected) => Check(caller, policies, grantee, expected);

    [Theory] // "all requests are implicitly denied with the exception of the AWS account root user, which has full access"
    [InlineData(Ask.Root, "", "", "Allowed")]
    [InlineData(Ask.Root, "i", "", "Allowed")]
    [InlineData(Ask.Root, "r", Ask.Root, "Allowed")]
    [InlineData(Ask.Root, "b", "", "Allowed")] // nobody can attach it one
    public void Root_user(string caller, string policies, string grantee, string expected) => Check(caller, policies, grantee, expected);

    [Theory] // only the resource's policy speaks for those who have none of their own
    [InlineData("anonymous", "R", "*", "Allowed")]
    [InlineData("anonymous", "", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", "I", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", "R", Ask.Account, "ImplicitDeny ResourcePolicy")]
    [InlineData("s3.amazonaws.com", "I", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("s3.amazonaws.com", "r", "*", "ImplicitDeny ResourcePolicy")]
    [InlineData("s3.amazonaws.com", "R", "*", "Allowed")]
    public void No_policies_of_their_own(string caller, string policies, string grantee, string expected) => Check(caller, policies, grantee, expected);

    [Theory] // "an explicit deny in any of these policies overrides the allow"
    [InlineData("identity", "IdentityPolicies")]
    [InlineData("resource", "ResourcePolicy")]
    [InlineData("boundary", "PermissionsBoundary")]
    [InlineData("session", "SessionPolicy")]
    [InlineData("scp", "ServiceControlPolicies")]
    [InlineData("rcp", "ResourceControlPolicies")]
    [InlineData("endpoint", "EndpointPolicies")]
    public void A_deny_anywhere_wins(string where, string blockedBy)
    {
        Policy With(string kind, string principal = "") => where == kind ? Of(Allow(principal), Deny(principal)) : Of(Allow(principal));
        const string All = "\"Principal\": \"*\"";
        PolicySet policies = new()
        {
            IdentityPolicies = [Of(Allow()), With("identity")],
            ResourcePolicy = With("resource", All),
            PermissionsBoundary = With("boundary"),
            SessionPolicy = With("session"),
            ServiceControlPolicies = [new("r", [Of(Allow())]), new("o", [With("scp")])],
            ResourceControlPolicies = [new("r", [With("rcp", All)])],
            EndpointPolicies = [With("endpoint", All)],
        };
        Assert.Equal($"ExplicitDeny {blockedBy}", Ask.Say(Evaluator.Evaluate(policies, Ask.By(Ask.Session, "s3:GetObject", Key, Ask.Account))));
    }

    [Theory] // an ARN whose account is no number belongs to nobody else: arn:aws:iam::aws:policy/… is everybody's to read
    [InlineData("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess")]
    [InlineData("ec2:RunInstances", "arn:aws:ec2:eu-west-1::image/ami-0abcd1234")]
    [InlineData("ec2:DeleteVolume", "arn:aws:ec2:eu-west-1:*:volume/*")]
    public void No_account_in_the_resource(string action, string resource) =>
        Assert.Equal("Allowed", Ask.Say(Evaluator.Evaluate([Of(Allow())], Ask.By(Ana, action, resource))));

    private static void Check(string caller, string policies, string grantee, string expected)
    {
        Policy? Of(char letter, string rest = "") =>
            policies.Contains(char.ToUpperInvariant(letter)) ? IamTest.Of(Allow(rest))
            : policies.Contains(letter) ? IamTest.Of($$"""{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"{{(rest.Length > 0 ? ", " + rest : "")}} }""")
            : null;
        PolicySet set = new()
        {
            IdentityPolicies = Of('i') is { } identity ? [identity] : [],
            ResourcePolicy = Of('r', grantee == "*" ? "\"Principal\": \"*\"" : $$"""  "Principal": {"AWS": "{{grantee}}"}  """),
            PermissionsBoundary = Of('b'),
            SessionPolicy = Of('s'),
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", Key, Ask.Account))));
        // Who owns the bucket need not be said: without it the caller's own account is meant.
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", Key))));
    }
}
