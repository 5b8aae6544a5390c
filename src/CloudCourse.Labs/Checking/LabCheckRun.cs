using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Course.Checking;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Labs.Checking;

/// <summary>One lab's solutions through its grader; collects what is wrong once, however many seeds show it.</summary>
/// <param name="isQuick">It grades in milliseconds: every solution is graded twice, and not only the first good one.</param>
internal sealed partial class LabCheckRun(IGrader grader, LabDefinition lab, string folder, CheckContext context, bool isQuick)
{
    private const string Passed = "passed";

    /// <summary>What depends on chance shows at once; grading every learner's twice would double the course's check.</summary>
    private const int TwiceUpTo = 1;

    private readonly Dictionary<(string File, string Kind), ContentProblem> _problems = [];
    private readonly HashSet<(string Check, string Key)> _shown = [];
    private bool _isCutShort;

    public IReadOnlyList<ContentProblem> Problems()
    {
        // Without every solution's report, a message that seems unused may only be unseen.
        if (!_isCutShort)
        {
            foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
            {
                foreach (var key in check.Messages.Keys.Where(k => k is not Passed && !_shown.Contains((check.Id, k))))
                    Add("checks.yml", $"unseen {check.Id} {key}", $"id: {check.Id}", $"No bad solution and no starter shows the message `{key}` of `{check.Id}`; add solutions/bad-… that does, or remove the message.");
            }
        }
        return [.. _problems.Values.Order()];
    }

    public async Task GradeAsync(int seed, CancellationToken cancel)
    {
        var variant = lab.ForSeed(seed);
        var firstGood = variant.Solutions.FirstOrDefault(s => s.IsGood);
        foreach (var solution in variant.Solutions)
        {
            // A learner's numbers must not make a good solution fail; where a run is dear, a bad one that fails for one learner is enough.
            if (!isQuick && !solution.IsGood && seed > TwiceUpTo) continue;
            SubmittedFile[] files = [.. variant.Files.Select(f => new SubmittedFile(f.Path, solution.Files[f.Path]))];
            var file = solution.IsGood ? $"solutions/{solution.Name}/{variant.Files[0].Path}" : $"solutions/{solution.Name}/expect.yml";
            if (await ReportAsync(variant, files, seed, file, isQuick || solution == firstGood, cancel) is not { } report) continue;
            if (solution.Expect is { } expect) CheckBad(report, expect, file, seed);
            else CheckGood(report, file, seed);
        }
        if (!isQuick && seed > TwiceUpTo) return;
        SubmittedFile[] starter = [.. variant.Files.Select(f => new SubmittedFile(f.Path, f.Starter))];
        var starterFile = $"starter/{variant.Files[0].Path}";
        if (await ReportAsync(variant, starter, seed, starterFile, isQuick, cancel) is { Status: GradeStatus.Graded } graded && graded.Score >= graded.OutOf)
            Add(starterFile, "passes", "", $"The starter scores {graded.Score} of {graded.OutOf} (seed {seed}): there is nothing left to do in this lab.");
    }

    private void CheckGood(GradeReport report, string file, int seed)
    {
        if (report.Status is not GradeStatus.Graded) Add(file, "ungraded", "", $"This good solution is not graded (seed {seed}): {report.Message}");
        else if (report.OutOf != lab.Points) Add("checks.yml", "points", "", $"The checks give {lab.Points} points, but the report is out of {report.OutOf}.");
        else if (report.Score != report.OutOf)
        {
            var failed = Results(report).First(c => c.Status is not CheckStatus.Passed);
            Add(file, "fails", "", $"This good solution scores {report.Score} of {report.OutOf} (seed {seed}): `{failed.Id}` says `{failed.MessageKey}`: {failed.Message}");
        }
    }

