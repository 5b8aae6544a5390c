using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Requests from one account on another's resource. Letters as in <see cref="SameAccountCases"/>.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html"/>
public sealed class CrossAccountCases
{
    [Theory] // both accounts must allow, and whatever limits the caller limits it here too
    [InlineData(Ana, "IR", Ana, "Allowed")]
    [InlineData(Ana, "I", "", "ImplicitDeny ResourcePolicy")]
    [InlineData(Ana, "Ir", Ana, "ImplicitDeny ResourcePolicy")]
    [InlineData(Ana, "R", Ana, "ImplicitDeny IdentityPolicies")] // being named is not enough from another account
    [InlineData(Ana, "iR", Ana, "ImplicitDeny IdentityPolicies")]
    [InlineData(Ana, "R", "*", "ImplicitDeny IdentityPolicies")] // nor is being among all
    [InlineData(Ana, "IR", "*", "Allowed")]
    [InlineData(Ana, "IR", Ask.Account, "Allowed")] // the account is trusted, and its administrator hands it on
    [InlineData(Ana, "IR", Ask.Root, "Allowed")]
    [InlineData(Ana, "IR", Ask.Other, "ImplicitDeny ResourcePolicy")] // the owner's own account is not the caller's
    [InlineData(Ana, "IR", "arn:aws:iam::111122223333:user/ben", "ImplicitDeny ResourcePolicy")]
    [InlineData(Ana, "IRb", Ana, "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ana, "IRB", Ana, "Allowed")]
    [InlineData(Ana, "ir", Ana, "ImplicitDeny IdentityPolicies,ResourcePolicy")]
    [InlineData(Ask.Session, "IR", Ask.Session, "Allowed")]
    [InlineData(Ask.Session, "IR", Ask.Role, "Allowed")]
    [InlineData(Ask.Session, "IRs", Ask.Session, "ImplicitDeny SessionPolicy")]
    [InlineData(Ask.Session, "IRb", Ask.Session, "ImplicitDeny PermissionsBoundary")]
    [InlineData(Ask.Session, "R", Ask.Session, "ImplicitDeny IdentityPolicies")]
    [InlineData(Ask.Session, "R", Ask.Role, "ImplicitDeny IdentityPolicies")]
    [InlineData(Ask.Session, "IRBS", Ask.Root, "Allowed")]
    [InlineData(Ask.Federated, "IRS", Ask.Federated, "Allowed")]
    [InlineData(Ask.Federated, "IR", Ask.Federated, "ImplicitDeny SessionPolicy")]
    [InlineData(Ask.Root, "R", Ask.Account, "Allowed")] // a root user needs no policy of its own
    [InlineData(Ask.Root, "", "", "ImplicitDeny ResourcePolicy")] // and has no power over another account's
    [InlineData(Ask.Root, "r", Ask.Account, "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", "R", "*", "Allowed")]
    public void Both_sides(string caller, string policies, string grantee, string expected)
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
        // The account is in the ARN, or said beside it.
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", Key, Ask.Other))));
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "dynamodb:GetItem", "arn:aws:dynamodb:eu-west-1:444455556666:table/t"))));
    }

    [Theory] // a deny of either side wins
    [InlineData(true, "ExplicitDeny IdentityPolicies")]
    [InlineData(false, "ExplicitDeny ResourcePolicy")]
    public void Deny(bool identity, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = [identity ? IamTest.Of(Allow(), IamTest.Deny()) : IamTest.Of(Allow())],
            ResourcePolicy = IamTest.Of(Allow("\"Principal\": \"*\""), identity ? Allow("\"Principal\": \"*\"") : IamTest.Deny($$"""  "Principal": {"AWS": "{{Ask.Account}}"}  """)),
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(Ana, "s3:GetObject", Key, Ask.Other))));
    }

    [Fact] // conditions on what the request itself tells: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceaccount
    public void ResourceAccount_and_PrincipalAccount_follow_from_the_request()
    {
        var policy = IamTest.Of(Allow($$"""  "Condition": {"StringEquals": {"aws:ResourceAccount": "{{Ask.Account}}", "aws:PrincipalAccount": "{{Ask.Account}}"} }  """));
        Assert.Equal("Allowed", Ask.Say(Evaluator.Evaluate([policy], Ask.By(Ana, "s3:GetObject", Key, Ask.Account))));
        Assert.Equal("ImplicitDeny IdentityPolicies,ResourcePolicy", Ask.Say(Evaluator.Evaluate([policy], Ask.By(Ana, "s3:GetObject", Key, Ask.Other))));
    }
}
