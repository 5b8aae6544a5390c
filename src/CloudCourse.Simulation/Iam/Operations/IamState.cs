using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>An account's users, groups, roles, policies and instance profiles.</summary>
public sealed record IamState
{
    public Table<User> Users { get; init; } = Table<User>.Empty;
    public Table<Group> Groups { get; init; } = Table<Group>.Empty;
    public Table<Role> Roles { get; init; } = Table<Role>.Empty;
    public Table<InstanceProfile> InstanceProfiles { get; init; } = Table<InstanceProfile>.Empty;

    /// <summary>What the account asks of passwords; null where AWS's default counts.</summary>
    public PasswordPolicy? PasswordPolicy { get; init; }

    /// <summary>The account's name at the console's sign-in.</summary>
    public string? Alias { get; init; }

    /// <summary>The account's own managed policies, by ARN.</summary>
    public Table<ManagedPolicy> Policies { get; init; } = Table<ManagedPolicy>.Empty;

    /// <summary>A managed policy of the account's or of AWS's; null when there is none, or none of AWS's that the simulation holds.</summary>
    public ManagedPolicy? FindPolicy(string arn) => Policies.Find(arn) ?? AwsManagedPolicies.Find(arn);

    /// <summary>The identity policies, boundary and session policy that bind a caller. Root has none.</summary>
    public PolicySet PoliciesOf(Caller caller)
    {
        if (caller.Principal is not ArnPrincipal arn) return new();
        if (arn.UserName is { } userName && Users.Find(userName) is { } user)
        {
            return new()
            {
                IdentityPolicies = [.. Documents(user), .. user.Groups.Select(g => Groups[g]).SelectMany(Documents)],
                PermissionsBoundary = Boundary(user.PermissionsBoundary),
                SessionPolicy = caller.SessionPolicy,
            };
        }
        if (arn.RoleName is { } roleName && Roles.Find(roleName) is { } role)
        {
            return new() { IdentityPolicies = [.. Documents(role)], PermissionsBoundary = Boundary(role.PermissionsBoundary), SessionPolicy = caller.SessionPolicy };
        }
        return new() { SessionPolicy = caller.SessionPolicy };
    }

    /// <summary>The caller's own tags as condition keys.</summary>
    internal ContextLayer TagKeysOf(Caller caller)
    {
        if (caller.Principal is not ArnPrincipal arn) return ContextLayer.Empty;
        var tags = arn.UserName is { } user ? Users.Find(user)?.Tags : arn.RoleName is { } role ? Roles.Find(role)?.Tags : null;
        return tags is null or { Count: 0 } ? ContextLayer.Empty : new([.. tags.Select(t => new KeyValuePair<string, IReadOnlyList<string>>($"aws:PrincipalTag/{t.Key}", [t.Value]))]);
    }

    private IEnumerable<Policy> Documents(Identity identity) =>
        identity.Inline.Values.Select(p => p.Policy).Concat(identity.Attached.Select(a => FindPolicy(a)).OfType<ManagedPolicy>().Select(p => p.Document.Policy));

    /// <summary>A boundary whose policy is gone allows nothing.</summary>
    private Policy? Boundary(string? arn) => arn is null ? null : (FindPolicy(arn)?.Document ?? PolicyDocument.Nothing).Policy;
}

/// <summary>What policies can be attached to.</summary>
public abstract record Identity(string Name, string Path, string Id, string Arn, DateTimeOffset Created)
{
    public Table<PolicyDocument> Inline { get; init; } = Table<PolicyDocument>.Empty;

    /// <summary>ARNs of managed policies, in the order in which they were attached.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}

public sealed record User(string Name, string Path, string Id, string Arn, DateTimeOffset Created) : Identity(Name, Path, Id, Arn, Created)
{
    public IReadOnlyList<string> Groups { get; init; } = [];
    public IReadOnlyList<AccessKey> AccessKeys { get; init; } = [];

    /// <summary>Null where the user has no password for the console.</summary>
    public LoginProfile? Login { get; init; }

    /// <summary>A managed policy's ARN.</summary>
    public string? PermissionsBoundary { get; init; }
}

/// <param name="Active">An inactive key opens nothing.</param>
public sealed record AccessKey(string Id, bool Active, DateTimeOffset Created);

/// <param name="Secret">What tells whether somebody knows the password: its hash, with the user's id; the password itself is kept nowhere.</param>
/// <param name="Earlier">The same of passwords before it, the latest first.</param>
public sealed record LoginProfile(DateTimeOffset Created, bool ResetRequired, string Secret, IReadOnlyList<string> Earlier);

/// <param name="MaxAgeDays">Null where passwords do not expire.</param>
/// <param name="Remembered">How many earlier passwords may not come back; null for none.</param>
public sealed record PasswordPolicy(int MinimumLength, bool Symbols, bool Numbers, bool Uppercase, bool Lowercase, bool UsersMayChange, int? MaxAgeDays, int? Remembered, bool HardExpiry);

public sealed record Group(string Name, string Path, string Id, string Arn, DateTimeOffset Created) : Identity(Name, Path, Id, Arn, Created);

public sealed record Role(string Name, string Path, string Id, string Arn, DateTimeOffset Created, PolicyDocument Trust) : Identity(Name, Path, Id, Arn, Created)
{
    public string? Description { get; init; }
    public int MaxSessionDuration { get; init; } = 3600;
    public string? PermissionsBoundary { get; init; }
}

/// <param name="Role">The name of the one role in it; null when it holds none.</param>
public sealed record InstanceProfile(string Name, string Path, string Id, string Arn, DateTimeOffset Created, string? Role)
{
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}

/// <param name="Document">Of the version that counts.</param>
public sealed record ManagedPolicy(string Name, string Path, string Id, string Arn, DateTimeOffset Created, PolicyDocument Document)
{
    public string? Description { get; init; }
    public DateTimeOffset Updated { get; init; } = Created;
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Empty while there is the first alone.</summary>
    public IReadOnlyList<PolicyVersion> Versions { get; init; } = [];
    public int DefaultVersion { get; init; } = 1;

    /// <summary>The highest number ever given; a deleted version's number does not come back.</summary>
    public int LastVersion { get; init; } = 1;

    public IReadOnlyList<PolicyVersion> AllVersions => Versions.Count > 0 ? Versions : [new(1, Document, Created)];
}

public sealed record PolicyVersion(int Number, PolicyDocument Document, DateTimeOffset Created);

/// <summary>A policy's text, read once.</summary>
public sealed class PolicyDocument
{
    private PolicyDocument(string text, Policy policy) => (Text, Policy) = (text, policy);

    public static PolicyDocument Nothing { get; } = Read("""{"Version":"2012-10-17","Statement":[]}""", "nothing")!;

    public string Text { get; }

    public Policy Policy { get; }

    /// <summary>Null when the text is no policy.</summary>
    public static PolicyDocument? Read(string text, string name) => PolicyReader.Read(text, name).Policy is { } policy ? new(text, policy) : null;
}
