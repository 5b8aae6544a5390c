using System.Collections.Concurrent;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>A design's run in figures.</summary>
/// <param name="LatencyMs">A typical request's, of those that were served.</param>
internal sealed record RunFigures(string Title, long Asked, long Served, double LatencyMs, decimal Usd)
{
    public long Lost => Asked - Served;
}

/// <summary>
/// A lab's run laid out by time, and beside other designs. Nothing of it is stored: the same lab, files and seed give the same run again.
/// </summary>
internal static class RunTimeline
{
    private const int MostStates = 200;

    /// <summary>A terminated instance is forgotten after an hour: moments a quarter of an hour apart still know it.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromMinutes(15);

    /// <summary>Figures of other designs by all that decides them; small, and emptied when a course was changed often.</summary>
    private static readonly ConcurrentDictionary<string, RunFigures> Known = new(StringComparer.Ordinal);

    public static Timeline Of(CloudRun run)
    {
        var step = Math.Max(Apart.Ticks, (run.Account.Now - run.Account.Options.Start).Ticks / MostStates);
        List<AccountState> states = [];
        var next = DateTimeOffset.MinValue;
        foreach (var (at, state) in run.Moments)
        {
            if (at < next) continue;
            states.Add(state);
            next = at.AddTicks(step);
        }
        return Timeline.Of(run.Account, states);
    }

    /// <summary>What functions left is all still there at the end, and their runs are short: the picture begins when the learner's files first came into play.</summary>
    public static Timeline OfFunctions(CloudRun run)
    {
        var begin = run.Account.History.FirstOrDefault(h => h.Number >= run.FirstOwn)?.Time ?? run.Account.Options.Start;
        return Timeline.Of(begin, [.. run.Moments.Where(m => m.At >= begin).Take(1).Select(m => m.State), run.Account.State], run.Account.History);
    }

    public static RunFigures Figures(string title, CloudRun run)
    {
        var state = run.Account.State;
        var streams = state.Traffic.Streams.Values.ToList();
        var samples = streams.SelectMany(s => s.Series.Samples).ToList();
        var served = samples.Sum(s => s.Served);
        return new(title, streams.Sum(s => s.Asked), streams.Sum(s => s.Served), served == 0 ? 0 : Math.Round(samples.Sum(s => s.LatencyMs * s.Served) / served, 1), state.Bill.TotalAt(state.Now));
    }

    /// <summary>The designs that the lab's author compares a learner's with.</summary>
    /// <param name="lab">The learner's variant.</param>
    public static IReadOnlyList<RunFigures> Rivals(LabDefinition lab, CancellationToken cancel)
    {
        List<RunFigures> rivals = [];
        foreach (var rival in LabCloud.Read(lab).Compare)
        {
            if (lab.Solutions.FirstOrDefault(s => s.Name == rival.Solution) is not { } solution) continue;
            List<SubmittedFile> files = [.. solution.Files.Select(f => new SubmittedFile(f.Key, f.Value))];
            var key = string.Join('\n', files.Select(f => f.Text).Prepend(rival.Title).Prepend(lab.Hash).Prepend(lab.Slug));
            if (Known.Count > 200) Known.Clear();
            // Ids differ from learner to learner, and these figures do not.
            rivals.Add(Known.GetOrAdd(key, _ => Figures(rival.Title, CloudRun.Of(lab, files, 1, cancel))));
        }
        return rivals;
    }
}
