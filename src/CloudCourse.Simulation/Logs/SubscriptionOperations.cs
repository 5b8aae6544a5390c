using System.IO.Compression;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Notifications;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Logs;

/// <summary>Subscription filters: what is written into a log group and fits goes on to a function.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample"/>
internal static class SubscriptionOperations
{
    private const int MostOfGroup = 2;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutSubscriptionFilter", c => [LogCalls.On(c, "PutSubscriptionFilter")], Put),
        new("DescribeSubscriptionFilters", c => [LogCalls.On(c, "DescribeSubscriptionFilters")], Describe),
        new("DeleteSubscriptionFilter", c => [LogCalls.On(c, "DeleteSubscriptionFilter")], c =>
        {
            var (group, name) = (LogCalls.Group(c), c.Need("filterName"));
            if (!group.Subscriptions.Has(name)) throw LogCalls.Missing("subscription filter", c.At("filterName"));
            c.Turn.Put(group with { Subscriptions = group.Subscriptions.Remove(name) });
            return [];
        }),
    ];

    private static Output Put(Call call)
    {
        var (group, name, text, target) = (LogCalls.Group(call), call.Need("filterName"), call.Need("filterPattern"), call.Need("destinationArn"));
        LogCalls.CheckName(name, "filterName", call.At("filterName"));
        var pattern = FilterPattern.Read(text, call.At("filterPattern"));
        var at = call.At("destinationArn");
        var parts = target.Split(':', 6);
        if (parts is not ["arn", _, var service, var region, _, { Length: > 0 }]) throw LogCalls.Invalid("destinationArn is not a valid ARN.", at);
        if (service is "kinesis" or "firehose" or "logs") throw Turn.Error(AwsError.NotSimulated, $"The simulation's subscription filters send nothing to {service}.", "They send to Lambda functions.", 501, at);
        if (service is not "lambda") throw LogCalls.Invalid($"PutSubscriptionFilter operation cannot work with destinationArn for vendor {service}", at, "A Lambda function, by its ARN.");
        if (region != call.Region) throw LogCalls.Invalid("The destination must be in the same Region as the log group.", at);
        if (call.Text("roleArn") is not null) throw LogCalls.Invalid("destinationArn for vendor lambda cannot be used with roleArn", call.At("roleArn"), "The function's own policy lets logs.amazonaws.com in.");
        if (call.Text("distribution") is { } distribution && distribution is not ("Random" or "ByLogStream")) throw LogCalls.Constraint(distribution, "distribution", "satisfy enum value set: [Random, ByLogStream]", call.At("distribution"));
        if (!group.Subscriptions.Has(name) && group.Subscriptions.Count >= MostOfGroup) throw Turn.Error("LimitExceededException", "Resource limit exceeded.", "A log group has up to two subscription filters.", at: call.At("filterName"));
        if (Obstacle(call.Turn, group, target, out _) is { } obstacle)
        {
            throw LogCalls.Invalid("Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.", at,
                $"{obstacle.Message} AddPermission with Principal logs.amazonaws.com and SourceArn {group.Arn}:* lets it in.");
        }
        call.Turn.Put(group with { Subscriptions = group.Subscriptions.Put(name, new(name, text, pattern, target, call.Text("distribution") ?? "ByLogStream", call.Now)) });
        call.Turn.Note("logs", group.Arn, $"What is written into {group.Name} and fits {(text.Length == 0 ? "any pattern" : text.Shortened())} goes to {target}.");
        return [];
    }

    private static Output Describe(Call call)
    {
        var group = LogCalls.Group(call);
        var prefix = call.Text("filterNamePrefix") ?? "";
        var (page, next) = LogCalls.Page(call, group.Subscriptions.Values.Where(s => s.Name.StartsWith(prefix, StringComparison.Ordinal)), s => s.Name, LogCalls.Limit(call, 50, 50));
        Output output = new()
        {
            ["subscriptionFilters"] = new Array([.. page.Select(s => (Node)new Output
            {
                ["filterName"] = s.Name, ["logGroupName"] = group.Name, ["filterPattern"] = s.Text, ["destinationArn"] = s.FunctionArn, ["distribution"] = s.Distribution, ["creationTime"] = s.Created.ToUnixTimeMilliseconds(),
            })]),
        };
        if (next is not null) output["nextToken"] = next;
        return output;
    }

    /// <summary>Policies name the service with its Region or without.</summary>
    private static DeliveryResult? Obstacle(Turn turn, LogGroup group, string target, out string principal)
    {
        principal = "logs.amazonaws.com";
        if (turn.Obstacle(new(principal, $"{group.Arn}:*", target, "")) is not { } obstacle) return null;
        var regional = $"logs.{group.Region}.amazonaws.com";
        if (turn.Obstacle(new(regional, $"{group.Arn}:*", target, "")) is not null) return obstacle;
        principal = regional;
        return null;
    }

    /// <summary>Hands on what was written into a stream. AWS gathers for seconds; here it goes at once.</summary>
    /// <param name="before">The number of the stream's last event before.</param>
    public static void Deliver(Turn turn, LogGroup group, LogStream stream, long before)
    {
        if (group.Subscriptions.Count == 0 || stream.Last == before) return;
        var all = stream.Events.Where(e => e.Number > before).ToList();
        foreach (var one in group.Subscriptions.Values)
        {
            var fitting = all.FindAll(e => one.Pattern.Matches(e.Message));
            if (fitting.Count == 0) continue;
            Output message = new()
            {
                ["messageType"] = "DATA_MESSAGE",
                ["owner"] = turn.AccountId,
                ["logGroup"] = group.Name,
                ["logStream"] = stream.Name,
                ["subscriptionFilters"] = new Array(one.Name),
                ["logEvents"] = new Array([.. fitting.Select(e => (Node)new Output { ["id"] = EventOperations.IdOf(e), ["timestamp"] = e.Timestamp, ["message"] = e.Message })]),
            };
            _ = Obstacle(turn, group, one.FunctionArn, out var principal);
            turn.Send(new(principal, $"{group.Arn}:*", one.FunctionArn, new Output { ["awslogs"] = new Output { ["data"] = Packed(message.ToJsonString(Notifier.Plain)) } }.ToJsonString()));
        }
    }

    private static string Packed(string json)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal, leaveOpen: true)) stream.Write(System.Text.Encoding.UTF8.GetBytes(json));
        return Convert.ToBase64String(packed.ToArray());
    }
}
