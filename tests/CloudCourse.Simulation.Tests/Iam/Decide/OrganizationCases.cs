using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>
/// Service control and resource control policies by level. A level is written as its policies: "A" allows all, "-" is there without
/// allowing, "D" denies, "AD" both; levels stand between slashes, the root first.
/// </summary>
public sealed class OrganizationCases
{
    private const string Linked = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForSupport/support";

    [Theory] // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
    [InlineData(Ana, "A", "Allowed")]
    [InlineData(Ana, "A/A/A", "Allowed")]
    [InlineData(Ana, "-", "ImplicitDeny ServiceControlPolicies")]
    [InlineData(Ana, "-/A/A", "ImplicitDeny ServiceControlPolicies")] // every level must allow
    [InlineData(Ana, "A/-/A", "ImplicitDeny ServiceControlPolicies")]
    [InlineData(Ana, "A/A/-", "ImplicitDeny ServiceControlPolicies")]
    [InlineData(Ana, "A//A", "ImplicitDeny ServiceControlPolicies")] // a level without a policy allows nothing
    [InlineData(Ana, "A/-A/A", "Allowed")] // one policy of a level is enough
    [InlineData(Ana, "A/AD/A", "ExplicitDeny ServiceControlPolicies")]
    [InlineData(Ana, "D/A/A", "ExplicitDeny ServiceControlPolicies")]
    [InlineData(Ask.Root, "A/-", "ImplicitDeny ServiceControlPolicies")] // "including each AWS account root user"
    [InlineData(Ask.Root, "A/AD", "ExplicitDeny ServiceControlPolicies")]
    [InlineData(Ask.Session, "A/-", "ImplicitDeny ServiceControlPolicies")]
    [InlineData(Ask.Role, "A/D", "ExplicitDeny ServiceControlPolicies")]
    [InlineData(Ask.Federated, "A/-", "ImplicitDeny ServiceControlPolicies")]
    [InlineData(Linked, "-/D", "Allowed")] // "SCPs do not affect any service-linked role"
    [InlineData("arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", "-/D", "Allowed")]
    [InlineData("arn:aws:iam::111122223333:role/AWSServiceRoleForMine", "A/-", "ImplicitDeny ServiceControlPolicies")] // the path makes it one, not the name
    [InlineData("arn:aws:sts::111122223333:assumed-role/MyAWSServiceRoleForX/x", "A/-", "ImplicitDeny ServiceControlPolicies")]
    public void Service_control(string caller, string levels, string expected)
    {
        PolicySet set = new() { IdentityPolicies = [Of(Allow())], SessionPolicy = Of(Allow()), ServiceControlPolicies = Levels(levels, "") };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", Key, Ask.Account))));
    }

    [Theory] // "SCPs … do not … affect … users or roles from accounts outside the organization": only the organization's own principals are bound
    [InlineData("anonymous", "-/D", "Allowed")]
    [InlineData("s3.amazonaws.com", "-/D", "Allowed")]
    [InlineData(Ana, "A/-", "ImplicitDeny ServiceControlPolicies")] // and they even where a resource's policy names them
    public void Service_control_and_grants_of_a_resource(string caller, string levels, string expected)
    {
        PolicySet set = new() { ResourcePolicy = Of(Allow("\"Principal\": \"*\"")), ServiceControlPolicies = Levels(levels, "") };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", Key, Ask.Account))));
    }

    [Fact] // an SCP grants nothing
    public void Service_control_grants_nothing() =>
        Assert.Equal("ImplicitDeny IdentityPolicies", Ask.Say(Evaluator.Evaluate(new PolicySet { ServiceControlPolicies = Levels("A/A", "") }, Ask.By(Ana, "s3:GetObject", Key))));

