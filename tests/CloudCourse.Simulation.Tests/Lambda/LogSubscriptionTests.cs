using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample"/>
public sealed class LogSubscriptionTests
{
    private const string Logs = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}""";
    private const string Group = "/shop/web";
    private static readonly string GroupArn = $"arn:aws:logs:{LiveWorld.Region}:111122223333:log-group:{Group}:*";

    private static async Task<(LiveWorld World, List<JsonNode> Got)> WorldAsync(string? principal = "logs.amazonaws.com")
    {
        LiveWorld world = new();
        List<JsonNode> got = [];
        await world.FunctionAsync("f", c =>
        {
            using GZipStream gzip = new(new MemoryStream(Convert.FromBase64String((string)c.Event!["awslogs"]!["data"]!)), CompressionMode.Decompress);
            got.Add(JsonNode.Parse(gzip)!);
            return Task.FromResult("null");
        });
        await world.DoAsync("logs", "CreateLogGroup", new { logGroupName = Group });
        await world.DoAsync("logs", "CreateLogStream", new { logGroupName = Group, logStreamName = "one" });
        if (principal is not null) await world.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "logs", Action = "lambda:InvokeFunction", Principal = principal, SourceArn = GroupArn });
        return (world, got);
    }

    private static object Filter(string pattern = "ERROR", string name = "errors") => new { logGroupName = Group, filterName = name, filterPattern = pattern, destinationArn = LiveWorld.Arn("f") };

    private static Task<JsonObject> WriteAsync(LiveWorld world, params string[] messages) =>
        world.DoAsync("logs", "PutLogEvents", new { logGroupName = Group, logStreamName = "one", logEvents = messages.Select(m => new { timestamp = world.Account.Now.ToUnixTimeMilliseconds(), message = m }) });

    [Theory]
    [InlineData("logs.amazonaws.com")]
    [InlineData("logs.eu-west-1.amazonaws.com")]
    public async Task What_fits_reaches_the_function_packed_as_AWS_packs_it(string principal)
    {
        var (world, got) = await WorldAsync(principal);
        await using var _ = world;
        await world.DoAsync("logs", "PutSubscriptionFilter", Filter());
        await WriteAsync(world, "all is well", "ERROR one", "ERROR tw\u00f6");
        await WriteAsync(world, "still well");
        await world.AdvanceAsync(5);
        var message = Assert.Single(got).AsObject();
        Assert.Equal(["messageType", "owner", "logGroup", "logStream", "subscriptionFilters", "logEvents"], message.Select(m => m.Key));
        Assert.Equal(("DATA_MESSAGE", "111122223333", Group, "one", """["errors"]"""), ((string)message["messageType"]!, (string)message["owner"]!, (string)message["logGroup"]!, (string)message["logStream"]!, message["subscriptionFilters"]!.ToJsonString()));
        Assert.Equal(["ERROR one", "ERROR tw\u00f6"], message["logEvents"]!.AsArray().Select(e => (string)e!["message"]!));
        Assert.All(message["logEvents"]!.AsArray(), e => Assert.Equal((56, true), (((string)e!["id"]!).Length, (long)e["timestamp"]! > 0)));
    }

    /// <summary>A function's own log goes on as well, in the turn in which it was written.</summary>
    [Fact]
    public async Task The_log_of_a_function_is_a_source_too()
    {
        var (world, got) = await WorldAsync(null);
        await using var _ = world;
        await world.FunctionAsync("worker", _ => Task.FromResult("null"), Logs);
        await world.InvokeAsync("worker");
        await world.AdvanceAsync(1);
        await world.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "logs", Action = "lambda:InvokeFunction", Principal = "logs.amazonaws.com" });
        await world.DoAsync("logs", "PutSubscriptionFilter", new { logGroupName = "/aws/lambda/worker", filterName = "reports", filterPattern = "REPORT", destinationArn = LiveWorld.Arn("f") });
        await world.InvokeAsync("worker");
        await world.AdvanceAsync(5);
        Assert.StartsWith("REPORT RequestId: ", (string)Assert.Single(Assert.Single(got)["logEvents"]!.AsArray())!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_permission_that_is_taken_away_is_missed_and_said_so()
    {
        var (world, got) = await WorldAsync();
        await using var _ = world;
        await world.DoAsync("logs", "PutSubscriptionFilter", Filter(""));
        await world.DoAsync("lambda", "RemovePermission", new { FunctionName = "f", StatementId = "logs" });
        await WriteAsync(world, "lost");
        await world.AdvanceAsync(5);
        Assert.Empty(got);
        Assert.Contains(world.Account.History.OfType<Change>(), c => c.To == "AccessDenied" && c.Service == "logs");
    }

    [Fact]
    public async Task Filters_are_told_and_deleted()
    {
        var (world, got) = await WorldAsync();
        await using var _ = world;
        await world.DoAsync("logs", "PutSubscriptionFilter", Filter());
        await world.DoAsync("logs", "PutSubscriptionFilter", Filter("", "all"));
        await world.DoAsync("logs", "PutSubscriptionFilter", Filter("WARN", "all"));
        Assert.Equal("LimitExceededException", (await world.TryAsync("logs", "PutSubscriptionFilter", Filter("", "third"))).Error?.Code);
        var told = (await world.DoAsync("logs", "DescribeSubscriptionFilters", new { logGroupName = Group, limit = 1 }));
        Assert.Equal(("all", "WARN"), ((string)told["subscriptionFilters"]![0]!["filterName"]!, (string)told["subscriptionFilters"]![0]!["filterPattern"]!));
        Assert.Equal("errors", (string)(await world.DoAsync("logs", "DescribeSubscriptionFilters", new { logGroupName = Group, nextToken = (string)told["nextToken"]! }))["subscriptionFilters"]![0]!["filterName"]!);
        await world.DoAsync("logs", "DeleteSubscriptionFilter", new { logGroupName = Group, filterName = "errors" });
        Assert.Equal("ResourceNotFoundException", (await world.TryAsync("logs", "DeleteSubscriptionFilter", new { logGroupName = Group, filterName = "errors" })).Error?.Code);
        await WriteAsync(world, "ERROR");
        await world.AdvanceAsync(5);
        Assert.Empty(got);
    }

    public static TheoryData<string, string, string> Refusals => new()
    {
        { """{"destinationArn": "arn:aws:lambda:eu-west-1:111122223333:function:none"}""", "InvalidParameterException", "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function." },
        { """{"destinationArn": "arn:aws:lambda:us-east-1:111122223333:function:f"}""", "InvalidParameterException", "same Region" },
        { """{"destinationArn": "arn:aws:kinesis:eu-west-1:111122223333:stream/s"}""", "NotSimulated", "kinesis" },
        { """{"destinationArn": "arn:aws:sqs:eu-west-1:111122223333:q"}""", "InvalidParameterException", "vendor sqs" },
        { """{"destinationArn": "f"}""", "InvalidParameterException", "not a valid ARN" },
        { """{"roleArn": "arn:aws:iam::111122223333:role/f-role"}""", "InvalidParameterException", "roleArn" },
        { """{"filterPattern": "a ("}""", "InvalidParameterException", "Invalid filter pattern" },
        { """{"logGroupName": "none"}""", "ResourceNotFoundException", "The specified log group does not exist." },
        { """{"distribution": "Even"}""", "InvalidParameterException", "enum value set" },
        { """{"applyOnTransformedLogs": true}""", "NotSimulated", "applyOnTransformedLogs" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_AWS_refuses_is_refused(string other, string code, string words)
    {
        var (world, _) = await WorldAsync();
        await using var __ = world;
        var input = JsonSerializer.SerializeToNode(Filter())!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(other)!.AsObject()) input[name] = value?.DeepClone();
        var result = await world.TryAsync("logs", "PutSubscriptionFilter", input.ToJsonString());
        Assert.Equal(code, result.Error?.Code);
        Assert.Contains(words, result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_permission_no_filter_is_made()
    {
        var (world, _) = await WorldAsync(null);
        await using var __ = world;
        Assert.Equal("InvalidParameterException", (await world.TryAsync("logs", "PutSubscriptionFilter", Filter())).Error?.Code);
        Assert.Empty((await world.DoAsync("logs", "DescribeSubscriptionFilters", new { logGroupName = Group }))["subscriptionFilters"]!.AsArray());
    }
}
