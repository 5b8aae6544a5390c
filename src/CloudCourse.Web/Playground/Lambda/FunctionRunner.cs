using System.Text;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Lambda.Load;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>What a run gave.</summary>
/// <param name="Before">The account as it was before the function first had a say.</param>
/// <param name="Refused">Invocations that Lambda refused, such as throttled ones.</param>
public sealed record FunctionOutcome(ReadRun Asked, AccountState Before, AccountState After, IReadOnlyList<RanInvocation> Ran, IReadOnlyList<ApiCall> Calls, IReadOnlyList<Change> Changes, IReadOnlyList<AwsError> Refused)
{
    public required Timeline Timeline { get; init; }
    public required FunctionFigures Figures { get; init; }
}

/// <summary>Makes an account, the role and the function in it, and invokes the function. The code runs in the sandbox; the account is gone with the answer.</summary>
internal static class FunctionRunner
{
    public const string AccountId = "111122223333", Region = "us-east-1", FunctionName = "my-function", RoleName = "my-function-role";
    public const string RoleArn = $"arn:aws:iam::{AccountId}:role/{RoleName}";

    /// <summary>Retries come a minute and three minutes after the first try; a schedule may be slower.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromMinutes(30);
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    internal static readonly Caller Owner = Caller.Root(AccountId);

    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    /// <exception cref="FunctionException">What was sent cannot be set up, in AWS's words where they are AWS's.</exception>
    public static async Task<FunctionOutcome> RunAsync(ReadRun run, IHandlerRuntime runtime, string owner, IProgress<int> queued, CancellationToken cancel)
    {
        SimulatedAccount account = new(new(AccountId, 1, Start) { RunsFunctions = true });
        await using LiveAccount live = new(account, runtime, new() { Owner = owner, Queued = queued, ComputeMs = run.Load is { WorkMs: > 0 and var work } ? new Dictionary<string, double> { [FunctionName] = work } : new Dictionary<string, double>() });
        SetUp(account, run);
        await live.AdvanceAsync(TimeSpan.FromSeconds(3), cancel); // a new function takes a moment until it is active

        var (before, from) = (account.State, account.History.Count);
        foreach (var step in run.Steps)
        {
            await TakeAsync(live, step, cancel);
            if (live.Ran.Count == 0) (before, from) = (account.State, account.History.Count);
        }

        List<AwsError> refused = [];
        if (run.Load is { } load)
        {
            var events = load.Prepare(account, run);
            (before, from) = (account.State, account.History.Count);
            account.Happen(events);
            await live.AdvanceAsync(TimeSpan.FromSeconds(load.Seconds), cancel);
        }
        else if (run.Mode is not InvocationMode.Account)
        {
            JsonObject input = new()
            {
                ["FunctionName"] = FunctionName,
                ["InvocationType"] = run.Mode is InvocationMode.Async ? "Event" : "RequestResponse",
                ["Payload"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(run.Event)),
            };
            for (var i = 0; i < run.Invocations; i++)
            {
                var made = run.Mode is InvocationMode.Async
                    ? account.Call(Owner, Region, "lambda", "Invoke", input.ToJsonString()) // all at the same moment
                    : await live.CallAsync(Owner, Region, "lambda", "Invoke", input.ToJsonString(), cancel);
                if (made.Error is { } error) refused.Add(error);
            }
        }
        await SettleAsync(live, run.Mode is InvocationMode.Account ? TimeSpan.FromMinutes(2) : run.Load is { Source: LoadSource.Messages } ? TimeSpan.FromMinutes(1) : Step, cancel);
        var happened = account.History.Skip(from).ToList();
        return new(run, before, account.State, live.Ran, [.. happened.OfType<ApiCall>()], [.. happened.OfType<Change>()], refused)
        {
            Timeline = Timeline.Of(before.Now, [before, account.State], account.History),
            Figures = FunctionFigures.Of(live.Ran, happened, FunctionName),
        };
    }

    /// <summary>Lets happen what was set off: retries, deliveries, what waits for room.</summary>
    private static async Task SettleAsync(LiveAccount live, TimeSpan least, CancellationToken cancel)
    {
        for (var passed = TimeSpan.Zero; passed < least || (passed < Longest && live.Account.State.Lambda is { Waiting.Count: > 0 } or { Running.Count: > 0 }); passed += Step)
            await live.AdvanceAsync(Step, cancel);
    }

    private static void SetUp(SimulatedAccount account, ReadRun run)
    {
        Make("iam", "CreateRole", new() { ["RoleName"] = RoleName, ["AssumeRolePolicyDocument"] = Trust }, "role");
        if (!string.IsNullOrWhiteSpace(run.Policy))
            Make("iam", "PutRolePolicy", new() { ["RoleName"] = RoleName, ["PolicyName"] = "my-function-policy", ["PolicyDocument"] = run.Policy }, "role");
        JsonObject function = new()
        {
            ["FunctionName"] = FunctionName,
            ["Runtime"] = run.Runtime,
            ["Handler"] = run.Handler,
            ["Role"] = RoleArn,
            ["MemorySize"] = run.Memory,
            ["Timeout"] = run.Timeout,
            ["Code"] = new JsonObject { ["ZipFile"] = CodePackage.Write(run.Files) },
        };
        if (run.Variables.Count > 0) function["Environment"] = new JsonObject { ["Variables"] = new JsonObject(run.Variables.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))) };
        Make("lambda", "CreateFunction", function, "settings");

        void Make(string service, string operation, JsonObject input, string part)
        {
            if (account.Call(Owner, Region, service, operation, input.ToJsonString()).Error is { } error) throw new FunctionException(part, Words($"{service}:{operation}", error));
        }
    }

    private static async Task TakeAsync(LiveAccount live, AccountStep step, CancellationToken cancel)
    {
        if (step.Advance > TimeSpan.Zero)
        {
            await live.AdvanceAsync(step.Advance, cancel);
            return;
        }
        var result = await live.CallAsync(Owner, Region, step.Service, step.Operation, step.Input, cancel);
        if (result.Error is { } error) throw new FunctionException("account", $"Step {step.Number} of the account was refused. {Words($"{step.Service}:{step.Operation}", error)}");
    }

    internal static string Words(string call, AwsError error) => $"{call} answered {error.Code}: {error.Message}{(error.Advice is { } advice && advice != error.Message ? $"{Ended(error.Message)} {advice}" : "")}";

    /// <summary>Not all of AWS's messages end with a full stop.</summary>
    private static string Ended(string message) => message.EndsWith('.') || message.EndsWith('!') ? "" : ".";
}
