using System.Collections.Immutable;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Resources by id. Never changes: <see cref="Put"/> and <see cref="Remove"/> give another table. Ids are compared letter by letter.</summary>
public sealed class Table<T> where T : class
{
    public static readonly Table<T> Empty = new(ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, T> _items;

    private Table(ImmutableSortedDictionary<string, T> items) => _items = items;

    public int Count => _items.Count;

    /// <summary>In the order of their ids, which is the same in every run.</summary>
    public IEnumerable<T> Values => _items.Values;

    public IEnumerable<string> Keys => _items.Keys;

    /// <exception cref="KeyNotFoundException">Nothing has that id: ask with <see cref="Find"/> where a learner named it.</exception>
    public T this[string id] => _items[id];

    public T? Find(string id) => _items.GetValueOrDefault(id);

    public bool Has(string id) => _items.ContainsKey(id);

    public Table<T> Put(string id, T item) => new(_items.SetItem(id, item));

    public Table<T> Remove(string id) => new(_items.Remove(id));
}
