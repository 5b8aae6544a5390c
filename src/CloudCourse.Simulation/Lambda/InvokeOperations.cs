using System.Text.Json;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda;

/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html"/>
internal static class InvokeOperations
{
    private const int MaxSyncBytes = 6 << 20;
    private const int MaxAsyncBytes = 1 << 20;

    /// <summary>In the output of a call that waits: the invocation that <see cref="LiveAccount"/> runs before the caller sees it.</summary>
    internal const string Started = "started";

    public static IReadOnlyList<Operation> All { get; } = [new("Invoke", c => [MayInvoke(c)], Invoke)];

    private static Permission MayInvoke(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        return new("lambda:InvokeFunction", named.Arn) { ResourcePolicy = function.Policies.Find(named.Qualifier ?? "")?.Document };
    }

    private static Output Invoke(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, version) = named.Resolve(call);
        var type = call.Text("InvocationType") ?? "RequestResponse";
        var payload = Payload(call, type);
        if (version.State is "Pending") throw LambdaErrors.StillPending(call.At("FunctionName"));
        switch (type)
        {
            case "DryRun": return new() { ["StatusCode"] = 204 };
            case "Event":
                AsyncInvocations.Accept(call.Turn, function, named.Qualifier, payload);
                return new() { ["StatusCode"] = 202, ["Payload"] = "" };
            case "RequestResponse" when !call.Turn.Options.RunsFunctions:
                throw Turn.Error(AwsError.NotSimulated, "Nothing runs functions beside this account, so none can be waited for.", "With InvocationType Event the invocation is taken; here it would stay ready to be run.", 501);
            case "RequestResponse": break;
            default:
                throw Turn.Error("InvalidParameterValueException", $"1 validation error detected: Value '{type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]", at: call.At("InvocationType"));
        }
        var invokedArn = named.Qualifier is null ? function.Arn : named.Arn;
        version = function.Choose(call.Turn, named.Qualifier)!;
        var started = Invocations.TryStart(call.Turn, function, version, invokedArn, call.Turn.RequestId(), payload, new AwaitedInvocation(), out var throttled)
            ?? throw new AwsException(new("TooManyRequestsException", "Rate Exceeded.", 429)
            {
                Advice = throttled is "ReservedFunctionConcurrentInvocationLimitExceeded" ? $"{function.Name} has {function.ReservedConcurrency} reserved concurrent executions, and all are busy." : "All concurrent executions that are left are busy.",
                Fields = new() { ["Reason"] = throttled },
            });
        Output output = new() { ["StatusCode"] = 200, ["ExecutedVersion"] = version.Version, [Started] = started.RequestId };
        if (call.Text("LogType") is "Tail") output["LogResult"] = "";
        return output;
    }

    /// <summary>The event: base64 in the input, JSON inside.</summary>
    private static string Payload(Call call, string type)
    {
        var most = type is "Event" ? MaxAsyncBytes : MaxSyncBytes;
        if (call.Input.Last("Payload") is null) return "{}";
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(call.Need("Payload"));
        }
        catch (FormatException)
        {
            throw Turn.Error("InvalidRequestContentException", "Could not parse request body into json: the payload is no base64.", "Payload is binary for AWS: write it in base64 here.", at: call.At("Payload"));
        }
        if (bytes.Length > most) throw Turn.Error("RequestTooLargeException", $"{bytes.Length} byte payload is too large for the {type.Shortened()} invocation type (limit {most} bytes)", "What is larger belongs in S3, and its key in the event.", 413, call.At("Payload"));
        if (bytes.Length == 0) return "{}";
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 500 });
            return Encoding.UTF8.GetString(bytes);
        }
        catch (JsonException e)
        {
            throw Turn.Error("InvalidRequestContentException", $"Could not parse request body into json: {e.Message}", "An event is JSON.", at: call.At("Payload"));
        }
    }
}
