using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>What is wrong with a lab's <c>settings</c>, told to its author.</summary>
internal static class LabCloudProblems
{
    /// <param name="lab">Its placeholders are filled already.</param>
    /// <param name="runsFunctions">The lab's kind runs functions.</param>
    /// <param name="hasTerminal">The lab's kind runs scripts.</param>
    public static IReadOnlyList<string> Of(LabDefinition lab, bool runsFunctions = false, bool hasTerminal = false)
    {
        LabCloud cloud;
        try
        {
            cloud = LabCloud.Read(lab);
        }
        catch (JsonException e)
        {
            return [$"settings{e.Path?.TrimStart('$')}: {e.Message}"];
        }
        List<string> problems = [.. Account(cloud), .. cloud.Compare.Where(r => lab.Solutions.All(s => s.Name != r.Solution)).Select(r => $"settings.compare: there is no solution `{r.Solution}`"), .. cloud.Steps.Index().SelectMany(s => Step(lab, cloud, s.Item).Select(p => $"settings.steps[{s.Index}]: {p}")), .. Names(cloud)];
        if (lab.Files.Select(f => f.Path).Except(cloud.Steps.SelectMany(s => s.Base64.Values.Concat(s.Text.Values).Concat(s.Zip).Append(s.File).Append(s.Script))).FirstOrDefault() is { } unused)
            problems.Add($"settings.steps: no step uses the file `{unused}`");
        if (!hasTerminal && cloud.Steps.Any(s => s.Script is not null)) problems.Add("settings.steps: `script` is typed at a terminal, which only labs of the kind command-line have");
        if (cloud.RunsFunctions && !runsFunctions) problems.Add("settings.steps: `zip` and `code` deploy functions, which only labs of the kind lambda-function run");
        if (!cloud.RunsFunctions && runsFunctions) problems.Add("settings.steps: no step deploys a function, by `zip` or `code`");
        if (problems.Count == 0) problems.AddRange(Setup(lab, cloud));
        return problems;
    }

    private static IEnumerable<string> Account(LabCloud cloud)
    {
        if (cloud.Account.Length != 12 || !cloud.Account.All(char.IsAsciiDigit))
            yield return $"settings.account: \"{cloud.Account}\" is not an account of twelve digits; `templates` lists lab.yml where it is @@account@@";
        if (!IsRegion(cloud.Region)) yield return $"settings.region: there is no Region `{cloud.Region}`";
        if (LabCloud.CallerOf(cloud.Caller, cloud.Account) is null) yield return $"settings.caller: `{cloud.Caller}` is not root, user/… or role/…";
    }

