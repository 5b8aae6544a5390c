using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Tables as DescribeTable tells them.</summary>
internal static class TableDescription
{
    public static Output Of(DynamoTable table, DateTimeOffset now)
    {
        var counted = now - table.Census.At >= Census.Every ? new Census(table.Items.Count, table.Items.Bytes, now) : table.Census;
        Output output = new()
        {
            ["TableName"] = table.Name,
            ["TableArn"] = table.Arn,
            ["TableId"] = table.Id,
            ["TableStatus"] = table.Status,
            ["CreationDateTime"] = Requests.Time(table.Created),
            ["AttributeDefinitions"] = new Array([.. table.Definitions.Select(d => new Output { ["AttributeName"] = d.Name, ["AttributeType"] = d.Type })]),
            ["KeySchema"] = Keys(table.Keys),
            ["ProvisionedThroughput"] = Units(table.Throughput, now),
            ["ItemCount"] = counted.Items,
            ["TableSizeBytes"] = counted.Bytes,
            ["DeletionProtectionEnabled"] = table.IsProtected,
        };
        if (table.OnDemandSince is { } since) output["BillingModeSummary"] = new Output { ["BillingMode"] = table.OnDemand ? "PAY_PER_REQUEST" : "PROVISIONED", ["LastUpdateToPayPerRequestDateTime"] = Requests.Time(since) };
        if (table.TableClass != "STANDARD") output["TableClassSummary"] = new Output { ["TableClass"] = table.TableClass };
        if (Indexes(table, false, counted, now) is { Count: > 0 } locals) output["LocalSecondaryIndexes"] = locals;
        if (Indexes(table, true, counted, now) is { Count: > 0 } globals) output["GlobalSecondaryIndexes"] = globals;
        if (table.StreamView is { } view) output["StreamSpecification"] = new Output { ["StreamEnabled"] = true, ["StreamViewType"] = view };
        if (table.StreamArn is { } stream)
        {
            output["LatestStreamArn"] = stream;
            output["LatestStreamLabel"] = stream[(stream.LastIndexOf("/stream/", StringComparison.Ordinal) + 8)..];
        }
        return output;
    }

    public static Array Keys(KeySchema keys)
    {
        Array schema = [new Output { ["AttributeName"] = keys.Partition.Name, ["KeyType"] = "HASH" }];
        if (keys.Sort is { } sort) schema.Add(new Output { ["AttributeName"] = sort.Name, ["KeyType"] = "RANGE" });
        return schema;
    }

    private static Output Units(Throughput throughput, DateTimeOffset now)
    {
        Output output = new()
        {
            ["NumberOfDecreasesToday"] = throughput.LastDecrease?.UtcDateTime.Date == now.UtcDateTime.Date ? throughput.Decreases : 0,
            ["ReadCapacityUnits"] = throughput.Reads,
            ["WriteCapacityUnits"] = throughput.Writes,
        };
        if (throughput.LastIncrease is { } up) output["LastIncreaseDateTime"] = Requests.Time(up);
        if (throughput.LastDecrease is { } down) output["LastDecreaseDateTime"] = Requests.Time(down);
        return output;
    }

    private static Array Indexes(DynamoTable table, bool global, Census counted, DateTimeOffset now)
    {
        // Indexes are counted with their table: where its count is old, theirs is not told either.
        var current = counted.At == now;
        Array indexes = [];
        foreach (var index in table.Indexes.Where(i => i.IsGlobal == global))
        {
            Output projection = new() { ["ProjectionType"] = index.ProjectionType };
            if (index.Included.Count > 0) projection["NonKeyAttributes"] = new Array([.. index.Included]);
            Output output = new()
            {
                ["IndexName"] = index.Name,
                ["IndexArn"] = $"{table.Arn}/index/{index.Name}",
                ["KeySchema"] = Keys(index.Keys),
                ["Projection"] = projection,
                ["ItemCount"] = current ? index.Items.Count : 0,
                ["IndexSizeBytes"] = current ? index.Items.Bytes : 0,
            };
            if (global)
            {
                output["IndexStatus"] = table.Status == "CREATING" ? "CREATING" : index.Status;
                if (index.Status == "CREATING") output["Backfilling"] = index.Backfilling;
                output["ProvisionedThroughput"] = Units(index.Throughput, now);
            }
            indexes.Add(output);
        }
        return indexes;
    }
}
