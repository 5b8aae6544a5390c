using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler;

/// <summary>A lab's <c>settings</c>: <c>runtime</c>, <c>handler</c>, and where wanted <c>functionName</c> and <c>environment</c>.</summary>
internal static class FunctionSettings
{
    private static readonly string[] Known = ["runtime", "handler", "functionName", "environment"];

    public static IEnumerable<string> Problems(LabDefinition lab)
    {
        if (lab.Settings.ValueKind is not JsonValueKind.Object) { yield return "settings: give runtime and handler"; yield break; }
        foreach (var odd in lab.Settings.EnumerateObject().Where(p => !Known.Contains(p.Name))) yield return $"settings: there is no {odd.Name}; there are {string.Join(", ", Known)}";
        if (Text(lab, "runtime") != "python3.14") yield return "settings: runtime is python3.14, the only one there is";
        if (Text(lab, "handler") is not { } handler || !handler.Contains('.', StringComparison.Ordinal)) { yield return "settings: handler is written as in Lambda, file.function"; yield break; }
        var file = handler[..handler.LastIndexOf('.')].Replace('.', '/') + ".py";
        if (lab.Files.All(f => f.Path != file)) yield return $"settings: the handler {handler} is in {file}, which is not a file of this lab";
        if (lab.Limits.MemoryMiB < 128) yield return "limits: memoryMiB is 128 or more, as in Lambda";
        if (lab.Limits.Ms is < 1 or > 10_000) yield return "limits: ms is from 1 to 10000";
    }

    public static HandlerCode Code(GradingRequest request)
    {
        var lab = request.Lab;
        return new(
            Text(lab, "runtime")!,
            Text(lab, "handler")!,
            // What the lab does not have is not deployed with it.
            [.. request.Files.Where(f => lab.Files.Any(l => l.Path == f.Path)).Select(f => new HandlerFile(f.Path, f.Text))],
            lab.Limits.Ms,
            lab.Limits.MemoryMiB,
            request.Seed,
            lab.Settings.TryGetProperty("environment", out var variables) ? variables.EnumerateObject().ToDictionary(v => v.Name, v => v.Value.ToString()) : null,
            Text(lab, "functionName") ?? lab.Slug,
            LabVariant.Of(request.Seed).Values["account"],
            // A seed belongs to one learner's lab: who submits twice waits for himself, not others for him.
            Owner: $"{lab.Id}/{request.Seed}");
    }

    private static string? Text(LabDefinition lab, string name) =>
        lab.Settings.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
