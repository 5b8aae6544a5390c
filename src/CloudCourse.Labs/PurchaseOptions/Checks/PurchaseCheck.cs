using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.PurchaseOptions.Checks;

/// <summary>A kind of check. What it takes from <c>given</c> and <c>expect</c> is told in <c>content/README.md</c>.</summary>
internal abstract class PurchaseCheck(string kind, string failure)
{
    public string Kind => kind;

    /// <summary>The message's key when it fails.</summary>
    public string Failure => failure;

    /// <summary>What is wrong with the author's <c>given</c> and <c>expect</c>.</summary>
    public abstract IEnumerable<string> Problems(CheckDefinition check, PurchaseScenario scenario);

    public abstract CheckOutcome Run(CheckDefinition check, GradedMonth month);

    /// <summary>The one workload that the check is of; null for all.</summary>
    protected static string? Workload(CheckDefinition check) => Find(check.Given, "workload") is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    protected static IEnumerable<string> WorkloadProblems(CheckDefinition check, PurchaseScenario scenario)
    {
        foreach (var problem in Unknown(check.Given, "given", "workload")) yield return problem;
        if (Find(check.Given, "workload") is not null && scenario.Workloads.All(w => w.Id != Workload(check))) yield return "`workload` is none of the settings'";
    }

    protected static IEnumerable<string> LimitProblems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "atMost"))) yield return problem;
        if (Number(check.Expect, "atMost") is not > 0) yield return "`expect` needs `atMost`, in USD";
    }

    protected static IEnumerable<string> Unknown(JsonElement json, string of, params string[] known)
    {
        if (json.ValueKind is not JsonValueKind.Object) return json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? [] : [$"`{of}` is not an object"];
        return json.EnumerateObject().Where(m => !known.Contains(m.Name)).Select(m => $"`{of}` has no member `{m.Name}`: it takes {(known.Length == 0 ? "nothing" : string.Join(", ", known))}");
    }

    protected static decimal? Number(JsonElement json, string name) => Find(json, name) is { ValueKind: JsonValueKind.Number } found ? found.GetDecimal() : null;

    protected static string Usd(decimal usd) => usd.ToString("'$'#,0.00", CultureInfo.InvariantCulture);

    /// <summary>Hours with at most one digit behind the point.</summary>
    protected static string Hours(decimal hours) => hours.ToString("0.#", CultureInfo.InvariantCulture);

    private static JsonElement? Find(JsonElement json, string name) => json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var found) ? found : null;
}

/// <param name="Values">What fills the message's placeholders.</param>
internal sealed record CheckOutcome(bool Failed, PurchaseEvidence Evidence, IReadOnlyList<Location> At, IReadOnlyDictionary<string, string> Values);
