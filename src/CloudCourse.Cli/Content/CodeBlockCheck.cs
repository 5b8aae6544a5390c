using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;
using CloudCourse.Simulation.Lambda;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CloudCourse.Cli.Content;

/// <summary>
/// Every code block that claims something keeps it: JSON, YAML and Python parse, a policy has no error, a task definition registers, a handler
/// loads, an <c>aws</c> command is one; and one that says <c>invalid</c> is.
/// </summary>
/// <param name="handlers">Null where handlers cannot run on this machine; their blocks are then left to another.</param>
public sealed partial class CodeBlockCheck(IHandlerRuntime? handlers)
{
    public async Task<IReadOnlyList<ContentProblem>> OfAsync(SourceDocument document, CancellationToken cancel)
    {
        List<ContentProblem> problems = [];
        foreach (var block in document.Rendered.CodeBlocks)
        {
            var words = block.Info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var claims = words.Where(w => w is not "invalid").ToArray();
            IReadOnlyList<Fault>? faults = claims switch
            {
                ["json"] => JsonFaults(block.Code),
                ["json", "policy"] => PolicyFaults(block.Code, PolicyType.Identity),
                ["json", "policy", "trust"] => PolicyFaults(block.Code, PolicyType.Trust),
                ["json", "policy", "resource"] => PolicyFaults(block.Code, PolicyType.Resource),
                ["json", "task-definition"] => [.. RegisterTaskDefinition.Check(block.Code).Errors.Select(f => Fault.Of(f.Finding, block.Code))],
                ["python", "handler"] => handlers is null ? null : await HandlerFaultsAsync(handlers, block.Code, cancel),
                ["python"] => handlers is null ? null : await PythonFaultsAsync(handlers, block.Code, cancel),
                ["yaml"] => YamlFaults(block.Code),
                ["bash"] => [.. AwsCommands.Check(block.Code).Select(f => new Fault(f.Line, 1, f.Message))],
                [_] => null,
                [] => null,
                _ => [new(0, 1, $"`{block.Info}` is not a kind of code block: write `json policy` (`trust` or `resource` where it is one), `json task-definition`, `python handler`, or the language alone.")],
            };
            if (faults is null) continue;
            var isInvalid = words.Contains("invalid");
            if (!isInvalid) problems.AddRange(faults.Select(f => document.Problem(new(block.At.Line + f.Line, f.Column), f.Message)));
            else if (faults.Count == 0) problems.Add(document.Problem(block.At, "This block says `invalid`, but nothing is wrong with it: remove the word, or spoil the block."));
        }
        return problems;
    }

    private static IReadOnlyList<Fault> PolicyFaults(string code, PolicyType kind) =>
        [.. PolicyFindings.Of(code, kind).Where(f => f.Type is FindingType.Error).Select(f => Fault.Of(f, code))];

    private static IReadOnlyList<Fault> JsonFaults(string code)
    {
        var reading = JsonReader.Read(code);
        if (reading.SyntaxError is { } error) return [Fault.Of(error, code)];
        return [.. reading.Duplicates.Select(d => Fault.Of(new(FindingType.Error, "", $"\"{d.Name}\" stands here a second time.", d.NameAt), code))];
    }

    private static IReadOnlyList<Fault> YamlFaults(string code)
    {
        try
        {
            new YamlStream().Load(new StringReader(code));
            return [];
        }
        catch (YamlException e)
        {
            // What is never closed is missed at the end, which may be a line further.
            return [new(Math.Min((int)e.Start.Line, code.Count(c => c == '\n') + 1), Math.Max(1, (int)e.Start.Column), $"This is not YAML that can be read: {e.Message}")];
        }
    }

    /// <summary>Compiled and not run: such a block may be a part of a program.</summary>
    private static async Task<IReadOnlyList<Fault>> PythonFaultsAsync(IHandlerRuntime handlers, string code, CancellationToken cancel)
    {
        // A JSON string is a Python string too.
        var literal = JsonSerializer.Serialize(code);
        HandlerCode compiling = new("python3.14", "lambda_function.lambda_handler",
            [new("lambda_function.py", $"compile({literal}, \"block.py\", \"exec\")\n\n\ndef lambda_handler(event, context):\n    return None\n")]);
        var run = await handlers.RunAsync(compiling, [], null, cancel);
        if (run.Init is not { } failure) return [];
        var line = BlockLine.Match(failure.ErrorMessage) is { Success: true } at ? int.Parse(at.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return [new(line, 1, $"This is not Python that can be read: {failure.ErrorMessage}")];
    }

    [GeneratedRegex(@"block\.py, line ([0-9]+)")]
    private static partial Regex BlockLine { get; }

    private static async Task<IReadOnlyList<Fault>> HandlerFaultsAsync(IHandlerRuntime handlers, string code, CancellationToken cancel)
    {
        const string file = "lambda_function.py";
        HandlerCode handler = new("python3.14", "lambda_function.lambda_handler", [new(file, code)]);
        // No event: what an example does with one is for the lesson to say, but it has to load.
        var run = await handlers.RunAsync(handler, [], null, cancel);
        return run.Init is { } failure ? [new(failure.At?.Line ?? 0, 1, $"This handler does not load: {failure.ErrorType}: {failure.ErrorMessage}")] : [];
    }

    /// <param name="Line">Within the block, from 1; 0 is the fence.</param>
    private sealed record Fault(int Line, int Column, string Message)
    {
        public static Fault Of(Finding finding, string code)
        {
            var (line, column) = new LineMap(code).Of(finding.At.Start);
            return new(line, column, finding.Details);
        }
    }
}
