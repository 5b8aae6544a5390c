using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Forms;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.SimulatedCloud;

/// <summary>Grades labs in which the learner's files are calls in a simulated AWS account: the account is run, and then looked at.</summary>
public sealed class SimulatedCloudGrader : IGrader
{
    public string EngineVersion => "simulated-cloud-13";

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        lab = lab.ForSeed(1);
        var problems = LabCloudProblems.Of(lab);
        if (problems.Count > 0) return problems;
        var cloud = LabCloud.Read(lab);
        return [.. lab.Tasks.SelectMany(t => t.Checks).SelectMany(c => CloudGrading.Problems(c, lab, cloud, CloudCheck.Kinds, "simulated-cloud").Select(p => $"{c.Id}: {p}"))];
    }

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
    [
        .. LabCloud.Read(lab).Steps.Where(s => s.File is not null).DistinctBy(s => s.File).SelectMany(step => files.FirstOrDefault(f => f.Path == step.File) is { } file
            ? SubmittedCalls.Inspect(step, file.Text).Select(f => new FileFinding(file.Path, f)) : []),
    ];

    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed)
    {
        var found = Inspect(lab, files);
        // Beside a form one sees at once what AWS would answer. Where there is only text, finding that out is part of the lab.
        return lab.Files.Any(f => f.Form is not null) ? [.. found, .. Rehearsal.Findings(lab, files, seed)] : found;
    }

    public Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return Task.FromResult(CloudGrading.Report(request, CloudRun.Of(request.Lab, request.Files, request.Seed, cancel), CloudCheck.Kinds, progress, cancel));
    }
}
