using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Scenarios;
using static CloudCourse.Labs.Scenarios.ScenarioSettings;

namespace CloudCourse.Labs.Scenarios;

/// <summary>A figure of the load that a learner may change.</summary>
/// <param name="Name">In an address: <c>pieces</c>, <c>work</c>.</param>
/// <param name="Label">What it is, with its unit.</param>
/// <param name="Value">As the story has it.</param>
public sealed record ScenarioField(string Name, string Label, double Value, double From, double To);

/// <summary>A demand of the story that a learner may turn round.</summary>
public sealed record ScenarioSwitch(string Name, string Label, bool Value);

/// <param name="Choice">What the engine plays.</param>
public sealed record PlannedOption(string Id, string Title, string WhyHtml, ScenarioChoice Choice);

/// <summary>A scenario made ready: what can be changed, and what is played.</summary>
public sealed class ScenarioPlan
{
    private readonly RawLoad _load;
    private readonly RawNeeds _needs;

    private ScenarioPlan(Scenario scenario, RawLoad load, RawNeeds needs, IReadOnlyList<PlannedOption> options)
    {
        (Scenario, _load, _needs, Options) = (scenario, load, needs, options);
        var pieces = load.Pieces!;
        Fields =
        [
            new("pieces", $"{Capital(pieces.Many!)} a {pieces.Per}", pieces.Value, pieces.From!.Value, pieces.To!.Value),
            .. Amounts(load).Where(a => a.Amount is { From: not null }).Select(a => new ScenarioField(a.Name, LabelOf(a.Name, a.Amount!.Unit, pieces), a.Amount!.Value, a.Amount.From!.Value, a.Amount.To!.Value)),
        ];
        Switched = [.. (needs.Change ?? []).Select(c => new ScenarioSwitch(c, LabelOf(c), ValueOf(c)))];
    }

    public Scenario Scenario { get; }
    public IReadOnlyList<PlannedOption> Options { get; }
    public IReadOnlyList<ScenarioField> Fields { get; }
    public IReadOnlyList<ScenarioSwitch> Switched { get; }

    /// <summary>What a piece of work is called, one and several.</summary>
    public (string One, string Many) Pieces => (_load.Pieces!.One!, _load.Pieces.Many!);

    /// <summary>"a day", "a second".</summary>
    public string Per => $"a {_load.Pieces!.Per}";

    /// <summary>So many of the field's pieces are one a day.</summary>
    public double PiecesPerDay => _load.Pieces!.Per switch { "second" => 86_400, "week" => 1 / 7.0, "month" => 1 / Assumed.DaysPerMonth, _ => 1 };

    /// <summary>The loads of the chart, in the field's pieces.</summary>
    public (double From, double To) Range => (_load.Pieces!.From!.Value, _load.Pieces.To!.Value);

    /// <exception cref="InvalidOperationException">The file means nothing; <see cref="Problems"/> says so to authors first.</exception>
    public static ScenarioPlan Of(Scenario scenario) => Read(scenario) is ({ } plan, _) ? plan : throw new InvalidOperationException($"{scenario.Slug}: {Problems(scenario).First()}");

    /// <summary>What is wrong with an author's load, needs and choices.</summary>
    public static IEnumerable<string> Problems(Scenario scenario) => Read(scenario).Problems;

    /// <summary>The load with a learner's figures, by the fields' names; what is absent is as the story has it.</summary>
    public ScenarioLoad LoadOf(IReadOnlyDictionary<string, double> changed)
    {
        return new(
            changed.GetValueOrDefault("pieces", _load.Pieces!.Value) * PiecesPerDay,
            Amount("work", _load.Work), Amount("wait", _load.Wait), Amount("memory", _load.Memory, 128), Amount("payload", _load.Payload, 1), Amount("peak", _load.Peak, 1), Amount("session", _load.Session), Amount("message", _load.Message));

        double Amount(string name, RawAmount? told, double otherwise = 0) =>
            changed.GetValueOrDefault(name, told?.Value ?? otherwise) * (told?.Unit switch { "ms" => 0.001, "min" => 60, _ => 1 });
    }

    /// <summary>The needs with what a learner turned round, by the switches' names.</summary>
    public ScenarioNeeds NeedsOf(IReadOnlyDictionary<string, bool> switched)
    {
        return new(_needs.Answered, _needs.Within, On("windows"), On("image"), On("desktop"), On("gpu"), On("udp"), _needs.Keeps, _needs.Threads ?? 1);

        bool On(string name) => switched.GetValueOrDefault(name, ValueOf(name));
    }

    private bool ValueOf(string name) => name switch
    {
        "windows" => _needs.Windows,
        "image" => _needs.Image ?? true,
        "desktop" => _needs.Desktop,
        "gpu" => _needs.Gpu,
        _ => _needs.Udp,
    };

    private static string LabelOf(string name) => name switch
    {
        "windows" => "It needs Windows",
        "image" => "It has a container image",
        "desktop" => "It shows windows on a desktop",
        "gpu" => "It needs a GPU",
        _ => "It uses UDP",
    };

    private static string LabelOf(string name, string? unit, RawPieces pieces) => name switch
    {
        "work" => $"Processor time of one {pieces.One}, in {unit} of one vCPU",
        "wait" => $"Waiting time of one {pieces.One}, in {unit}",
        "memory" => $"Memory of one {pieces.One}, in MB",
        "payload" => $"Data of one {pieces.One}, in KB",
        "peak" => "Peak factor: the busiest moment, as a multiple of the average",
        "session" => $"Length of one {pieces.One}, in minutes",
        _ => $"Processor time of one message, in {unit}",
    };

    private static string Capital(string text) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(text[0])}{text.AsSpan(1)}");

    private static (ScenarioPlan? Plan, List<string> Problems) Read(Scenario scenario)
    {
        List<string> problems = [];
        var (load, wrongLoad) = Read<RawLoad>(scenario.Load, "load");
        var (needs, wrongNeeds) = Read<RawNeeds>(scenario.Needs, "needs");
        problems.AddRange(new[] { wrongLoad, wrongNeeds }.OfType<string>());
        if (load is not null) problems.AddRange(ScenarioSettings.Problems(load));
        if (needs is not null) problems.AddRange(ScenarioSettings.Problems(needs));
        List<PlannedOption> options = [];
        foreach (var option in scenario.Options)
        {
            var (choice, wrong) = Read<RawChoice>(option.Choice, "choice");
            List<string> own = [.. wrong is null ? ScenarioSettings.Problems(choice!) : [wrong]];
            problems.AddRange(own.Select(p => $"Option {option.Id}: {p}"));
            if (own.Count == 0) options.Add(new(option.Id, option.Title, option.WhyHtml, new(choice!.Compute!.Value, choice.By, choice.Type, choice.Cpu ?? 0, choice.Memory ?? 0, choice.Least ?? 1)));
        }
        return problems.Count > 0 ? (null, problems) : (new(scenario, load!, needs!, options), problems);
    }
}
