using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Expressions;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Items;

internal enum WriteKind { Put, Update, Delete, Check }

/// <summary>A write as a request asks for it, read and checked as far as that goes without looking at the table's items.</summary>
/// <param name="Given">The item of a put; the key of any other.</param>
internal sealed record ItemWrite(WriteKind Kind, TableName Table, Item Given, UpdateExpression? Update, Condition? Condition, bool TellsOld)
{
    public const int MaxItemBytes = 400 * 1024;

    /// <summary>Reads the structure of a put, update, delete or check; the same in a request of its own and in a transaction.</summary>
    public static ItemWrite Read(Call call, JsonObject json, WriteKind kind, Constraints constraints, string prefix = "")
    {
        var table = call.TableOf(json);
        var tells = constraints.OneOf(json, "ReturnValuesOnConditionCheckFailure", Constraints.OnFailure, prefix) == "ALL_OLD";
        constraints.Check();
        var given = ValueReader.ReadItem(json.Structure(kind is WriteKind.Put ? "Item" : "Key")!);
        if (kind is WriteKind.Put) CheckSize(given, "Item size has exceeded the maximum allowed size");
        ExpressionContext context = kind is WriteKind.Update ? new(json, "UpdateExpression", "ConditionExpression") : new(json, "ConditionExpression");
        var update = kind is WriteKind.Update && json.Text("UpdateExpression") is { } u ? UpdateParser.Parse(u.Value, context, u.At) : null;
        var condition = json.Text("ConditionExpression") is { } c ? ConditionParser.Parse(c.Value, "ConditionExpression", context, c.At) : null;
        context.CheckAllUsed();
        return new(kind, table, given, update, condition, tells);
    }

    public static void CheckSize(Item item, string words, Location? at = null)
    {
        if (item.Size > MaxItemBytes) throw DynamoErrors.Validation(words, "An item with its attributes' names is 400 KB at most.", at);
        if (item.Depth > ValueReader.MaxDepth) throw DynamoErrors.Validation("Nesting Levels have exceeded supported limits", $"Lists and maps stand in one another up to {ValueReader.MaxDepth} levels.", at);
    }

    public string Action => Kind switch
    {
        WriteKind.Put => "PutItem",
        WriteKind.Update => "UpdateItem",
        WriteKind.Delete => "DeleteItem",
        _ => "ConditionCheckItem",
    };

    /// <summary>Everything whose name the request mentions.</summary>
    public IReadOnlyList<string> Attributes
    {
        get
        {
            if (Update is null && Condition is null) return Given.Names;
            Mentioned mentioned = new(Given.Names);
            foreach (var action in Update?.Actions ?? [])
            {
                mentioned.Add(action.Path.Head);
                if (action.Value is { } value) mentioned.Add(value);
            }
            if (Condition is not null) mentioned.Add(Condition);
            return mentioned.Names;
        }
    }

    /// <summary>The value of the partition key, where the table is known.</summary>
    public IReadOnlyList<string>? Leading => Table.Table is { } table && Given.Find(table.Keys.Partition.Name) is { } value ? [Requests.Leading(value)] : null;

    /// <summary>The item's key. What the table's keys say about the write is checked with it.</summary>
    public ItemKey KeyIn(DynamoTable table)
    {
        if (Kind is not WriteKind.Put)
        {
            var named = table.Keys.KeyOf(Given);
            CheckKeysStay(table);
            return named;
        }
        var key = table.Keys.KeyOfItem(Given);
        CheckIndexKeys(table, Given, null);
        return key;
    }

    private void CheckKeysStay(DynamoTable table)
    {
        foreach (var action in Update?.Actions ?? [])
        {
            if (table.Keys.Has(action.Path.Head)) throw DynamoErrors.Invalid($"Cannot update attribute {action.Path.Head}. This attribute is part of the key", "A key never changes: put the item under its new key and delete the old one.");
        }
    }

    /// <summary>The item as it will be; null where it goes. The condition has been looked at.</summary>
    public Item? After(DynamoTable table, StoredItem? before)
    {
        switch (Kind)
        {
            case WriteKind.Put: return Given;
            case WriteKind.Delete: return null;
            case WriteKind.Check: return before?.Item;
        }
        var item = before?.Item ?? Given;
        if (Update is null) return item;
        var after = Update.Apply(item);
        CheckSize(after, "Item size to update has exceeded the maximum allowed size");
        CheckIndexKeys(table, after, item);
        return after;
    }

    /// <summary>What is a key of an index must have the key's type, though it may be missing.</summary>
    private static void CheckIndexKeys(DynamoTable table, Item item, Item? before)
    {
        foreach (var index in table.Indexes)
        {
            Check(index, index.Keys.Partition, KeySchema.MaxPartitionBytes);
            if (index.Keys.Sort is { } sort) Check(index, sort, KeySchema.MaxSortBytes);
        }

        void Check(SecondaryIndex index, KeyAttribute key, int maxBytes)
        {
            if (item.Find(key.Name) is not { } value || (before is not null && value.Equals(before.Find(key.Name)))) return;
            if (value.Type != key.Type)
            {
                throw before is null
                    ? DynamoErrors.Invalid($"Type mismatch for Index Key {key.Name} Expected: {key.Type} Actual: {value.Type} IndexName: {index.Name}")
                    : DynamoErrors.Validation("The update expression attempted to update the secondary index key to unsupported type");
            }
            if (value.Size == 0)
            {
                var what = value is StringValue ? "string" : "binary";
                throw DynamoErrors.Validation(before is null
                    ? $"One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty {what} value. IndexName: {index.Name}, IndexKey: {key.Name}"
                    : $"One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty {what} value.");
            }
            if (value.Size > maxBytes) throw DynamoErrors.Invalid($"Size of {(ReferenceEquals(key, index.Keys.Partition) ? "hashkey" : "rangekey")} has exceeded the maximum size limit of {maxBytes} bytes");
        }
    }
}
