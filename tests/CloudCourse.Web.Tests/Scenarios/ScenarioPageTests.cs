using System.Net;
using CloudCourse.Course.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Scenarios;

public sealed class ScenarioPageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_index_leads_to_every_scenario_and_each_is_played_before_any_script()
    {
        var visit = site.Visit();
        var index = await visit.OpenAsync("/scenarios");
        var links = index.QuerySelectorAll("a[href^='/scenarios/']").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(site.Services.GetRequiredService<CourseLibrary>().Current.Scenarios.Select(s => $"/scenarios/{s.Slug}"), links);
        foreach (var link in links)
        {
            var page = await visit.OpenAsync(link);
            Assert.Contains("USD", page.QuerySelector(".headline dd")!.TextContent, StringComparison.Ordinal);
            Assert.NotEmpty(page.QuerySelectorAll(".troubles li"));
            Assert.NotEmpty(page.QuerySelectorAll(".even svg path.line[d^=M]"));
            Assert.NotEmpty(page.QuerySelectorAll(".grounds a[href^=https]"));
            Assert.Empty(page.QuerySelectorAll("script:not([src]), [style], .field-error:not(:empty)"));
        }
    }

    [Theory]
    [InlineData("0", "too small")]
    [InlineData("-5", "too small")]
    [InlineData("1e300", "too large")]
    [InlineData("1e999", "too large")]
    [InlineData("NaN", "not a number")]
    [InlineData("", "The field is empty")]
    [InlineData("seven", "not a number")]
    [InlineData("1,5", "decimals after a point")]
    [InlineData("1,,200", "decimals after a point")]
    [InlineData("<script>alert(1)</script>", "not a number")]
    [InlineData("1111111111111111111111111111111111111111111111111", "not a number")]
    public async Task What_cannot_be_counted_is_told_and_the_storys_figure_taken(string typed, string says)
    {
        var visit = site.Visit();
        var told = await visit.OpenAsync("/scenarios/weekly-report");
        var page = await visit.OpenAsync($"/scenarios/weekly-report?option=fargate&pieces={Uri.EscapeDataString(typed)}");
        Assert.Contains(says, page.QuerySelector("[data-error=pieces]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector("#pieces")!.GetAttribute("aria-invalid"));
        Assert.Equal(told.QuerySelectorAll("tbody tr")[1].QuerySelector("td")!.TextContent, page.QuerySelectorAll("tbody tr")[1].QuerySelector("td")!.TextContent);
    }

    [Fact]
    public async Task A_learners_figures_count_and_stay_with_the_other_choices()
    {
        var page = await site.Visit().OpenAsync("/scenarios/weekly-report?option=lambda&work=1,200&pieces=7");
        Assert.Contains("It does not do the work", page.QuerySelector(".verdict")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Fifteen minutes", page.QuerySelector(".troubles .stops")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/scenarios/weekly-report?option=fargate&pieces=7&work=1200", page.QuerySelector("tbody a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_demand_turned_round_changes_the_answer()
    {
        var visit = site.Visit();
        Assert.Contains("does not", (await visit.OpenAsync("/scenarios/legacy-windows?option=containers")).QuerySelector(".verdict")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("does not", (await visit.OpenAsync("/scenarios/legacy-windows?option=containers&image=yes")).QuerySelector(".verdict")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The account answers as the model says: what scales loses little though a zone fails, and one machine in that zone loses what comes then.</summary>
    [Theory]
    [InlineData("/scenarios/young-company/evening?option=fargate", 0, 5)]
    [InlineData("/scenarios/legacy-windows/evening?option=group", 0, 5)]
    [InlineData("/scenarios/legacy-windows/evening?option=instance", 15, 40)]
    public async Task An_evening_is_played_on_the_simulated_account(string path, double lostAtLeast, double lostAtMost)
    {
        var page = await site.Visit().OpenAsync(path);
        Assert.NotEmpty(page.QuerySelectorAll("[data-run=evening]"));
        var words = page.QuerySelector(".sentence")!.TextContent;
        var lost = double.Parse(words[..words.IndexOf('%', StringComparison.Ordinal)].Trim(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(lost, lostAtLeast, lostAtMost);
    }

    [Theory]
    [InlineData("/scenarios/weekly-report/evening?option=lambda", "web servers and tasks that stay")]
    [InlineData("/scenarios/multiplayer-game/evening?option=group", "one by one")]
    [InlineData("/scenarios/shop-in-waves/evening?option=fargate&pieces=50000000", "up to 40")]
    public async Task Where_there_is_no_evening_it_is_said_why(string path, string why) =>
        Assert.Contains(why, (await site.Visit().OpenAsync(path)).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData("/scenarios/nothing/evening")]
    [InlineData("/scenarios/nothing")]
    [InlineData("/scenarios/%3Cscript%3E")]
    public async Task What_is_not_there_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().Client.GetAsync(path)).StatusCode);

    [Fact]
    public async Task An_unknown_option_or_answer_is_told_and_the_first_option_played()
    {
        var page = await site.Visit().OpenAsync("/scenarios/legacy-windows?option=%22%3E&image=maybe");
        Assert.Equal("group", page.QuerySelector("input[name=option][checked]")!.GetAttribute("value"));
        Assert.Equal(["There is no choice “\">” here. You see the first one.", "Choose yes or no. For now it is no."], page.QuerySelectorAll(".field-error:not(:empty)").Select(e => e.TextContent));
    }
}
