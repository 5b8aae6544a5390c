using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;
using CloudCourse.Course.Reading;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Cli.Sim;

/// <summary>
/// <c>sim run world.yml script.yml</c>: opens the account that the world describes, makes the script's calls and clock moves in order, and
/// prints the history, an event a line.
/// </summary>
internal static class SimRunCommand
{
    private static readonly IReadOnlyList<string> Levels = ["refused"];

    public static Command Create(CliIo io)
    {
        Argument<string> world = new("world") { Description = "The account to begin with: account, seed, start, region, caller, images, policies of its organization, operations." };
        Argument<string> script = new("script") { Description = "What happens, in order: `call`, `advance`, `visitors`, `zone-fails`, `zone-recovers`, `spot-notice`, `fargate-spot-runs-short`." };
        Option<bool> summary = new("--summary") { Description = "Print a sentence an event for people, and totals, instead of JSON." };
        Option<bool> bill = new("--bill") { Description = "Print the bill after the history." };
        var failOn = FailOn.Option(Levels);
        Command command = new("run", "Run a script against a simulated account and print its history as JSON lines, the same for the same files.") { world, script, summary, bill, failOn };
        command.SetAction((parsed, cancel) => RunAsync(io, parsed.GetValue(world)!, parsed.GetValue(script)!, parsed.GetValue(summary), parsed.GetValue(bill), new(Levels, parsed.GetValue(failOn)), cancel));
        return command;
    }

    private static async Task<int> RunAsync(CliIo io, string worldFile, string scriptFile, bool summary, bool bill, FailOn failOn, CancellationToken cancel)
    {
        ProblemList problems = new();
        string worldText, scriptText;
        try
        {
            (worldText, scriptText) = (await File.ReadAllTextAsync(worldFile, cancel), await File.ReadAllTextAsync(scriptFile, cancel));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await io.Error.WriteLineAsync(e.Message);
            return ExitCode.BadUsage;
        }
        var (world, reader) = SimWorld.Read(worldFile, worldText, problems);
        var script = reader.Read(scriptFile, new YamlSource(scriptFile, problems).ReadList(scriptText));
        if (world is null || problems.Count > 0)
        {
            foreach (var problem in problems.Sorted()) await io.Error.WriteLineAsync(problem.ToString().AsMemory(), cancel);
            return ExitCode.BadUsage;
        }

        var account = world.Open();
        Dictionary<string, JsonObject?> outputs = new(StringComparer.Ordinal);
        var (printed, refused) = (0, 0);
        foreach (var step in world.Operations.Concat(script))
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                Take(account, world, step, outputs);
            }
            catch (SimReferenceException e)
            {
                await PrintAsync();
                await io.Error.WriteLineAsync($"{step.Place}: {e.Message}");
                return ExitCode.Failed;
            }
            await PrintAsync();
        }
        await io.Out.FlushAsync(cancel);
        if (summary) await SummarizeAsync(io, account, refused);
        else foreach (var line in HistoryLines.Visitors(account)) await io.Out.WriteLineAsync(line);
        if (bill) await BillAsync(io, account, summary);
        return refused > 0 && failOn.IsMet("refused") ? ExitCode.Failed : ExitCode.Done;

        async Task PrintAsync()
        {
            for (; printed < account.History.Count; printed++)
            {
                var happened = account.History[printed];
                if (happened is ApiCall { Error: not null }) refused++;
                await io.Out.WriteLineAsync((summary ? HistoryLines.Sentence(happened) : HistoryLines.Of(happened)).AsMemory(), cancel);
            }
        }
    }

    private static void Take(SimulatedAccount account, SimWorld world, SimStep step, Dictionary<string, JsonObject?> outputs)
    {
        switch (step)
        {
            case AdvanceStep advance: account.Advance(advance.By); break;
            case HappenStep happen: account.Happen(happen.What); break;
            case NamingStep naming: naming.Take(account, world, outputs); break;
            case CallStep call:
                var region = call.Region ?? world.Region;
                var input = SimReferences.Fill(JsonNode.Parse(call.Input.GetRawText()), world.Options.AccountId, region, outputs)?.ToJsonString() ?? "null";
                var result = account.Call(call.As ?? world.Caller, region, call.Service, call.Operation, input);
                if (call.Id is not null) outputs[call.Id] = result.Output;
                break;
        }
    }

    private static async Task SummarizeAsync(CliIo io, SimulatedAccount account, int refused)
    {
        var calls = account.History.OfType<ApiCall>().Count();
        await io.Out.WriteLineAsync();
        await io.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{calls} {(calls == 1 ? "call" : "calls")}, {refused} refused; {account.History.Count - calls} changes until {account.Now:yyyy-MM-dd HH:mm:ss} UTC; the bill is {account.State.Bill.TotalAt(account.Now):0.00} USD."));
        foreach (var stream in account.State.Traffic.Streams.Values)
            await io.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Visitors {stream.Name}: {stream.Asked:#,0} requests, {stream.Served:#,0} served, {stream.Asked - stream.Served:#,0} lost."));
    }

    private static async Task BillAsync(CliIo io, SimulatedAccount account, bool forPeople)
    {
        if (!forPeople)
        {
            foreach (var line in HistoryLines.Bill(account)) await io.Out.WriteLineAsync(line);
            return;
        }
        foreach (var line in account.State.Bill.LinesAt(account.Now))
            await io.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{line.Usd,12:0.0000} USD  {line.What}, {line.Region}{(line.Seconds > 0 ? $", {line.Seconds / 3600.0:0.##} h" : "")}"));
    }
}
