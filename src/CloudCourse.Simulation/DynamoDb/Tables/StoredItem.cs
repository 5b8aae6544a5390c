using System.Collections.Immutable;
using System.Numerics;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Where an item stands: its partition by a hash, its place there by the sort key.</summary>
public sealed class ItemKey(AttributeValue partition, AttributeValue? sort) : IEquatable<ItemKey>
{
    public AttributeValue Partition => partition;
    public AttributeValue? Sort => sort;

    /// <summary>The same in every run. Items come out of a scan in this order, which says nothing about the keys, as in DynamoDB.</summary>
    public ulong Hash { get; } = HashOf(partition);

    public int CompareTo(ItemKey other)
    {
        if (Hash != other.Hash) return Hash.CompareTo(other.Hash);
        var order = AttributeValue.Compare(partition, other.Partition) ?? 0;
        return order != 0 || sort is null || other.Sort is null ? order : AttributeValue.Compare(sort, other.Sort) ?? 0;
    }

    public bool Equals(ItemKey? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as ItemKey);

    public override int GetHashCode() => (int)Hash ^ (sort?.GetHashCode() ?? 0);

    private static ulong HashOf(AttributeValue value)
    {
        var hash = 14695981039346656037UL;
        switch (value)
        {
            case StringValue text:
                foreach (var c in text.Text) hash = (hash ^ c) * 1099511628211UL;
                break;
            case BinaryValue bytes:
                foreach (var b in bytes.Bytes.Span) hash = (hash ^ b) * 1099511628211UL;
                break;
            case NumberValue number:
                foreach (var c in number.Number.ToString()) hash = (hash ^ c) * 1099511628211UL;
                break;
        }
        // Texts that differ in their last letter only should fall far apart.
        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        return BitOperations.RotateLeft(hash, 29) * 0xBF58476D1CE4E5B9UL;
    }
}

/// <summary>An item in a table or, with what is projected of it, in an index.</summary>
/// <param name="TableKey">In an index, where many items may share a key, the key in the table; null in the table itself.</param>
public record StoredItem(ItemKey Key, ItemKey? TableKey, Item Item);

/// <summary>A place between stored items, to look from.</summary>
/// <param name="Side">Before everything with that key or after it.</param>
internal readonly record struct Border(ulong Hash, AttributeValue? Partition, AttributeValue? Sort, int Side)
{
    public int CompareTo(ItemKey key)
    {
        if (Hash != key.Hash) return Hash.CompareTo(key.Hash);
        if (Partition is null) return Side;
        var order = AttributeValue.Compare(Partition, key.Partition) ?? 0;
        if (order != 0) return order;
        if (Sort is null || key.Sort is null) return Side;
        order = AttributeValue.Compare(Sort, key.Sort) ?? 0;
        return order != 0 ? order : Side;
    }
}

/// <summary>Items in their order. Never changes.</summary>
public sealed class ItemSet
{
    public static readonly ItemSet Empty = new(ImmutableSortedSet.Create<StoredItem>(new ByKey()), 0);

    private readonly ImmutableSortedSet<StoredItem> _items;

    private ItemSet(ImmutableSortedSet<StoredItem> items, long bytes) => (_items, Bytes) = (items, bytes);

    public int Count => _items.Count;

    /// <summary>Of all items together.</summary>
    public long Bytes { get; }

    public StoredItem this[int index] => _items[index];

    public IEnumerable<StoredItem> All => _items;

    private sealed class ByKey : IComparer<StoredItem>
    {
        public int Compare(StoredItem? a, StoredItem? b)
        {
            if (a is Probe looking) return looking.Border.CompareTo(b!.Key);
            if (b is Probe sought) return -sought.Border.CompareTo(a!.Key);
            var order = a!.Key.CompareTo(b!.Key);
            return order != 0 || a.TableKey is null || b.TableKey is null ? order : a.TableKey.CompareTo(b.TableKey);
        }
    }

    /// <summary>A border in place of an item, to be looked for: it is found nowhere.</summary>
    private sealed record Probe(Border Border) : StoredItem(null!, null, Item.Empty);

    /// <summary>In a table, whose keys are its own.</summary>
    public StoredItem? Find(ItemKey key) => _items.TryGetValue(new(key, null, Item.Empty), out var found) ? found : null;

    /// <param name="known">What has the same key already; null where nothing has.</param>
    public ItemSet Put(StoredItem item, StoredItem? known)
    {
        var without = known is null ? _items : _items.Remove(known);
        return new(without.Add(item), Bytes + item.Item.Size - (known?.Item.Size ?? 0));
    }

    /// <summary>Removes what has the same key.</summary>
    public ItemSet Remove(StoredItem item) => _items.TryGetValue(item, out var known) ? new(_items.Remove(known), Bytes - known.Item.Size) : this;

    /// <summary>The place of an item; where it is not there, of what would follow it.</summary>
    internal (int Index, bool Found) PlaceOf(ItemKey key, ItemKey? tableKey)
    {
        var index = _items.IndexOf(new(key, tableKey, Item.Empty));
        return index >= 0 ? (index, true) : (~index, false);
    }

    /// <summary>The place of the first item behind a border.</summary>
    internal int PlaceOf(Border border) => ~_items.IndexOf(new Probe(border));
}
