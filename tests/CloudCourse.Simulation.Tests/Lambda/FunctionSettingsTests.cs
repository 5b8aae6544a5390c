using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>Versions, aliases, reserved concurrency, asynchronous settings, tags, code from S3.</summary>
public sealed class FunctionSettingsTests
{
    private static async Task<LiveWorld> WorldAsync()
    {
        LiveWorld world = new();
        await world.FunctionAsync("f", c => Task.FromResult($"\"{c.Code.Version}\""));
        return world;
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html"/>
    [Fact]
    public async Task A_version_keeps_its_code_and_its_number_is_never_used_again()
    {
        await using var world = await WorldAsync();
        Assert.Equal("1", (string)(await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" }))["Version"]!);
        Assert.Equal("1", (string)(await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" }))["Version"]!); // nothing has changed
        await world.DoAsync("lambda", "UpdateFunctionConfiguration", new { FunctionName = "f", Timeout = 9 });
        var second = await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f", Description = "nine" });
        Assert.Equal(("2", LiveWorld.Arn("f") + ":2", 9), ((string)second["Version"]!, (string)second["FunctionArn"]!, (int)second["Timeout"]!));
        await world.DoAsync("lambda", "DeleteFunction", new { FunctionName = "f", Qualifier = "2" });
        Assert.Equal("3", (string)(await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" }))["Version"]!);
        var list = await world.DoAsync("lambda", "ListVersionsByFunction", new { FunctionName = "f", MaxItems = 2 });
        Assert.Equal(["$LATEST", "1"], list["Versions"]!.AsArray().Select(v => (string)v!["Version"]!));
        list = await world.DoAsync("lambda", "ListVersionsByFunction", new { FunctionName = "f", Marker = (string)list["NextMarker"]! });
        Assert.Equal("3", (string)Assert.Single(list["Versions"]!.AsArray())!["Version"]!);
        Assert.False(list.ContainsKey("NextMarker"));
        Assert.Equal(("\"1\"", false), await world.InvokeAsync("f:1"));
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html"/>
    [Fact]
    public async Task A_weighted_alias_shares_invocations_out()
    {
        await using var world = await WorldAsync();
        await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" });
        await world.DoAsync("lambda", "UpdateFunctionConfiguration", new { FunctionName = "f", Timeout = 9 });
        await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" });
        await world.DoAsync("lambda", "CreateAlias", """{"FunctionName": "f", "Name": "live", "FunctionVersion": "1", "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.25}}}""");
        var second = 0;
        for (var i = 0; i < 200; i++) second += (await world.InvokeAsync("f:live")).Payload == "\"2\"" ? 1 : 0;
        Assert.InRange(second, 30, 70);
        var moved = await world.DoAsync("lambda", "UpdateAlias", """{"FunctionName": "f", "Name": "live", "FunctionVersion": "2", "RoutingConfig": {"AdditionalVersionWeights": {}}}""");
        Assert.False(moved.ContainsKey("RoutingConfig"));
        Assert.Equal("\"2\"", (await world.InvokeAsync("f:live")).Payload);
        Assert.Single((await world.DoAsync("lambda", "ListAliases", new { FunctionName = "f", FunctionVersion = "2" }))["Aliases"]!.AsArray());
        await world.DoAsync("lambda", "DeleteAlias", new { FunctionName = "f", Name = "live" });
        Assert.Equal("ResourceNotFoundException", (await world.TryAsync("lambda", "Invoke", new { FunctionName = "f:live" })).Error!.Code);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html"/>
    public static TheoryData<string, string, string, int, string> Refusals => new()
    {
        { "PublishVersion", """{"FunctionName": "f", "CodeSha256": "x"}""", "InvalidParameterValueException", 400, "is different from current CodeSHA256 in $LATEST" },
        { "PublishVersion", """{"FunctionName": "f", "RevisionId": "x"}""", "PreconditionFailedException", 412, "does not match the latest Revision Id" },
        { "PublishVersion", """{"FunctionName": "g"}""", "ResourceNotFoundException", 404, "Function not found: arn:aws:lambda:eu-west-1:111122223333:function:g" },
        { "CreateAlias", """{"FunctionName": "f", "Name": "live", "FunctionVersion": "1"}""", "ResourceConflictException", 409, "Alias already exists: arn:aws:lambda:eu-west-1:111122223333:function:f:live" },
        { "CreateAlias", """{"FunctionName": "f", "Name": "other", "FunctionVersion": "7"}""", "ResourceNotFoundException", 404, "Function not found: arn:aws:lambda:eu-west-1:111122223333:function:f:7" },
        { "CreateAlias", """{"FunctionName": "f", "Name": "12", "FunctionVersion": "1"}""", "ValidationException", 400, "(?!^[0-9]+$)([a-zA-Z0-9-_]+)" },
        { "CreateAlias", """{"FunctionName": "f", "Name": "x", "FunctionVersion": "$LATEST", "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.5}}}""", "InvalidParameterValueException", 400, "$LATEST is not supported for an alias pointing to more than 1 version" },
        { "CreateAlias", """{"FunctionName": "f", "Name": "x", "FunctionVersion": "1", "RoutingConfig": {"AdditionalVersionWeights": {"1": 0.5}}}""", "InvalidParameterValueException", 400, "Invalid function version 1" },
        { "CreateAlias", """{"FunctionName": "f", "Name": "x", "FunctionVersion": "1", "RoutingConfig": {"AdditionalVersionWeights": {"2": 1.5}}}""", "ValidationException", 400, "less than or equal to 1.0" },
        { "GetAlias", """{"FunctionName": "f", "Name": "none"}""", "ResourceNotFoundException", 404, "Cannot find alias arn: arn:aws:lambda:eu-west-1:111122223333:function:f:none" },
        { "DeleteFunction", """{"FunctionName": "f", "Qualifier": "1"}""", "ResourceConflictException", 409, "Unable to delete version because the following aliases reference it: [live]" },
        { "DeleteFunction", """{"FunctionName": "f", "Qualifier": "$LATEST"}""", "InvalidParameterValueException", 400, "$LATEST version cannot be deleted without deleting the function." },
        { "PutFunctionConcurrency", """{"FunctionName": "f", "ReservedConcurrentExecutions": 901}""", "InvalidParameterValueException", 400, "decreases account's UnreservedConcurrentExecution below its minimum value of [100]." },
        { "PutFunctionConcurrency", """{"FunctionName": "f:live", "ReservedConcurrentExecutions": 1}""", "InvalidParameterValueException", 400, "This operation is permitted on Lambda functions only." },
        { "GetFunctionEventInvokeConfig", """{"FunctionName": "f"}""", "ResourceNotFoundException", 404, "The function arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST doesn't have an EventInvokeConfig" },
        { "UpdateFunctionEventInvokeConfig", """{"FunctionName": "f", "MaximumRetryAttempts": 1}""", "ResourceNotFoundException", 404, "doesn't have an EventInvokeConfig" },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f"}""", "InvalidParameterValueException", 400, "You must specify at least one of error handling or destination setting." },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f", "MaximumRetryAttempts": 3}""", "ValidationException", 400, "Member must have value less than or equal to 2" },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f", "MaximumEventAgeInSeconds": 59}""", "ValidationException", 400, "Member must have value greater than or equal to 60" },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f", "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:lambda:eu-west-1:111122223333:function:f"}}}""", "InvalidParameterValueException", 400, "as a destination for itself" },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f", "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:lambda:eu-west-1:111122223333:function:h"}}}""", "InvalidParameterValueException", 400, "execution role does not have permissions to call InvokeFunction" },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f", "DestinationConfig": {"OnFailure": {"Destination": "arn:aws:s3:::letters"}}}""", "NotSimulated", 501, "S3 buckets" },
        { "PutFunctionEventInvokeConfig", """{"FunctionName": "f", "DestinationConfig": {"OnSuccess": {"Destination": "arn:aws:s3:::letters"}}}""", "InvalidParameterValueException", 400, "The provided destination config" },
        { "TagResource", """{"Resource": "arn:aws:lambda:eu-west-1:111122223333:function:none", "Tags": {"a": "b"}}""", "ResourceNotFoundException", 404, "Function not found" },
        { "TagResource", """{"Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f", "Tags": {"aws:x": "b"}}""", "InvalidParameterValueException", 400, "System tags cannot be added" },
        { "UpdateFunctionCode", """{"FunctionName": "f", "S3Bucket": "nobody-has-this", "S3Key": "k"}""", "InvalidParameterValueException", 400, "S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "Layers": ["arn:aws:lambda:eu-west-1:111122223333:layer:l:1"]}""", "NotSimulated", 501, "Layers" },
        { "PutProvisionedConcurrencyConfig", """{"FunctionName": "f", "Qualifier": "1", "ProvisionedConcurrentExecutions": 1}""", "NotSimulated", 501, "PutProvisionedConcurrencyConfig" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "EphemeralStorage": {"Size": 511}}""", "ValidationException", 400, "Value '511' at 'ephemeralStorage.size' failed to satisfy constraint: Member must have value greater than or equal to 512" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "EphemeralStorage": {"Size": 10241}}""", "ValidationException", 400, "less than or equal to 10240" },
        { "UpdateFunctionConfiguration", $$"""{"FunctionName": "f", "Description": "{{new string('d', 257)}}"}""", "ValidationException", 400, "at 'description' failed to satisfy constraint: Member must have length less than or equal to 256" },
        { "PublishVersion", $$"""{"FunctionName": "f", "Description": "{{new string('d', 257)}}"}""", "ValidationException", 400, "less than or equal to 256" },
        { "UpdateAlias", $$"""{"FunctionName": "f", "Name": "live", "Description": "{{new string('d', 257)}}"}""", "ValidationException", 400, "less than or equal to 256" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "DeadLetterConfig": {"TargetArn": "arn:aws:sqs:eu-west-1:111122223333:letters"}}""", "InvalidParameterValueException", 400, "The provided execution role does not have permissions to call SendMessage on SQS" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "DeadLetterConfig": {"TargetArn": "arn:aws:sns:eu-west-1:111122223333:letters"}}""", "InvalidParameterValueException", 400, "The provided execution role does not have permissions to call Publish on SNS" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "DeadLetterConfig": {"TargetArn": "arn:aws:s3:::letters"}}""", "InvalidParameterValueException", 400, "dead letter target" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "DeadLetterConfig": {"TargetArn": "letters"}}""", "ValidationException", 400, "at 'deadLetterConfig.targetArn'" },
        { "AddPermission", """{"FunctionName": "f", "Qualifier": "$LATEST", "StatementId": "a", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}""", "InvalidParameterValueException", 400, "We currently do not support adding policies for $LATEST." },
        { "AddPermission", """{"FunctionName": "f", "StatementId": "a b", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com"}""", "ValidationException", 400, "at 'statementId' failed to satisfy constraint: Member must satisfy regular expression pattern: ([a-zA-Z0-9-_]+)" },
        { "AddPermission", """{"FunctionName": "f", "StatementId": "a", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", "SourceAccount": "1111"}""", "ValidationException", 400, @"\d{12}" },
        { "AddPermission", """{"FunctionName": "f", "StatementId": "a", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com", "RevisionId": "x"}""", "PreconditionFailedException", 412, "Call the GetPolicy API" },
        { "ListFunctions", """{"Marker": "%"}""", "InvalidParameterValueException", 400, "Invalid token" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task What_AWS_refuses_is_refused(string operation, string input, string code, int status, string words)
    {
        await using var world = await WorldAsync();
        await world.FunctionAsync("h", _ => Task.FromResult("null"));
        await world.DoAsync("lambda", "PublishVersion", new { FunctionName = "f" });
        await world.DoAsync("lambda", "CreateAlias", new { FunctionName = "f", Name = "live", FunctionVersion = "1" });
        var before = world.Account.State.Lambda;
        var result = await world.TryAsync("lambda", operation, input);
        Assert.Equal((code, status), (result.Error?.Code, result.Error?.HttpStatus));
        Assert.Contains(words, result.Error!.Message, StringComparison.Ordinal);
        Assert.Same(before, world.Account.State.Lambda);
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>
    [Theory]
    [InlineData("RequestResponse", 6_291_456)]
    [InlineData("Event", 1_048_576)]
    public async Task A_payload_has_a_limit_by_the_kind_of_invocation(string type, int limit)
    {
        await using var world = await WorldAsync();
        string Payload(int bytes) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"\"{new string('x', bytes - 2)}\""));
        await world.DoAsync("lambda", "Invoke", new { FunctionName = "f", InvocationType = type, Payload = Payload(limit) });
        var error = (await world.TryAsync("lambda", "Invoke", new { FunctionName = "f", InvocationType = type, Payload = Payload(limit + 1) })).Error!;
        Assert.Equal(("RequestTooLargeException", 413, $"{limit + 1} byte payload is too large for the {type} invocation type (limit {limit} bytes)"), (error.Code, error.HttpStatus, error.Message));
    }

    [Fact]
    public async Task Reserved_concurrency_is_taken_from_the_account()
    {
        await using var world = await WorldAsync();
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 900 });
        Assert.Equal(100, (int)(await world.DoAsync("lambda", "GetAccountSettings", new { }))["AccountLimit"]!["UnreservedConcurrentExecutions"]!);
        Assert.Equal(900, (int)(await world.DoAsync("lambda", "GetFunctionConcurrency", new { FunctionName = "f" }))["ReservedConcurrentExecutions"]!);
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 0 });
        Assert.Equal("ReservedFunctionConcurrentInvocationLimitExceeded", (string)(await world.TryAsync("lambda", "Invoke", new { FunctionName = "f" })).Error!.Fields!["Reason"]!);
        await world.DoAsync("lambda", "DeleteFunctionConcurrency", new { FunctionName = "f" });
        Assert.Empty(await world.DoAsync("lambda", "GetFunctionConcurrency", new { FunctionName = "f" }));
        await world.InvokeAsync("f");
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html"/>
    [Fact]
    public async Task What_fails_goes_to_the_destination_after_the_tries_that_were_set()
    {
        await using LiveWorld world = new();
        JsonNode? handed = null;
        await world.FunctionAsync("rescue", c =>
        {
            handed = c.Event;
            return Task.FromResult("null");
        });
        await world.FunctionAsync("broken", _ => throw new InvalidOperationException("no"), $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:InvokeFunction","Resource":"{{LiveWorld.Arn("rescue")}}"}]}""");
        var config = await world.DoAsync("lambda", "PutFunctionEventInvokeConfig", new { FunctionName = "broken", MaximumRetryAttempts = 1, DestinationConfig = new { OnFailure = new { Destination = LiveWorld.Arn("rescue") } } });
        Assert.Equal(LiveWorld.Arn("rescue"), (string)config["DestinationConfig"]!["OnFailure"]!["Destination"]!);
        await world.SendAsync("broken", """{"order": 7}""");
        await world.AdvanceAsync(600);
        Assert.Equal(2, world.Began.Count(b => b.Function == "broken"));
        Assert.Equal(("RetriesExhausted", 7), ((string)handed!["requestContext"]!["condition"]!, (int)handed["requestPayload"]!["order"]!));
        Assert.Single((await world.DoAsync("lambda", "ListFunctionEventInvokeConfigs", new { FunctionName = "broken" }))["FunctionEventInvokeConfigs"]!.AsArray());
        await world.DoAsync("lambda", "DeleteFunctionEventInvokeConfig", new { FunctionName = "broken" });
    }

    private const string LettersUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/letters", Letters = "arn:aws:sqs:eu-west-1:111122223333:letters";

    private const string MaySend = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:SendMessage","events:PutEvents"],"Resource":"*"}]}""";

    private static async Task<JsonNode> LetterAsync(LiveWorld world) =>
        Assert.Single((await world.DoAsync("sqs", "ReceiveMessage", new { QueueUrl = LettersUrl, MessageAttributeNames = (string[])["All"] }))["Messages"]!.AsArray())!;

    /// <summary>The record is the detail of an event of the source lambda, so that rules can ask for it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/>
    [Theory]
    [InlineData("OnSuccess", "Success")]
    [InlineData("OnFailure", "Failure")]
    public async Task An_event_bus_gets_an_event_of_what_came_of_an_invocation(string on, string result)
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", _ => result == "Success" ? Task.FromResult("{\"done\":1}") : throw new InvalidOperationException("no"), MaySend);
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "letters", Attributes = new { Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}""" } });
        await world.DoAsync("events", "PutRule", new { Name = "results", EventPattern = $$"""{"source":["lambda"],"detail-type":["Lambda Function Invocation Result - {{result}}"]}""" });
        await world.DoAsync("events", "PutTargets", new { Rule = "results", Targets = (object[])[new { Id = "1", Arn = Letters }] });
        const string bus = "arn:aws:events:eu-west-1:111122223333:event-bus/default";
        await world.DoAsync("lambda", "PutFunctionEventInvokeConfig", new { FunctionName = "f", MaximumRetryAttempts = 0, DestinationConfig = new Dictionary<string, object> { [on] = new { Destination = bus } } });
        await world.SendAsync("f", """{"order": 7}""");
        await world.AdvanceAsync(5);
        var got = JsonNode.Parse((string)(await LetterAsync(world))["Body"]!)!;
        Assert.Equal([bus, LiveWorld.Arn("f") + ":$LATEST"], got["resources"]!.AsArray().Select(r => (string)r!));
        Assert.Equal((7, result == "Success" ? "Success" : "RetriesExhausted", "1.0"), ((int)got["detail"]!["requestPayload"]!["order"]!, (string)got["detail"]!["requestContext"]!["condition"]!, (string)got["detail"]!["version"]!));
    }

    /// <summary>Neither what was sent nor what was answered is too deep for the record of it.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/>
    [Fact]
    public async Task A_record_of_an_invocation_holds_documents_of_any_depth()
    {
        var deep = new string('[', 200) + new string(']', 200);
        await using LiveWorld world = new();
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "letters" });
        await world.FunctionAsync("f", _ => Task.FromResult(deep), MaySend);
        await world.DoAsync("lambda", "PutFunctionEventInvokeConfig", new { FunctionName = "f", DestinationConfig = new { OnSuccess = new { Destination = Letters } } });
        await world.SendAsync("f", deep);
        await world.AdvanceAsync(1);
        var body = (string)(await LetterAsync(world))["Body"]!;
        Assert.Contains($"\"requestPayload\":{deep}", body, StringComparison.Ordinal);
        Assert.Contains($"\"responsePayload\":{deep}", body, StringComparison.Ordinal);
    }

    /// <summary>A function that is switched off loses no event, where somebody takes them: there are no tries.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task With_a_reserved_concurrency_of_zero_events_are_handed_on_at_once(bool hasDestination)
    {
        await using LiveWorld world = new();
        await world.DoAsync("sqs", "CreateQueue", new { QueueName = "letters" });
        await world.FunctionAsync("f", _ => Task.FromResult("null"), MaySend, hasDestination ? null : new { DeadLetterConfig = new { TargetArn = Letters } });
        if (hasDestination) await world.DoAsync("lambda", "PutFunctionEventInvokeConfig", new { FunctionName = "f", DestinationConfig = new { OnFailure = new { Destination = Letters } } });
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 0 });
        await world.SendAsync("f", """{"order": 7}""");
        await world.AdvanceAsync(1);
        var letter = await LetterAsync(world);
        var body = JsonNode.Parse((string)letter["Body"]!)!;
        if (hasDestination) Assert.Equal(("ZeroReservedConcurrency", 0, 7), ((string)body["requestContext"]!["condition"]!, (int)body["requestContext"]!["approximateInvokeCount"]!, (int)body["requestPayload"]!["order"]!));
        else Assert.Equal((7, "429"), ((int)body["order"]!, (string)letter["MessageAttributes"]!["ErrorCode"]!["StringValue"]!));
        Assert.Empty(world.Began);
    }

    [Fact]
    public async Task Tags_come_and_go()
    {
        await using var world = await WorldAsync();
        var arn = LiveWorld.Arn("f");
        await world.DoAsync("lambda", "TagResource", new { Resource = arn, Tags = new { team = "a", stage = "test" } });
        await world.DoAsync("lambda", "UntagResource", new { Resource = arn, TagKeys = (string[])["stage"] });
        Assert.Equal("""{"team":"a"}""", (await world.DoAsync("lambda", "ListTags", new { Resource = arn }))["Tags"]!.ToJsonString());
    }

    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html"/>
    [Fact]
    public async Task Code_comes_from_a_bucket_that_the_caller_may_read()
    {
        await using var world = await WorldAsync();
        await world.DoAsync("s3", "CreateBucket", """{"Bucket": "code-of-the-course", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}""");
        await world.DoAsync("s3", "PutObject", new { Bucket = "code-of-the-course", Key = "f.zip", Body = CodePackage.Write([new("lambda_function.py", "# new")]) });
        var updated = await world.DoAsync("lambda", "UpdateFunctionCode", new { FunctionName = "f", S3Bucket = "code-of-the-course", S3Key = "f.zip", Publish = true });
        Assert.Equal("1", (string)updated["Version"]!);
        Assert.Contains("NoSuchKey", (await world.TryAsync("lambda", "UpdateFunctionCode", new { FunctionName = "f", S3Bucket = "code-of-the-course", S3Key = "g.zip" })).Error!.Message, StringComparison.Ordinal);
        await world.DoAsync("iam", "CreateUser", new { UserName = "dev" });
        await world.DoAsync("iam", "PutUserPolicy", new { UserName = "dev", PolicyName = "p", PolicyDocument = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"lambda:*","Resource":"*"}]}""" });
        world.As = Caller.User(TestAccount.Id, "dev");
        var denied = await world.TryAsync("lambda", "UpdateFunctionCode", new { FunctionName = "f", S3Bucket = "code-of-the-course", S3Key = "f.zip" });
        Assert.Equal(("AccessDeniedException", 403), (denied.Error!.Code, denied.Error.HttpStatus));
        Assert.Contains("have permission to GetObject for code-of-the-course/f.zip", denied.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_can_be_published_as_it_is_made_and_its_log_read_with_the_answer()
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", c => Task.FromResult($"\"{c.Code.Version}\""), more: new { Publish = true });
        Assert.Equal("\"1\"", (await world.InvokeAsync("f:1")).Payload);
        var output = await world.DoAsync("lambda", "Invoke", new { FunctionName = "f", LogType = "Tail" });
        Assert.Contains("Billed Duration: 201 ms", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)output["LogResult"]!)), StringComparison.Ordinal);
        var pages = await world.DoAsync("lambda", "ListFunctions", new { FunctionVersion = "ALL", MaxItems = 1 });
        Assert.Equal("$LATEST", (string)pages["Functions"]![0]!["Version"]!);
        pages = await world.DoAsync("lambda", "ListFunctions", new { FunctionVersion = "ALL", Marker = (string)pages["NextMarker"]! });
        Assert.Equal("1", (string)Assert.Single(pages["Functions"]!.AsArray())!["Version"]!);
    }
}
