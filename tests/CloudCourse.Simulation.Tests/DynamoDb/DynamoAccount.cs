using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.DynamoDb;

/// <summary>An account with a table or two that are ready.</summary>
internal sealed class DynamoAccount
{
    public const string Arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/";

    public TestAccount Test { get; } = new();

    /// <summary>"users" has a partition key (id, S); "orders" also a sort key (nr, N), a local index by "at" (S) and a global one by "state" and "at".</summary>
    public static DynamoAccount Ready()
    {
        DynamoAccount account = new();
        account.Do("CreateTable", """
            {"TableName": "users", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
            """);
        account.Do("CreateTable", """
            {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
             "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "nr", "KeyType": "RANGE"}],
             "AttributeDefinitions": [{"AttributeName": "user", "AttributeType": "S"}, {"AttributeName": "nr", "AttributeType": "N"}, {"AttributeName": "at", "AttributeType": "S"}, {"AttributeName": "state", "AttributeType": "S"}],
             "LocalSecondaryIndexes": [{"IndexName": "by-time", "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}],
             "GlobalSecondaryIndexes": [{"IndexName": "by-state", "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["total"]}}]}
            """);
        account.Pass(TimeSpan.FromSeconds(10));
        return account;
    }

    public JsonObject Do(string operation, string input) => Test.Do("dynamodb", operation, input);

    public AwsError Error(string operation, string input)
    {
        var before = Test.Account.State;
        var result = Test.Try("dynamodb", operation, input);
        Assert.False(result.Succeeded, $"{operation} succeeded: {result.Output}");
        if (!ReferenceEquals(before, Test.Account.State)) Assert.Equal(before, Test.Account.State with { CloudWatch = before.CloudWatch });
        return result.Error!;
    }

    public void Pass(TimeSpan time) => Test.Account.Advance(time);

    /// <summary>An item of "users", or null.</summary>
    public JsonObject? User(string id) => Do("GetItem", $$$$$$"""{"TableName": "users", "Key": {"id": {"S": "{{{{{{id}}}}}}"}}}""")["Item"] as JsonObject;

    public void PutOrder(string user, int no, string at, string state, int total) => Do("PutItem", $$$$$$"""
        {"TableName": "orders", "Item": {"user": {"S": "{{{{{{user}}}}}}"}, "nr": {"N": "{{{{{{no}}}}}}"}, "at": {"S": "{{{{{{at}}}}}}"}, "state": {"S": "{{{{{{state}}}}}}"}, "total": {"N": "{{{{{{total}}}}}}"}, "note": {"S": "n{{{{{{no}}}}}}"}}}
        """);
}
