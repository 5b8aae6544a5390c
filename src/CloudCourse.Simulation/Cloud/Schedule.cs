namespace CloudCourse.Simulation.Cloud;

/// <summary>Something that will happen by itself: an instance that finishes booting, a notice that runs out. It is data, so an account can be copied with it.</summary>
public abstract record ScheduledEvent
{
    /// <summary>Makes it happen. What it waited for may have changed since: look before changing anything.</summary>
    public abstract void Run(Turn turn);
}

/// <summary>
/// What is to come, soonest first; what falls on the same moment happens in the order in which it was planned. A leftist heap: it
/// never changes, its next event is at hand, and a change copies a handful of nodes.
/// </summary>
public sealed class Schedule
{
    public static readonly Schedule Empty = new(null, 0, 0);

    private readonly Node? _first;
    private readonly long _next;

    private Schedule(Node? first, int count, long next) => (_first, Count, _next) = (first, count, next);

    public int Count { get; }

    public IEnumerable<(DateTimeOffset At, ScheduledEvent Event)> Coming
    {
        get
        {
            for (var rest = _first; rest is not null; rest = Merge(rest.Left, rest.Right)) yield return (rest.At, rest.Event);
        }
    }

    /// <summary>The next event at or before a moment; null when there is none.</summary>
    public (DateTimeOffset At, ScheduledEvent Event, Schedule After)? Due(DateTimeOffset until) =>
        _first is { } next && next.At <= until ? (next.At, next.Event, new(Merge(next.Left, next.Right), Count - 1, _next)) : null;

    public Schedule Add(DateTimeOffset at, ScheduledEvent item) => new(Merge(_first, new(at, _next, item, null, null)), Count + 1, _next + 1);

    /// <summary>Goes down the right sides only, which are the short ones: no longer than the logarithm of the count.</summary>
    private static Node? Merge(Node? a, Node? b)
    {
        if (a is null || b is null) return a ?? b;
        if (b.IsBefore(a)) (a, b) = (b, a);
        var (left, right) = (a.Left, Merge(a.Right, b));
        return left is not null && left.Rank >= right!.Rank ? new(a.At, a.Number, a.Event, left, right) : new(a.At, a.Number, a.Event, right, left);
    }

    /// <param name="number">Counts what was planned.</param>
    private sealed class Node(DateTimeOffset at, long number, ScheduledEvent item, Node? left, Node? right)
    {
        public DateTimeOffset At => at;
        public long Number => number;
        public ScheduledEvent Event => item;
        public Node? Left => left;
        public Node? Right => right;

        /// <summary>How far it is down the right side.</summary>
        public int Rank { get; } = right is null ? 1 : right.Rank + 1;

        public bool IsBefore(Node other) => at != other.At ? at < other.At : number < other.Number;
    }
}
