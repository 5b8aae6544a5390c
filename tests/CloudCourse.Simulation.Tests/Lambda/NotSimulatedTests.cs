using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>What Lambda has and the course has not: refused with its name, and never silently left out.</summary>
public sealed class NotSimulatedTests
{
    public static TheoryData<string, string> Members => new()
    {
        { "Layers", """["arn:aws:lambda:eu-west-1:111122223333:layer:l:1"]""" },
        { "VpcConfig", """{"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}""" },
        { "TracingConfig", """{"Mode": "Active"}""" },
        { "KMSKeyArn", "\"arn:aws:kms:eu-west-1:111122223333:key/1\"" },
        { "FileSystemConfigs", """[{"Arn": "arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/a", "LocalMountPath": "/mnt/a"}]""" },
        { "ImageConfig", """{"Command": ["a"]}""" },
        { "CodeSigningConfigArn", "\"arn:aws:lambda:eu-west-1:111122223333:code-signing-config:csc-1\"" },
        { "SnapStart", """{"ApplyOn": "PublishedVersions"}""" },
        { "LoggingConfig", """{"LogFormat": "JSON"}""" },
        { "DurableConfig", """{"ExecutionTimeout": 60}""" },
        { "TenancyConfig", """{"TenantIsolationMode": "PER_TENANT"}""" },
        { "CapacityProviderConfig", """{"LambdaManagedInstancesCapacityProviderConfig": {"CapacityProviderArn": "a"}}""" },
        { "PackageType", "\"Image\"" },
        { "Runtime", "\"java21\"" },
        { "Code", """{"ImageUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/f:1"}""" },
        { "Code", """{"S3Bucket": "b", "S3Key": "k", "S3ObjectStorageMode": "REFERENCE"}""" },
    };

    [Theory]
    [MemberData(nameof(Members))]
    public async Task A_member_of_CreateFunction_is_refused_by_name(string member, string value)
    {
        await using LiveWorld world = new();
        await world.DoAsync("iam", "CreateRole", new { RoleName = "r", AssumeRolePolicyDocument = LiveWorld.Trust });
        JsonObject input = new()
        {
            ["FunctionName"] = "f",
            ["Runtime"] = "python3.14",
            ["Handler"] = "lambda_function.lambda_handler",
            ["Role"] = "arn:aws:iam::111122223333:role/r",
            ["Code"] = new JsonObject { ["ZipFile"] = CodePackage.Write([new("lambda_function.py", "# nothing")]) },
        };
        input[member] = JsonNode.Parse(value);
        var error = (await world.TryAsync("lambda", "CreateFunction", input.ToJsonString())).Error;
        Assert.True(error is { Code: AwsError.NotSimulated, HttpStatus: 501 }, $"{error?.Code} {error?.Message}");
        var names = member switch { "PackageType" => "container images", "Runtime" => "java21", "Code" => value.Contains("ImageUri", StringComparison.Ordinal) ? "ImageUri" : "S3ObjectStorageMode", _ => member };
        Assert.Contains(names, error!.Message, StringComparison.Ordinal);
        Assert.Empty(world.Account.State.Lambda.Functions.Values);
    }

    [Theory]
    [InlineData("Invoke", "ClientContext", "\"e30=\"")]
    [InlineData("Invoke", "DurableExecutionName", "\"d\"")]
    [InlineData("AddPermission", "EventSourceToken", "\"t\"")]
    [InlineData("PublishVersion", "PublishTo", "\"LATEST_PUBLISHED\"")]
    [InlineData("UpdateFunctionConfiguration", "Layers", """["arn:aws:lambda:eu-west-1:111122223333:layer:l:1"]""")]
    [InlineData("UpdateFunctionCode", "ImageUri", "\"i\"")]
    public async Task A_member_of_another_operation_is_refused_by_name(string operation, string member, string value)
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", _ => Task.FromResult("null"));
        JsonObject input = new() { ["FunctionName"] = "f", [member] = JsonNode.Parse(value) };
        if (operation is "AddPermission") (input["StatementId"], input["Action"], input["Principal"]) = ("s", "lambda:InvokeFunction", "s3.amazonaws.com");
        var error = (await world.TryAsync("lambda", operation, input.ToJsonString())).Error;
        Assert.Equal(AwsError.NotSimulated, error?.Code);
        Assert.Contains(member, error!.Message, StringComparison.Ordinal);
    }

    /// <summary>Operations of the model and such that only the catalogue of actions knows.</summary>
    [Theory]
    [InlineData("PutProvisionedConcurrencyConfig", """{"FunctionName": "f", "Qualifier": "1", "ProvisionedConcurrentExecutions": 1}""")]
    [InlineData("PublishLayerVersion", "{}")]
    [InlineData("ListLayers", "{}")]
    [InlineData("CreateCodeSigningConfig", "{}")]
    [InlineData("PutRuntimeManagementConfig", "{}")]
    [InlineData("PutFunctionRecursionConfig", "{}")]
    public async Task An_operation_is_refused_by_name(string operation, string input)
    {
        await using LiveWorld world = new();
        await world.FunctionAsync("f", _ => Task.FromResult("null"));
        var error = world.Account.Call(world.As, LiveWorld.Region, "lambda", operation, input).Error;
        Assert.True(error is { Code: AwsError.NotSimulated }, $"{error?.Code} {error?.Message}");
        Assert.Contains(operation, error!.Message, StringComparison.Ordinal);
    }
}
