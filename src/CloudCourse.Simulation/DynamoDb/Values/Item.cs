using System.Text;
using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.DynamoDb.Values;

/// <summary>Attributes by name: an item, or what stands in a map. It never changes; the order in which they were given is kept.</summary>
public sealed class Item : IEquatable<Item>
{
    public static readonly Item Empty = new([]);

    private readonly OrderedDictionary<string, AttributeValue> _attributes;
    private int _size = -1;

    public Item(OrderedDictionary<string, AttributeValue> attributes) => _attributes = attributes;

    public int Count => _attributes.Count;

    public IEnumerable<KeyValuePair<string, AttributeValue>> Attributes => _attributes;

    public IReadOnlyList<string> Names => _attributes.Keys;

    /// <summary>In bytes, names and values.</summary>
    public int Size
    {
        get
        {
            if (_size >= 0) return _size;
            var size = 0;
            foreach (var (name, value) in _attributes) size += Encoding.UTF8.GetByteCount(name) + value.Size;
            return _size = size;
        }
    }

    public int Depth
    {
        get
        {
            var depth = 0;
            foreach (var (_, value) in _attributes) depth = Math.Max(depth, value.Depth);
            return depth;
        }
    }

    public AttributeValue? Find(string name) => _attributes.TryGetValue(name, out var value) ? value : null;

    public Item With(string name, AttributeValue value) => new(new(_attributes, StringComparer.Ordinal) { [name] = value });

    public Item Without(string name)
    {
        if (!_attributes.ContainsKey(name)) return this;
        OrderedDictionary<string, AttributeValue> rest = new(_attributes, StringComparer.Ordinal);
        rest.Remove(name);
        return new(rest);
    }

    /// <summary>Only the attributes of these names that are there.</summary>
    public Item Only(IEnumerable<string> names)
    {
        OrderedDictionary<string, AttributeValue> some = new(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (_attributes.TryGetValue(name, out var value)) some[name] = value;
        }
        return new(some);
    }

    public JsonObject ToJson()
    {
        JsonObject json = [];
        foreach (var (name, value) in _attributes) json.Add(name, value.ToJson());
        return json;
    }

    public bool Equals(Item? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other.Count != Count) return false;
        foreach (var (name, value) in _attributes)
        {
            if (!value.Equals(other.Find(name))) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Item);

    public override int GetHashCode() => _attributes.Aggregate(29, (hash, a) => hash ^ HashCode.Combine(a.Key, a.Value));

    public override string ToString() => ToJson().ToJsonString();
}
