using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Ssm;

/// <summary>An account's parameters.</summary>
public sealed record SsmState
{
    /// <summary>By Region and name, as <see cref="Key"/> writes them.</summary>
    public Table<Parameter> Parameters { get; init; } = Table<Parameter>.Empty;

    public static string Key(string region, string name) => $"{region} {name}";
}

/// <param name="Versions">The newest last; a hundred at most.</param>
public sealed record Parameter(string Region, string Name, string Arn, ImmutableList<ParameterVersion> Versions)
{
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public ParameterVersion Latest => Versions[^1];
}

/// <param name="Type"><c>String</c>, <c>StringList</c> or <c>SecureString</c>.</param>
/// <param name="Tier"><c>Standard</c> or <c>Advanced</c>.</param>
public sealed record ParameterVersion(long Number, string Value, string Type, string Tier, DateTimeOffset Modified, string User)
{
    public string? KeyId { get; init; }
    public string? Description { get; init; }
    public string? AllowedPattern { get; init; }
    public ImmutableSortedSet<string> Labels { get; init; } = [];
}
