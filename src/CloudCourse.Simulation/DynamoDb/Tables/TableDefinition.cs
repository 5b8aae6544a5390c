using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.DynamoDb.Tables;

/// <summary>Keys and indexes as a request defines them, checked in DynamoDB's words.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"/>
internal static class TableDefinition
{
    private const int MaxLocal = 5, MaxGlobal = 20, MaxIncluded = 100;
    private const long MaxUnits = 1_000_000_000_000;

    private static readonly string[] KeyTypes = ["HASH", "RANGE"], ScalarTypes = ["B", "N", "S"], ProjectionTypes = ["ALL", "INCLUDE", "KEYS_ONLY"];
    public static readonly string[] BillingModes = ["PROVISIONED", "PAY_PER_REQUEST"];

    public static void CheckShape(Constraints constraints, JsonObject input)
    {
        Each(input, "AttributeDefinitions", (definition, at) => constraints.OneOf(definition, "AttributeType", ScalarTypes, $"attributeDefinitions.{at}.member."));
        CheckKeyShape(constraints, input, "");
        foreach (var kind in (string[])["LocalSecondaryIndexes", "GlobalSecondaryIndexes"])
            Each(input, kind, (index, at) => CheckIndexShape(constraints, index, $"{char.ToLowerInvariant(kind[0])}{kind[1..]}.{at}.member."));
        constraints.OneOf(input, "BillingMode", BillingModes);
        CheckThroughputShape(constraints, input, "");
        constraints.OneOf(input, "TableClass", ["STANDARD", "STANDARD_INFREQUENT_ACCESS"]);
    }

