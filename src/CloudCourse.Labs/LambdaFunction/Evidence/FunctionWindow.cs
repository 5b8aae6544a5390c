using System.Text.Json;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaFunction.Evidence;

/// <summary>The invocations of one function between two moments of a run, and what they called.</summary>
internal sealed class FunctionWindow
{
    private const int MostShown = 3, MostCalls = 20, MostLines = 60, LongestLine = 600, LongestJson = 4000;

    /// <summary>What names the thing that a call is about, the most telling first.</summary>
    private static readonly string[] Subjects = ["Key", "TableName", "QueueUrl", "TopicArn", "Prefix", "Bucket", "FunctionName", "Name", "SecretId", "StreamName"];

    private readonly CloudRun _run;
    private readonly string? _function;

    /// <param name="from">Null for the beginning.</param>
    /// <param name="until">Null for the end.</param>
    public FunctionWindow(CloudRun run, string? function, AccountSnapshot? from, AccountSnapshot? until)
    {
        (_run, _function) = (run, function);
        var (first, last) = (from?.History.Count ?? 0, until?.History.Count ?? long.MaxValue);
        List<RanInvocation> all = [.. run.Ran.Where(r => (function is null || r.Started.Version.Name == function) && r.FirstNumber <= last)];
        HasRun = all.Count > 0;
        Ran = [.. all.Where(r => r.FirstNumber > first)];
    }

    /// <summary>It ran by the later moment, if before the earlier one.</summary>
    public bool HasRun { get; }

    public IReadOnlyList<RanInvocation> Ran { get; }

    /// <summary>The first that failed, or was refused something for want of a permission.</summary>
    public RanInvocation? Telling => Ran.FirstOrDefault(r => r.Outcome.Error is not null || Denied(r) is not null);

    /// <summary>What the first invocation that did not wait for its calls had not sent when it returned.</summary>
    public IReadOnlyList<string> Unsent => Ran.FirstOrDefault(r => r.Outcome.Unsent.Count > 0)?.Outcome.Unsent ?? [];

    /// <summary>The first call of an invocation that the role had no permission for.</summary>
    public ApiCall? Denied(RanInvocation ran) => Calls(ran).FirstOrDefault(c => c.Error is { Denied.Count: > 0 });

    private IEnumerable<ApiCall> Calls(RanInvocation ran)
    {
        var version = ran.Started.Version;
        var caller = $":assumed-role/{version.RoleArn[(version.RoleArn.LastIndexOf('/') + 1)..]}/{version.Name}";
        return _run.Account.History.Skip((int)ran.FirstNumber - 1).Take((int)(ran.LastNumber - ran.FirstNumber + 1)).OfType<ApiCall>().Where(c => c.Caller.EndsWith(caller, StringComparison.Ordinal));
    }

    public FunctionEvidence Evidence() => new(_function ?? (Ran is [var one, ..] ? one.Started.Version.Name : ""), Ran.Count, Ran.Count(r => r.Outcome.Error is not null),
        [.. new[] { Telling, Ran is [var first, ..] ? first : null, Ran is [.., var last] ? last : null }.OfType<RanInvocation>().Distinct().Take(MostShown).OrderBy(r => r.FirstNumber).Select(Of)]);

    private InvocationEvidence Of(RanInvocation ran)
    {
        var (started, outcome) = (ran.Started, ran.Outcome);
        var calls = Calls(ran).ToList();
        List<string> log = [.. outcome.Log.Take(MostLines).Select(l => HandlerEvidence.Cut(l, LongestLine))];
        if (outcome.Log.Count > MostLines) log.Add($"({outcome.Log.Count - MostLines} more lines)");
        return new(started.RequestId, ran.FirstNumber, started.At, started.IsCold, outcome.DurationMs + (outcome.InitMs ?? 0), started.Version.MemorySize, Json(started.Payload), outcome.Error is null ? Json(outcome.Payload) : null,
            outcome.Error is { } error ? error with { StackTrace = [.. error.StackTrace.Take(20).Select(l => HandlerEvidence.Cut(l, LongestLine))], ErrorMessage = HandlerEvidence.Cut(error.ErrorMessage, LongestLine) } : null,
            log, [.. calls.Take(MostCalls).Select(Of)], Math.Max(0, calls.Count - MostCalls))
        { Unsent = outcome.Unsent };
    }

    private static HandlerCallEvidence Of(ApiCall call) => new(call.Service, call.Operation, About(call.Input), call.Error?.Code, call.Error is { } error ? CallReader.Clip(error.Message) : null,
        [.. (call.Error?.Denied ?? []).Select(CallReader.Of)]);

    /// <summary>The input may be anything that a learner's code wrote.</summary>
    private static string? About(string input)
    {
        try
        {
            using var document = JsonDocument.Parse(input, new() { MaxDepth = 128 });
            if (document.RootElement.ValueKind is not JsonValueKind.Object) return null;
            foreach (var name in Subjects)
            {
                if (document.RootElement.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String) return HandlerEvidence.Cut(value.GetString()!, 200);
            }
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Json(string json) => HandlerEvidence.Cut(HandlerEvidence.Pretty(json), LongestJson);

    /// <summary>What the REPORT lines of the invocations say that the report's checks show, by their names.</summary>
    public static Dictionary<string, double> Measure(CloudRun run, IEnumerable<FunctionEvidence> shown)
    {
        var numbers = shown.SelectMany(e => e.Shown).Select(i => i.Number).ToHashSet();
        Dictionary<string, double> measured = [];
        foreach (var ran in run.Ran.Where(r => numbers.Contains(r.FirstNumber)))
            foreach (var (name, value) in ReportLine.Measure(ran.Report, ran.Started.Version.MemorySize))
                measured[$"{InvocationEvidence.MeasuredBy(ran.Started.RequestId, ran.FirstNumber)}/{name}"] = value;
        return measured;
    }
}
