namespace CloudCourse.Simulation.Iam;

/// <summary>Who calls.</summary>
public abstract record RequestPrincipal
{
    internal static readonly ContextKey PrincipalArn = new("aws:PrincipalArn");

    private ContextLayer? _keys;

    protected RequestPrincipal()
    {
    }

    /// <summary>A copy may come to be another, with other keys.</summary>
    protected RequestPrincipal(RequestPrincipal original)
    {
    }

    /// <summary>How messages name it.</summary>
    public abstract string Name { get; }

    /// <summary>The keys that AWS itself puts into every request of this caller; made once, as a caller makes many.</summary>
    internal ContextLayer Keys => _keys ??= new([.. KnownKeys().Where(k => !string.IsNullOrEmpty(k.Value)).Select(k => new KeyValuePair<string, IReadOnlyList<string>>(k.Key, [k.Value!]))]);

    /// <summary>Of these, what is known has a value.</summary>
    internal abstract IEnumerable<(string Key, string? Value)> KnownKeys();

    /// <summary>The keys follow from the rest.</summary>
    public virtual bool Equals(RequestPrincipal? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();
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
            RoleName = RoleArn?[(RoleArn.LastIndexOf('/') + 1)..];
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

    /// <summary>The role's name without its path.</summary>
    internal string? RoleName { get; }

    internal override IEnumerable<(string Key, string? Value)> KnownKeys() =>
    [
        ("aws:PrincipalArn", RoleArn ?? Arn),
        ("aws:PrincipalAccount", Account),
        ("aws:PrincipalIsAWSService", "false"),
        ("aws:PrincipalType", IsRoot ? "Account" : IsUser ? "User" : RoleArn is not null ? "AssumedRole" : IsFederatedUser ? "FederatedUser" : null),
        ("aws:username", UserName),
        // Of users and roles this holds an id that their ARN does not tell.
        ("aws:userid", IsRoot ? Account : IsFederatedUser ? $"{Account}:{Resource["federated-user/".Length..]}" : null),
    ];
}

/// <summary>Nobody: a request without credentials.</summary>
public sealed record AnonymousPrincipal : RequestPrincipal
{
    public override string Name => "an anonymous caller";

    internal override IEnumerable<(string Key, string? Value)> KnownKeys() => [("aws:PrincipalType", "Anonymous"), ("aws:PrincipalAccount", "anonymous"), ("aws:userid", "anonymous")];
}

/// <param name="Id">Such as <c>s3.amazonaws.com</c>.</param>
public sealed record ServicePrincipal(string Id) : RequestPrincipal
{
    public override string Name => Id;

    internal override IEnumerable<(string Key, string? Value)> KnownKeys() => [("aws:PrincipalIsAWSService", "true"), ("aws:PrincipalServiceName", Id), ("aws:PrincipalServiceNamesList", Id)];
}

/// <param name="Id">The identity provider's ARN or name.</param>
public sealed record FederatedPrincipal(string Id) : RequestPrincipal
{
    public override string Name => Id;

    // Their calls are not signed, so aws:PrincipalIsAWSService is in none of them.
    internal override IEnumerable<(string Key, string? Value)> KnownKeys() => [];
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
            var full = Context.Find(RequestPrincipal.PrincipalArn) is [var known] && known.Contains(":role/", StringComparison.Ordinal) ? known : caller.IsRole ? role : null;
            return full?.Contains(":role/aws-service-role/", StringComparison.Ordinal)
                ?? caller.RoleName!.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal);
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
    public RequestContext FullContext() => Context.Between(
        Principal.Keys, OwnerAccount is { Length: > 0 } owner ? new([new("aws:ResourceAccount", [owner])]) : ContextLayer.Empty, ContextLayer.Empty);
}
