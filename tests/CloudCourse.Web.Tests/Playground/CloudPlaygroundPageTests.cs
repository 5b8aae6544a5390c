using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Web.Playground.Cloud;

namespace CloudCourse.Web.Tests.Playground;

public sealed class CloudPlaygroundPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_first_scenario_is_there_before_any_script()
    {
        var page = await site.Visit().OpenAsync("/playground/cloud");
        Assert.Equal(2, page.QuerySelectorAll("[data-run]").Length);
        Assert.Equal("One zone or three", page.QuerySelector("[aria-current=page][href*=scenario]")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script:not([src]), [style], script[src*=blazor]"));
        Assert.Single(page.QuerySelectorAll(".site-nav a[href='/playground/cloud']"));
    }

    [Theory]
    [InlineData("/lessons/regions-and-zones")]
    [InlineData("/lessons/high-availability")]
    public async Task The_lessons_lead_here(string lesson) =>
        Assert.NotEmpty((await site.Visit().OpenAsync(lesson)).QuerySelectorAll("article a[href='/playground/cloud']"));

    [Fact]
    public async Task An_unknown_scenario_is_the_first() =>
        Assert.Equal("One zone or three", (await site.Visit().OpenAsync("/playground/cloud?scenario=%3Cscript%3E")).QuerySelector("#scenario-title")!.TextContent);

    /// <summary>What each scenario's sentences promise, so that no change of the engine makes them untrue unseen.</summary>
    [Theory]
    [InlineData("one-zone-or-three", 30, 1)]
    [InlineData("server-or-group", 30, 1)]
    [InlineData("one-to-spare", 0.2, 0.1)]
    [InlineData("slow-or-quick-checks", 0.2, 0.1)]
    [InlineData("fixed-or-scaling", 5, 1)]
    public void The_right_design_loses_less(string id, double leftLosesAtLeast, double rightAtMost)
    {
        var scenario = CloudScenarios.All.Single(s => s.Id == id);
        var (left, right) = (scenario.Runs[0].Timeline.Totals, scenario.Runs[1].Timeline.Totals);
        Assert.Equal(left.Asked, right.Asked);
        Assert.True(Lost(left) >= leftLosesAtLeast, $"the left loses {Lost(left)} %");
        Assert.True(Lost(right) <= rightAtMost && right.Lost < left.Lost, $"the right loses {Lost(right)} %");
        if (id == "server-or-group") Assert.True(left.Usd < right.Usd / 3);
        if (id == "slow-or-quick-checks") Assert.Equal((double)left.Usd, (double)right.Usd, 2);

        // In the end both sites are as they should be.
        Assert.All(scenario.Runs, r => Assert.Equal(0, r.Timeline.Series.Single(s => s.Name == "Lost").At(r.Timeline.To.AddMinutes(-6))));
        Assert.All(scenario.Runs, r => Assert.Contains(r.Timeline.Lanes, l => l is { Kind: LaneKind.Zone, Name: CloudScenario.FailingZone } && l.Spans.Any(s => s.Tone is TimelineTone.Bad)));

        static double Lost(TimelineTotals totals) => 100.0 * totals.Lost / totals.Asked;
    }
}
