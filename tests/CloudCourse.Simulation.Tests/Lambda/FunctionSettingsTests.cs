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
        { "TagResource", """{"Resource": "arn:aws:lambda:eu-west-1:111122223333:function:none", "Tags": {"a": "b"}}""", "ResourceNotFoundException", 404, "Function not found" },
        { "TagResource", """{"Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f", "Tags": {"aws:x": "b"}}""", "InvalidParameterValueException", 400, "System tags cannot be added" },
        { "UpdateFunctionCode", """{"FunctionName": "f", "S3Bucket": "nobody-has-this", "S3Key": "k"}""", "InvalidParameterValueException", 400, "S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist" },
        { "UpdateFunctionConfiguration", """{"FunctionName": "f", "Layers": ["arn:aws:lambda:eu-west-1:111122223333:layer:l:1"]}""", "NotSimulated", 501, "Layers" },
        { "PutProvisionedConcurrencyConfig", """{"FunctionName": "f", "Qualifier": "1", "ProvisionedConcurrentExecutions": 1}""", "NotSimulated", 501, "PutProvisionedConcurrencyConfig" },
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
