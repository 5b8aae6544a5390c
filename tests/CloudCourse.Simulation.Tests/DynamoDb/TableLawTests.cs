using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Tests.Cloud.Fuzz;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <summary>Laws between operations: what a query gives, a filtered scan gives; pages joined are the whole; indexes hold what the table holds.</summary>
public sealed class TableLawTests
{
    private static DynamoAccount Filled(Dice dice, int items)
    {
        var account = DynamoAccount.Ready();
        for (var i = 0; i < items; i++) account.PutOrder(dice.Of(["ana", "ben", "cho"]), dice.Next(30) - 10, $"t{dice.Next(9)}", dice.Of(["open", "done"]), dice.Next(100));
        return account;
    }

    private static List<string> Sorted(IEnumerable<JsonNode?> items) => [.. items.Select(i => i!.ToJsonString()).Order(StringComparer.Ordinal)];

    /// <summary>All pages of a request, joined.</summary>
    private static List<JsonNode?> Pages(DynamoAccount account, string operation, string input, int? limit)
    {
        List<JsonNode?> items = [];
        JsonNode? start = null;
        do
        {
            var request = JsonNode.Parse(input)!.AsObject();
            if (limit is { } l) request["Limit"] = l;
            if (start is not null) request["ExclusiveStartKey"] = start.DeepClone();
            var page = account.Do(operation, request.ToJsonString());
            items.AddRange(page["Items"]!.AsArray());
            start = page["LastEvaluatedKey"];
        }
        while (start is not null);
        return items;
    }

