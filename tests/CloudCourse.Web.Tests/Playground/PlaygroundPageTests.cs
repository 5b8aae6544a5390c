using System.Text.Json;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;
using CloudCourse.Web.Playground;

namespace CloudCourse.Web.Tests.Playground;

public sealed class PlaygroundPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_page_is_never_empty_and_loads_no_circuit()
    {
        var page = await site.Visit().OpenAsync("/playground/iam");
        Assert.Equal("NotPayroll in Identity policy", page.QuerySelector("[data-stage=Deny] button")!.TextContent.Trim());
        Assert.Equal("Denied by a Deny", page.QuerySelector("[data-part=headline]")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script:not([src]), [style], script[src*=blazor]"));
        Assert.Single(page.QuerySelectorAll(".site-nav a[href='/playground/iam']"));
    }

    [Fact]
    public async Task The_page_makes_nobody_a_guest_and_allows_no_inline_script()
    {
        var response = await site.Visit().Client.GetAsync("/playground/iam");
        Assert.DoesNotContain(response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], c => c.StartsWith("cc-guest", StringComparison.Ordinal));
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lesson_leads_here()
    {
        var lesson = await site.Visit().OpenAsync("/lessons/policies");
        Assert.NotEmpty(lesson.QuerySelectorAll("article a[href^='/playground/iam']"));
    }

    /// <summary>What each example shows, so that no change of the engine makes its sentence untrue unseen.</summary>
    [Theory]
    [InlineData("deny-wins", Decision.ExplicitDeny, PolicyRole.IdentityPolicies)]
    [InlineData("missing-mfa", Decision.ImplicitDeny, PolicyRole.IdentityPolicies)]
    [InlineData("boundary", Decision.ImplicitDeny, PolicyRole.PermissionsBoundary)]
    [InlineData("cross-account", Decision.ImplicitDeny, PolicyRole.ResourcePolicy)]
    [InlineData("session", Decision.ImplicitDeny, PolicyRole.SessionPolicy)]
    [InlineData("trust", Decision.ImplicitDeny, PolicyRole.ResourcePolicy)]
    [InlineData("scp", Decision.ExplicitDeny, PolicyRole.ServiceControlPolicies)]
    [InlineData("notaction", Decision.Allowed, null)]
    public void Example_comes_out_as_its_sentence_promises(string id, Decision decision, PolicyRole? blockedBy)
    {
        var read = SituationReader.Read(PlaygroundExamples.Decisions.Single(e => e.Id == id).Situation);
        Assert.Empty(read.Problems);
        Assert.Empty(read.Unread);
        var evaluation = Evaluator.Evaluate(read.Policies, read.Request!);
        Assert.Equal(decision, evaluation.Decision);
        Assert.Equal(blockedBy is { } role ? [role] : [], evaluation.BlockedBy);
        Assert.Empty(evaluation.Unevaluated);
    }

    [Fact]
    public void Every_example_is_listed_above() => Assert.Equal(
        ["deny-wins", "missing-mfa", "boundary", "cross-account", "session", "trust", "scp", "notaction"], PlaygroundExamples.Decisions.Select(e => e.Id));

    [Theory]
    [InlineData("wildcard", PolicyRelation.Narrower)]
    [InlineData("bucket-or-objects", PolicyRelation.Incomparable)]
    [InlineData("same", PolicyRelation.Equivalent)]
    [InlineData("condition", PolicyRelation.Broader)]
    [InlineData("door", PolicyRelation.Narrower)]
    public void Comparison_comes_out_as_its_sentence_promises(string id, PolicyRelation relation)
    {
        var example = PlaygroundExamples.Comparisons.Single(e => e.Id == id);
        Assert.Equal(relation, PolicyComparer.Compare(PolicyReader.Read(example.A).Policy!, PolicyReader.Read(example.B).Policy!,
            CompareOptions.Default with { OnlyTheirResourceTypes = true, OnlyCatalogueActions = true }).Relation);
    }

    [Fact]
    public async Task Examples_that_the_page_carries_are_what_the_endpoint_takes()
    {
        var page = await site.Visit().OpenAsync("/playground/iam");
        using var examples = JsonDocument.Parse(page.QuerySelector("[data-playground]")!.GetAttribute("data-examples")!);
        Assert.Equal(8, examples.RootElement.GetArrayLength());
        Assert.All(examples.RootElement.EnumerateArray(), e => Assert.NotEmpty(e.GetProperty("situation").GetProperty("policies").EnumerateArray()));
    }
}
