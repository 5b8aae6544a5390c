using System.Text;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>
/// One run of a lab: its steps in an account of its own, with every moment kept. The same lab, files and seed give the same run.
/// </summary>
internal sealed partial class CloudRun
{
    /// <summary>Events that happen by themselves; no lab comes near it, and a run must end.</summary>
    private const int MostEvents = 20_000;

    /// <summary>No lab needs more copies of anything, and what a learner writes must not become work without end.</summary>
    private const int MostCopies = 100;

    /// <summary>As <see cref="MostEvents"/>: a function that sets itself off.</summary>
    private const int MostInvocations = 200;

    /// <summary>A lost environment costs a process of the sandbox, and often all of a function's time in real time.</summary>
    private const int MostLost = 6;

    private static readonly string[] Counts = ["desiredCount", "count", "DesiredCapacity", "MinSize", "MaxSize", "MinCapacity", "MaxCapacity"];

    /// <summary>What visitors ask for when the call that was to make their address has failed; a name that is kept for documentation.</summary>
    private const string NoAddress = "site.example";

    private readonly LabCloud _cloud;
    private readonly IReadOnlyDictionary<string, string> _files;
    private readonly CancellationToken _cancel;
    private readonly List<MadeCall> _calls = [];
    private readonly List<Moment> _moments = [];
    private readonly Dictionary<string, AccountSnapshot> _marks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AnsweredRequest> _answers = new(StringComparer.Ordinal);
    private LiveAccount? _live;
    private int _events, _lost, _looked;

    private CloudRun(LabCloud cloud, SimulatedAccount account, IReadOnlyDictionary<string, string> files, CancellationToken cancel) =>
        (_cloud, Account, _files, _cancel) = (cloud, account, files, cancel);

    /// <summary>The account's state from a moment until the next one.</summary>
    public readonly record struct Moment(DateTimeOffset At, AccountState State);

    public SimulatedAccount Account { get; }
    public ResultNames Names { get; } = new();

    /// <summary>The lab's calls and the learner's, in order.</summary>
    public IReadOnlyList<MadeCall> Calls => _calls;

    /// <summary>Every state that the account was in, in order.</summary>
    public IReadOnlyList<Moment> Moments => _moments;

    /// <summary>A file that could not be read; then nothing was run.</summary>
    public FileFinding? Unreadable { get; private set; }

    /// <summary>Why the run was ended before its last step; null where it was not.</summary>
    public string? TooMuch { get; private set; }

    public string Region => _cloud.Region;

    /// <summary>The step whose file is a learner's answers to the console; null in labs without one.</summary>
    public LabStep? ConsoleStep => _cloud.Steps.FirstOrDefault(s => s.Console is not null);

    /// <summary>The functions' invocations, in order; none where nothing runs functions.</summary>
    public IReadOnlyList<RanInvocation> Ran { get; private set; } = [];

    /// <summary>What came of a step's request; null where the run ended before it, or its address was never known.</summary>
    public AnsweredRequest? Answer(string request) => _answers.GetValueOrDefault(request);

    /// <summary>Where the learner's first call stands in the history: what is before it is the lab's own doing.</summary>
    public long FirstOwn { get; private set; } = long.MaxValue;

    /// <summary>How many calls the lab makes before the learner's first step, whatever comes of that.</summary>
    public int SetUp { get; private set; } = int.MaxValue;

