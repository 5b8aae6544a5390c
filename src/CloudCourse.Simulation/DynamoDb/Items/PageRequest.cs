using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.DynamoDb.Expressions;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>A query or scan as it was asked for, read and checked as far as that goes without the table.</summary>
internal sealed record PageRequest(TableName Table, string? IndexName)
{
    private static readonly string[] Selects = ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"];

    /// <summary>Null for a scan.</summary>
    public IReadOnlyDictionary<string, KeyTerm>? Terms { get; private init; }
    public Condition? Filter { get; private init; }
    public Projection? Projection { get; private init; }
    public required string Select { get; init; }
    public int? Limit { get; private init; }
    public bool Consistent { get; private init; }
    public bool Forward { get; private init; } = true;
    public Item? StartKey { get; private init; }
    public (int Segment, int Of)? Segment { get; private init; }

    /// <summary>Names of attributes that the request mentions.</summary>
    public required IReadOnlyList<string> Mentions { get; init; }

    public static PageRequest Read(Call call, bool query)
    {
        var json = call.Input;
        Constraints constraints = new();
        constraints.OneOf(json, "ReturnConsumedCapacity", Constraints.Capacity);
        var select = constraints.OneOf(json, "Select", Selects);
        var limit = constraints.AtLeast(json, "Limit", 1);
        var (segment, segments) = query ? (null, null) : (constraints.AtLeast(json, "Segment", 0, most: 999_999), constraints.AtLeast(json, "TotalSegments", 1, most: 1_000_000));
        constraints.Check();
        var table = call.TableOf(json);
        if (call.Text("IndexName") is { } name) Requests.CheckName(name, "IndexName", "indexName", call.At("IndexName"));

        ExpressionContext context = query ? new(json, "FilterExpression", "KeyConditionExpression") : new(json, "FilterExpression");
        var key = query && json.Text(KeyConditions.Kind) is { } k ? ConditionParser.Parse(k.Value, KeyConditions.Kind, context, k.At) : null;
        var filter = json.Text("FilterExpression") is { } f ? ConditionParser.Parse(f.Value, "FilterExpression", context, f.At) : null;
        var projection = json.Text("ProjectionExpression") is { } p ? Projection.Parse(p.Value, context, p.At) : null;
        context.CheckAllUsed();
        if (query && key is null) throw DynamoErrors.Validation("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.", at: json.Head());
        CheckSegments(segment, segments);
        CheckSelect(select, projection, call.Text("IndexName"));
        return new(table, call.Text("IndexName"))
        {
            Terms = key is null ? null : KeyConditions.TermsOf(key),
            Filter = filter,
            Projection = projection,
            Select = select ?? (projection is not null ? "SPECIFIC_ATTRIBUTES" : call.Text("IndexName") is null ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES"),
            Limit = limit is { } l ? (int)l : null,
            Consistent = call.Flag("ConsistentRead"),
            Forward = json.Flag("ScanIndexForward")?.Value ?? true,
            StartKey = json.Structure("ExclusiveStartKey") is { } start ? ReadStart(start) : null,
            Segment = segments is { } of ? ((int)segment!, (int)of) : null,
            Mentions = MentionsOf(key, filter, projection),
        };
    }

    private static IReadOnlyList<string> MentionsOf(Condition? key, Condition? filter, Projection? projection)
    {
        Mentioned mentioned = new([]);
        if (key is not null) mentioned.Add(key);
        if (filter is not null) mentioned.Add(filter);
        foreach (var path in projection?.Paths ?? []) mentioned.Add(path.Head);
        return mentioned.Names;
    }

    private static Item ReadStart(JsonObject start)
    {
        try
        {
            return ValueReader.ReadItem(start);
        }
        catch (AwsException e) when (e.Error.Code == DynamoErrors.ValidationCode)
        {
            throw DynamoErrors.Validation($"The provided starting key is invalid: {e.Error.Message}", at: start.At);
        }
    }

    private static void CheckSegments(long? segment, long? segments)
    {
        if (segment is null && segments is not null) throw DynamoErrors.Validation("The Segment parameter is required but was not present in the request when parameter TotalSegments is present");
        if (segments is null && segment is not null) throw DynamoErrors.Validation("The TotalSegments parameter is required but was not present in the request when Segment parameter is present");
        if (segment >= segments)
            throw DynamoErrors.Validation($"The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: {segment} is not less than TotalSegments: {segments}");
    }

    private static void CheckSelect(string? select, Projection? projection, string? index)
    {
        if (select == "ALL_PROJECTED_ATTRIBUTES" && index is null) throw DynamoErrors.Invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        if (select == "SPECIFIC_ATTRIBUTES" && projection is null) throw DynamoErrors.Invalid("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
        if (select is not (null or "SPECIFIC_ATTRIBUTES") && projection is not null)
        {
            throw DynamoErrors.Validation(select == "COUNT" ? "Cannot specify the ProjectionExpression when choosing to get only the Count"
                : $"Cannot specify the ProjectionExpression when choosing to get {select}");
        }
    }

    public Permission Needs(string action, JsonObject input)
    {
        var schema = IndexName is null ? Table.Table?.Keys : Table.Table?.Index(IndexName)?.Keys;
        var leading = schema is not null && Terms is not null && Terms.TryGetValue(schema.Partition.Name, out var term) ? Requests.Leading(term.Value) : null;
        return Table.Needs(action, input, IndexName, leading is null ? null : [leading], Mentions, Select);
    }
}
