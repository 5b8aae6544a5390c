using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CommandLine;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>The lines that a learner typed at a terminal, on the run's account.</summary>
internal sealed partial class CloudRun
{
    private readonly List<TerminalEntry> _typed = [];

    /// <summary>What was typed and what it printed, in order; nothing in labs without a terminal.</summary>
    public IReadOnlyList<TerminalEntry> Typed => _typed;

    /// <summary>The file that was typed; null in labs without a terminal.</summary>
    public string? ScriptFile { get; private set; }

    private void Type(string file, string by)
    {
        ScriptFile = file;
        _typed.AddRange(Terminal.Run(new Desk(this, file, LabCloud.CallerOf(by, _cloud.Account)!), _files.GetValueOrDefault(file, "")));
    }

    /// <summary>Where somebody sits and types.</summary>
    private sealed class Desk(CloudRun run, string file, Caller caller) : ITerminalAccount
    {
        public string Region => run.Region;

        public DateTimeOffset Now => run.Account.Now;

        public CallResult Call(string region, string service, string operation, JsonValue input, Location at)
        {
            run._cancel.ThrowIfCancellationRequested();
            if (Copies(input) is not null)
                return new(0, null, new(AwsError.NotSimulated, $"The command asks for more than {MostCopies} copies at once.", 400) { Advice = "That is more than the account of a lab takes." });
            var result = run.Account.Call(caller, region, service, operation, input);
            run.Keep();
            // Places are those of the line: no file has the input as text.
            run._calls.Add(new(file, service, operation, null, at, result.Error is { } error ? result with { Error = error with { At = null } } : result, null));
            return result;
        }

        public bool Pass(TimeSpan time)
        {
            if (run.TooMuch is not null) return false;
            var passing = run.AdvanceAsync(time);
            if (!passing.IsCompleted) throw new InvalidOperationException("A run without functions had to wait.");
            passing.GetAwaiter().GetResult();
            return run.TooMuch is null;
        }

        public string? File(string path) => run._files.GetValueOrDefault(path);
    }
}
