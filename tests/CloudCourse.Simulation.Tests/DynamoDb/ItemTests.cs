using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html"/>
public sealed class ItemTests
{
    [Fact]
    public void An_item_comes_back_as_it_was_put()
    {
        var account = DynamoAccount.Ready();
        const string Item = """{"id":{"S":"a"},"s":{"S":"ä"},"n":{"N":"1.5"},"b":{"B":"AQI="},"yes":{"BOOL":true},"none":{"NULL":true},"ss":{"SS":["x","y"]},"ns":{"NS":["1","2"]},"bs":{"BS":["AQ=="]},"l":{"L":[{"S":"i"},{"N":"2"}]},"m":{"M":{"k":{"S":""}}}}""";
        account.Do("PutItem", $$"""{"TableName": "users", "Item": {{Item}}}""");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Item), account.User("a")));
        Assert.Null(account.User("b"));
    }

    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes-nested-depth
    [Theory]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "v": #}}""")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET v = :v", "ExpressionAttributeValues": {":v": #}}""")]
    [InlineData("BatchWriteItem", """{"RequestItems": {"users": [{"PutRequest": {"Item": {"id": {"S": "a"}, "v": #}}}]}}""")]
    [InlineData("TransactWriteItems", """{"TransactItems": [{"Put": {"TableName": "users", "Item": {"id": {"S": "a"}, "v": #}}}]}""")]
    public void A_document_has_32_levels_at_most(string operation, string input)
    {
        var account = DynamoAccount.Ready();
        static string Levels(int count) => string.Concat(Enumerable.Range(0, count).Select(i => i % 2 == 0 ? """{"L":[""" : """{"M":{"m":""")) + """{"N":"1"}""" + string.Concat(Enumerable.Range(0, count).Reverse().Select(i => i % 2 == 0 ? "]}" : "}}"));
        foreach (var count in (int[])[33, 40])
        {
            var error = account.Error(operation, input.Replace("#", Levels(count), StringComparison.Ordinal));
            Assert.Equal(("ValidationException", "Nesting Levels have exceeded supported limits"), (error.Code, error.Message));
        }
        account.Do(operation, input.Replace("#", Levels(32), StringComparison.Ordinal));
        Assert.Equal(Levels(32), account.User("a")!["v"]!.ToJsonString());
    }

    [Theory]
    [InlineData("1", "1")]
    [InlineData("-0", "0")]
    [InlineData("0012.500", "12.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.20E-3", "0.0012")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    public void Numbers_come_back_written_out(string given, string stored)
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "a"}, "n": {"N": "{{{{{{given}}}}}}"}}}""");
        Assert.Equal(stored, (string)account.User("a")!["n"]!["N"]!);
    }

    [Theory]
    [InlineData("""{"S": "a", "N": "1"}""", "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes")]
    [InlineData("{}", "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes")]
    [InlineData("""{"N": "one"}""", "The parameter cannot be converted to a numeric value: one")]
    [InlineData("""{"N": ""}""", "The parameter cannot be converted to a numeric value")]
    [InlineData("""{"N": "1e126"}""", "Number overflow. Attempting to store a number with magnitude larger than supported range")]
    [InlineData("""{"N": "1e-131"}""", "Number underflow. Attempting to store a number with magnitude smaller than supported range")]
    [InlineData("""{"N": "123456789012345678901234567890123456789"}""", "Attempting to store more than 38 significant digits in a Number")]
    [InlineData("""{"NULL": false}""", "One or more parameter values were invalid: Null attribute value types must have the value of true")]
    [InlineData("""{"SS": []}""", "One or more parameter values were invalid: An string set  may not be empty")]
    [InlineData("""{"NS": []}""", "One or more parameter values were invalid: An number set  may not be empty")]
    [InlineData("""{"BS": []}""", "One or more parameter values were invalid: Binary sets should not be empty")]
    [InlineData("""{"SS": ["a", ""]}""", "One or more parameter values were invalid: An string set may not have a empty string as a member")]
    [InlineData("""{"SS": ["a", "b", "a"]}""", "One or more parameter values were invalid: Input collection [a, b, a] contains duplicates.")]
    [InlineData("""{"NS": ["1", "1.0"]}""", "Input collection contains duplicates")]
    [InlineData("""{"L": [{"M": {"x": {"N": "?"}}}]}""", "The parameter cannot be converted to a numeric value: ?")]
    public void A_value_that_cannot_be_is_refused(string value, string message)
    {
        var error = DynamoAccount.Ready().Error("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "a"}, "v": {{{{{{value}}}}}}}}""");
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"x": {"S": "a"}}}""", "One or more parameter values were invalid: Missing the key id in the item")]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"N": "1"}}}""", "One or more parameter values were invalid: Type mismatch for key id expected: S actual: N")]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": ""}}}""", "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id")]
    [InlineData("PutItem", """{"TableName": "orders", "Item": {"user": {"S": "a"}, "nr": {"N": "1"}, "state": {"N": "1"}}}""", "One or more parameter values were invalid: Type mismatch for Index Key state Expected: S Actual: N IndexName: by-state")]
    [InlineData("PutItem", """{"TableName": "orders", "Item": {"user": {"S": "a"}, "nr": {"N": "1"}, "state": {"S": ""}}}""", "One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: by-state, IndexKey: state")]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"N": "1"}}}""", "The provided key element does not match the schema")]
    [InlineData("GetItem", """{"TableName": "users", "Key": {"id": {"S": "1"}, "x": {"S": "1"}}}""", "The provided key element does not match the schema")]
    [InlineData("GetItem", """{"TableName": "orders", "Key": {"user": {"S": "1"}}}""", "The provided key element does not match the schema")]
    [InlineData("DeleteItem", """{"TableName": "users", "Key": {}}""", "The provided key element does not match the schema")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET id = :v", "ExpressionAttributeValues": {":v": {"S": "b"}}}""", "One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET id = :v", "ConditionExpression": "attribute_exists(id)", "ExpressionAttributeValues": {":v": {"S": "b"}}}""", "One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key")]
    [InlineData("UpdateItem", """{"TableName": "orders", "Key": {"user": {"S": "a"}, "nr": {"N": "1"}}, "UpdateExpression": "SET #s = :v", "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": {":v": {"N": "1"}}}""", "The update expression attempted to update the secondary index key to unsupported type")]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}}, "ReturnValues": "ALL_NEW"}""", "ReturnValues can only be ALL_OLD or NONE")]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}}, "ReturnValues": "all"}""", "1 validation error detected: Value 'all' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]")]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}}, "ExpressionAttributeNames": {"#a": "b"}}""", "ExpressionAttributeNames can only be specified when using expressions")]
    [InlineData("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}}, "ExpressionAttributeValues": {":a": {"S": "b"}}}""", "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "ExpressionAttributeValues": {":a": {"S": "b"}}}""", "ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET x = :v", "ExpressionAttributeValues": {":v": {"S": "b"}, ":w": {"S": "b"}}}""", "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "REMOVE x", "ExpressionAttributeNames": {"#v": "b"}}""", "Value provided in ExpressionAttributeNames unused in expressions: keys: {#v}")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET x = :v", "ExpressionAttributeValues": {":v": {"N": "b"}}}""", "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: b for key :v")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET x = :v", "ExpressionAttributeValues": {"v": {"S": "b"}}}""", "ExpressionAttributeValues contains invalid key: Syntax error; key: \"v\"")]
    [InlineData("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET x = :v", "ExpressionAttributeValues": {}}""", "ExpressionAttributeValues must not be empty")]
    public void A_request_that_does_not_fit_is_refused(string operation, string input, string message)
    {
        var error = DynamoAccount.Ready().Error(operation, input);
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }

    [Fact]
    public void Keys_and_items_have_their_largest_size()
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "{{{{{{new string('k', 2048)}}}}}}"}}}""");
        Assert.Equal("One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes", account.Error("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "{{{{{{new string('k', 2049)}}}}}}"}}}""").Message);
        // "id" + "a" + "v" are four bytes.
        account.Do("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "a"}, "v": {"S": "{{{{{{new string('v', (400 * 1024) - 4)}}}}}}"}}}""");
        Assert.Equal("Item size has exceeded the maximum allowed size", account.Error("PutItem", $$$$$$"""{"TableName": "users", "Item": {"id": {"S": "a"}, "v": {"S": "{{{{{{new string('v', (400 * 1024) - 3)}}}}}}"}}}""").Message);
        Assert.Equal("Item size to update has exceeded the maximum allowed size", account.Error("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "UpdateExpression": "SET w = :w", "ExpressionAttributeValues": {":w": {"S": "w"}}}""").Message);
    }

    [Theory]
    [InlineData("NONE", null)]
    [InlineData("ALL_OLD", """{"id":{"S":"a"},"n":{"N":"1"},"m":{"M":{"x":{"S":"old"},"y":{"S":"y"}}}}""")]
    [InlineData("UPDATED_OLD", """{"n":{"N":"1"},"m":{"M":{"x":{"S":"old"}}}}""")]
    [InlineData("ALL_NEW", """{"id":{"S":"a"},"n":{"N":"3"},"m":{"M":{"x":{"S":"new"},"y":{"S":"y"}}}}""")]
    [InlineData("UPDATED_NEW", """{"n":{"N":"3"},"m":{"M":{"x":{"S":"new"}}}}""")]
    public void An_update_returns_what_was_asked(string values, string? expected)
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "n": {"N": "1"}, "m": {"M": {"x": {"S": "old"}, "y": {"S": "y"}}}}}""");
        var output = account.Do("UpdateItem", $$$$$$"""{"TableName": "users", "Key": {"id": {"S": "a"}}, "ReturnValues": "{{{{{{values}}}}}}", "UpdateExpression": "ADD n :two SET m.x = :new", "ExpressionAttributeValues": {":two": {"N": "2"}, ":new": {"S": "new"}}}""");
        Assert.True(JsonNode.DeepEquals(expected is null ? null : JsonNode.Parse(expected), output["Attributes"]), output.ToJsonString());
    }

    [Fact]
    public void A_put_or_delete_returns_what_it_replaced()
    {
        var account = DynamoAccount.Ready();
        Assert.Null(account.Do("PutItem", """{"TableName": "users", "ReturnValues": "ALL_OLD", "Item": {"id": {"S": "a"}, "v": {"N": "1"}}}""")["Attributes"]);
        Assert.Equal("1", (string)account.Do("PutItem", """{"TableName": "users", "ReturnValues": "ALL_OLD", "Item": {"id": {"S": "a"}, "v": {"N": "2"}}}""")["Attributes"]!["v"]!["N"]!);
        Assert.Equal("2", (string)account.Do("DeleteItem", """{"TableName": "users", "ReturnValues": "ALL_OLD", "Key": {"id": {"S": "a"}}}""")["Attributes"]!["v"]!["N"]!);
        Assert.Null(account.Do("DeleteItem", """{"TableName": "users", "ReturnValues": "ALL_OLD", "Key": {"id": {"S": "a"}}}""")["Attributes"]);
    }

    [Fact]
    public void A_condition_that_fails_changes_nothing_and_tells_the_item_where_asked()
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "v": {"N": "1"}}}""");
        const string Again = """{"TableName": "users", "Item": {"id": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(id)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}""";
        var error = account.Error("PutItem", Again);
        Assert.Equal(("ConditionalCheckFailedException", "The conditional request failed"), (error.Code, error.Message));
        Assert.Equal("""{"Item":{"id":{"S":"a"},"v":{"N":"1"}}}""", error.Fields!.ToJsonString());
        Assert.Null(account.Error("PutItem", Again.Replace("ALL_OLD", "NONE", StringComparison.Ordinal)).Fields);
        Assert.Equal("ConditionalCheckFailedException", account.Error("DeleteItem", """{"TableName": "users", "Key": {"id": {"S": "zzz"}}, "ConditionExpression": "attribute_exists(id)"}""").Code);
        Assert.Equal("1", (string)account.User("a")!["v"]!["N"]!);
    }

    [Fact]
    public void An_update_makes_the_item_that_is_not_there()
    {
        var account = DynamoAccount.Ready();
        account.Do("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}}""");
        Assert.Equal("""{"id":{"S":"a"}}""", account.User("a")!.ToJsonString());
        account.Do("UpdateItem", """{"TableName": "users", "Key": {"id": {"S": "b"}}, "UpdateExpression": "SET visits = if_not_exists(visits, :zero) + :one", "ExpressionAttributeValues": {":zero": {"N": "0"}, ":one": {"N": "1"}}}""");
        Assert.Equal("1", (string)account.User("b")!["visits"]!["N"]!);
    }

    [Fact]
    public void A_projection_gives_the_wanted_parts()
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "l": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}]}, "m": {"M": {"x": {"S": "x"}, "y": {"S": "y"}}}}}""");
        var item = account.Do("GetItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "l[2], l[0], m.#y, nothing.here", "ExpressionAttributeNames": {"#y": "y"}}""")["Item"]!;
        Assert.Equal("""{"l":{"L":[{"N":"0"},{"N":"2"}]},"m":{"M":{"y":{"S":"y"}}}}""", item.ToJsonString());
        Assert.Equal("Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [m], path two: [m, x]",
            account.Error("GetItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}, "ProjectionExpression": "m, m.x"}""").Message);
    }
}