    private static IEnumerable<string> Step(LabDefinition lab, LabCloud cloud, LabStep step)
    {
        string?[] kinds = [step.File ?? step.Call, step.Script, step.Wait, step.ZoneFails, step.ZoneRecovers, step.ProgramsEnd ? "" : null, step.Visitors?.Name, step.Request?.Name, step.Duplicates is null ? null : "", step.Mark];
        if (kinds.Count(k => k is not null) != 1) yield return "a step is one of `call`, `file`, `script`, `wait`, `zoneFails`, `zoneRecovers`, `programsEnd`, `visitors`, `request`, `duplicates`, `mark`";
        if (step.Call is not null && step.Named is not var (service, operation)) yield return "`call` is a service and an operation, as `ec2 RunInstances`";
        else if (step.Call is not null && SimulatedServices.Find(step.Named!.Value.Service)?.Operations.Any(o => o.Name == step.Named.Value.Operation) is not true)
            yield return $"the simulation has no `{step.Call}`";
        if (step.File is not null && lab.Files.All(f => f.Path != step.File)) yield return $"`{step.File}` is not a file of this lab";
        if (step.Script is not null && lab.Files.All(f => f.Path != step.Script)) yield return $"`{step.Script}` is not a file of this lab";
        if (step.File is not null && step.Input.ValueKind is not JsonValueKind.Undefined) yield return "the input is the file; leave `input` out";
        if (step.File is null && step.Call is not null && step.Input.ValueKind is not JsonValueKind.Object) yield return "`input` is the operation's input";
        if (step.Console is { } console && !ConsoleSteps.Flows.ConsoleFlow.All.ContainsKey(console)) yield return $"the console has no walk `{console}`; it has {string.Join(", ", ConsoleSteps.Flows.ConsoleFlow.All.Keys)}";
        if (step.Console is not null && (step.File is null || step.Call is not null || lab.Kind != "console-steps")) yield return "`console` goes with the `file` of its answers alone, in a lab of the kind console-steps";
        if (step is { File: not null, Call: null, Console: null } && (step.As is not null || step.Base64.Count > 0)) yield return "in a list of calls each names its own result";
        foreach (var (member, file) in step.Base64.Where(b => lab.Files.All(f => f.Path != b.Value))) yield return $"base64.{member}: `{file}` is not a file of this lab";
        foreach (var (member, file) in step.Text.Where(t => lab.Files.All(f => f.Path != t.Value))) yield return $"text.{member}: `{file}` is not a file of this lab";
        foreach (var file in step.Zip.Where(z => lab.Files.All(f => f.Path != z))) yield return $"zip: `{file}` is not a file of this lab; the lab's own text stands under `code`";
        if (step.Zip.Count + step.Code.Count > 0 && step.Call is not ("lambda CreateFunction" or "lambda UpdateFunctionCode")) yield return "`zip` and `code` go with `lambda CreateFunction` or `lambda UpdateFunctionCode`";
        if (step.File is not null && step.Text.Count > 0) yield return "the input is the file; `text` goes with an `input` of the lab's own";
        if (step.Request is { } request && !cloud.RunsFunctions) yield return $"request {request.Name}: only labs with functions answer requests";
        if (step.Duplicates is < 0 or > 1) yield return $"`duplicates` is {step.Duplicates}, not a part from 0 to 1";
        if (step.By is not null && LabCloud.CallerOf(step.By, cloud.Account) is null) yield return $"`by` is `{step.By}`, not root, user/… or role/…";
        if (step.Region is { } region && !IsRegion(region)) yield return $"there is no Region `{region}`";
        if (step.Region is not null && step.Call is null) yield return "`region` goes with a `call`";
        if (step.Wait is not null && LabCloud.Duration(step.Wait) is not { TotalDays: <= 400 }) yield return $"`wait` is `{step.Wait}`, not a time such as 90s, 20m, 8h or 3d, 400 days at most";
        foreach (var zone in new[] { step.ZoneFails, step.ZoneRecovers }.OfType<string>().Where(z => z != LabStep.FullestZone && Simulation.Infrastructure.Region.Find(cloud.Region)?.Zones.Any(k => k.Name == z) is not true))
            yield return $"{cloud.Region} has no zone `{zone}`";
        if (step.Visitors is { } visitors)
        {
            if (visitors.Port is < 1 or > 65535) yield return $"visitors.port is {visitors.Port}, no port";
            if (Curve(visitors) is { } wrong) yield return $"visitors.curve: {wrong}";
        }
    }

    internal static bool IsRegion(string code) => Simulation.Infrastructure.Region.Find(code) is { Partition: "aws" };

    private static string? Curve(LabVisitors visitors)
    {
        if (visitors.Curve.FirstOrDefault(r => LabCloud.Duration(r.After) is null) is { } untimed) return $"`{untimed.After}` is not a time such as 90s, 20m, 8h or 3d";
        try
        {
            _ = CloudRun.CurveOf(visitors);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }

    private static IEnumerable<string> Names(LabCloud cloud)
    {
        foreach (var twice in cloud.Steps.Select(s => s.As).Concat(cloud.Steps.Select(s => s.Mark)).OfType<string>().GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"settings.steps: the name `{twice.Key}` stands twice";
        foreach (var twice in cloud.Steps.Select(s => s.Visitors?.Name).OfType<string>().GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"settings.steps: visitors `{twice.Key}` come twice";
        foreach (var twice in cloud.Steps.Select(s => s.Request?.Name).OfType<string>().GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"settings.steps: the request `{twice.Key}` stands twice";
        foreach (var name in cloud.Steps.Select(s => s.As).OfType<string>().Where(n => !ResultNames.IsName(n)))
            yield return $"settings.steps: `{name}` is no name: letters and digits, a letter first";
    }

    /// <summary>The lab's own calls before the learner's first must succeed.</summary>
    private static IEnumerable<string> Setup(LabDefinition lab, LabCloud cloud)
    {
        foreach (var call in CloudRun.Prepared(lab, 1, CancellationToken.None).Calls.Where(c => !c.Succeeded))
            yield return $"settings.steps: {call.Operation} is not done: {call.NotMade ?? call.Error?.Message}";
    }
}
