using System.Collections.Concurrent;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CommandLine.JmesPath;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>How the command line waits: it asks an operation again until an answer fits. From AWS's own models.</summary>
internal sealed record Waiter(string Name, string Operation, int Delay, int MaxAttempts, IReadOnlyList<Waiter.Acceptor> Acceptors)
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Waiter>> Known = new(StringComparer.Ordinal);

    internal sealed record Acceptor(string Matcher, string State, string? Argument, object? Expected);

    /// <summary>The service's, those whose operation the models hold.</summary>
    public static IReadOnlyList<Waiter> Of(string service) => Known.GetOrAdd(service, static s =>
    {
        using var document = ParameterShape.Embedded($"CloudCourse.Simulation.Shapes.{s}.json");
        if (!document.RootElement.TryGetProperty("waiters", out var waiters)) return [];
        return
        [
            .. waiters.EnumerateObject().Where(w => ServiceModel.Of(s).Find(w.Value.GetProperty("operation").GetString()!) is not null).Select(w => new Waiter(
                w.Name, w.Value.GetProperty("operation").GetString()!, w.Value.GetProperty("delay").GetInt32(), w.Value.GetProperty("maxAttempts").GetInt32(),
                [.. w.Value.GetProperty("acceptors").EnumerateArray().Select(a => new Acceptor(a.GetProperty("matcher").GetString()!, a.GetProperty("state").GetString()!,
                    a.TryGetProperty("argument", out var argument) ? argument.GetString() : null, AnswerValue.Of(System.Text.Json.Nodes.JsonNode.Parse(a.GetProperty("expected").GetRawText()), null)))])),
        ];
    });

    /// <summary><c>success</c>, <c>failure</c> or <c>retry</c>, and what fitted; null where nothing did.</summary>
    public (string? State, string Why) Judge(CallResult result)
    {
        var answer = AnswerValue.Of(result.Output, null);
        foreach (var acceptor in Acceptors)
        {
            if (Fits(acceptor, answer, result)) return (acceptor.State, Words(acceptor));
        }
        return (null, "");
    }

    private static bool Fits(Acceptor acceptor, object? answer, CallResult result)
    {
        switch (acceptor.Matcher)
        {
            case "error": return acceptor.Expected switch { true => result.Error is not null, false => result.Error is null, var code => result.Error?.Code == code as string };
            case "status": return acceptor.Expected is long status && (result.Error?.HttpStatus ?? 200) == status;
        }
        if (result.Error is not null) return false;
        JmesWork work = new();
        var found = JmesExpression.Read(acceptor.Argument!, work)(answer);
        return acceptor.Matcher switch
        {
            "path" => JmesValues.Same(found, acceptor.Expected, work),
            "pathAll" => found is List<object?> { Count: > 0 } all && all.TrueForAll(i => JmesValues.Same(i, acceptor.Expected, work)),
            "pathAny" => found is List<object?> any && any.Exists(i => JmesValues.Same(i, acceptor.Expected, work)),
            _ => false,
        };
    }

    private static string Words(Acceptor acceptor) => acceptor.Matcher switch
    {
        "path" => $"For expression \"{acceptor.Argument}\" we matched expected path: \"{acceptor.Expected}\"",
        "pathAll" => $"For expression \"{acceptor.Argument}\" all members matched expected path: \"{acceptor.Expected}\"",
        "pathAny" => $"For expression \"{acceptor.Argument}\" we matched expected path: \"{acceptor.Expected}\" at least once",
        _ => $"Matched expected service error code: {acceptor.Expected}",
    };
}
