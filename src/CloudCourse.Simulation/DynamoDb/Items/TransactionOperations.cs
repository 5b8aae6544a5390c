using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>Several items at once: all of it happens, or nothing.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html"/>
internal static class TransactionOperations
{
    private const int MaxItems = 100, MaxBytes = 4 * 1024 * 1024;

    /// <summary>For so long a token stands for what was done with it.</summary>
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(10);

    public static IReadOnlyList<Operation> All { get; } = [new("TransactWriteItems", NeedsWrite, Write), new("TransactGetItems", NeedsGet, Get)];

    private static readonly (string Member, WriteKind Kind)[] Kinds =
        [("ConditionCheck", WriteKind.Check), ("Put", WriteKind.Put), ("Delete", WriteKind.Delete), ("Update", WriteKind.Update)];

    private static IReadOnlyList<JsonObject> ItemsOf(Call call, bool write)
    {
        Constraints constraints = new();
        constraints.OneOf(call.Input, "ReturnConsumedCapacity", Constraints.Capacity);
        if (write) constraints.OneOf(call.Input, "ReturnItemCollectionMetrics", Constraints.Metrics);
        var items = call.Structures("TransactItems");
        constraints.Count(items.Count, "transactItems", 1, MaxItems, items.Count == 0 ? "[]" : "[…]", call.At("TransactItems"));
        if (call.Text("ClientRequestToken") is { } token) constraints.Count(token.Length, "clientRequestToken", 1, 36, token, call.At("ClientRequestToken"));
        constraints.Check();
        return items;
    }

    private static IEnumerable<Permission> NeedsWrite(Call call)
    {
        List<ItemWrite> writes = [];
        List<Permission> needs = [];
        var number = 0;
        foreach (var item in ItemsOf(call, write: true))
        {
            number++;
            var given = Kinds.Where(k => item.Structure(k.Member) is not null).ToList();
            if (given.Count != 1)
                throw DynamoErrors.Validation("TransactItems can only contain one of Check, Put, Update or Delete", $"Entry {number} has {given.Count} of them.", item.At);
            var json = item.Structure(given[0].Member)!;
            var write = ItemWrite.Read(call, json, given[0].Kind, new(), $"transactItems.{number}.member.{given[0].Member.ToLowerInvariant()}.");
            writes.Add(write);
            needs.Add(write.Table.Needs(write.Action, call.Input, leading: write.Leading, attributes: write.Attributes, enclosing: "TransactWriteItems"));
        }
        if (writes.Sum(w => (long)w.Given.Size) > MaxBytes) throw TooLarge(call);
        call.Prepared = writes;
        return needs;
    }

    private static Output Write(Call call)
    {
        var writes = (List<ItemWrite>)call.Prepared!;
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"), transaction: true);
        Output output = [];
        if (call.Text("ClientRequestToken") is { } token && IsRepeated(call, token))
        {
            // The second time it only reads what it would write.
            foreach (var write in writes)
            {
                var table = write.Table.Usable;
                consumed.Read(table, Units.Read(table.Items.Find(write.KeyIn(table))?.Item.Size ?? 0, true) * Units.InTransaction);
            }
            consumed.SayAll(output);
            return output;
        }
        var planned = Plan(call, writes);
        Output metrics = [];
        foreach (var (write, key, after) in planned)
        {
            var table = call.State.FindTable(call.Region, write.Table.Name)!;
            var before = table.Items.Find(key);
            if (write.Kind is WriteKind.Check) consumed.Write(table, new(Units.Write(before?.Item.Size ?? 0) * Units.InTransaction, WriteCost.NoIndexes));
            else consumed.Write(table, call.Turn.Write(table, key, before, after, Units.InTransaction));
            if (call.Text("ReturnItemCollectionMetrics") == "SIZE" && ItemOperations.MetricsOf(table, key) is { } size) ((Array)(metrics[table.Name] ??= new Array())).Add(size);
        }
        if (metrics.Count > 0) output["ItemCollectionMetrics"] = metrics;
        consumed.SayAll(output);
        return output;
    }

    private static bool IsRepeated(Call call, string token)
    {
        var region = call.State.DynamoDb.In(call.Region);
        var input = JsonText.Of(call.Input);
        if (region.Done.Find(token) is { } done && call.Now - done.At < TokenLife)
        {
            return done.Input == input ? true : throw Turn.Error("IdempotentParameterMismatchException",
                "The provided client request token was used with a different payload earlier", $"A token stands for one request for {TokenLife.TotalMinutes} minutes: take another for this one.", at: call.At("ClientRequestToken"));
        }
        var kept = region.Done;
        foreach (var (old, transaction) in kept.Keys.Zip(kept.Values).ToList())
        {
            if (call.Now - transaction.At >= TokenLife) kept = kept.Remove(old);
        }
        call.Turn.Put(call.Region, region with { Done = kept.Put(token, new(input, call.Now)) });
        return false;
    }

