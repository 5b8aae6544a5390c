using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Benchmarks;

/// <summary>Goal: 50,000 calls a second on one core, through the account's door. Told in the processor's time, for machines that are busy.</summary>
internal static class DynamoDbSpeed
{
    private const string Account = "111122223333", Region = "eu-west-1";
    private const int Calls = 50_000, Items = 5_000;

    public static void Print()
    {
        foreach (var operation in (string[])["PutItem", "GetItem", "UpdateItem", "Query"])
        {
            var inputs = Enumerable.Range(0, 500).Select(i => InputOf(operation, i * 7 % Items)).ToList();
            Measure(operation, "read beforehand", [.. inputs.Select(i => JsonReader.Read(i).Value!)], (a, i) => a.Call(Caller.Root(Account), Region, "dynamodb", operation, i));
            Measure(operation, "from text", inputs, (a, i) => a.Call(Caller.Root(Account), Region, "dynamodb", operation, i));
        }
    }

    private static string InputOf(string operation, int i) => operation switch
    {
        "PutItem" => $$$$"""{"TableName": "orders", "Item": {"user": {"S": "u{{{{i % 100}}}}"}, "nr": {"N": "{{{{i}}}}"}, "total": {"N": "12.5"}, "note": {"S": "some words"}} }""",
        "GetItem" => $$$$"""{"TableName": "orders", "Key": {"user": {"S": "u{{{{i % 100}}}}"}, "nr": {"N": "{{{{i}}}}"}} }""",
        "UpdateItem" => $$$$"""{"TableName": "orders", "Key": {"user": {"S": "u{{{{i % 100}}}}"}, "nr": {"N": "{{{{i}}}}"}}, "UpdateExpression": "ADD visits :n", "ConditionExpression": "attribute_exists(nr)", "ExpressionAttributeValues": {":n": {"N": "1"}} }""",
        _ => $$$$"""{"TableName": "orders", "Limit": 5, "KeyConditionExpression": "#u = :u AND nr >= :n", "ExpressionAttributeNames": {"#u": "user"}, "ExpressionAttributeValues": {":u": {"S": "u{{{{i % 100}}}}"}, ":n": {"N": "100"}} }""",
    };

    private static void Measure<T>(string operation, string how, List<T> inputs, Func<SimulatedAccount, T, CallResult> call)
    {
        Run(5_000);
        Say($"{operation}, input {how}: {Calls / Run(Calls):N0} calls/s");

        double Run(int calls)
        {
            var account = Filled();
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < calls; i++)
            {
                if (call(account, inputs[i % inputs.Count]).Error is { } error) throw new InvalidOperationException($"{operation}: {error.Code} {error.Message}");
            }
            return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
    }

    private static SimulatedAccount Filled()
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        account.Call(Caller.Root(Account), Region, "dynamodb", "CreateTable", """
            {"TableName": "orders", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "user", "KeyType": "HASH"}, {"AttributeName": "nr", "KeyType": "RANGE"}],
             "AttributeDefinitions": [{"AttributeName": "user", "AttributeType": "S"}, {"AttributeName": "nr", "AttributeType": "N"}]}
            """);
        account.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < Items; i++) account.Call(Caller.Root(Account), Region, "dynamodb", "PutItem", InputOf("PutItem", i));
        return account;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
