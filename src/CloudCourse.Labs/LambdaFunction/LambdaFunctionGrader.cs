using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.LambdaFunction.Checks;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.SimulatedCloud;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaFunction;

/// <summary>
/// Grades labs in which a learner's function runs for real in a simulated AWS account: the lab's steps deploy it under its role and
/// cause events, and the checks look at what it left behind there.
/// </summary>
public sealed class LambdaFunctionGrader(IHandlerRuntime handlers) : IGrader
{
    private const int MaxFileCharacters = 256 * 1024;

    public string EngineVersion => "lambda-function-13";

    /// <summary>Those of every lab in the simulated cloud, and those of functions.</summary>
    internal static IReadOnlyDictionary<string, CloudCheck> Kinds { get; } = new Dictionary<string, CloudCheck>(CloudCheck.Kinds)
    {
        ["object"] = new ObjectCheck(),
        ["item"] = new ItemCheck(),
        ["invocations"] = new InvocationsCheck(),
        ["log"] = new LogCheck(),
        ["response"] = new ResponseCheck(),
        ["permission"] = new PermissionCheck(),
    };

    public IEnumerable<string> CheckDefinition(LabDefinition lab)
    {
        lab = lab.ForSeed(1);
        var problems = LabCloudProblems.Of(lab, runsFunctions: true);
        if (problems.Count > 0) return problems;
        var cloud = LabCloud.Read(lab);
        return [.. lab.Tasks.SelectMany(t => t.Checks).SelectMany(c => CloudGrading.Problems(c, lab, cloud, Kinds, "lambda-function").Select(p => $"{c.Id}: {p}"))];
    }

    /// <summary>Of policies and inputs what AWS would say; whether a handler can run is known by running it.</summary>
    public IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files)
    {
        var cloud = LabCloud.Read(lab);
        List<FileFinding> found = [];
        foreach (var file in files.Where(f => lab.Files.Any(l => l.Path == f.Path)))
        {
            if (file.Text.Length > MaxFileCharacters) found.Add(new(file.Path, new(FindingType.Error, "FILE_TOO_LARGE", TooLarge(file), new Location("", MaxFileCharacters, file.Text.Length))));
            else if (PolicyTypeOf(cloud, file.Path) is { } type) found.AddRange(PolicyFindings.Of(file.Text, type).Select(f => new FileFinding(file.Path, f)));
            else if (cloud.Steps.FirstOrDefault(s => s.File == file.Path) is { } step) found.AddRange(SubmittedCalls.Inspect(step, file.Text).Select(f => new FileFinding(file.Path, f)));
        }
        return found;
    }

    /// <summary>What the editor helps with: the documents that go into IAM's inputs.</summary>
    internal static EditedPolicy? PolicyOf(LabDefinition lab, string path) => PolicyTypeOf(LabCloud.Read(lab), path) switch
    {
        PolicyType.Identity => new("identity"),
        PolicyType.Trust => new("trust"),
        _ => null,
    };

    private static PolicyType? PolicyTypeOf(LabCloud cloud, string path) => cloud.Steps.SelectMany(s => s.Text).FirstOrDefault(t => t.Value == path).Key switch
    {
        "PolicyDocument" => PolicyType.Identity,
        "AssumeRolePolicyDocument" => PolicyType.Trust,
        _ => null,
    };

    public async Task<GradeReport> GradeAsync(GradingRequest request, IProgress<GradingProgress>? progress, CancellationToken cancel)
    {
        var total = request.Lab.Tasks.Sum(t => t.Checks.Count(c => request.IncludeHidden || !c.Hidden));
        GradeReport nothing = new()
        {
            SubmissionId = request.SubmissionId,
            Status = GradeStatus.Ungradable,
            Score = 0,
            OutOf = request.Lab.Tasks.Sum(t => t.Checks.Where(c => request.IncludeHidden || !c.Hidden).Sum(c => c.Points)),
            Tasks = [],
        };
        if (request.Lab.Files.FirstOrDefault(f => request.Files.All(s => s.Path != f.Path)) is { } missing) return nothing with { Message = $"{missing.Path} was not handed in." };
        if (request.Files.FirstOrDefault(f => f.Text.Length > MaxFileCharacters) is { } large) return nothing with { Message = TooLarge(large) };
        var status = await handlers.GetStatusAsync(cancel);
        if (!status.Available) return nothing with { Status = GradeStatus.Error, Message = $"Your function was not run, and this cost no attempt. {status.Details}" };

        // A seed belongs to one learner's lab: who submits twice waits for himself, not others for him.
        LiveAccountOptions options = new() { Owner = $"{request.Lab.Id}/{request.Seed}", Queued = new QueuePlaces(progress, total) };
        var run = await CloudRun.OfAsync(request.Lab, request.Files, request.Seed, handlers, options, cancel);
        DrawnRuns.Keep(request.Lab, request.Files, request.Seed, DrawnRun.Of(run));
        var report = CloudGrading.Report(request, run, Kinds, progress, cancel);
        var shown = report.Tasks.SelectMany(t => t.Checks).Select(c => CloudEvidence.Of(c)?.Function).OfType<FunctionEvidence>();
        return report with { Measurements = FunctionWindow.Measure(run, shown) };
    }

    private static string TooLarge(SubmittedFile file) => $"{file.Path} has {file.Text.Length} characters; this lab takes up to {MaxFileCharacters}.";

    private sealed class QueuePlaces(IProgress<GradingProgress>? progress, int total) : IProgress<int>
    {
        public void Report(int place) => progress?.Report(new(place, 0, total));
    }
}
