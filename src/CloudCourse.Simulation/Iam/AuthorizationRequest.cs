namespace CloudCourse.Simulation.Iam;

/// <summary>Who calls.</summary>
public abstract record RequestPrincipal
{
    /// <summary>How messages name it.</summary>
    public abstract string Name { get; }
}

/// <summary>
/// An IAM user, an assumed role's session, a federated user or an account's root user, by its ARN. A role's own ARN stands for
/// a session of it that nobody named.
/// </summary>
public sealed record ArnPrincipal : RequestPrincipal
{
    public ArnPrincipal(string arn)
    {
        Arn = arn;
        if (arn.Split(':', 6) is [_, var partition, _, _, var account, var resource])
        {
            (Account, Resource) = (account, resource);
            if (IsUser) UserName = resource[(resource.LastIndexOf('/') + 1)..];
            if (IsSession && resource.Split('/') is [_, var role, ..]) RoleArn = $"arn:{partition}:iam::{account}:role/{role}";
            else if (IsRole) RoleArn = arn;
        }
    }

    public string Arn { get; }
    public override string Name => Arn;
    public string Account { get; } = "";

    /// <summary>The ARN's last part, such as <c>user/ana</c> or <c>assumed-role/Reader/ana</c>.</summary>
    public string Resource { get; } = "";
    public bool IsRoot => Resource == "root";
    public bool IsUser => Resource.StartsWith("user/", StringComparison.Ordinal);
    public bool IsSession => Resource.StartsWith("assumed-role/", StringComparison.Ordinal);
    public bool IsRole => Resource.StartsWith("role/", StringComparison.Ordinal);

    /// <summary>The session of GetFederationToken.</summary>
    public bool IsFederatedUser => Resource.StartsWith("federated-user/", StringComparison.Ordinal);

    /// <summary>What CloudFront reads a bucket as: in no account, so only the bucket's policy speaks of it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"/>
    public bool IsOriginAccessIdentity => Account == "cloudfront";

    /// <summary>A user's name without its path.</summary>
    public string? UserName { get; }

    /// <summary>The role behind a session. The session's ARN does not hold the role's path, so neither does this.</summary>
    public string? RoleArn { get; }
}

/// <summary>Nobody: a request without credentials.</summary>
public sealed record AnonymousPrincipal : RequestPrincipal
{
    public override string Name => "an anonymous caller";
}

/// <param name="Id">Such as <c>s3.amazonaws.com</c>.</param>
public sealed record ServicePrincipal(string Id) : RequestPrincipal
{
    public override string Name => Id;
}

/// <param name="Id">The identity provider's ARN or name.</param>
public sealed record FederatedPrincipal(string Id) : RequestPrincipal
{
    public override string Name => Id;
}

/// <summary>One call to be decided: IAM's request context.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/intro-structure.html#intro-structure-request"/>
/// <param name="Resource">An ARN, or <c>*</c> for an action that names none.</param>
/// <param name="ResourceAccount">Where the ARN does not hold it, as an S3 bucket's does not.</param>
public sealed record AuthorizationRequest(
    RequestPrincipal Principal, string Action, string Resource, RequestContext Context, string? ResourceAccount = null)
{
    /// <summary>The id by which S3 knows the caller's account, for policies whose principal is a CanonicalUser; null when not known.</summary>
    public string? CanonicalUserId { get; init; }

    /// <summary>A role that belongs to an AWS service and acts for it. No policy of the organization binds it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"/>
    /// <remarks>Its path tells. A session's ARN has none, so there its name does, which AWS gives; anybody may give a role of their own such a name.</remarks>
    public bool IsServiceLinkedRole
    {
        get
        {
            if (Principal is not ArnPrincipal { RoleArn: { } role } caller) return false;
            var full = Context.Find("aws:PrincipalArn") is [var known] && known.Contains(":role/", StringComparison.Ordinal) ? known : caller.IsRole ? role : null;
            return full?.Contains(":role/aws-service-role/", StringComparison.Ordinal)
                ?? role[(role.LastIndexOf('/') + 1)..].StartsWith("AWSServiceRoleFor", StringComparison.Ordinal);
        }
    }

    /// <summary>The account that owns the resource; null when nothing tells, as in <c>arn:aws:iam::aws:policy/…</c>.</summary>
    public string? OwnerAccount =>
        ResourceAccount ?? (Resource.Split(':', 6) is [_, _, _, _, { Length: > 0 } account, _] && account.All(char.IsAsciiDigit) ? account : null);

    /// <summary>
    /// What the resource is held against policies as. A list of all buckets belongs to no bucket, and S3 asks for it on
    /// <c>arn:aws:s3:::*</c>, which is what AWS's own examples allow it on.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html"/>
    internal string AskedResource =>
        Resource == "*" && Action.Equals("s3:ListAllMyBuckets", StringComparison.OrdinalIgnoreCase) ? "arn:aws:s3:::*" : Resource;

    /// <summary>
    /// The context with the keys that AWS itself puts into every request, worked out from the principal and the resource
    /// where the caller did not give them.
    /// </summary>
    public RequestContext FullContext()
    {
        List<KeyValuePair<string, IReadOnlyList<string>>> known = new(6);
        void Put(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value)) known.Add(new(key, [value]));
        }

        switch (Principal)
        {
            case ArnPrincipal arn:
                Put("aws:PrincipalArn", arn.RoleArn ?? arn.Arn);
                Put("aws:PrincipalAccount", arn.Account);
                Put("aws:PrincipalIsAWSService", "false");
                Put("aws:PrincipalType", arn switch
                {
                    { IsRoot: true } => "Account",
                    { IsUser: true } => "User",
                    { RoleArn: not null } => "AssumedRole",
                    { IsFederatedUser: true } => "FederatedUser",
                    _ => null,
                });
                Put("aws:username", arn.UserName);
                // Of users and roles this holds an id that their ARN does not tell.
                Put("aws:userid", arn switch
                {
                    { IsRoot: true } => arn.Account,
                    { IsFederatedUser: true } => $"{arn.Account}:{arn.Resource["federated-user/".Length..]}",
                    _ => null,
                });
                break;
            case ServicePrincipal service:
                Put("aws:PrincipalIsAWSService", "true");
                Put("aws:PrincipalServiceName", service.Id);
                Put("aws:PrincipalServiceNamesList", service.Id);
                break;
            // Their calls are not signed, so aws:PrincipalIsAWSService is in none of them.
            case FederatedPrincipal:
                break;
            case AnonymousPrincipal:
                Put("aws:PrincipalType", "Anonymous");
                Put("aws:PrincipalAccount", "anonymous");
                Put("aws:userid", "anonymous");
                break;
        }
        Put("aws:ResourceAccount", OwnerAccount);
        return Context.Over(known);
    }
}
