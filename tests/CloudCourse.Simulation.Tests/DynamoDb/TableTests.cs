namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html"/>
public sealed class TableTests
{
    private const string Users = """{"TableName": "users", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}""";

    [Fact]
    public void A_table_is_creating_then_active_then_deleting_then_gone()
    {
        DynamoAccount account = new();
        var created = account.Do("CreateTable", Users)["TableDescription"]!;
        Assert.Equal("CREATING", (string)created["TableStatus"]!);
        Assert.Equal(DynamoAccount.Arn + "users", (string)created["TableArn"]!);
        Assert.Equal("PAY_PER_REQUEST", (string)created["BillingModeSummary"]!["BillingMode"]!);
        Assert.Equal("ResourceNotFoundException", account.Error("GetItem", """{"TableName": "users", "Key": {"id": {"S": "a"}}}""").Code);
        Assert.Equal("Attempt to change a resource which is still in use: Table is being created: users", account.Error("DeleteTable", """{"TableName": "users"}""").Message);
        account.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal("ACTIVE", Status(account));
        Assert.Equal("Table already exists: users", account.Error("CreateTable", Users).Message);
        Assert.Equal("DELETING", (string)account.Do("DeleteTable", """{"TableName": "users"}""")["TableDescription"]!["TableStatus"]!);
        account.Pass(TimeSpan.FromSeconds(5));
        var gone = account.Error("DescribeTable", """{"TableName": "users"}""");
        Assert.Equal(("ResourceNotFoundException", "Requested resource not found: Table: users not found"), (gone.Code, gone.Message));
    }

    private static string Status(DynamoAccount account, string table = "users") => (string)account.Do("DescribeTable", $$"""{"TableName": "{{table}}"}""")["Table"]!["TableStatus"]!;