    private static List<(ItemWrite Write, ItemKey Key, Item? After)> Plan(Call call, List<ItemWrite> writes)
    {
        HashSet<(string Table, ItemKey Key)> seen = [];
        List<(ItemWrite, ItemKey, Item?)> planned = [];
        List<Output> reasons = [];
        var repeated = false;
        foreach (var write in writes)
        {
            var table = write.Table.Usable;
            Output reason = new() { ["Code"] = "None" };
            try
            {
                var key = write.KeyIn(table);
                repeated |= !seen.Add((table.Arn, key));
                table.CheckWrites(call.Now);
                var before = table.Items.Find(key);
                if (write.Condition is { } condition && !condition.Holds(before?.Item ?? Item.Empty)) throw DynamoErrors.ConditionFailed(write.TellsOld ? before?.Item.ToJson() : null);
                planned.Add((write, key, write.After(table, before)));
            }
            catch (AwsException e)
            {
                reason = ReasonOf(e.Error);
            }
            reasons.Add(reason);
        }
        if (repeated) throw Repeated(call);
        return reasons.Any(r => (string)r["Code"]! != "None") ? throw Cancelled(reasons) : planned;
    }

    private static Output ReasonOf(AwsError error)
    {
        Output reason = new()
        {
            ["Code"] = error.Code switch
            {
                "ConditionalCheckFailedException" => "ConditionalCheckFailed",
                "ProvisionedThroughputExceededException" => "ProvisionedThroughputExceeded",
                _ => "ValidationError",
            },
            ["Message"] = error.Message,
        };
        if (error.Fields?["Item"] is { } item) reason["Item"] = item.DeepClone();
        return reason;
    }

    private static AwsException Cancelled(List<Output> reasons) => new(new("TransactionCanceledException",
        $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(r => (string)r["Code"]!))}]", 400)
    {
        Advice = "Nothing of it was done. CancellationReasons stand in the order of TransactItems.",
        Fields = new() { ["CancellationReasons"] = new Array([.. reasons]) },
    });

    private static IEnumerable<Permission> NeedsGet(Call call)
    {
        List<ItemRead> reads = [.. ItemsOf(call, write: false).Select(i => ItemRead.Read(call, i.Structure("Get")!))];
        call.Prepared = reads;
        return [.. reads.Select(r => r.Needs("GetItem", call.Input, "TransactGetItems"))];
    }

    private static Output Get(Call call)
    {
        var reads = (List<ItemRead>)call.Prepared!;
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"), transaction: true);
        Array responses = [];
        foreach (var (read, item) in Found(call, reads))
        {
            var units = Units.Read(item?.Size ?? 0, true) * Units.InTransaction;
            call.Turn.SpendReads(call.Region, read.Table.Name, null, units);
            consumed.Read(call.State.FindTable(call.Region, read.Table.Name)!, units);
            responses.Add(item is null ? [] : new Output { ["Item"] = (read.Projection?.Of(item) ?? item).ToJson() });
        }
        Output output = new() { ["Responses"] = responses };
        consumed.SayAll(output);
        return output;
    }

    private static List<(ItemRead Read, Item? Item)> Found(Call call, List<ItemRead> reads)
    {
        HashSet<(string, ItemKey)> seen = [];
        List<(ItemRead, Item? Item)> found = [];
        List<Output> reasons = [];
        var repeated = false;
        foreach (var read in reads)
        {
            var table = read.Table.Usable;
            Output reason = new() { ["Code"] = "None" };
            try
            {
                var key = table.Keys.KeyOf(read.Key);
                repeated |= !seen.Add((table.Arn, key));
                table.CheckReads(null, call.Now);
                found.Add((read, table.Items.Find(key)?.Item));
            }
            catch (AwsException e)
            {
                reason = ReasonOf(e.Error);
            }
            reasons.Add(reason);
        }
        if (repeated) throw Repeated(call);
        if (found.Count < reads.Count) throw Cancelled(reasons);
        return found.Sum(f => (long)(f.Item?.Size ?? 0)) <= MaxBytes ? found : throw TooLarge(call);
    }

    private static AwsException TooLarge(Call call) =>
        DynamoErrors.Validation("Transaction size exceeds the limit of 4 MB", "All items of a transaction together are 4 MB at most.", call.At("TransactItems"));

    private static AwsException Repeated(Call call) =>
        DynamoErrors.Validation("Transaction request cannot include multiple operations on one item", "Say everything that happens to an item in one entry: a Put, Update or Delete may carry a condition.", call.At("TransactItems"));
}
