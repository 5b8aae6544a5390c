using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

public sealed class LiveAccountTests
{
    private static Task<string> Echo(HandlerContext context) => Task.FromResult(context.Event?.ToJsonString() ?? "null");

    private static Task<string> Fail(HandlerContext context) => throw new InvalidOperationException("no");

    [Fact]
    public async Task A_caller_that_waits_gets_the_answer_and_the_time_has_passed()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("echo", c =>
        {
            c.Sleep(500);
            return Echo(c);
        });
        var before = world.Account.Now;
        Assert.Equal(("""{"a":1}""", false), await world.InvokeAsync("echo", """{"a": 1}"""));
        Assert.Equal(before.AddMilliseconds(200 + 500 + 1), world.Account.Now); // a cold start, then the handler
        before = world.Account.Now;
        await world.InvokeAsync("echo");
        Assert.Equal(before.AddMilliseconds(501), world.Account.Now);
        Assert.Equal(world.Began[0].Environment, world.Began[1].Environment);
        var call = world.Account.History.OfType<ApiCall>().Last(c => c.Operation == "Invoke");
        Assert.Equal(LiveWorld.Base64("{}"), (string)call.Output!["Payload"]!);
    }

    [Fact]
    public async Task An_error_is_an_answer()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("broken", Fail);
        var (payload, isError) = await world.InvokeAsync("broken");
        Assert.True(isError);
        Assert.Equal("RuntimeError", (string)JsonNode.Parse(payload)!["errorType"]!);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html"/>
    [Fact]
    public async Task An_event_is_tried_three_times_a_minute_and_two_apart()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("broken", Fail);
        var start = world.Account.Now;
        await world.SendAsync("broken");
        await world.AdvanceAsync(3600);
        Assert.Equal([0, 60, 180], world.Began.Select(b => Math.Floor((b.At - start).TotalSeconds)));
        Assert.Empty(world.Account.State.Lambda.Waiting.Values);
        Assert.Contains(world.Account.History.OfType<Change>(), c => c.What.Contains("RetriesExhausted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_at_once_get_an_environment_each_and_later_ones_find_them_warm()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("slow", c =>
        {
            c.Sleep(1000);
            return Echo(c);
        });
        for (var i = 0; i < 3; i++) await world.SendAsync("slow");
        await world.AdvanceAsync(5);
        for (var i = 0; i < 3; i++) await world.SendAsync("slow");
        await world.AdvanceAsync(5);
        Assert.Equal(6, world.Began.Count);
        Assert.Equal(3, world.Began.Select(b => b.Environment).Distinct().Count());
    }

    [Fact]
    public async Task A_reservation_throttles_and_nothing_is_lost()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("slow", c =>
        {
            c.Sleep(1500);
            return Echo(c);
        });
        world.Account.Happen(new Reserves(Function.KeyOf(LiveWorld.Region, "slow"), 1));
        for (var i = 0; i < 4; i++) await world.SendAsync("slow");
        var refused = await world.TryAsync("lambda", "Invoke", new { FunctionName = "slow" });
        Assert.Equal("TooManyRequestsException", refused.Error!.Code);
        await world.AdvanceAsync(120);
        Assert.Equal(4, world.Began.Count);
        Assert.Single(world.Began.Select(b => b.Environment).Distinct());
    }

    private sealed record Reserves(string Key, int Count) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            var lambda = turn.State.Lambda;
            turn.State = turn.State with { Lambda = lambda with { Functions = lambda.Functions.Put(Key, lambda.Functions[Key] with { ReservedConcurrency = Count }) } };
        }
    }

    [Fact]
    public async Task A_call_is_made_under_the_role_and_denied_where_the_role_lacks_it()
    {
        await using LiveWorld world = new();
        JsonObject? identity = null, denied = null;
        await world.FunctionAsync("asks", async c =>
        {
            identity = await c.Call("sts", "GetCallerIdentity", "{}");
            denied = await c.Call("iam", "ListUsers", "{}");
            return "null";
        });
        await world.InvokeAsync("asks");
        Assert.Equal($"arn:aws:sts::{TestAccount.Id}:assumed-role/asks-role/asks", (string)identity!["output"]!["Arn"]!);
        Assert.Equal("AccessDenied", (string)denied!["error"]!["code"]!);
        Assert.Contains("no identity-based policy allows the iam:ListUsers action", (string)denied["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_may_wait_for_another_where_its_role_lets_it()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("inner", c =>
        {
            c.Sleep(300);
            return Task.FromResult("\"inside\"");
        });
        string? answer = null;
        await world.FunctionAsync("outer", async c =>
        {
            var result = await c.Call("lambda", "Invoke", """{"FunctionName": "inner"}""");
            answer = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)result["output"]!["Payload"]!));
            return answer;
        }, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"{{LiveWorld.Arn("inner")}}"}]}""");
        var before = world.Account.Now;
        Assert.Equal("\"inside\"", (await world.InvokeAsync("outer")).Payload);
        Assert.Equal(before.AddMilliseconds(200 + 10 + 501 + 1), world.Account.Now);
    }

    [Fact]
    public async Task One_that_invokes_itself_for_ever_is_stopped()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("loop", async c => (await c.Call("lambda", "Invoke", """{"FunctionName": "loop"}""")).ToJsonString(),
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*","Resource":"*"}]}""");
        var (_, isError) = await world.InvokeAsync("loop");
        Assert.False(isError);
        Assert.Equal(8, world.Began.Count);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_history()
    {
        Assert.Equal(await RunAsync(), await RunAsync());

        static async Task<string> RunAsync()
        {
            await using LiveWorld world = new();
            await world.FunctionAsync("works", async c =>
            {
                await c.Call("sts", "GetCallerIdentity", "{}");
                c.Sleep(20);
                return c.Event!.ToJsonString();
            });
            await world.FunctionAsync("broken", Fail);
            for (var i = 0; i < 20; i++) await world.SendAsync(i % 3 == 0 ? "broken" : "works", $"{{\"n\":{i}}}");
            await world.AdvanceAsync(600);
            return world.History;
        }
    }

    private const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    private static async Task<JsonObject> TableAsync(HandlerContext c)
    {
        var made = await c.Call("dynamodb", "CreateTable", """{"TableName": "orders", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}], "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}""");
        Assert.True(made.ContainsKey("output"), made.ToJsonString());
        return (await c.Call("dynamodb", "DescribeTable", """{"TableName": "orders"}"""))["output"]!.AsObject();
    }

    /// <summary>As boto3's table_exists does it: every 20 seconds.</summary>
    [Fact]
    public async Task A_handler_that_waits_sees_the_account_go_on()
    {
        await using LiveWorld world = new();
        List<string> seen = [];
        await world.FunctionAsync("maker", async c =>
        {
            seen.Add((string)(await TableAsync(c))["Table"]!["TableStatus"]!);
            for (var tries = 0; tries < 25 && seen[^1] is not "ACTIVE"; tries++)
            {
                c.Sleep(20_000);
                seen.Add((string)(await c.Call("dynamodb", "DescribeTable", """{"TableName": "orders"}"""))["output"]!["Table"]!["TableStatus"]!);
            }
            return (await c.Call("dynamodb", "PutItem", """{"TableName": "orders", "Item": {"id": {"S": "1"}}}""")).ToJsonString();
        }, All, new { Timeout = 900 });
        var (payload, _) = await world.InvokeAsync("maker");
        Assert.DoesNotContain("error", payload, StringComparison.Ordinal);
        Assert.Equal("CREATING", seen[0]);
        Assert.Equal("ACTIVE", seen[^1]);
        Assert.InRange(seen.Count, 2, 4);
        Assert.Empty(world.Account.State.Lambda.Ready);
    }

    /// <summary>The work of the other function is done in between, though nobody waits for its answer.</summary>
    [Fact]
    public async Task A_handler_that_polls_for_what_another_function_does_finds_it()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("worker", async c =>
        {
            c.Sleep(2500);
            await c.Call("ssm", "PutParameter", """{"Name": "/done", "Value": "yes", "Type": "String"}""");
            return "null";
        }, All, new { Timeout = 10 });
        await world.FunctionAsync("asker", async c =>
        {
            await c.Call("lambda", "Invoke", """{"FunctionName": "worker", "InvocationType": "Event", "Payload": "e30="}""");
            for (var tries = 1; tries <= 10; tries++)
            {
                if ((await c.Call("ssm", "GetParameter", """{"Name": "/done"}""")).ContainsKey("output")) return $"{tries}";
                c.Sleep(1000);
            }
            return "null";
        }, All, new { Timeout = 30 });
        var (payload, _) = await world.InvokeAsync("asker");
        Assert.InRange(int.Parse(payload, System.Globalization.CultureInfo.InvariantCulture), 2, 5);
        await world.AdvanceAsync(10);
        Assert.Equal(["asker", "worker"], world.Began.Select(b => b.Function));
        Assert.Empty(world.Account.State.Lambda.Running.Values);
    }

    [Fact]
    public async Task Who_waits_for_a_function_twice_finds_its_environment_warm()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("echo", Echo);
        await world.FunctionAsync("asker", async c =>
        {
            for (var i = 0; i < 3; i++) await c.Call("lambda", "Invoke", """{"FunctionName": "echo", "Payload": "e30="}""");
            return "null";
        }, All, new { Timeout = 10 });
        await world.InvokeAsync("asker");
        Assert.Single(world.Began.Where(b => b.Function is "echo").Select(b => b.Environment).Distinct());
    }

    /// <summary>Whoever polls without end holds the run up no longer than the function may run, and starts only so many processes.</summary>
    [Fact]
    public async Task Polling_is_bounded()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("echo", Echo);
        await world.FunctionAsync("asker", async c =>
        {
            for (var i = 0; i < 60; i++) await c.Call("lambda", "Invoke", """{"FunctionName": "echo", "InvocationType": "Event", "Payload": "e30="}""");
            for (var i = 0; i < 5; i++)
            {
                c.Sleep(1000);
                await c.Call("ssm", "GetParameter", """{"Name": "/never"}""");
            }
            return $"{world.Began.Count(b => b.Function is "echo")}";
        }, All, new { Timeout = 60 });
        Assert.Equal(("20", false), await world.InvokeAsync("asker"));
        await world.AdvanceAsync(10);
        Assert.Equal(60, world.Began.Count(b => b.Function is "echo"));
    }
}
