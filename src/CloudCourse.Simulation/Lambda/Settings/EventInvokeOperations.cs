using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.Settings;

/// <summary>What becomes of asynchronous events that fail, for a function, a version or an alias.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html"/>
internal static class EventInvokeOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutFunctionEventInvokeConfig", c => [FunctionOperations.On(c, "PutFunctionEventInvokeConfig")], c => Set(c, EventInvokeConfig.Default)),
        new("UpdateFunctionEventInvokeConfig", c => [FunctionOperations.On(c, "UpdateFunctionEventInvokeConfig")], c => Set(c, Find(c).Config)),
        new("GetFunctionEventInvokeConfig", c => [FunctionOperations.On(c, "GetFunctionEventInvokeConfig")], Get),
        new("DeleteFunctionEventInvokeConfig", c => [FunctionOperations.On(c, "DeleteFunctionEventInvokeConfig")], Delete),
        new("ListFunctionEventInvokeConfigs", c => [FunctionOperations.On(c, "ListFunctionEventInvokeConfigs")], List),
    ];

    private static Output Set(Call call, EventInvokeConfig before)
    {
        var named = FunctionArn.Of(call);
        var (function, version) = named.Resolve(call);
        if (call.Input.Last("MaximumRetryAttempts") is null && call.Input.Last("MaximumEventAgeInSeconds") is null && call.Input.Last("DestinationConfig") is null)
            throw LambdaErrors.Invalid("You must specify at least one of error handling or destination setting.", "MaximumRetryAttempts, MaximumEventAgeInSeconds or DestinationConfig.", call.Input.Head());
        var destinations = call.Structure("DestinationConfig");
        EventInvokeConfig config = new(
            call.Within("MaximumRetryAttempts", 0, 2) ?? before.MaximumRetryAttempts,
            call.Within("MaximumEventAgeInSeconds", 60, 21_600) ?? before.MaximumAgeSeconds,
            Destination(destinations?.Structure("OnSuccess"), before.OnSuccess, isFailure: false),
            Destination(destinations?.Structure("OnFailure"), before.OnFailure, isFailure: true),
            call.Now);
        call.Turn.Put(function with { AsyncSettings = function.AsyncSettings.Put(named.Qualifier ?? "$LATEST", config) });
        call.Turn.Note("lambda", function.Arn, $"Asynchronous events of {function.Name} are tried {config.MaximumRetryAttempts + 1} times at most, and kept for {config.MaximumAgeSeconds} s.");
        return Describe(function, named.Qualifier ?? "$LATEST", config);

        string? Destination(JsonObject? given, string? was, bool isFailure)
        {
            if (given?.Text("Destination") is not { } arn) return given is null ? was : null;
            if (arn.Value.Length == 0) return null;
            Destinations.Check(call.Turn, function, version, arn.Value, arn.At, isFailure);
            return arn.Value;
        }
    }

    private static Output Get(Call call)
    {
        var (function, qualifier, config) = Find(call);
        return Describe(function, qualifier, config);
    }

    private static Output Delete(Call call)
    {
        var (function, qualifier, _) = Find(call);
        call.Turn.Put(function with { AsyncSettings = function.AsyncSettings.Remove(qualifier) });
        call.Turn.Note("lambda", function.Arn, $"Asynchronous events of {function.Name} are handled as usual again.");
        return [];
    }

    private static Output List(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        return call.Page(function.AsyncSettings.Keys, "FunctionEventInvokeConfigs", k => k, k => Describe(function, k, function.AsyncSettings[k]));
    }

    private static (Function Function, string Qualifier, EventInvokeConfig Config) Find(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        var qualifier = named.Qualifier ?? "$LATEST";
        return function.AsyncSettings.Find(qualifier) is { } config ? (function, qualifier, config)
            : throw LambdaErrors.NotFound($"The function {function.Arn}:{qualifier} doesn't have an EventInvokeConfig", "PutFunctionEventInvokeConfig makes one.", call.At("FunctionName"));
    }

    private static Output Describe(Function function, string qualifier, EventInvokeConfig config)
    {
        Output success = [], failure = [];
        if (config.OnSuccess is { } s) success["Destination"] = s;
        if (config.OnFailure is { } f) failure["Destination"] = f;
        return new()
        {
            ["LastModified"] = config.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["FunctionArn"] = $"{function.Arn}:{qualifier}",
            ["MaximumRetryAttempts"] = config.MaximumRetryAttempts,
            ["MaximumEventAgeInSeconds"] = config.MaximumAgeSeconds,
            ["DestinationConfig"] = new Output { ["OnSuccess"] = success, ["OnFailure"] = failure },
        };
    }
}
