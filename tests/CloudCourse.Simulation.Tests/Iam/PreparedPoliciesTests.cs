using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Patterns;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>Deciding without a trace is deciding: it says what the trace says, and allocates nothing.</summary>
public sealed class PreparedPoliciesTests
{
    private const int RequestsEach = 12;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Decides_as_the_trace_does(int seed)
    {
        RandomPolicies random = new(seed);
        for (var i = 0; i < 120; i++)
        {
            var policies = PreparedPolicies.Prepare(random.Set());
            for (var r = 0; r < RequestsEach; r++)
            {
                var request = random.Request();
                var (quick, full) = (policies.Decide(request), Evaluator.Evaluate(policies.Policies, request));
                Assert.Equal((full.Decision, full.Unevaluated.Count > 0), (quick.Decision, quick.IsUncertain));
                Assert.Equal(full.BlockedBy, quick.BlockedBy.ToList());
            }
        }
    }

    /// <summary>Or the law above would say little.</summary>
    [Fact]
    public void The_random_requests_meet_every_kind_of_answer()
    {
        RandomPolicies random = new(1);
        List<Verdict> verdicts = [.. Enumerable.Range(0, 6000).Select(_ => PreparedPolicies.Prepare(random.Set()).Decide(random.Request()))];
        Assert.All(Enum.GetValues<Decision>(), decision => Assert.True(verdicts.Count(v => v.Decision == decision) > 100, $"{decision}"));
        Assert.All(Enum.GetValues<PolicyRole>(), role => Assert.True(verdicts.Count(v => v.BlockedBy.Contains(role)) > 10, $"{role}"));
        Assert.All([true, false], uncertain => Assert.True(verdicts.Count(v => v.IsUncertain == uncertain) > 100));
    }

    /// <summary>With few steps it may give up, as the trace may; what it does decide is what the trace decides with steps enough.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void With_too_few_steps_it_gives_up_and_never_allows_more(int seed)
    {
        RandomPolicies random = new(seed);
        for (var i = 0; i < 150; i++)
        {
            var policies = PreparedPolicies.Prepare(random.Set());
            PreparedRequest request = new(random.Request());
            var (enough, steps) = (policies.Decide(request), 1 + i % 60);
            var (quick, full) = (policies.Decide(request, steps), Evaluator.Evaluate(policies.Policies, request.Request, steps));
            Assert.True(quick.Decision == enough.Decision || quick is { Decision: Decision.ImplicitDeny, IsUncertain: true }, $"{quick} and {enough}");
            // The trace looks at more, so whatever it can afford is affordable here.
            if (full.Unevaluated.Count == 0) Assert.Equal((full.Decision, false), (quick.Decision, quick.IsUncertain));
        }
    }

