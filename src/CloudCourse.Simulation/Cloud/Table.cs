using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Resources by id. Never changes: <see cref="Put"/> and <see cref="Remove"/> give another table. Ids are compared letter by letter.</summary>
public sealed class Table<T> where T : class
{
    /// <summary>A table tells this many changes back; each of them is kept in memory.</summary>
    private const int TrailLength = 64;

    public static readonly Table<T> Empty = new(ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal), new("", null, 0));

    private readonly ImmutableSortedDictionary<string, T> _items;
    private readonly Trail _trail;

    private Table(ImmutableSortedDictionary<string, T> items, Trail trail) => (_items, _trail) = (items, trail);

    public int Count => _items.Count;

    /// <summary>In the order of their ids, which is the same in every run.</summary>
    public IEnumerable<T> Values => _items.Values;

    public IEnumerable<string> Keys => _items.Keys;

    /// <exception cref="KeyNotFoundException">Nothing has that id: ask with <see cref="Find"/> where a learner named it.</exception>
    public T this[string id] => _items[id];

    public T? Find(string id) => _items.GetValueOrDefault(id);

    public bool Has(string id) => _items.ContainsKey(id);

    public Table<T> Put(string id, T item) => new(_items.SetItem(id, item), Next(id));

    public Table<T> Remove(string id) => _items.ContainsKey(id) ? new(_items.Remove(id), Next(id)) : this;

    /// <summary>
    /// The ids of what was put or removed since an earlier table, from which this one was made; an id can stand there twice. Null when
    /// that is too many changes ago, or the other table is no ancestor of this one: then look at everything.
    /// </summary>
    public IReadOnlyList<string>? ChangedSince(Table<T>? earlier)
    {
        if (earlier is null) return null;
        if (ReferenceEquals(earlier._trail, _trail)) return [];
        List<string> changed = [];
        for (var step = _trail; step is not null; step = step.Before)
        {
            if (ReferenceEquals(step, earlier._trail)) return changed;
            changed.Add(step.Id);
        }
        return null;
    }

    private Trail Next(string id) => _trail.Length < TrailLength ? new(id, _trail, _trail.Length + 1) : new(id, null, 0);

    /// <summary>The last change, and what was before it; where it is cut off, nobody knows any more.</summary>
    private sealed class Trail(string id, Trail? before, int length)
    {
        public string Id => id;
        public Trail? Before => before;
        public int Length => length;
    }
}
