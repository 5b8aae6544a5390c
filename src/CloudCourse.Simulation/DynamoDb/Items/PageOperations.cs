using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Expressions;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>Query and Scan, on tables and indexes.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html"/>
internal static class PageOperations
{
    private const int MaxPageBytes = 1024 * 1024;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("Query", c => Needs(c, query: true), Run),
        new("Scan", c => Needs(c, query: false), Run),
    ];

    private static IEnumerable<Permission> Needs(Call call, bool query)
    {
        var request = PageRequest.Read(call, query);
        call.Prepared = request;
        return [request.Needs(query ? "Query" : "Scan", call.Input)];
    }

    private static Output Run(Call call)
    {
        var request = (PageRequest)call.Prepared!;
        var table = request.Table.Usable;
        var index = IndexOf(request, table);
        var source = index?.Items ?? table.Items;
        var keys = index?.Keys ?? table.Keys;
        var range = request.Terms is { } terms ? KeyRange.OfQuery(source, keys, terms, request) : KeyRange.OfScan(source, request);
        if (request.StartKey is { } start) range = range.Behind(start, source, table.Keys, keys, index is not null, request);
        table.CheckReads(index, call.Now);

        var (fetches, fetched) = Fetching(request, table, index);
        List<Item> items = [];
        long bytes = 0;
        double fetchUnits = 0;
        var (scanned, count, more) = (0, 0, false);
        StoredItem? last = null;
        foreach (var stored in range.Walk(source, request.Forward))
        {
            if (request.Limit == scanned || (scanned > 0 && bytes + stored.Item.Size > MaxPageBytes))
            {
                more = true;
                break;
            }
            scanned++;
            bytes += stored.Item.Size;
            last = stored;
            var item = stored.Item;
            if (fetches && table.Items.Find(stored.TableKey!)?.Item is { } whole)
            {
                item = whole;
                fetchUnits += Units.Read(whole.Size, request.Consistent);
            }
            if (request.Filter is { } filter && !filter.Holds(item)) continue;
            count++;
            if (request.Select != "COUNT") items.Add(request.Projection?.Of(item) ?? (fetched is null ? item : item.Only(fetched)));
        }
        // DynamoDB does not look ahead: a page that its limit filled may have been the last.
        more |= request.Limit == scanned && scanned > 0;

        var units = Units.Read(bytes, request.Consistent);
        call.Turn.SpendReads(call.Region, table.Name, index?.Name, units);
        if (fetchUnits > 0) call.Turn.SpendReads(call.Region, table.Name, null, fetchUnits);

        Output output = [];
        if (request.Select != "COUNT") output["Items"] = new Array([.. items.Select(i => i.ToJson())]);
        output["Count"] = count;
        output["ScannedCount"] = scanned;
        if (more && last is not null) output["LastEvaluatedKey"] = KeyOf(last, table.Keys, index?.Keys);
        ConsumedCapacity consumed = new(call.Text("ReturnConsumedCapacity"));
        if (index is null) consumed.Read(table, units);
        else consumed.Read(table, fetchUnits, index, units);
        consumed.SayOne(output);
        return output;
    }

    private static SecondaryIndex? IndexOf(PageRequest request, DynamoTable table)
    {
        if (request.IndexName is not { } name) return null;
        var index = table.Index(name) ?? throw DynamoErrors.Validation($"The table does not have the specified index: {name}", table.Indexes.IsEmpty ? "It has no index at all." : $"It has {string.Join(", ", table.Indexes.Select(i => i.Name))}.");
        if (!index.IsGlobal) return index;
        if (index.Status == "CREATING") throw DynamoErrors.Validation($"Cannot read from backfilling global secondary index: {name}", "Wait until DescribeTable says that the index is ACTIVE.");
        if (request.Consistent) throw DynamoErrors.Validation("Consistent reads are not supported on global secondary indexes", "A global index follows its table a moment later. Leave ConsistentRead out, or read the table.");
        if (request.Select == "ALL_ATTRIBUTES" && index.ProjectionType != "ALL")
            throw DynamoErrors.Invalid($"Select type ALL_ATTRIBUTES is not supported for global secondary index {name} because its projection type is not ALL");
        if (index.Projects(table.Keys) is not { } held) return index;
        if (request.Projection?.Paths.Select(p => p.Head).Where(h => !held.Contains(h)).ToList() is { Count: > 0 } missing)
            throw DynamoErrors.Invalid($"Global secondary index {name} does not project [{string.Join(", ", missing.Distinct())}]", "The index holds only what it projects: project the attribute, or read the table.");
        if (request.Filter is { } filter && Mentioned.In(filter).Where(h => !held.Contains(h)).ToList() is { Count: > 0 } unseen)
            throw DynamoErrors.Invalid($"Secondary index {name} does not project one or more filter attributes: [{string.Join(", ", unseen.Distinct())}]", "A filter on an index sees what the index holds: project the attribute, or read the table.");
        return index;
    }

    /// <summary>A local index gives attributes that it does not hold by reading the table for each item.</summary>
    /// <returns>Whether it does, and the attributes to give where not all.</returns>
    private static (bool Fetches, IReadOnlyList<string>? Given) Fetching(PageRequest request, DynamoTable table, SecondaryIndex? index)
    {
        if (index is not { IsGlobal: false } || index.Projects(table.Keys) is not { } held) return (false, null);
        if (request.Select == "ALL_ATTRIBUTES") return (true, null);
        return request.Mentions.All(held.Contains) ? (false, null) : (true, request.Projection is null ? [.. held] : null);
    }

    private static Output KeyOf(StoredItem stored, KeySchema table, KeySchema? index)
    {
        Output key = [];
        foreach (var name in table.Names.Concat(index?.Names ?? [])) key[name] ??= stored.Item.Find(name)!.ToJson();
        return key;
    }
}
