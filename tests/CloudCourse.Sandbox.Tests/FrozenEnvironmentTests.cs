using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>With the answer the environment is frozen; what it had begun goes on when it is next invoked, and in no other.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html"/>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html"/>
public sealed class FrozenEnvironmentTests(SdkWorld world) : IClassFixture<SdkWorld>
{
    private const string Head = """
        import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
        const ddb = new DynamoDBClient({});
        const put = (id, options) => ddb.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: id }, at: { N: "1" } } }), options);
        const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

        """;

    private static HandlerCode Code(string source, string runtime = "nodejs24.x") => new(runtime, "index.handler", [new("index.mjs", Head + source)], Seed: 7);

    /// <summary>Three invocations: <c>1</c> and <c>2</c> in one environment, <c>3</c> in another. What each put into the table, and with <c>!</c> what it left unsent.</summary>
    private async Task PutsAsync(HandlerCode code, string expected)
    {
        List<string?> told = [];
        foreach (var (invocation, calls) in await world.InvokeInTurnAsync(code, ("a", "\"1\""), ("a", "\"2\""), ("b", "\"3\"")))
        {
            Assert.True(invocation.FunctionError is null, invocation.FunctionError?.ErrorMessage);
            told.Add(string.Join(' ', [.. calls.Select(c => JsonElement.Parse(c.Input).GetProperty("Item").GetProperty("id").GetProperty("S").GetString()), .. invocation.Unsent.Select(_ => "!")]));
        }
        Assert.Equal(expected, string.Join(" | ", told));
    }

    [Theory]
    [InlineData("export const handler = async (id) => { await put(id); };", "1 | 2 | 3")]
    [InlineData("export const handler = async (id) => { put(id); };", "! | 1 ! | !")]
    [InlineData("export const handler = (id) => { put(id); };", "! | 1 ! | !")]
    [InlineData("export const handler = async (id) => { ['x', 'y'].forEach(async (n) => { await put(id + n); }); };", "! ! | 1x 1y ! ! | ! !")]
    [InlineData("export const handler = async (id) => { ['x', 'y'].forEach(async (n) => { await put(id + n); }); await put(id); };", "1x 1y 1 | 2x 2y 2 | 3x 3y 3")]
    [InlineData("export const handler = async (id) => { const first = put(id + 'x'); await put(id + 'y'); await first; };", "1x 1y | 2x 2y | 3x 3y")]
    [InlineData("export const handler = async (id) => { await Promise.all(['x', 'y', 'z'].map((n) => put(id + n))); };", "1x 1y 1z | 2x 2y 2z | 3x 3y 3z")]
    [InlineData("export const handler = async (id) => { await Promise.allSettled([put(id), put('')]); };", "1  | 2  | 3 ")]
    [InlineData("export const handler = async (id) => { if (id === '1') { put('x').then(() => put('y')); } };", "! | x | ")]
    [InlineData("export const handler = async (id) => { put(id + 'x'); await sleep(1); };", "1x | 2x | 3x")]
    [InlineData("export const handler = async (id) => { setTimeout(() => put(id), 100); };", " | ! | ")]
    [InlineData("export const handler = async (id) => { if (id === '1') setTimeout(() => put('x'), 500); else await sleep(1); };", " | x | ")]
    [InlineData("export const handler = async (id) => { if (id === '1') setTimeout(() => put('x'), 2000); else await sleep(900); };", " |  | ")]
    [InlineData("await put('i'); put('j'); export const handler = async () => {};", "i j |  | i j")]
    [InlineData("export const handler = async (id) => { const stopping = new AbortController(); put(id, { abortSignal: stopping.signal }).catch(() => {}); stopping.abort(); await sleep(10); };", " |  | ")]
    public Task What_is_not_awaited_goes_on_when_its_environment_is_thawed(string source, string expected) => PutsAsync(Code(source), expected);

    [Theory]
    [InlineData("export const handler = (id, context, callback) => { put(id); callback(null, 1); };", "1 | 2 | 3")]
    [InlineData("export const handler = (id, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; put(id); callback(null, 1); };", "! | 1 ! | !")]
    [InlineData("export const handler = (id, context, callback) => { put(id).then(() => callback(null, 1)); };", "1 | 2 | 3")]
    [InlineData("export const handler = (id, context, callback) => { callback(null, 1); setTimeout(() => put(id), 50); };", "1 | 2 | 3")]
    [InlineData("export const handler = (id) => { put(id); };", "1 | 2 | 3")]
    public Task A_callback_waits_for_the_event_loop_unless_told_not_to(string source, string expected) => PutsAsync(Code(source, "nodejs22.x"), expected);

    [Fact]
    public async Task An_error_of_what_was_frozen_ends_the_invocation_that_thawed_it()
    {
        var code = Code("export const handler = async (id) => { if (id === '1') ddb.send(new PutItemCommand({ TableName: 'none', Item: { id: { S: id } } })); else await sleep(20); return id; };");
        var invocations = await world.InvokeInTurnAsync(code, ("c", "\"1\""), ("c", "\"2\""));
        Assert.Equal("\"1\"", invocations[0].Invocation.PayloadJson);
        Assert.Equal(["dynamodb PutItem"], invocations[0].Invocation.Unsent);
        Assert.Equal(HandlerFailure.UnhandledRejection, invocations[1].Invocation.FunctionError?.ErrorType);
        Assert.Contains("ResourceNotFoundException", invocations[1].Invocation.FunctionError!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_and_timers_beside_each_other_end_in_the_order_of_their_times()
    {
        await world.GivesAsync(Code("""
            import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";
            const s3 = new S3Client({});
            export const handler = async () => {
              const seen = [];
              const began = Date.now();
              const told = (name) => () => seen.push(`${name} ${Date.now() - began}`);
              await Promise.all([s3.send(new ListBucketsCommand({})).then(told("s3")), sleep(12).then(told("timer")), put("x").then(told("first")).then(() => put("y")).then(told("second"))]);
              const winner = await Promise.race([put("z").then(() => "call"), sleep(2).then(() => "timer")]);
              return [...seen, winner];
            };
            """), """["first 5", "second 10", "timer 12", "s3 20", "timer"]""");
    }

    [Fact]
    public async Task A_call_that_is_stopped_on_its_way_is_refused_by_the_client()
    {
        await world.GivesAsync(Code("""
            export const handler = async () => {
              const stopped = await put("late", { abortSignal: AbortSignal.timeout(2) }).catch((e) => [e.name, e.cause.name]);
              const never = await put("never", { abortSignal: AbortSignal.abort() }).catch((e) => e.name);
              return [...stopped, never];
            };
            """), """["AbortError", "TimeoutError", "AbortError"]""");
    }
}
