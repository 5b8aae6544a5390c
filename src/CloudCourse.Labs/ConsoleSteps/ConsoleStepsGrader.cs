using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.ConsoleSteps.Checks;
using CloudCourse.Labs.ConsoleSteps.Flows;
using CloudCourse.Labs.LambdaFunction.Checks;
using CloudCourse.Labs.SimulatedCloud;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.ConsoleSteps;

/// <summary>
/// Grades labs in which a learner clicks through pages of a simulated console: the answers become the calls that AWS's console makes, the account is run, and then looked at.
/// </summary>
public sealed class ConsoleStepsGrader : IGrader
{
    public string EngineVersion => "console-steps-1";

    /// <summary>Those of every lab in the simulated cloud, each of which may name the field where it was decided.</summary>
    internal static IReadOnlyDictionary<string, CloudCheck> Kinds { get; } =
        CloudCheck.Kinds.Where(k => k.Key != "call").Append(new("permission", new PermissionCheck())).ToDictionary(k => k.Key, CloudCheck (k) => new FieldCheck(k.Value))
            .Append(new("button", new ButtonCheck())).ToDictionary();

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        lab = lab.ForSeed(1);
        var problems = LabCloudProblems.Of(lab);
        if (problems.Count > 0) return problems;
        var cloud = LabCloud.Read(lab);
        if (lab.Files.Count != 1 || cloud.Steps.Count(s => s.Console is not null) != 1) return ["settings.steps: a lab of this kind has one file, and one step with `console` and that `file`"];
        return [.. lab.Tasks.SelectMany(t => t.Checks).SelectMany(c => CloudGrading.Problems(c, lab, cloud, Kinds, "console-steps").Select(p => $"{c.Id}: {p}"))];
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files)
    {
        var step = LabCloud.Read(lab).Steps.First(s => s.Console is not null);
        return files.FirstOrDefault(f => f.Path == step.File) is { } file && ConsoleAnswers.Read(ConsoleFlow.All[step.Console!], file.Text).Problem is { } problem ? [new(file.Path, problem)] : [];
    }

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(CloudGrading.Report(request, CloudRun.Of(request.Lab, request.Files, request.Seed, cancel), Kinds, progress, cancel));
    }

    /// <summary>What a run's learner chose, and in which file. The run was made, so the file can be read.</summary>
    internal static (ConsoleAnswers Answers, string File) Answers(CloudRun run) => (ConsoleAnswers.Read(ConsoleFlow.All[run.ConsoleStep!.Console!], run.Text(run.ConsoleStep.File!)).Answers!, run.ConsoleStep.File!);
}
