using System.Text.Json;

namespace CloudCourse.Course.Grading;

/// <summary>
/// What grading found. The same files, lab bytes, engine version and seed give the same report byte for byte, but for
/// <see cref="Measurements"/>, which no check reads.
/// </summary>
public sealed record GradeReport
{
    public required Guid SubmissionId { get; init; }
    public required GradeStatus Status { get; init; }
    public required int Score { get; init; }
    public required int OutOf { get; init; }
    public required IReadOnlyList<TaskResult> Tasks { get; init; }

    /// <summary>For <see cref="GradeStatus.Ungradable"/> and <see cref="GradeStatus.Error"/>: what happened and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>Times and memory, by name with the unit in it (<c>durationMs</c>).</summary>
    public IReadOnlyDictionary<string, double> Measurements { get; init; } = new Dictionary<string, double>();

    public bool Passed => Status is GradeStatus.Graded && Score == OutOf;
}

/// <summary><see cref="Ungradable"/> (could not be read) and <see cref="Error"/> (our fault) cost no attempt.</summary>
public enum GradeStatus { Graded, Ungradable, Error }

public enum CheckStatus { Passed, Failed, Error }

public sealed record TaskResult(string Id, string Title, IReadOnlyList<CheckResult> Checks);

public sealed record CheckResult
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required CheckStatus Status { get; init; }

    /// <summary>What this check earned.</summary>
    public required int Points { get; init; }
    public required int OutOf { get; init; }
    public required string MessageKey { get; init; }

    /// <summary>The author's message with its placeholders filled; inline Markdown.</summary>
    public required string Message { get; init; }
    public bool Hidden { get; init; }

    /// <summary>What the lab kind's panel draws: the trace, the witness, the log. Always absent for a hidden check.</summary>
    public JsonElement? Evidence { get; init; }
    public IReadOnlyList<FileLocation> Locations { get; init; } = [];
}

/// <summary>A place in one of the submitted files; offsets in UTF-16 units.</summary>
public sealed record FileLocation(string File, string Pointer, int Start, int End);
