using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Tables come and go.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.html"/>
internal static class TableOperations
{
    private const int MaxTables = 2500;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateTable", NeedsCreate, Create),
        new("DescribeTable", c => Needs(c, "DescribeTable"), c => new() { ["Table"] = TableDescription.Of(Named(c), c.Now) }),
        new("DeleteTable", c => Needs(c, "DeleteTable"), Delete),
        new("ListTables", c => [new("dynamodb:ListTables", "*")], List),
        new("DescribeLimits", c => [new("dynamodb:DescribeLimits", "*")], _ => new()
        {
            ["AccountMaxReadCapacityUnits"] = 80000,
            ["AccountMaxWriteCapacityUnits"] = 80000,
            ["TableMaxReadCapacityUnits"] = 40000,
            ["TableMaxWriteCapacityUnits"] = 40000,
        }),
    ];

    /// <summary>What CreateTable takes; the rest of its input is refused.</summary>
    public static readonly string[] CreateTakes =
    [
        "AttributeDefinitions", "TableName", "KeySchema", "LocalSecondaryIndexes", "GlobalSecondaryIndexes", "BillingMode", "ProvisionedThroughput", "StreamSpecification", "Tags",
        "TableClass", "DeletionProtectionEnabled",
    ];

    public static IEnumerable<Permission> Needs(Call call, string action)
    {
        var table = call.TableOf(call.Input);
        call.Prepared = table;
        return [table.Needs(action, call.Input)];
    }

    /// <summary>The table that the call is about.</summary>
    public static DynamoTable Named(Call call) => call.Prepared is TableName { Table: { } table } ? table : throw DynamoErrors.TableMissing(((TableName)call.Prepared!).Name);

    private static IEnumerable<Permission> NeedsCreate(Call call)
    {
        var table = call.TableOf(call.Input);
        call.Prepared = table;
        var tags = TagOperations.Read(call.Input, "Tags");
        Permission create = new("dynamodb:CreateTable", table.Arn) { Context = TagOperations.Asked(tags) };
        return tags.Count == 0 ? [create] : [create, new("dynamodb:TagResource", table.Arn) { Context = TagOperations.Asked(tags) }];
    }

    private static Output Create(Call call)
    {
        var named = (TableName)call.Prepared!;
        var input = call.Input;
        Constraints constraints = new();
        TableDefinition.CheckShape(constraints, input);
        constraints.Check();
        foreach (var member in (string[])["AttributeDefinitions", "KeySchema"])
        {
            if (input.Last(member) is null)
                throw DynamoErrors.Validation($"1 validation error detected: Value null at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must not be null", at: input.Head());
        }
        var onDemand = call.Text("BillingMode") == "PAY_PER_REQUEST";
        var throughput = ThroughputOf(call, onDemand);
        var definitions = TableDefinition.Definitions(input);
        var keys = TableDefinition.Keys(input, definitions);
        var indexes = TableDefinition.Indexes(input, keys, definitions, onDemand, call.Now);
        TableDefinition.CheckUsed(definitions, keys, indexes);
        var view = StreamView(call);
        if (named.Table is { } existing)
        {
            throw DynamoErrors.InUse(existing.Status == "DELETING"
                ? $"Attempt to change a resource which is still in use: Table is being deleted: {named.Name}" : $"Table already exists: {named.Name}", "A Region has each name once in an account.");
        }
        if (call.State.DynamoDb.In(call.Region).Tables.Count >= MaxTables)
            throw Turn.Error("LimitExceededException", $"Subscriber limit exceeded: There is a limit of {MaxTables} tables per subscriber");
        DynamoTable table = new()
        {
            Name = named.Name,
            Arn = named.Arn,
            Id = Uuid(call.Turn),
            Region = call.Region,
            Status = "CREATING",
            Created = call.Now,
            Keys = keys,
            Definitions = definitions,
            OnDemand = onDemand,
            OnDemandSince = onDemand ? call.Now : null,
            Throughput = throughput,
            Indexes = indexes,
            Tags = TagOperations.Read(input, "Tags"),
            IsProtected = call.Flag("DeletionProtectionEnabled"),
            TableClass = call.Text("TableClass") ?? "STANDARD",
            Census = new(0, 0, call.Now),
        };
        if (view is not null) table = call.Turn.OpenStream(table, view);
        call.Turn.Put(table);
        call.Turn.Note("dynamodb", table.Name, $"The table {table.Name} is being created.", null, "CREATING");
        call.Turn.Plan(TableSettles.Creating, new TableSettles(call.Region, table.Name, table.Id));
        return new() { ["TableDescription"] = TableDescription.Of(table, call.Now) };
    }

    private static Throughput ThroughputOf(Call call, bool onDemand)
    {
        var given = call.Structure("ProvisionedThroughput");
        if (onDemand)
        {
            return given is null ? Throughput.OnDemand
                : throw DynamoErrors.Invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST", at: given.At);
        }
        return given is not null ? TableDefinition.ThroughputOf(given, call.Now)
            : throw DynamoErrors.Invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED", "Add ProvisionedThroughput, or ask for BillingMode PAY_PER_REQUEST.", call.Input.Head());
    }

    /// <summary>The view that a stream is to have; null where none is to be.</summary>
    public static string? StreamView(Call call)
    {
        if (call.Structure("StreamSpecification") is not { } specification) return null;
        Constraints constraints = new();
        var view = constraints.OneOf(specification, "StreamViewType", ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"], "streamSpecification.");
        constraints.Check();
        var enabled = specification.Flag("StreamEnabled")!.Value;
        if (enabled && view is null) throw DynamoErrors.Invalid("StreamViewType must be specified when StreamEnabled is true", at: specification.At);
        if (!enabled && view is not null) throw DynamoErrors.Invalid("StreamViewType can only be specified when StreamEnabled is true", at: specification.At);
        return view;
    }

    private static string Uuid(Turn turn)
    {
        var hex = turn.HexId(32);
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}";
    }

    /// <exception cref="AwsException">ResourceInUseException.</exception>
    public static void CheckRests(DynamoTable table)
    {
        var doing = table.Status switch { "CREATING" => "created", "UPDATING" => "updated", "DELETING" => "deleted", _ => null };
        if (doing is not null) throw DynamoErrors.InUse($"Attempt to change a resource which is still in use: Table is being {doing}: {table.Name}", "Wait until DescribeTable says ACTIVE.");
    }

    private static Output Delete(Call call)
    {
        var table = Named(call);
        CheckRests(table);
        if (table.IsProtected)
            throw DynamoErrors.Validation("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.", "UpdateTable with DeletionProtectionEnabled false.");
        table = call.Turn.CloseStream(table) with { Status = "DELETING" };
        call.Turn.Put(table);
        call.Turn.Note("dynamodb", table.Name, $"The table {table.Name} is being deleted.", "ACTIVE", "DELETING");
        call.Turn.Plan(TableSettles.Deleting, new TableSettles(call.Region, table.Name, table.Id));
        return new() { ["TableDescription"] = TableDescription.Of(table, call.Now) };
    }

    private static Output List(Call call)
    {
        Constraints constraints = new();
        var limit = (int)(constraints.AtLeast(call.Input, "Limit", 1, most: 100) ?? 100);
        constraints.Check();
        var after = call.Text("ExclusiveStartTableName");
        var names = call.State.DynamoDb.In(call.Region).Tables.Keys.Where(n => after is null || string.CompareOrdinal(n, after) > 0).Take(limit + 1).ToList();
        Output output = new() { ["TableNames"] = new Array([.. names.Take(limit)]) };
        if (names.Count > limit) output["LastEvaluatedTableName"] = names[limit - 1];
        return output;
    }
}
