using CloudCourse.Simulation.Cloud;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda.Settings;

/// <summary>Reserved concurrency, and what an account has.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"/>
internal static class ConcurrencyOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutFunctionConcurrency", c => [FunctionOperations.On(c, "PutFunctionConcurrency")], Put),
        new("GetFunctionConcurrency", c => [FunctionOperations.On(c, "GetFunctionConcurrency")], Get),
        new("DeleteFunctionConcurrency", c => [FunctionOperations.On(c, "DeleteFunctionConcurrency")], Delete),
        new("GetAccountSettings", _ => [new("lambda:GetAccountSettings", "*")], Account),
    ];

    private static Output Put(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        var given = call.Within("ReservedConcurrentExecutions", 0, int.MaxValue) ?? 0;
        if (Unreserved(call, except: function) - given < Invocations.LeastUnreserved)
            throw LambdaErrors.Invalid($"Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{Invocations.LeastUnreserved}].",
                $"The account has {LambdaState.RegionalConcurrency} concurrent executions in a Region; {Invocations.LeastUnreserved} of them stay for functions without a reservation.", call.At("ReservedConcurrentExecutions"));
        call.Turn.Put(function with { ReservedConcurrency = given });
        call.Turn.Note("lambda", function.Arn, $"{function.Name} has {given} concurrent executions of its own, and no more.", $"{function.ReservedConcurrency}", $"{given}");
        return new() { ["ReservedConcurrentExecutions"] = given };
    }

    private static Output Get(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        return function.ReservedConcurrency is { } reserved ? new() { ["ReservedConcurrentExecutions"] = reserved } : [];
    }

    private static Output Delete(Call call)
    {
        var (function, _) = call.Unqualified().Resolve(call);
        if (function.ReservedConcurrency is null) return [];
        call.Turn.Put(function with { ReservedConcurrency = null });
        call.Turn.Note("lambda", function.Arn, $"{function.Name} takes its concurrent executions from what nobody has reserved.", $"{function.ReservedConcurrency}", null);
        return [];
    }

    private static int Unreserved(Call call, Function? except = null) =>
        LambdaState.RegionalConcurrency - call.State.Lambda.Functions.Values.Where(f => f.Region == call.Region && f.Key != except?.Key).Sum(f => f.ReservedConcurrency ?? 0);

    private static Output Account(Call call)
    {
        var functions = call.State.Lambda.Functions.Values.Where(f => f.Region == call.Region).ToList();
        return new()
        {
            ["AccountLimit"] = new Output
            {
                ["TotalCodeSize"] = 80_530_636_800,
                ["CodeSizeUnzipped"] = 262_144_000,
                ["CodeSizeZipped"] = 52_428_800,
                ["ConcurrentExecutions"] = LambdaState.RegionalConcurrency,
                ["UnreservedConcurrentExecutions"] = Unreserved(call),
            },
            ["AccountUsage"] = new Output { ["TotalCodeSize"] = functions.Sum(f => f.Latest.CodeSize + f.Versions.Sum(v => v.CodeSize)), ["FunctionCount"] = functions.Count },
        };
    }
}
