using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;
using static CloudCourse.Cli.Iam.IamSummaries;

namespace CloudCourse.Cli.Iam;

/// <summary>The answers of the <c>iam check-…</c> commands and of <c>iam summarize</c> in words.</summary>
internal static class ProofSummaries
{
    public static SummaryRow Check(JsonObject answer) => new(Text(answer["result"]).ToLowerInvariant(), Text(answer["message"]))
    {
        Details =
        [
            .. Texts(answer["reasons"], r => $"{Text(r["description"])} It allows {Request(r["witness"]!)}"),
            .. Texts(answer["undecided"], u => $"not decided: {Text(u)}"),
        ],
    };

    public static SummaryRow Summarize(JsonObject answer)
    {
        var totals = answer["totals"]!.AsObject().Where(t => (int)t.Value! > 0).Select(t => $"{Text(t.Value)} {t.Key}").ToList();
        return new(answer["undecided"] is null ? "decided" : "undecided", totals.Count == 0 ? "allows no action" : string.Join(", ", totals))
        {
            Details =
            [
                .. Texts(answer["services"], s => $"{Text(s["service"])}: {string.Join(", ", s["levels"]!.AsObject().Select(l => $"{l.Key} {Text(l.Value!["allowed"])} of {Text(l.Value["of"])}"))}{Extent(s)}"),
                .. Texts(answer["undecided"], u => $"not decided: {Text(u)}"),
            ],
        };
    }

    private static string Extent(JsonNode service)
    {
        var types = service["actions"]!.AsArray().SelectMany(a => a!["resources"]!.AsArray()).ToList();
        var some = types.Any(t => !(bool)t!["every"]!) ? ", not on every resource" : "";
        return types.Any(t => (bool)t!["conditional"]!) ? some + ", in part under conditions" : some;
    }
}
