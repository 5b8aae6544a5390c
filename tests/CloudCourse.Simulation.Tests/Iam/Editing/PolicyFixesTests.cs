using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Editing.Fixes;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam.Editing;

public sealed class PolicyFixesTests
{
    private const PolicyType Identity = PolicyType.Identity, Resource = PolicyType.Resource, Trust = PolicyType.Trust, Service = PolicyType.ServiceControl, Control = PolicyType.ResourceControl;

    /// <summary>Code, type of policy, statements, and the statements as the first fix leaves them.</summary>
    public static TheoryData<string, PolicyType, string, string> InStatements { get; } = new()
    {
        // Elements
        { "INVALID_POLICY_ELEMENT", Identity, """{"Efect": "Deny", "Effect": "Allow", "Actions": "s3:GetObject", "Resource": "*"}""", """{"Efect": "Deny", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_POLICY_ELEMENT", Identity, """{"effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_EFFECT", Identity, """{"Effect": "allow", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_EFFECT", Identity, """{"Effect": "Denied", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_EFFECT", Identity, """{"Effect": "Grant", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "MISSING_EFFECT", Identity, """{"Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "MISSING_RESOURCE", Identity, """{"Effect": "Allow", "Action": "s3:ListAllMyBuckets"}""", """{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}""" },
        { "DATA_TYPE_MISMATCH", Identity, """{"Sid": 1, "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""", """{"Sid": "1", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "EMPTY_SID_VALUE", Identity, """{"Sid": "", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "EMPTY_SID_VALUE", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Sid": ""}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "UNSUPPORTED_SID", Identity, """{"Sid": "Read one bucket", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""", """{"Sid": "Readonebucket", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "UNIQUE_SIDS_REQUIRED", Identity, """{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}""", """{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A2", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}""" },
        { "UNIQUE_SIDS_RECOMMENDED", Resource, """{"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}""", """{"Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "A2", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}""" },
        { "REDUNDANT_STATEMENT", Identity, """{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Sid": "B", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}""", """{"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "EMPTY_OBJECT_CONDITION", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {}}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        // Principals
        { "UNSUPPORTED_PRINCIPAL", Identity, """{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "SCP_SYNTAX_ERROR_PRINCIPAL", Service, """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}""", """{"Effect": "Deny", "Action": "s3:*", "Resource": "*"}""" },
        { "RCP_SYNTAX_ERROR_PRINCIPAL", Control, """{"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"}""", """{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}""" },
        { "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole", "Resource": "*"}""", """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}""" },
        { "INVALID_PRINCIPAL_KEY", Trust, """{"Effect": "Allow", "Principal": {"aws": "111122223333"}, "Action": "sts:AssumeRole"}""", """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}""" },
        { "INVALID_PRINCIPAL_FORMAT", Trust, """{"Effect": "Allow", "Principal": "ec2.amazonaws.com", "Action": "sts:AssumeRole"}""", """{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}""" },
        { "INVALID_PRINCIPAL_FORMAT", Resource, """{"Effect": "Allow", "Principal": "111122223333", "Action": "s3:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "*"}""" },
        { "MISMATCHED_ACTION_FOR_PRINCIPAL", Trust, """{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}, "Action": "sts:AssumeRole"}""", """{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Corp"}, "Action": "sts:AssumeRoleWithSAML"}""" },
        { "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", Trust, """{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": "sts:AssumeRole"}""", """{"Effect": "Allow", "Principal": {"Service": "rolesanywhere.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]}""" },
        { "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", Trust, """{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/Dev", "arn:aws:sts::111122223333:assumed-role/Dev/ana"]}, "Action": "sts:AssumeRole"}""", """{"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/Dev"]}, "Action": "sts:AssumeRole"}""" },
        { "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", Trust, """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"ForAnyValue:StringEquals": {"accounts.google.com:aud": "app"}}}""", """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"accounts.google.com:aud": "app"}}}""" },
        { "CONFIRM_AUDIENCE_CLAIM_TYPE", Trust, """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"ForAllValues:StringEquals": {"accounts.google.com:aud": "app"}}}""", """{"Effect": "Allow", "Principal": {"Federated": "accounts.google.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"accounts.google.com:aud": "app"}}}""" },
        // Actions
        { "RCP_SYNTAX_ERROR_ACTION", Control, """{"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "ec2:*"], "Resource": "*"}""", """{"Effect": "Deny", "Principal": "*", "Action": ["s3:*"], "Resource": "*"}""" },
        { "UNSUPPORTED_ACTION_IN_POLICY", Trust, """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": ["s3:GetObject", "sts:AssumeRole"]}""", """{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": ["sts:AssumeRole"]}""" },
        { "INVALID_ACTION", Identity, """{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_ACTION", Identity, """{"Effect": "Allow", "Action": "s3.GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_ACTION", Identity, """{"Effect": "Allow", "Action": ["s3:PutObject", "GetObject"], "Resource": "*"}""", """{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject"], "Resource": "*"}""" },
        { "INVALID_SERVICE_IN_ACTION", Identity, """{"Effect": "Allow", "Action": "s33:GetObject", "Resource": "*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""" },
        { "INVALID_SERVICE_IN_ACTION", Identity, """{"Effect": "Allow", "Action": "dynamo:PutItem", "Resource": "*"}""", """{"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "*"}""" },
        { "REDUNDANT_ACTION", Identity, """{"Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": "*"}""", """{"Effect": "Allow", "Action": ["s3:Get*"], "Resource": "*"}""" },
        { "REDUNDANT_ACTION", Identity, """{"Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject", "s3:PutObject", "s3:GetObjectAcl", "s3:GetBucketAcl"], "Resource": "*"}""", """{"Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "*"}""" },
        { "REDUNDANT_RESOURCE", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::a/b", "arn:aws:s3:::a/*"]}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::a/*"]}""" },
        // ARNs
        { "INVALID_ARN_PREFIX", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arm:aws:s3:::a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "INVALID_ARN_PREFIX", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "s3:::a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "MISSING_ARN_FIELD", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "MISSING_ARN_FIELD", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "MISSING_ARN_FIELD", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:q"}""" },
        { "MISSING_ARN_FIELD", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:111122223333:q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:111122223333:q"}""" },
        { "INVALID_PARTITION", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:amazon:s3:::a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "INVALID_SERVICE", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqss:eu-west-1:111122223333:q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"}""" },
        { "INVALID_ARN_SERVICE_CASE", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:S3:::a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "INVALID_ARN_REGION", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-wst-1:111122223333:q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"}""" },
        { "MISSING_ARN_REGION", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs::111122223333:q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:111122223333:q"}""" },
        { "MISSING_ARN_ACCOUNT", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1::q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:*:q"}""" },
        { "INVALID_ARN_ACCOUNT", Identity, """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:1111-2222-3333:q"}""", """{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:q"}""" },
        { "ARN_REGION_NOT_ALLOWED", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:eu-west-1::a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "ARN_ACCOUNT_NOT_ALLOWED", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::111122223333:a/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}""" },
        { "MISSING_BRACE_IN_VARIABLE", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:username/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:username}/*"}""" },
        { "MISSING_QUOTE_IN_VARIABLE", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:PrincipalTag/team, none}/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:PrincipalTag/team, 'none'}/*"}""" },
        { "UNSUPPORTED_SPACE_IN_VARIABLE", Identity, """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${ aws:username }/*"}""", """{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:username}/*"}""" },
    };

    /// <summary>Code, the Condition of one Allow, and as the first fix leaves it.</summary>
    public static TheoryData<string, string, string> InConditions { get; } = new()
    {
        { "INVALID_CONDITION_OPERATOR", """{"StringEqual": {"aws:username": "a"}}""", """{"StringEquals": {"aws:username": "a"}}""" },
        { "INVALID_CONDITION_OPERATOR", """{"StringEqualsIfExist": {"aws:username": "a"}}""", """{"StringEqualsIfExists": {"aws:username": "a"}}""" },
        { "NULL_WITH_IF_EXISTS", """{"NullIfExists": {"aws:username": "true"}}""", """{"Null": {"aws:username": "true"}}""" },
        { "NULL_WITH_QUALIFIER", """{"ForAnyValue:Null": {"aws:TagKeys": "true"}}""", """{"Null": {"aws:TagKeys": "true"}}""" },
        { "TYPE_MISMATCH", """{"NumericEquals": {"aws:SecureTransport": "true"}}""", """{"Bool": {"aws:SecureTransport": "true"}}""" },
        { "TYPE_MISMATCH", """{"Bool": {"aws:SecureTransport": "true", "aws:username": "ana"}}""", """{"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:username": "ana"}}""" },
        { "TYPE_MISMATCH", """{"StringEquals": {"aws:userid": "a"}, "Bool": {"aws:SecureTransport": "true", "aws:username": "ana"}}""", """{"StringEquals": {"aws:userid": "a", "aws:username": "ana"}, "Bool": {"aws:SecureTransport": "true"}}""" },
        { "WILDCARD_WITHOUT_LIKE_OPERATOR", """{"StringEquals": {"aws:username": "ana*"}}""", """{"StringLike": {"aws:username": "ana*"}}""" },
        { "WILDCARD_WITHOUT_LIKE_OPERATOR", """{"StringNotEqualsIfExists": {"aws:username": ["ana*", "b"]}}""", """{"StringNotLikeIfExists": {"aws:username": ["ana*", "b"]}}""" },
        { "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", """{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}""", """{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}""" },
        { "MISSING_QUALIFIER", """{"StringEquals": {"aws:TagKeys": ["team"]}}""", """{"ForAnyValue:StringEquals": {"aws:TagKeys": ["team"]}}""" },
        { "FORALLVALUES_WITH_SINGLE_VALUED_KEY", """{"ForAllValues:StringEquals": {"aws:username": "a"}}""", """{"StringEquals": {"aws:username": "a"}}""" },
        { "EQUIVALENT_TO_NULL_FALSE", """{"StringLike": {"aws:PrincipalTag/team": "*"}}""", """{"Null": {"aws:PrincipalTag/team": "false"}}""" },
        { "EQUIVALENT_TO_NULL_TRUE", """{"StringNotLike": {"aws:username": "*"}}""", """{"Null": {"aws:username": "true"}}""" },
        { "INVALID_GLOBAL_CONDITION_KEY", """{"StringEquals": {"aws:usernam": "a"}}""", """{"StringEquals": {"aws:username": "a"}}""" },
        { "INVALID_GLOBAL_CONDITION_KEY", """{"StringEquals": {"aws:PrincipalTags/team": "a"}}""", """{"StringEquals": {"aws:PrincipalTag/team": "a"}}""" },
        { "INVALID_SERVICE_CONDITION_KEY", """{"StringEquals": {"s3:prefixx": "a"}}""", """{"StringEquals": {"s3:prefix": "a"}}""" },
        { "INVALID_CONDITION_KEY_FORMAT", """{"Bool": {"SecureTransport": "true"}}""", """{"Bool": {"aws:SecureTransport": "true"}}""" },
        { "UNSUPPORTED_GLOBAL_CONDITION_KEY", """{"ArnEquals": {"aws:ARN": "arn:aws:iam::111122223333:user/ana"}}""", """{"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:user/ana"}}""" },
        { "DUPLICATE_KEYS_WITH_DIFFERENT_CASE", """{"StringEquals": {"aws:username": "a", "aws:UserName": ["b", "a"]}}""", """{"StringEquals": {"aws:username": ["a", "b"]}}""" },
        { "INVALID_CONDITION_DATA_TYPE", """{"NumericEquals": {"aws:MultiFactorAuthAge": [1, "2"]}}""", """{"NumericEquals": {"aws:MultiFactorAuthAge": ["1", "2"]}}""" },
        { "TYPE_MISMATCH_BOOLEAN", """{"Bool": {"aws:SecureTransport": "yes"}}""", """{"Bool": {"aws:SecureTransport": "true"}}""" },
        { "TYPE_MISMATCH_BOOLEAN", """{"Null": {"aws:username": "fals"}}""", """{"Null": {"aws:username": "false"}}""" },
        { "TYPE_MISMATCH_NUMBER", """{"NumericLessThan": {"aws:MultiFactorAuthAge": "3,600"}}""", """{"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}""" },
        { "TYPE_MISMATCH_DATE", """{"DateLessThan": {"aws:CurrentTime": "2027/1/31"}}""", """{"DateLessThan": {"aws:CurrentTime": "2027-01-31T00:00:00Z"}}""" },
        { "TYPE_MISMATCH_DATE", """{"DateLessThan": {"aws:CurrentTime": "2027-01-31 12:30"}}""", """{"DateLessThan": {"aws:CurrentTime": "2027-01-31T12:30:00Z"}}""" },
        { "TYPE_MISMATCH_IP_RANGE", """{"IpAddress": {"aws:SourceIp": "203.0.113.0/255.255.255.0"}}""", """{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""" },
        { "TYPE_MISMATCH_IP_RANGE", """{"IpAddress": {"aws:SourceIp": "203.0.113.*"}}""", """{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""" },
        { "IMPROVE_IP_RANGE", """{"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}}""", """{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""" },
        { "INVALID_REGION", """{"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-cental-1"]}}""", """{"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}""" },
    };

    /// <summary>Code, a document, and as the first fix leaves it.</summary>
    public static TheoryData<string, string, string> InDocuments { get; } = new()
    {
        { "MISSING_VERSION", "{\n  \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}\n}", "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}\n}" },
        { "INVALID_VERSION", """{"Version": "2026-11-22", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}""", """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}""" },
        { "VARIABLE_UNSUPPORTED_IN_VERSION", """{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:username}"}}""", """{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/${aws:username}"}}""" },
        { "INVALID_POLICY_ELEMENT", """{"Version": "2012-10-17", "Statements": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow" "Action": "s3:GetObject", "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject" "s3:PutObject"], "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": '2012-10-17', "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", "Statement": [{"Effect": Allow, "Action": "s3:GetObject", "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": s3:GetObject, "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", Statement: [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
        { "JSON_SYNTAX_ERROR", "{\"Version\": \"2012-10-17,\n\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}", "{\"Version\": \"2012-10-17\",\n\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}" },
        { "JSON_SYNTAX_ERROR", "{\"Version\": \"2012-10-17\", // the language\n\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}", "{\"Version\": \"2012-10-17\", \n\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"*\"}]}" },
        { "JSON_SYNTAX_ERROR", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]""", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}""" },
    };

    [Theory]
    [MemberData(nameof(InStatements))]
    public void In_a_statement(string code, PolicyType kind, string statements, string mended) => Mends(code, kind, Document(statements), Document(mended));

    [Theory]
    [MemberData(nameof(InConditions))]
    public void In_a_condition(string code, string condition, string mended) => Mends(code, Identity, Document(Allow(condition)), Document(Allow(mended)));

    [Theory]
    [MemberData(nameof(InDocuments))]
    public void In_a_document(string code, string text, string mended) => Mends(code, Identity, text, mended);

    [Fact]
    public void Every_code_that_has_fixes_is_in_a_table() => Assert.Equal(
        PolicyFixes.Codes.Order(StringComparer.Ordinal),
        InStatements.Select(r => r.Data.Item1).Concat(InConditions.Select(r => r.Data.Item1)).Concat(InDocuments.Select(r => r.Data.Item1))
            .Append("DEPRECATED_GLOBAL_CONDITION_KEY").Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Where_two_ways_are_plain_neither_is_preferred()
    {
        var text = Document(Allow("""{"StringEquals": {"aws:TagKeys": ["team"]}}"""));
        var fixes = PolicyFixes.In(text, 0, text.Length);
        Assert.Equal(["Use ForAnyValue:StringEquals", "Use ForAllValues:StringEquals"], fixes.Select(f => f.Fix.Title));
        Assert.All(fixes, f => Assert.False(f.Fix.IsPreferred));
    }

    [Theory]
    [InlineData("""{"Effect": "Allow", "Action": "s3:", "Resource": "*"}""")] // which of its actions?
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject"}""")] // which objects?
    [InlineData("""{"Effect": "Allow", "Action": "zzz:Frobnicate", "Resource": "*"}""")]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "my bucket"}""")]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"DateLessThan": {"aws:CurrentTime": "1/2/2027"}}}""")] // January or February?
    public void Nothing_is_offered_where_nobody_knows_what_is_meant(string statement)
    {
        var text = Document(statement);
        Assert.NotEmpty(PolicyFindings.Of(text));
        Assert.Empty(PolicyFixes.In(text, 0, text.Length));
    }

    [Fact]
    public void Only_findings_at_the_place_are_mended()
    {
        var text = Document("""{"Effect": "allow", "Action": "s3:GetObjekt", "Resource": "*"}""");
        var at = text.IndexOf("GetObjekt", StringComparison.Ordinal);
        Assert.Equal("INVALID_ACTION", Assert.Single(PolicyFixes.In(text, at, at)).Finding.IssueCode);
    }

    [Fact]
    public void A_text_longer_than_any_policy_gets_none() => Assert.Empty(PolicyFixes.In("{" + new string(' ', PolicyFixes.LongestText), 0, 10));

    /// <summary>The law: the finding is gone, nothing came in its place, and the text is what the table says.</summary>
    private static void Mends(string code, PolicyType kind, string text, string mended)
    {
        var before = PolicyFindings.Of(text, kind);
        Assert.Contains(before, f => f.IssueCode == code);
        var offered = PolicyFixes.In(text, 0, text.Length, kind).Where(f => f.Finding.IssueCode == code).ToList();
        Assert.NotEmpty(offered);
        Assert.Equal(mended, PolicyFixes.Apply(text, offered[0].Fix.Edits));
        foreach (var (finding, fix) in offered.Select(o => (o.Finding, o.Fix)))
        {
            var after = PolicyFindings.Of(PolicyFixes.Apply(text, fix.Edits), kind);
            Assert.True(after.Count(f => f.IssueCode == code) < before.Count(f => f.IssueCode == code), fix.Title);
            Assert.Empty(after.Select(f => f.IssueCode).Except(before.Select(f => f.IssueCode)));
            Assert.True(fix.Edits.OrderBy(e => e.Start).Zip(fix.Edits.OrderBy(e => e.Start).Skip(1)).All(p => p.First.End <= p.Second.Start), "edits overlap");
        }
    }

    private static string Document(string statements) => $$"""{"Version": "2012-10-17", "Statement": [{{statements}}]}""";

    private static string Allow(string condition) => $$"""{"Effect": "Allow", "Action": ["s3:ListBucket", "s3:CreateBucket"], "Resource": "arn:aws:s3:::a", "Condition": {{condition}}}""";
}
