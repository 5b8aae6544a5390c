using Bunit;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Labs;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Labs;

public sealed class LabPanelsTests(Site site) : BunitContext, IClassFixture<Site>
{
    private LabDefinition Lab => site.Services.GetRequiredService<CourseLibrary>().Current.FindLab("read-one-bucket")!.ForSeed(1);

    [Fact]
    public void Hints_come_one_tier_at_a_time()
    {
        var asked = 0;
        var panel = Render<HintsPanel>(p => p.Add(c => c.Hints, ["Gentle", "Plain"]).Add(c => c.Shown, 1).Add(c => c.OnReveal, () => asked++));
        Assert.Contains("Gentle", panel.Find(".hint").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Plain", panel.Markup, StringComparison.Ordinal);
        panel.Find("button").Click();
        Assert.Equal(1, asked);
        panel.Render(p => p.Add(c => c.Shown, 2));
        Assert.Empty(panel.FindAll("button"));
    }

    [Fact]
    public void A_locked_solution_says_when_it_opens_and_is_not_in_the_page()
    {
        var panel = Solution(new(MaySee: false, Seen: false, AttemptsToGo: 2));
        Assert.Contains("2 more graded attempts", panel.Markup, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("button, pre"));
    }

    [Fact]
    public void An_open_solution_shows_after_a_warning_and_goes_into_the_editor()
    {
        LabSolution? used = null;
        var panel = Solution(new(MaySee: true, Seen: false, AttemptsToGo: 0), s => used = s);
        Assert.Contains("practice", panel.Markup, StringComparison.Ordinal);
        panel.Find("button").Click();
        Assert.Contains("2012-10-17", panel.Find("pre").TextContent, StringComparison.Ordinal);
        panel.Find("button").Click();
        Assert.True(used!.IsGood);
    }

    [Fact]
    public void A_solution_that_the_server_keeps_back_is_not_shown()
    {
        var panel = Render<SolutionPanel>(p => p.Add(c => c.Access, new(true, false, 0)).Add(c => c.OnShow, () => Task.FromResult<LabSolution?>(null)));
        panel.Find("button").Click();
        Assert.Empty(panel.FindAll("pre"));
    }

    [Fact]
    public void Attempts_list_what_was_reached_and_lead_to_results_and_files()
    {
        var id = Guid.NewGuid();
        List<string> asked = [];
        DateTime at = new(2026, 11, 22, 9, 5, 0, DateTimeKind.Utc);
        var history = Render<AttemptHistory>(p => p
            .Add(c => c.Attempts, [new AttemptView(id, Guid.NewGuid(), 3, 7, 10, false, true, at, at, 12)])
            .Add(c => c.OnOpen, s => asked.Add($"open {s == id}"))
            .Add(c => c.OnRestore, s => asked.Add($"restore {s == id}")));
        Assert.Contains("3 (practice)", history.Find("tbody th").TextContent, StringComparison.Ordinal);
        Assert.Contains("7 of 10", history.Find("tbody").TextContent, StringComparison.Ordinal);
        history.FindAll("button")[0].Click();
        history.FindAll("button")[1].Click();
        Assert.Equal(["open True", "restore True"], asked);
    }

    private IRenderedComponent<SolutionPanel> Solution(SolutionAccess access, Action<LabSolution>? onUse = null) =>
        Render<SolutionPanel>(p => p
            .Add(c => c.Access, access)
            .Add(c => c.OnShow, () => Task.FromResult<LabSolution?>(Lab.Solutions.First(s => s.IsGood)))
            .Add(c => c.OnUse, s => onUse?.Invoke(s)));
}
