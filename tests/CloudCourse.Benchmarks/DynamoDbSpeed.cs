using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Benchmarks;

/// <summary>Goal on one core: 50,000 calls a second through the account's door, where a request is text, with authorization and history.</summary>
internal static class DynamoDbSpeed
{
    private const string Account = "111122223333", Region = "eu-west-1", Role = "web";
    private const int Calls = 20_000, Items = 5_000;

    public static void Print()
    {
        CallSpeed.SayConditions();
        var filled = Filled();
        var caller = Caller.Session(Account, Role, "function");
        foreach (var operation in (string[])["PutItem", "GetItem", "UpdateItem"]) Say(operation, operation, i => InputOf(operation, i));
        Say("Query, one item", "Query", i => Query(i, 1));
        Say("Query, five items", "Query", i => Query(i, 5));
        Say("Query, fifty items", "Query", i => Query(i, 50), Calls / 10);

        void Say(string what, string operation, Func<int, string> input, int calls = Calls)
        {
            var inputs = Enumerable.Range(0, calls).Select(i => input(i * 7 % Items)).ToList();
            CallSpeed.Say(what, calls, () =>
            {
                var account = SimulatedAccount.Restore(filled);
                return i => Must(account.Call(caller, Region, "dynamodb", operation, inputs[i]));
            });
        }
    }

    /// <summary>Each user has fifty items.</summary>
    private static string Query(int i, int items) =>
        $$$$"""{"TableName": "orders", "Limit": {{{{items}}}}, "KeyConditionExpression": "#u = :u AND nr >= :n", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "u{{{{i % 100}}}}"}, ":n": {"N": "{{{{(items == 50 ? 0 : 100)}}}}"}} }""";

    private static string InputOf(string operation, int i) => operation switch
    {
        "PutItem" => $$$$"""{"TableName": "orders", "Item": {"user": {"S": "u{{{{i % 100}}}}"}, "nr": {"N": "{{{{i}}}}"}, "total": {"N": "12.5"}, "note": {"S": "some words"}} }""",
        "GetItem" => $$$$"""{"TableName": "orders", "Key": {"user": {"S": "u{{{{i % 100}}}}"}, "nr": {"N": "{{{{i}}}}"}} }""",
        _ => $$$$"""{"TableName": "orders", "Key": {"user": {"S": "u{{{{i % 100}}}}"}, "nr": {"N": "{{{{i}}}}"}}, "UpdateExpression": "ADD visits :n", "ConditionExpression": "attribute_exists(nr)", "ExpressionAttributeValues": {":n": {"N": "1"}} }""",
    };

    private static AccountSnapshot Filled()
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        var root = Caller.Root(Account);
        Must(account.Call(root, Region, "iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}"""));
        Must(account.Call(root, Region, "iam", "PutRolePolicy", """{"RoleName": "web", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\"}}"}"""));
        Must(account.Call(root, Region, "dynamodb", "CreateTable", """
            {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "nr", "KeyType": "RANGE"}],
             "AttributeDefinitions": [{"AttributeName": "user", "AttributeType": "S"}, {"AttributeName": "nr", "AttributeType": "N"}]}
            """));
        account.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < Items; i++) Must(account.Call(root, Region, "dynamodb", "PutItem", InputOf("PutItem", i)));
        return account.Snapshot();
    }

    private static void Must(CallResult result)
    {
        if (result.Error is { } error) throw new InvalidOperationException($"{error.Code} {error.Message} {error.Advice}");
    }
}
