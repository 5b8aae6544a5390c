using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>Condition keys in words.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
internal static class KeyTexts
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aws:PrincipalArn"] = "The ARN of whoever asks; for a session of a role, the role's.",
        ["aws:PrincipalAccount"] = "The account of whoever asks.",
        ["aws:PrincipalOrgPaths"] = "Where in an organization the account of whoever asks is.",
        ["aws:PrincipalOrgID"] = "The organization of whoever asks.",
        ["aws:PrincipalTag/${TagKey}"] = "A tag of the user or role that asks.",
        ["aws:PrincipalIsAWSService"] = "Whether an AWS service asks with its own principal.",
        ["aws:PrincipalServiceName"] = "The principal of the service that asks.",
        ["aws:PrincipalServiceNamesList"] = "All principals of the service that asks.",
        ["aws:PrincipalType"] = "What kind of principal asks: User, AssumedRole, Account, FederatedUser, Anonymous.",
        ["aws:userid"] = "The unique id of whoever asks; for a session of a role with the session's name.",
        ["aws:username"] = "The name of the IAM user. Sessions of roles do not have it.",
        ["aws:AssumedRoot"] = "Whether it is a session of a member account's root user.",
        ["aws:FederatedProvider"] = "The identity provider that vouched for the session.",
        ["aws:TokenIssueTime"] = "When the temporary credentials were issued. Long-lived keys do not have it.",
        ["aws:MultiFactorAuthAge"] = "Seconds since the sign-in with MFA. Missing where there was none.",
        ["aws:MultiFactorAuthPresent"] = "Whether temporary credentials were got with MFA. Long-lived access keys do not have it at all: use BoolIfExists to reach them.",
        ["aws:ChatbotSourceArn"] = "The chat configuration that the session came from.",
        ["aws:Ec2InstanceSourceVpc"] = "The VPC of the instance that the credentials were given to.",
        ["aws:Ec2InstanceSourcePrivateIPv4"] = "The private address of the instance that the credentials were given to.",
        ["aws:SourceIdentity"] = "Who is behind the session, as set when the first role was assumed.",
        ["ec2:SourceInstanceArn"] = "The instance whose role the session is of.",
        ["lambda:SourceFunctionArn"] = "The function whose role the session is of.",
        ["aws:SourceIp"] = "The public address that the request comes from. Requests through a VPC endpoint do not have it.",
        ["aws:SourceVpc"] = "The VPC that the request comes from, through an endpoint.",
        ["aws:SourceVpcArn"] = "The ARN of the VPC that the request comes from, through an endpoint.",
        ["aws:SourceVpce"] = "The VPC endpoint that the request came through.",
        ["aws:VpceAccount"] = "The account of the VPC endpoint that the request came through.",
        ["aws:VpceOrgPaths"] = "Where in an organization the VPC endpoint's account is.",
        ["aws:VpceOrgID"] = "The organization of the VPC endpoint's account.",
        ["aws:VpcSourceIp"] = "The private address that the request comes from, through a VPC endpoint.",
        ["aws:ResourceAccount"] = "The account that owns the resource.",
        ["aws:ResourceOrgID"] = "The organization of the account that owns the resource.",
        ["aws:ResourceOrgPaths"] = "Where in an organization the account is that owns the resource.",
        ["aws:ResourceTag/${TagKey}"] = "A tag of the resource. Not every service says it.",
        ["aws:CalledVia"] = "The services that called in turn on behalf of whoever asks.",
        ["aws:CalledViaFirst"] = "The first service that called on behalf of whoever asks.",
        ["aws:CalledViaLast"] = "The last service that called on behalf of whoever asks.",
        ["aws:ViaAWSService"] = "Whether a service asks with the credentials of somebody who called it.",
        ["aws:CurrentTime"] = "The time of the request.",
        ["aws:EpochTime"] = "The time of the request, in seconds since 1970.",
        ["aws:referer"] = "The page that a browser came from, as it says; anybody can say anything.",
        ["aws:RequestedRegion"] = "The Region whose endpoint is called. Global services are called in us-east-1.",
        ["aws:RequestTag/${TagKey}"] = "A tag that the request brings, with its value.",
        ["aws:TagKeys"] = "The keys of all tags that the request brings.",
        ["aws:SecureTransport"] = "Whether the request came over TLS.",
        ["aws:SourceArn"] = "The resource for which a service calls. Only calls of services have it.",
        ["aws:SourceAccount"] = "The account of the resource for which a service calls. Only calls of services have it.",
        ["aws:SourceOrgPaths"] = "Where in an organization the account is of the resource for which a service calls.",
        ["aws:SourceOrgID"] = "The organization of the resource for which a service calls.",
        ["aws:UserAgent"] = "The program that asks, as it says; anybody can say anything.",
        ["s3:prefix"] = "What the names of the objects to be listed begin with.",
        ["s3:delimiter"] = "The character at which a listing cuts the names.",
        ["s3:max-keys"] = "How many names a listing asks for at most.",
        ["s3:x-amz-acl"] = "The canned ACL that the request asks for.",
        ["s3:x-amz-server-side-encryption"] = "How the request asks for the object to be encrypted.",
        ["s3:ResourceAccount"] = "The account that owns the bucket.",
        ["iam:PassedToService"] = "The service that the role is handed to.",
        ["iam:AssociatedResourceArn"] = "The resource that the role will be used by.",
        ["iam:PermissionsBoundary"] = "The permissions boundary that the request sets.",
        ["iam:AWSServiceName"] = "The service that the service-linked role is for.",
        ["iam:PolicyARN"] = "The managed policy that is attached or detached.",
        ["kms:ViaService"] = "The service that uses the key on somebody's behalf.",
        ["sts:ExternalId"] = "The id that a third party gives when it assumes the role.",
        ["sts:RoleSessionName"] = "The name that the session will have.",
    };

    public static string? Meaning(string name)
    {
        if (Meanings.TryGetValue(name, out var text)) return text;
        if (name.EndsWith(":sub", StringComparison.OrdinalIgnoreCase)) return "Whom the identity provider vouches for, in the provider's own form.";
        if (name.EndsWith(":aud", StringComparison.OrdinalIgnoreCase)) return "For whom the identity provider wrote the token.";
        return name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Meanings.GetValueOrDefault($"{name[..slash]}/${{TagKey}}") : null;
    }

    /// <summary>"a text", "several ARNs".</summary>
    public static string TypeWords(CatalogKey key) => (key.ValueType, key.HasSeveralValues) switch
    {
        ("String", false) => "a text",
        ("String", true) => "several texts",
        ("ARN", false) => "an ARN",
        ("ARN", true) => "several ARNs",
        ("Bool", false) => "true or false",
        ("Numeric", _) => "a number",
        ("Date", _) => "a date",
        ("IPAddress", _) => "an IP address",
        var (other, several) => several ? $"several of {other}" : other,
    };
}
