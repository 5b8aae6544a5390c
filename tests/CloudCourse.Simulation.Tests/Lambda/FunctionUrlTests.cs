using System.Text.Json.Nodes;
using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.CloudWatch;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>A function's own address.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html"/>
public sealed class FunctionUrlTests
{
    private const string Forbidden = """{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}""";

    private sealed class UrlWorld : IAsyncDisposable
    {
        public LiveWorld World { get; } = new();
        public JsonObject Made { get; private set; } = [];
        public string Host => new Uri((string)Made["FunctionUrl"]!).Host;
        public JsonNode? Event { get; private set; }
        public Func<HandlerContext, string> Answer { get; set; } = _ => "\"hello\"";

        public static async Task<UrlWorld> MakeAsync(bool permit = true, object? more = null)
        {
            UrlWorld made = new();
            await made.World.FunctionAsync("f", c =>
            {
                made.Event = c.Event;
                return Task.FromResult(made.Answer(c));
            });
            JsonObject input = new() { ["FunctionName"] = "f", ["AuthType"] = "NONE" };
            foreach (var (member, value) in System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject()) input[member] = value?.DeepClone();
            made.Made = await made.World.DoAsync("lambda", "CreateFunctionUrlConfig", input.ToJsonString());
            if (permit) await made.PermitAsync();
            return made;
        }

        /// <summary>What AWS's console adds: everybody may use the address, and invoke the function by it alone.</summary>
        public async Task PermitAsync(string? alias = null)
        {
            await World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", Qualifier = alias, StatementId = "url", Action = "lambda:InvokeFunctionUrl", Principal = "*", FunctionUrlAuthType = "NONE" }.Given());
            await World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", Qualifier = alias, StatementId = "invoke", Action = "lambda:InvokeFunction", Principal = "*", InvokedViaFunctionUrl = true }.Given());
        }

        public Task<HttpAnswer> AskAsync(string method = "GET", string path = "/", string? body = null, params (string, string)[] headers) =>
            World.Live.RequestAsync(Host, new(method, path, [.. headers.Select(h => KeyValuePair.Create(h.Item1, h.Item2))], body), TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }

    private static (int, string) Short(HttpAnswer answer) => (answer.Status, answer.Body);

    private static string? Header(HttpAnswer answer, string name) => answer.Headers.Where(h => h.Key == name).Select(h => h.Value).FirstOrDefault();

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html"/>
    [Fact]
    public async Task A_request_is_an_event_of_format_2_from_an_anonymous_caller()
    {
        await using var url = await UrlWorld.MakeAsync();
        Assert.Matches($"^https://[a-z0-9]{{32}}\\.lambda-url\\.{LiveWorld.Region}\\.on\\.aws/$", (string)url.Made["FunctionUrl"]!);
        var answer = await url.AskAsync("POST", "/orders/7?x=1&x=2", """{"n": 1}""", ("Content-Type", "application/json"), ("Cookie", "s=1; t=2"));
        Assert.Equal((200, "hello", "application/json"), (answer.Status, answer.Body, Header(answer, "content-type")));
        var got = url.Event!;
        Assert.Equal(("2.0", "$default", "/orders/7", "x=1&x=2"), ((string)got["version"]!, (string)got["routeKey"]!, (string)got["rawPath"]!, (string)got["rawQueryString"]!));
        Assert.Equal(("""{"x":"1,2"}""", """["s=1","t=2"]""", """{"n": 1}"""), (got["queryStringParameters"]!.ToJsonString(), got["cookies"]!.ToJsonString(), (string)got["body"]!));
        var context = got["requestContext"]!;
        Assert.Equal(("anonymous", url.Host, url.Host.Split('.')[0], "$default", "POST"), ((string)context["accountId"]!, (string)context["domainName"]!, (string)context["apiId"]!, (string)context["stage"]!, (string)context["http"]!["method"]!));
        Assert.Equal(url.Host, (string)got["headers"]!["host"]!);
        Assert.Null(got["pathParameters"]);
    }

