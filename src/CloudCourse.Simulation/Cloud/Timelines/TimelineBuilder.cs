using System.Globalization;
using CloudCourse.Simulation.Ecs.Tasks;

namespace CloudCourse.Simulation.Cloud.Timelines;

/// <summary>Makes a timeline; once.</summary>
internal sealed class TimelineBuilder(DateTimeOffset from, IReadOnlyList<AccountState> states, IReadOnlyList<HistoryEvent> history)
{
    private readonly AccountState _end = states[^1];
    private readonly List<string> _thinned = [];
    private readonly Dictionary<string, EcsTask> _tasks = states.SelectMany(s => s.Ecs.Tasks.Values).GroupBy(t => t.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);

    public Timeline Build()
    {
        // A load balancer knows a task by its address.
        var byAddress = _tasks.Values.GroupBy(t => t.PrivateIp, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.MaxBy(t => t.Created)!.Id, StringComparer.Ordinal);
        List<HistoryEvent> all = [.. history.Select(h => h is Change { Service: "elasticloadbalancing" } change && byAddress.TryGetValue(change.Resource, out var task) ? change with { Resource = task } : h)];
        var calls = all.OfType<ApiCall>().ToDictionary(c => c.Number);
        var lanes = Clipped(LaneReader.Read(from, states, [.. all.OfType<Change>()]));
        var shown = Fewer(lanes);
        const string Service = "service:";
        var owners = _tasks.Values.Where(t => t.Group.StartsWith(Service, StringComparison.Ordinal)).Select(t => KeyValuePair.Create(t.Id, t.Group[Service.Length..]));
        var events = Events(all, new(all, calls, owners), lanes);
        return new(from, _end.Now, shown, [.. Requests(), Running(lanes, LaneKind.Instance, "running"), .. Tasks(lanes), .. Functions(lanes), Money()], events,
            events.Select(e => e.Call).OfType<long>().Distinct().Order().ToDictionary(n => n, n => calls[n]),
            new(_end.Traffic.Streams.Values.Sum(s => s.Asked), _end.Traffic.Streams.Values.Sum(s => s.Served), _end.Bill.TotalAt(_end.Now)), _thinned);
    }

    /// <summary>What was over before the picture begins is not in it.</summary>
    private IReadOnlyList<TimelineLane> Clipped(IReadOnlyList<TimelineLane> lanes) => lanes.All(l => l.Spans.All(s => s.From >= from)) ? lanes
        : [.. lanes.Select(l => l with { Spans = [.. l.Spans.Where(s => s.To > from).Select(s => s.From < from ? s with { From = from } : s)] }).Where(l => l.Spans.Count > 0)];

    private List<TimelineLane> Fewer(IReadOnlyList<TimelineLane> lanes)
    {
        if (lanes.Count > Timeline.MostLanes) _thinned.Add($"{lanes.Count - Timeline.MostLanes} of {lanes.Count} lanes {(lanes.Count - Timeline.MostLanes == 1 ? "is" : "are")} left out: the first {Timeline.MostLanes} are shown.");
        var cut = 0;
        List<TimelineLane> shown = [.. lanes.Take(Timeline.MostLanes).Select(l =>
        {
            if (l.Spans.Count <= Timeline.MostSpans) return l;
            cut += l.Spans.Count - Timeline.MostSpans;
            return l with { Spans = [.. l.Spans.TakeLast(Timeline.MostSpans)] };
        })];
        if (cut > 0) _thinned.Add(cut == 1 ? "One early state of a lane that changed often is left out." : $"{cut} early states of lanes that changed often are left out.");
        return shown;
    }

    private List<TimelineEvent> Events(List<HistoryEvent> history, CallsBehind behind, IReadOnlyList<TimelineLane> lanes)
    {
        var laneIds = lanes.Select(l => l.Id).ToHashSet(StringComparer.Ordinal);
        List<(TimelineEvent Event, int Weight)> all = [];
        foreach (var item in history)
        {
            if (item.Time < from) continue;
            if (item is ApiCall call)
            {
                if (Timeline.IsReading(call)) continue;
                var refused = call.Error is not null;
                all.Add((new(call.Number, call.Time, refused ? $"{call.Operation} is refused: {call.Error!.Code}." : $"{call.Operation} is called.", "", refused ? TimelineTone.Bad : TimelineTone.Quiet, call.Number, true), 3));
            }
            else if (item is Change change)
            {
                var (number, direct) = behind.Of(change);
                var tone = LaneReader.Tone(change);
                var weight = tone is TimelineTone.Bad || change.Service is "visitors" || change is { From: not null, To: not null, Service: "autoscaling" } ? 3 : laneIds.Contains(change.Resource) || change.Service is "autoscaling" or "ecs" ? 2 : 1;
                // A detail without a call is part of what another event tells, such as the volume of an instance that a group launches.
                if (weight == 1 && number is null) continue;
                all.Add((new(change.Number, change.Time, change.What, change.Resource, tone, number, direct), weight));
            }
        }
        if (all.Count <= Timeline.MostEvents) return [.. all.Select(e => e.Event)];

        // The weightiest stay; of the last weight that fits in part, those are spread over the time.
        List<TimelineEvent> kept = [];
        foreach (var rank in all.GroupBy(e => e.Weight).OrderByDescending(g => g.Key))
        {
            var events = rank.ToList();
            var room = Timeline.MostEvents - kept.Count;
            kept.AddRange(events.Count <= room ? events.Select(e => e.Event) : Enumerable.Range(0, room).Select(i => events[(int)((long)i * events.Count / room)].Event));
        }
        _thinned.Add(string.Create(CultureInfo.InvariantCulture, $"{kept.Count} of {all.Count} events are listed: those that matter most, spread over the time."));
        return [.. kept.OrderBy(e => e.Number)];
    }

