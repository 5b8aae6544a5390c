using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.Sort;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.Sort;

/// <summary>Cards into columns: what is drawn, what a check says of each card, and what an author hears.</summary>
public sealed class SortLabsTests
{
    private static readonly SortGrader _grader = new();

    private static LabDefinition Lab { get; } = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.FindLab("who-does-what")!;

    [Fact]
    public void The_author_made_no_mistake() => Assert.Empty(_grader.CheckDefinition(Lab));

    [Fact]
    public async Task Solutions_come_out_as_they_say_whichever_cards_are_drawn()
    {
        foreach (var solution in Lab.Solutions)
        {
            for (var seed = 1; seed <= 40; seed++)
            {
                var report = await GradeAsync(solution.Files["cards.json"], seed);
                if (solution.IsGood) Assert.True(report.Passed, $"{solution.Name}, {seed}");
                else Assert.Contains(report.Tasks.SelectMany(t => t.Checks), c => c.Id == solution.Expect!.Check && c.MessageKey == solution.Expect.Key);
            }
        }
    }

    [Fact]
    public void Of_every_group_the_same_number_is_drawn_by_the_seed_alone()
    {
        var draws = Enumerable.Range(1, 60).Select(Drawn).ToList();
        Assert.All(draws, d => Assert.Equal([3, 3, 3, 3, 3], d.GroupBy(c => c["group"]!.GetValue<string>()).Select(g => g.Count())));
        Assert.Equal(Ids(Drawn(5)), Ids(Drawn(5)));
        Assert.Equal(30, draws.SelectMany(Ids).Distinct().Count()); // every card comes to somebody
        Assert.True(draws.Select(d => string.Join(' ', Ids(d))).Distinct().Count() > 50);
    }

    [Fact]
    public void The_browser_hears_nothing_of_where_a_card_belongs() =>
        Assert.All(Drawn(1), c => Assert.Equal(["id", "text", "group"], c.AsObject().Select(m => m.Key)));

    [Fact]
    public async Task Every_card_is_answered_with_its_fact_and_a_source()
    {
        var report = await GradeAsync(Lab.Solutions.First(s => !s.IsGood).Files["cards.json"], 1);
        foreach (var check in report.Tasks.SelectMany(t => t.Checks))
        {
            var html = await RenderAsync(check);
            Assert.Equal(3, html.Split("href=\"https://").Length - 1);
            Assert.Contains(check.Status is CheckStatus.Passed ? ": right" : ": no", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_card_that_lies_nowhere_yet_tells_nothing()
    {
        var result = (await GradeAsync("{}", 1)).Tasks[0].Checks[0];
        Assert.Equal(("left", "3 cards of EC2 still to put into a column."), (result.MessageKey, result.Message));
        Assert.DoesNotContain("href", await RenderAsync(result), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "line 1, column 1: The file is an object")]
    [InlineData("{\n  \"ec2-guest\": \"aws\" }", "line 2, column 3: There is no card \"ec2-guest\"")]
    [InlineData("{ \"ec2-disks\": \"AWS\" }", "There is no column \"AWS\". There are \"aws\", \"both\", \"you\".")]
    [InlineData("{ \"ec2-disks\": 1 }", "A column is a string")]
    [InlineData("{ \"ec2-disks\"", "line 1")]
    public async Task What_cannot_be_read_costs_no_attempt_and_says_where(string text, string message)
    {
        var report = await GradeAsync(text, 1);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains(message, report.Message, StringComparison.Ordinal);
        Assert.Single(_grader.Inspect(Lab, [new("cards.json", text)]));
    }

    [Theory]
    [InlineData("\"perGroup\":3", "\"perGroup\":7", "`EC2` has 6 cards, not 7")]
    [InlineData("\"column\":\"you\"", "\"column\":\"me\"", "there is no such column")]
    [InlineData("\"id\":\"ec2-disks\"", "\"id\":\"ec2-hypervisor\"", "`ec2-hypervisor` stands twice")]
    [InlineData("\"question\":", "\"title\":", "title")]
    [InlineData("\"title\":\"EC2\"", "\"title\":\"EC3\"", "there is no group `EC2`")]
    public void An_author_hears_of_a_mistake(string from, string to, string problem)
    {
        var settings = JsonSerializer.Serialize(Lab.Settings).Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(_grader.CheckDefinition(Lab with { Settings = JsonDocument.Parse(settings).RootElement }), p => p.Contains(problem, StringComparison.Ordinal));
    }

    private static List<JsonNode> Drawn(int seed) => [.. SortForm.Forms["sort"](Lab, Lab.Files[0], seed)["cards"]!.AsArray().Select(c => c!)];

    private static IEnumerable<string> Ids(IEnumerable<JsonNode> cards) => cards.Select(c => c["id"]!.GetValue<string>());

    private static Task<GradeReport> GradeAsync(string text, int seed) => _grader.GradeAsync(
        new(Guid.Empty, Lab, [new("cards.json", text)], seed, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    private static async Task<string> RenderAsync(CheckResult check)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<SortPanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
    }
}