    [Theory]
    [InlineData("""{"message": "hi"}""", 200, """{"message": "hi"}""", "application/json")]
    [InlineData("""{"statusCode": 404, "body": "no", "headers": {"Content-Type": "text/html"}}""", 404, "no", "text/html")]
    [InlineData("""{"statusCode": 201, "body": "{}"}""", 201, "{}", "application/json")]
    [InlineData("""{"statusCode": "no"}""", 502, "Internal Server Error", "application/json")]
    public async Task A_response_is_what_the_function_says(string payload, int status, string body, string type)
    {
        await using var url = await UrlWorld.MakeAsync();
        url.Answer = _ => payload;
        var answer = await url.AskAsync();
        Assert.Equal((status, body, type), (answer.Status, answer.Body, Header(answer, "content-type")));
    }

    /// <summary>Since October 2025 one of the two permissions is not enough.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"/>
    [Fact]
    public async Task Nobody_comes_in_without_both_permissions()
    {
        await using var url = await UrlWorld.MakeAsync(permit: false);
        Assert.Equal((403, Forbidden), Short(await url.AskAsync()));
        await url.World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "url", Action = "lambda:InvokeFunctionUrl", Principal = "*", FunctionUrlAuthType = "NONE" });
        Assert.Equal(403, (await url.AskAsync()).Status);
        await url.World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "invoke", Action = "lambda:InvokeFunction", Principal = "*", InvokedViaFunctionUrl = true });
        Assert.Equal(200, (await url.AskAsync()).Status);
        var policy = (string)(await url.World.DoAsync("lambda", "GetPolicy", new { FunctionName = "f" }))["Policy"]!;
        Assert.Contains("\"Condition\":{\"StringEquals\":{\"lambda:FunctionUrlAuthType\":\"NONE\"}}", policy, StringComparison.Ordinal);
        Assert.Contains("\"Condition\":{\"Bool\":{\"lambda:InvokedViaFunctionUrl\":\"true\"}}", policy, StringComparison.Ordinal);
        // The second lets nobody invoke the function in another way.
        url.World.As = Caller.User(Tests.Cloud.TestAccount.Id, "nobody");
        Assert.Equal("AccessDeniedException", (await url.World.TryAsync("lambda", "Invoke", new { FunctionName = "f" })).Error?.Code);
        url.World.As = Caller.Root(Tests.Cloud.TestAccount.Id);
        await url.World.DoAsync("lambda", "RemovePermission", new { FunctionName = "f", StatementId = "url" });
        Assert.Equal(403, (await url.AskAsync()).Status);
    }

    [Fact]
    public async Task An_address_that_asks_for_a_signature_refuses_who_has_none()
    {
        await using var url = await UrlWorld.MakeAsync();
        await url.World.DoAsync("lambda", "UpdateFunctionUrlConfig", new { FunctionName = "f", AuthType = "AWS_IAM" });
        Assert.Equal((403, Forbidden), Short(await url.AskAsync()));
        Assert.Null(url.Event);
    }

    [Fact]
    public async Task What_goes_wrong_is_answered_as_Lambda_does()
    {
        await using var url = await UrlWorld.MakeAsync();
        url.Answer = c => { c.Sleep(249); return "1"; };
        await url.AskAsync();
        url.Answer = _ => throw new InvalidOperationException("no");
        Assert.Equal((502, "Internal Server Error"), Short(await url.AskAsync()));
        await url.World.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 0 });
        Assert.Equal((429, """{"Message":"Rate Exceeded."}"""), Short(await url.AskAsync()));
        Assert.Equal(404, (await url.World.Live.RequestAsync($"none.lambda-url.{LiveWorld.Region}.on.aws", new("GET", "/", []), TestContext.Current.CancellationToken)).Status);
        Assert.Empty(url.World.Account.State.ApiGateway.Arrived.Values);
        await url.World.AdvanceAsync(1);
        string Sum(string metric) => url.World.Account.Points("AWS/Lambda", metric, "FunctionName=f");
        Assert.Equal(("09:00=3", "09:00=1", "09:00=1"), (Sum("UrlRequestCount"), Sum("Url4xxCount"), Sum("Url5xxCount")));
    }

    [Fact]
    public async Task A_function_may_take_longer_than_an_HTTP_API_waits()
    {
        await using var url = await UrlWorld.MakeAsync();
        await url.World.DoAsync("lambda", "UpdateFunctionConfiguration", new { FunctionName = "f", Timeout = 60 });
        url.Answer = c => { c.Sleep(45_000); return "\"late\""; };
        Assert.Equal((200, "late"), Short(await url.AskAsync()));
    }

    [Fact]
    public async Task Cross_origin_questions_are_answered_by_the_address()
    {
        await using var url = await UrlWorld.MakeAsync(more: new { Cors = new { AllowOrigins = (string[])["https://shop.example"], AllowMethods = (string[])["GET"], MaxAge = 60 } });
        var answer = await url.AskAsync("OPTIONS", "/", null, ("Origin", "https://shop.example"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal((204, "https://shop.example", "60"), (answer.Status, Header(answer, "access-control-allow-origin"), Header(answer, "access-control-max-age")));
        Assert.Equal("https://shop.example", Header(await url.AskAsync("GET", "/", null, ("Origin", "https://shop.example")), "access-control-allow-origin"));
        Assert.Equal("""{"AllowOrigins":["https://shop.example"],"AllowMethods":["GET"],"MaxAge":60}""", url.Made["Cors"]!.ToJsonString());
    }

    [Fact]
    public async Task An_alias_has_an_address_of_its_own_and_addresses_go_with_what_they_lead_to()
    {
        await using var url = await UrlWorld.MakeAsync();
        await url.World.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" });
        await url.World.DoAsync("lambda", "CreateAlias", new { FunctionName = "f", Name = "live", FunctionVersion = "1" });
        var made = await url.World.DoAsync("lambda", "CreateFunctionUrlConfig", new { FunctionName = "f", Qualifier = "live", AuthType = "NONE" });
        Assert.Equal(LiveWorld.Arn("f") + ":live", (string)made["FunctionArn"]!);
        var host = new Uri((string)made["FunctionUrl"]!).Host;
        Assert.NotEqual(url.Host, host);
        // The function's own policy is not the alias's.
        Assert.Equal(403, (await url.World.Live.RequestAsync(host, new("GET", "/", []), TestContext.Current.CancellationToken)).Status);
        await url.PermitAsync("live");
        Assert.Equal(200, (await url.World.Live.RequestAsync(host, new("GET", "/", []), TestContext.Current.CancellationToken)).Status);
        Assert.Equal("1", url.World.Live.Ran[^1].Started.Version.Version);

        var page = await url.World.DoAsync("lambda", "ListFunctionUrlConfigs", new { FunctionName = "f", MaxItems = 1 });
        var rest = await url.World.DoAsync("lambda", "ListFunctionUrlConfigs", new { FunctionName = "f", Marker = (string)page["NextMarker"]! });
        Assert.Equal((LiveWorld.Arn("f"), LiveWorld.Arn("f") + ":live"), ((string)page["FunctionUrlConfigs"]![0]!["FunctionArn"]!, (string)rest["FunctionUrlConfigs"]![0]!["FunctionArn"]!));
        await url.World.DoAsync("lambda", "DeleteAlias", new { FunctionName = "f", Name = "live" });
        Assert.Single(url.World.Account.State.Lambda.Urls.Values);
        await url.World.DoAsync("lambda", "DeleteFunction", new { FunctionName = "f" });
        Assert.Empty(url.World.Account.State.Lambda.Urls.Values);
        Assert.Equal(404, (await url.AskAsync()).Status);
    }

    [Fact]
    public async Task An_address_stays_through_changes_and_is_gone_once_deleted()
    {
        await using var url = await UrlWorld.MakeAsync();
        await url.World.AdvanceAsync(60);
        var changed = await url.World.DoAsync("lambda", "UpdateFunctionUrlConfig", new { FunctionName = "f", Cors = new { AllowOrigins = (string[])["*"] } });
        Assert.Equal(((string)url.Made["FunctionUrl"]!, "NONE", (string)url.Made["CreationTime"]!), ((string)changed["FunctionUrl"]!, (string)changed["AuthType"]!, (string)changed["CreationTime"]!));
        Assert.NotEqual((string)changed["CreationTime"]!, (string)changed["LastModifiedTime"]!);
        Assert.Equal(changed.ToJsonString(), (await url.World.DoAsync("lambda", "GetFunctionUrlConfig", new { FunctionName = "f" })).ToJsonString());
        await url.World.DoAsync("lambda", "DeleteFunctionUrlConfig", new { FunctionName = "f" });
        Assert.Equal(404, (await url.AskAsync()).Status);
        Assert.NotEqual(url.Host, new Uri((string)(await url.World.DoAsync("lambda", "CreateFunctionUrlConfig", new { FunctionName = "f", AuthType = "NONE" }))["FunctionUrl"]!).Host);
    }

    [Theory]
    [InlineData("CreateFunctionUrlConfig", """{"FunctionName": "f", "AuthType": "NONE"}""", "ResourceConflictException", 409, "FunctionUrlConfig exists for this Lambda function")]
    [InlineData("CreateFunctionUrlConfig", """{"FunctionName": "none", "AuthType": "NONE"}""", "ResourceNotFoundException", 404, "Function not found")]
    [InlineData("CreateFunctionUrlConfig", """{"FunctionName": "f", "AuthType": "COGNITO"}""", "ValidationException", 400, "Member must satisfy enum value set: [NONE, AWS_IAM]")]
    [InlineData("CreateFunctionUrlConfig", """{"FunctionName": "f", "Qualifier": "1", "AuthType": "NONE"}""", "ValidationException", 400, "at 'qualifier'")]
    [InlineData("CreateFunctionUrlConfig", """{"FunctionName": "f", "Qualifier": "live", "AuthType": "NONE"}""", "ResourceNotFoundException", 404, "f:live")]
    [InlineData("UpdateFunctionUrlConfig", """{"FunctionName": "f", "InvokeMode": "RESPONSE_STREAM"}""", "NotSimulated", 501, "RESPONSE_STREAM")]
    [InlineData("UpdateFunctionUrlConfig", """{"FunctionName": "f", "Cors": {"AllowMethods": ["OPTIONS"]}}""", "ValidationException", 400, "enum value set")]
    [InlineData("UpdateFunctionUrlConfig", """{"FunctionName": "f", "Cors": {"MaxAge": 86401}}""", "ValidationException", 400, "less than or equal to 86400")]
    [InlineData("AddPermission", """{"FunctionName": "f", "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "*", "FunctionUrlAuthType": "NONE"}""", "InvalidParameterValueException", 400, "lambda:InvokeFunctionUrl")]
    [InlineData("AddPermission", """{"FunctionName": "f", "StatementId": "s", "Action": "lambda:InvokeFunctionUrl", "Principal": "*", "InvokedViaFunctionUrl": true}""", "InvalidParameterValueException", 400, "lambda:InvokeFunction action")]
    public async Task Refused(string operation, string input, string code, int status, string words)
    {
        await using var url = await UrlWorld.MakeAsync();
        var error = (await url.World.TryAsync("lambda", operation, input)).Error;
        Assert.Equal((code, status), (error?.Code, error?.HttpStatus));
        Assert.Contains(words, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address_there_is_none_to_get_change_or_delete()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", _ => Task.FromResult("1"));
        foreach (var operation in new[] { "GetFunctionUrlConfig", "UpdateFunctionUrlConfig", "DeleteFunctionUrlConfig" })
            Assert.Equal("ResourceNotFoundException", (await world.TryAsync("lambda", operation, new { FunctionName = "f" })).Error?.Code);
    }
}

file static class Inputs
{
    /// <summary>Without the members that are null.</summary>
    public static string Given(this object input) => System.Text.Json.JsonSerializer.Serialize(input, new System.Text.Json.JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull });
}
