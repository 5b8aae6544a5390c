using System.Text.Json.Nodes;
using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;
using CloudCourse.Simulation.Tests.CloudWatch;
using CloudCourse.Simulation.Tests.Lambda;

namespace CloudCourse.Simulation.Tests.ApiGateway;

/// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html"/>
public sealed class HttpApiTests
{
    private sealed class ApiWorld : IAsyncDisposable
    {
        public LiveWorld World { get; } = new();
        public string Id { get; private set; } = "";
        public string Host { get; private set; } = "";
        public string IntegrationId { get; private set; } = "";
        public JsonNode? Event { get; private set; }
        public Func<HandlerContext, string> Answer { get; set; } = _ => "\"hello\"";

        public static async Task<ApiWorld> MakeAsync(string format = "2.0", object? cors = null, bool permit = true, params string[] routes)
        {
            ApiWorld made = new();
            await made.World.FunctionAsync("f", c =>
            {
                made.Event = c.Event;
                return Task.FromResult(made.Answer(c));
            });
            var api = await made.World.DoAsync("apigateway", "CreateApi", cors is null ? new { Name = "shop", ProtocolType = "HTTP" } : new { Name = "shop", ProtocolType = "HTTP", CorsConfiguration = cors });
            (made.Id, made.Host) = ((string)api["ApiId"]!, ((string)api["ApiEndpoint"]!)["https://".Length..]);
            var integration = await made.World.DoAsync("apigateway", "CreateIntegration", new { ApiId = made.Id, IntegrationType = "AWS_PROXY", IntegrationUri = LiveWorld.Arn("f"), PayloadFormatVersion = format });
            made.IntegrationId = (string)integration["IntegrationId"]!;
            await made.World.DoAsync("apigateway", "CreateStage", new { ApiId = made.Id, StageName = "$default", AutoDeploy = true });
            foreach (var key in routes) await made.World.DoAsync("apigateway", "CreateRoute", new { ApiId = made.Id, RouteKey = key, Target = $"integrations/{made.IntegrationId}" });
            if (permit)
                await made.World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "api", Action = "lambda:InvokeFunction", Principal = "apigateway.amazonaws.com", SourceArn = $"arn:aws:execute-api:{LiveWorld.Region}:{TestAccount.Id}:{made.Id}/*" });
            return made;
        }

        public Task<HttpAnswer> AskAsync(string method, string path, string? body = null, params (string, string)[] headers) =>
            World.Live.RequestAsync(Host, new(method, path, [.. headers.Select(h => KeyValuePair.Create(h.Item1, h.Item2))], body), TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }

    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html"/>
    [Theory]
    [InlineData("GET", "/pets/dog/1", "GET /pets/dog/1")]
    [InlineData("GET", "/pets/dog/2", "GET /pets/dog/{id}")]
    [InlineData("GET", "/pets/cat/1", "GET /pets/{proxy+}")]
    [InlineData("POST", "/test/5", "ANY /{proxy+}")]
    [InlineData("POST", "/pets/dog/1", "ANY /{proxy+}")]
    [InlineData("GET", "/", "$default")]
    public async Task The_best_route_is_taken(string method, string path, string route)
    {
        await using var api = await ApiWorld.MakeAsync(routes: ["GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"]);
        Assert.Equal(200, (await api.AskAsync(method, path)).Status);
        Assert.Equal(route, (string)api.Event!["routeKey"]!);
    }

    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html"/>
    [Fact]
    public async Task CloudWatch_counts_requests_by_how_they_end()
    {
        await using var api = await ApiWorld.MakeAsync(routes: "GET /pets");
        api.Answer = c => { c.Sleep(249); return "\"hello\""; };
        for (var i = 0; i < 3; i++) await api.AskAsync("GET", "/pets");
        api.Answer = _ => throw new InvalidOperationException("no");
        await api.AskAsync("GET", "/pets");
        await api.AskAsync("GET", "/none");
        await api.World.AdvanceAsync(1);
        foreach (var of in new[] { $"ApiId={api.Id}", $"ApiId={api.Id},Stage=$default" })
        {
            string Sum(string metric) => api.World.Account.Points("AWS/ApiGateway", metric, of);
            Assert.Equal(("09:00=5", "09:00=1", "09:00=1"), (Sum("Count"), Sum("4xx"), Sum("5xx")));
            Assert.Equal("09:00=250", api.World.Account.Points("AWS/ApiGateway", "IntegrationLatency", of, "p75"));
        }
    }

    [Fact]
    public async Task A_request_is_an_event_of_format_2()
    {
        await using var api = await ApiWorld.MakeAsync(routes: "POST /items/{id}");
        await api.AskAsync("POST", "/items/a%20b?x=1&x=2&y=%26", """{"a":1}""", ("Content-Type", "application/json"), ("Cookie", "s=1; t=2"), ("X-Own", "1"), ("X-Own", "2"));
        var got = api.Event!;
        Assert.Equal(("2.0", "/items/a b", "x=1&x=2&y=%26", """{"a":1}"""), ((string)got["version"]!, (string)got["rawPath"]!, (string)got["rawQueryString"]!, (string)got["body"]!));
        Assert.Equal("""{"x":"1,2","y":"\u0026"}""", got["queryStringParameters"]!.ToJsonString());
        Assert.Equal("a b", (string)got["pathParameters"]!["id"]!);
        Assert.Equal("""["s=1","t=2"]""", got["cookies"]!.ToJsonString());
        Assert.Equal("1,2", (string)got["headers"]!["x-own"]!);
        Assert.Equal(("POST", "$default", "POST /items/{id}"), ((string)got["requestContext"]!["http"]!["method"]!, (string)got["requestContext"]!["stage"]!, (string)got["requestContext"]!["routeKey"]!));
        Assert.False((bool)got["isBase64Encoded"]!);
    }

    [Fact]
    public async Task A_request_is_an_event_of_format_1()
    {
        await using var api = await ApiWorld.MakeAsync("1.0", routes: "GET /items/{id}");
        api.Answer = _ => """{"statusCode": 201, "multiValueHeaders": {"Set-Cookie": ["a=1", "b=2"]}, "body": "made"}""";
        var answer = await api.AskAsync("GET", "/items/7?x=1&x=2");
        var got = api.Event!;
        Assert.Equal(("1.0", "/items/{id}", "GET", "7"), ((string)got["version"]!, (string)got["resource"]!, (string)got["httpMethod"]!, (string)got["pathParameters"]!["id"]!));
        Assert.Equal(("2", """["1","2"]"""), ((string)got["queryStringParameters"]!["x"]!, got["multiValueQueryStringParameters"]!["x"]!.ToJsonString()));
        Assert.Null(got["body"]);
        Assert.Equal((201, "made", 2), (answer.Status, answer.Body, answer.Headers.Count(h => h.Key == "set-cookie")));
    }

    private const string Deep = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]";

    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>
    [Theory]
    [InlineData("2.0", "\"Hello\"", 200, "Hello", "application/json")]
    [InlineData("2.0", Deep, 200, Deep, "application/json")]
    [InlineData("2.0", """{"message": "hi"}""", 200, """{"message": "hi"}""", "application/json")]
    [InlineData("2.0", """{"statusCode": 404, "body": "no", "headers": {"Content-Type": "text/html"}}""", 404, "no", "text/html")]
    [InlineData("2.0", """{"statusCode": 200}""", 200, "", "text/plain;charset=UTF-8")]
    [InlineData("2.0", """{"statusCode": 200, "body": {"a": 1}}""", 500, """{"message":"Internal Server Error"}""", "application/json")]
    [InlineData("2.0", """{"statusCode": "no"}""", 500, """{"message":"Internal Server Error"}""", "application/json")]
    [InlineData("2.0", """{"statusCode": 200, "body": "%", "isBase64Encoded": true}""", 500, """{"message":"Internal Server Error"}""", "application/json")]
    [InlineData("1.0", "\"Hello\"", 500, """{"message":"Internal Server Error"}""", "application/json")]
    public async Task A_response_is_read_by_its_format(string format, string payload, int status, string body, string type)
    {
        await using var api = await ApiWorld.MakeAsync(format, routes: "$default");
        api.Answer = _ => payload;
        var answer = await api.AskAsync("GET", "/");
        Assert.Equal((status, body, type), (answer.Status, answer.Body, answer.Headers.Single(h => h.Key == "content-type").Value));
    }

    [Fact]
    public async Task What_goes_wrong_is_answered_as_API_Gateway_does()
    {
        await using var api = await ApiWorld.MakeAsync(routes: ["GET /ok"]);
        Assert.Equal((404, """{"message":"Not Found"}"""), Short(await api.AskAsync("GET", "/none")));
        Assert.Equal((404, """{"message":"Not Found"}"""), Short(await api.AskAsync("POST", "/ok")));
        Assert.Equal((404, """{"message":"Not Found"}"""), Short(await api.World.Live.RequestAsync("nothing123.execute-api.eu-west-1.amazonaws.com", new("GET", "/", []), TestContext.Current.CancellationToken)));
        api.Answer = _ => throw new InvalidOperationException("no");
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), Short(await api.AskAsync("GET", "/ok")));
        await api.World.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 0 });
        Assert.Equal((503, """{"message":"Service Unavailable"}"""), Short(await api.AskAsync("GET", "/ok")));
        Assert.Empty(api.World.Account.State.ApiGateway.Arrived.Values);
    }

    private static (int, string) Short(HttpAnswer answer) => (answer.Status, answer.Body);

    [Fact]
    public async Task Without_the_permission_the_function_is_not_reached()
    {
        await using var api = await ApiWorld.MakeAsync(permit: false, routes: "GET /ok");
        Assert.Equal(500, (await api.AskAsync("GET", "/ok")).Status);
        Assert.Null(api.Event);
        // One for another route does not help.
        await api.World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "other", Action = "lambda:InvokeFunction", Principal = "apigateway.amazonaws.com", SourceArn = $"arn:aws:execute-api:{LiveWorld.Region}:{TestAccount.Id}:{api.Id}/*/*/other" });
        Assert.Equal(500, (await api.AskAsync("GET", "/ok")).Status);
        await api.World.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "own", Action = "lambda:InvokeFunction", Principal = "apigateway.amazonaws.com", SourceArn = $"arn:aws:execute-api:{LiveWorld.Region}:{TestAccount.Id}:{api.Id}/*/*/ok" });
        Assert.Equal(200, (await api.AskAsync("GET", "/ok")).Status);
    }

    [Fact]
    public async Task API_Gateway_does_not_wait_for_ever()
    {
        await using var api = await ApiWorld.MakeAsync(routes: "GET /slow");
        await api.World.DoAsync("lambda", "UpdateFunctionConfiguration", new { FunctionName = "f", Timeout = 60 });
        api.Answer = c =>
        {
            c.Sleep(45_000);
            return "null";
        };
        var before = api.World.Account.Now;
        Assert.Equal((503, """{"message":"Service Unavailable"}"""), Short(await api.AskAsync("GET", "/slow")));
        Assert.Equal(before.AddSeconds(30), api.World.Account.Now);
    }

    /// <seealso href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"/>
    [Fact]
    public async Task Cross_origin_questions_are_answered_by_the_API()
    {
        await using var api = await ApiWorld.MakeAsync(cors: new { AllowOrigins = (string[])["https://shop.example"], AllowMethods = (string[])["GET"], AllowHeaders = (string[])["x-own"], MaxAge = 60 }, routes: "GET /ok");
        var answer = await api.AskAsync("OPTIONS", "/ok", null, ("Origin", "https://shop.example"), ("Access-Control-Request-Method", "GET"));
        Assert.Equal((204, "https://shop.example", "60"), (answer.Status, Header(answer, "access-control-allow-origin"), Header(answer, "access-control-max-age")));
        Assert.Null(Header(await api.AskAsync("OPTIONS", "/ok", null, ("Origin", "https://other.example"), ("Access-Control-Request-Method", "GET")), "access-control-allow-origin"));
        api.Answer = _ => """{"statusCode": 200, "headers": {"access-control-allow-origin": "*"}}""";
        Assert.Equal("https://shop.example", Header(await api.AskAsync("GET", "/ok", null, ("Origin", "https://shop.example")), "access-control-allow-origin"));
        Assert.Null(Header(await api.AskAsync("GET", "/ok"), "access-control-allow-origin"));
    }

    private static string? Header(HttpAnswer answer, string name) => answer.Headers.Where(h => h.Key == name).Select(h => h.Value).FirstOrDefault();

    [Fact]
    public async Task Stages_are_deployed_by_themselves_or_by_hand()
    {
        await using var api = await ApiWorld.MakeAsync(routes: "GET /ok");
        await api.World.DoAsync("apigateway", "CreateStage", new { ApiId = api.Id, StageName = "test", StageVariables = new { table = "t" } });
        Assert.Equal(404, (await api.AskAsync("GET", "/test/ok")).Status);
        var deployment = await api.World.DoAsync("apigateway", "CreateDeployment", new { ApiId = api.Id, StageName = "test" });
        Assert.Equal(200, (await api.AskAsync("GET", "/test/ok")).Status);
        Assert.Equal(("/test/ok", "t"), ((string)api.Event!["rawPath"]!, (string)api.Event["stageVariables"]!["table"]!));
        await api.World.DoAsync("apigateway", "CreateRoute", new { ApiId = api.Id, RouteKey = "GET /new", Target = $"integrations/{api.IntegrationId}" });
        Assert.Equal((200, 404), ((await api.AskAsync("GET", "/new")).Status, (await api.AskAsync("GET", "/test/new")).Status));
        Assert.Equal((string)deployment["DeploymentId"]!, (string)(await api.World.DoAsync("apigateway", "GetStage", new { ApiId = api.Id, StageName = "test" }))["DeploymentId"]!);
    }

    [Fact]
    public async Task A_stage_can_hold_back()
    {
        await using var api = await ApiWorld.MakeAsync(routes: "GET /ok");
        await api.World.DoAsync("apigateway", "UpdateStage", """{"ApiId": "@", "StageName": "$default", "DefaultRouteSettings": {"ThrottlingBurstLimit": 2, "ThrottlingRateLimit": 0.5}}""".Replace("@", api.Id, StringComparison.Ordinal));
        await api.AskAsync("GET", "/ok");
        await api.AskAsync("GET", "/ok");
        Assert.Equal((429, """{"message":"Too Many Requests"}"""), Short(await api.AskAsync("GET", "/ok")));
        await api.World.AdvanceAsync(4);
        Assert.Equal(200, (await api.AskAsync("GET", "/ok")).Status);
    }

    [Fact]
    public async Task The_quick_way_makes_all_of_it()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", _ => Task.FromResult("\"quick\""));
        var made = await world.DoAsync("apigateway", "CreateApi", new { Name = "quick", ProtocolType = "HTTP", Target = LiveWorld.Arn("f") });
        await world.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "api", Action = "lambda:InvokeFunction", Principal = "apigateway.amazonaws.com" });
        Assert.Equal("quick", (await world.Live.RequestAsync(((string)made["ApiEndpoint"]!)[8..], new("GET", "/any/thing", []), TestContext.Current.CancellationToken)).Body);
        Assert.Single((await world.DoAsync("apigateway", "GetRoutes", new { ApiId = (string)made["ApiId"]! }))["Items"]!.AsArray());
        await world.DoAsync("apigateway", "DeleteApi", new { ApiId = (string)made["ApiId"]! });
        Assert.Empty((await world.DoAsync("apigateway", "GetApis", new { }))["Items"]!.AsArray());
    }

    /// <seealso href="https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/api-reference.html"/>
    public static TheoryData<string, string, string, int, string> Refusals => new()
    {
        { "GetApi", """{"ApiId": "none"}""", "NotFoundException", 404, "Invalid API identifier specified 111122223333:none" },
        { "CreateApi", """{"Name": "w", "ProtocolType": "WEBSOCKET"}""", "NotSimulated", 501, "WebSocket" },
        { "CreateRoute", """{"ApiId": "@", "RouteKey": "GET /ok"}""", "ConflictException", 409, "Route with key GET /ok already exists for this API" },
        { "CreateRoute", """{"ApiId": "@", "RouteKey": "GET /items/{other}"}""", "ConflictException", 409, "has a conflicting variable on the same hierarchical level as" },
        { "CreateRoute", """{"ApiId": "@", "RouteKey": "/items"}""", "BadRequestException", 400, "The provided route key is not formatted properly for HTTP protocol." },
        { "CreateRoute", """{"ApiId": "@", "RouteKey": "GET /{a+}/b"}""", "BadRequestException", 400, "The provided route key is not formatted properly" },
        { "CreateRoute", """{"ApiId": "@", "RouteKey": "GET /x", "AuthorizationType": "JWT"}""", "NotSimulated", 501, "JWT" },
        { "CreateRoute", """{"ApiId": "@", "RouteKey": "GET /x", "Target": "integrations/none"}""", "BadRequestException", 400, "Unable to find Integration by ID" },
        { "CreateIntegration", """{"ApiId": "@", "IntegrationType": "AWS_PROXY", "IntegrationUri": "f", "PayloadFormatVersion": "2.0"}""", "BadRequestException", 400, "Invalid function ARN or invalid uri" },
        { "CreateIntegration", """{"ApiId": "@", "IntegrationType": "HTTP_PROXY", "IntegrationUri": "https://example.com"}""", "NotSimulated", 501, "functions" },
        { "DeleteIntegration", """{"ApiId": "@", "IntegrationId": "#"}""", "ConflictException", 409, "as it is associated with Route" },
        { "CreateStage", """{"ApiId": "@", "StageName": "$default"}""", "ConflictException", 409, "Stage already exists" },
        { "CreateDeployment", """{"ApiId": "@", "StageName": "$default"}""", "BadRequestException", 400, "AutoDeploy" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_AWS_refuses_is_refused(string operation, string input, string code, int status, string words)
    {
        await using var api = await ApiWorld.MakeAsync(routes: ["GET /ok", "GET /items/{id}"]);
        var before = api.World.Account.State.ApiGateway;
        var result = await api.World.TryAsync("apigateway", operation, input.Replace("@", api.Id, StringComparison.Ordinal).Replace("#", api.IntegrationId, StringComparison.Ordinal));
        Assert.Equal((code, status), (result.Error?.Code, result.Error?.HttpStatus));
        Assert.Contains(words, result.Error!.Message, StringComparison.Ordinal);
        Assert.Same(before, api.World.Account.State.ApiGateway);
    }
}
