using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// Who the public is: callers whom the policy pins down in no way. A principal that it names is none of them, nor is a caller of whom
/// a key that AWS vouches for has a fixed value: one without a wildcard or a variable, an ARN of a fixed account, an organization's
/// path from a fixed organization, an address of a range that is not very wide or is private.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"/>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-filter-keys.html"/>
public sealed class PublicAccess
{
    /// <summary>The resource types that CheckNoPublicAccess takes, and the actions that their policies are about.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> ResourceTypes { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["AWS::ApiGateway::RestApi"] = ["execute-api:*"],
        ["AWS::Backup::BackupVault"] = ["backup:*"],
        ["AWS::CloudTrail::Dashboard"] = ["cloudtrail:*"],
        ["AWS::CloudTrail::EventDataStore"] = ["cloudtrail:*"],
        ["AWS::CodeArtifact::Domain"] = ["codeartifact:*"],
        ["AWS::DynamoDB::Stream"] = ["dynamodb:*"],
        ["AWS::DynamoDB::Table"] = ["dynamodb:*"],
        ["AWS::EFS::FileSystem"] = ["elasticfilesystem:*"],
        ["AWS::IAM::AssumeRolePolicyDocument"] = ["sts:*"],
        ["AWS::KMS::Key"] = ["kms:*"],
        ["AWS::Kinesis::Stream"] = ["kinesis:*"],
        ["AWS::Kinesis::StreamConsumer"] = ["kinesis:*"],
        ["AWS::Lambda::Function"] = ["lambda:*"],
        ["AWS::OpenSearchService::Domain"] = ["es:*"],
        ["AWS::S3::AccessPoint"] = ["s3:*"],
        ["AWS::S3::Bucket"] = ["s3:*"],
        ["AWS::S3::Glacier"] = ["glacier:*"],
        ["AWS::S3Express::AccessPoint"] = ["s3express:*"],
        ["AWS::S3Express::DirectoryBucket"] = ["s3express:*"],
        ["AWS::S3Outposts::AccessPoint"] = ["s3-outposts:*"],
        ["AWS::S3Outposts::Bucket"] = ["s3-outposts:*"],
        ["AWS::S3Tables::Table"] = ["s3tables:*"],
        ["AWS::S3Tables::TableBucket"] = ["s3tables:*"],
        ["AWS::SNS::Topic"] = ["sns:*"],
        ["AWS::SQS::Queue"] = ["sqs:*"],
        ["AWS::SecretsManager::Secret"] = ["secretsmanager:*"],
    };

    /// <summary>Keys whose value AWS vouches for and that say who calls or from where.</summary>
    private static readonly HashSet<string> Vouched = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:userid",
        "aws:SourceArn", "aws:SourceAccount", "aws:SourceOwner", "aws:SourceOrgID", "aws:SourceOrgPaths",
        "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpcArn", "aws:SourceVpce", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths",
        "s3:DataAccessPointArn", "s3:DataAccessPointAccount", "kms:CallerAccount",
    };

    /// <summary>Identity providers where anybody can sign up, and the ends of the keys that say for which application.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html"/>
    private static readonly string[] OpenProviders =
    [
        "cognito-identity.amazonaws.com", "accounts.google.com", "www.amazon.com", "graph.facebook.com",
        "token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io",
    ];
    private static readonly string[] Claims = [":aud", ":sub", ":oaud", ":azp", ":app_id", ":id", ":user_id"];

    private static readonly IpRange[] Private = [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" }.Select(r => IpRange.Read(r)!)];

    private readonly ILookup<string, (Condition Condition, ConditionValue Value)> _values;
    private readonly HashSet<string> _named;

    internal PublicAccess(Policy policy)
    {
        _values = policy.Statements.SelectMany(s => s.Conditions).SelectMany(c => c.Values.Select(v => (c, v))).ToLookup(c => c.c.Key, StringComparer.OrdinalIgnoreCase);
        _named = [.. policy.Statements.SelectMany(s => s.Principal?.Entries ?? []).Where(e => e is { Type: "AWS", Value: not "*" }).Select(e => e.Value.Split(':', 6) is { Length: 6 } arn ? arn[4] : e.Value)];
    }

    internal bool Counts(CallerChoice caller) => caller.Principal switch
    {
        AnonymousPrincipal => true,
        FederatedPrincipal federated => Array.Exists(OpenProviders, p => federated.Id == p || federated.Id.EndsWith($":oidc-provider/{p}", StringComparison.Ordinal)),
        ArnPrincipal arn => !_named.Contains(arn.Account) && Counts("aws:PrincipalAccount", [arn.Account])
            && Counts("aws:PrincipalArn", caller.Known.FirstOrDefault(k => k.Key == KeyTies.Arn).Values ?? [arn.RoleArn ?? arn.Arn]),
        // A service is one principal, and acts for whom its own keys say.
        _ => false,
    };

    /// <summary>Whether a stranger can have this of the key.</summary>
    internal bool Counts(string key, string[]? values)
    {
        if (values is null || !(Vouched.Contains(key) || Array.Exists(Claims, c => key.EndsWith(c, StringComparison.OrdinalIgnoreCase)))) return true;
        return !Array.Exists(values, v => IsPinned(key, v));
    }

    private bool IsPinned(string key, string value)
    {
        foreach (var (condition, listed) in _values[key])
        {
            switch (condition.Operator)
            {
                case IpOperator when IpRange.Read(value) is { } address && IpRange.Read(listed.Text) is { } range:
                    if (range.Contains(address) && range.Prefix >= (range.IsV6 ? 32 : 8)) return true;
                    break;
                case StringOperator or ArnOperator when listed.Pattern.Variables.Count == 0 && PinsBy(key, condition, listed) && Fits(condition, listed, value):
                    return true;
            }
        }
        return IpRange.Read(value) is { } own && Array.Exists(Private, p => p.Contains(own));
    }

    private static bool Fits(Condition condition, ConditionValue listed, string value)
    {
        var codes = condition.Operator is ArnOperator ? PatternCodes.Arn(listed.ArnPattern!, RequestContext.Empty) : listed.Pattern.Expand(RequestContext.Empty, out _);
        return codes is not null && PatternCodes.Fits(PatternCodes.Normal(codes), value, condition.Operator!.Name.EndsWith("IgnoreCase", StringComparison.Ordinal));
    }

    private static bool PinsBy(string key, Condition condition, ConditionValue listed)
    {
        var wild = condition.Operator!.TakesWildcards ? listed.Text.AsSpan().IndexOfAny('*', '?') : -1;
        if (wild < 0) return true;
        if (key.EndsWith("OrgPaths", StringComparison.OrdinalIgnoreCase)) return listed.Text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < wild;
        return key.EndsWith("Arn", StringComparison.OrdinalIgnoreCase) && listed.Text.Split(':', 6) is [_, _, _, _, { Length: 12 } account, _] && account.All(char.IsAsciiDigit);
    }
}
