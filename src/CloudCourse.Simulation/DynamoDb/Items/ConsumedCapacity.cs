using CloudCourse.Simulation.DynamoDb.Tables;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.DynamoDb.Items;

/// <summary>Adds up what a request took of each table, and says it as far as it was asked.</summary>
/// <param name="asked"><c>INDEXES</c>, <c>TOTAL</c>, <c>NONE</c> or null.</param>
/// <param name="transaction">Transactions tell reads and writes apart.</param>
internal sealed class ConsumedCapacity(string? asked, bool transaction = false)
{
    /// <summary>Null until something is counted: most requests do not ask.</summary>
    private SortedDictionary<string, Used>? _tables;

    private sealed class Used
    {
        public double Reads, Writes, Table;
        public readonly SortedDictionary<string, (double Units, bool Global)> Indexes = new(StringComparer.Ordinal);
    }

    private bool IsAsked => asked is "INDEXES" or "TOTAL";

    private Used Of(string table)
    {
        _tables ??= new(StringComparer.Ordinal);
        return _tables.TryGetValue(table, out var used) ? used : _tables[table] = new();
    }

    public void Read(DynamoTable table, double tableUnits, SecondaryIndex? index = null, double indexUnits = 0)
    {
        if (!IsAsked) return;
        var used = Of(table.Name);
        used.Reads += tableUnits + indexUnits;
        used.Table += tableUnits;
        if (index is not null) Add(used, index, indexUnits);
    }

    public void Write(DynamoTable table, WriteCost cost)
    {
        if (!IsAsked) return;
        var used = Of(table.Name);
        used.Writes += cost.Table;
        used.Table += cost.Table;
        foreach (var (name, units) in cost.Indexes)
        {
            used.Writes += units;
            Add(used, table.Index(name)!, units);
        }
    }

    private static void Add(Used used, SecondaryIndex index, double units) =>
        used.Indexes[index.Name] = ((used.Indexes.TryGetValue(index.Name, out var known) ? known.Units : 0) + units, index.IsGlobal);

    /// <summary>For one table.</summary>
    public void SayOne(Output output)
    {
        if (_tables is null) return;
        foreach (var (name, used) in _tables) output["ConsumedCapacity"] = Describe(name, used);
    }

    /// <summary>For several tables.</summary>
    public void SayAll(Output output)
    {
        if (IsAsked) output["ConsumedCapacity"] = new Array([.. (_tables ?? []).Select(t => Describe(t.Key, t.Value))]);
    }

    private Output Describe(string table, Used used)
    {
        Output output = new() { ["TableName"] = table, ["CapacityUnits"] = used.Reads + used.Writes };
        if (transaction && used.Reads > 0) output["ReadCapacityUnits"] = used.Reads;
        if (transaction && used.Writes > 0) output["WriteCapacityUnits"] = used.Writes;
        if (asked != "INDEXES") return output;
        output["Table"] = new Output { ["CapacityUnits"] = used.Table };
        foreach (var global in (bool[])[false, true])
        {
            var some = used.Indexes.Where(i => i.Value.Global == global).ToList();
            if (some.Count == 0) continue;
            Output indexes = [];
            foreach (var (name, (units, _)) in some) indexes[name] = new Output { ["CapacityUnits"] = units };
            output[global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"] = indexes;
        }
        return output;
    }
}