    [Theory] // since September 2025 they take the full language: conditions and resources with Allow too
    [InlineData("eu-west-1", "Allowed")]
    [InlineData("us-east-1", "ImplicitDeny ServiceControlPolicies")]
    public void Service_control_with_conditions(string region, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = [Of(Allow())],
            ServiceControlPolicies = [new("r-root", [Of("""{"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:ec2:*:*:instance/*", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}""")])],
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(Ana, "ec2:StartInstances", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", context: ("aws:RequestedRegion", [region])))));
    }

    [Theory] // a service control policy names no principal
    [InlineData("\"Principal\": \"*\"")]
    [InlineData("\"NotPrincipal\": {\"AWS\": \"111122223333\"}")]
    public void Service_control_without_principals(string principal)
    {
        PolicySet set = new() { IdentityPolicies = [Of(Allow())], ServiceControlPolicies = [new("r-root", [Of(Allow(), Deny(principal))])] };
        Assert.Equal("ImplicitDeny unevaluated", Ask.Say(Evaluator.Evaluate(set, Ask.By(Ana, "s3:GetObject", Key))));
    }

    [Theory] // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
    [InlineData(Ana, "s3:GetObject", "", "Allowed")] // RCPFullAWSAccess is attached to every level
    [InlineData(Ana, "s3:GetObject", "A", "Allowed")]
    [InlineData(Ana, "s3:GetObject", "-/-", "Allowed")]
    [InlineData(Ana, "s3:GetObject", "A/D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "s3:GetObject", "D/A", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "sqs:SendMessage", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "kms:Decrypt", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "kms:RetireGrant", "D", "Allowed")] // a grant says who retires it: https://docs.aws.amazon.com/kms/latest/developerguide/resource-control-policies.html
    [InlineData(Ana, "KMS:retiregrant", "D", "Allowed")]
    [InlineData(Ana, "kms:RevokeGrant", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "secretsmanager:GetSecretValue", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "sts:AssumeRole", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ana, "ec2:StartInstances", "D", "Allowed")] // a service that they do not reach
    [InlineData(Ana, "iam:CreateUser", "D", "Allowed")]
    [InlineData(Ask.Root, "s3:GetObject", "D", "ExplicitDeny ResourceControlPolicies")] // the root user too
    [InlineData("anonymous", "s3:GetObject", "D", "ExplicitDeny ResourceControlPolicies")] // and those from outside
    [InlineData("cloudtrail.amazonaws.com", "s3:PutObject", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData("arn:aws:iam::444455556666:user/eve", "s3:GetObject", "D", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Linked, "s3:GetObject", "D", "Allowed")] // "RCPs do not affect any service-linked role"
    public void Resource_control(string caller, string action, string levels, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = Of(Allow("\"Principal\": \"*\"")),
            ResourceControlPolicies = Levels(levels, "\"Principal\": \"*\""),
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, action, Key, Ask.Account))));
    }

    [Theory] // a service assumes the role that is linked to it whatever the organization says
    [InlineData("arn:aws:iam::111122223333:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", "Allowed")]
    [InlineData("arn:aws:iam::111122223333:role/AWSServiceRoleForSupport", "ExplicitDeny ResourceControlPolicies")]
    public void Resource_control_of_roles(string role, string expected)
    {
        PolicySet set = new()
        {
            ResourcePolicy = Of("""{"Effect": "Allow", "Principal": {"Service": "support.amazonaws.com"}, "Action": "sts:AssumeRole"}"""),
            ResourceControlPolicies = Levels("D", "\"Principal\": \"*\""),
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By("support.amazonaws.com", "sts:AssumeRole", role))));
    }

    [Theory] // AWS's own example: nobody from outside the organization, AWS's services apart
    [InlineData(Ana, "o-mine", "Allowed")]
    [InlineData(Ana, "o-other", "ExplicitDeny ResourceControlPolicies")]
    [InlineData("anonymous", "", "ExplicitDeny ResourceControlPolicies")]
    [InlineData("cloudtrail.amazonaws.com", "", "Allowed")]
    public void Resource_control_with_conditions(string caller, string organization, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = Of(Allow("\"Principal\": \"*\"")),
            ResourceControlPolicies = [new("r-root", [Of(Deny("\"Principal\": \"*\", \"Condition\": {\"StringNotEqualsIfExists\": {\"aws:PrincipalOrgID\": \"o-mine\"}, \"BoolIfExists\": {\"aws:PrincipalIsAWSService\": \"false\"}}"))])],
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", Key, Ask.Account, organization.Length == 0 ? [] : [("aws:PrincipalOrgID", [organization])]))));
    }

    private static List<PolicyLevel> Levels(string levels, string principal) => [.. levels.Split('/').Select((level, i) => new PolicyLevel($"level-{i}",
        [.. level.Select(letter => letter switch
        {
            'A' => Of(Allow(principal)),
            'D' => Of(Deny(principal)),
            _ => Of($$"""{"Effect": "Allow", "Action": "glacier:ListJobs", "Resource": "*"{{(principal.Length > 0 ? ", " + principal : "")}} }"""),
        })]))];
}
