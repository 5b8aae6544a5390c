using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>One call that stands in a learner's file.</summary>
internal sealed record WrittenCall(string Service, string Operation, JsonValue Input, string? Name, Location At);

/// <summary>Reads a learner's files: the input of one operation, or a list of calls.</summary>
internal static class SubmittedCalls
{
    public const string NotACall = "NOT_A_CALL";
    public const string TooMany = "TOO_MANY_CALLS";

    /// <summary>In one file.</summary>
    public const int Most = 50;

    private static readonly string[] Members = ["service", "operation", "input", "as"];

    /// <summary>The calls of a step's file, or the first thing that makes it unreadable.</summary>
    /// <param name="run">As far as the step; null where it is only asked whether the file can be read.</param>
    public static (IReadOnlyList<WrittenCall> Calls, Finding? Problem) Read(LabStep step, string text, CloudRun? run = null)
    {
        if (step.Console is not null) return ConsoleSteps.ConsoleCalls.Read(step, text, run);
        var reading = JsonReader.Read(text);
        if (reading.Value is not { } json) return ([], reading.SyntaxError);
        if (step.Named is var (service, operation)) return ([new(service, operation, json, step.As, json.At)], null);
        if (json is not JsonArray list) return ([], Wrong(json.At, "This file is a list of calls: begin it with [ and end it with ]."));
        if (list.Items.Count > Most) return ([], new(FindingType.Error, TooMany, $"There are {list.Items.Count} calls here, and this lab takes {Most} at most.", list.Items[Most].At));
        List<WrittenCall> calls = [];
        foreach (var item in list.Items)
        {
            if (item is not JsonObject call) return ([], Wrong(item.At, "A call is an object with the members `service`, `operation` and `input`."));
            if (call.Members.FirstOrDefault(m => !Members.Contains(m.Name)) is { } unknown)
                return ([], Wrong(unknown.NameAt, $"A call has the members `service`, `operation`, `input` and, where its result is to be named, `as`; `{Clip(unknown.Name)}` is none of them."));
            if (Text(call, "service") is not { } of || Text(call, "operation") is not { } name || call.Find("input")?.Value is not { } input)
                return ([], Wrong(call.At with { End = call.At.Start + 1 }, "A call needs `service` (such as \"ec2\"), `operation` (such as \"StopInstances\") and `input` (the operation's input, an object)."));
            var result = Text(call, "as");
            if (call.Find("as") is { } named && (result is null || !ResultNames.IsName(result)))
                return ([], Wrong(named.Value.At, "A result's name is a string of letters and digits, a letter first."));
            calls.Add(new(of, name, input, result, call.At));
        }
        return (calls, null);
    }

    /// <summary>What AWS's client would say of a file as it is typed.</summary>
    public static IEnumerable<Finding> Inspect(LabStep step, string text)
    {
        var (calls, problem) = Read(step, text);
        if (problem is not null) return [problem];
        return calls.SelectMany(call => Shape(step, call, text)).Take(100);
    }

    private static IEnumerable<Finding> Shape(LabStep step, WrittenCall call, string text)
    {
        if (step.Call is "ecs RegisterTaskDefinition")
        {
            foreach (var finding in RegisterTaskDefinition.Check(text).Findings) yield return finding.Finding;
            yield break;
        }
        if (SimulatedServices.Find(call.Service) is not { } service)
        {
            yield return Wrong(call.At, $"The simulation has no service \"{Clip(call.Service)}\"; {(SimulatedServices.Nearest(call.Service) is { } meant ? $"write \"{meant}\"." : $"it has {string.Join(", ", SimulatedServices.All.Select(s => s.Name))}.")}");
            yield break;
        }
        if (ServiceModel.Of(call.Service).Find(call.Operation) is not { } operation)
        {
            yield return Wrong(call.At, $"{call.Service} has no operation \"{Clip(call.Operation)}\"; {(SimulatedServices.Nearest(call.Service, call.Operation) is { } meant ? $"{meant} is probably meant: names of operations are case-sensitive." : "look at its spelling.")}");
            yield break;
        }
        foreach (var found in ParameterValidation.Check(call.Input, service.InputOf(call.Operation) ?? operation.Input, call.Operation))
        {
            // What another file supplies is not missing here.
            if (found.IssueCode is ParameterValidation.MissingParameter && step.Supplied.Any(k => found.AwsMessage.EndsWith($"\"{k}\"", StringComparison.Ordinal))) continue;
            yield return new(FindingType.Error, found.IssueCode, $"{found.Advice} AWS's client says: {found.AwsMessage}", found.At);
        }
    }

    private static string? Text(JsonObject json, string name) => (json.Find(name)?.Value as JsonString)?.Value;

    private static Finding Wrong(Location at, string why) => new(FindingType.Error, NotACall, why, at);

    internal static string Clip(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 80), "…");
}
