using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam;

/// <summary>
/// A request with everything that follows from it worked out once: its full context, who owns the resource, how the caller
/// is known. Decide it against as many policies as you like; it never changes, so threads may share it.
/// </summary>
public sealed class PreparedRequest
{
    private readonly string _resource;

    public PreparedRequest(AuthorizationRequest request)
    {
        Request = request;
        Context = request.FullContext();
        OwnerAccount = request.OwnerAccount;
        _resource = request.AskedResource;
        IsServiceLinkedRole = request.IsServiceLinkedRole;
        KnownRole = request.Context.Find(RequestPrincipal.PrincipalArn) is [var known] && known.Contains(":role/", StringComparison.Ordinal) ? known : null;
        FoldedAction = Patterns.Wildcard.Fold(request.Action);
        ServicePrefix = FoldedAction.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? FoldedAction[..colon] : null;
    }

    public AuthorizationRequest Request { get; }

    /// <summary>With the keys that AWS itself puts into every request.</summary>
    public RequestContext Context { get; }
    public RequestPrincipal Principal => Request.Principal;
    public string Action => Request.Action;
    public string Resource => _resource;
    public string? CanonicalUserId => Request.CanonicalUserId;
    public string? OwnerAccount { get; }
    public bool IsServiceLinkedRole { get; }

    /// <summary>The role's ARN with its path, where the request says it.</summary>
    internal string? KnownRole { get; }

    /// <summary>In small letters, as actions are told apart.</summary>
    internal string FoldedAction { get; }

    /// <summary>The resource's policy is a role's trust policy: the action assumes a role, or goes with assuming one.</summary>
    internal bool AsksTrustPolicy => FoldedAction.StartsWith("sts:assumerole", StringComparison.Ordinal)
        || FoldedAction is "sts:tagsession" or "sts:setsourceidentity" or "sts:setcontext";

    /// <summary>
    /// The owner's root user may always see, put and delete a bucket's policy, so that no bucket policy locks its owner out.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html"/>
    internal bool PassesBucketPolicy => FoldedAction is "s3:getbucketpolicy" or "s3:putbucketpolicy" or "s3:deletebucketpolicy"
            or "s3express:getbucketpolicy" or "s3express:putbucketpolicy" or "s3express:deletebucketpolicy"
        && Principal is ArnPrincipal { IsRoot: true } root && (OwnerAccount is null || OwnerAccount == root.Account);

    /// <summary>
    /// Resource control policies of the owner's organization bind it: not what services do without them, not who retires a grant, and not
    /// a service that assumes its own role.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html"/>
    internal bool IsInReachOfResourceControl => Service is not { TakesResourceControl: false } && FoldedAction is not "kms:retiregrant"
        && !(AsksTrustPolicy && Resource.Contains(":role/aws-service-role/", StringComparison.Ordinal));

    /// <summary>What stands before the colon, in small letters; null for an action without one.</summary>
    internal string? ServicePrefix { get; }

    /// <summary>The action's service in the catalogue; null when there is none.</summary>
    internal CatalogService? Service => ServicePrefix is { Length: > 0 } prefix ? ActionCatalog.Current.Service(prefix) : null;
}