    [Fact]
    public void A_query_is_a_filtered_scan_in_order_and_pages_joined_are_the_whole()
    {
        Dice dice = new(11);
        var account = Filled(dice, 60);
        var all = Pages(account, "Scan", """{"TableName": "orders"}""", null);
        for (var i = 0; i < 40; i++)
        {
            var (user, low, high, forward) = (dice.Of(["ana", "ben", "cho"]), dice.Next(30) - 10, dice.Next(30) - 10, dice.OneIn(2));
            if (low > high) (low, high) = (high, low);
            var query = $$$"""{"TableName": "orders", "ScanIndexForward": {{{(forward ? "true" : "false")}}}, "KeyConditionExpression": "#u = :u AND nr BETWEEN :l AND :h", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "{{{user}}}"}, ":l": {"N": "{{{low}}}"}, ":h": {"N": "{{{high}}}"}} }"""
                .Replace(" nr BETWEEN", " #n BETWEEN", StringComparison.Ordinal).Replace("""{"#u": "user"}""", """{"#u": "user", "#n": "nr"}""", StringComparison.Ordinal);
            var whole = Pages(account, "Query", query, null);
            var numbers = whole.Select(w => int.Parse((string)w!["nr"]!["N"]!, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(forward ? numbers.Order() : numbers.OrderDescending(), numbers);
            Assert.Equal(Sorted(all.Where(a => (string)a!["user"]!["S"]! == user && Between(a, low, high))), Sorted(whole));
            Assert.Equal(whole.Select(w => w!.ToJsonString()), Pages(account, "Query", query, 1 + dice.Next(4)).Select(w => w!.ToJsonString()));
        }

        static bool Between(JsonNode? item, int low, int high) => int.Parse((string)item!["nr"]!["N"]!, CultureInfo.InvariantCulture) is var n && n >= low && n <= high;
    }

    [Theory]
    [InlineData("""{"TableName": "orders"}""")]
    [InlineData("""{"TableName": "orders", "IndexName": "by-time"}""")]
    [InlineData("""{"TableName": "orders", "IndexName": "by-state"}""")]
    public void Pages_and_segments_of_a_scan_joined_are_the_whole(string scan)
    {
        Dice dice = new(12);
        var account = Filled(dice, 60);
        var whole = Pages(account, "Scan", scan, null).Select(w => w!.ToJsonString()).ToList();
        for (var limit = 1; limit < 8; limit++) Assert.Equal(whole, Pages(account, "Scan", scan, limit).Select(w => w!.ToJsonString()));
        for (var segments = 1; segments < 6; segments++)
        {
            var parts = Enumerable.Range(0, segments).SelectMany(s => Pages(account, "Scan", scan[..^1] + $$""", "Segment": {{s}}, "TotalSegments": {{segments}}}""", 3));
            Assert.Equal(whole, parts.Select(w => w!.ToJsonString()));
        }
    }

    [Fact]
    public void Indexes_hold_what_the_table_holds_after_whatever_happened()
    {
        Dice dice = new(13);
        var account = DynamoAccount.Ready();
        for (var i = 0; i < 300; i++)
        {
            var key = $$$$$"""{"user": {"S": "{{{{{dice.Of(["ana", "ben"])}}}}}"}, "nr": {"N": "{{{{{dice.Next(8)}}}}}"}}""";
            switch (dice.Next(5))
            {
                case 0:
                    account.Do("DeleteItem", $$"""{"TableName": "orders", "Key": {{key}}}""");
                    break;
                case 1:
                    account.Do("UpdateItem", $$$"""{"TableName": "orders", "Key": {{{key}}}, "UpdateExpression": "REMOVE #s", "ExpressionAttributeNames": {"#s": "state"}}""");
                    break;
                case 2:
                    account.Do("UpdateItem", $$$$$"""{"TableName": "orders", "Key": {{{{{key}}}}}, "UpdateExpression": "SET #s = :s, #a = :a ADD #t :n", "ExpressionAttributeNames": {"#s": "state", "#a": "at", "#t": "total"}, "ExpressionAttributeValues": {":s": {"S": "{{{{{dice.Of(["open", "done"])}}}}}"}, ":a": {"S": "t{{{{{dice.Next(5)}}}}}"}, ":n": {"N": "1"}}}""");
                    break;
                default:
                    account.PutOrder(dice.Of(["ana", "ben"]), dice.Next(8), $"t{dice.Next(5)}", dice.Of(["open", "done"]), dice.Next(9));
                    break;
            }
        }
        var table = Pages(account, "Scan", """{"TableName": "orders"}""", null);
        Check("by-state", ["user", "nr", "state", "at", "total"], i => i!["state"] is not null && i["at"] is not null);
        Check("by-time", ["user", "nr", "at"], i => i!["at"] is not null);

        void Check(string index, string[] projected, Func<JsonNode?, bool> isIn)
        {
            var expected = table.Where(isIn).Select(i => Plain(i!, projected)).Order(StringComparer.Ordinal);
            var held = Pages(account, "Scan", $$"""{"TableName": "orders", "IndexName": "{{index}}"}""", null).Select(i => Plain(i!, projected)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, held);
        }

        static string Plain(JsonNode item, string[] names) => string.Join(' ', names.Select(n => item[n]?.ToJsonString() ?? "-")) + (item.AsObject().Count > 0 ? "" : "!");
    }

    [Fact]
    public void What_an_update_returns_is_what_is_read_and_a_transaction_is_all_or_nothing()
    {
        Dice dice = new(14);
        var account = DynamoAccount.Ready();
        for (var i = 0; i < 150; i++)
        {
            var id = dice.Of(["a", "b", "c"]);
            var update = dice.Of(["SET x = if_not_exists(x, :n) + :n", "REMOVE x", "ADD s :s", "DELETE s :s", "SET m = :m"]);
            var used = update.Contains(":n", StringComparison.Ordinal) ? """ ":n": {"N": "2"} """ : update.Contains(":s", StringComparison.Ordinal) ? $$""" ":s": {"SS": ["v{{dice.Next(4)}}"]} """ : update.Contains(":m", StringComparison.Ordinal) ? """ ":m": {"M": {"k": {"S": "v"}}} """ : null;
            var output = account.Do("UpdateItem", $$$$$"""{"TableName": "users", "Key": {"id": {"S": "{{{{{id}}}}}"}}, "ReturnValues": "ALL_NEW", "UpdateExpression": "{{{{{update}}}}}"{{{{{(used is null ? "" : $$""", "ExpressionAttributeValues": { {{used}} }""")}}}}}}""");
            Assert.True(JsonNode.DeepEquals(output["Attributes"], account.User(id)));

            var before = Sorted(Pages(account, "Scan", """{"TableName": "users"}""", null));
            var fails = dice.OneIn(2);
            var transaction = account.Test.Try("dynamodb", "TransactWriteItems", $$$$$"""
                {"TransactItems": [{"Put": {"TableName": "users", "Item": {"id": {"S": "a"}, "t": {"N": "{{{{{i}}}}}"}}}}, {"Delete": {"TableName": "users", "Key": {"id": {"S": "b"}}}},
                 {"ConditionCheck": {"TableName": "users", "Key": {"id": {"S": "zz"}}, "ConditionExpression": "{{{{{(fails ? "attribute_exists(id)" : "attribute_not_exists(id)")}}}}}"}}]}
                """);
            Assert.Equal(!fails, transaction.Succeeded);
            if (fails) Assert.Equal(before, Sorted(Pages(account, "Scan", """{"TableName": "users"}""", null)));
            else Assert.Equal($"{i}", (string)account.User("a")!["t"]!["N"]!);
        }
    }

    [Fact]
    public void The_same_seed_and_calls_give_the_same_history()
    {
        Assert.Equal(Told(), Told());

        static string Told() => string.Join('\n', Filled(new(15), 40).Test.Account.History.Select(h => h.ToString()));
    }
}
