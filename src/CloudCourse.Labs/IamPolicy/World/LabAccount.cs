using System.Text.Json.Serialization;

namespace CloudCourse.Labs.IamPolicy.World;

internal sealed record LabUser(string Name)
{
    public string Path { get; init; } = "/";
    public IReadOnlyList<string> Groups { get; init; } = [];
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

internal sealed record LabRole(string Name)
{
    public string Path { get; init; } = "/";
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>What hands a role to an EC2 instance. It may be empty.</summary>
internal sealed record LabInstanceProfile(string Name)
{
    public string? Role { get; init; }
}

internal sealed record LabResource(string Arn)
{
    /// <summary>The owner, where the ARN does not say it.</summary>
    public string? Account { get; init; }
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

internal sealed record LabLevel(string Name)
{
    /// <summary>AWS attaches FullAWSAccess to every level by itself; an organization may take it away.</summary>
    public bool FullAWSAccess { get; init; } = true;
}

/// <summary>The small world of a lab, as its <c>settings</c> declare it: one account, who is in it, and the organization above it.</summary>
internal sealed record LabAccount
{
    /// <summary>Twelve digits; null in the simplest labs, where every policy is of whoever asks.</summary>
    public string? Account { get; init; }
    public IReadOnlyList<LabUser> Users { get; init; } = [];

    /// <summary>Groups that nobody is in yet; the others are known from their members.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
    public IReadOnlyList<LabRole> Roles { get; init; } = [];
    public IReadOnlyList<LabInstanceProfile> InstanceProfiles { get; init; } = [];
    public IReadOnlyList<LabResource> Resources { get; init; } = [];

    /// <summary>From the root down; empty when the account is in no organization.</summary>
    public IReadOnlyList<LabLevel> Organization { get; init; } = [];

    /// <summary>By path. A file that is not listed is an identity policy of whoever asks.</summary>
    public IReadOnlyDictionary<string, PolicyPlace> Files { get; init; } = new Dictionary<string, PolicyPlace>();
    public IReadOnlyList<AttachedPolicy> Attached { get; init; } = [];

    [JsonIgnore]
    public bool DeclaresPrincipals => Users.Count + Roles.Count > 0;

    public PolicyPlace PlaceOf(string file) => Files.GetValueOrDefault(file) ?? new();

    public IEnumerable<string> AllGroups() => Groups.Concat(Users.SelectMany(u => u.Groups)).Distinct(StringComparer.Ordinal);

    public LabUser? User(string? name) => Users.FirstOrDefault(u => u.Name == name);

    public LabRole? Role(string? name) => Roles.FirstOrDefault(r => r.Name == name);

    public string ArnOf(LabUser user) => $"arn:aws:iam::{Account}:user{user.Path}{user.Name}";

    public string ArnOf(LabRole role) => $"arn:aws:iam::{Account}:role{role.Path}{role.Name}";

    public string SessionOf(LabRole role, string session) => $"arn:aws:sts::{Account}:assumed-role/{role.Name}/{session}";

    /// <summary>What is declared of a resource: itself, or the bucket that an object is in.</summary>
    public LabResource? Resource(string arn) =>
        Resources.FirstOrDefault(r => r.Arn == arn) ?? Resources.FirstOrDefault(r => arn.StartsWith(r.Arn + "/", StringComparison.Ordinal));
}
