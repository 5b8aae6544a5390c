namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html"/>
public sealed class CapacityTests
{
    /// <summary>The item's name and key take four bytes beside its text.</summary>
    [Theory]
    [InlineData(1, false, 0.5, 1)]
    [InlineData(1020, true, 1, 1)]
    [InlineData(1021, true, 1, 2)]
    [InlineData(4092, false, 0.5, 4)]
    [InlineData(4093, false, 1, 5)]
    [InlineData(4093, true, 2, 5)]
    public void Reads_are_counted_by_four_kilobytes_and_writes_by_one(int bytes, bool consistent, double reads, double writes)
    {
        var account = DynamoAccount.Ready();
        var put = account.Do("PutItem", $$$$$"""{"TableName": "users", "ReturnConsumedCapacity": "TOTAL", "Item": {"id": {"S": "a"}, "v": {"S": "{{{{{new string('x', bytes)}}}}}"}}}""");
        Assert.Equal(writes, (double)put["ConsumedCapacity"]!["CapacityUnits"]!);
        var get = account.Do("GetItem", $$$"""{"TableName": "users", "ReturnConsumedCapacity": "TOTAL", "ConsistentRead": {{{(consistent ? "true" : "false")}}}, "Key": {"id": {"S": "a"}}, "ProjectionExpression": "id"}""");
        Assert.Equal(reads, (double)get["ConsumedCapacity"]!["CapacityUnits"]!);
        // A delete takes what the item took.
        Assert.Equal(writes, (double)account.Do("DeleteItem", """{"TableName": "users", "ReturnConsumedCapacity": "TOTAL", "Key": {"id": {"S": "a"}}}""")["ConsumedCapacity"]!["CapacityUnits"]!);
    }

    [Fact]
    public void Indexes_take_units_of_their_own()
    {
        var account = DynamoAccount.Ready();
        const string Key = """ "TableName": "orders", "ReturnConsumedCapacity": "INDEXES", "Key": {"user": {"S": "a"}, "nr": {"N": "1"}}, """;
        account.PutOrder("a", 1, "2026", "open", 1);
        // Another state is another place in the index: one write to take it away, one to put it there.
        var moved = account.Do("UpdateItem", "{" + Key + """ "UpdateExpression": "SET #s = :s", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":s": {"S": "done"}}}""")["ConsumedCapacity"]!;
        Assert.Equal(3, (double)moved["CapacityUnits"]!);
        Assert.Equal(2, (double)moved["GlobalSecondaryIndexes"]!["by-state"]!["CapacityUnits"]!);
        Assert.Null(moved["LocalSecondaryIndexes"]);
        // What no index holds changes none.
        Assert.Equal(1, (double)account.Do("UpdateItem", "{" + Key + """ "UpdateExpression": "SET note = :s", "ExpressionAttributeValues": {":s": {"S": "x"}}}""")["ConsumedCapacity"]!["CapacityUnits"]!);
    }

    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html"/>
    [Fact]
    public void What_is_provisioned_can_be_spent_and_saved_for_five_minutes()
    {
        DynamoAccount account = new();
        account.Do("CreateTable", """{"TableName": "users", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 2}, "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}""");
        account.Pass(TimeSpan.FromHours(1));
        Assert.Equal(600, Spend());
        account.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(6, Spend());
        var output = Batch();
        Assert.Equal("ProvisionedThroughputExceededException", output);
        account.Pass(TimeSpan.FromSeconds(1));
        var some = account.Do("BatchWriteItem", """{"RequestItems": {"users": [{"PutRequest": {"Item": {"id": {"S": "1"}}}}, {"PutRequest": {"Item": {"id": {"S": "2"}}}}, {"PutRequest": {"Item": {"id": {"S": "3"}}}}]}}""");
        Assert.Equal("""{"users":[{"PutRequest":{"Item":{"id":{"S":"3"}}}}]}""", some["UnprocessedItems"]!.ToJsonString());

        int Spend()
        {
            var done = 0;
            while (account.Test.Try("dynamodb", "PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}}}""").Succeeded) done++;
            return done;
        }

        string Batch() => account.Error("BatchWriteItem", """{"RequestItems": {"users": [{"PutRequest": {"Item": {"id": {"S": "1"}}}}]}}""").Code;
    }
}
