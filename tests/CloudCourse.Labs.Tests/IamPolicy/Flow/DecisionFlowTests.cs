using CloudCourse.Labs.IamPolicy.Flow;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.Tests.IamPolicy.Flow;

public sealed class DecisionFlowTests
{
    private const string Ana = "arn:aws:iam::111122223333:user/ana", Own = "111122223333", Other = "444455556666";

    private enum Says { Absent, Allows, Nothing, Denies, Riddles }

    private static readonly PolicyRole[] Roles = Enum.GetValues<PolicyRole>();

    /// <summary>Every mix of policies, each absent, allowing, silent, denying or not evaluable, for callers of three kinds, in one account and across two.</summary>
    [Theory]
    [InlineData(Ana, Own)]
    [InlineData(Ana, Other)]
    [InlineData("arn:aws:iam::111122223333:root", Own)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Reader/ana", Own)]
    [InlineData("s3.amazonaws.com", Own)]
    [InlineData(null, Other)]
    public void Flow_says_what_the_evaluation_says(string? caller, string owner)
    {
        RequestPrincipal principal = caller switch { null => new AnonymousPrincipal(), ['a', 'r', 'n', ..] => new ArnPrincipal(caller), _ => new ServicePrincipal(caller) };
        AuthorizationRequest request = new(principal, "s3:GetObject", "arn:aws:s3:::reports/july.csv", RequestContext.Empty, owner);
        for (var mix = 0; mix < (int)Math.Pow(5, Roles.Length); mix += 13) // 13 shares no factor with 5: every pair of roles meets in every way
        {
            var policies = Policies(Enumerable.Range(0, Roles.Length).Select(i => (Says)(mix / (int)Math.Pow(5, i) % 5)).ToArray());
            var evaluation = Evaluator.Evaluate(policies, request);
            var flow = DecisionFlow.Of(policies, request, evaluation);
            Assert.Equal(evaluation.Decision, flow.Decision);
            var stopped = flow.Stages.Where(s => s.Outcome is FlowOutcome.Blocked or FlowOutcome.Unknown).ToList();
            switch (evaluation.Decision)
            {
                case Decision.Allowed:
                    Assert.Empty(stopped);
                    Assert.DoesNotContain(flow.Stages, s => s.Outcome is FlowOutcome.NotReached);
                    break;
                case Decision.ExplicitDeny:
                    Assert.Equal((null, FlowOutcome.Blocked), (flow.Stages[0].Role, flow.Stages[0].Outcome));
                    Assert.NotEmpty(flow.Stages[0].Statements);
                    Assert.All(flow.Stages.Skip(1), s => Assert.Equal(FlowOutcome.NotReached, s.Outcome));
                    break;
                default:
                    Assert.NotEmpty(stopped);
                    Assert.All(evaluation.BlockedBy, role => Assert.Contains(stopped, s => s.Role == role));
                    if (evaluation.Unevaluated.Count == 0) Assert.All(stopped, s => Assert.Contains(s.Role!.Value, evaluation.BlockedBy));
                    break;
            }
        }
    }

    [Fact]
    public void In_one_account_the_questions_come_in_AWSs_order()
    {
        var flow = Of(Policies(Roles.Select(_ => Says.Allows).ToArray()), Own);
        Assert.False(flow.IsCrossAccount);
        Assert.Equal(
            [null, PolicyRole.EndpointPolicies, PolicyRole.ResourceControlPolicies, PolicyRole.ServiceControlPolicies, PolicyRole.ResourcePolicy,
                PolicyRole.IdentityPolicies, PolicyRole.PermissionsBoundary, PolicyRole.SessionPolicy],
            flow.Stages.Select(s => s.Role));
        Assert.All(flow.Stages, s => Assert.Equal(FlowLane.Both, s.Lane));
    }

    [Fact]
    public void Across_accounts_each_account_asks_its_own()
    {
        var flow = Of(Policies(Roles.Select(_ => Says.Allows).ToArray()), Other);
        Assert.True(flow.IsCrossAccount);
        Assert.Equal([PolicyRole.ServiceControlPolicies, PolicyRole.IdentityPolicies, PolicyRole.PermissionsBoundary, PolicyRole.SessionPolicy],
            flow.Stages.Where(s => s.Lane is FlowLane.Caller).Select(s => s.Role!.Value));
        Assert.Equal([PolicyRole.ResourceControlPolicies, PolicyRole.ResourcePolicy], flow.Stages.Where(s => s.Lane is FlowLane.Resource).Select(s => s.Role!.Value));
    }

    [Fact]
    public void Where_an_Allow_is_missing_the_nearest_one_is_shown()
    {
        PolicySet policies = new()
        {
            IdentityPolicies = [Read("Mine", """
                { "Version": "2012-10-17", "Statement": [
                  { "Sid": "Far", "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:*:*:instance/*" },
                  { "Sid": "Near", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports" } ] }
                """)],
        };
        var stage = Of(policies, Own).Stages.Single(s => s.Role is PolicyRole.IdentityPolicies);
        Assert.Equal(FlowOutcome.Blocked, stage.Outcome);
        Assert.Equal("Near", stage.Nearest!.Name);
    }

    [Fact]
    public void Of_several_levels_the_one_that_does_not_allow_is_named()
    {
        PolicySet policies = new()
        {
            IdentityPolicies = [Read("Mine", Document(Says.Allows))],
            ServiceControlPolicies = [new("Root", [Read("R", Document(Says.Allows))]), new("OU", [Read("O", Document(Says.Nothing))])],
        };
        var stage = Of(policies, Own).Stages.Single(s => s.Role is PolicyRole.ServiceControlPolicies);
        Assert.Equal([("Root", true), ("OU", false)], stage.Levels.Select(l => (l.Name, l.Allows)));
        Assert.Contains("OU", stage.Answer, StringComparison.Ordinal);
        Assert.Equal("O", stage.Nearest!.Policy);
    }

    private static DecisionFlow Of(PolicySet policies, string owner)
    {
        AuthorizationRequest request = new(new ArnPrincipal(Ana), "s3:GetObject", "arn:aws:s3:::reports/july.csv", RequestContext.Empty, owner);
        return DecisionFlow.Of(policies, request, Evaluator.Evaluate(policies, request));
    }

    private static PolicySet Policies(Says[] says)
    {
        Policy? One(PolicyRole role) => says[(int)role] is Says.Absent ? null : Read(role.ToString(),
            Document(says[(int)role], role is PolicyRole.ResourcePolicy or PolicyRole.ResourceControlPolicies or PolicyRole.EndpointPolicies));
        IReadOnlyList<PolicyLevel>? Levels(PolicyRole role) => One(role) is { } policy ? [new("Root", [policy])] : null;
        return new()
        {
            IdentityPolicies = One(PolicyRole.IdentityPolicies) is { } identity ? [identity] : [],
            ResourcePolicy = One(PolicyRole.ResourcePolicy),
            PermissionsBoundary = One(PolicyRole.PermissionsBoundary),
            SessionPolicy = One(PolicyRole.SessionPolicy),
            ServiceControlPolicies = Levels(PolicyRole.ServiceControlPolicies),
            ResourceControlPolicies = Levels(PolicyRole.ResourceControlPolicies),
            EndpointPolicies = One(PolicyRole.EndpointPolicies) is { } endpoint ? [endpoint] : null,
        };
    }

    private static readonly Dictionary<(Says, bool), string> Documents = [];

    private static string Document(Says says, bool principal = false)
    {
        if (Documents.TryGetValue((says, principal), out var known)) return known;
        var (effect, action, condition) = says switch
        {
            Says.Allows => ("Allow", "s3:*", ""),
            Says.Nothing => ("Allow", "ec2:*", ""),
            Says.Denies => ("Deny", "s3:*", ""),
            _ => ("Allow", "s3:*", """, "Condition": { "StringSounds": { "aws:username": "ana" } }"""),
        };
        return Documents[(says, principal)] =
            $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "{{effect}}", {{(principal ? "\"Principal\": \"*\", " : "")}}"Action": "{{action}}", "Resource": "*"{{condition}} } }""";
    }

    private static Policy Read(string name, string text) => PolicyReader.Read(text, name).Policy!;
}