    /// <exception cref="InvalidOperationException">The lab's own setup fails.</exception>
    public static CloudRun Of(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
    {
        var run = Begin(lab, files, seed, cancel);
        foreach (var step in run._cloud.Steps.Where(s => s.File is not null))
        {
            if (SubmittedCalls.Read(step, run._files.GetValueOrDefault(step.File!, "")).Problem is not { } problem) continue;
            run.Unreadable = new(step.File!, problem);
            return run;
        }
        run.Do(run._cloud.Steps);
        return run;
    }

    /// <summary>As <see cref="Of"/>, with functions that run.</summary>
    /// <param name="options">Who waits, and who is told the place in the queue.</param>
    public static async Task<CloudRun> OfAsync(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, IHandlerRuntime handlers, LiveAccountOptions options, CancellationToken cancel)
    {
        var run = Begin(lab, files, seed, cancel);
        await using LiveAccount live = new(run.Account, handlers, options);
        (run._live, run.Ran) = (live, live.Ran);
        await run.DoAsync(run._cloud.Steps);
        return run;
    }

    /// <summary>The account as the learner's first call finds it.</summary>
    public static CloudRun Prepared(LabDefinition lab, int seed, CancellationToken cancel)
    {
        var run = Begin(lab, [], seed, cancel);
        run.Do(run._cloud.Steps.TakeWhile(s => s.OwnFile is null));
        return run;
    }

    /// <summary>As far as the learner's last call; a file that cannot be read is passed over.</summary>
    public static CloudRun Rehearsed(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
    {
        var run = Begin(lab, files, seed, cancel);
        run.Do(run._cloud.Steps.Take(1 + run._cloud.Steps.Index().LastOrDefault(s => s.Item.File is not null).Index));
        return run;
    }

    /// <summary>As far as the script that is typed.</summary>
    public static CloudRun Sat(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
    {
        var run = Begin(lab, files, seed, cancel);
        run.Do(run._cloud.Steps.Take(1 + run._cloud.Steps.Index().FirstOrDefault(s => s.Item.Script is not null).Index));
        return run;
    }

    private static CloudRun Begin(LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
    {
        var cloud = LabCloud.Read(lab);
        SimulatedAccount account = new(new AccountOptions(cloud.Account, (ulong)(uint)seed, cloud.Start) { RunsFunctions = cloud.RunsFunctions });
        CloudRun run = new(cloud, account, files.DistinctBy(f => f.Path).ToDictionary(f => f.Path, f => f.Text, StringComparer.Ordinal), cancel);
        if (cloud.Images.Count > 0) account.Happen(new ImagesArePushed(cloud.Images));
        run.Keep();
        return run;
    }

    /// <summary>Where no function runs nothing is waited for: the steps are done when this returns.</summary>
    private void Do(IEnumerable<LabStep> steps)
    {
        var done = DoAsync(steps);
        if (!done.IsCompleted) throw new InvalidOperationException("A run without functions had to wait.");
        done.GetAwaiter().GetResult();
    }

    private async Task DoAsync(IEnumerable<LabStep> steps)
    {
        foreach (var step in steps)
        {
            _cancel.ThrowIfCancellationRequested();
            await DoAsync(step);
            if (TooMuch is not null) break;
        }
    }

    /// <summary>The account at a named moment, or at the end. Null where the run ended before it.</summary>
    public AccountSnapshot? At(string? mark) => mark is null ? Account.Snapshot() : _marks.GetValueOrDefault(mark);

    public LineMap Lines(string file) => new(_files.GetValueOrDefault(file, ""));

    public string Text(string file) => _files.GetValueOrDefault(file, "");

    private async Task DoAsync(LabStep step)
    {
        if (step.OwnFile is not null) (FirstOwn, SetUp) = (Math.Min(FirstOwn, Account.History.Count + 1), Math.Min(SetUp, _calls.Count));
        if (step.Mark is { } mark) _marks[mark] = Account.Snapshot();
        else if (step.Wait is { } wait) await AdvanceAsync(LabCloud.Duration(wait)!.Value);
        else if (step.ZoneFails is { } failing) Happen(new ZoneFails(Region, failing == LabStep.FullestZone ? FullestZone() : failing));
        else if (step.ZoneRecovers is { } back)
        {
            // All that is down; a lab names the zone where it named it before.
            foreach (var zone in Account.State.Ec2.Regions.Find(Region)?.FailedZones.ToList() ?? [])
                if (back == LabStep.FullestZone || zone == back) Happen(new ZoneRecovers(Region, zone));
        }
        else if (step.ProgramsEnd) Happen(new ProgramsEnd(Region));
        else if (step.Duplicates is { } chance) Happen(new EventsComeTwice(chance));
        else if (step.Visitors is { } visitors) Happen(new VisitorsCome(visitors.Name, Names.Fill(visitors.To).Text ?? NoAddress, visitors.Port, CurveOf(visitors)));
        else if (step.Request is { } request) await AskAsync(request);
        else if (step.Script is { } script) Type(script, step.By ?? _cloud.Caller);
        else if (step.File is { } file)
        {
            foreach (var call in SubmittedCalls.Read(step, _files.GetValueOrDefault(file, ""), this).Calls) await MakeAsync(step, file, call, step.By ?? _cloud.Caller);
        }
        else
        {
            var (service, operation) = step.Named!.Value;
            await MakeAsync(step, null, new(service, operation, JsonReader.Read(step.Input.GetRawText()).Value!, step.As, Location.None), step.By ?? "root");
        }
    }

    internal static TrafficCurve CurveOf(LabVisitors visitors) => new(visitors.Curve.Select(r => new CurvePoint(LabCloud.Duration(r.After)!.Value, r.PerSecond)));

    /// <summary>Where most instances run; of equals the first by name.</summary>
    private string FullestZone() => Account.State.Ec2.Regions.Find(Region)?.Instances.Values.Where(i => i.State is InstanceState.Running)
        .GroupBy(i => i.Zone).OrderByDescending(z => z.Count()).ThenBy(z => z.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? $"{Region}a";

    private void Happen(ScheduledEvent what)
    {
        Account.Happen(what);
        Keep();
    }

    /// <summary>From event to event, so that every moment in between is kept.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        var until = Account.Now + by;
        if (_live is not null)
        {
            await _live.AdvanceAsync(by, _cancel, GoesOn);
            Keep();
            return;
        }
        while (Account.NextEventAt is { } next && next <= until)
        {
            _cancel.ThrowIfCancellationRequested();
            Account.AdvanceTo(next);
            if (!GoesOn()) return;
        }
        Account.AdvanceTo(until);
        Keep();
    }

    /// <summary>After each event: a run must end.</summary>
    private bool GoesOn()
    {
        Keep();
        while (_looked < Ran.Count) _lost += Ran[_looked++].Outcome.IsEnvironmentLost ? 1 : 0;
        var when = $"by {Account.Now:HH:mm} on {Account.Now:d MMMM}, so the run was ended there.";
        if (++_events > MostEvents) TooMuch = $"More than {MostEvents:N0} things happened in the account {when} Something starts and fails again and again: look for it.";
        else if (Ran.Count > MostInvocations) TooMuch = $"The function was invoked more than {MostInvocations} times {when} It sets itself off again and again: look for what its own work causes.";
        else if (_lost >= MostLost) TooMuch = $"The function lost its environment {MostLost} times (by a time-out, an exit or too much memory) {when}";
        return TooMuch is null;
    }

    /// <summary>An address that a refused call was to give is not asked.</summary>
    private async Task AskAsync(LabRequest asked)
    {
        if (Names.Fill(asked.To).Text is not { } url || LabRequest.Address(url) is not var (host, path)) return;
        var before = Account.Snapshot();
        HttpRequest request = new(asked.Method, path, [.. asked.Headers ?? new Dictionary<string, string>()], asked.Body);
        var answer = await _live!.RequestAsync(host, request, _cancel);
        Keep();
        _answers[asked.Name] = new(request, answer, before, Account.Snapshot());
    }

    private async Task MakeAsync(LabStep step, string? file, WrittenCall written, string by)
    {
        var (input, problem) = Names.Fill(written.Input);
        MadeCall call = new(file, written.Service, written.Operation, written.Name, written.At, null, problem?.Why);
        if (problem is not null) call = call with { At = problem.At.End > 0 ? problem.At : written.At };
        else if (file is not null && Copies(input!) is { } at)
            call = call with { At = at, NotMade = $"It asks for more than {MostCopies} copies at once, which is more than the account of a lab takes." };
        else
        {
            foreach (var (member, other) in step.Base64) input = With(input!, member, Convert.ToBase64String(Encoding.UTF8.GetBytes(_files.GetValueOrDefault(other, ""))));
            foreach (var (member, other) in step.Text) input = With(input!, member, Text(other));
            if (step.Package(_files) is { } package) input = WithCode(input!, written.Operation, package);
            var (caller, region) = (LabCloud.CallerOf(by, _cloud.Account)!, step.Region ?? Region);
            call = call with
            {
                Result = _live is null ? Account.Call(caller, region, written.Service, written.Operation, input!) : await _live.CallAsync(caller, region, written.Service, written.Operation, input!, _cancel),
            };
            // The learner's part of it is another file than the one whose places these are.
            if (file is null && step.OwnFile is { } own)
                call = call with { File = own, At = Location.None, Result = call.Result! with { Error = call.Error is { } error ? error with { At = null } : null } };
            Keep();
        }
        _calls.Add(call);
        if (written.Name is { } name) Names.Add(name, call.Result?.Output);
    }

    private static Location? Copies(JsonValue input) => (input as JsonObject)?.Members
        .Where(m => Counts.Contains(m.Name) && m.Value is JsonNumber n && (n.Text.Length > 9 || (long.TryParse(n.Text, out var count) && count > MostCopies)))
        .Select(m => (Location?)m.Value.At).FirstOrDefault();

    /// <summary>An option of the command line counts more than the same member of the file.</summary>
    private static JsonValue With(JsonValue input, string member, string value) => input is not JsonObject json ? input
        : new JsonObject([.. json.Members.Where(m => m.Name != member), new(member, json.At, new JsonString(value, json.At with { End = json.At.Start + 1 }))], json.At);

    /// <summary>As <c>--zip-file fileb://…</c> does it.</summary>
    private static JsonValue WithCode(JsonValue input, string operation, string package)
    {
        if (operation != "CreateFunction") return With(input, "ZipFile", package);
        var json = (JsonObject)input;
        return new JsonObject([.. json.Members.Where(m => m.Name != "Code"), new("Code", json.At, With(new JsonObject([], json.At), "ZipFile", package))], json.At);
    }

    private void Keep()
    {
        if (_moments.Count > 0 && ReferenceEquals(_moments[^1].State, Account.State)) return;
        _moments.Add(new(Account.Now, Account.State));
    }

    /// <summary>From now on this part of the events for functions arrives twice.</summary>
    private sealed record EventsComeTwice(double Chance) : ScheduledEvent
    {
        public override void Run(Turn turn) => turn.State = turn.State with { Lambda = turn.State.Lambda with { DuplicateChance = Chance } };
    }

    private sealed record ImagesArePushed(IReadOnlyList<Simulation.Ecs.ContainerImage> Images) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var ecs = turn.State.Ecs;
            foreach (var image in Images) ecs = ecs with { Images = ecs.Images.Put(image.Name, image) };
            turn.State = turn.State with { Ecs = ecs };
        }
    }
}
