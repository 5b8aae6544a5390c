using System.Numerics;
using CloudCourse.Simulation.Cloud;
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
                foreach (var c in number.Text) hash = (hash ^ c) * 1099511628211UL;
                break;
        }
        // Texts that differ in their last letter only should fall far apart.
        hash = (hash ^ (hash >> 32)) * 0x9E3779B97F4A7C15UL;
        return BitOperations.RotateLeft(hash, 29) * 0xBF58476D1CE4E5B9UL;
    }
}

/// <summary>An item in a table or, with what is projected of it, in an index.</summary>
/// <param name="TableKey">In an index, where many items may share a key, the key in the table; null in the table itself.</param>
public sealed record StoredItem(ItemKey Key, ItemKey? TableKey, Item Item);

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

/// <summary>The order of items: by their key, in an index then by the key in the table.</summary>
public readonly struct ItemOrder : IOrder<StoredItem>
{
    public static int Compare(StoredItem first, StoredItem second)
    {
        var order = first.Key.CompareTo(second.Key);
        return order != 0 || first.TableKey is null || second.TableKey is null ? order : first.TableKey.CompareTo(second.TableKey);
    }
}

/// <summary>Items in their order. Never changes.</summary>
public sealed class ItemSet
{
    public static readonly ItemSet Empty = new(SortedTree<StoredItem, StoredItem, ItemOrder>.Empty, 0);

    private readonly SortedTree<StoredItem, StoredItem, ItemOrder> _items;

    private ItemSet(SortedTree<StoredItem, StoredItem, ItemOrder> items, long bytes) => (_items, Bytes) = (items, bytes);

    public int Count => _items.Count;

    /// <summary>Of all items together.</summary>
    public long Bytes { get; }

    public StoredItem this[int index] => _items[index];

    public IEnumerable<StoredItem> All => _items.Values;

    /// <summary>In order, from a place on.</summary>
    public IEnumerable<StoredItem> From(int index) => _items.From(index);

    /// <summary>In a table, whose keys are its own.</summary>
    public StoredItem? Find(ItemKey key) => _items.Find(new(key, null, Item.Empty));

    /// <param name="known">What has the same key already; null where nothing has.</param>
    public ItemSet Put(StoredItem item, StoredItem? known) => new(_items.Put(item, item), Bytes + item.Item.Size - (known?.Item.Size ?? 0));

    /// <summary>Removes what has the same key.</summary>
    public ItemSet Remove(StoredItem item) => _items.Find(item) is { } known ? new(_items.Remove(known), Bytes - known.Item.Size) : this;

    /// <summary>The place of an item; where it is not there, of what would follow it.</summary>
    internal (int Index, bool Found) PlaceOf(ItemKey key, ItemKey? tableKey)
    {
        StoredItem sought = new(key, tableKey, Item.Empty);
        var index = _items.PlaceOf(i => ItemOrder.Compare(i, sought) < 0);
        return (index, index < Count && ItemOrder.Compare(_items[index], sought) == 0);
    }

    /// <summary>The place of the first item behind a border.</summary>
    internal int PlaceOf(Border border) => _items.PlaceOf(i => border.CompareTo(i.Key) > 0);
}
