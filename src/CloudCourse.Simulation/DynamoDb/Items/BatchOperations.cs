using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.DynamoDb.Expressions;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>Many items in one request, each by itself: what cannot be done for want of throughput is handed back.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html"/>
internal static class BatchOperations
{
    private const int MaxGets = 100, MaxWrites = 25, MaxBytes = 16 * 1024 * 1024;

    public static IReadOnlyList<Operation> All { get; } = [new("BatchGetItem", NeedsGet, Get), new("BatchWriteItem", NeedsWrite, Write)];

    private sealed record TableReads(TableName Table, string Named, IReadOnlyList<Item> Keys, Projection? Projection, bool Consistent, JsonObject Json);

    private sealed record OneWrite(TableName Table, string Named, Item Given, bool IsPut);

    private static void Check(Call call, bool write)
    {
        Constraints constraints = new();
        constraints.OneOf(call.Input, "ReturnConsumedCapacity", Constraints.Capacity);
        if (write) constraints.OneOf(call.Input, "ReturnItemCollectionMetrics", Constraints.Metrics);
        var items = call.Structure("RequestItems")!;
        constraints.Count(items.Members.Count, "requestItems", 1, write ? MaxWrites : MaxGets, items.Members.Count == 0 ? "{}" : "{…}", items.At);
        constraints.Check();
    }

    private static IEnumerable<Permission> NeedsGet(Call call)
    {
        Check(call, write: false);
        List<TableReads> reads = [];
        foreach (var (named, member) in call.Structure("RequestItems")!.AsDictionary())
        {
            var json = (JsonObject)member.Value;
            Requests.Refuse(json, "AttributesToGet");
            ExpressionContext context = new(json);
            var projection = json.Text("ProjectionExpression") is { } p ? Projection.Parse(p.Value, context, p.At) : null;
            context.CheckAllUsed();
            var keys = json.Structures("Keys");
            if (keys.Count == 0) throw DynamoErrors.Constraint("[]", $"requestItems.{named}.member.keys", "have length greater than or equal to 1", json.At);
            reads.Add(new(call.TableNamed(named, member.NameAt), named, [.. keys.Select(ValueReader.ReadItem)], projection, json.Flag("ConsistentRead")?.Value ?? false, json));
        }
        if (reads.Sum(r => r.Keys.Count) > MaxGets) throw DynamoErrors.Validation("Too many items requested for the BatchGetItem call", $"{MaxGets} keys in one call at most.", call.At("RequestItems"));
        call.Prepared = reads;
        return [.. reads.Select(r => r.Table.Needs("BatchGetItem", call.Input, leading: LeadingOf(r.Table, r.Keys),
            attributes: [.. r.Keys.SelectMany(k => k.Names).Concat(r.Projection?.Paths.Select(p => p.Head) ?? []).Distinct(StringComparer.Ordinal)],
            select: r.Projection is null ? "ALL_ATTRIBUTES" : "SPECIFIC_ATTRIBUTES"))];
    }

    private static List<string>? LeadingOf(TableName table, IEnumerable<Item> items) => table.Table is not { } known ? null
        : [.. items.Select(i => i.Find(known.Keys.Partition.Name)).OfType<AttributeValue>().Select(Requests.Leading).Distinct(StringComparer.Ordinal)];

    private static Output Get(Call call)
    {
        var reads = (List<TableReads>)call.Prepared!;
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"));
        Output responses = [], unprocessed = [];
        long bytes = 0;
        var any = false;
        // Every key is looked at before anything is read.
        var wanted = reads.Select(r => (Read: r, Keys: Distinct(r.Keys.Select(r.Table.Usable.Keys.KeyOf)))).ToList();
        foreach (var (read, keys) in wanted)
        {
            Array found = [], left = [];
            for (var i = 0; i < keys.Count; i++)
            {
                var table = call.State.FindTable(call.Region, read.Table.Name)!;
                var item = table.Items.Find(keys[i])?.Item;
                if (table.Throughput.ReadsLeft.IsEmpty(call.Now) || bytes + (item?.Size ?? 0) > MaxBytes)
                {
                    left.Add(read.Keys[i].ToJson());
                    if (table.Throughput.ReadsLeft.IsEmpty(call.Now)) call.Turn.Measure(DynamoDbMetrics.Of(call.Region, table.Name), (DynamoDbMetrics.ReadThrottles, 1));
                    continue;
                }
                any = true;
                bytes += item?.Size ?? 0;
                var units = Units.Read(item?.Size ?? 0, read.Consistent);
                call.Turn.SpendReads(call.Region, table.Name, null, units);
                consumed.Read(table, units);
                if (item is not null) found.Add(read.Projection?.Of(item).ToJson() ?? item.ToJson());
            }
            responses[read.Named] = found;
            if (left.Count > 0) unprocessed[read.Named] = Again(read, left);
        }
        if (!any) throw DynamoErrors.Throttled();
        Output output = new() { ["Responses"] = responses, ["UnprocessedKeys"] = unprocessed };
        consumed.SayAll(output);
        return output;
    }

