using System.Text.Json;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Cli.Sim;

/// <summary>One line of a script, with its place.</summary>
internal abstract record SimStep(string File, int Line, int Column)
{
    public string Place => $"{File}:{Line}:{Column}";
}

/// <param name="Id">By which later steps name its output; null without one.</param>
/// <param name="Input">The operation's input; texts in it may hold <c>@@id.Member.0.Member@@</c>.</param>
internal sealed record CallStep(string File, int Line, int Column, string? Id, string Service, string Operation, JsonElement Input, Caller? As, string? Region) : SimStep(File, Line, Column);

internal sealed record AdvanceStep(string File, int Line, int Column, TimeSpan By) : SimStep(File, Line, Column);

/// <summary>What happens to the account from outside.</summary>
internal sealed record HappenStep(string File, int Line, int Column, ScheduledEvent What) : SimStep(File, Line, Column);
