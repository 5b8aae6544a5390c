namespace CloudCourse.Simulation.Cloud.Timelines;

/// <summary>
/// What happened in an account, laid out by time: for people, so it is bounded, whatever the run's length; what it leaves out it says.
/// </summary>
/// <param name="Lanes">Zones, load balancers, instances, tasks, functions' environments, in this order.</param>
/// <param name="Events">In the order of the history.</param>
/// <param name="Calls">Those that events name, by their number in the history.</param>
/// <param name="Thinned">Sentences on what was left out or made coarser; empty when all is here.</param>
public sealed record Timeline(
    DateTimeOffset From, DateTimeOffset To, IReadOnlyList<TimelineLane> Lanes, IReadOnlyList<TimelineSeries> Series,
    IReadOnlyList<TimelineEvent> Events, IReadOnlyDictionary<long, ApiCall> Calls, TimelineTotals Totals, IReadOnlyList<string> Thinned)
{
    public const int MostLanes = 60, MostEvents = 300, MostPoints = 240, MostSpans = 120;

    /// <param name="earlier">The account at earlier moments: what it has forgotten since is still told by them. May be empty.</param>
    public static Timeline Of(SimulatedAccount account, IEnumerable<AccountState>? earlier = null) =>
        Of(account.Options.Start, [.. earlier ?? [], account.State], account.History);

    /// <param name="from">Where the picture begins; what happened before is behind it, and in none of its parts.</param>
    /// <param name="states">In the order of time; the last is the end. One at least.</param>
    /// <param name="history">The whole.</param>
    public static Timeline Of(DateTimeOffset from, IReadOnlyList<AccountState> states, IReadOnlyList<HistoryEvent> history) =>
        new TimelineBuilder(from, states, history).Build();

    /// <summary>Reading calls change nothing and are no events.</summary>
    internal static bool IsReading(ApiCall call) => call.Operation.StartsWith("Describe", StringComparison.Ordinal) || call.Operation.StartsWith("List", StringComparison.Ordinal) || call.Operation.StartsWith("Get", StringComparison.Ordinal);
}

public enum LaneKind { Zone, LoadBalancer, Instance, Task, Environment }

/// <summary>How a state is to be seen: always beside its word.</summary>
public enum TimelineTone { Good, Changing, Bad, Quiet }

/// <param name="Id">The resource's id.</param>
/// <param name="Name">A short one, for people.</param>
/// <param name="Detail">Such as its type and zone; null where nothing is known.</param>
public sealed record TimelineLane(string Id, LaneKind Kind, string Name, string? Detail, IReadOnlyList<TimelineSpan> Spans);

/// <param name="State">In AWS's words, such as "running, healthy".</param>
/// <param name="Event">The number of the event in the history that began it; null for what was so from the start.</param>
public sealed record TimelineSpan(DateTimeOffset From, DateTimeOffset To, string State, TimelineTone Tone, long? Event);

/// <param name="Number">Its place in the history.</param>
/// <param name="What">A sentence.</param>
/// <param name="Resource">What it is about: perhaps a lane's id.</param>
/// <param name="Call">The number of the call behind it; null where no call is: a zone that fails, visitors who come.</param>
/// <param name="Direct">The call made it happen; else something that the call once made or set did so by itself.</param>
public sealed record TimelineEvent(long Number, DateTimeOffset Time, string What, string Resource, TimelineTone Tone, long? Call, bool Direct)
{
    /// <summary>It is the call itself.</summary>
    public bool IsCall => Call == Number;
}

public enum SeriesKind { Requests, Latency, Count, Money }

/// <param name="Points">Each holds until the next; the last until the end.</param>
/// <param name="Unit">Such as "requests/s", "ms", "USD".</param>
public sealed record TimelineSeries(string Id, SeriesKind Kind, string Name, string Unit, TimelineTone Tone, IReadOnlyList<SeriesPoint> Points)
{
    public double At(DateTimeOffset moment)
    {
        var value = 0.0;
        foreach (var point in Points)
        {
            if (point.At > moment) break;
            value = point.Value;
        }
        return value;
    }
}

public readonly record struct SeriesPoint(DateTimeOffset At, double Value);

/// <summary>The whole run in five numbers.</summary>
/// <param name="Usd">The bill at the end.</param>
public sealed record TimelineTotals(long Asked, long Served, decimal Usd)
{
    public long Lost => Asked - Served;
}
