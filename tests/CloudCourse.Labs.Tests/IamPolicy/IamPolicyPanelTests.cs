using System.Net;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Labs.IamPolicy;
using CloudCourse.Labs.IamPolicy.Flow;
using CloudCourse.Simulation.Iam;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCourse.Labs.Tests.IamPolicy;

public sealed class IamPolicyPanelTests
{
    [Theory]
    [InlineData(Decision.Allowed, "Allow", Match.Yes, "Allowed")]
    [InlineData(Decision.ExplicitDeny, "Deny", Match.Yes, "Denied by a statement")]
    [InlineData(Decision.ImplicitDeny, "Allow", Match.No, "Denied: nothing allows it")]
    public async Task The_flow_ends_with_the_decision_in_words(Decision decision, string effect, Match applies, string words)
    {
        var html = await RenderAsync(new([new("arn:aws:iam::111122223333:user/ana", "s3:GetObject", "arn:aws:s3:::b/k", [new("aws:SourceIp", ["203.0.113.7"])],
            "Allowed", decision, decision is Decision.Allowed, [0], ["x:key"], [],
            [new("policy.json", "Read", effect, applies, "why it is so", 4, [new("Action", applies, "because of the action", 5)])])], []));
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.Contains("policy.json, line 4", html, StringComparison.Ordinal);
        Assert.Contains("because of the action", html, StringComparison.Ordinal);
        Assert.Contains("aws:SourceIp = 203.0.113.7", html, StringComparison.Ordinal);
        Assert.Contains("The request has no x:key", html, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_of_policy_that_was_asked_is_a_step_and_a_witness_shows_both_answers()
    {
        IamCase witness = new("arn:aws:iam::111122223333:user/ana", "s3:GetObject", "arn:aws:s3:::b/k", [], "Denied", Decision.Allowed, false, [], [], [], [])
        {
            Title = "Your policy allows this",
            Reference = Decision.ImplicitDeny,
            Stages = [new("Does any Deny fit?", FlowOutcome.Passed, "No."), new("Permissions boundary", FlowOutcome.Blocked, "Nothing in it allows this.")],
            Omitted = 12,
        };
        var html = await RenderAsync(new([witness], [], ["Not decided: the operator Unheard"]));
        foreach (var words in new[] { "Your policy allows this", "Permissions boundary", "Nothing in it allows this.", "denied because nothing allows it", "12 statements more", "the operator Unheard" })
            Assert.Contains(words, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_learner_wrote_is_text_and_never_markup()
    {
        var html = await RenderAsync(new([], [new(Simulation.Findings.FindingType.Error, "INVALID_ACTION", "There is no action \"<script>\".", 2)]));
        Assert.Contains(WebUtility.HtmlEncode("<script>"), html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    /// <summary>As iam-1 stored it: one policy, no kinds of policy that were asked, no notes.</summary>
    [Fact]
    public async Task A_report_of_the_first_version_is_drawn_as_it_was()
    {
        var html = await RenderStoredAsync("""
            {"cases": [{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
                "context": [{"key": "aws:SourceIp", "values": ["203.0.113.7"]}], "expected": "Allowed", "decision": "implicitDeny", "asExpected": false, "deciding": [],
                "missingContextValues": ["x:key"], "unevaluated": [], "statements": [{"policy": "policy.json", "name": "Read", "effect": "Allow", "applies": "no",
                    "why": "another bucket", "line": 4, "elements": [{"element": "Resource", "match": "no", "why": "another bucket", "line": 8}]}]}],
             "findings": [{"type": "error", "issueCode": "INVALID_ACTION", "details": "There is no such action.", "line": 7}]}
            """);
        foreach (var words in new[] { "user/ana", "Denied: nothing allows it", "Resource does not fit", "policy.json, line 4", "The request has no x:key", "There is no such action." })
            Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be drawn", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"cases": "none"}""")]
    [InlineData("""{"findings": []}""")]
    [InlineData("""{"cases": [{"decision": "perhaps"}], "findings": []}""")]
    [InlineData("[]")]
    public async Task A_report_that_cannot_be_drawn_says_so_and_takes_nothing_else_away(string stored) =>
        Assert.Contains("cannot be drawn any more", await RenderStoredAsync(stored), StringComparison.Ordinal);

    [Fact]
    public async Task A_hidden_check_draws_nothing() => Assert.Equal("", (await RenderAsync(null)).Trim());

    private static Task<string> RenderAsync(IamEvidence? evidence) =>
        RenderCheckAsync(evidence is null ? null : JsonSerializer.SerializeToElement(evidence, CourseJson.Options));

    private static Task<string> RenderStoredAsync(string evidence) => RenderCheckAsync(JsonElement.Parse(evidence));

    private static async Task<string> RenderCheckAsync(JsonElement? evidence)
    {
        CheckResult check = new()
        {
            Id = "c",
            Kind = "decision",
            Status = CheckStatus.Failed,
            Points = 0,
            OutOf = 1,
            MessageKey = "k",
            Message = "m",
            Evidence = evidence,
        };
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<IamPolicyPanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
    }
}
