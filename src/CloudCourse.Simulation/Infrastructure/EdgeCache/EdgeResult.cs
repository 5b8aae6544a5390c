namespace CloudCourse.Simulation.Infrastructure.EdgeCache;

/// <param name="Before">Every request to the origin itself.</param>
/// <param name="After">Through the edge.</param>
/// <param name="Hits">Requests that an edge location answered from its own cache.</param>
/// <param name="ToOrigin">Requests that reached the origin; before, all did.</param>
/// <param name="Leak">The first time somebody got a page that was made for somebody else.</param>
/// <param name="Wrong">The first time somebody got another answer than the request asked for, on a page that is nobody's own.</param>
public sealed record EdgeResult(
    Spread Before, Spread After, int Requests, int Hits, int ToOrigin, IReadOnlyList<PageResult> Pages, IReadOnlyList<CityResult> Cities, Misanswer? Leak, Misanswer? Wrong)
{
    /// <summary>0 to 1.</summary>
    public double HitRatio => Requests == 0 ? 0 : (double)Hits / Requests;

    /// <summary>0 to 1: what is left of the origin's requests.</summary>
    public double OriginLoad => Requests == 0 ? 0 : (double)ToOrigin / Requests;
}

/// <summary>Times in milliseconds until the last byte.</summary>
/// <param name="Curve">At 5 %, 10 %, … 95 %, 99 % of the requests.</param>
public sealed record Spread(double Fastest, double Median, double P95, IReadOnlyList<double> Curve)
{
    public static IReadOnlyList<double> Shares { get; } = [.. Enumerable.Range(1, 19).Select(i => i / 20.0), 0.99];

    internal static Spread Of(double[] times)
    {
        if (times.Length == 0) return new(0, 0, 0, [.. Shares.Select(_ => 0.0)]);
        var sorted = times.Order().ToArray();
        return new(sorted[0], At(0.5), At(0.95), [.. Shares.Select(At)]);

        // Nearest rank: a time that some request really had.
        double At(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}

/// <param name="Ttl">The longest that any of these paths is kept, in seconds; 0: never.</param>
/// <param name="OldestSeconds">The age of the oldest copy that anybody got.</param>
public sealed record PageResult(string Name, string Path, int Requests, int Hits, int ToOrigin, long Ttl, double OldestSeconds, string OldestPath, double OldestAt, int Misanswered);

public sealed record CityResult(string City, string Continent, string Edge, double BeforeMedian, double AfterMedian, double AfterP95);

/// <summary>An answer that was made for another request.</summary>
/// <param name="FirstAnswer">What the kept answer depends on.</param>
public sealed record Misanswer(string Page, string Path, string Behavior, double FirstAt, string FirstCity, string FirstAnswer, double SecondAt, string SecondCity, string SecondAnswer);
