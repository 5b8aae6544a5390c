using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Changes of a table that is there.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html"/>
internal static class UpdateTable
{
    public static Operation Operation { get; } = new("UpdateTable", c => TableOperations.Needs(c, "UpdateTable"), Run);

    public static readonly string[] Takes =
        ["AttributeDefinitions", "TableName", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexUpdates", "StreamSpecification", "TableClass", "DeletionProtectionEnabled"];

    private static Output Run(Call call)
    {
        var input = call.Input;
        Constraints constraints = new();
        TableDefinition.CheckShape(constraints, input);
        var at = 1;
        foreach (var update in input.Structures("GlobalSecondaryIndexUpdates"))
        {
            if (update.Structure("Create") is { } create) TableDefinition.CheckIndexShape(constraints, create, $"globalSecondaryIndexUpdates.{at}.member.create.");
            if (update.Structure("Update") is { } change) TableDefinition.CheckThroughputShape(constraints, change, $"globalSecondaryIndexUpdates.{at}.member.update.");
            at++;
        }
        constraints.Check();
        if (Takes.Where(t => t is not ("TableName" or "AttributeDefinitions")).All(t => input.Last(t) is null or { Value: JsonArray { Items.Count: 0 } }))
            throw DynamoErrors.Validation("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
        var table = TableOperations.Named(call);
        TableOperations.CheckRests(table);
        var next = Protected(call, Streamed(call, Indexed(call, Billed(call, table))));
        if (call.Text("TableClass") is { } tableClass) next = next with { TableClass = tableClass };
        var quick = input.Last("DeletionProtectionEnabled") is not null && Takes.Count(t => input.Last(t) is not null) == 2;
        if (!quick && next.Status == "ACTIVE")
        {
            next = next with { Status = "UPDATING" };
            call.Turn.Plan(TableSettles.Updating, new TableSettles(call.Region, next.Name, next.Id));
        }
        call.Turn.Put(next);
        call.Turn.Note("dynamodb", next.Name, $"The table {next.Name} is being changed.", table.Status, next.Status);
        return new() { ["TableDescription"] = TableDescription.Of(next, call.Now) };
    }

    private static DynamoTable Protected(Call call, DynamoTable table) =>
        call.Input.Flag("DeletionProtectionEnabled") is { } flag ? table with { IsProtected = flag.Value } : table;

    private static DynamoTable Billed(Call call, DynamoTable table)
    {
        var given = call.Structure("ProvisionedThroughput");
        var mode = call.Text("BillingMode");
        if (mode == "PAY_PER_REQUEST" || (mode is null && table.OnDemand))
        {
            if (given is not null) throw DynamoErrors.Invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST", at: given.At);
            return table.OnDemand ? table : table with
            {
                OnDemand = true,
                OnDemandSince = call.Now,
                Throughput = Throughput.OnDemand,
                Indexes = [.. table.Indexes.Select(i => i with { Throughput = Throughput.OnDemand })],
            };
        }
        if (given is null)
            return !table.OnDemand ? table : throw DynamoErrors.Invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED", at: call.Input.Head());
        var (reads, writes) = (TableDefinition.Bounded(given, "ReadCapacityUnits"), TableDefinition.Bounded(given, "WriteCapacityUnits"));
        if (!table.OnDemand && table.Throughput.Reads == reads && table.Throughput.Writes == writes)
        {
            throw DynamoErrors.Validation($"The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: {reads}. Requested ReadCapacityUnits: {reads}. "
                + $"Current WriteCapacityUnits provisioned for the table: {writes}. Requested WriteCapacityUnits: {writes}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.", at: given.At);
        }
        var next = table with { OnDemand = false, Throughput = table.Throughput.ChangeTo(reads, writes, call.Now) };
        if (!table.OnDemand) return next;
        // Back from on-demand every global index says its own throughput.
        foreach (var index in table.Indexes.Where(i => i.IsGlobal))
        {
            var its = call.Input.Structures("GlobalSecondaryIndexUpdates").Select(u => u.Structure("Update")).FirstOrDefault(u => u?.Text("IndexName")?.Value == index.Name);
            if (its?.Structure("ProvisionedThroughput") is null) throw DynamoErrors.Invalid($"ProvisionedThroughput must be specified for index: {index.Name}");
        }
        return next;
    }

    private static DynamoTable Indexed(Call call, DynamoTable table)
    {
        var updates = call.Input.Structures("GlobalSecondaryIndexUpdates");
        HashSet<string> seen = new(StringComparer.Ordinal);
        var online = 0;
        foreach (var update in updates)
        {
            var (create, change, delete) = (update.Structure("Create"), update.Structure("Update"), update.Structure("Delete"));
            if ((create ?? change ?? delete) is not { } one)
                throw DynamoErrors.Invalid("One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null", at: update.At);
            var name = one.Text("IndexName")!.Value;
            if (!seen.Add(name)) throw DynamoErrors.Invalid($"Only one global secondary index update per index is allowed simultaneously. Index: {name}", at: update.At);
            if (change is null && (++online > 1 || table.Indexes.Any(i => i.Status is "CREATING" or "DELETING")))
                throw Turn.Error("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table", "Add the next one when this one is active.", at: update.At);
            table = create is not null ? Created(call, table, create) : change is not null ? Changed(call, table, change, name) : Deleted(call, table, name);
        }
        return table;
    }

    private static DynamoTable Created(Call call, DynamoTable table, JsonObject create)
    {
        var given = TableDefinition.Definitions(call.Input);
        List<KeyAttribute> definitions = [.. table.Definitions];
        foreach (var attribute in given)
        {
            if (definitions.FirstOrDefault(d => d.Name == attribute.Name) is { } known && known != attribute)
                throw DynamoErrors.Invalid($"Attribute {attribute.Name} is already defined with type {known.Type}", at: call.At("AttributeDefinitions"));
            if (!definitions.Contains(attribute)) definitions.Add(attribute);
        }
        var index = TableDefinition.Global(create, definitions, table.OnDemand, call.Now);
        if (table.Index(index.Name) is not null) throw DynamoErrors.Validation("Attempting to create an index which already exists", at: create.At);
        List<SecondaryIndex> all = [.. table.Indexes, index];
        TableDefinition.CheckCounts(all);
        TableDefinition.CheckUsed(definitions, table.Keys, all);
        // The items are there from the beginning, so that every write finds them; queries are refused until it is active. Items whose key has another type are left out.
        var items = ItemSet.Empty;
        foreach (var stored in table.Items.All)
        {
            if (stored.Item.Find(index.Keys.Partition.Name)?.Type == index.Keys.Partition.Type && (index.Keys.Sort is not { } sort || stored.Item.Find(sort.Name)?.Type == sort.Type) && index.EntryFor(stored, table.Keys) is { } entry)
                items = items.Put(entry, null);
        }
        call.Turn.Plan(IndexSettles.Allocating, new IndexSettles(call.Region, table.Name, table.Id, index.Name));
        return table with { Status = "UPDATING", Definitions = definitions, Indexes = table.Indexes.Add(index with { Items = items }) };
    }

    private static SecondaryIndex Named(DynamoTable table, string name) => table.Indexes.FirstOrDefault(i => i.IsGlobal && i.Name == name)
        ?? throw Turn.Error("ResourceNotFoundException", "Requested resource not found", $"{table.Name} has no global index {name.Shortened()}.");

    private static DynamoTable Changed(Call call, DynamoTable table, JsonObject change, string name)
    {
        Requests.Refuse(change, "OnDemandThroughput", "WarmThroughput");
        var index = Named(table, name);
        if (change.Structure("ProvisionedThroughput") is not { } given) throw DynamoErrors.Invalid($"ProvisionedThroughput is not specified for index: {name}", at: change.At);
        if (table.OnDemand) throw DynamoErrors.Invalid($"ProvisionedThroughput should not be specified for index: {name} when BillingMode is PAY_PER_REQUEST", at: change.At);
        var throughput = index.Throughput.ChangeTo(TableDefinition.Bounded(given, "ReadCapacityUnits"), TableDefinition.Bounded(given, "WriteCapacityUnits"), call.Now);
        return table with { Indexes = table.Indexes.Replace(index, index with { Throughput = throughput, Status = "UPDATING" }) };
    }

    private static DynamoTable Deleted(Call call, DynamoTable table, string name)
    {
        var index = Named(table, name);
        call.Turn.Plan(IndexSettles.Deleting, new IndexSettles(call.Region, table.Name, table.Id, name));
        return table with { Status = "UPDATING", Indexes = table.Indexes.Replace(index, index with { Status = "DELETING" }) };
    }

    private static DynamoTable Streamed(Call call, DynamoTable table)
    {
        if (call.Structure("StreamSpecification") is not { } specification) return table;
        var view = TableOperations.StreamView(call);
        if (view is not null)
        {
            if (table.StreamView is not null) throw DynamoErrors.Validation("Table already has an enabled stream", "Its view cannot be changed: switch the stream off and on again.", specification.At);
            return call.Turn.OpenStream(table, view);
        }
        return table.StreamView is not null ? call.Turn.CloseStream(table) : throw DynamoErrors.Validation("Table has no enabled stream to disable", at: specification.At);
    }
}
