using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <summary>Batches and transactions.</summary>
/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html"/>
public sealed class ManyItemsTests
{
    private static string Puts(int count, Func<int, int> id) => string.Join(", ", Enumerable.Range(0, count).Select(i => $$$$$"""{"PutRequest": {"Item": {"id": {"S": "u{{{{{id(i)}}}}}"}}}}"""));

    private static string Keys(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => $$$"""{"id": {"S": "u{{{i}}}"}}"""));

    [Fact]
    public void A_batch_writes_and_reads_many()
    {
        var account = DynamoAccount.Ready();
        Assert.Empty(account.Do("BatchWriteItem", $$$"""{"RequestItems": {"users": [{{{Puts(25, i => i)}}}]}}""")["UnprocessedItems"]!.AsObject());
        account.Do("BatchWriteItem", """{"RequestItems": {"users": [{"DeleteRequest": {"Key": {"id": {"S": "u3"}}}}]}}""");
        var output = account.Do("BatchGetItem", $$$$$$"""{"ReturnConsumedCapacity": "TOTAL", "RequestItems": {"users": {"Keys": [{{{{{{Keys(30)}}}}}}]}}}""");
        Assert.Equal(24, output["Responses"]!["users"]!.AsArray().Count);
        Assert.Empty(output["UnprocessedKeys"]!.AsObject());
        Assert.Equal(15, (double)output["ConsumedCapacity"]![0]!["CapacityUnits"]!);
    }

    [Fact]
    public void A_batch_has_its_limits()
    {
        var account = DynamoAccount.Ready();
        Assert.Equal("1 validation error detected: Value '{users=[…]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]",
            account.Error("BatchWriteItem", $$$"""{"RequestItems": {"users": [{{{Puts(26, i => i)}}}]}}""").Message);
        Assert.Equal("Provided list of item keys contains duplicates", account.Error("BatchWriteItem", $$$"""{"RequestItems": {"users": [{{{Puts(2, _ => 1)}}}]}}""").Message);
        Assert.Equal("Too many items requested for the BatchGetItem call", account.Error("BatchGetItem", $$$$$$"""{"RequestItems": {"users": {"Keys": [{{{{{{Keys(101)}}}}}}]}}}""").Message);
        Assert.Equal("Provided list of item keys contains duplicates", account.Error("BatchGetItem", """{"RequestItems": {"users": {"Keys": [{"id": {"S": "a"}}, {"id": {"S": "a"}}]}}}""").Message);
        Assert.Equal("1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1", account.Error("BatchGetItem", """{"RequestItems": {}}""").Message);
        Assert.Equal("ResourceNotFoundException", account.Error("BatchGetItem", """{"RequestItems": {"nobody": {"Keys": [{"id": {"S": "a"}}]}}}""").Code);
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html#API_TransactGetItems_Errors
    [Fact]
    public void A_transaction_of_reads_is_cancelled_as_one_of_writes_is()
    {
        var account = DynamoAccount.Ready();
        var error = account.Error("TransactGetItems", """{"TransactItems": [{"Get": {"TableName": "users", "Key": {"id": {"S": "a"}}}}, {"Get": {"TableName": "orders", "Key": {"user": {"S": "a"}}}}]}""");
        Assert.Equal(("TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]"), (error.Code, error.Message));
        Assert.Equal("""[{"Code":"None"},{"Code":"ValidationError","Message":"The provided key element does not match the schema"}]""", error.Fields!["CancellationReasons"]!.ToJsonString());

        account.Do("CreateTable", """
            {"TableName": "slow", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}, "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
            """);
        account.Pass(TimeSpan.FromSeconds(5));
        const string Read = """{"TransactItems": [{"Get": {"TableName": "users", "Key": {"id": {"S": "a"}}}}, {"Get": {"TableName": "slow", "Key": {"id": {"S": "a"}}}}]}""";
        for (var i = 0; i < 4; i++) account.Test.Try("dynamodb", "TransactGetItems", Read);
        error = account.Error("TransactGetItems", Read);
        Assert.Equal(("TransactionCanceledException", "[\"None\",\"ProvisionedThroughputExceeded\"]"), (error.Code, $"[{string.Join(',', error.Fields!["CancellationReasons"]!.AsArray().Select(r => r!["Code"]!.ToJsonString()))}]"));
    }

    [Fact]
    public void A_transaction_of_reads_brings_4_MB_at_most()
    {
        var account = DynamoAccount.Ready();
        var text = new string('x', 390_000);
        for (var i = 0; i < 11; i++) account.Do("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "{{{{{{i}}}}}}"}, "x": {"S": "{{{{{{text}}}}}}"}}}""");
        string Reads(int count) => $$$"""{"TransactItems": [{{{string.Join(',', Enumerable.Range(0, count).Select(i => $$$$$$"""{"Get": {"TableName": "users", "Key": {"id": {"S": "{{{{{{i}}}}}}"}}, "ProjectionExpression": "id"}}"""))}}}]}""";
        Assert.Equal(10, account.Do("TransactGetItems", Reads(10))["Responses"]!.AsArray().Count);
        Assert.Equal("ValidationException", account.Error("TransactGetItems", Reads(11)).Code);
    }

    private const string Transfer = """
        {"ClientRequestToken": "t-1", "ReturnConsumedCapacity": "TOTAL", "TransactItems": [
          {"Update": {"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET cash = cash - :n", "ConditionExpression": "cash >= :n", "ExpressionAttributeValues": {":n": {"N": "10"}}, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}},
          {"Update": {"TableName": "users", "Key": {"id": {"S": "b"}}, "UpdateExpression": "SET cash = cash + :n", "ExpressionAttributeValues": {":n": {"N": "10"}}}}]}
        """;

    [Fact]
    public void A_transaction_happens_once_for_its_token_and_not_at_all_when_a_part_fails()
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "cash": {"N": "15"}}}""");
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "b"}, "cash": {"N": "0"}}}""");
        var consumed = account.Do("TransactWriteItems", Transfer)["ConsumedCapacity"]![0]!;
        Assert.Equal((4.0, 4.0), ((double)consumed["CapacityUnits"]!, (double)consumed["WriteCapacityUnits"]!));
        account.Do("TransactWriteItems", Transfer);
        Assert.Equal(("5", "10"), Cash(account));
        Assert.Equal("IdempotentParameterMismatchException", account.Error("TransactWriteItems", Transfer.Replace("\"10\"", "\"1\"", StringComparison.Ordinal)).Code);

        account.Pass(TimeSpan.FromMinutes(10));
        var error = account.Error("TransactWriteItems", Transfer);
        Assert.Equal(("TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]"), (error.Code, error.Message));
        Assert.Equal("""[{"Code":"ConditionalCheckFailed","Message":"The conditional request failed","Item":{"id":{"S":"a"},"cash":{"N":"5"}}},{"Code":"None"}]""", error.Fields!["CancellationReasons"]!.ToJsonString());
        Assert.Equal(("5", "10"), Cash(account));
    }

    private static (string, string) Cash(DynamoAccount account) => ((string)account.User("a")!["cash"]!["N"]!, (string)account.User("b")!["cash"]!["N"]!);

    [Fact]
    public void What_a_transaction_cannot_compute_is_its_reason()
    {
        var error = DynamoAccount.Ready().Error("TransactWriteItems", Transfer.Replace("\"ConditionExpression\": \"cash >= :n\", ", "", StringComparison.Ordinal));
        Assert.Equal("ValidationError", (string)error.Fields!["CancellationReasons"]![1]!["Code"]!);
        Assert.Equal("The provided expression refers to an attribute that does not exist in the item", (string)error.Fields["CancellationReasons"]![0]!["Message"]!);
    }

    [Theory]
    [InlineData("""{"TransactItems": []}""", "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("""{"TransactItems": [{}]}""", "TransactItems can only contain one of Check, Put, Update or Delete")]
    [InlineData("""{"TransactItems": [{"Put": {"TableName": "users", "Item": {"id": {"S": "a"}}}}, {"Delete": {"TableName": "users", "Key": {"id": {"S": "a"}}}}]}""", "Transaction request cannot include multiple operations on one item")]
    public void A_transaction_that_cannot_be_is_refused(string input, string message)
    {
        var error = DynamoAccount.Ready().Error("TransactWriteItems", input);
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }

    [Fact]
    public void A_check_holds_a_transaction_without_changing_its_item()
    {
        var account = DynamoAccount.Ready();
        const string Write = """{"TransactItems": [{"ConditionCheck": {"TableName": "users", "Key": {"id": {"S": "boss"}}, "ConditionExpression": "attribute_exists(id)"}}, {"Put": {"TableName": "users", "Item": {"id": {"S": "a"}}}}]}""";
        Assert.Equal("TransactionCanceledException", account.Error("TransactWriteItems", Write).Code);
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "boss"}, "x": {"N": "1"}}}""");
        account.Do("TransactWriteItems", Write);
        var read = account.Do("TransactGetItems", """{"ReturnConsumedCapacity": "TOTAL", "TransactItems": [{"Get": {"TableName": "users", "Key": {"id": {"S": "boss"}}, "ProjectionExpression": "x"}}, {"Get": {"TableName": "users", "Key": {"id": {"S": "nobody"}}}}]}""");
        Assert.Equal("""[{"Item":{"x":{"N":"1"}}},{}]""", read["Responses"]!.ToJsonString());
        Assert.Equal(4.0, (double)read["ConsumedCapacity"]![0]!["ReadCapacityUnits"]!);
    }
}
