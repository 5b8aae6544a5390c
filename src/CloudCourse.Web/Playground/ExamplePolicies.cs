namespace CloudCourse.Web.Playground;

/// <summary>The examples' policies, as people write them.</summary>
internal static partial class PlaygroundExamples
{
    private const string DenyWins = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AllOfS3",
              "Effect": "Allow",
              "Action": "s3:*",
              "Resource": "*"
            },
            {
              "Sid": "NotPayroll",
              "Effect": "Deny",
              "Action": "s3:*",
              "Resource": "arn:aws:s3:::payroll-*"
            }
          ]
        }
        """;

    private const string StopWithMfa = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "StopWithMfa",
              "Effect": "Allow",
              "Action": "ec2:StopInstances",
              "Resource": "*",
              "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } }
            }
          ]
        }
        """;

    private const string Everything = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Everything",
              "Effect": "Allow",
              "Action": "*",
              "Resource": "*"
            }
          ]
        }
        """;

    private const string LambdaAndLogs = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "LambdaAndLogs",
              "Effect": "Allow",
              "Action": ["lambda:*", "logs:*"],
              "Resource": "*"
            }
          ]
        }
        """;

    private const string ReadReports = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadPartnerReports",
              "Effect": "Allow",
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::partner-reports/*"
            }
          ]
        }
        """;

    private const string OrdersTable = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadAndWrite",
              "Effect": "Allow",
              "Action": ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
              "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
            }
          ]
        }
        """;

    private const string ReadOnlyOrders = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadOnly",
              "Effect": "Allow",
              "Action": ["dynamodb:GetItem", "dynamodb:Query"],
              "Resource": "*"
            }
          ]
        }
        """;

    private const string AssumeAudit = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AssumeAudit",
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Resource": "arn:aws:iam::111122223333:role/Audit"
            }
          ]
        }
        """;

    private const string FullAccess = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "FullAWSAccess",
              "Effect": "Allow",
              "Action": "*",
              "Resource": "*"
            }
          ]
        }
        """;

    private const string ReadTwoActions = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadReports",
              "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:GetObjectVersion"],
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;

    private const string ReadAllGets = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadReports",
              "Effect": "Allow",
              "Action": "s3:GetObject*",
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;

    private const string OnBucket = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Reports",
              "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:ListBucket"],
              "Resource": "arn:aws:s3:::reports"
            }
          ]
        }
        """;

    private const string OnObjects = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Reports",
              "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:ListBucket"],
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;

    private const string OneStatement = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadAndWrite",
              "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:PutObject"],
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;

    private const string TwoStatements = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Write",
              "Effect": "Allow",
              "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::reports/*"
            },
            {
              "Sid": "Read",
              "Effect": "Allow",
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;

    private const string ReadFromOffice = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReadReports",
              "Effect": "Allow",
              "Action": ["s3:GetObject", "s3:GetObjectVersion"],
              "Resource": "arn:aws:s3:::reports/*",
              "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
            }
          ]
        }
        """;

    private const string BucketForOtherRole = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "ReportingReads",
              "Effect": "Allow",
              "Principal": { "AWS": "arn:aws:iam::111122223333:role/Billing" },
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::partner-reports/*"
            }
          ]
        }
        """;

    private const string TrustWithExternalId = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "MonitoringCompany",
              "Effect": "Allow",
              "Principal": { "AWS": "arn:aws:iam::777788889999:root" },
              "Action": "sts:AssumeRole",
              "Condition": { "StringEquals": { "sts:ExternalId": "green-heron-42" } }
            }
          ]
        }
        """;

    private const string EuropeOnly = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "FullAWSAccess",
              "Effect": "Allow",
              "Action": "*",
              "Resource": "*"
            },
            {
              "Sid": "EuropeOnly",
              "Effect": "Deny",
              "NotAction": ["iam:*", "organizations:*", "route53:*", "cloudfront:*", "support:*"],
              "Resource": "*",
              "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } }
            }
          ]
        }
        """;

    private const string AllButIam = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AllButIam",
              "Effect": "Allow",
              "NotAction": "iam:*",
              "Resource": "*"
            }
          ]
        }
        """;

    private const string BucketForOneRole = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Readers",
              "Effect": "Allow",
              "Principal": { "AWS": "arn:aws:iam::111122223333:role/Reporting" },
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;

    private const string BucketForEverybody = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "Readers",
              "Effect": "Allow",
              "Principal": "*",
              "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::reports/*"
            }
          ]
        }
        """;
}
