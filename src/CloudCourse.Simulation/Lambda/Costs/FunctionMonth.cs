using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Lambda.Costs;

/// <summary>What a function does for each event, as its developers measured it; processor time is that of one whole vCPU.</summary>
/// <param name="CpuMs">For an event of size 1.</param>
/// <param name="WaitMs">For others to answer; memory makes it no shorter.</param>
/// <param name="NeedsMB">With less it runs out of memory.</param>
/// <param name="ArmFactor">How much longer the same work takes on arm64 than on x86_64: 1.1 for a tenth.</param>
/// <param name="InitCpuMs">To load the code in a new environment.</param>
public sealed record FunctionWork(double CpuMs, double WaitMs, int NeedsMB, double ArmFactor, double InitCpuMs);

/// <summary>How many events come: on each day of the week's working days, and of its ends.</summary>
/// <param name="Weekdays">Of the month.</param>
/// <param name="LargeShare">The part of the events that are <paramref name="LargeTimes"/> as large.</param>
/// <param name="HangShare">The part of the events for which the other side never answers.</param>
public sealed record MonthOfEvents(int Weekday, int WeekendDay, int Weekdays, int WeekendDays, double LargeShare, double LargeTimes, double HangShare, int Seed)
{
    public long Requests => ((long)Weekday * Weekdays) + ((long)WeekendDay * WeekendDays);
}

/// <param name="Timeout">Seconds.</param>
/// <param name="Architecture"><c>x86_64</c> or <c>arm64</c>.</param>
public sealed record FunctionSize(int MemorySize, int Timeout, string Architecture);

/// <summary>A month in figures; times in milliseconds, as a caller waits for them, a cold start's loading included.</summary>
/// <param name="Usd">Before the free tier.</param>
/// <param name="HangingUsd">The part of it for events whose other side never answered.</param>
/// <param name="CutOff">Events that would have ended well and were stopped by the timeout.</param>
/// <param name="LongestMs">That an event which can end takes, whatever the timeout.</param>
/// <param name="OutOfMemory">No event ends: there is too little memory.</param>
public sealed record MonthResult(
    FunctionSize Size, long Requests, decimal GBSeconds, decimal Usd, decimal FreeTierUsd, decimal HangingUsd, long ColdStarts, long Hanging, long CutOff, double LongestMs,
    double P50, double P95, double P99, bool OutOfMemory);

/// <summary>
/// A month of a function's events, run through one weekday and one day of a weekend, event by event, and counted as often as the month has
/// them. One event has an environment for itself; an environment that nobody used for ten minutes is gone (our assumption, as in
/// the simulated account). Work on one processor: up to <see cref="OneProcessorMB"/> it gets a part of it that grows with the memory.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"/>
public sealed class FunctionMonth
{
    /// <summary>"At 1,769 MB, a function has the equivalent of one vCPU."</summary>
    public const double OneProcessorMB = 1769;

    private const double StaysWarm = 600, Day = 86_400;

    private readonly FunctionWork _work;
    private readonly MonthOfEvents _events;
    private readonly string _region;
    private readonly Arrival[] _weekday, _weekendDay;

    private readonly record struct Arrival(double At, double Size, bool Hangs);

    public FunctionMonth(FunctionWork work, MonthOfEvents events, string region)
    {
        (_work, _events, _region) = (work, events, region);
        SeededSource chance = new((ulong)(uint)events.Seed, 0);
        _weekday = Arrivals(events.Weekday, ref chance);
        _weekendDay = Arrivals(events.WeekendDay, ref chance);
    }

    public MonthOfEvents Events => _events;
    public FunctionWork Work => _work;
    public string Region => _region;

    /// <summary>The part of one processor that code on one thread gets.</summary>
    public static double Processor(int memoryMB) => Math.Min(1, memoryMB / OneProcessorMB);

