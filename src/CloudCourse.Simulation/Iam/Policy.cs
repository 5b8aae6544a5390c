using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam;

public enum Effect { Allow, Deny }

/// <summary>
/// A policy document with every place kept. It may break the grammar: what could not be read is listed, and no request
/// is allowed by it.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"/>
public sealed record Policy
{
    /// <summary>What people call it: a managed policy's name, or where it came from.</summary>
    public required string Name { get; init; }
    public required JsonValue Json { get; init; }

    /// <summary>The submitted text's length without the white space that AWS does not count.</summary>
    public required int Size { get; init; }
    public required Located<string>? Version { get; init; }
    public required Located<string>? Id { get; init; }
    public required IReadOnlyList<Statement> Statements { get; init; }
    public required IReadOnlyList<JsonMember> Duplicates { get; init; }

    /// <summary>Parts outside the statements that cannot be read, so that the whole document counts for nothing.</summary>
    public required IReadOnlyList<Unreadable> Unreadable { get; init; }

    /// <summary>What a resource policy is attached to, by CloudFormation's name such as <c>AWS::S3::Bucket</c>; null when nobody said.</summary>
    public string? AttachedTo { get; init; }

    /// <summary>Only the current version has variables; in the older one they are plain text.</summary>
    public bool HasVariables => Version?.Value == PolicyReader.CurrentVersion;
}

/// <summary>A part that cannot be evaluated, and why.</summary>
public sealed record Unreadable(string Why, Location At);

/// <summary>One statement. An element that is missing or has the wrong type is absent here and listed in <see cref="Unreadable"/>.</summary>
public sealed record Statement
{
    /// <summary>Place in the policy, from 0.</summary>
    public required int Index { get; init; }
    public required JsonValue Json { get; init; }
    public required Located<string>? Sid { get; init; }
    public required Located<Effect>? Effect { get; init; }
    public required PrincipalElement? Principal { get; init; }
    public required ActionElement? Action { get; init; }
    public required ResourceElement? Resource { get; init; }
    public required IReadOnlyList<Condition> Conditions { get; init; }
    public required IReadOnlyList<Unreadable> Unreadable { get; init; }

    public Location At => Json.At;

    /// <summary>Laid out when it is first evaluated. A copy with other elements is laid out anew; two threads may do it at once, and both do the same.</summary>
    internal StatementParts Parts => _parts is { } parts && ReferenceEquals(parts.Of, this) ? parts : _parts = new(this);
    private StatementParts? _parts;

    /// <summary>Its Sid, or its number counted from 1.</summary>
    public string Name => Sid is { Value.Length: > 0 } sid ? sid.Value : $"statement {Index + 1}";
}

/// <param name="Negated">It is <c>NotAction</c>.</param>
public sealed record ActionElement(bool Negated, IReadOnlyList<Pattern> Patterns, JsonMember Member);

/// <param name="Negated">It is <c>NotResource</c>.</param>
public sealed record ResourceElement(bool Negated, IReadOnlyList<ArnPattern> Patterns, JsonMember Member);

/// <param name="Negated">It is <c>NotPrincipal</c>.</param>
/// <param name="Entries">A bare <c>*</c> is an entry of type AWS.</param>
public sealed record PrincipalElement(bool Negated, IReadOnlyList<PrincipalEntry> Entries, JsonMember Member);

/// <param name="Type"><c>AWS</c>, <c>Service</c>, <c>Federated</c> or <c>CanonicalUser</c>.</param>
public sealed record PrincipalEntry(string Type, string Value, Location At);
