using System.Text.Json.Nodes;

namespace CloudCourse.Cli.Shared;

/// <summary>One answer in words, for <c>--summary</c>.</summary>
/// <param name="Outcome">One or two words; answers are counted by it.</param>
/// <param name="Note">The rest of the line.</param>
public sealed record SummaryRow(string Outcome, string Note = "")
{
    /// <summary>Lines below the answer's own.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    /// <summary>What else is counted over all answers, such as issue codes; each as often as it stands here.</summary>
    public IReadOnlyList<string> Counted { get; init; } = [];
}

/// <summary>Puts an answer's members, without its <c>id</c>, into words.</summary>
public delegate SummaryRow Summarize(JsonObject members);
