using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;
using System.Reflection;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>
/// The checks of Access Analyzer's reference that <see cref="PolicyFindingsTests"/> does not have: statements of a policy
/// of that type, with the text that the finding points at first in guillemets.
/// </summary>
public sealed class PolicyCheckTests
{
    public static TheoryData<string, PolicyType?, string> Cases { get; } = new()
    {
        // Principals
        { "ALLOW_WITH_NOT_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "NotPrincipal": «{"AWS": "111122223333"}», "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_PRINCIPAL_FORMAT", PolicyType.Resource, """{"Effect": "Allow", "Principal": «"111122223333"», "Action": "s3:GetObject", "Resource": "*"}""" },
        { "EMPTY_ARRAY_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": «[]»}, "Action": "s3:GetObject", "Resource": "*"}""" },
        { "EMPTY_OBJECT_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": «{}», "Action": "s3:GetObject", "Resource": "*"}""" },
        { "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": «"arn:aws:iam::111122223333:role/*"»}, "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_ROLE_REFERENCE", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": «"AROAEXAMPLE111111111"»}, "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_USER_REFERENCE", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": «"AIDAEXAMPLE111111111"»}, "Action": "s3:GetObject", "Resource": "*"}""" },
        { "FEDERATED_PRINCIPAL_NOT_SUPPORTED", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Federated": «"accounts.google.com"»}, "Action": "s3:GetObject", "Resource": "*"}""" },
        { "SCP_SYNTAX_ERROR_PRINCIPAL", PolicyType.ServiceControl, """{"Effect": "Deny", «"Principal"»: "*", "Action": "s3:*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_PRINCIPAL", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": «{"AWS": "111122223333"}», "Action": "s3:*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_ALLOW", PolicyType.ResourceControl, """{"Effect": «"Allow"», "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}""" },
        { "RCP_SYNTAX_ERROR_NOTACTION", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", «"NotAction"»: "s3:*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_ACTION", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": «"ec2:*"», "Resource": "*"}""" },
        { "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Service": «"sns.amazonaws.com"»}, "Action": "sqs:SendMessage", "Resource": "*"}""" },
        { "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*", "Condition": {"StringEquals": {«"aws:SourceOwner"»: "111122223333"}}}""" },
        { "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {«"aws:PrincipalOrgID"»: "o-example"}}}""" },
        { "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket", «"s3:GetObject"»], "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": "a"}}}""" },
        { "IRRELEVANT_CONDITION_KEY_IN_POLICY", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {«"s3:ResourceAccount"»: "111122223333"}}}""" },
        { "DEPRECATED_GLOBAL_CONDITION_KEY", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": {"ArnEquals": {«"aws:ARN"»: "arn:aws:iam::111122223333:user/ana"}}}""" },
        { "UNIQUE_SIDS_RECOMMENDED", PolicyType.Resource, """{"Sid": «"A"», "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}""" },
        // Trust policies
        { "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", PolicyType.Trust, """{"Effect": "Deny", «"NotPrincipal"»: {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}""" },
        { "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", «"Resource"»: "*"}""" },
        { "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", PolicyType.Trust, """{"Effect": "Allow", "Principal": «"*"», "Action": "sts:AssumeRole"}""" },
        { "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/team/Dev", «"arn:aws:sts::111122223333:assumed-role/Dev/ana"»]}, "Action": "sts:AssumeRole"}""" },
        { "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": «"google"»}, "Action": "sts:AssumeRoleWithWebIdentity"}""" },
        { "MISMATCHED_ACTION_FOR_PRINCIPAL", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}, "Action": «"sts:AssumeRoleWithWebIdentity"»}""" },
        { "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": «["sts:AssumeRole", "sts:TagSession"]»}""" },
        { "MISSING_ACTION_FOR_CONDITION_KEY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", "Condition": {"StringLike": {«"sts:SourceIdentity"»: "ana*"}}}""" },
        { "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": «"accounts.google.com"»}, "Action": "sts:AssumeRoleWithWebIdentity"}""" },
        { "MISSING_GITHUB_REPO_CONDITION_KEY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": «"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"»}, "Action": "sts:AssumeRoleWithWebIdentity"}""" },
        { "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringLike": {"token.actions.githubusercontent.com:sub": «"repo:owner/name:*"»}}}""" },
        { "CONFIRM_AUDIENCE_CLAIM_TYPE", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"ForAllValues:StringEquals": {«"accounts.google.com:aud"»: "app"}}}""" },
        { "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"ForAnyValue:StringEquals": {«"accounts.google.com:aud"»: "app"}}}""" },
        // What AWS added to the reference until 2026
        { "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:PrincipalOrgID"»: "o-a1b2c3d4e5"}}}""" },
        { "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:SourceOrgID"»: "o-a1b2c3d4e5"}, "Null": {"aws:SourceAccount": "false"}}}""" },
        { "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:SourceOrgID"»: "o-a1b2c3d4e5"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}""" },
        { "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", PolicyType.ServiceControl, """{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {«"aws:VpceOrgID"»: "o-a1b2c3d4e5"}}}""" },
        { "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", PolicyType.Identity, """{"Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {«"dynamodb:Attributes"»: "a"}}}""" },
        { "S3_PREFIX_IN_NEGATIVE_CONTEXT", PolicyType.Identity, """{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringLike": {«"s3:prefix"»: "private/*"}}}""" },
        { "RCP_SYNTAX_ERROR_ACTION", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": «"*"», "Resource": "*"}""" },
        { "MISSING_PRINCIPAL", PolicyType.ResourceControl, """«{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}»""" },
        { "UNSUPPORTED_ACTION_IN_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": ["sts:AssumeRole", «"s3:GetObject"»]}""" },
        // Statements and sizes
        { "REDUNDANT_STATEMENT", PolicyType.Identity, """«{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}», {"Sid": "B", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}""" },
        // ARNs
        { "INVALID_ARN_REGION", PolicyType.Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": «"arn:aws:sqs:eu-west-9:111122223333:q"»}""" },
        { "MISSING_ARN_REGION", PolicyType.Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": «"arn:aws:sqs::111122223333:q"»}""" },
        { "MISSING_ARN_ACCOUNT", PolicyType.Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": «"arn:aws:sqs:eu-west-1::q"»}""" },
        // Power over everything
        { "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", PolicyType.Identity, """{"Effect": "Allow", "NotAction": «"s3:*"», "Resource": "*"}""" },
        { "PASS_ROLE_WITH_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": «"iam:PassRole"», "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": «"iam:Pass*"», "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "NotAction": «"s3:*"», "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", PolicyType.Identity, """{"Effect": "Allow", "NotAction": «["s3:*", "iam:PassRole"]», "Resource": "*"}""" },
        { "CREATE_SLR_WITH_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": «"iam:CreateServiceLinkedRole"», "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": «"iam:Create*"», "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "NotAction": «"s3:*"», "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        // Tags: an action on resources that have none
        { "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Allow", "Action": ["ec2:StartInstances", «"appflow:DeleteConnectorProfile"»], "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}""" },
        { "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Allow", "Action": ["ec2:StartInstances", «"cloudsearch:DescribeDomains"»], "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}""" },
        { "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Allow", "NotAction": «"iam:*"», "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}""" },
        { "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Deny", "Action": [«"cloudsearch:DescribeDomains"»], "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}""" },
        { "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Deny", "NotAction": «"iam:*"», "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}""" },
        // Conditions; what follows stands in the Condition of one Allow
        { "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", null, """{"StringEquals": {«"aws:username"»: "a", "aws:UserName": "b"}}""" },
        { "INVALID_CONDITION_DATA_TYPE", null, """{"NumericEquals": {«"aws:MultiFactorAuthAge"»: [1, "2"]}}""" },
        { "INVALID_CONDITION_MULTIPLE_BOOLEAN", null, """{"Bool": {«"aws:SecureTransport"»: ["true", "false"]}}""" },
        { "INVALID_REGION", null, """{"StringEquals": {"aws:RequestedRegion": ["eu-west-1", «"eu-west-9"»]}}""" },
        { "INVALID_SERVICE_CONDITION_KEY", null, """{"StringEquals": {«"s3:prefixx"»: "a"}}""" },
        { "INVALID_SERVICE_PRINCIPAL_FORMAT", null, """{"ForAnyValue:StringEquals": {"aws:CalledVia": [«"signals.cloudwatch.amazonaws.com"»]}}""" },
        { "INVALID_VPC_FORMAT", null, """{"StringEquals": {"aws:SourceVpc": «"vpc-1"»}}""" },
        { "INVALID_VPCE_FORMAT", null, """{"StringEquals": {"aws:SourceVpce": «"vpc-12345678"»}}""" },
        { "MISSING_TAG_KEY_IN_CONDITION", null, """{"StringEquals": {«"aws:ResourceTag/"»: "a"}}""" },
        { "UNSUPPORTED_GLOBAL_CONDITION_KEY", null, """{"ArnEquals": {«"aws:ARN"»: "arn:aws:iam::111122223333:user/ana"}}""" },
        { "MISSING_PAIRED_CONDITION_KEYS", null, """{"IpAddress": {«"aws:VpcSourceIp"»: "10.0.0.0/8"}}""" },
        { "PRIVATE_IP_ADDRESS", null, """{"IpAddress": {"aws:SourceIp": «"10.1.0.0/16"»}}""" },
        { "PRIVATE_NOT_IP_ADDRESS", null, """{"NotIpAddress": {"aws:SourceIp": «"192.168.1.0/24"»}}""" },
        { "PRIVATE_IP_ADDRESS_SUBSET", null, """{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", «"10.1.0.0/16"»]}}""" },
        { "PRIVATE_NOT_IP_ADDRESS_SUBSET", null, """{"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", «"fd00::/8"»]}}""" },
        { "IMPROVE_IP_RANGE", null, """{"IpAddress": {"aws:SourceIp": «"203.0.113.7/24"»}}""" },
        { "EMPTY_ARRAY_CONDITION_FORALLVALUES", null, """{"ForAllValues:StringEquals": {«"aws:TagKeys"»: []}}""" },
        { "EMPTY_ARRAY_CONDITION_FORANYVALUE", null, """{"ForAnyValue:StringEquals": {«"aws:TagKeys"»: []}}""" },
        { "EMPTY_ARRAY_CONDITION_IFEXISTS", null, """{"StringEqualsIfExists": {«"aws:username"»: []}}""" },
        { "INVALID_DATE_VALUE", null, """{"DateLessThan": {"aws:CurrentTime": «"1767225600"»}}""" },
        { "REDUNDANT_CONDITION_VALUE_NUM", null, """{"NumericLessThan": {"aws:MultiFactorAuthAge": [«"2700"», "3600"]}}""" },
        { "TYPE_MISMATCH", null, """{"NumericEquals": {«"aws:username"»: "1"}}""" },
        { "INVALID_SERVICE", null, """{"StringEquals": {«"s4:prefix"»: "a"}}""" },
        { "INVALID_SERVICE", null, """{"ForAnyValue:StringEquals": {"aws:CalledVia": ["athena.amazonaws.com", «"cloudformatoin.amazonaws.com"»]}}""" },
        { "INVALID_KMS_KEY_VALUE", null, """{"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": «"1234abcd-12ab-34cd-56ef-1234567890ab"»}}""" },
        { "UNTRUSTWORTHY_CONDITION_KEY", null, """{"StringLike": {«"aws:Referer"»: "https://example.com/*"}}""" },
        { "EQUIVALENT_TO_NULL_FALSE", null, """{"ForAnyValue:StringLike": {"aws:TagKeys": ["a", «"*"»]}}""" },
        { "EQUIVALENT_TO_NULL_TRUE", null, """{"StringNotLike": {"aws:username": «"*"»}}""" },
        { "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", null, """{"StringLikeIfExists": {"aws:username": «"*"»}}""" },
        { "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", null, """{"ForAllValues:StringLike": {"aws:TagKeys": [«"**"»]}}""" },
        { "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", null, """{"ForAnyValue:StringNotLike": {"aws:TagKeys": «"*"»}}""" },
        { "WILDCARD_USAGE_TOO_PERMISSIVE", null, """{"StringLike": {"aws:PrincipalOrgID": «"o-*"»}}""" },
        { "WILDCARD_USAGE_TOO_PERMISSIVE", null, """{"StringLike": {"aws:userid": ["AROAEXAMPLE:*", «"AROA*:ana"»]}}""" },
        { "VARIABLE_USAGE_TOO_PERMISSIVE", null, """{"StringLike": {"aws:SourceVpc": «"${aws:PrincipalTag/vpc}"»}}""" },
        { "TYPE_MISMATCH_STRING", null, """{"BinaryEquals": {"aws:username": «"a!"»}}""" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_check_fires_at_its_place(string code, PolicyType? kind, string marked)
    {
        var statements = kind is null ? $$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {{marked}} }""" : marked;
        var whole = $$"""{"Version": "2012-10-17", "Statement": [{{statements}}]}""";
        var start = whole.IndexOf('«', StringComparison.Ordinal);
        var at = whole[(start + 1)..whole.IndexOf('»', StringComparison.Ordinal)];
        var text = whole.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal);

        var finding = Assert.Single(PolicyFindings.Of(text, kind ?? PolicyType.Identity), f => f.IssueCode == code);
        Assert.Equal(at, text[finding.At.Start..finding.At.End]);
        Assert.Equal(start, finding.At.Start);
        // The path leads to the same place as the span.
        var json = JsonReader.Read(text).Value!;
        Assert.All(finding.Locations, l => Assert.Contains(Places.Of(json, l.Pointer), place => (place.Start, place.End) == (l.Start, l.End)));
    }

    [Theory] // no finding where AWS gives none
    [InlineData(PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}""")]
    [InlineData(PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "x"}}}""")]
    [InlineData(PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}, "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}""")]
    [InlineData(PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*", "Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:111122223333:t"}}}""")]
    [InlineData(PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::site/*"}""")]
    [InlineData(PolicyType.Resource, """{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/ana"}, "Action": "s3:*", "Resource": "*"}""")]
    [InlineData(PolicyType.ServiceControl, """{"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::a", "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}""")]
    [InlineData(PolicyType.ServiceControl, """{"Effect": "Deny", "Action": "s3:*Object", "NotResource": "arn:aws:s3:::a/*"}""")]
    [InlineData(PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-example"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}""")]
    [InlineData(PolicyType.Identity, """{"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": "arn:aws:ssm:*::document/AWS-RunShellScript"}""")]
    [InlineData(PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": {"StringLikeIfExists": {"iam:PassedToService": "lambda.amazonaws.com"}}}""")]
    [InlineData(PolicyType.Identity, """{"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*", "Condition": {"StringEquals": {"secretsmanager:ResourceTag/team": "a"}}}""")]
    [InlineData(PolicyType.Identity, """{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}""")]
    public void What_AWS_accepts_without_a_word_gets_none(PolicyType kind, string statement) =>
        Assert.Empty(PolicyFindings.Of($$"""{"Version": "2012-10-17", "Statement": [{{statement}}]}""", kind));

    [Theory]
    [InlineData("UNSUPPORTED_ACTION_IN_POLICY", "\"Action\": \"kms:Decrypt\", \"Resource\": \"*\"")]
    [InlineData("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:kms:eu-west-1:111122223333:key/a\"")]
    public void A_bucket_policy_is_about_its_bucket(string code, string elements)
    {
        var policy = IamTest.Of($$"""{"Effect": "Allow", "Principal": "*", {{elements}} }""");
        Assert.DoesNotContain(PolicyFindings.Of(policy, PolicyType.Resource), f => f.IssueCode == code); // of any resource
        Assert.Contains(PolicyFindings.Of(policy with { AttachedTo = "AWS::S3::Bucket" }, PolicyType.Resource), f => f.IssueCode == code);
    }

    [Theory]
    [InlineData("POLICY_SIZE_EXCEEDS_SCP_QUOTA", PolicyType.ServiceControl, 5_120)]
    [InlineData("POLICY_SIZE_EXCEEDS_RCP_QUOTA", PolicyType.ResourceControl, 5_120)]
    [InlineData("POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", PolicyType.Trust, 2_048)]
    [InlineData("POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", PolicyType.Resource, 20_480)]
    [InlineData("POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", PolicyType.Identity, 10_240)]
    public void A_size_is_over_its_quota_by_one(string code, PolicyType kind, int largest)
    {
        const string start = "{\"Version\":\"2012-10-17\",\"Id\":\"", end = "\",\"Statement\":[]}";
        string Sized(int size) => start + new string('x', size - start.Length - end.Length) + end;
        Assert.DoesNotContain(PolicyFindings.Of(Sized(largest), kind), f => f.IssueCode == code);
        Assert.Contains(PolicyFindings.Of(Sized(largest + 1), kind), f => f.IssueCode == code);
    }

    /// <summary>Every check that Access Analyzer's reference names.</summary>
    private static readonly string[] Reference =
    [
        "ARN_ACCOUNT_NOT_ALLOWED", "ARN_REGION_NOT_ALLOWED", "DATA_TYPE_MISMATCH", "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", "EMPTY_VARIABLE",
        "FEDERATED_PRINCIPAL_NOT_SUPPORTED", "INVALID_ACTION", "INVALID_ARN_ACCOUNT", "INVALID_ARN_PREFIX", "INVALID_ARN_REGION",
        "INVALID_ARN_RESOURCE", "INVALID_ARN_SERVICE_CASE", "INVALID_CONDITION_DATA_TYPE", "INVALID_CONDITION_KEY_FORMAT",
        "INVALID_CONDITION_MULTIPLE_BOOLEAN", "INVALID_CONDITION_OPERATOR", "INVALID_EFFECT",
        "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", "INVALID_GLOBAL_CONDITION_KEY", "INVALID_PARTITION", "INVALID_POLICY_ELEMENT",
        "INVALID_PRINCIPAL_FORMAT", "INVALID_PRINCIPAL_KEY", "INVALID_REGION", "INVALID_SERVICE", "INVALID_SERVICE_CONDITION_KEY",
        "INVALID_SERVICE_IN_ACTION", "INVALID_SERVICE_PRINCIPAL_FORMAT", "INVALID_VARIABLE_FOR_OPERATOR", "INVALID_VERSION", "INVALID_VPCE_FORMAT",
        "INVALID_VPC_FORMAT", "JSON_SYNTAX_ERROR", "MISMATCHED_ACTION_FOR_PRINCIPAL", "MISSING_ACTION", "MISSING_ACTION_FOR_CONDITION_KEY",
        "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", "MISSING_ARN_ACCOUNT", "MISSING_ARN_FIELD", "MISSING_ARN_REGION",
        "MISSING_BRACE_IN_VARIABLE", "MISSING_EFFECT", "MISSING_PRINCIPAL", "MISSING_QUALIFIER", "MISSING_QUOTE_IN_VARIABLE", "MISSING_RESOURCE",
        "MISSING_STATEMENT", "MISSING_TAG_KEY_IN_CONDITION", "NULL_WITH_IF_EXISTS", "POLICY_SIZE_EXCEEDS_SCP_QUOTA", "PRIVATE_IP_ADDRESS",
        "PRIVATE_NOT_IP_ADDRESS", "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
        "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "SCP_SYNTAX_ERROR_ACTION_WILDCARD", "SCP_SYNTAX_ERROR_ALLOW_CONDITION",
        "SCP_SYNTAX_ERROR_ALLOW_NOTACTION", "SCP_SYNTAX_ERROR_ALLOW_RESOURCE", "SCP_SYNTAX_ERROR_NOTRESOURCE", "SCP_SYNTAX_ERROR_PRINCIPAL",
        "UNIQUE_SIDS_REQUIRED", "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "UNSUPPORTED_ACTION_IN_POLICY",
        "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", "UNSUPPORTED_ELEMENT_COMBINATION", "UNSUPPORTED_GLOBAL_CONDITION_KEY",
        "UNSUPPORTED_PRINCIPAL", "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "UNSUPPORTED_SID", "UNSUPPORTED_SPACE_IN_VARIABLE",
        "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "VARIABLE_UNSUPPORTED_IN_ELEMENT", "VARIABLE_UNSUPPORTED_IN_VERSION", "ALLOW_WITH_NOT_PRINCIPAL",
        "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY", "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", "MISSING_GITHUB_REPO_CONDITION_KEY",
        "MISSING_PAIRED_CONDITION_KEYS", "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", "PASS_ROLE_WITH_NOT_RESOURCE",
        "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", "PASS_ROLE_WITH_STAR_IN_RESOURCE",
        "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
        "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
        "CONFIRM_AUDIENCE_CLAIM_TYPE", "EMPTY_ARRAY_ACTION", "EMPTY_ARRAY_CONDITION", "EMPTY_ARRAY_CONDITION_FORALLVALUES",
        "EMPTY_ARRAY_CONDITION_FORANYVALUE", "EMPTY_ARRAY_CONDITION_IFEXISTS", "EMPTY_ARRAY_PRINCIPAL", "EMPTY_ARRAY_RESOURCE",
        "EMPTY_OBJECT_CONDITION", "EMPTY_OBJECT_PRINCIPAL", "EMPTY_SID_VALUE", "EQUIVALENT_TO_NULL_FALSE", "IMPROVE_IP_RANGE",
        "IRRELEVANT_CONDITION_KEY_IN_POLICY", "NULL_WITH_QUALIFIER", "PRIVATE_IP_ADDRESS_SUBSET", "PRIVATE_NOT_IP_ADDRESS_SUBSET",
        "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", "REDUNDANT_ACTION", "REDUNDANT_CONDITION_VALUE_NUM",
        "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", "REDUNDANT_RESOURCE", "REDUNDANT_STATEMENT", "WILDCARD_IN_SERVICE_NAME",
        "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", "CREATE_SLR_WITH_NOT_RESOURCE", "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
        "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", "CREATE_SLR_WITH_STAR_IN_RESOURCE", "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
        "DEPRECATED_GLOBAL_CONDITION_KEY", "INVALID_DATE_VALUE", "INVALID_ROLE_REFERENCE", "INVALID_USER_REFERENCE", "MISSING_VERSION",
        "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
        "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", "TYPE_MISMATCH", "TYPE_MISMATCH_BOOLEAN", "TYPE_MISMATCH_DATE", "TYPE_MISMATCH_IP_RANGE",
        "TYPE_MISMATCH_NUMBER", "TYPE_MISMATCH_STRING", "UNIQUE_SIDS_RECOMMENDED", "WILDCARD_WITHOUT_LIKE_OPERATOR",
        "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", "EQUIVALENT_TO_NULL_TRUE", "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", "INVALID_KMS_KEY_VALUE",
        "POLICY_SIZE_EXCEEDS_RCP_QUOTA", "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
        "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", "RCP_SYNTAX_ERROR_ACTION", "RCP_SYNTAX_ERROR_ALLOW", "RCP_SYNTAX_ERROR_NOTACTION",
        "RCP_SYNTAX_ERROR_PRINCIPAL", "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
        "S3_PREFIX_IN_NEGATIVE_CONTEXT", "UNTRUSTWORTHY_CONDITION_KEY", "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
        "VARIABLE_USAGE_TOO_PERMISSIVE", "WILDCARD_USAGE_TOO_PERMISSIVE",
    ];

    [Fact]
    public void Every_check_of_the_reference_has_a_rule_or_is_retired()
    {
        var known = PolicyFindings.Rules.Select(r => r.IssueCode).Concat(PolicyFindings.Retired).Append(JsonReader.SyntaxErrorCode).ToList();
        Assert.Equal(known.Count, known.Distinct().Count());
        Assert.Empty(Reference.Except(known));
    }

    [Fact]
    public void Every_rule_links_to_a_page_of_AWS() =>
        Assert.All(PolicyFindings.Rules, r => Assert.StartsWith("https://docs.aws.amazon.com/", r.LearnMore, StringComparison.Ordinal));

    [Fact]
    public void Every_rule_has_a_case()
    {
        var named = new[] { typeof(PolicyFindingsTests), typeof(PolicyCheckTests) }.SelectMany(t => t.GetMethods()).SelectMany(m => m.GetCustomAttributes<InlineDataAttribute>())
            .SelectMany(a => a.Data).OfType<string>().Concat(Cases.Select(c => c.Data.Item1));
        Assert.Empty(PolicyFindings.Rules.Select(r => r.IssueCode).Except(named));
    }
}
