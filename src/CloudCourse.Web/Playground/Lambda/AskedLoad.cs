using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Lambda.Load;

namespace CloudCourse.Web.Playground.Lambda;

public enum LoadSource { Events, Uploads, Messages, Requests }

/// <summary>"1,000 uploads in ten seconds."</summary>
/// <param name="WorkMs">What each invocation computes, in virtual time: this server's processor is none of Lambda's, so it is declared.</param>
/// <param name="Room">Reserved concurrency; 0 for none.</param>
public sealed record AskedLoad(LoadSource Source, int Count, int Seconds, int WorkMs, int Room)
{
    public const int Most = 1000, Longest = 600, MostWork = 10_000;

    /// <summary>Every event may be tried three times.</summary>
    public const int MostInvocations = 3 * Most;

    /// <summary>What an upload is to be in the account: the bucket of the starting programs, made where it is missing.</summary>
    public const string Bucket = "course-uploads", Queue = "course-load";

    private string Name => Source switch { LoadSource.Uploads => "uploads", LoadSource.Messages => "messages", LoadSource.Requests => "requests", _ => "events" };

    /// <summary>Connects the source with the function, and says what will come.</summary>
    /// <exception cref="FunctionException">In AWS's words, what of it AWS refuses.</exception>
    internal EventsCome Prepare(SimulatedAccount account, ReadRun run)
    {
        var arn = $"arn:aws:lambda:{FunctionRunner.Region}:{FunctionRunner.AccountId}:function:{FunctionRunner.FunctionName}";
        if (Room > 0) Make("lambda", "PutFunctionConcurrency", new() { ["FunctionName"] = FunctionRunner.FunctionName, ["ReservedConcurrentExecutions"] = Room });
        return EventsCome.Evenly(Name, Count, TimeSpan.FromSeconds(Seconds), Source switch
        {
            LoadSource.Uploads => Uploads(),
            LoadSource.Messages => Messages(),
            LoadSource.Requests => Requests(),
            _ => new FunctionEvents(arn, run.Event),
        });

        EventTarget Uploads()
        {
            if (!account.State.S3.Buckets.Has(Bucket)) Make("s3", "CreateBucket", new() { ["Bucket"] = Bucket });
            Permit("s3.amazonaws.com");
            Make("s3", "PutBucketNotificationConfiguration", new()
            {
                ["Bucket"] = Bucket,
                ["NotificationConfiguration"] = new JsonObject { ["LambdaFunctionConfigurations"] = new JsonArray(new JsonObject { ["LambdaFunctionArn"] = arn, ["Events"] = new JsonArray("s3:ObjectCreated:*") }) },
            });
            return new ServiceEvents(FunctionRunner.Owner, FunctionRunner.Region, "s3", "PutObject", $$"""{"Bucket": "{{Bucket}}", "Key": "load/@@n@@.txt", "Body": "b25lIG9mIG1hbnk="}""");
        }

        EventTarget Messages()
        {
            var url = Make("sqs", "CreateQueue", new() { ["QueueName"] = Queue, ["Attributes"] = new JsonObject { ["VisibilityTimeout"] = $"{Math.Max(30, 6 * run.Timeout)}" } })["QueueUrl"]!.GetValue<string>();
            Make("lambda", "CreateEventSourceMapping", new() { ["FunctionName"] = FunctionRunner.FunctionName, ["EventSourceArn"] = $"arn:aws:sqs:{FunctionRunner.Region}:{FunctionRunner.AccountId}:{Queue}" }, "role");
            return new ServiceEvents(FunctionRunner.Owner, FunctionRunner.Region, "sqs", "SendMessage", new JsonObject { ["QueueUrl"] = url, ["MessageBody"] = run.Event }.ToJsonString());
        }

        EventTarget Requests()
        {
            Permit("apigateway.amazonaws.com");
            var endpoint = Make("apigateway", "CreateApi", new() { ["Name"] = "load", ["ProtocolType"] = "HTTP", ["Target"] = arn })["ApiEndpoint"]!.GetValue<string>();
            return new ApiRequests(endpoint["https://".Length..], new Simulation.ApiGateway.HttpRequest("GET", "/load?n=@@n@@", []));
        }

        void Permit(string principal) => Make("lambda", "AddPermission", new()
        {
            ["FunctionName"] = FunctionRunner.FunctionName,
            ["StatementId"] = "load",
            ["Action"] = "lambda:InvokeFunction",
            ["Principal"] = principal,
        });

        JsonObject Make(string service, string operation, JsonObject input, string part = "settings")
        {
            var made = account.Call(FunctionRunner.Owner, FunctionRunner.Region, service, operation, input.ToJsonString());
            return made.Error is { } error ? throw new FunctionException(part, $"The load of {Name} could not be made ready. {FunctionRunner.Words($"{service}:{operation}", error)}") : made.Output!;
        }
    }
}