    private void CheckBad(GradeReport report, ExpectedFailure expect, string file, int seed)
    {
        if (report.Status is not GradeStatus.Graded)
        {
            Add(file, "ungraded", "", $"This bad solution is not graded (seed {seed}): {report.Message}");
            return;
        }
        if (lab.Tasks.SelectMany(t => t.Checks).FirstOrDefault(c => c.Id == expect.Check) is not { } definition)
            Add(file, "check", "check:", $"The lab has no check `{expect.Check}`.");
        else if (!definition.Messages.ContainsKey(expect.Key))
            Add(file, "key", "key:", $"`{expect.Check}` has no message `{expect.Key}`; it has {string.Join(", ", definition.Messages.Keys.Select(k => $"`{k}`"))}.");
        else if (Results(report).FirstOrDefault(c => c.Id == expect.Check) is not { } result)
            Add(file, "absent", "check:", $"The report has no result of `{expect.Check}` (seed {seed}).");
        else if (result.Status is not CheckStatus.Failed || result.MessageKey != expect.Key)
            Add(file, "differs", "key:", $"`{expect.Check}` says `{result.MessageKey}` and not `{expect.Key}` (seed {seed}): {result.Message}");
    }

    /// <summary>Grades, for the first learner twice. Null, with a problem, where the grader failed.</summary>
    private async Task<GradeReport?> ReportAsync(LabDefinition variant, SubmittedFile[] files, int seed, string file, bool twice, CancellationToken cancel)
    {
        GradingRequest request = new(new Guid(seed, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]), variant, files, seed, IncludeHidden: true);
        GradeReport report;
        GradeReport? again = null;
        try
        {
            report = await grader.GradeAsync(request, null, cancel);
            if (seed <= TwiceUpTo && twice) again = await grader.GradeAsync(request, null, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _isCutShort = true;
            Add(file, "crash", "", $"The grader failed on this (seed {seed}): {e.Message}");
            return null;
        }
        if (again is not null && Bytes(report) != Bytes(again)) Add(file, "differs twice", "", $"Grading this twice gave two different reports (seed {seed}); a grade may depend on nothing but the files, the lab and the seed.");
        _isCutShort |= report.Status is GradeStatus.Error;
        foreach (var result in Results(report)) CheckResult(result, file, seed);
        return report;
    }

    private void CheckResult(CheckResult result, string file, int seed)
    {
        _shown.Add((result.Id, result.MessageKey));
        var definition = lab.Tasks.SelectMany(t => t.Checks).FirstOrDefault(c => c.Id == result.Id);
        if (result.Status is CheckStatus.Error) Add(file, $"error {result.Id}", "", $"`{result.Id}` could not be decided (seed {seed}): {result.Message}");
        else if (string.IsNullOrWhiteSpace(result.Message)) // some kinds have words of their own where the author has none
            Add("checks.yml", $"unwritten {result.Id} {result.MessageKey}", $"id: {result.Id}", $"`{result.Id}` can fail as `{result.MessageKey}` (it does for {file}), for which it has no message; write one.");
        if (result.Hidden && (result.Evidence is not null || result.Locations.Count > 0))
            Add("checks.yml", $"evidence {result.Id}", $"id: {result.Id}", $"The hidden check `{result.Id}` gives evidence away (for {file}).");
        // The author's own braces stay; one of a name that the grader was to fill is a slip.
        if (definition?.Messages.GetValueOrDefault(result.MessageKey) is { } authored
            && Fields.Matches(authored).FirstOrDefault(f => result.Message.Contains(f.Value, StringComparison.Ordinal)) is { } unfilled)
            Add("checks.yml", $"unfilled {result.Id} {result.MessageKey}", $"id: {result.Id}", $"`{unfilled.Value}` in the message `{result.MessageKey}` of `{result.Id}` is not filled by this check kind; correct the name.");
    }

    private void Add(string file, string kind, string near, string message)
    {
        var path = $"{folder}/{file}";
        _problems.TryAdd((path, kind), near.Length == 0 ? new(path, 1, 1, message) : context.Problem(path, near, message));
    }

    private static IEnumerable<CheckResult> Results(GradeReport report) => report.Tasks.SelectMany(t => t.Checks);

    private static string Bytes(GradeReport report) =>
        JsonSerializer.Serialize(report with { Measurements = new Dictionary<string, double>() }, CourseJson.Options);

    [GeneratedRegex(@"\{[A-Za-z][A-Za-z0-9]*\}")]
    private static partial Regex Fields { get; }
}