    /// <summary>What was left over, so that it can be sent as it is.</summary>
    private static Output Again(TableReads read, Array keys)
    {
        Output again = new() { ["Keys"] = keys };
        if (read.Consistent) again["ConsistentRead"] = true;
        if (read.Json.Text("ProjectionExpression") is { } projection) again["ProjectionExpression"] = projection.Value;
        if (read.Json.Structure("ExpressionAttributeNames") is { } names)
        {
            Output same = [];
            foreach (var (name, member) in names.AsDictionary()) same[name] = ((JsonString)member.Value).Value;
            again["ExpressionAttributeNames"] = same;
        }
        return again;
    }

    private static List<ItemKey> Distinct(IEnumerable<ItemKey> keys)
    {
        List<ItemKey> all = [.. keys];
        return all.Count == 1 || new HashSet<ItemKey>(all).Count == all.Count ? all : throw DynamoErrors.Validation("Provided list of item keys contains duplicates");
    }

    private static IEnumerable<Permission> NeedsWrite(Call call)
    {
        Check(call, write: true);
        List<OneWrite> writes = [];
        foreach (var (named, member) in call.Structure("RequestItems")!.AsDictionary())
        {
            var requests = ((JsonArray)member.Value).Items.OfType<JsonObject>().ToList();
            if (requests.Count is 0 or > MaxWrites)
            {
                throw DynamoErrors.Validation($"1 validation error detected: Value '{{{named}=[{(requests.Count == 0 ? "" : "…")}]}}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
                    + $"[Member must have length less than or equal to {MaxWrites}, Member must have length greater than or equal to 1]", $"{MaxWrites} puts and deletes in one call at most.", member.Value.At);
            }
            var table = call.TableNamed(named, member.NameAt);
            foreach (var request in requests) writes.Add(ReadOne(table, named, request));
        }
        if (writes.Count > MaxWrites) throw DynamoErrors.Validation("Too many items requested for the BatchWriteItem call", $"{MaxWrites} puts and deletes in one call at most.", call.At("RequestItems"));
        call.Prepared = writes;
        return [.. writes.GroupBy(w => w.Table.Arn).Select(g => g.First().Table.Needs("BatchWriteItem", call.Input,
            leading: LeadingOf(g.First().Table, g.Select(w => w.Given)), attributes: [.. g.SelectMany(w => w.Given.Names).Distinct(StringComparer.Ordinal)]))];
    }

    private static OneWrite ReadOne(TableName table, string named, JsonObject request)
    {
        var (put, delete) = (request.Structure("PutRequest"), request.Structure("DeleteRequest"));
        if (put is null == delete is null)
        {
            throw DynamoErrors.Validation(put is null
                ? "Supplied AttributeValue has no request set, must contain exactly one of PutRequest or DeleteRequest"
                : "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes", at: request.At);
        }
        var given = ValueReader.ReadItem((put?.Structure("Item") ?? delete!.Structure("Key"))!);
        ItemWrite.CheckSize(given, "Item size has exceeded the maximum allowed size", request.At);
        return new(table, named, given, put is not null);
    }

    private static Output Write(Call call)
    {
        var writes = (List<OneWrite>)call.Prepared!;
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"));
        var keyed = writes.Select(w => (Write: w, Key: new ItemWrite(w.IsPut ? WriteKind.Put : WriteKind.Delete, w.Table, w.Given, null, null, false).KeyIn(w.Table.Usable))).ToList();
        foreach (var table in keyed.GroupBy(k => k.Write.Table.Arn)) Distinct(table.Select(t => t.Key));
        Output unprocessed = [], metrics = [];
        var any = false;
        foreach (var (write, key) in keyed)
        {
            var table = call.State.FindTable(call.Region, write.Table.Name)!;
            if (table.Throughput.WritesLeft.IsEmpty(call.Now))
            {
                call.Turn.Measure(DynamoDbMetrics.Of(call.Region, table.Name), (DynamoDbMetrics.WriteThrottles, 1));
                ((Array)(unprocessed[write.Named] ??= new Array())).Add(write.IsPut
                    ? new Output { ["PutRequest"] = new Output { ["Item"] = write.Given.ToJson() } }
                    : new Output { ["DeleteRequest"] = new Output { ["Key"] = write.Given.ToJson() } });
                continue;
            }
            any = true;
            consumed.Write(table, call.Turn.Write(table, key, table.Items.Find(key), write.IsPut ? write.Given : null));
            if (call.Text("ReturnItemCollectionMetrics") == "SIZE" && ItemOperations.MetricsOf(table, key) is { } size) ((Array)(metrics[write.Named] ??= new Array())).Add(size);
        }
        if (!any) throw DynamoErrors.Throttled();
        Output output = new() { ["UnprocessedItems"] = unprocessed };
        if (metrics.Count > 0) output["ItemCollectionMetrics"] = metrics;
        consumed.SayAll(output);
        return output;
    }
}
