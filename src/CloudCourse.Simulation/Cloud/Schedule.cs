using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Something that will happen by itself: an instance that finishes booting, a notice that runs out. It is data, so an account can be copied with it.</summary>
public abstract record ScheduledEvent
{
    /// <summary>Makes it happen. What it waited for may have changed since: look before changing anything.</summary>
    public abstract void Run(Turn turn);
}

/// <summary>What is to come, soonest first; what falls on the same moment happens in the order in which it was planned.</summary>
public sealed class Schedule
{
    public static readonly Schedule Empty = new(ImmutableSortedDictionary<Slot, ScheduledEvent>.Empty, 0);

    private readonly ImmutableSortedDictionary<Slot, ScheduledEvent> _items;
    private readonly long _next;

    private Schedule(ImmutableSortedDictionary<Slot, ScheduledEvent> items, long next) => (_items, _next) = (items, next);

    public int Count => _items.Count;

    public IEnumerable<(DateTimeOffset At, ScheduledEvent Event)> Coming => _items.Select(i => (i.Key.At, i.Value));

    /// <summary>The next event at or before a moment; null when there is none.</summary>
    public (DateTimeOffset At, ScheduledEvent Event, Schedule After)? Due(DateTimeOffset until)
    {
        // The enumerator reaches the first entry without visiting the others.
        foreach (var (slot, item) in _items)
        {
            return slot.At <= until ? (slot.At, item, new(_items.Remove(slot), _next)) : null;
        }
        return null;
    }

    public Schedule Add(DateTimeOffset at, ScheduledEvent item) => new(_items.Add(new(at, _next), item), _next + 1);

    private readonly record struct Slot(DateTimeOffset At, long Number) : IComparable<Slot>
    {
        public int CompareTo(Slot other) => At != other.At ? At.CompareTo(other.At) : Number.CompareTo(other.Number);
    }
}
