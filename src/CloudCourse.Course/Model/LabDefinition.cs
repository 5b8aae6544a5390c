using System.Text.Json;

namespace CloudCourse.Course.Model;

/// <summary>A lab as its author wrote it. <see cref="ForSeed"/> gives one learner's variant.</summary>
public sealed record LabDefinition
{
    /// <summary>Never changes; attempts refer to it as their activity.</summary>
    public required Guid Id { get; init; }
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }

    /// <summary>Names the lab kind that runs and grades it: <c>iam-policy</c>, <c>task-definition</c>, <c>lambda-handler</c>.</summary>
    public required string Kind { get; init; }
    public required int Minutes { get; init; }
    public required int Version { get; init; }
    public required ContentStatus Status { get; init; }
    public required IReadOnlyList<Objective> Objectives { get; init; }
    public required IReadOnlyList<string> Concepts { get; init; }
    public required IReadOnlyList<string> Prerequisites { get; init; }
    public required string LessonSlug { get; init; }
    public required string ModuleSlug { get; init; }

    /// <summary>SHA-256 over every file that decides a grade, in hexadecimal; stands with each attempt.</summary>
    public required string Hash { get; init; }

    /// <summary>What the learner edits, with its starting text.</summary>
    public required IReadOnlyList<LabFile> Files { get; init; }
    public required LabLimits Limits { get; init; }

    /// <summary>Graded attempts after which the solution may be seen without having passed.</summary>
    public required int SolutionAfterAttempts { get; init; }

    /// <summary>Kind-specific settings (<c>settings:</c> in lab.yml), such as a handler's name; an empty object where there are none.</summary>
    public required JsonElement Settings { get; init; }

    /// <summary>Files whose placeholders (<c>@@account@@</c>, <c>@@bucket@@</c>…) are filled with the learner's values.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>Markdown.</summary>
    public required string Instructions { get; init; }

    /// <summary>Markdown, from the gentlest to the plainest.</summary>
    public required IReadOnlyList<string> Hints { get; init; }

    /// <summary>Markdown, shown on passing.</summary>
    public required string Debrief { get; init; }
    public required IReadOnlyList<LabTask> Tasks { get; init; }

    /// <summary>Good ones first. Never sent to a browser that may not see it.</summary>
    public required IReadOnlyList<LabSolution> Solutions { get; init; }

    public int Points => Tasks.Sum(t => t.Checks.Sum(c => c.Points));

    /// <summary>This lab with the placeholders of its templates filled for one learner's seed. Other files stay as they are.</summary>
    public LabDefinition ForSeed(int seed)
    {
        if (Templates.Count == 0) return this;
        var variant = LabVariant.Of(seed);
        return this with
        {
            Instructions = Fill("instructions.md", Instructions),
            Hints = [.. Hints.Select(h => Fill("hints.md", h))],
            Debrief = Fill("debrief.md", Debrief),
            Settings = Templates.Contains("lab.yml") ? FillJson(Settings) : Settings,
            Files = [.. Files.Select(f => f with { Starter = Fill(f.Path, f.Starter) })],
            Solutions = [.. Solutions.Select(s => s with { Files = s.Files.ToDictionary(f => f.Key, f => Fill(f.Key, f.Value)) })],
            Tasks = Templates.Contains("checks.yml") ? [.. Tasks.Select(FillTask)] : Tasks,
        };

        string Fill(string file, string text) => Templates.Contains(file) ? variant.Fill(text) : text;
        LabTask FillTask(LabTask task) => task with { Checks = [.. task.Checks.Select(FillCheck)] };
        CheckDefinition FillCheck(CheckDefinition check) => check with
        {
            Given = FillJson(check.Given),
            Expect = FillJson(check.Expect),
            Messages = check.Messages.ToDictionary(m => m.Key, m => variant.Fill(m.Value)),
        };
        JsonElement FillJson(JsonElement json) =>
            json.ValueKind is JsonValueKind.Undefined ? json : JsonElement.Parse(variant.Fill(json.GetRawText()));
    }
}

/// <param name="Path">Relative, with forward slashes.</param>
/// <param name="Language">Monaco's language id: <c>json</c>, <c>python</c>, <c>javascript</c>, <c>plaintext</c>.</param>
/// <param name="Form">The form that stands beside its text, by name, such as <c>ec2-launch</c>; null where there is none.</param>
public sealed record LabFile(string Path, string Language, string Starter, string? Form = null);

/// <param name="Ms">Virtual time plus CPU time for one event or check.</param>
public sealed record LabLimits(int Ms, int MemoryMiB);

public sealed record LabTask(string Id, string Title, IReadOnlyList<CheckDefinition> Checks);

/// <summary>One thing that is graded. <see cref="Given"/> and <see cref="Expect"/> mean what the lab kind says they mean.</summary>
public sealed record CheckDefinition
{
    public required string Id { get; init; }

    /// <summary>The check kind, within the lab's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>A hidden check is skipped by Run; Submit shows its authored message and nothing else.</summary>
    public required bool Hidden { get; init; }
    public required int Points { get; init; }

    /// <summary>Ids of the lab's or lesson's objectives that this check examines.</summary>
    public required IReadOnlyList<string> Objectives { get; init; }
    public required JsonElement Given { get; init; }
    public required JsonElement Expect { get; init; }

    /// <summary>By key; <c>passed</c> and one for every way to fail. <c>{name}</c> is filled by the grader; never in a hidden check.</summary>
    public required IReadOnlyDictionary<string, string> Messages { get; init; }
}

/// <param name="Name">The folder: <c>good-…</c> or <c>bad-…</c>.</param>
/// <param name="Expect">For a bad one: which check fails, and by which message key.</param>
public sealed record LabSolution(string Name, IReadOnlyDictionary<string, string> Files, ExpectedFailure? Expect)
{
    public bool IsGood => Expect is null;
}

public sealed record ExpectedFailure(string Check, string Key);
