using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>
/// For each check a policy that is close to one it is about, and of which it says nothing: a check that speaks where AWS is
/// silent is as wrong as one that is silent where AWS speaks.
/// </summary>
public sealed class PolicyCheckRelativesTests
{
    private const string Bucket = "\"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::reports/*\"";
    private const string Trusted = "\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"111122223333\"}, \"Action\": \"sts:AssumeRole\"";
    private const string GitHub = "\"Effect\": \"Allow\", \"Principal\": {\"Federated\": \"token.actions.githubusercontent.com\"}, \"Action\": \"sts:AssumeRoleWithWebIdentity\"";

    /// <summary>BUCKET, TRUSTED and GITHUB stand for the texts above. A whole document, a policy's statements, or, without a type of policy, what stands in the Condition of one Allow.</summary>
    public static TheoryData<string, PolicyType?, string> Cases { get; } = new()
    {
        // The document
        { "DUPLICATE_KEY", null, """{"StringEquals": {"aws:username": "a"}, "StringLike": {"aws:username": "a*"}}""" },
        { "DATA_TYPE_MISMATCH", null, """{"NumericLessThan": {"aws:MultiFactorAuthAge": 300}}""" },
        { "INVALID_POLICY_ELEMENT", null, """{"StringEquals": {"aws:ResourceTag/Statement": "a"}}""" },
        { "MISSING_VERSION", PolicyType.Identity, """{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", BUCKET }]}""" },
        { "INVALID_VERSION", PolicyType.Identity, """{"Version": "2008-10-17", "Statement": [{"Effect": "Allow", BUCKET }]}""" },
        { "MISSING_STATEMENT", PolicyType.Identity, """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", BUCKET }}""" },
        // Statements
        { "MISSING_EFFECT", PolicyType.Identity, """{"Effect": "Deny", BUCKET }""" },
        { "INVALID_EFFECT", PolicyType.Identity, """{"Effect": "Deny", BUCKET }""" },
        { "MISSING_ACTION", PolicyType.Identity, """{"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"}""" },
        { "MISSING_RESOURCE", PolicyType.Trust, """{ TRUSTED }""" },
        { "MISSING_PRINCIPAL", PolicyType.ServiceControl, """{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}""" },
        { "UNSUPPORTED_ELEMENT_COMBINATION", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::reports/*"}""" },
        { "REDUNDANT_STATEMENT", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "UNIQUE_SIDS_REQUIRED", PolicyType.Identity, """{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "a", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}""" },
        { "UNIQUE_SIDS_RECOMMENDED", PolicyType.Identity, """{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}""" },
        { "UNSUPPORTED_SID", PolicyType.Resource, """{"Sid": "Read it", "Effect": "Allow", "Principal": "*", BUCKET }""" },
        { "EMPTY_SID_VALUE", PolicyType.Identity, """{"Sid": "0", "Effect": "Allow", BUCKET }""" },
        { "EMPTY_ARRAY_ACTION", PolicyType.Identity, """{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}""" },
        { "EMPTY_ARRAY_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["*"]}""" },
        // Sizes: PolicyCheckTests says where they begin
        { "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", PolicyType.Identity, """{"Effect": "Allow", BUCKET }""" },
        { "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", BUCKET }""" },
        { "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", PolicyType.Trust, """{ TRUSTED }""" },
        { "POLICY_SIZE_EXCEEDS_SCP_QUOTA", PolicyType.ServiceControl, """{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}""" },
        { "POLICY_SIZE_EXCEEDS_RCP_QUOTA", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}""" },
        // Principals
        { "UNSUPPORTED_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", BUCKET }""" },
        { "INVALID_PRINCIPAL_KEY", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}, BUCKET }""" },
        { "INVALID_PRINCIPAL_FORMAT", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, BUCKET }""" },
        { "ALLOW_WITH_NOT_PRINCIPAL", PolicyType.Resource, """{"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:user/ana"}, BUCKET }""" },
        { "EMPTY_ARRAY_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": ["111122223333"]}, BUCKET }""" },
        { "EMPTY_OBJECT_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": "*"}, BUCKET }""" },
        { "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": "*"}, BUCKET }""" },
        { "INVALID_ROLE_REFERENCE", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:role/AROA"}, BUCKET }""" },
        { "INVALID_USER_REFERENCE", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/AIDA"}, BUCKET }""" },
        { "FEDERATED_PRINCIPAL_NOT_SUPPORTED", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"accounts.google.com:aud": "app"}}}""" },
        { "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, BUCKET, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}""" },
        { "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, BUCKET, "Condition": {"StringEquals": {"aws:SourceOrgID": "o-a1b2c3d4e5"}}}""" },
        { "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", PolicyType.Resource, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, BUCKET, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}""" },
        // Policies of an organization
        { "SCP_SYNTAX_ERROR_PRINCIPAL", PolicyType.ServiceControl, """{"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Admin"}}}""" },
        { "RCP_SYNTAX_ERROR_PRINCIPAL", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_ALLOW", PolicyType.ResourceControl, """{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_NOTACTION", PolicyType.ServiceControl, """{"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_ACTION", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": ["s3:*Object", "sts:AssumeRole"], "Resource": "*"}""" },
        { "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}}""" },
        { "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"}, "Null": {"aws:SourceAccount": "false"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}""" },
        { "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", PolicyType.ResourceControl, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {"aws:SourceOrgID": "o-a1b2c3d4e5"}, "Null": {"aws:SourceArn": "false"}, "Bool": {"aws:PrincipalIsAWSService": "true"}}}""" },
        // Trust policies
        { "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", PolicyType.Resource, """{"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, BUCKET }""" },
        { "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", PolicyType.Trust, """{ TRUSTED }""" },
        { "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}""" },
        { "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/Dev", "arn:aws:sts::111122223333:assumed-role/Ops/ana"]}, "Action": "sts:AssumeRole"}""" },
        { "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity"}""" },
        { "MISMATCHED_ACTION_FOR_PRINCIPAL", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"]}""" },
        { "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]}""" },
        { "MISSING_ACTION_FOR_CONDITION_KEY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"], "Condition": {"StringLike": {"sts:SourceIdentity": "ana*"}}}""" },
        { "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"accounts.google.com:sub": "1"}}}""" },
        { "MISSING_GITHUB_REPO_CONDITION_KEY", PolicyType.Trust, """{ GITHUB, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:a/b:ref:refs/heads/main"}}}""" },
        { "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", PolicyType.Trust, """{ GITHUB, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:a/b:environment:live", "token.actions.githubusercontent.com:ref": "refs/heads/main"}}}""" },
        { "CONFIRM_AUDIENCE_CLAIM_TYPE", PolicyType.Trust, """{ GITHUB, "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}}""" },
        { "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "p"}, "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}}""" },
        { "UNSUPPORTED_ACTION_IN_POLICY", PolicyType.Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:*"}""" },
        { "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:kms:eu-west-1:111122223333:key/a"}""" },
        // Actions
        { "INVALID_ACTION", PolicyType.Identity, """{"Effect": "Allow", "Action": ["S3:getobject", "ec2:Describe*", "sns:*"], "Resource": "*"}""" },
        { "INVALID_SERVICE_IN_ACTION", PolicyType.Identity, """{"Effect": "Allow", "Action": ["S3:GetObject", "*"], "Resource": "*"}""" },
        { "WILDCARD_IN_SERVICE_NAME", PolicyType.Identity, """{"Effect": "Allow", "Action": "*", "Resource": "*"}""" },
        { "REDUNDANT_ACTION", PolicyType.Identity, """{"Effect": "Allow", "Action": ["iam:Get*", "iam:List*", "iam:*CredentialReport"], "Resource": "*"}""" },
        // ARNs
        { "INVALID_ARN_PREFIX", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "MISSING_ARN_FIELD", PolicyType.Identity, """{"Effect": "Allow", "Action": "rds:DescribeDBInstances", "Resource": "arn:aws:rds:eu-west-1:111122223333:db:a:b"}""" },
        { "INVALID_PARTITION", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws-cn:s3:::a", "arn:*:s3:::b"]}""" },
        { "INVALID_SERVICE", PolicyType.Identity, """{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:eu-west-1:111122223333:a/*", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:sub": "1"}, "ForAnyValue:StringEquals": {"aws:CalledVia": "athena.amazonaws.com"}}}""" },
        { "INVALID_ARN_SERVICE_CASE", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::Reports"}""" },
        { "INVALID_ARN_REGION", PolicyType.Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-*:111122223333:q"}""" },
        { "MISSING_ARN_REGION", PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "arn:aws:iam::111122223333:user/ana"}""" },
        { "MISSING_ARN_ACCOUNT", PolicyType.Identity, """{"Effect": "Allow", "Action": "ssm:GetParameter", "Resource": "arn:aws:ssm:eu-west-1::parameter/aws/service/list"}""" },
        { "INVALID_ARN_ACCOUNT", PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "arn:aws:iam::aws:policy/ReadOnlyAccess"}""" },
        { "INVALID_ARN_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::*"}""" },
        { "ARN_REGION_NOT_ALLOWED", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/*"}""" },
        { "ARN_ACCOUNT_NOT_ALLOWED", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1:111122223333:accesspoint/a/object/*"}""" },
        { "REDUNDANT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::a*", "arn:aws:s3:::b/*"]}""" },
        // Operators
        { "INVALID_CONDITION_OPERATOR", null, """{"ForAnyValue:stringlikeifexists": {"aws:TagKeys": "team*"}}""" },
        { "NULL_WITH_IF_EXISTS", null, """{"Null": {"aws:TokenIssueTime": "true"}}""" },
        { "NULL_WITH_QUALIFIER", null, """{"Null": {"aws:TagKeys": "false"}}""" },
        { "EMPTY_ARRAY_CONDITION", null, """{"ForAnyValue:StringEquals": {"aws:TagKeys": []}}""" },
        { "EMPTY_OBJECT_CONDITION", null, """{"StringEquals": {"aws:username": "ana"}}""" },
        { "EMPTY_ARRAY_CONDITION_FORALLVALUES", null, """{"ForAllValues:StringEquals": {"aws:TagKeys": ["team"]}}""" },
        { "EMPTY_ARRAY_CONDITION_FORANYVALUE", null, """{"ForAllValues:StringEquals": {"aws:TagKeys": []}}""" },
        { "EMPTY_ARRAY_CONDITION_IFEXISTS", null, """{"StringEquals": {"aws:username": []}}""" },
        // Values
        { "TYPE_MISMATCH", null, """{"NumericLessThan": {"aws:EpochTime": "1767225600"}, "StringEquals": {"aws:SecureTransport": "true"}}""" },
        { "TYPE_MISMATCH_BOOLEAN", null, """{"Bool": {"aws:SecureTransport": "True"}}""" },
        { "TYPE_MISMATCH_NUMBER", null, """{"NumericLessThan": {"aws:MultiFactorAuthAge": "-1.5"}}""" },
        { "TYPE_MISMATCH_DATE", null, """{"DateLessThan": {"aws:CurrentTime": ["2030-01-01T00:00:00Z", "2030-01-01"]}}""" },
        { "TYPE_MISMATCH_IP_RANGE", null, """{"IpAddress": {"aws:SourceIp": ["203.0.113.7", "2001:db8::/32"]}}""" },
        { "TYPE_MISMATCH_STRING", null, """{"BinaryEquals": {"aws:username": "QmluYXJ5"}}""" },
        { "INVALID_CONDITION_DATA_TYPE", null, """{"NumericEquals": {"aws:MultiFactorAuthAge": [1, 2]}}""" },
        { "INVALID_CONDITION_MULTIPLE_BOOLEAN", null, """{"Bool": {"aws:SecureTransport": ["true"]}}""" },
        { "INVALID_DATE_VALUE", null, """{"DateLessThan": {"aws:CurrentTime": "2030"}}""" },
        { "REDUNDANT_CONDITION_VALUE_NUM", null, """{"NumericEquals": {"aws:MultiFactorAuthAge": ["1", "2"]}}""" },
        { "INVALID_REGION", null, """{"StringLike": {"aws:RequestedRegion": ["eu-*", "eusc-de-east-1"]}}""" },
        { "INVALID_VPC_FORMAT", null, """{"StringEquals": {"aws:SourceVpc": ["vpc-12345678", "vpc-11223344556677889"]}}""" },
        { "INVALID_VPCE_FORMAT", null, """{"StringEquals": {"aws:SourceVpce": "vpce-11223344556677889"}}""" },
        { "INVALID_SERVICE_PRINCIPAL_FORMAT", null, """{"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}""" },
        { "PRIVATE_IP_ADDRESS", null, """{"IpAddress": {"aws:VpcSourceIp": "10.1.0.0/16"}, "StringEquals": {"aws:SourceVpc": "vpc-12345678"}}""" },
        { "PRIVATE_NOT_IP_ADDRESS", null, """{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""" },
        { "PRIVATE_IP_ADDRESS_SUBSET", null, """{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "11.0.0.0/8"]}}""" },
        { "PRIVATE_NOT_IP_ADDRESS_SUBSET", null, """{"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"]}}""" },
        { "IMPROVE_IP_RANGE", null, """{"IpAddress": {"aws:SourceIp": ["203.0.113.0/24", "203.0.113.7"]}}""" },
        { "WILDCARD_WITHOUT_LIKE_OPERATOR", null, """{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::a*"}, "StringEquals": {"aws:username": "${*}"}}""" },
        { "INVALID_KMS_KEY_VALUE", null, """{"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}}""" },
        { "EQUIVALENT_TO_NULL_FALSE", null, """{"StringLike": {"aws:username": "?*"}}""" },
        { "EQUIVALENT_TO_NULL_TRUE", null, """{"StringNotLike": {"aws:username": "a*"}}""" },
        { "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", null, """{"StringLikeIfExists": {"aws:username": "a*"}}""" },
        { "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", null, """{"ForAnyValue:StringNotLike": {"aws:TagKeys": "a*"}}""" },
        { "WILDCARD_USAGE_TOO_PERMISSIVE", null, """{"StringLike": {"aws:userid": ["AROAEXAMPLE:*", "*:ana"]}, "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}""" },
        { "VARIABLE_USAGE_TOO_PERMISSIVE", null, """{"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}""" },
        // Keys
        { "INVALID_CONDITION_KEY_FORMAT", null, """{"StringEquals": {"aws:ResourceTag/a:b": "1"}}""" },
        { "INVALID_GLOBAL_CONDITION_KEY", null, """{"StringEquals": {"AWS:PrincipalOrgID": "o-a1b2c3d4e5"}}""" },
        { "INVALID_SERVICE_CONDITION_KEY", null, """{"StringEquals": {"ec2:ResourceTag/team": "a", "s3:prefix": "b"}}""" },
        { "MISSING_TAG_KEY_IN_CONDITION", null, """{"StringEquals": {"aws:ResourceTag/team": "a"}}""" },
        { "UNSUPPORTED_GLOBAL_CONDITION_KEY", null, """{"ArnEquals": {"aws:SourceArn": "arn:aws:s3:::a"}}""" },
        { "DEPRECATED_GLOBAL_CONDITION_KEY", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", BUCKET, "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a"}}}""" },
        { "IRRELEVANT_CONDITION_KEY_IN_POLICY", null, """{"StringEquals": {"aws:ResourceAccount": "111122223333"}}""" },
        { "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", null, """{"StringEquals": {"aws:username": "a"}, "StringLike": {"aws:UserName": "b"}}""" },
        { "MISSING_PAIRED_CONDITION_KEYS", null, """{"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}, "StringEquals": {"aws:SourceVpc": "vpc-12345678"}}""" },
        { "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", PolicyType.Resource, """{"Effect": "Allow", "Principal": "*", "Action": ["s3:ListBucket", "s3:List*"], "Resource": "*", "Condition": {"StringLike": {"s3:prefix": "a*"}}}""" },
        { "MISSING_QUALIFIER", null, """{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}, "Null": {"aws:CalledVia": "true"}}""" },
        { "FORALLVALUES_WITH_SINGLE_VALUED_KEY", null, """{"ForAnyValue:StringEquals": {"aws:username": "a"}, "ForAllValues:StringEquals": {"aws:TagKeys": "a"}}""" },
        { "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", null, """{"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/a"}, "ArnLike": {"aws:SourceArn": "arn:aws:s3:::a*"}}""" },
        { "UNTRUSTWORTHY_CONDITION_KEY", null, """{"StringEquals": {"aws:username": "a"}}""" },
        { "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", null, """{"StringEquals": {"aws:VpceOrgID": "o-a1b2c3d4e5"}}""" },
        { "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", PolicyType.Identity, """{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*", "Condition": {"ForAllValues:StringEquals": {"dynamodb:Attributes": "a"}, "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}}}""" },
        { "S3_PREFIX_IN_NEGATIVE_CONTEXT", PolicyType.Identity, """{"Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringNotLike": {"s3:prefix": "a/*"}}}""" },
        // Tags
        { "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Allow", "Action": ["ec2:StartInstances", "resource-groups:CreateGroup"], "Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "a"}}}""" },
        { "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "a"}}}""" },
        { "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Deny", "Action": "cloudsearch:DescribeDomains", "Resource": "*", "Condition": {"StringNotEquals": {"aws:ResourceTag/team": "a"}}}""" },
        { "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", PolicyType.Identity, """{"Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:ResourceTag/team": "a"}}}""" },
        // Variables
        { "MISSING_BRACE_IN_VARIABLE", null, """{"StringLike": {"aws:username": "${aws:userid}-$*"}}""" },
        { "EMPTY_VARIABLE", null, """{"StringLike": {"aws:username": "${aws:userid}"}}""" },
        { "MISSING_QUOTE_IN_VARIABLE", null, """{"StringLike": {"aws:username": "${aws:PrincipalTag/team, 'none'}"}}""" },
        { "UNSUPPORTED_SPACE_IN_VARIABLE", null, """{"StringLike": {"aws:username": "${aws:PrincipalTag/team, 'no team'}"}}""" },
        { "VARIABLE_UNSUPPORTED_IN_VERSION", null, """{"StringLike": {"aws:username": "${aws:userid}"}}""" },
        { "VARIABLE_UNSUPPORTED_IN_ELEMENT", PolicyType.Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::${aws:username}/*"}""" },
        { "INVALID_VARIABLE_FOR_OPERATOR", null, """{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::${aws:username}"}}""" },
        // Power over everything
        { "PASS_ROLE_WITH_STAR_IN_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/service-role/*"}""" },
        { "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": ["iam:Get*", "s3:*"], "Resource": "*"}""" },
        { "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", PolicyType.Identity, """{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}""" },
        { "PASS_ROLE_WITH_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Deny", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:Get*", "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "NotAction": "iam:Pass*", "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "CREATE_SLR_WITH_STAR_IN_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*", "Condition": {"StringLike": {"iam:AWSServiceName": "ecs.amazonaws.com"}}}""" },
        { "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": ["iam:CreateRole*", "s3:*"], "Resource": "*"}""" },
        { "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", PolicyType.Identity, """{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}""" },
        { "CREATE_SLR_WITH_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Deny", "Action": "iam:CreateServiceLinkedRole", "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "Action": "iam:Get*", "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
        { "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", PolicyType.Identity, """{"Effect": "Allow", "NotAction": "iam:Create*", "NotResource": "arn:aws:iam::111122223333:role/Admin"}""" },
    };

    internal static string Whole(PolicyType? kind, string written)
    {
        var text = written.Replace("BUCKET", Bucket, StringComparison.Ordinal).Replace("TRUSTED", Trusted, StringComparison.Ordinal).Replace("GITHUB", GitHub, StringComparison.Ordinal);
        return (kind, text.Contains("\"Statement\":", StringComparison.Ordinal)) switch
        {
            (null, _) => $$"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {{text}} }]}""",
            (_, true) => text,
            _ => $$"""{"Version": "2012-10-17", "Statement": [{{text}}]}""",
        };
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_check_says_nothing_of_a_close_relative(string code, PolicyType? kind, string text)
    {
        var reading = PolicyReader.Read(Whole(kind, text));
        Assert.Null(reading.SyntaxError);
        Assert.DoesNotContain(PolicyFindings.Of(reading.Policy!, kind ?? PolicyType.Identity), f => f.IssueCode == code);
    }

    [Fact]
    public void Every_rule_has_a_relative() =>
        Assert.Empty(PolicyFindings.Rules.Select(r => r.IssueCode).Except(Cases.Select(c => c.Data.Item1)));
}
