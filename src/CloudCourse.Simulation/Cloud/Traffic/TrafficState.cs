using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>Who visits what runs in an account, what became of it, and what Auto Scaling has measured of it.</summary>
public sealed record TrafficState
{
    /// <summary>By name.</summary>
    public Table<VisitorStream> Streams { get; init; } = Table<VisitorStream>.Empty;

    /// <summary>By the ARN of the Auto Scaling group, or the key of the scalable target.</summary>
    public Table<GroupMetrics> Metrics { get; init; } = Table<GroupMetrics>.Empty;

    /// <summary>How much each target had to do in the last ten seconds, in the order of their ids. Empty while nobody visits.</summary>
    public ImmutableArray<TargetWork> Work { get; init; } = [];

    /// <summary>How many times ten seconds were looked at; a minute is six of them.</summary>
    public long Ticks { get; init; }

    internal bool Ticking { get; init; }

    /// <summary>What is not charged yet, by resource.</summary>
    internal Table<TrafficUse> Uses { get; init; } = Table<TrafficUse>.Empty;

    /// <summary>Sent to the internet in the month <see cref="SentMonth"/>.</summary>
    internal double SentBytes { get; init; }
    internal int SentMonth { get; init; }
}

/// <summary>What one target was asked and could do within ten seconds.</summary>
/// <param name="TargetGroupArn">Null for what was reached by its own address.</param>
/// <param name="Capacity">Requests that it can serve in that time; 0 when it does not answer.</param>
public sealed record TargetWork(string Target, string? TargetGroupArn, long Asked, long Capacity)
{
    /// <summary>1 is all that it can do. Of a target that does not answer nothing is known, and it is 0.</summary>
    public double Load => Capacity == 0 ? 0 : (double)Asked / Capacity;
}

/// <summary>Visitors who ask for one address.</summary>
/// <param name="Address">A load balancer's DNS name, or a public IPv4 address.</param>
public sealed record VisitorStream(string Name, string Address, int Port, TrafficCurve Curve, DateTimeOffset Began)
{
    public TrafficSeries Series { get; init; } = TrafficSeries.Empty;
    public long Asked { get; init; }
    public long Served { get; init; }
    public long Lost => Asked - Served;

    /// <summary><c>served</c>, <c>partly lost</c> or <c>lost</c>; null before anybody came.</summary>
    public string? Fate { get; init; }

    /// <summary>Some were sent to what does not answer; else what was lost was too much.</summary>
    internal bool ToTheSilent { get; init; }

    /// <summary>Where its requests went last.</summary>
    internal Route.Kept? Way { get; init; }

    /// <summary>Why nothing answers, where that is so of all of them.</summary>
    public string? Why { get; init; }
}