    [Fact]
    public void Deciding_allocates_nothing()
    {
        RandomPolicies random = new(7);
        List<(PreparedPolicies Policies, PreparedRequest Request)> cases =
            [.. Enumerable.Range(0, 300).Select(_ => (PreparedPolicies.Prepare(random.Set()), new PreparedRequest(random.Request())))];
        // Once before, for what is made once: code, a thread's budget, the catalogue's services, borrowed memory.
        for (var i = 0; i < 3; i++) DecideAll();

        // The least of some rounds: a collection between them takes back memory that was kept for borrowing.
        var (least, allowed) = (long.MaxValue, 0);
        for (var i = 0; i < 5 && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            allowed += DecideAll();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.True(allowed > 0);

        int DecideAll()
        {
            var count = 0;
            foreach (var (policies, request) in cases) count += policies.Decide(request).IsAllowed ? 1 : 0;
            return count;
        }
    }

    [Fact]
    public async Task Threads_share_the_policies_and_the_request()
    {
        RandomPolicies random = new(11);
        List<(PreparedPolicies Policies, PreparedRequest Request)> cases =
            [.. Enumerable.Range(0, 200).Select(_ => (PreparedPolicies.Prepare(random.Set()), new PreparedRequest(random.Request())))];
        List<Verdict> Decide() => [.. cases.Select(c => c.Policies.Decide(c.Request))];

        var alone = Decide();
        foreach (var together in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Decide)))) Assert.Equal(alone, together);
    }

    [Fact]
    public void Says_which_kind_of_policy_stands_in_the_way()
    {
        var verdict = PreparedPolicies.Prepare(new()
        {
            IdentityPolicies = [Of(Allow())],
            PermissionsBoundary = Of("""{"Effect": "Allow", "Action": "ec2:*", "Resource": "*"}"""),
            ServiceControlPolicies = [new("r-1", [Of(Allow())]), new("ou-1", [])],
        }).Decide(Get());
        Assert.Equal("ImplicitDeny: ServiceControlPolicies, PermissionsBoundary", $"{verdict.Decision}: {verdict.BlockedBy}");
    }

    /// <summary>More than any memory of the stack's: ten thousand statements, and more levels than an organization has.</summary>
    [Fact]
    public void Ten_thousand_statements_and_fifty_levels()
    {
        var many = Of([.. Enumerable.Range(0, 10_000).Select(i => $$"""{"Effect": "Allow", "Action": ["service{{i}}:*", "s3:Get*"], "Resource": "arn:aws:s3:::reports/*"}""")]);
        PolicySet policies = new() { IdentityPolicies = [many], ServiceControlPolicies = [.. Enumerable.Range(0, 50).Select(i => new PolicyLevel($"ou-{i}", [Of(Allow())]))] };
        Assert.Equal(Decision.Allowed, PreparedPolicies.Prepare(policies).Decide(Get()).Decision);
        Assert.Equal(Decision.ImplicitDeny, PreparedPolicies.Prepare(policies).Decide(Request("s3:PutObject", Key)).Decision);
    }

    /// <summary>Many stars cost pattern times text at most, and that many steps are charged: enough of them end in an answer, not in a hang.</summary>
    [Fact]
    public void Patterns_made_to_be_slow_end_in_an_answer()
    {
        var slow = $"arn:aws:s3:::*{new string('a', 1000)}b*";
        var request = Request("s3:GetObject", $"arn:aws:s3:::{new string('a', 2000)}");
        string Statement(string effect, string resource) => $$"""{"Effect": "{{effect}}", "Action": "s3:*", "Resource": "{{resource}}"}""";

        var few = PreparedPolicies.Prepare(new() { IdentityPolicies = [Of(Allow(), Statement("Deny", slow))] });
        Assert.Equal(new Verdict(Decision.Allowed, default, false), few.Decide(request));
        var many = PreparedPolicies.Prepare(new() { IdentityPolicies = [Of([Allow(), .. Enumerable.Repeat(Statement("Deny", slow), 100)])] });
        Assert.Equal(new Verdict(Decision.ImplicitDeny, default, true), many.Decide(request));
        Assert.Equal(Decision.ImplicitDeny, many.Explain(request).Decision);
    }

    [Theory]
    [InlineData("ForAnyValue:Bool", "false", "true")]
    [InlineData("ForAnyValue:StringLike", "*x*", "y")]
    [InlineData("ForAnyValue:NumericEquals", "1", "2")]
    [InlineData("ForAnyValue:BinaryEquals", "YWJj", "YWJk")]
    [InlineData("ForAnyValue:IpAddress", "203.0.113.0/24", "::1")]
    [InlineData("ForAnyValue:ArnLike", "arn:aws:s3:::x*", "arn:aws:s3:::y")]
    public void Many_values_against_many_end_in_an_answer(string op, string value, string seen)
    {
        var values = string.Join(", ", Enumerable.Repeat($"\"{value}\"", 1000));
        var policies = PreparedPolicies.Prepare(new() { IdentityPolicies = [Of(Allow(), Deny($$$""" "Condition": {"{{{op}}}": {"x:key": [{{{values}}}]}} """))] });
        var request = Get(("x:key", [.. Enumerable.Repeat(seen, 1000)]));
        // Each of the million comparisons is charged.
        Assert.Equal(new Verdict(Decision.ImplicitDeny, default, true), policies.Decide(new(request), steps: 900_000));
        Assert.Single(Evaluator.Evaluate(policies.Policies, request, steps: 900_000).Unevaluated);
        Assert.Equal(Decision.Allowed, policies.Decide(request).Decision);
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 8)];
}
