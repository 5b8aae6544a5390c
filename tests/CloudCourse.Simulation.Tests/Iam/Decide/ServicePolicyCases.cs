using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Policies of resources that differ: keys of KMS, roles, buckets, endpoints.</summary>
public sealed class ServicePolicyCases
{
    private const string TheKey = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";

    [Theory] // https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html: "no AWS principal … has any permissions to a KMS key unless they are explicitly allowed … in a key policy"
    [InlineData(Ana, true, Ask.Root, "Allowed")] // the key's policy hands it on to IAM
    [InlineData(Ana, false, Ask.Root, "ImplicitDeny IdentityPolicies")]
    [InlineData(Ana, false, Ana, "Allowed")] // or grants it itself
    [InlineData(Ana, true, "arn:aws:iam::111122223333:user/ben", "ImplicitDeny ResourcePolicy")] // without either IAM has no say
    [InlineData(Ask.Session, true, Ask.Root, "Allowed")]
    [InlineData(Ask.Session, false, Ask.Role, "Allowed")]
    [InlineData(Ask.Session, true, Ana, "ImplicitDeny ResourcePolicy")]
    [InlineData(Ask.Root, false, Ask.Root, "Allowed")]
    [InlineData(Ask.Root, false, Ana, "ImplicitDeny ResourcePolicy")] // "including the account root user"
    [InlineData("arn:aws:iam::444455556666:user/eve", true, "444455556666", "Allowed")]
    [InlineData("arn:aws:iam::444455556666:user/eve", false, "arn:aws:iam::444455556666:user/eve", "ImplicitDeny IdentityPolicies")]
    [InlineData("arn:aws:iam::444455556666:user/eve", true, Ask.Root, "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", false, Ask.Root, "ImplicitDeny ResourcePolicy")]
    public void Key(string caller, bool identity, string grantee, string expected)
    {
        PolicySet set = new() { IdentityPolicies = identity ? [Of(Allow())] : [], ResourcePolicy = Grants(grantee) };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "kms:Decrypt", TheKey))));
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "KMS:GenerateDataKey", TheKey))));
    }

    [Theory] // a service acts for a caller: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    [InlineData("s3.eu-west-1.amazonaws.com", "Allowed")]
    [InlineData("ec2.eu-west-1.amazonaws.com", "ImplicitDeny ResourcePolicy")]
    [InlineData("", "ImplicitDeny ResourcePolicy")]
    public void Key_by_way_of_a_service(string via, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = Of(Allow("\"Principal\": {\"AWS\": \"*\"}, \"Condition\": {\"StringEquals\": {\"kms:CallerAccount\": \"111122223333\", \"kms:ViaService\": \"s3.eu-west-1.amazonaws.com\"}}")),
        };
        (string, string[])[] context = via.Length == 0 ? [("kms:CallerAccount", [Ask.Account])] : [("kms:CallerAccount", [Ask.Account]), ("kms:ViaService", [via])];
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(Ana, "kms:Decrypt", TheKey, context: context))));
    }

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html: role trust policies "must explicitly allow access for principals"
    [InlineData(Ana, "", Ana, "Allowed")] // trust that names the user of the same account is enough
    [InlineData(Ana, "", Ask.Root, "ImplicitDeny IdentityPolicies")] // trust in the account needs a policy of the user's
    [InlineData(Ana, "I", Ask.Root, "Allowed")]
    [InlineData(Ana, "I", "arn:aws:iam::111122223333:user/ben", "ImplicitDeny ResourcePolicy")]
    [InlineData(Ana, "I", "444455556666", "ImplicitDeny ResourcePolicy")]
    [InlineData(Ask.Session, "", Ask.Role, "Allowed")] // one role assumes another
    [InlineData(Ask.Session, "", Ask.Session, "Allowed")]
    [InlineData(Ask.Session, "I", Ask.Root, "Allowed")]
    [InlineData("arn:aws:iam::444455556666:user/eve", "I", "arn:aws:iam::444455556666:user/eve", "Allowed")]
    [InlineData("arn:aws:iam::444455556666:user/eve", "", "arn:aws:iam::444455556666:user/eve", "ImplicitDeny IdentityPolicies")] // from another account both
    [InlineData("arn:aws:iam::444455556666:user/eve", "I", Ask.OtherRoot, "Allowed")]
    [InlineData("arn:aws:iam::444455556666:user/eve", "I", Ask.Root, "ImplicitDeny ResourcePolicy")]
    [InlineData(Ask.Root, "", Ask.Root, "ImplicitDeny ResourcePolicy")] // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: no root user may call it
    [InlineData(Ask.OtherRoot, "", Ask.OtherRoot, "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", "", Ask.Root, "ImplicitDeny ResourcePolicy")]
    public void Role(string caller, string identity, string trusted, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = identity.Length > 0 ? [Of(Allow())] : [],
            ResourcePolicy = Of($$"""{"Effect": "Allow", "Principal": {"AWS": "{{trusted}}"}, "Action": "sts:AssumeRole"}"""),
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "sts:AssumeRole", Ask.Role))));
    }

    [Theory] // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html and …_saml.html; services: reference_policies_elements_principal#principal-services
    [InlineData("ec2.amazonaws.com", "sts:AssumeRole", "\"Service\": \"ec2.amazonaws.com\"", "sts:AssumeRole", "", "Allowed")]
    [InlineData("ec2.amazonaws.com", "sts:AssumeRole", "\"Service\": [\"ecs.amazonaws.com\", \"ec2.amazonaws.com\"]", "sts:AssumeRole", "", "Allowed")]
    [InlineData("lambda.amazonaws.com", "sts:AssumeRole", "\"Service\": \"ec2.amazonaws.com\"", "sts:AssumeRole", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("ec2.amazonaws.com", "sts:AssumeRole", "\"AWS\": \"111122223333\"", "sts:AssumeRole", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("federated accounts.google.com", "sts:AssumeRoleWithWebIdentity", "\"Federated\": \"accounts.google.com\"", "sts:AssumeRoleWithWebIdentity", "", "Allowed")]
    [InlineData("federated accounts.google.com", "sts:AssumeRoleWithWebIdentity", "\"Federated\": \"accounts.google.com\"", "sts:AssumeRole", "", "ImplicitDeny ResourcePolicy")] // another action
    [InlineData("federated accounts.google.com", "sts:AssumeRoleWithWebIdentity", "\"Federated\": \"www.amazon.com\"", "sts:AssumeRoleWithWebIdentity", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("federated accounts.google.com", "sts:AssumeRoleWithWebIdentity", "\"Federated\": \"accounts.google.com\"", "sts:AssumeRoleWithWebIdentity", "app-1", "Allowed")]
    [InlineData("federated accounts.google.com", "sts:AssumeRoleWithWebIdentity", "\"Federated\": \"accounts.google.com\"", "sts:AssumeRoleWithWebIdentity", "app-2", "ImplicitDeny ResourcePolicy")]
    [InlineData("federated arn:aws:iam::111122223333:saml-provider/Okta", "sts:AssumeRoleWithSAML", "\"Federated\": \"arn:aws:iam::111122223333:saml-provider/Okta\"", "sts:AssumeRoleWithSAML", "", "Allowed")]
    [InlineData("federated arn:aws:iam::111122223333:saml-provider/Okta", "sts:AssumeRoleWithSAML", "\"Federated\": \"arn:aws:iam::111122223333:saml-provider/Other\"", "sts:AssumeRoleWithSAML", "", "ImplicitDeny ResourcePolicy")]
    [InlineData("federated arn:aws:iam::111122223333:saml-provider/Okta", "sts:TagSession", "\"Federated\": \"arn:aws:iam::111122223333:saml-provider/Okta\"", "sts:AssumeRoleWithSAML", "", "ImplicitDeny ResourcePolicy")] // tags are asked for by themselves
    [InlineData("anonymous", "sts:AssumeRoleWithWebIdentity", "\"Federated\": \"accounts.google.com\"", "sts:AssumeRoleWithWebIdentity", "", "ImplicitDeny ResourcePolicy")]
    public void Role_for_others(string caller, string action, string trusted, string granted, string audience, string expected)
    {
        // Beside an audience that is asked for, the request has app-1.
        var condition = audience.Length > 0 ? $$""", "Condition": {"StringEquals": {"accounts.google.com:aud": "{{audience}}"} }""" : "";
        PolicySet set = new() { ResourcePolicy = Of($$"""{"Effect": "Allow", "Principal": { {{trusted}} }, "Action": "{{granted}}"{{condition}} }""") };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, action, Ask.Role, context: ("accounts.google.com:aud", ["app-1"])))));
    }

    [Theory] // against a third party that is fooled: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
    [InlineData("12345", "Allowed")]
    [InlineData("54321", "ImplicitDeny ResourcePolicy")]
    [InlineData("", "ImplicitDeny ResourcePolicy")]
    public void External_id(string id, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = Of("""{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "12345"}}}"""),
        };
        var evaluation = Evaluator.Evaluate(set, Ask.By("arn:aws:iam::444455556666:user/eve", "sts:AssumeRole", Ask.Role, context: id.Length == 0 ? [] : [("sts:ExternalId", [id])]));
        Assert.Equal(expected, Ask.Say(evaluation));
        Assert.Equal(id.Length == 0 ? ["sts:ExternalId"] : [], evaluation.MissingContextValues);
    }

    [Theory] // https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html
    [InlineData("anonymous", "s3:GetObject", "arn:aws:s3:::site/index.html", "true", "Allowed")]
    [InlineData("anonymous", "s3:GetObject", "arn:aws:s3:::site", "true", "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", "s3:PutObject", "arn:aws:s3:::site/index.html", "true", "ImplicitDeny ResourcePolicy")]
    [InlineData("anonymous", "s3:GetObject", "arn:aws:s3:::site/index.html", "false", "ExplicitDeny ResourcePolicy")]
    [InlineData(Ask.Root, "s3:PutObject", "arn:aws:s3:::site/index.html", "false", "ExplicitDeny ResourcePolicy")] // a deny to all is one to the root user
    [InlineData(Ask.Root, "s3:PutObject", "arn:aws:s3:::site/index.html", "true", "Allowed")]
    [InlineData("cloudfront.amazonaws.com", "s3:GetObject", "arn:aws:s3:::site/index.html", "true", "Allowed")]
    public void Bucket(string caller, string action, string resource, string secure, string expected)
    {
        PolicySet set = new()
        {
            ResourcePolicy = Of(
                """{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}""",
                """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::site", "arn:aws:s3:::site/*"], "Condition": {"Bool": {"aws:SecureTransport": "false"}}}"""),
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, action, resource, Ask.Account, ("aws:SecureTransport", [secure])))));
    }

    [Theory] // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html: no bucket policy locks the owner's root user out
    [InlineData(Ask.Root, "s3:GetBucketPolicy", "", "Allowed")]
    [InlineData(Ask.Root, "s3:PutBucketPolicy", "", "Allowed")]
    [InlineData(Ask.Root, "S3:DELETEBUCKETPOLICY", "", "Allowed")]
    [InlineData(Ask.Root, "s3express:DeleteBucketPolicy", "", "Allowed")]
    [InlineData(Ask.Root, "s3:DeleteBucket", "", "ExplicitDeny ResourcePolicy")] // nothing else
    [InlineData(Ana, "s3:DeleteBucketPolicy", "", "ExplicitDeny ResourcePolicy")] // nobody else
    [InlineData(Ask.OtherRoot, "s3:DeleteBucketPolicy", "", "ExplicitDeny ResourcePolicy")]
    [InlineData(Ask.Root, "s3:DeleteBucketPolicy", "scp", "ExplicitDeny ServiceControlPolicies")] // the organization and an endpoint still can
    [InlineData(Ask.Root, "s3:DeleteBucketPolicy", "rcp", "ExplicitDeny ResourceControlPolicies")]
    [InlineData(Ask.Root, "s3:DeleteBucketPolicy", "endpoint", "ExplicitDeny EndpointPolicies")]
    public void A_bucket_policy_that_denies_all(string caller, string action, string also, string expected)
    {
        Policy all = Of(Allow("\"Principal\": \"*\""), Deny("\"Principal\": \"*\""));
        PolicySet set = new()
        {
            IdentityPolicies = [Of(Allow())],
            ResourcePolicy = all,
            ServiceControlPolicies = also == "scp" ? [new("r-root", [Of(Allow(), Deny())])] : null,
            ResourceControlPolicies = also == "rcp" ? [new("r-root", [all])] : null,
            EndpointPolicies = also == "endpoint" ? [all] : null,
        };
        var request = Ask.By(caller, action, "arn:aws:s3:::locked", Ask.Account);
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, request)));
        Assert.Equal(expected.Split(' ')[0], PreparedPolicies.Prepare(set).Decide(request).Decision.ToString());
    }

    [Theory] // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    [InlineData("*", "Allowed")]
    [InlineData("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", "Allowed")]
    [InlineData("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2", "ImplicitDeny ResourcePolicy")]
    public void An_origin_access_identity_is_in_no_account(string grantee, string expected)
    {
        PolicySet set = new() { ResourcePolicy = Of(Allow(grantee == "*" ? "\"Principal\": \"*\"" : $$"""  "Principal": {"AWS": "{{grantee}}"}  """)), ServiceControlPolicies = [new("r-root", [Of(Deny())])] };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1", "s3:GetObject", IamTest.Key, Ask.Account))));
    }

    [Theory] // https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html: an endpoint's policy grants nothing and must allow
    [InlineData(Ana, "I", "\"Principal\": \"*\"", "*", "Allowed")]
    [InlineData(Ana, "", "\"Principal\": \"*\"", "*", "ImplicitDeny IdentityPolicies")]
    [InlineData(Ana, "I", "\"Principal\": \"*\"", "arn:aws:s3:::reports/*", "Allowed")]
    [InlineData(Ana, "I", "\"Principal\": \"*\"", "arn:aws:s3:::other/*", "ImplicitDeny EndpointPolicies")]
    [InlineData(Ana, "I", $"\"Principal\": {{\"AWS\": \"{Ana}\"}}", "*", "Allowed")]
    [InlineData(Ana, "I", "\"Principal\": {\"AWS\": \"444455556666\"}", "*", "ImplicitDeny EndpointPolicies")]
    [InlineData(Ana, "I", $"\"Principal\": \"*\", \"Condition\": {{\"ArnEquals\": {{\"aws:PrincipalArn\": \"{Ana}\"}}}}", "*", "Allowed")]
    [InlineData(Ask.Root, "", "\"Principal\": \"*\"", "arn:aws:s3:::other/*", "ImplicitDeny EndpointPolicies")] // root users come through it too
    [InlineData("anonymous", "R", "\"Principal\": \"*\"", "*", "Allowed")]
    [InlineData("anonymous", "R", "\"Principal\": {\"AWS\": \"111122223333\"}", "*", "ImplicitDeny EndpointPolicies")]
    [InlineData(Ana, "I", "\"Sid\": \"x\"", "*", "ImplicitDeny EndpointPolicies unevaluated")] // "It must contain a Principal element"
    public void Endpoint(string caller, string policies, string principal, string resource, string expected)
    {
        PolicySet set = new()
        {
            IdentityPolicies = policies == "I" ? [Of(Allow())] : [],
            ResourcePolicy = policies == "R" ? Of(Allow("\"Principal\": \"*\"")) : null,
            EndpointPolicies = [Of($$"""{"Effect": "Allow", {{principal}}, "Action": "*", "Resource": "{{resource}}"}""")],
        };
        Assert.Equal(expected, Ask.Say(Evaluator.Evaluate(set, Ask.By(caller, "s3:GetObject", IamTest.Key, Ask.Account))));
    }

    [Fact]
    public void An_endpoint_without_policies_lets_nothing_through() =>
        Assert.Equal("ImplicitDeny EndpointPolicies", Ask.Say(Evaluator.Evaluate(new PolicySet { IdentityPolicies = [Of(Allow())], EndpointPolicies = [] }, Ask.By(Ana, "s3:GetObject", IamTest.Key))));

    private static Policy Grants(string grantee) => Of(Allow($$"""  "Principal": {"AWS": "{{grantee}}"}  """));
}
