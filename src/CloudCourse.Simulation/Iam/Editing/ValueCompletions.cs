using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Values of a condition: the few that a key can have, or the form that they take.</summary>
internal static class ValueCompletions
{
    /// <summary>Keys with few or typical values, by name in lower case.</summary>
    private static readonly Dictionary<string, (string Value, string Detail)[]> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:PrincipalType"] = [("User", "an IAM user"), ("AssumedRole", "a role's session"), ("Account", "the root user"), ("FederatedUser", "a federated user"), ("Anonymous", "nobody known")],
        ["aws:MultiFactorAuthAge"] = [("3600", "an hour, in seconds"), ("900", "a quarter of an hour")],
        ["aws:SourceIp"] = [("203.0.113.0/24", "a range, for example"), ("2001:db8::/32", "a range of IPv6, for example")],
        ["aws:VpcSourceIp"] = [("10.0.0.0/16", "a range inside a VPC")],
        ["s3:prefix"] = [("${aws:username}/*", "the user's own folder"), ("home/${aws:username}/*", "the user's own folder below home")],
        ["s3:delimiter"] = [("/", "as folders are listed")],
        ["s3:x-amz-acl"] =
        [
            ("private", "the owner only"), ("bucket-owner-full-control", "the bucket's owner too"), ("bucket-owner-read", "the bucket's owner may read"), ("public-read", "everybody may read"),
            ("public-read-write", "everybody may read and write"), ("authenticated-read", "everybody with an AWS account may read"), ("aws-exec-read", "EC2 may read"),
        ],
        ["s3:x-amz-server-side-encryption"] = [("aws:kms", "with a KMS key"), ("AES256", "with S3's own keys"), ("aws:kms:dsse", "twice, with a KMS key")],
        ["s3:TlsVersion"] = [("1.2", "TLS 1.2"), ("1.3", "TLS 1.3")],
        ["s3:signatureversion"] = [("AWS4-HMAC-SHA256", "Signature Version 4")],
        ["kms:ViaService"] = [("s3.eu-west-1.amazonaws.com", "S3 in a Region, for example"), ("secretsmanager.eu-west-1.amazonaws.com", "Secrets Manager, for example")],
        ["ec2:Tenancy"] = [("default", "shared hardware"), ("dedicated", "a dedicated instance"), ("host", "a dedicated host")],
        ["ec2:MetadataHttpTokens"] = [("required", "IMDSv2 only"), ("optional", "IMDSv1 too")],
        ["token.actions.githubusercontent.com:aud"] = [("sts.amazonaws.com", "as GitHub's action asks for it")],
        ["token.actions.githubusercontent.com:sub"] = [("repo:owner/name:ref:refs/heads/main", "one branch of one repository")],
        ["saml:aud"] = [("https://signin.aws.amazon.com/saml", "the console's sign-in")],
    };

    /// <summary>Keys whose values are principals of services.</summary>
    private static readonly string[] OfServices = ["iam:PassedToService", "aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList", "iam:AWSServiceName"];

    public static void Add(CompletionRun run)
    {
        var (_, _, op) = ConditionOperator.Parse(run.Place.Operator?.Name ?? "");
        var name = run.Place.Member!.Name;
        var key = ActionCatalog.Current.Key(name);
        if (op is NullOperator)
        {
            run.Value("true", CompletionKind.Value, "the request has no such key");
            run.Value("false", CompletionKind.Value, "the request has the key");
            return;
        }
        if (op is BoolOperator || (op is null && key?.ValueType == "Bool"))
        {
            run.Value("true", CompletionKind.Value, KeyTexts.Meaning(name) ?? name);
            run.Value("false", CompletionKind.Value, "the opposite");
            return;
        }
        foreach (var (value, detail) in Known.GetValueOrDefault(name) ?? []) run.Value(value, CompletionKind.Value, detail);
        if (OfServices.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var service in PrincipalCompletions.Services) run.Value(service, CompletionKind.Value, "an AWS service");
        }
        if (name.Equals("aws:RequestedRegion", StringComparison.OrdinalIgnoreCase) || name.Equals("ec2:Region", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var region in Regions.All.Where(r => !r.Contains("iso", StringComparison.Ordinal))) run.Value(region, CompletionKind.Value, "a Region");
        }
        switch (key?.ValueType)
        {
            case "Date": run.Template("${2027}-${01}-${01}T${00:00:00}Z", CompletionKind.Value, "a date and time in UTC"); break;
            case "ARN": Arns(run, name); break;
        }
    }

    private static void Arns(CompletionRun run, string key)
    {
        if (key.Contains("Principal", StringComparison.OrdinalIgnoreCase))
        {
            run.Template("arn:aws:iam::${Account}:role/${RoleName}", CompletionKind.Value, "a role");
            run.Template("arn:aws:iam::${Account}:user/${UserName}", CompletionKind.Value, "a user");
            return;
        }
        foreach (var service in Callers(run))
        {
            foreach (var type in ActionCatalog.Current.TypesOfArn(service)) run.Template(type.Arn, CompletionKind.Value, $"{type.Name} of {service}");
        }
        run.Template("arn:aws:${Service}:${Region}:${Account}:${Resource}", CompletionKind.Value, "an ARN");
    }

    /// <summary>Services that the statement's Principal names: whose resources they call for.</summary>
    private static IEnumerable<string> Callers(CompletionRun run) => (run.Place.Statement?.Find("Principal")?.Value as OutlineObject)?.Find("Service")?.Texts
        .Select(t => t.Text.Split('.')[0]) ?? [];
}
