using System.Text.Json;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>
/// The examples that AWS's guides work out, as facts: what kinds of policies, which requests, and what the page says comes of each. A line
/// names the guide and the page; the policies are written our way.
/// </summary>
public sealed class WorkedExamples
{
    private static readonly Dictionary<string, JsonElement> Lines = JsonLines.Of("worked-examples.jsonl").ToDictionary(l => l.GetProperty("about").GetString()!);

    public static TheoryData<string> All => [.. Lines.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Come_out_as_the_page_says(string about)
    {
        var line = Lines[about];
        var policies = Policies(line);
        var prepared = PreparedPolicies.Prepare(policies);
        Assert.All(line.GetProperty("requests").EnumerateArray(), asked =>
        {
            var request = Ask.By(Text("caller")!, Text("action")!, Text("resource")!, Text("resourceAccount"), [.. Context(asked)]);
            var evaluation = Evaluator.Evaluate(policies, request);
            Assert.Empty(evaluation.Unevaluated);
            Assert.Equal(Text("expect"), evaluation.Decision.ToString());
            // Deciding without reasons comes to the same.
            Assert.Equal(evaluation.Decision, prepared.Decide(request).Decision);
            Assert.Equal(evaluation.BlockedBy, prepared.Decide(request).BlockedBy.ToList());

            string? Text(string name) => asked.TryGetProperty(name, out var text) ? text.GetString() : null;
        });
    }

    private static PolicySet Policies(JsonElement line)
    {
        return new()
        {
            IdentityPolicies = Each(line, "identityPolicies") ?? [],
            ResourcePolicy = One("resourcePolicy"),
            PermissionsBoundary = One("permissionsBoundary"),
            SessionPolicy = One("sessionPolicy"),
            ServiceControlPolicies = Levels("serviceControlPolicies"),
            ResourceControlPolicies = Levels("resourceControlPolicies"),
            EndpointPolicies = Each(line, "endpointPolicies"),
        };

        static List<Policy>? Each(JsonElement of, string name) =>
            of.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(p => IamTest.Policy(p.GetRawText(), name))] : null;
        Policy? One(string name) => line.TryGetProperty(name, out var policy) ? IamTest.Policy(policy.GetRawText(), name) : null;
        List<PolicyLevel>? Levels(string name) => line.TryGetProperty(name, out var levels)
            ? [.. levels.EnumerateArray().Select(l => new PolicyLevel(l.GetProperty("orgIdentifier").GetString()!, Each(l, "policies")!))] : null;
    }

    private static IEnumerable<(string, string[])> Context(JsonElement asked) => !asked.TryGetProperty("context", out var context) ? []
        : context.EnumerateObject().Select(k => (k.Name, k.Value.ValueKind is JsonValueKind.Array ? [.. k.Value.EnumerateArray().Select(v => v.GetString()!)] : new[] { k.Value.GetString()! }));
}
