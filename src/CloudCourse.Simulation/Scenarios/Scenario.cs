namespace CloudCourse.Simulation.Scenarios;

/// <summary>The work that comes, as its owners measured it.</summary>
/// <param name="PerDay">Pieces of work on an average day: requests, runs, clicks, matches.</param>
/// <param name="WorkSeconds">Processor time of one piece, on one whole vCPU.</param>
/// <param name="WaitSeconds">That one piece waits for others to answer; no processor makes it shorter.</param>
/// <param name="MemoryMB">That one piece needs while it runs.</param>
/// <param name="PayloadKB">That comes in with one piece, or is read by it.</param>
/// <param name="Peak">How much more comes at the busiest moment of a day than on average; 1 for an even day.</param>
/// <param name="SessionMinutes">How long one piece stays: an open connection, a match. 0 where it ends with its work.</param>
/// <param name="MessageSeconds">Processor time of one message within such a piece; 0 where the piece is one message.</param>
public sealed record ScenarioLoad(
    double PerDay, double WorkSeconds, double WaitSeconds, double MemoryMB, double PayloadKB, double Peak, double SessionMinutes, double MessageSeconds)
{
    public double PerSecond => PerDay / 86_400;
    public double PerMonth => PerDay * Assumed.DaysPerMonth;
    public double SessionSeconds => SessionMinutes * 60;
}

/// <summary>What the next piece of work needs of the one before.</summary>
public enum Keeps
{
    /// <summary>Nothing, or it lies in a database.</summary>
    Nothing,

    /// <summary>A visitor's session, in the memory of the server that answered before.</summary>
    Sessions,

    /// <summary>A match that several people share, in the memory of one server.</summary>
    Matches,
}

/// <summary>What cannot be negotiated.</summary>
/// <param name="Answered">Somebody waits for each piece; else it may wait its turn.</param>
/// <param name="WithinSeconds">99 of 100 pieces have to be done by then; 0 for no such demand.</param>
/// <param name="HasImage">There is a container image of the program, or one is easily made.</param>
/// <param name="Desktop">It shows windows on a desktop.</param>
/// <param name="Threads">How many processors one piece can use at a time.</param>
public sealed record ScenarioNeeds(bool Answered, double WithinSeconds, bool Windows, bool HasImage, bool Desktop, bool Gpu, bool Udp, Keeps Keeps, int Threads);

/// <summary>What runs the program.</summary>
public enum Compute
{
    Lambda,

    /// <summary>A task of ECS on Fargate for each piece; it ends with it.</summary>
    FargateTask,

    /// <summary>An ECS service on Fargate whose tasks stay.</summary>
    FargateService,

    /// <summary>An ECS service on an Auto Scaling group of instances.</summary>
    EcsOnInstances,

    /// <summary>One EC2 instance, always on.</summary>
    Instance,

    /// <summary>EC2 instances in an Auto Scaling group.</summary>
    InstanceGroup,

    /// <summary>A managed EC2 fleet of Amazon GameLift Servers.</summary>
    GameFleet,
}

/// <summary>How work gets there.</summary>
public enum Trigger { Request, Schedule, Event, Stream, Queue }

/// <summary>An architecture that can be tried.</summary>
/// <param name="Type">The instance type, where there are instances.</param>
/// <param name="Cpu">CPU units of a task, 1,024 to a vCPU.</param>
/// <param name="MemoryMB">Of a function or a task; more is taken where a piece needs more.</param>
/// <param name="Least">Servers that run at least.</param>
public sealed record ScenarioChoice(Compute Compute, Trigger By, string? Type, int Cpu, int MemoryMB, int Least)
{
    public bool IsContainer => Compute is Compute.FargateTask or Compute.FargateService or Compute.EcsOnInstances;
    public bool IsFargate => Compute is Compute.FargateTask or Compute.FargateService;
    public bool HasInstances => Compute is Compute.EcsOnInstances or Compute.Instance or Compute.InstanceGroup or Compute.GameFleet;
}

/// <summary>How much a trouble weighs.</summary>
public enum TroubleWeight
{
    /// <summary>The work is not done as the brief asks.</summary>
    Stops,

    /// <summary>The work is done, and this happens to it.</summary>
    Hurts,

    /// <summary>Good to know.</summary>
    Know,
}

/// <param name="Title">Names the trouble in a few words.</param>
/// <param name="Story">What happens, with this load's figures, and what would help.</param>
/// <param name="Fact">AWS's rule behind it, where there is one.</param>
public sealed record Trouble(TroubleWeight Weight, string Title, string Story, Fact? Fact = null);

/// <param name="How">The sum behind it, in words and figures.</param>
public sealed record CostLine(string What, string How, decimal Usd);

/// <summary>A month with one choice.</summary>
/// <param name="Median">Seconds from a piece's arrival until it is done; null where times were not asked for, or the work is never done.</param>
/// <param name="P99">The same of the hundredth that waits longest.</param>
/// <param name="Times">What the two figures measure, in words.</param>
/// <param name="Servers">What runs, in words.</param>
/// <param name="Assumptions">What is ours and not AWS's.</param>
public sealed record ScenarioOutcome(
    decimal UsdPerMonth, IReadOnlyList<CostLine> Lines, double? Median, double? P99, string Times, string Servers, IReadOnlyList<Trouble> Troubles, IReadOnlyList<Fact> Facts, IReadOnlyList<string> Assumptions)
{
    /// <summary>The work is done as the brief asks.</summary>
    public bool Works => Troubles.All(t => t.Weight is not TroubleWeight.Stops);
}

/// <summary>Figures that are this course's and not AWS's. Each is told where it is used.</summary>
public static class Assumed
{
    /// <summary>730 hours.</summary>
    public const double DaysPerMonth = 730.0 / 24;
    public const int HoursPerMonth = 730;

    /// <summary>An environment of Lambda that nobody uses is kept so long.</summary>
    public const double WarmSeconds = 600;

    /// <summary>To load a function's code.</summary>
    public const double ColdSeconds = 0.5;

    /// <summary>From RunTask until the program runs: network interface, image, start.</summary>
    public const double TaskStartSeconds = 45, SlowTaskStartSeconds = 90;

    /// <summary>Scaling policies keep servers this busy.</summary>
    public const double TargetLoad = 0.5;

    /// <summary>Workers on a queue, where nobody waits for a single message.</summary>
    public const double QueueLoad = 0.9;

    /// <summary>Game servers are filled further: a match comes whole or not at all.</summary>
    public const double FleetLoad = 0.7;

    /// <summary>The part of a server's memory that pieces of work may fill.</summary>
    public const double MemoryShare = 0.8;

    /// <summary>Above this a queue is full, and what comes on top is lost.</summary>
    public const double FullAt = 0.98;

    public const int VolumeGB = 30, DeploySeconds = 60;
}
