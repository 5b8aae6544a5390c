using System.Globalization;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam.Fuzz;

/// <summary>
/// Spoiled documents through the reader, the rules and the evaluator: nothing throws, every place lies in the text and its
/// path leads there, and what cannot be read allows nothing.
/// </summary>
public sealed class PolicyFuzzTests(ITestOutputHelper output)
{
    private const ulong Seed = 20261122;

    private static readonly string[] Corpus =
    [
        .. PolicyCheckTests.Cases.Select(c => PolicyCheckRelativesTests.Whole(c.Data.Item2, c.Data.Item3).Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal)),
        .. PolicyCheckRelativesTests.Cases.Select(c => PolicyCheckRelativesTests.Whole(c.Data.Item2, c.Data.Item3)),
    ];

    private static readonly PolicyType[] Kinds = Enum.GetValues<PolicyType>();

    private static readonly AuthorizationRequest Request = IamTest.Request("s3:GetObject", "arn:aws:s3:::reports/march.csv",
        ("aws:username", ["ana"]), ("aws:userid", ["AIDAEXAMPLE"]), ("aws:SourceIp", ["203.0.113.7"]), ("aws:CurrentTime", ["2026-11-22T20:00:00Z"]),
        ("aws:TagKeys", ["team", "stage"]), ("aws:PrincipalArn", [IamTest.Ana]), ("aws:MultiFactorAuthAge", ["300"]), ("aws:SecureTransport", ["true"]));

    /// <summary>A share of the million, each from a seed of its own.</summary>
    [Fact]
    public void Spoiled_documents() => Assert.Null(Run(0, 3_000).Failure);

    /// <summary>`dotnet run -c Release --project tests/CloudCourse.Simulation.Tests -- -explicit only -class "*PolicyFuzzTests" -showLiveOutput`; FUZZ_FIRST and FUZZ_COUNT choose other documents.</summary>
    [Fact(Explicit = true)]
    public void A_million_spoiled_documents()
    {
        var (first, count) = (Setting("FUZZ_FIRST", 0), Setting("FUZZ_COUNT", 1_000_000));
        // The processor's time: on a busy machine the clock's says nothing.
        var before = Environment.CpuUsage.TotalTime;
        var run = Run(first, count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count:N0} documents from {first:N0} in {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F0} s of processor time; {run.Json:N0} were JSON, {run.Findings:N0} findings, {run.Allowed:N0} allowed the request; the slowest, {run.Slowest}, took {run.SlowestMs:F1} ms"));
        Assert.Null(run.Failure);
    }

    private static int Setting(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : otherwise;

    private static Outcome Run(int first, int count)
    {
        Outcome outcome = new();
        for (var number = first; number < first + count; number++)
        {
            Mutator mutator = new(Seed + ((ulong)number * 7919));
            var text = mutator.Spoil(Corpus);
            var kind = mutator.Of(Kinds);
            var start = Environment.CpuUsage.TotalTime;
            try
            {
                if (Fault(text, kind, outcome) is { } fault) return outcome with { Failure = $"document {number} ({kind}): {fault}\n{text}" };
            }
            catch (Exception e)
            {
                return outcome with { Failure = $"document {number} ({kind}): {e}\n{text}" };
            }
            var took = (Environment.CpuUsage.TotalTime - start).TotalMilliseconds;
            // The first ones load the catalogue.
            if (number > first + 1_000 && took > outcome.SlowestMs) (outcome.SlowestMs, outcome.Slowest) = (took, number);
        }
        return outcome;
    }

    private static string? Fault(string text, PolicyType kind, Outcome outcome)
    {
        var reading = PolicyReader.Read(text);
        if (reading.Policy is null)
            return reading.SyntaxError is { Details.Length: > 0 } error && InText(error.At) ? null : "the syntax error is not in the text";
        outcome.Json++;
        if (!reading.Policy.Unreadable.Concat(reading.Policy.Statements.SelectMany(s => s.Unreadable)).All(u => InText(u.At) && u.Why.Length > 0)) return "an unreadable part is not in the text";

        var findings = PolicyFindings.Of(reading.Policy, kind);
        outcome.Findings += findings.Count;
        LineMap lines = new(text);
        foreach (var finding in findings)
        {
            if (finding.Details.Length == 0 || finding.Locations.Count == 0) return $"{finding.IssueCode} says nothing, or nowhere";
            foreach (var at in finding.Locations)
            {
                if (!InText(at)) return $"{finding.IssueCode} is not in the text";
                if (!Places.Of(reading.Policy.Json, at.Pointer).Any(p => (p.Start, p.End) == (at.Start, at.End))) return $"{finding.IssueCode}: {at.Pointer} does not lead to {at.Start}-{at.End}";
                var (line, column) = lines.Of(at.End);
                if (line < 1 || column < 1) return $"{finding.IssueCode} has no line";
            }
        }

        var decision = Evaluator.Evaluate([reading.Policy], Request).Decision;
        if (decision is Decision.Allowed)
        {
            outcome.Allowed++;
            if (reading.Policy.Unreadable.Count > 0) return "a document that cannot be read allows";
        }
        return null;

        bool InText(Location at) => at.Start >= 0 && at.Start <= at.End && at.End <= text.Length;
    }

    private sealed record Outcome
    {
        public string? Failure { get; init; }
        public int Json { get; set; }
        public long Findings { get; set; }
        public int Allowed { get; set; }
        public int Slowest { get; set; }
        public double SlowestMs { get; set; }
    }
}