    [Theory]
    [InlineData("""{"TableName": "ab"}""", "TableName must be at least 3 characters long and at most 255 characters long")]
    [InlineData("""{"TableName": "a b c"}""", "1 validation error detected: Value 'a b c' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")]
    [InlineData("""{"TableName": "abc", "KeySchema": [{"AttributeName": "a", "KeyType": "hash"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "T"}]}""",
        "2 validation errors detected: Value 'T' at 'attributeDefinitions.1.member.attributeType' failed to satisfy constraint: Member must satisfy enum value set: [B, N, S]; Value 'hash' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: [HASH, RANGE]")]
    [InlineData("""{"TableName": "abc", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}""",
        "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}, "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}""",
        "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}""",
        "One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [b], AttributeDefinitions: [a]")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}, {"AttributeName": "b", "AttributeType": "S"}]}""",
        "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "a", "KeyType": "RANGE"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}""",
        "Invalid KeySchema: The first KeySchemaElement is not a HASH key type")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}, {"AttributeName": "a", "KeyType": "RANGE"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}]}""",
        "Both the Hash Key and the Range Key element in the KeySchema have the same name")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}], "LocalSecondaryIndexes": [{"IndexName": "idx", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}]}""",
        "One or more parameter values were invalid: Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex")]
    [InlineData("""{"TableName": "abc", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}], "GlobalSecondaryIndexes": [{"IndexName": "idx", "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}], "Projection": {"ProjectionType": "KEYS_ONLY", "NonKeyAttributes": ["x"]}}]}""",
        "One or more parameter values were invalid: ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified")]
    public void A_table_that_cannot_be_is_refused_in_DynamoDBs_words(string input, string message)
    {
        var error = new DynamoAccount().Error("CreateTable", input);
        Assert.Equal(("ValidationException", message), (error.Code, error.Message));
    }

    [Fact]
    public void What_tables_have_that_this_simulation_has_not_is_refused_by_name()
    {
        var error = new DynamoAccount().Error("CreateTable", Users[..^1] + """, "SSESpecification": {"Enabled": true}}""");
        Assert.Equal("NotSimulated", error.Code);
        Assert.Contains("SSESpecification", error.Message, StringComparison.Ordinal);
        Assert.Equal("NotSimulated", DynamoAccount.Ready().Error("ExecuteStatement", """{"Statement": "SELECT * FROM users"}""").Code);
        Assert.Equal("NotSimulated", DynamoAccount.Ready().Error("Query", """{"TableName": "users", "KeyConditions": {"id": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}}""").Code);
    }

    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html"/>
    [Fact]
    public void A_new_global_index_is_filled_from_the_table_and_can_be_read_when_it_is_active()
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}, "city": {"S": "Bonn"}}}""");
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "b"}, "city": {"N": "5"}}}""");
        const string Create = """{"TableName": "users", "AttributeDefinitions": [{"AttributeName": "city", "AttributeType": "S"}], "GlobalSecondaryIndexUpdates": [{"Create": {"IndexName": "by-city", "KeySchema": [{"AttributeName": "city", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}}]}""";
        account.Do("UpdateTable", Create);
        Assert.Equal("UPDATING", Status(account));
        Assert.Equal("Attempt to change a resource which is still in use: Table is being updated: users", account.Error("UpdateTable", Create).Message);
        const string Query = """{"TableName": "users", "IndexName": "by-city", "KeyConditionExpression": "city = :c", "ExpressionAttributeValues": {":c": {"S": "Bonn"}}}""";
        Assert.Equal("Cannot read from backfilling global secondary index: by-city", account.Error("Query", Query).Message);
        account.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal("ACTIVE", Status(account));
        Assert.True((bool)account.Do("DescribeTable", """{"TableName": "users"}""")["Table"]!["GlobalSecondaryIndexes"]![0]!["Backfilling"]!);
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "c"}, "city": {"S": "Bonn"}}}""");
        account.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(2, (int)account.Do("Query", Query)["Count"]!);
        account.Do("UpdateTable", """{"TableName": "users", "GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "by-city"}}]}""");
        account.Pass(TimeSpan.FromMinutes(1));
        var table = account.Do("DescribeTable", """{"TableName": "users"}""")["Table"]!;
        Assert.Null(table["GlobalSecondaryIndexes"]);
        Assert.Single(table["AttributeDefinitions"]!.AsArray());
    }

    [Fact]
    public void Throughput_changes_and_is_refused_where_it_would_not()
    {
        var account = DynamoAccount.Ready();
        account.Do("UpdateTable", """{"TableName": "users", "BillingMode": "PROVISIONED", "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}""");
        account.Pass(TimeSpan.FromMinutes(1));
        Assert.StartsWith("The provisioned throughput for the table will not change.", account.Error("UpdateTable", """{"TableName": "users", "ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}}""").Message, StringComparison.Ordinal);
        account.Do("UpdateTable", """{"TableName": "users", "ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 5}}""");
        Assert.Equal(1, (int)account.Do("DescribeTable", """{"TableName": "users"}""")["Table"]!["ProvisionedThroughput"]!["NumberOfDecreasesToday"]!);
        account.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required", account.Error("UpdateTable", """{"TableName": "users"}""").Message);
    }

    [Fact]
    public void Tables_are_listed_by_name_page_by_page()
    {
        var account = DynamoAccount.Ready();
        var first = account.Do("ListTables", """{"Limit": 1}""");
        Assert.Equal("orders", (string)first["LastEvaluatedTableName"]!);
        var second = account.Do("ListTables", """{"Limit": 1, "ExclusiveStartTableName": "orders"}""");
        Assert.Equal("users", (string)second["TableNames"]![0]!);
        Assert.Null(second["LastEvaluatedTableName"]);
        Assert.Equal("1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 100", account.Error("ListTables", """{"Limit": 101}""").Message);
        account.Test.Region = "us-east-1";
        Assert.Empty(account.Do("ListTables", "{}")["TableNames"]!.AsArray());
    }

    [Fact]
    public void A_protected_table_is_not_deleted()
    {
        var account = DynamoAccount.Ready();
        account.Do("UpdateTable", """{"TableName": "users", "DeletionProtectionEnabled": true}""");
        Assert.Equal("Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.", account.Error("DeleteTable", """{"TableName": "users"}""").Message);
        account.Do("UpdateTable", """{"TableName": "users", "DeletionProtectionEnabled": false}""");
        account.Do("DeleteTable", """{"TableName": "users"}""");
    }

    [Fact]
    public void Tags_are_set_read_and_taken_off()
    {
        var account = DynamoAccount.Ready();
        var arn = DynamoAccount.Arn + "users";
        account.Do("TagResource", $$"""{"ResourceArn": "{{arn}}", "Tags": [{"Key": "team", "Value": "shop"}, {"Key": "cost", "Value": "7"}]}""");
        account.Do("UntagResource", $$"""{"ResourceArn": "{{arn}}", "TagKeys": ["cost"]}""");
        Assert.Equal("""[{"Key":"team","Value":"shop"}]""", account.Do("ListTagsOfResource", $$"""{"ResourceArn": "{{arn}}"}""")["Tags"]!.ToJsonString());
        Assert.Equal("ResourceNotFoundException", account.Error("ListTagsOfResource", $$"""{"ResourceArn": "{{arn}}x"}""").Code);
    }

    /// <summary>"DynamoDB updates this value approximately every six hours."</summary>
    /// <seealso href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html"/>
    [Fact]
    public void Items_are_counted_every_six_hours()
    {
        var account = DynamoAccount.Ready();
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "a"}}}""");
        Assert.Equal(0, Count());
        account.Pass(TimeSpan.FromHours(6));
        Assert.Equal(1, Count());
        account.Do("PutItem", """{"TableName": "users", "Item": {"id": {"S": "b"}}}""");
        Assert.Equal(1, Count());

        int Count() => (int)account.Do("DescribeTable", """{"TableName": "users"}""")["Table"]!["ItemCount"]!;
    }

    [Fact]
    public void Point_in_time_recovery_and_limits_are_told()
    {
        var account = DynamoAccount.Ready();
        Assert.Equal("DISABLED", (string)account.Do("DescribeContinuousBackups", """{"TableName": "users"}""")["ContinuousBackupsDescription"]!["PointInTimeRecoveryDescription"]!["PointInTimeRecoveryStatus"]!);
        account.Do("UpdateContinuousBackups", """{"TableName": "users", "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": true}}""");
        Assert.Equal("ENABLED", (string)account.Do("DescribeContinuousBackups", """{"TableName": "users"}""")["ContinuousBackupsDescription"]!["PointInTimeRecoveryDescription"]!["PointInTimeRecoveryStatus"]!);
        Assert.Equal(40000, (int)account.Do("DescribeLimits", "{}")["TableMaxReadCapacityUnits"]!);
    }
}
