using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Expressions;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>One item at a time.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html"/>
internal static class ItemOperations
{
    private static readonly string[] ReturnValues = ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutItem", c => NeedsWrite(c, WriteKind.Put), Write),
        new("UpdateItem", c => NeedsWrite(c, WriteKind.Update), Write),
        new("DeleteItem", c => NeedsWrite(c, WriteKind.Delete), Write),
        new("GetItem", NeedsGet, Get),
    ];

    private static IEnumerable<Permission> NeedsWrite(Call call, WriteKind kind)
    {
        Constraints constraints = new();
        constraints.OneOf(call.Input, "ReturnConsumedCapacity", Constraints.Capacity);
        constraints.OneOf(call.Input, "ReturnItemCollectionMetrics", Constraints.Metrics);
        var values = constraints.OneOf(call.Input, "ReturnValues", ReturnValues);
        var write = ItemWrite.Read(call, call.Input, kind, constraints);
        if (kind is not WriteKind.Update && values is not (null or "NONE" or "ALL_OLD"))
            throw DynamoErrors.Validation("ReturnValues can only be ALL_OLD or NONE", "Only UpdateItem gives back what is new.", call.At("ReturnValues"));
        call.Prepared = write;
        return [write.Table.Needs(write.Action, call.Input, leading: write.Leading, attributes: write.Attributes)];
    }

    private static Output Write(Call call)
    {
        var write = (ItemWrite)call.Prepared!;
        var table = write.Table.Usable;
        var key = write.KeyIn(table);
        table.CheckWrites(call.Now);
        var before = table.Items.Find(key);
        if (write.Condition is { } condition && !condition.Holds(before?.Item ?? Item.Empty)) throw DynamoErrors.ConditionFailed(write.TellsOld ? before?.Item.ToJson() : null);
        var after = write.After(table, before);
        var cost = call.Turn.Write(table, key, before, after);

        Output output = [];
        if (Returned(write, call.Text("ReturnValues"), before?.Item, after) is { Count: > 0 } attributes) output["Attributes"] = attributes.ToJson();
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"));
        consumed.Write(table, cost);
        consumed.SayOne(output);
        if (call.Text("ReturnItemCollectionMetrics") == "SIZE" && MetricsOf(table, key) is { } metrics) output["ItemCollectionMetrics"] = metrics;
        return output;
    }

    private static Item? Returned(ItemWrite write, string? wanted, Item? before, Item? after) => wanted switch
    {
        "ALL_OLD" => before,
        "ALL_NEW" => after,
        "UPDATED_OLD" when before is not null => write.Update?.Touched.Of(before),
        "UPDATED_NEW" => write.Update?.Touched.Of(after!),
        _ => null,
    };

    /// <summary>Only tables with local secondary indexes have item collections of limited size.</summary>
    public static Output? MetricsOf(DynamoTable table, ItemKey key) => table.Indexes.All(i => i.IsGlobal) ? null : new()
    {
        ["ItemCollectionKey"] = new Output { [table.Keys.Partition.Name] = key.Partition.ToJson() },
        ["SizeEstimateRangeGB"] = new Array(0.0, 1.0),
    };

    private static IEnumerable<Permission> NeedsGet(Call call)
    {
        Constraints constraints = new();
        constraints.OneOf(call.Input, "ReturnConsumedCapacity", Constraints.Capacity);
        constraints.Check();
        var read = ItemRead.Read(call, call.Input);
        call.Prepared = read;
        return [read.Needs("GetItem", call.Input)];
    }

    private static Output Get(Call call)
    {
        var read = (ItemRead)call.Prepared!;
        var table = read.Table.Usable;
        var key = table.Keys.KeyOf(read.Key);
        table.CheckReads(null, call.Now);
        var found = table.Items.Find(key)?.Item;
        var units = Units.Read(found?.Size ?? 0, call.Flag("ConsistentRead"));
        call.Turn.SpendReads(call.Region, table.Name, null, units);
        Output output = [];
        if (found is not null) output["Item"] = (read.Projection?.Of(found) ?? found).ToJson();
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"));
        consumed.Read(table, units);
        consumed.SayOne(output);
        return output;
    }
}

/// <summary>One item wanted by its key, alone or in a transaction.</summary>
internal sealed record ItemRead(TableName Table, Item Key, Projection? Projection)
{
    public static ItemRead Read(Call call, JsonObject json)
    {
        var table = call.TableOf(json);
        var key = ValueReader.ReadItem(json.Structure("Key")!);
        ExpressionContext context = new(json);
        var projection = json.Text("ProjectionExpression") is { } p ? Projection.Parse(p.Value, context, p.At) : null;
        context.CheckAllUsed();
        return new(table, key, projection);
    }

    public Permission Needs(string action, JsonObject input, string? enclosing = null) => Table.Needs(action, input,
        leading: Table.Table is { } table && Key.Find(table.Keys.Partition.Name) is { } value ? [Requests.Leading(value)] : null,
        attributes: Projection is null ? Key.Names : [.. Key.Names.Concat(Projection.Paths.Select(p => p.Head)).Distinct(StringComparer.Ordinal)],
        select: Projection is null ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES", enclosing: enclosing);
}
