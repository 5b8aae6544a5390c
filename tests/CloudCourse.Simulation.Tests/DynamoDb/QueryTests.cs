using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html"/>
public sealed class QueryTests
{
    private static DynamoAccount Orders()
    {
        var account = DynamoAccount.Ready();
        for (var i = 1; i <= 9; i++) account.PutOrder("ana", i, $"2026-01-0{10 - i}", i % 2 == 0 ? "open" : "done", i * 10);
        account.PutOrder("ben", 1, "2026-02-01", "open", 5);
        return account;
    }

    private static string Numbers(JsonObject page) => string.Join(' ', page["Items"]!.AsArray().Select(i => (string)i!["nr"]!["N"]!));

    [Theory]
    [InlineData("nr = :a", "3")]
    [InlineData("nr < :a", "1 2")]
    [InlineData("nr <= :a", "1 2 3")]
    [InlineData("nr > :b", "8 9")]
    [InlineData("nr >= :b", "7 8 9")]
    [InlineData(":b <= nr", "7 8 9")]
    [InlineData("nr BETWEEN :a AND :b", "3 4 5 6 7")]
    public void The_sort_key_bounds_the_query(string term, string expected)
    {
        var values = (term.Contains(":a", StringComparison.Ordinal) ? """, ":a": {"N": "3"}""" : "") + (term.Contains(":b", StringComparison.Ordinal) ? """, ":b": {"N": "7"}""" : "");
        var page = Orders().Do("Query", $$$"""{"TableName": "orders", "KeyConditionExpression": "#u = :u AND {{{term}}}", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ana"}{{{values}}}}}""");
        Assert.Equal(expected, Numbers(page));
    }

    [Fact]
    public void Local_and_global_indexes_answer_in_their_own_order_with_what_they_project()
    {
        var account = Orders();
        var local = account.Do("Query", """{"TableName": "orders", "IndexName": "by-time", "KeyConditionExpression": "#u = :u AND begins_with(#at, :p)", "ExpressionAttributeNames": {"#u": "user", "#at": "at"}, "ExpressionAttributeValues": {":u": {"S": "ana"}, ":p": {"S": "2026-01-0"}}}""");
        Assert.Equal("9 8 7 6 5 4 3 2 1", Numbers(local));
        Assert.Equal("at nr user", string.Join(' ', local["Items"]![0]!.AsObject().Select(a => a.Key).Order(StringComparer.Ordinal)));
        var global = account.Do("Query", """{"TableName": "orders", "IndexName": "by-state", "ScanIndexForward": false, "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""");
        Assert.Equal("1 2 4 6 8", Numbers(global));
        Assert.Equal("at nr state total user", string.Join(' ', global["Items"]![0]!.AsObject().Select(a => a.Key).Order(StringComparer.Ordinal)));
        // What a local index does not hold is fetched from the table.
        var fetched = account.Do("Query", """{"TableName": "orders", "IndexName": "by-time", "Select": "ALL_ATTRIBUTES", "ReturnConsumedCapacity": "INDEXES", "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ben"}}}""");
        Assert.Equal("n1", (string)fetched["Items"]![0]!["note"]!["S"]!);
        Assert.Equal(1.0, (double)fetched["ConsumedCapacity"]!["CapacityUnits"]!);
        Assert.Equal(0.5, (double)fetched["ConsumedCapacity"]!["LocalSecondaryIndexes"]!["by-time"]!["CapacityUnits"]!);
    }

    [Fact]
    public void A_filter_lowers_the_count_and_not_what_was_scanned()
    {
        var page = Orders().Do("Query", """{"TableName": "orders", "Limit": 4, "KeyConditionExpression": "#u = :u", "FilterExpression": "total > :t", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ana"}, ":t": {"N": "20"}}}""".Replace("total", "#t", StringComparison.Ordinal).Replace("""{"#u": "user"}""", """{"#u": "user", "#t": "total"}""", StringComparison.Ordinal));
        Assert.Equal((2, 4), ((int)page["Count"]!, (int)page["ScannedCount"]!));
        Assert.Equal("""{"user":{"S":"ana"},"nr":{"N":"4"}}""", page["LastEvaluatedKey"]!.ToJsonString());
    }

