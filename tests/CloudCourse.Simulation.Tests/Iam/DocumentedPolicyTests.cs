using System.Text.Json;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>
/// Policies of resources, roles and organizations in the manner of AWS's guides, written our way: none gets a finding, but where a line lists
/// codes. Those were judged by the checks' own page; no answer of AWS's to these policies was at hand.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"/>
public sealed class DocumentedPolicyTests
{
    private static readonly Dictionary<string, JsonElement> Lines = JsonLines.Of("documented-policies.jsonl").ToDictionary(l => l.GetProperty("about").GetString()!);

    public static TheoryData<string> All => [.. Lines.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Get_no_other_findings_than_listed(string about)
    {
        var line = Lines[about];
        var kind = Enum.Parse<PolicyType>(line.GetProperty("policyType").GetString()!, ignoreCase: true);
        var findings = PolicyFindings.Of(line.GetProperty("policy").GetRawText(), kind, line.TryGetProperty("resourceType", out var type) ? type.GetString() : null);
        var expected = line.TryGetProperty("codes", out var codes) ? codes.EnumerateArray().Select(c => c.GetString()!) : [];
        Assert.Equal(expected, findings.Where(f => f.Type is not FindingType.Suggestion).Select(f => f.IssueCode));
    }
}
