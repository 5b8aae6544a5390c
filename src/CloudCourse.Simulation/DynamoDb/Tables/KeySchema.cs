using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <param name="Type">S, N or B.</param>
public sealed record KeyAttribute(string Name, string Type);

/// <summary>The key of a table or of an index.</summary>
public sealed record KeySchema(KeyAttribute Partition, KeyAttribute? Sort)
{
    public const int MaxPartitionBytes = 2048, MaxSortBytes = 1024;

    /// <summary>Partition key first.</summary>
    public IReadOnlyList<string> Names { get; } = Sort is null ? [Partition.Name] : [Partition.Name, Sort.Name];

    public bool Has(string name) => name == Partition.Name || name == Sort?.Name;

    /// <summary>The key of an item that is to be written.</summary>
    /// <exception cref="Cloud.AwsException">A part is missing, of another type, empty or too long.</exception>
    public ItemKey KeyOfItem(Item item) => new(Part(item, Partition, MaxPartitionBytes), Sort is null ? null : Part(item, Sort, MaxSortBytes));

    private AttributeValue Part(Item item, KeyAttribute key, int maxBytes)
    {
        if (item.Find(key.Name) is not { } value) throw DynamoErrors.Invalid($"Missing the key {key.Name} in the item", "Every item carries the table's whole key.");
        if (value.Type != key.Type) throw DynamoErrors.Invalid($"Type mismatch for key {key.Name} expected: {key.Type} actual: {value.Type}");
        return Usable(value, key, maxBytes);
    }

    /// <summary>A key that stands by itself: exactly the key's attributes, in the key's types.</summary>
    public ItemKey KeyOf(Item key)
    {
        var partition = key.Find(Partition.Name);
        var sort = Sort is null ? null : key.Find(Sort.Name);
        if (partition?.Type != Partition.Type || sort?.Type != Sort?.Type || key.Count != Names.Count)
            throw DynamoErrors.Validation("The provided key element does not match the schema", $"The key is {Words}: all of it, nothing else, in these types.");
        return new(Usable(partition!, Partition, MaxPartitionBytes), sort is null ? null : Usable(sort, Sort!, MaxSortBytes));
    }

    private string Words => Sort is null ? $"{Partition.Name} ({Partition.Type})" : $"{Partition.Name} ({Partition.Type}) and {Sort.Name} ({Sort.Type})";

    private AttributeValue Usable(AttributeValue value, KeyAttribute key, int maxBytes)
    {
        if (value.Size == 0)
        {
            throw DynamoErrors.Validation($"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {(value is StringValue ? "string" : "binary")} value. Key: {key.Name}");
        }
        if (value.Size > maxBytes)
        {
            throw DynamoErrors.Invalid(ReferenceEquals(key, Partition)
                ? $"Size of hashkey has exceeded the maximum size limit of{MaxPartitionBytes} bytes"
                : $"Aggregated size of all range keys has exceeded the size limit of {MaxSortBytes} bytes");
        }
        return value;
    }

    /// <summary>The key of an item in an index; null where the item lacks a part and so is not in the index.</summary>
    public ItemKey? KeyIn(Item item) =>
        item.Find(Partition.Name) is not { } partition ? null : Sort is null ? new(partition, null) : item.Find(Sort.Name) is { } sort ? new ItemKey(partition, sort) : null;
}
