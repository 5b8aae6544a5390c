using System.Text;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.DynamoDb.Values;

/// <summary>One value of an item, of one of DynamoDB's ten types. It never changes. Two are equal as DynamoDB's <c>=</c> says: same type, same content, sets in any order.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes"/>
public abstract class AttributeValue : IEquatable<AttributeValue>
{
    private int _size;

    /// <summary>As in the API: S, N, B, BOOL, NULL, SS, NS, BS, L, M.</summary>
    public abstract string Type { get; }

    /// <summary>In bytes, as DynamoDB counts them, without the attribute's name.</summary>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html"/>
    public int Size => _size != 0 ? _size - 1 : (_size = Measure() + 1) - 1;

    /// <summary>How deep lists and maps stand in one another; 0 for what is neither.</summary>
    public virtual int Depth => 0;

    public abstract bool Equals(AttributeValue? other);

    /// <summary>As the API writes it, such as <c>{"S": "red"}</c>.</summary>
    public JsonObject ToJson() => new() { [Type] = Content() };

    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    public abstract override int GetHashCode();

    public override string ToString() => ToJson().ToJsonString();

    protected abstract int Measure();

    protected abstract JsonNode Content();

    /// <summary>
    /// The order of two values of one type that has an order (S by its UTF-8 bytes, N, B by unsigned bytes); null for other types and for
    /// two different ones.
    /// </summary>
    public static int? Compare(AttributeValue a, AttributeValue b) => (a, b) switch
    {
        (StringValue x, StringValue y) => Utf8Order.Compare(x.Text, y.Text),
        (NumberValue x, NumberValue y) => x.Number.CompareTo(y.Number),
        (BinaryValue x, BinaryValue y) => x.Bytes.Span.SequenceCompareTo(y.Bytes.Span),
        _ => null,
    };
}

public sealed class StringValue(string text) : AttributeValue
{
    public string Text => text;
    public override string Type => "S";
    protected override int Measure() => Encoding.UTF8.GetByteCount(text);
    protected override JsonNode Content() => JsonValue.Create(text);
    public override bool Equals(AttributeValue? other) => other is StringValue s && s.Text == text;
    public override int GetHashCode() => string.GetHashCode(text, StringComparison.Ordinal);
}

public sealed class NumberValue(DynamoNumber number) : AttributeValue
{
    private string? _text;

    public DynamoNumber Number => number;

    /// <summary>As the API writes it.</summary>
    public string Text => _text ??= number.ToString();

    public override string Type => "N";
    protected override int Measure() => number.Size;
    protected override JsonNode Content() => JsonValue.Create(Text);
    public override bool Equals(AttributeValue? other) => other is NumberValue n && n.Number == number;
    public override int GetHashCode() => number.GetHashCode();
}

public sealed class BinaryValue(ReadOnlyMemory<byte> bytes) : AttributeValue
{
    public ReadOnlyMemory<byte> Bytes => bytes;
    public string Base64 => Convert.ToBase64String(bytes.Span);
    public override string Type => "B";
    protected override int Measure() => bytes.Length;
    protected override JsonNode Content() => JsonValue.Create(Base64);
    public override bool Equals(AttributeValue? other) => other is BinaryValue b && b.Bytes.Span.SequenceEqual(bytes.Span);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(bytes.Span);
        return hash.ToHashCode();
    }
}

public sealed class BooleanValue(bool value) : AttributeValue
{
    public bool Value => value;
    public override string Type => "BOOL";
    protected override int Measure() => 1;
    protected override JsonNode Content() => JsonValue.Create(value);
    public override bool Equals(AttributeValue? other) => other is BooleanValue b && b.Value == value;
    public override int GetHashCode() => value.GetHashCode();
}

public sealed class NullValue : AttributeValue
{
    public override string Type => "NULL";
    protected override int Measure() => 1;
    protected override JsonNode Content() => JsonValue.Create(true);
    public override bool Equals(AttributeValue? other) => other is NullValue;
    public override int GetHashCode() => 17;
}

/// <summary>A set of strings, numbers or binaries; it has at least one member, and none twice.</summary>
/// <param name="members">All <see cref="StringValue"/>, all <see cref="NumberValue"/> or all <see cref="BinaryValue"/>.</param>
public sealed class SetValue(IReadOnlyList<AttributeValue> members) : AttributeValue
{
    private HashSet<AttributeValue>? _lookup;

    public IReadOnlyList<AttributeValue> Members => members;

    /// <summary>SS, NS or BS.</summary>
    public override string Type => members[0] switch { StringValue => "SS", NumberValue => "NS", _ => "BS" };

    public bool Has(AttributeValue member) => (_lookup ??= [.. members]).Contains(member);

    protected override int Measure() => members.Sum(m => m.Size);

    protected override JsonNode Content() => new JsonArray([.. members.Select(m => (JsonNode)(m switch
    {
        StringValue s => s.Text,
        NumberValue n => n.Text,
        _ => ((BinaryValue)m).Base64,
    }))]);

    public override bool Equals(AttributeValue? other) => other is SetValue set && set.Type == Type && set.Members.Count == members.Count && members.All(set.Has);
    public override int GetHashCode() => members.Aggregate(19, (hash, m) => hash ^ m.GetHashCode());
}

public sealed class ListValue(IReadOnlyList<AttributeValue> items) : AttributeValue
{
    public IReadOnlyList<AttributeValue> Items => items;
    public override string Type => "L";
    public override int Depth => 1 + (items.Count == 0 ? 0 : items.Max(i => i.Depth));
    protected override int Measure() => 3 + items.Sum(i => i.Size + 1);
    protected override JsonNode Content() => new JsonArray([.. items.Select(i => i.ToJson())]);
    public override bool Equals(AttributeValue? other) => other is ListValue list && list.Items.SequenceEqual(items);
    public override int GetHashCode() => items.Aggregate(23, HashCode.Combine);
}

public sealed class MapValue(Item members) : AttributeValue
{
    public Item Members => members;
    public override string Type => "M";
    public override int Depth => 1 + members.Depth;
    protected override int Measure() => 3 + members.Size + members.Count;
    protected override JsonNode Content() => members.ToJson();
    public override bool Equals(AttributeValue? other) => other is MapValue map && map.Members.Equals(members);
    public override int GetHashCode() => members.GetHashCode();
}
