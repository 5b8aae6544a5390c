using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.CommandLine.Checks;
using CloudCourse.Labs.SimulatedCloud;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.CommandLine;

/// <summary>
/// Grades labs in which commands of AWS are typed at a terminal: the script is run on the lab's account, and the account is looked at, as in simulated-cloud labs.
/// A line that fails is no fault by itself; what came of all is.
/// </summary>
public sealed class CommandLineGrader : IGrader
{
    private static readonly Dictionary<string, CloudCheck> Kinds = new(CloudCheck.Kinds) { ["command"] = new CommandCheck() };

    public string EngineVersion => "command-line-8";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        lab = lab.ForSeed(1);
        var problems = LabCloudProblems.Of(lab, hasTerminal: true);
        if (problems.Count > 0) return problems;
        var cloud = LabCloud.Read(lab);
        if (cloud.Steps.Count(s => s.Script is not null) != 1) return ["settings.steps: one step is the `script` that is typed"];
        if (lab.Files.Any(f => f.Form is not null and not TerminalForm.Name) || lab.Files.Count(f => f.Form is TerminalForm.Name) != 1 || cloud.Steps.First(s => s.Script is not null).Script != lab.Files.First(f => f.Form is TerminalForm.Name).Path)
            return [$"files: the script has `form: {TerminalForm.Name}`, and it alone"];
        return [.. lab.Tasks.SelectMany(t => t.Checks).SelectMany(c => CloudGrading.Problems(c, lab, cloud, Kinds, "command-line").Select(p => $"{c.Id}: {p}"))];
    }

    /// <summary>Nothing is said beside the text: the terminal says what a command gives.</summary>
    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) => [];

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(CloudGrading.Report(request, CloudRun.Of(request.Lab, request.Files, request.Seed, cancel), Kinds, progress, cancel));
    }
}
