namespace CloudCourse.Simulation.Scenarios;

/// <summary>How many servers there are through a day, and how busy they are.</summary>
internal sealed class ServerDay
{
    /// <summary>A policy takes servers away only after fifteen quiet minutes.</summary>
    private const int Keeps = 3;

    private readonly double[] _loads = new double[DayCurve.Steps], _served = new double[DayCurve.Steps];

    public double MeanServers { get; private set; }
    public double Fewest { get; private set; } = double.PositiveInfinity;
    public double Most { get; private set; }

    /// <summary>The part of a day's pieces that find no room.</summary>
    public double LostShare { get; private set; }

    /// <summary>Of what the servers can do, at the busiest moment; above 1 is too much.</summary>
    public double PeakLoad { get; private set; }

    /// <summary>Of what the servers can do, over the day.</summary>
    public double MeanLoad { get; private set; }

    /// <summary>When one zone's servers are gone at the busiest moment: what the others are asked to do.</summary>
    public double LoadWithoutAZone { get; private set; }

    /// <param name="wanted">Pieces a second that the scaling policy gives a server.</param>
    /// <param name="most">Pieces a second that a server can do.</param>
    /// <param name="byWork">The same, were there memory without end: how busy the processor is.</param>
    public static ServerDay Run(Play play, Server server, double wanted, double most, double byWork)
    {
        ServerDay day = new();
        var rate = play.Load.PerSecond;
        var needed = new double[DayCurve.Steps];
        for (var i = 0; i < DayCurve.Steps; i++) needed[i] = server.Fixed ? server.Least : Math.Max(server.Least, Math.Ceiling(rate * play.Day.Rates[i] / wanted));
        var (lost, all, busy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < DayCurve.Steps; i++)
        {
            var servers = 0.0;
            for (var back = server.Lag; back <= server.Lag + Keeps; back++) servers = Math.Max(servers, needed[(i - back + DayCurve.Steps) % DayCurve.Steps]);
            var comes = rate * play.Day.Rates[i];
            var does = Math.Min(comes, servers * most);
            var load = comes / (servers * most);
            lost += comes - does;
            all += comes;
            busy += servers;
            day._served[i] = does;
            day._loads[i] = Math.Min(Assumed.FullAt, does / (servers * byWork));
            (day.Fewest, day.Most) = (Math.Min(day.Fewest, servers), Math.Max(day.Most, servers));
            day.PeakLoad = Math.Max(day.PeakLoad, load);
            if (server.Fixed) continue;
            // Two zones, and of an odd number the larger half is gone.
            var left = Math.Floor(servers / 2);
            day.LoadWithoutAZone = Math.Max(day.LoadWithoutAZone, left == 0 ? double.PositiveInfinity : comes / (left * most));
        }
        day.MeanServers = busy / DayCurve.Steps;
        day.LostShare = all > 0 ? lost / all : 0;
        day.MeanLoad = rate / (day.MeanServers * most);
        return day;
    }

    /// <summary>The time within which a part of the requests that were served is answered.</summary>
    /// <param name="work">Seconds of one request when nobody else is there.</param>
    public double Time(double part, double work)
    {
        if (work <= 0) return 0;
        var (low, high) = (0.0, work * 1000);
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (LaterThan(middle, work) > 1 - part) low = middle;
            else high = middle;
        }
        return high;
    }

    /// <summary>The part of the requests that were served and took longer.</summary>
    public double LaterThan(double seconds, double work)
    {
        if (work <= 0 || seconds <= 0) return seconds <= 0 ? 1 : 0;
        var (later, all) = (0.0, 0.0);
        for (var i = 0; i < DayCurve.Steps; i++)
        {
            later += _served[i] * Math.Exp(-seconds * (1 - _loads[i]) / work);
            all += _served[i];
        }
        return all > 0 ? later / all : 0;
    }
}
