using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Billing;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Web.Playground.Lambda;

/// <summary>A run laid out for people. Bounded: what is left out is counted.</summary>
public sealed partial class FunctionReportModel
{
    public const int MostInvocations = 50, MostCalls = 200, MostLogLines = 300;
    private const int MostText = 16 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, MaxDepth = 512, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required FunctionOutcome Outcome { get; init; }
    public required string Headline { get; init; }
    public required bool Succeeded { get; init; }
    public required IReadOnlyList<InvocationView> Invocations { get; init; }
    public required IReadOnlyList<CallView> Calls { get; init; }
    public required IReadOnlyList<AccountDifference> Differences { get; init; }
    public required int MoreDifferences { get; init; }
    public required IReadOnlyList<BillLine> OtherBill { get; init; }
    public required IReadOnlyList<FailedLine> Marks { get; init; }

    public long BilledMs => Outcome.Ran.Sum(r => r.Outcome.BilledMs);
    public decimal GBSeconds => BilledMs / 1000m * Outcome.Asked.Memory / 1024m;
    public decimal ComputeUsd => GBSeconds * LambdaPrices.PerGBSecond(FunctionRunner.Region, "x86_64");
    public decimal RequestUsd => Outcome.Ran.Count * LambdaPrices.PerRequest;

    public static FunctionReportModel Of(FunctionOutcome outcome)
    {
        var failed = outcome.Ran.Count(r => r.Outcome.Error is not null);
        var denied = outcome.Calls.Count(c => IsFunctions(c) && c.Error is { Denied.Count: > 0 });
        var differences = AccountDifference.Between(outcome.Before, outcome.After).Take(10_000).ToList();
        return new()
        {
            Outcome = outcome,
            Headline = Words(outcome, failed, denied),
            Succeeded = outcome.Ran.Count > 0 && failed == 0 && outcome.Refused.Count == 0,
            Invocations = Shown([.. outcome.Ran.Select((r, at) => new InvocationView(at + 1, r))]),
            Calls = [.. outcome.Calls.Where(c => c is not { Service: "lambda", Operation: "Invoke" } || IsFunctions(c)).Take(MostCalls).Select(c => new CallView(c, outcome.Before.Now))],
            Differences = [.. differences.Take(AccountDifference.Most)],
            MoreDifferences = Math.Max(0, differences.Count - AccountDifference.Most),
            OtherBill = [.. outcome.After.Bill.LinesAt(outcome.After.Now).Where(l => l.Service is not "lambda" && l.Usd >= 0.000000000001m).Take(10)],
            Marks = [.. outcome.Ran.Where(r => r.Outcome.Error?.At is not null).Select(r => new FailedLine(r.Outcome.Error!.At!.Path, r.Outcome.Error.At.Line, $"{r.Outcome.Error.ErrorType}: {Cut(r.Outcome.Error.ErrorMessage, 500)}")).Distinct().Take(20)],
        };
    }

    /// <summary>Of many, the first; and of those that failed some, wherever they stand.</summary>
    private static IReadOnlyList<InvocationView> Shown(List<InvocationView> all) => all.Count <= MostInvocations ? all
        : [.. all.Where(v => v.Error is not null).Take(MostInvocations / 2).Concat(all).Distinct().Take(MostInvocations).OrderBy(v => v.Number)];

    private static string Words(FunctionOutcome outcome, int failed, int denied)
    {
        var count = outcome.Ran.Count;
        if (count == 0) return outcome.Refused.Count > 0 ? $"Not invoked: {outcome.Refused[0].Code}" : "Nothing invoked the function";
        var words = failed == 0 ? count == 1 ? "Succeeded" : $"{count} invocations succeeded" : count == 1 ? "Failed" : $"{failed} of {count} invocations failed";
        return denied == 0 ? words : $"{words}, {denied} {(denied == 1 ? "call" : "calls")} denied";
    }

    private static bool IsFunctions(ApiCall call) => call.Caller.Contains(":assumed-role/", StringComparison.Ordinal);

    public static string Pretty(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 512 });
            return Cut(JsonSerializer.Serialize(document.RootElement, Indented), MostText);
        }
        catch (JsonException)
        {
            return Cut(json, MostText);
        }
    }

    public static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";

    public static string Usd(decimal usd) => usd == 0 ? "0 USD" : usd.ToString("0.############", CultureInfo.InvariantCulture) + " USD";

    public static string Ms(double ms) => ms.ToString("0.##", CultureInfo.InvariantCulture) + " ms";

    /// <summary>What a statement would say that allows a denied call, for the role's policy.</summary>
    public static string Statement(AuthorizedAction denied) => $$"""{ "Effect": "Allow", "Action": "{{denied.Action}}", "Resource": "{{denied.Resource}}" }""";

    /// <summary>Base64 and long texts say little: the beginning is enough.</summary>
    public static string Brief(string json) => Cut(LongText.Replace(json, m => $"\"{m.Groups[1].Value}…\""), 400);

    [GeneratedRegex("\"([^\"\\\\]{60})[^\"\\\\]{40,}\"")]
    private static partial Regex LongText { get; }
}

public sealed record InvocationView(int Number, RanInvocation Ran)
{
    public HandlerFailure? Error => Ran.Outcome.Error;
    public string Payload => FunctionReportModel.Pretty(Ran.Outcome.Payload);
    public IReadOnlyList<string> Log => [.. Ran.Outcome.Log.Take(FunctionReportModel.MostLogLines).Select(l => FunctionReportModel.Cut(l, 2000))];
    public int MoreLog => Math.Max(0, Ran.Outcome.Log.Count - FunctionReportModel.MostLogLines);
    public string Report => Ran.Report.Line(Ran.Started.RequestId, Ran.Started.Version.MemorySize);
}

public sealed record CallView(ApiCall Call, DateTimeOffset Began)
{
    public bool IsDenied => Call.Error is { Denied.Count: > 0 };
    public string Verdict => IsDenied ? "Denied" : Call.Error is null ? "Allowed" : Call.Authorized.Any(a => a.Decision is Decision.Allowed) ? "Allowed, failed" : "Failed";
    public string Who => Call.Caller.Contains(":assumed-role/", StringComparison.Ordinal) ? Call.Caller[(Call.Caller.IndexOf(":assumed-role/", StringComparison.Ordinal) + 14)..].Split('/')[0] : Call.Caller.EndsWith(":root", StringComparison.Ordinal) ? "your steps" : Call.Caller;
    public string After => "+" + (Call.Time - Began).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";
}
