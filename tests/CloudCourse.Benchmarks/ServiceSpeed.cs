using System.Text.Json;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Benchmarks;

/// <summary>
/// Goal on one core: 50,000 calls a second through the account's door, with authorization, history and what CloudWatch counts of them.
/// The virtual clock goes on by a second every 500 calls, so that minutes change.
/// </summary>
internal static class ServiceSpeed
{
    private const string Account = "111122223333", Region = "eu-west-1", Url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";
    private const int Calls = 20_000;

    public static void Print()
    {
        CallSpeed.SayConditions();
        Say("sqs SendMessage", a => i => a("sqs", "SendMessage", $$"""{"QueueUrl": "{{Url}}", "MessageBody": "order {{i}}"}"""));
        Say("sqs SendMessage, ReceiveMessage, DeleteMessage", a =>
        {
            var handle = "";
            return i =>
            {
                switch (i % 3)
                {
                    case 0: a("sqs", "SendMessage", $$"""{"QueueUrl": "{{Url}}", "MessageBody": "order {{i}}"}"""); break;
                    case 1: handle = (string)a("sqs", "ReceiveMessage", $$"""{"QueueUrl": "{{Url}}"}""").Output!["Messages"]![0]!["ReceiptHandle"]!; break;
                    default: a("sqs", "DeleteMessage", $$"""{"QueueUrl": "{{Url}}", "ReceiptHandle": "{{handle}}"}"""); break;
                }
            };
        });
        Say("sns Publish to nobody", a => i => a("sns", "Publish", $$"""{"TopicArn": "arn:aws:sns:{{Region}}:{{Account}}:news", "Message": "news {{i}}"}"""));
        Say("kinesis PutRecord", a => i => a("kinesis", "PutRecord", $$"""{"StreamName": "clicks", "PartitionKey": "{{i}}", "Data": "AQID"}"""));
        Say("events PutEvents without a rule that matches", a => i => a("events", "PutEvents", $$"""{"Entries": [{"Source": "shop", "DetailType": "order", "Detail": "{\"n\": {{i}}}"}]}"""));
        Say("cloudwatch PutMetricData", a => i => a("cloudwatch", "PutMetricData", $$"""{"Namespace": "Shop", "MetricData": [{"MetricName": "Orders", "Value": {{i % 10}}}]}"""));
    }

    private delegate CallResult Call(string service, string operation, string input);

    private static void Say(string what, Func<Call, Action<int>> make)
    {
        var filled = Filled();
        CallSpeed.Say(what, Calls, () =>
        {
            var account = SimulatedAccount.Restore(filled);
            var call = make((service, operation, input) => account.Call(Caller.Root(Account), Region, service, operation, input) is { Error: null } result ? result : throw new InvalidOperationException($"{operation} failed"));
            return i =>
            {
                call(i);
                if (i % 500 == 499) account.Advance(TimeSpan.FromSeconds(1));
            };
        });
    }

    private static AccountSnapshot Filled()
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        void Do(string service, string operation, object input)
        {
            if (account.Call(Caller.Root(Account), Region, service, operation, JsonSerializer.Serialize(input)).Error is { } error) throw new InvalidOperationException($"{operation}: {error.Message}");
        }
        Do("sqs", "CreateQueue", new { QueueName = "orders" });
        Do("sns", "CreateTopic", new { Name = "news" });
        Do("kinesis", "CreateStream", new { StreamName = "clicks", ShardCount = 4 });
        Do("events", "PutRule", new { Name = "other", EventPattern = "{\"source\": [\"bank\"]}" });
        account.Advance(TimeSpan.FromMinutes(1));
        return account.Snapshot();
    }
}