    public static void CheckIndexShape(Constraints constraints, JsonObject index, string prefix)
    {
        if (index.Text("IndexName") is { } name)
        {
            constraints.Count(name.Value.Length, prefix + "indexName", 3, 255, name.Value, name.At);
            if (name.Value.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))) constraints.Broken(name.Value, prefix + "indexName", "satisfy regular expression pattern: [a-zA-Z0-9_.-]+", name.At);
        }
        CheckKeyShape(constraints, index, prefix);
        if (index.Structure("Projection") is { } projection) constraints.OneOf(projection, "ProjectionType", ProjectionTypes, prefix + "projection.");
        CheckThroughputShape(constraints, index, prefix);
    }

    private static void CheckKeyShape(Constraints constraints, JsonObject json, string prefix)
    {
        if (json.Last("KeySchema")?.Value is not JsonArray schema) return;
        constraints.Count(schema.Items.Count, prefix + "keySchema", 1, prefix.StartsWith("global", StringComparison.Ordinal) ? 8 : 2, "[…]", schema.At);
        Each(json, "KeySchema", (element, at) => constraints.OneOf(element, "KeyType", KeyTypes, $"{prefix}keySchema.{at}.member."));
    }

    public static void CheckThroughputShape(Constraints constraints, JsonObject json, string prefix)
    {
        if (json.Structure("ProvisionedThroughput") is not { } throughput) return;
        constraints.AtLeast(throughput, "ReadCapacityUnits", 1, prefix + "provisionedThroughput.");
        constraints.AtLeast(throughput, "WriteCapacityUnits", 1, prefix + "provisionedThroughput.");
    }

    private static void Each(JsonObject json, string member, Action<JsonObject, int> look)
    {
        var at = 1;
        foreach (var item in json.Structures(member)) look(item, at++);
    }

    public static IReadOnlyList<KeyAttribute> Definitions(JsonObject input)
    {
        List<KeyAttribute> definitions = [];
        foreach (var definition in input.Structures("AttributeDefinitions"))
        {
            KeyAttribute attribute = new(definition.Text("AttributeName")!.Value, definition.Text("AttributeType")!.Value);
            if (definitions.FirstOrDefault(d => d.Name == attribute.Name) is { } other && other != attribute)
                throw DynamoErrors.Invalid($"Cannot have two attributes with the same name: {attribute.Name}", at: definition.At);
            if (!definitions.Contains(attribute)) definitions.Add(attribute);
        }
        return definitions;
    }

    public static KeySchema Keys(JsonObject json, IReadOnlyList<KeyAttribute> definitions)
    {
        var elements = json.Structures("KeySchema").Select(e => (Name: e.Text("AttributeName")!.Value, Type: e.Text("KeyType")!.Value)).ToList();
        if (elements.Count > 2) throw DynamoErrors.NotSimulated("keys of more than one partition and one sort attribute", json.Last("KeySchema")!.Value.At);
        if (elements.Any(e => definitions.All(d => d.Name != e.Name)))
        {
            throw DynamoErrors.Invalid($"Some index key attributes are not defined in AttributeDefinitions. Keys: [{string.Join(", ", elements.Select(e => e.Name))}], AttributeDefinitions: [{string.Join(", ", definitions.Select(d => d.Name))}]",
                "Every attribute of a key is defined, with its type, in AttributeDefinitions.", json.Last("KeySchema")!.Value.At);
        }
        if (elements.Count == 2 && elements[0].Name == elements[1].Name) throw DynamoErrors.Validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
        if (elements[0].Type != "HASH") throw DynamoErrors.Validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
        if (elements.Count == 2 && elements[1].Type != "RANGE") throw DynamoErrors.Validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
        return new(Defined(elements[0].Name), elements.Count == 2 ? Defined(elements[1].Name) : null);

        KeyAttribute Defined(string name) => definitions.First(d => d.Name == name);
    }

    public static ImmutableArray<SecondaryIndex> Indexes(JsonObject input, KeySchema table, IReadOnlyList<KeyAttribute> definitions, bool onDemand, DateTimeOffset now)
    {
        var (locals, globals) = (input.Structures("LocalSecondaryIndexes"), input.Structures("GlobalSecondaryIndexes"));
        foreach (var kind in (string[])["LocalSecondaryIndexes", "GlobalSecondaryIndexes"])
        {
            if (input.Last(kind)?.Value is JsonArray { Items.Count: 0 } empty) throw DynamoErrors.Invalid($"List of {kind} is empty", at: empty.At);
        }
        if (locals.Count > 0 && table.Sort is null)
            throw DynamoErrors.Invalid("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
        List<SecondaryIndex> indexes = [.. locals.Select(l => Local(l, table, definitions)), .. globals.Select(g => Global(g, definitions, onDemand, now) with { Status = "ACTIVE", Backfilling = false })];
        if (indexes.GroupBy(i => i.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw DynamoErrors.Invalid($"Duplicate index name: {twice.Key}");
        if (locals.Count > MaxLocal) throw DynamoErrors.Invalid($"Number of LocalSecondaryIndexes exceeds per-table limit of {MaxLocal}");
        CheckCounts(indexes);
        return [.. indexes];
    }

    public static void CheckCounts(IReadOnlyCollection<SecondaryIndex> indexes)
    {
        if (indexes.Count(i => i.IsGlobal) > MaxGlobal) throw DynamoErrors.Invalid($"GlobalSecondaryIndex count exceeds the per-table limit of {MaxGlobal}");
        if (indexes.Sum(i => i.Included.Count) > MaxIncluded) throw DynamoErrors.Invalid($"Number of NonKeyAttributes in all indexes together exceeds the limit of {MaxIncluded}");
    }

    private static SecondaryIndex Local(JsonObject json, KeySchema table, IReadOnlyList<KeyAttribute> definitions)
    {
        var name = json.Text("IndexName")!.Value;
        var keys = Keys(json, definitions);
        if (keys.Sort is null) throw DynamoErrors.Invalid($"Index KeySchema does not have a range key for index: {name}", at: json.At);
        if (keys.Partition.Name != table.Partition.Name)
        {
            throw DynamoErrors.Invalid($"Index KeySchema does not have the same leading hash key as table KeySchema for index: {name}. index hash key: {keys.Partition.Name}, table hash key: {table.Partition.Name}",
                "A local index sorts the table's own partitions anew. Another partition key needs a global index.", json.At);
        }
        var (type, included) = Projected(json);
        return new(name, false, keys, type, included, "ACTIVE", false);
    }

    public static SecondaryIndex Global(JsonObject json, IReadOnlyList<KeyAttribute> definitions, bool onDemand, DateTimeOffset now)
    {
        var name = json.Text("IndexName")!.Value;
        Requests.Refuse(json, "OnDemandThroughput", "WarmThroughput");
        var keys = Keys(json, definitions);
        var (type, included) = Projected(json);
        var throughput = json.Structure("ProvisionedThroughput");
        if (onDemand && throughput is not null) throw DynamoErrors.Invalid($"ProvisionedThroughput should not be specified for index: {name} when BillingMode is PAY_PER_REQUEST", at: throughput.At);
        if (!onDemand && throughput is null) throw DynamoErrors.Invalid($"ProvisionedThroughput is not specified for index: {name}", at: json.At);
        return new(name, true, keys, type, included, "CREATING", false) { Throughput = throughput is null ? Throughput.OnDemand : ThroughputOf(throughput, now) };
    }

    private static (string Type, IReadOnlyList<string> Included) Projected(JsonObject json)
    {
        var projection = json.Structure("Projection")!;
        if (projection.Text("ProjectionType") is not { } type) throw DynamoErrors.Invalid("Unknown ProjectionType: null", at: projection.At);
        var included = projection.Texts("NonKeyAttributes").Select(t => t.Value).ToList();
        if (included.Count > 0 && type.Value != "INCLUDE") throw DynamoErrors.Invalid($"ProjectionType is {type.Value}, but NonKeyAttributes is specified", at: projection.At);
        if (included.Count == 0 && type.Value == "INCLUDE") throw DynamoErrors.Invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified", at: projection.At);
        return (type.Value, [.. included.Distinct(StringComparer.Ordinal)]);
    }

    public static Throughput ThroughputOf(JsonObject json, DateTimeOffset now)
    {
        var (reads, writes) = (Bounded(json, "ReadCapacityUnits"), Bounded(json, "WriteCapacityUnits"));
        return Throughput.New(reads, writes, now);
    }

    public static long Bounded(JsonObject json, string member) => json.Integer(member)!.Value is var value && value <= MaxUnits ? value
        : throw DynamoErrors.Validation($"Given value {value} for {member} is out of bounds", at: json.Last(member)!.Value.At);

    /// <summary>A definition that no key uses is refused.</summary>
    public static void CheckUsed(IReadOnlyList<KeyAttribute> definitions, KeySchema keys, IReadOnlyCollection<SecondaryIndex> indexes)
    {
        var used = keys.Names.Concat(indexes.SelectMany(i => i.Keys.Names)).Distinct(StringComparer.Ordinal).ToList();
        if (definitions.All(d => used.Contains(d.Name))) return;
        throw DynamoErrors.Invalid(indexes.Count == 0
            ? "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions"
            : $"Some AttributeDefinitions are not used. AttributeDefinitions: [{string.Join(", ", definitions.Select(d => d.Name))}], keys used: [{string.Join(", ", used)}]",
            "Only attributes of keys are defined: all others may come and go with each item.");
    }
}
