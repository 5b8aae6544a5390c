using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TaskDefinition.Checks;

/// <summary>
/// <c>value</c>: what stands at <c>given: { path, container? }</c>. Task-level <c>cpu</c> and <c>memory</c> are compared as units and MiB, as
/// ECS stores them. Types count: the text "100" is not the number 100.
/// </summary>
internal sealed class ValueCheck() : TaskDefinitionCheck("value")
{
    private static readonly string[] _expectations = ["equals", "oneOf", "atLeast", "atMost", "absent", "matches"];

    public override IReadOnlyList<string> Failures(CheckDefinition check)
    {
        if (Find(check.Expect, "absent") is not null) return ["present"];
        List<string> keys = ["missing"];
        if (Find(check.Expect, "equals") is not null || Find(check.Expect, "oneOf") is not null || Find(check.Expect, "matches") is not null) keys.Add("different");
        if (Find(check.Expect, "atLeast") is not null) keys.Add("too-small");
        if (Find(check.Expect, "atMost") is not null) keys.Add("too-large");
        return keys;
    }

    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "path", "container").Concat(Unknown(check.Expect, "expect", _expectations))) yield return problem;
        if (string.IsNullOrEmpty(Text(check.Given, "path"))) yield return "`given` needs a `path`, such as networkMode or logConfiguration/logDriver";
        if (check.Expect.ValueKind is not JsonValueKind.Object || !check.Expect.EnumerateObject().Any()) yield return $"`expect` needs one of {string.Join(", ", _expectations)}";
        if (Find(check.Expect, "oneOf") is { ValueKind: not JsonValueKind.Array }) yield return "`oneOf` is a list";
        if (Find(check.Expect, "atLeast") is { ValueKind: not JsonValueKind.Number } || Find(check.Expect, "atMost") is { ValueKind: not JsonValueKind.Number })
            yield return "`atLeast` and `atMost` are numbers";
        if (Find(check.Expect, "matches") is not null && Text(check.Expect, "matches") is not { Length: > 0 }) yield return "`matches` is text with * for anything";
    }

    public override CheckOutcome Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task)
    {
        var path = Text(check.Given, "path")!;
        var container = Text(check.Given, "container");
        var from = container is null ? task.Json : task.FindContainer(container)?.Json;
        var found = from is null ? null : Walk(from, path);
        var failure = Judge(check.Expect, found is null ? null : Normal(found, container is null ? path : ""));
        Location[] at = found is not null ? [found.At] : from is not null ? [from.At with { End = from.At.Start + 1 }] : [];
        var written = found is null ? null : review.Text[found.At.Start..Math.Min(found.At.End, found.At.Start + 120)];
        return new(failure, new() { Value = new(container is null ? path : $"{container}: {path}", written) }, failure is null ? [] : at,
            new Dictionary<string, string> { ["found"] = written ?? "nothing" });
    }

    private static JsonValue? Walk(JsonValue from, string path)
    {
        var at = from;
        foreach (var step in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var next = at switch
            {
                JsonObject json => json.Members.LastOrDefault(m => m.Name == step)?.Value,
                JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Items.Count => list.Items[i],
                _ => null,
            };
            if (next is null) return null;
            at = next;
        }
        return at;
    }

    /// <summary>A string, a decimal, a bool, or something that equals nothing.</summary>
    private static object Normal(JsonValue value, string taskPath) => (value, taskPath) switch
    {
        (JsonString s, "cpu") when TaskSize.CpuUnits(s.Value) is { } units => (decimal)units,
        (JsonString s, "memory") when TaskSize.MemoryMiB(s.Value) is { } mib => (decimal)mib,
        (JsonString s, _) => s.Value,
        (JsonNumber n, _) when decimal.TryParse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        (JsonBoolean b, _) => b.Value,
        _ => value,
    };

    private static string? Judge(JsonElement expect, object? found)
    {
        if (Find(expect, "absent") is not null) return found is null ? null : "present";
        if (found is null) return "missing";
        if (Find(expect, "equals") is { } one && !Same(one, found)) return "different";
        if (Find(expect, "oneOf") is { } many && !many.EnumerateArray().Any(e => Same(e, found))) return "different";
        if (Text(expect, "matches") is { } pattern && !(found is string text && Matches(pattern, text))) return "different";
        if (Decimal(expect, "atLeast") is { } least && !(found is decimal a && a >= least)) return "too-small";
        if (Decimal(expect, "atMost") is { } most && !(found is decimal b && b <= most)) return "too-large";
        return null;
    }

    private static bool Same(JsonElement expected, object found) => expected.ValueKind switch
    {
        JsonValueKind.String => found is string s && s == expected.GetString(),
        JsonValueKind.Number => found is decimal n && n == expected.GetDecimal(),
        JsonValueKind.True => found is true,
        JsonValueKind.False => found is false,
        _ => false,
    };

    private static bool Matches(string pattern, string text) => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: false);
}
