using System.CommandLine;

namespace CloudCourse.Cli.Shared;

/// <summary>What <c>--fail-on</c> asked for: this level or a graver one makes the exit code 1.</summary>
public sealed class FailOn
{
    private readonly IReadOnlyList<string> _levels;
    private readonly int? _from;

    /// <param name="levels">The command's levels from the mildest to the gravest.</param>
    /// <param name="from">One of them, or null when nothing was asked for.</param>
    public FailOn(IReadOnlyList<string> levels, string? from)
    {
        _levels = levels;
        _from = from is null ? null : IndexOf(from);
    }

    /// <summary>Whether a line that could not be answered counts: it does as soon as anything was asked for.</summary>
    public bool IsMetByError => _from is not null;

    public bool IsMet(string? level) => _from is { } from && level is not null && IndexOf(level) >= from;

    /// <summary>The option that takes one of a command's levels.</summary>
    public static Option<string?> Option(IReadOnlyList<string> levels)
    {
        Option<string?> option = new("--fail-on") { Description = "End with exit code 1 when an answer is this grave or graver." };
        option.AcceptOnlyFromAmong([.. levels]);
        return option;
    }

    private int IndexOf(string level)
    {
        for (var i = 0; i < _levels.Count; i++)
        {
            if (_levels[i] == level) return i;
        }
        throw new ArgumentOutOfRangeException(nameof(level), level, "The command has no such level.");
    }
}
