using CloudCourse.Simulation.DynamoDb.Expressions;
using CloudCourse.Simulation.DynamoDb.Tables;
using CloudCourse.Simulation.DynamoDb.Values;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>Places of stored items, from the first to just before the last.</summary>
internal readonly record struct KeyRange(int From, int To)
{
    public static KeyRange OfQuery(ItemSet items, KeySchema keys, IReadOnlyDictionary<string, KeyTerm> terms, PageRequest request)
    {
        if (!terms.TryGetValue(keys.Partition.Name, out var partition)) throw DynamoErrors.Validation($"Query condition missed key schema element: {keys.Partition.Name}", "A query names one partition: its key = a value.");
        if (partition.Comparator is not Comparator.Equal) throw DynamoErrors.Validation("Query key condition not supported", $"{keys.Partition.Name} is the partition key: it takes = only.");
        CheckType(partition, keys.Partition);
        var sort = keys.Sort is { } s ? terms.GetValueOrDefault(s.Name) : null;
        if (terms.Count > (sort is null ? 1 : 2))
        {
            // With a second term DynamoDB looks for the sort key first.
            throw keys.Sort is { } wanted && sort is null ? DynamoErrors.Validation($"Query condition missed key schema element: {wanted.Name}") : DynamoErrors.Validation("Query key condition not supported");
        }
        if (sort is not null) CheckType(sort, keys.Sort!);
        if (request.Filter is { } filter && Mentioned.In(filter).FirstOrDefault(keys.Has) is { } key)
            throw DynamoErrors.Validation($"Filter Expression can only contain non-primary key attributes: Primary key attribute: {key}", "What the key decides belongs into the KeyConditionExpression.");

        var hash = new ItemKey(partition.Value, null).Hash;
        return sort switch
        {
            null => new(Before(null), After(null)),
            { High: { } high } => new(Before(sort.Value), After(high)),
            { Comparator: Comparator.Equal } => new(Before(sort.Value), After(sort.Value)),
            { Comparator: Comparator.Less } => new(Before(null), Before(sort.Value)),
            { Comparator: Comparator.LessOrEqual } => new(Before(null), After(sort.Value)),
            { Comparator: Comparator.Greater } => new(After(sort.Value), After(null)),
            { Comparator: Comparator.GreaterOrEqual } => new(Before(sort.Value), After(null)),
            _ => Beginning(items, Before(sort.Value), After(null), sort),
        };

        int Before(AttributeValue? value) => Place(value, -1);

        int After(AttributeValue? value) => Place(value, +1);

        int Place(AttributeValue? value, int side) => items.PlaceOf(new Border(hash, partition.Value, value, side));
    }

    /// <summary>Keys that begin alike stand together: the first that does not ends them.</summary>
    private static KeyRange Beginning(ItemSet items, int from, int to, KeyTerm term)
    {
        var (low, high) = (from, to);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (term.Matches(items[middle].Key.Sort!)) low = middle + 1;
            else high = middle;
        }
        return new(from, low);
    }

    private static void CheckType(KeyTerm term, KeyAttribute key)
    {
        if (term.Value.Type != key.Type || (term.High is { } high && high.Type != key.Type))
            throw DynamoErrors.Invalid("Condition parameter type does not match schema type", $"{key.Name} is of type {key.Type}.");
        if (term.Comparator is null && term.High is null && key.Type == "N") throw DynamoErrors.Invalid("Condition parameter type does not match schema type", "begins_with takes a string or a binary.");
        if (term.Value.Size == 0 && term.Comparator is Comparator.Equal)
            throw DynamoErrors.Validation($"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty {(key.Type == "S" ? "string" : "binary")} value. Key: {key.Name}");
    }

    public static KeyRange OfScan(ItemSet items, PageRequest request)
    {
        if (request.Segment is not { } part) return new(0, items.Count);
        return new(items.PlaceOf(new Border(First(part.Segment, part.Of), null, null, -1)), part.Segment + 1 == part.Of ? items.Count : items.PlaceOf(new Border(First(part.Segment + 1, part.Of), null, null, -1)));
    }

    /// <summary>The first hash of a segment.</summary>
    private static ulong First(int segment, int of) => (ulong)((((UInt128)segment << 64) + (UInt128)(of - 1)) / (UInt128)of);

    /// <summary>What is left behind the key with which the page before ended.</summary>
    public KeyRange Behind(Item start, ItemSet items, KeySchema table, KeySchema keys, bool isIndex, PageRequest request)
    {
        var names = table.Names.Union(isIndex ? keys.Names : []).ToList();
        var query = request.Terms is not null;
        if (start.Count != names.Count && !query && !isIndex) throw DynamoErrors.Validation("Exclusive Start Key must have same size as table's key schema", at: default);
        var fits = start.Count == names.Count && Fits(start, table) && Fits(start, keys);
        if (!fits) throw DynamoErrors.Validation(query ? "The provided starting key is invalid" : "The provided starting key is invalid: The provided key element does not match the schema", "Give the LastEvaluatedKey of the page before, unchanged.");
        var key = keys.KeyIn(start)!;
        if (request.Terms is { } terms)
        {
            if (!terms[keys.Partition.Name].Matches(key.Partition)) throw DynamoErrors.Validation("The provided starting key is outside query boundaries based on provided conditions");
            if (keys.Sort is { } sort && terms.TryGetValue(sort.Name, out var term) && !term.Matches(key.Sort!)) throw DynamoErrors.Validation("The provided starting key does not match the range key predicate");
        }
        if (request.Segment is { } part && (key.Hash < First(part.Segment, part.Of) || (part.Segment + 1 < part.Of && key.Hash >= First(part.Segment + 1, part.Of))))
            throw DynamoErrors.Validation("The provided Exclusive start key does not map to the provided Segment and TotalSegments values.");
        var (index, found) = items.PlaceOf(key, isIndex ? table.KeyIn(start) : null);
        return request.Forward ? this with { From = Math.Max(From, found ? index + 1 : index) } : this with { To = Math.Min(To, index) };
    }

    private static bool Fits(Item start, KeySchema keys) => start.Find(keys.Partition.Name)?.Type == keys.Partition.Type && (keys.Sort is null || start.Find(keys.Sort.Name)?.Type == keys.Sort.Type);

    public IEnumerable<StoredItem> Walk(ItemSet items, bool forward) => forward ? items.From(From).Take(To - From) : Backwards(items);

    private IEnumerable<StoredItem> Backwards(ItemSet items)
    {
        for (var i = To - 1; i >= From; i--) yield return items[i];
    }
}
