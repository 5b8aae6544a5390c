using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>Functions in the account that wait for it: the SDKs' own waiters, and a loop that asks again and again.</summary>
public sealed class WaitingTests(PythonSandbox sandbox)
{
    private const string Region = "eu-west-1", AccountId = "111122223333";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<System.Text.Json.Nodes.JsonObject> DoAsync(LiveAccount live, string service, string operation, object input)
    {
        var result = await live.CallAsync(Caller.Root(AccountId), Region, service, operation, JsonSerializer.Serialize(input), Cancel);
        Assert.True(result.Succeeded, $"{operation}: {result.Error?.Code} {result.Error?.Message}");
        return result.Output!;
    }

    [Fact]
    public async Task Waiters_and_polls_of_both_languages_end_in_virtual_time()
    {
        await using LiveAccount live = new(new(new(AccountId, 1, new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)) { RunsFunctions = true }), sandbox.Runtime, new());
        await DoAsync(live, "iam", "CreateRole", new { RoleName = "worker", AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""" });
        await DoAsync(live, "iam", "PutRolePolicy", new { RoleName = "worker", PolicyName = "all", PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""" });
        await FunctionAsync("python", "python3.14", "lambda_function.lambda_handler", "lambda_function.py", """
            import boto3, time
            def lambda_handler(event, context):
                tables = boto3.client("dynamodb")
                tables.create_table(TableName="waited", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
                tables.get_waiter("table_exists").wait(TableName="waited")
                boto3.client("lambda").invoke(FunctionName="node", InvocationType="Event", Payload="{}")
                for tries in range(60):
                    if "Item" in tables.get_item(TableName="waited", Key={"id": {"S": "js"}}):
                        return tables.describe_table(TableName="waited-too")["Table"]["TableStatus"]
                    time.sleep(1)
                return "never"
            """);
        await FunctionAsync("node", "nodejs24.x", "index.handler", "index.mjs", """
            import { DynamoDBClient, CreateTableCommand, PutItemCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
            export const handler = async () => {
              const client = new DynamoDBClient({});
              await client.send(new CreateTableCommand({ TableName: "waited-too", BillingMode: "PAY_PER_REQUEST", KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }] }));
              const { state } = await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName: "waited-too" });
              await client.send(new PutItemCommand({ TableName: "waited", Item: { id: { S: "js" }, state: { S: state } } }));
            };
            """);
        await live.AdvanceAsync(TimeSpan.FromMinutes(1), Cancel);
        var before = live.Account.Now;
        var output = await DoAsync(live, "lambda", "Invoke", new { FunctionName = "python", Payload = Convert.ToBase64String("{}"u8) });
        Assert.Equal("\"ACTIVE\"", Encoding.UTF8.GetString(Convert.FromBase64String((string)output["Payload"]!)));
        Assert.InRange(live.Account.Now - before, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(3));
        Assert.Equal(["node", "python"], live.Ran.Select(r => r.Started.Version.Name));

        Task FunctionAsync(string name, string runtime, string handler, string file, string source) => DoAsync(live, "lambda", "CreateFunction", new
        {
            FunctionName = name,
            Runtime = runtime,
            Handler = handler,
            Role = $"arn:aws:iam::{AccountId}:role/worker",
            Timeout = 300,
            Code = new { ZipFile = CodePackage.Write([new(file, source)]) },
        });
    }
}