    public MonthResult Run(FunctionSize size)
    {
        Tally tally = new(size, _weekday.Length + _weekendDay.Length);
        RunDay(_weekday, _events.Weekdays, size, tally);
        RunDay(_weekendDay, _events.WeekendDays, size, tally);
        var perGBSecond = LambdaPrices.PerGBSecond(_region, size.Architecture);
        var gbSeconds = tally.BilledMs / 1000m * size.MemorySize / 1024m;
        var requests = _events.Requests;
        var free = (Math.Max(0, requests - LambdaPrices.FreeRequests) * LambdaPrices.PerRequest) + (Math.Max(0, gbSeconds - LambdaPrices.FreeGBSeconds) * perGBSecond);
        tally.Sort();
        return new(size, requests, gbSeconds, (requests * LambdaPrices.PerRequest) + (gbSeconds * perGBSecond), free, tally.HangingMs / 1000m * size.MemorySize / 1024m * perGBSecond,
            tally.Cold, tally.Hanging, tally.CutOff, tally.Longest, tally.Percentile(0.50), tally.Percentile(0.95), tally.Percentile(0.99), size.MemorySize < _work.NeedsMB);
    }

    private void RunDay(Arrival[] arrivals, int days, FunctionSize size, Tally tally)
    {
        var slower = (size.Architecture == "arm64" ? _work.ArmFactor : 1) / Processor(size.MemorySize);
        var (cpu, init, limit) = (_work.CpuMs * slower, _work.InitCpuMs * slower, size.Timeout * 1000.0);
        var fails = size.MemorySize < _work.NeedsMB;
        // Who was free last is used first, so the others grow cold.
        Stack<double> idle = new();
        PriorityQueue<double, double> busy = new();
        foreach (var arrival in arrivals)
        {
            while (busy.TryPeek(out var end, out _) && end <= arrival.At) idle.Push(busy.Dequeue());
            if (idle.TryPeek(out var since) && arrival.At - since > StaysWarm) idle.Clear();
            var isCold = !idle.TryPop(out _);
            var alone = _work.WaitMs + (cpu * arrival.Size);
            var runs = fails ? Math.Min(limit, alone / 2) : arrival.Hangs ? limit : Math.Min(limit, alone);
            var takes = runs + (isCold ? init : 0);
            // What ran out of memory or into its timeout has lost its environment, but a new one is as good for counting.
            busy.Enqueue(arrival.At + (takes / 1000), arrival.At + (takes / 1000));
            var billed = (long)Math.Ceiling(takes) * days;
            tally.BilledMs += billed;
            if (isCold) tally.Cold += days;
            if (arrival.Hangs)
            {
                tally.Hanging += days;
                tally.HangingMs += billed;
                continue;
            }
            if (alone > limit) tally.CutOff += days;
            tally.Longest = Math.Max(tally.Longest, alone);
            tally.Add(takes, days);
        }
    }

    /// <summary>Few at night, most in the afternoon.</summary>
    private Arrival[] Arrivals(int count, ref SeededSource chance)
    {
        var arrivals = new Arrival[count];
        for (var i = 0; i < count; i++)
        {
            double at;
            do
            {
                at = Draw(ref chance) * Day;
            }
            while (Draw(ref chance) > 0.55 - (0.45 * Math.Cos((at - 10_800) / Day * 2 * Math.PI)));
            var size = 0.6 + Draw(ref chance);
            if (Draw(ref chance) < _events.LargeShare) size *= _events.LargeTimes;
            arrivals[i] = new(at, size, Draw(ref chance) < _events.HangShare);
        }
        Array.Sort(arrivals, (a, b) => a.At.CompareTo(b.At));
        return arrivals;
    }

    private static double Draw(ref SeededSource chance)
    {
        (var number, chance) = chance.Next();
        return (number >> 11) / (double)(1UL << 53);
    }

    private sealed class Tally(FunctionSize size, int count)
    {
        private readonly double[] _takes = new double[count];
        private readonly int[] _days = new int[count];
        private int _count;
        private long _weight;

        public FunctionSize Size => size;
        public long BilledMs, HangingMs, Cold, Hanging, CutOff;
        public double Longest;

        public void Add(double takes, int days)
        {
            (_takes[_count], _days[_count]) = (takes, days);
            _count++;
            _weight += days;
        }

        public void Sort() => Array.Sort(_takes, _days, 0, _count);

        /// <summary>The nearest rank: a time that an event took.</summary>
        public double Percentile(double share)
        {
            var rank = (long)Math.Ceiling(share * _weight);
            for (var i = 0; i < _count; i++)
            {
                if ((rank -= _days[i]) <= 0) return _takes[i];
            }
            return 0;
        }
    }
}