    private IEnumerable<TimelineSeries> Requests()
    {
        foreach (var stream in _end.Traffic.Streams.Values.Take(4))
        {
            var samples = stream.Series.Samples.ToList();
            var step = ((samples.Count - 1) / Timeline.MostPoints) + 1;
            if (step * stream.Series.Together > 1 && !_thinned.Exists(t => t.StartsWith("Requests", StringComparison.Ordinal)))
                _thinned.Add($"Requests are shown {step * stream.Series.Together * 10} seconds at a time.");
            var groups = samples.Chunk(step).ToList();
            var name = _end.Traffic.Streams.Count == 1 ? "" : $" ({stream.Name})";
            yield return new($"{stream.Name}/served", SeriesKind.Requests, "Served" + name, "requests/s", TimelineTone.Good, PerSecond(groups, s => s.Served));
            yield return new($"{stream.Name}/lost", SeriesKind.Requests, "Lost" + name, "requests/s", TimelineTone.Bad, PerSecond(groups, s => s.Lost));
            yield return new($"{stream.Name}/latency", SeriesKind.Latency, "Typical latency" + name, "ms", TimelineTone.Quiet,
                Ending(groups, g => g.Sum(s => s.Served) is > 0 and var served ? Math.Round(g.Sum(s => s.LatencyMs * s.Served) / served, 1) : 0));
        }
    }

    private List<SeriesPoint> PerSecond(List<Traffic.TrafficSample[]> groups, Func<Traffic.TrafficSample, long> count) => Ending(groups, g => Math.Round((double)g.Sum(count) / g.Sum(s => s.Seconds), 2));

    private List<SeriesPoint> Ending(List<Traffic.TrafficSample[]> groups, Func<Traffic.TrafficSample[], double> value)
    {
        List<SeriesPoint> points = [new(from, 0), .. groups.Select(g => new SeriesPoint(g[0].From, value(g)))];
        if (groups.Count > 0 && groups[^1][^1].To is var end && end < _end.Now) points.Add(new(end, 0));
        return points;
    }

    private IEnumerable<TimelineSeries> Tasks(IReadOnlyList<TimelineLane> lanes) => lanes.Any(l => l.Kind is LaneKind.Task) ? [Running(lanes, LaneKind.Task, "RUNNING")] : [];

    private IEnumerable<TimelineSeries> Functions(IReadOnlyList<TimelineLane> lanes)
    {
        if (!lanes.Any(l => l.Kind is LaneKind.Environment)) yield break;
        yield return Running(lanes, LaneKind.Environment, "busy");
        var throttles = history.OfType<Change>().Where(c => c is { Service: "lambda", To: "throttled" } && c.Time >= from).ToList();
        if (throttles.Count == 0) yield break;
        // So many parts of the time, and the throttles in each.
        var part = (_end.Now - from) / Timeline.MostPoints;
        var counts = part <= TimeSpan.Zero ? [] : throttles.GroupBy(c => Math.Min(Timeline.MostPoints - 1, (int)((c.Time - from) / part))).ToDictionary(g => g.Key, g => g.Count());
        yield return new("throttles", SeriesKind.Count, "Throttles", "starts", TimelineTone.Bad, part <= TimeSpan.Zero ? [new(from, throttles.Count)]
            : [.. Enumerable.Range(0, Timeline.MostPoints).Select(i => new SeriesPoint(from + (part * i), counts.GetValueOrDefault(i)))]);
    }

    private TimelineSeries Running(IReadOnlyList<TimelineLane> lanes, LaneKind kind, string state)
    {
        var spans = lanes.Where(l => l.Kind == kind).SelectMany(l => l.Spans).Where(s => s.State.StartsWith(state, StringComparison.Ordinal)).ToList();
        SortedDictionary<DateTimeOffset, int> steps = [];
        foreach (var span in spans)
        {
            steps[span.From] = steps.GetValueOrDefault(span.From) + 1;
            steps[span.To] = steps.GetValueOrDefault(span.To) - 1;
        }
        List<SeriesPoint> points = [];
        var count = 0;
        foreach (var (at, change) in steps.Where(s => s.Value != 0)) points.Add(new(at, count += change));
        // At the end of the run every lane ends; what still runs then still runs.
        if (points.Count > 0 && points[^1].At == _end.Now) points.RemoveAt(points.Count - 1);
        if (points.Count > Timeline.MostPoints) points = [.. points.Where((_, i) => i % ((points.Count / Timeline.MostPoints) + 1) == 0 || i == points.Count - 1)];
        return new(kind.ToString(), SeriesKind.Count, kind switch { LaneKind.Task => "Running tasks", LaneKind.Environment => "Concurrent executions", _ => "Running instances" },
            kind switch { LaneKind.Task => "tasks", LaneKind.Environment => "executions", _ => "instances" }, TimelineTone.Quiet, points);
    }

    private TimelineSeries Money()
    {
        const int Steps = 120;
        var step = (_end.Now - from) / Steps;
        return new("cost", SeriesKind.Money, "Cost so far", "USD", TimelineTone.Quiet,
            step <= TimeSpan.Zero ? [new(from, (double)_end.Bill.TotalAt(from))] : [.. Enumerable.Range(0, Steps + 1).Select(i => from + (step * i)).Select(at => new SeriesPoint(at, (double)Math.Round(_end.Bill.TotalAt(at), _end.Bill.TotalAt(_end.Now) < 0.01m ? 12 : 5)))]);
    }
}
