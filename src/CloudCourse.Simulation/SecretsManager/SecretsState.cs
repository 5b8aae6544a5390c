using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>An account's secrets.</summary>
public sealed record SecretsState
{
    /// <summary>By Region and name, as <see cref="Key"/> writes them.</summary>
    public Table<Secret> Secrets { get; init; } = Table<Secret>.Empty;

    public static string Key(string region, string name) => $"{region}/{name}";
}

/// <param name="Arn">It ends in six letters of its own, so that a secret that is made again under the same name is another.</param>
public sealed record Secret(string Region, string Name, string Arn, DateTimeOffset Created)
{
    public string? Description { get; init; }

    /// <summary>As it was named; null for AWS's own key.</summary>
    public string? KmsKeyId { get; init; }
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>In the order in which they came.</summary>
    public ImmutableList<SecretVersion> Versions { get; init; } = [];
    public DateTimeOffset? Changed { get; init; }
    public DateTimeOffset? Accessed { get; init; }

    /// <summary>When its deletion was asked for; null while it lives.</summary>
    public DateTimeOffset? Deleted { get; init; }
    public PolicyDocument? Policy { get; init; }

    /// <summary>The version that a label is attached to.</summary>
    public SecretVersion? Labelled(string stage) => Versions.Find(v => v.Stages.Contains(stage));
}

/// <param name="Binary">In base64; either this or <paramref name="Text"/> is there.</param>
/// <param name="Stages">Its labels. A version without any is deprecated, and AWS may delete it.</param>
public sealed record SecretVersion(string Id, string? Text, string? Binary, DateTimeOffset Created, ImmutableSortedSet<string> Stages);
