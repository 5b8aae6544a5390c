using System.Text.Json;
using CloudCourse.Simulation.Tests.Cloud;
using CloudCourse.Simulation.Tests.Lambda;

namespace CloudCourse.Simulation.Tests.S3;

/// <summary>https://docs.aws.amazon.com/lambda/latest/dg/with-s3-example.html</summary>
public sealed class FunctionOfABucketTests
{
    [Fact]
    public async Task An_upload_runs_the_function_once_the_function_lets_the_bucket_in()
    {
        await using LiveWorld world = new();
        List<string> seen = [];
        await world.FunctionAsync("resize", async context =>
        {
            var record = context.Event!["Records"]![0]!;
            seen.Add($"{record["eventName"]} {record["s3"]!["object"]!["key"]}");
            await context.Call("s3", "CopyObject", JsonSerializer.Serialize(new { Bucket = "pictures", Key = "out/a.jpg", CopySource = "pictures/in/a%20b.jpg" }));
            return "null";
        }, """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::pictures/*"}}""");
        await world.DoAsync("s3", "CreateBucket", new { Bucket = "pictures", CreateBucketConfiguration = new { LocationConstraint = LiveWorld.Region } });
        var configuration = new
        {
            Bucket = "pictures",
            NotificationConfiguration = new
            {
                LambdaFunctionConfigurations = new[] { new { LambdaFunctionArn = LiveWorld.Arn("resize"), Events = new[] { "s3:ObjectCreated:*" }, Filter = new { Key = new { FilterRules = new[] { new { Name = "prefix", Value = "in/" } } } } } },
            },
        };
        Assert.Equal("Unable to validate the following destination configurations", (await world.TryAsync("s3", "PutBucketNotificationConfiguration", configuration)).Error!.Message);
        await world.DoAsync("lambda", "AddPermission", new { FunctionName = "resize", StatementId = "s3", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com", SourceArn = "arn:aws:s3:::pictures", SourceAccount = TestAccount.Id });
        await world.DoAsync("s3", "PutBucketNotificationConfiguration", configuration);
        await world.DoAsync("s3", "PutObject", new { Bucket = "pictures", Key = "in/a b.jpg", Body = LiveWorld.Base64("picture") });
        await world.DoAsync("s3", "PutObject", new { Bucket = "pictures", Key = "other" });
        await world.AdvanceAsync(10);
        Assert.Equal(["ObjectCreated:Put in/a+b.jpg"], seen);
        Assert.Equal(LiveWorld.Base64("picture"), (string)(await world.DoAsync("s3", "GetObject", new { Bucket = "pictures", Key = "out/a.jpg" }))["Body"]!);
    }
}