    [Fact]
    public void A_page_ends_at_a_megabyte()
    {
        var account = DynamoAccount.Ready();
        for (var i = 0; i < 12; i++)
            account.Do("PutItem", $$$$$"""{"TableName": "orders", "Item": {"user": {"S": "ana"}, "nr": {"N": "{{{{{i}}}}}"}, "big": {"S": "{{{{{new string('x', 100_000)}}}}}"}}}""");
        var first = account.Do("Scan", """{"TableName": "orders", "Select": "COUNT", "ReturnConsumedCapacity": "TOTAL"}""");
        Assert.Equal(10, (int)first["Count"]!);
        Assert.Null(first["Items"]);
        Assert.Equal(122.5, (double)first["ConsumedCapacity"]!["CapacityUnits"]!);
        var second = account.Do("Scan", $$"""{"TableName": "orders", "Select": "COUNT", "ExclusiveStartKey": {{first["LastEvaluatedKey"]!.ToJsonString()}}}""");
        Assert.Equal(2, (int)second["Count"]!);
        Assert.Null(second["LastEvaluatedKey"]);
    }

    [Fact]
    public void A_limit_that_was_reached_gives_a_key_even_at_the_end()
    {
        var page = Orders().Do("Query", """{"TableName": "orders", "Limit": 1, "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ben"}}}""");
        Assert.NotNull(page["LastEvaluatedKey"]);
    }

    private const string Ana = """ "KeyConditionExpression": "#u = :u", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "ana"}}""";

    [Theory]
    [InlineData("Query", """{"TableName": "orders"}""", "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")]
    [InlineData("Query", """{"TableName": "orders", "IndexName": "nope",""" + Ana + "}", "The table does not have the specified index: nope")]
    [InlineData("Query", """{"TableName": "orders", "Limit": 0,""" + Ana + "}", "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("Query", """{"TableName": "orders", "Select": "ALL_PROJECTED_ATTRIBUTES",""" + Ana + "}", "One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")]
    [InlineData("Query", """{"TableName": "orders", "Select": "COUNT", "ProjectionExpression": "note",""" + Ana + "}", "Cannot specify the ProjectionExpression when choosing to get only the Count")]
    [InlineData("Query", """{"TableName": "orders", "FilterExpression": "attribute_exists(nr)",""" + Ana + "}", "Filter Expression can only contain non-primary key attributes: Primary key attribute: nr")]
    [InlineData("Query", """{"TableName": "orders", "ExclusiveStartKey": {"user": {"S": "ana"}},""" + Ana + "}", "The provided starting key is invalid")]
    [InlineData("Query", """{"TableName": "orders", "ExclusiveStartKey": {"user": {"S": "ben"}, "nr": {"N": "1"}},""" + Ana + "}", "The provided starting key is outside query boundaries based on provided conditions")]
    [InlineData("Query", """{"TableName": "orders", "IndexName": "by-state", "ConsistentRead": true, "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""", "Consistent reads are not supported on global secondary indexes")]
    [InlineData("Query", """{"TableName": "orders", "IndexName": "by-state", "Select": "ALL_ATTRIBUTES", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""", "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index by-state because its projection type is not ALL")]
    [InlineData("Query", """{"TableName": "orders", "IndexName": "by-state", "ProjectionExpression": "note", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""", "One or more parameter values were invalid: Global secondary index by-state does not project [note]")]
    [InlineData("Query", """{"TableName": "orders", "IndexName": "by-state", "FilterExpression": "note = :s OR #t = :s", "KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state", "#t": "total"}, "ExpressionAttributeValues": {":s": {"S": "open"}}}""", "One or more parameter values were invalid: Secondary index by-state does not project one or more filter attributes: [note]")]
    [InlineData("Scan", """{"TableName": "orders", "IndexName": "by-state", "FilterExpression": "attribute_exists(note)"}""", "One or more parameter values were invalid: Secondary index by-state does not project one or more filter attributes: [note]")]
    [InlineData("Scan", """{"TableName": "orders", "Segment": 0}""", "The TotalSegments parameter is required but was not present in the request when Segment parameter is present")]
    [InlineData("Scan", """{"TableName": "orders", "TotalSegments": 2}""", "The Segment parameter is required but was not present in the request when parameter TotalSegments is present")]
    [InlineData("Scan", """{"TableName": "orders", "Segment": 2, "TotalSegments": 2}""", "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2")]
    [InlineData("Scan", """{"TableName": "orders", "ExclusiveStartKey": {"user": {"S": "ana"}}}""", "Exclusive Start Key must have same size as table's key schema")]
    [InlineData("Scan", """{"TableName": "orders", "ExclusiveStartKey": {"user": {"S": "ana"}, "nr": {"S": "1"}}}""", "The provided starting key is invalid: The provided key element does not match the schema")]
    public void What_cannot_be_asked_is_refused(string operation, string input, string message)
    {
        var error = Orders().Error(operation, input);
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }
}
