using System.CommandLine;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Cli.Content;

/// <summary><c>content coverage</c>: every point that the course has to teach, and where it does.</summary>
public static class ContentCoverageCommand
{
    public static Command Create(CliIo io)
    {
        Option<bool> planned = new("--planned") { Description = "Only what is still planned." };
        Option<string?> path = ContentPath.Option();
        Command command = new("coverage", "List where each point of inventory.yml is covered.") { planned, path };
        command.SetAction(async (parsed, cancel) => await ContentPath.FindAsync(parsed.GetValue(path), io) is { } folder
            ? await RunAsync(io, folder, parsed.GetValue(planned))
            : ExitCode.BadUsage);
        return command;
    }

    private static async Task<int> RunAsync(CliIo io, string folder, bool onlyPlanned)
    {
        if (CourseReader.Read(folder, new() { IncludeDrafts = true }).Coverage is not { } coverage)
        {
            await io.Error.WriteLineAsync($"{folder} has no inventory.yml and coverage.yml that can be read; `content check` says why.");
            return ExitCode.Failed;
        }
        await ListAsync(io, coverage.Items, coverage.OfItems, onlyPlanned);
        await ListAsync(io, coverage.Corrections.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal), coverage.OfCorrections, onlyPlanned);
        await io.Out.WriteLineAsync($"{coverage.Items.Count} points, {coverage.Corrections.Count} corrections; {CountOfPlanned(coverage)} still planned.");
        return ExitCode.Done;
    }

    internal static int CountOfPlanned(CourseCoverage coverage) => coverage.OfItems.Planned.Count + coverage.OfCorrections.Planned.Count;

    private static async Task ListAsync(CliIo io, IReadOnlyDictionary<string, string> points, CoverageMap map, bool onlyPlanned)
    {
        var covered = map.Covered.ToLookup(e => e.Id, StringComparer.Ordinal);
        var planned = map.Planned.ToLookup(e => e.Id, StringComparer.Ordinal);
        foreach (var (id, name) in points)
        {
            if (onlyPlanned && !planned.Contains(id)) continue;
            var places = covered[id].SelectMany(e => e.Places).Concat(planned[id].SelectMany(e => e.Places).Select(slug => $"planned: {slug}"));
            await io.Out.WriteLineAsync($"{id,-4} {name}: {string.Join("  ", places)}");
        }
    }
}
