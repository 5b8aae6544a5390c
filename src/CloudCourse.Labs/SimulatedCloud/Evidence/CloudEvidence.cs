using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.SimulatedCloud.Evidence;

/// <summary>What a check of this lab kind shows, as JSON in the report and drawn by <c>SimulatedCloudPanel</c>.</summary>
public sealed record CloudEvidence
{
    public IReadOnlyList<CallEvidence> Calls { get; init; } = [];
    public WebEvidence? Web { get; init; }
    public ValueEvidence? Value { get; init; }
    public BillEvidence? Bill { get; init; }
    public RoleEvidence? Role { get; init; }
    public KeptEvidence? Kept { get; init; }
    public TaskEvidence? Task { get; init; }
    public LoadEvidence? Load { get; init; }
    public FunctionEvidence? Function { get; init; }
    public StoredEvidence? Stored { get; init; }

    /// <summary>Where in the console it was decided; none in labs without one.</summary>
    public IReadOnlyList<ChoiceEvidence> Choices { get; init; } = [];

    /// <summary>What was typed at a terminal.</summary>
    public IReadOnlyList<TypedEvidence> Typed { get; init; } = [];

    /// <summary>What happened in the account, the learner's first call first.</summary>
    public IReadOnlyList<EventEvidence> Events { get; init; } = [];
    public int EventsLeftOut { get; init; }

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static CloudEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<CloudEvidence>(CourseJson.Options);
}

/// <summary>An answer on a page of the console.</summary>
/// <param name="Asked">What the page asks.</param>
/// <param name="Answer">As the page words it.</param>
public sealed record ChoiceEvidence(string Page, string Asked, string Answer);

/// <summary>A call that was refused, or never made.</summary>
/// <param name="Line">From 1, as is the column; 0 for a call of the lab's own.</param>
/// <param name="Code">AWS's; null for what was not made.</param>
/// <param name="Said">AWS's words.</param>
/// <param name="Advice">Ours.</param>
/// <param name="ByClient">AWS's client refuses before anything is sent.</param>
/// <param name="Decided">The permissions that were looked at last.</param>
public sealed record CallEvidence(
    string Operation, string? File, int Line, int Column, string? Excerpt, bool Succeeded, string? Code, string? Said, string? Advice, bool ByClient,
    IReadOnlyList<DecidedEvidence> Decided);

/// <summary>A line typed at a terminal and what it printed.</summary>
/// <param name="Line">Of the script, from 1.</param>
/// <param name="Hint">Ours; null where the output says it.</param>
public sealed record TypedEvidence(int Line, string Typed, string Output, int ExitCode, string? Hint);

public sealed record DecidedEvidence(string Action, string Resource, Decision Decision, IReadOnlyList<string> By);

/// <summary>A request from the internet, station by station.</summary>
/// <param name="To">As a browser writes it.</param>
public sealed record WebEvidence(string From, string To, bool Answers, string Answer, IReadOnlyList<WebStation> Stations);

public enum StationOutcome { Passes, Stops, NotReached }

/// <param name="Lines">A log, rules, statements: what the station looked at.</param>
public sealed record WebStation(string Name, StationOutcome Outcome, string Detail, IReadOnlyList<string> Lines);

/// <param name="Found">As written in the answer; null where there is nothing.</param>
public sealed record ValueEvidence(string Operation, string Path, string? Found, string Expected, DateTimeOffset At);

public sealed record BillEvidence(DateTimeOffset From, DateTimeOffset To, decimal Usd, decimal? AtMost, decimal? AtLeast, IReadOnlyList<BillEntry> Lines);

/// <param name="Seconds">Charged; 0 for what is not charged by time.</param>
public sealed record BillEntry(string Service, string What, long Seconds, decimal Usd);

/// <param name="Role">Null where the instance has none.</param>
public sealed record RoleEvidence(string? Role, string? InstanceProfile, DecidedEvidence? Decided, Decision Expected);

/// <summary>What of an instance is still there, and since when.</summary>
public sealed record KeptEvidence(string Instance, string State, DateTimeOffset At, IReadOnlyList<KeptThing> Things);

/// <param name="Asked">The check is about this.</param>
public sealed record KeptThing(string Name, bool Kept, string Detail, bool Asked);

/// <summary>What became of visitors' requests between two moments.</summary>
/// <param name="FirstLost">When the first request was lost; null where none was.</param>
/// <param name="Why">Of the first.</param>
/// <param name="LatencyMs">A typical request's, of all that were served.</param>
/// <param name="Samples">Of equal length, sixty at most.</param>
public sealed record LoadEvidence(
    DateTimeOffset From, DateTimeOffset To, long Asked, long Lost, DateTimeOffset? FirstLost, string? Why, double LatencyMs, double? LatencyAtMostMs,
    IReadOnlyList<LoadSample> Samples);

/// <param name="Served">A second, as is <paramref name="Lost"/>.</param>
public sealed record LoadSample(DateTimeOffset At, double Served, double Lost, double LatencyMs);

/// <param name="Of">The service, such as <c>ec2</c>.</param>
/// <param name="Call">A call, not something that came by itself.</param>
public sealed record EventEvidence(DateTimeOffset At, string Of, string What, bool Call, bool Refused);

/// <summary>What happened inside an ECS task.</summary>
/// <param name="Stopped">Stop code and reason; null while nobody stops it.</param>
public sealed record TaskEvidence(string Task, string Status, string? Stopped, DateTimeOffset At, IReadOnlyList<ContainerEvidence> Containers);

/// <summary>One container; seconds count from the task's creation.</summary>
/// <param name="Why">The last that was told of it, where that explains its end.</param>
public sealed record ContainerEvidence(string Name, bool Essential, string Status, int? Started, int? Healthy, int? Unhealthy, int? Ended, int? ExitCode, string? Why);
