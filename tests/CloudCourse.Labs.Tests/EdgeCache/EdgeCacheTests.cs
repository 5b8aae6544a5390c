using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.EdgeCache;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.EdgeCache;

/// <summary>The course's own lab through its grader, its panel and the view beside the text.</summary>
public sealed class EdgeCacheTests
{
    private static readonly LabDefinition _lab = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.FindLab("shop-at-the-edge")!;
    private static readonly LabKind _kind = new LabKinds(null!).Find("edge-cache")!;

    public static TheoryData<string> Solutions => [.. _lab.Solutions.Select(s => s.Name)];

    [Theory, MemberData(nameof(Solutions))]
    public async Task A_solution_passes_or_fails_as_it_says(string name)
    {
        var solution = _lab.Solutions.Single(s => s.Name == name);
        var report = await GradeAsync(solution.Files["behaviors.json"]);
        Assert.Equal(solution.IsGood, report.Passed);
        if (solution.Expect is { } expect) Assert.Equal(expect.Key, report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == expect.Check).MessageKey);
    }

    [Fact]
    public void The_author_made_no_mistake() => Assert.Empty(_kind.Grader.CheckDefinition(_lab));

    [Theory]
    [InlineData("{ \"origin\": \"mars\" }", "`origin` is a Region's code")]
    [InlineData("{ \"orgin\": \"us-east-2\" }", "settings: ")]
    [InlineData("{ \"origin\": \"us-east-2\", \"requests\": 1000000 }", "`requests` is from 1 to 30000")]
    public void An_author_hears_of_a_mistake(string settings, string problem) =>
        Assert.Contains(_kind.Grader.CheckDefinition(_lab with { Settings = JsonElement.Parse(settings) }), p => p.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "The document is empty")]
    [InlineData("[]", "The file is a list")]
    [InlineData("{}", "`DefaultCacheBehavior` is missing")]
    [InlineData("{ \"DefaultCacheBehavior\": 1 }", "this is a number")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 0, \"DefaultTTL\": 0 } }", "`MaxTTL` is missing")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": -1, \"DefaultTTL\": 0, \"MaxTTL\": 0 } }", "whole number of seconds")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 60, \"DefaultTTL\": 0, \"MaxTTL\": 0 } }", "must not fall")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 0, \"DefaultTTL\": 0, \"MaxTTL\": 1e99 } }", "whole number of seconds")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 0, \"DefaultTTL\": 0, \"MaxTTL\": 0, \"TTL\": 5 } }", "no member `TTL`")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 0, \"DefaultTTL\": 0, \"MaxTTL\": 0, \"CacheKey\": { \"Headers\": \"all\" } } }", "keys no cache by every header")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 0, \"DefaultTTL\": 0, \"MaxTTL\": 0 }, \"CacheBehaviors\": [{ \"MinTTL\": 0, \"DefaultTTL\": 0, \"MaxTTL\": 0 }] }", "`PathPattern` is missing")]
    [InlineData("{ \"DefaultCacheBehavior\": { \"MinTTL\": 0, \"DefaultTTL\": 0, \"MaxTTL\": 0, \"Compress\": \"<script>\" } }", "`Compress` is a string")]
    public async Task What_CloudFront_would_not_take_is_found_and_costs_no_attempt(string text, string details)
    {
        Assert.Contains(_kind.Grader.Inspect(_lab, [new("behaviors.json", text)]), f => f.Finding.Details.Contains(details, StringComparison.Ordinal));
        var report = await GradeAsync(text);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.StartsWith("Line 1, column ", report.Message);
        Assert.Contains("cannot run yet", await RenderAsync(_kind.View!, View(text)));
    }

    [Fact]
    public void A_pattern_that_is_never_reached_is_a_warning()
    {
        var text = """{ "DefaultCacheBehavior": { "MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0 }, "CacheBehaviors": [{ "PathPattern": "/*", "MinTTL": 0, "DefaultTTL": 0, "MaxTTL": 0 }, { "PathPattern": "/img/*", "MinTTL": 0, "DefaultTTL": 9, "MaxTTL": 9 }] }""";
        Assert.Equal("NEVER_REACHED", _kind.Grader.Inspect(_lab, [new("behaviors.json", text)]).Single().Finding.IssueCode);
    }

    [Fact]
    public async Task A_leak_is_told_by_the_request_that_shows_it()
    {
        var report = await GradeAsync(_lab.Solutions.Single(s => s.Name == "bad-a-minimum-for-all").Files["behaviors.json"]);
        var check = report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == "nobody-elses-account");
        Assert.Contains("and got the kept one", EdgeEvidence.Of(check)!.Story);
        Assert.Equal("/DefaultCacheBehavior", check.Locations.Single().Pointer);
        var html = await RenderAsync(_kind.Panel, new() { ["Check"] = check });
        Assert.Contains("/account/", html);
        Assert.Contains("simulation", html);
    }

    [Fact]
    public async Task The_hour_is_drawn_with_its_curve_in_words_tables_and_map()
    {
        var html = await RenderAsync(_kind.View!, View(_lab.Solutions.First(s => s.IsGood).Files["behaviors.json"]));
        Assert.Contains("Two curves of how many requests", html);
        Assert.All(new[] { "pictures", "Nairobi, Africa", "Hit ratio", "A world map: viewers in 13 cities" }, words => Assert.Contains(words, html));
        Assert.DoesNotContain("style=", html);
    }

    [Fact]
    public async Task The_same_submission_gives_the_same_report_byte_for_byte()
    {
        var text = _lab.Solutions.First(s => s.IsGood).Files["behaviors.json"];
        Assert.Equal(JsonSerializer.Serialize(await GradeAsync(text), CourseJson.Options), JsonSerializer.Serialize(await GradeAsync(text), CourseJson.Options));
    }

    [Fact]
    public void A_deep_or_long_text_ends_in_a_message()
    {
        foreach (var text in new[] { new string('[', 100_000), "{\"CacheBehaviors\":[" + string.Join(',', Enumerable.Repeat("{\"PathPattern\":\"" + new string('*', 250) + "\"}", 900)) + "]}" })
            Assert.NotEmpty(_kind.Grader.Inspect(_lab, [new("behaviors.json", text)]));
    }

    private static Dictionary<string, object?> View(string text) => new() { ["Lab"] = _lab, ["Files"] = new SubmittedFile[] { new("behaviors.json", text) } };

    private static Task<GradeReport> GradeAsync(string text) =>
        _kind.Grader.GradeAsync(new(Guid.Empty, _lab, [new("behaviors.json", text)], 1, IncludeHidden: true), null, CancellationToken.None);

    private static async Task<string> RenderAsync(Type component, Dictionary<string, object?> parameters)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
