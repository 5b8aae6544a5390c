using System.Globalization;

namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>Random valid and invalid operations and clock moves: nothing but an AWS error comes out, a refused call changes nothing, and no invariant breaks.</summary>
public sealed class AccountFuzzTests(ITestOutputHelper output)
{
    private const int Steps = 250;

    /// <summary>A share of the million, each episode from a seed of its own.</summary>
    [Fact]
    public void Random_steps() => Assert.Empty(Run(0, 12).Failures);

    [Fact]
    public void The_same_seed_gives_the_same_history_byte_for_byte()
    {
        Episode one = new(4242), two = new(4242);
        one.Run(Steps);
        two.Run(Steps);
        Assert.Equal(one.HistoryText(), two.HistoryText());
    }

    /// <summary>`dotnet run -c Release --project tests/CloudCourse.Simulation.Tests -- -explicit only -class "*AccountFuzzTests" -showLiveOutput`; FUZZ_FIRST and FUZZ_COUNT choose other episodes.</summary>
    [Fact(Explicit = true)]
    public void A_million_random_steps()
    {
        var (first, count) = (Setting("FUZZ_FIRST", 0), Setting("FUZZ_COUNT", 4_000));
        var before = Environment.CpuUsage.TotalTime;
        var run = Run(first, count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} episodes of {Steps} steps from {first:N0} in {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F0} s of processor time: {run.Calls:N0} calls succeeded, {run.Events:N0} events, the most in episode {run.Busiest}"));
        foreach (var failure in run.Failures) output.WriteLine(failure);
        Assert.Empty(run.Failures);
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : otherwise;

    /// <returns>The failures, one of each kind.</returns>
    private (IReadOnlyCollection<string> Failures, long Calls, long Events, int Busiest) Run(int first, int count)
    {
        Dictionary<string, string> failures = new(StringComparer.Ordinal);
        var (calls, events, most, busiest) = (0L, 0L, 0, 0);
        for (var number = first; number < first + count; number++)
        {
            Episode episode = new(number);
            try
            {
                episode.Run(Steps);
            }
            catch (Exception e)
            {
                failures.TryAdd(Kind(e), $"episode {number}, event {episode.Account.History.Count}, {episode.LastStep}: {e.GetType().Name}: {e.Message}{Place(e)}");
            }
            calls += episode.Succeeded;
            events += episode.Account.History.Count;
            if (episode.Account.History.Count > most) (most, busiest) = (episode.Account.History.Count, number);
        }
        return (failures.Values, calls, events, busiest);
    }

    private static string Kind(Exception e) => $"{e.GetType()}{Place(e)}";

    /// <summary>Where it was noticed: the first places in our own code.</summary>
    private static string Place(Exception e) =>
        string.Concat((e.StackTrace ?? "").Split('\n').Where(l => l.Contains("CloudCourse", StringComparison.Ordinal)).Take(2).Select(l => "\n" + l.TrimEnd()));
}
