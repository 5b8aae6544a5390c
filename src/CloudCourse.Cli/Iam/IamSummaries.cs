using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;

namespace CloudCourse.Cli.Iam;

/// <summary>The answers of the <c>iam</c> commands in words.</summary>
internal static class IamSummaries
{
    public static SummaryRow Evaluate(JsonObject answer)
    {
        var matched = Texts(answer["matchedStatements"], s => $"{Text(s["policy"])} statement {((int)s["statement"]! + 1).ToString(CultureInfo.InvariantCulture)}");
        var blocked = Texts(answer["blockedBy"], b => Text(b));
        var missing = Texts(answer["missingContextValues"], k => Text(k));
        var decision = Text(answer["decision"]);
        return new(decision, decision == "Allowed" ? string.Join(", ", matched)
            : matched.Count > 0 ? $"{string.Join(", ", matched)}; blocked by {string.Join(", ", blocked)}" : $"blocked by {string.Join(", ", blocked)}")
        {
            Details = [.. missing.Count > 0 ? [$"missing in the request's context: {string.Join(", ", missing)}"] : Array.Empty<string>(),
                .. Texts(answer["unevaluated"], u => $"not evaluated: {Text(u["why"])}")],
            Counted = [.. blocked.Select(b => $"blocked by {b}"), .. Texts(answer["unevaluated"], _ => "parts not evaluated")],
        };
    }

    public static SummaryRow Validate(JsonObject answer)
    {
        var findings = answer["findings"]!.AsArray();
        if (findings.Count == 0) return new("clean");
        var types = findings.GroupBy(f => Text(f!["findingType"])).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        string[] order = ["ERROR", "SECURITY_WARNING", "WARNING", "SUGGESTION"];
        var gravest = order.First(types.ContainsKey);
        return new(Words(gravest), string.Join(", ", order.Where(types.ContainsKey).Select(t => FormattableString.Invariant($"{types[t]} {Words(t)}{(types[t] == 1 ? "" : "s")}"))))
        {
            Details = [.. findings.Select(f => $"{Place(f!),-9} {Words(Text(f!["findingType"])),-16} {Text(f["issueCode"])}: {Text(f["findingDetails"])}")],
            Counted = [.. findings.Select(f => $"{Text(f!["issueCode"])} ({Words(Text(f["findingType"]))})")],
        };
    }

    public static SummaryRow Compare(JsonObject answer) => new(Text(answer["relation"]), string.Join("; ", Texts(answer["undecided"], u => Text(u))))
    {
        Details = [.. Witness("a", answer["aNotB"]), .. Witness("b", answer["bNotA"])],
    };

    private static IEnumerable<string> Witness(string policy, JsonNode? request)
    {
        if (request is not null) yield return $"only {policy} allows {Request(request)}";
    }

    /// <summary>A request in one line.</summary>
    internal static string Request(JsonNode request)
    {
        var context = request["context"] is JsonObject { Count: > 0 } keys
            ? ", with " + string.Join(", ", keys.Select(k => $"{k.Key} = {(k.Value is JsonArray list ? string.Join(" and ", list.Select(Text)) : Text(k.Value))}")) : "";
        var principal = request["principal"] is JsonObject who ? Text(who["type"]) == "Anonymous" ? "anybody" : Text(who["id"]) : Text(request["principal"]);
        return $"{Text(request["action"])} on {Text(request["resource"])} to {principal}{context}";
    }

    /// <summary>Line and column, both from 1, of the first location.</summary>
    private static string Place(JsonNode finding) => finding["locations"] is JsonArray { Count: > 0 } locations && locations[0]!["span"]!["start"] is { } start
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)start["line"]!}:{(int)start["column"]! + 1}") : "";

    private static string Words(string type) => type.ToLowerInvariant().Replace('_', ' ');

    internal static List<string> Texts(JsonNode? list, Func<JsonNode, string> text) => list is JsonArray items ? [.. items.Select(i => text(i!))] : [];

    internal static string Text(JsonNode? value) => value is JsonValue text && text.TryGetValue<string>(out var read) ? read : value?.ToJsonString() ?? "";
}
