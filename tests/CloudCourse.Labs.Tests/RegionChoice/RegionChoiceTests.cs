using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.RegionChoice;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.RegionChoice;

/// <summary>The course's own lab through its grader, its panel and the view beside the text.</summary>
public sealed partial class RegionChoiceTests
{
    private static readonly LabDefinition _lab = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.FindLab("choose-a-region")!;
    private static readonly LabKind _kind = new LabKinds(null!).Find("region-choice")!;
    private static readonly string _good = _lab.Solutions.First(s => s.IsGood).Files["choice.json"];

    public static TheoryData<string> Solutions => [.. _lab.Solutions.Select(s => s.Name)];

    [Theory, MemberData(nameof(Solutions))]
    public async Task A_solution_passes_or_fails_as_it_says(string name)
    {
        var solution = _lab.Solutions.Single(s => s.Name == name);
        var report = await GradeAsync(solution.Files["choice.json"]);
        Assert.Equal(solution.IsGood, report.Passed);
        if (solution.Expect is { } expect)
            Assert.Equal(expect.Key, report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == expect.Check).MessageKey);
    }

    [Fact]
    public void The_author_made_no_mistake() => Assert.Empty(_kind.Grader.CheckDefinition(_lab));

    [Theory]
    [InlineData("{ \"users\": [] }", "`users` needs cities")]
    [InlineData("{ \"usres\": [] }", "settings: ")]
    [InlineData("{ \"users\": [{ \"city\": \"X\", \"latitude\": 95, \"longitude\": 0, \"weight\": 1 }] }", "a place on Earth")]
    [InlineData("{ \"candidates\": [\"eu-west-9\", \"eu-west-1\"] }", "there is no Region `eu-west-9`")]
    [InlineData("{ \"services\": [\"mindreading\"] }", "the facts know no service `mindreading`")]
    [InlineData("{ \"workload\": { \"instanceType\": \"m5.tiny\", \"instances\": 1, \"volumeGB\": 1 } }", "`workload` needs")]
    public void An_author_hears_of_a_mistake(string settings, string problem) =>
        Assert.Contains(_kind.Grader.CheckDefinition(_lab with { Settings = JsonElement.Parse(settings) }), p => p.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "Line 1, column 1: The document is empty")]
    [InlineData("[]", "Line 1, column 1: The file is a list")]
    [InlineData("{\n  \"region\": \"eu-west-2\"\n  \"ranking\": []\n}", "Line 2, column 23: A comma is missing")]
    public async Task What_cannot_be_read_says_where(string text, string message)
    {
        var report = await GradeAsync(text);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.StartsWith(message, report.Message);
    }

    [Theory]
    [InlineData("""{ "region": "eu-north-1", "ranking": [], "ruledOut": {} }""", "Europe (Stockholm), which is not among")]
    [InlineData("""{ "region": "Frankfurt", "ranking": [], "ruledOut": {} }""", "goes by its code")]
    [InlineData("""{ "region": 7, "ranking": [], "ruledOut": {} }""", "`region` is a number")]
    [InlineData("""{ "region": "eu-west-2", "ranking": "eu-west-2", "ruledOut": {} }""", "`ranking` is a string")]
    [InlineData("""{ "region": "eu-west-2", "ranking": ["eu-west-2", "eu-west-2"], "ruledOut": {} }""", "ranked already")]
    [InlineData("""{ "region": "eu-west-2", "ranking": [["eu-west-2"]], "ruledOut": {} }""", "This is a list")]
    [InlineData("""{ "region": "eu-west-2", "ranking": [], "ruledOut": [] }""", "`ruledOut` is a list")]
    [InlineData("""{ "region": "eu-west-2", "ranking": [], "ruledOut": { "us-east-1": "price" } }""", "Say what rules `us-east-1` out")]
    [InlineData("""{ "region": "eu-west-2", "ranking": ["us-east-1"], "ruledOut": { "us-east-1": "residency" } }""", "ranked and ruled out")]
    [InlineData("""{ "region": "eu-west-2", "ranking": [], "ruledOut": {}, "why": "" }""", "no member `why`")]
    [InlineData("""{ "region": "eu-west-2", "region": "eu-west-1", "ranking": [], "ruledOut": {} }""", "stands here twice")]
    [InlineData("{}", "`region` is missing")]
    public async Task A_slip_is_found_while_typing_and_still_graded(string text, string details)
    {
        Assert.Contains(_kind.Grader.Inspect(_lab, [new("choice.json", text)]), f => f.File == "choice.json" && f.Finding.Details.Contains(details, StringComparison.Ordinal));
        var report = await GradeAsync(text);
        Assert.Equal(GradeStatus.Graded, report.Status);
        Assert.False(report.Passed);
    }

    [Theory]
    [InlineData("\"London\"", "{}", "residency", "A Region goes by its code here: Europe (London) is `eu-west-2`. Write the code of a candidate", "\"London\"")]
    [InlineData("\"Canada (Central)\"", "{}", "latency", "Canada (Central) is `ca-central-1`.", "\"Canada (Central)\"")]
    [InlineData("\"eu-west-9\"", "{}", "budget", "There is no Region `eu-west-9` among the candidates.", "\"eu-west-9\"")]
    [InlineData("7", "{}", "services", "No candidate is chosen yet.", "{")]
    [InlineData("\"eu-west-2\"", "{ \"eu-central-1\": \"price\" }", "ruled-out", "and `ruledOut` says `price`, which is none of `residency`, `services`, `budget`.", "\"price\"")]
    [InlineData("\"eu-west-2\"", "{ \"eu-central-1\": 1 }", "ruled-out", "and `ruledOut` says a number, which is none of", "1")]
    [InlineData("\"eu-west-2\"", "{}", "ruled-out", "and `ruledOut` does not say why.", "{}")]
    public async Task What_a_check_did_not_understand_is_quoted_and_pointed_at(string region, string ruledOut, string id, string words, string place)
    {
        var text = $$"""{ "region": {{region}}, "ranking": [], "ruledOut": {{ruledOut}} }""";
        var check = (await GradeAsync(text)).Tasks.SelectMany(t => t.Checks).Single(c => c.Id == id);
        Assert.Contains(words, check.Message, StringComparison.Ordinal);
        var at = Assert.Single(check.Locations);
        Assert.Equal(place, text[at.Start..at.End]);
    }

    [Fact]
    public void A_good_text_has_no_finding() => Assert.Empty(_kind.Grader.Inspect(_lab, [new("choice.json", _good)]));

    [Fact]
    public async Task Without_a_choice_the_kind_has_its_own_words()
    {
        var report = await GradeAsync("""{ "ranking": ["eu-west-2"] }""");
        Assert.Contains("No candidate is chosen yet", report.Tasks[0].Checks.Single(c => c.Id == "budget").Message);
    }

    [Fact]
    public async Task The_figures_that_decide_are_told_and_drawn()
    {
        var report = await GradeAsync(_good.Replace("\"region\": \"eu-west-2\"", "\"region\": \"eu-west-1\"", StringComparison.Ordinal));
        var check = report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == "latency");
        Assert.Equal("slow", check.MessageKey);
        var evidence = RegionEvidence.Of(check)!;
        Assert.Equal(["eu-west-1", "eu-west-2"], evidence.Rows.Select(r => r.Code));
        Assert.True(evidence.Rows[0].LatencyMs > 1.1 * evidence.Rows[1].LatencyMs);
        Assert.Contains("Berlin", check.Message);
        var html = await RenderAsync(_kind.Panel, new() { ["Check"] = check });
        Assert.Contains("Europe (Ireland)", html);
        Assert.Contains("measured in 2023-11", html);
        Assert.Contains("<th scope=\"row\">Berlin</th>", html);
        // The place of the slip is the value of `region`.
        Assert.Equal("/region", check.Locations.Single().Pointer);
    }

    [Fact]
    public async Task The_same_submission_gives_the_same_report_byte_for_byte() =>
        Assert.Equal(JsonSerializer.Serialize(await GradeAsync(_good), CourseJson.Options), JsonSerializer.Serialize(await GradeAsync(_good), CourseJson.Options));

    [Fact]
    public async Task The_map_has_a_link_for_every_candidate_and_the_table_its_row()
    {
        var html = await ViewAsync(_good);
        string[] codes = ["ca-central-1", "eu-central-1", "eu-central-2", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "us-east-1"];
        Assert.All(codes, code =>
        {
            Assert.Contains($"href=\"/labs/choose-a-region#candidate-{code}\"", html);
            Assert.Contains($"id=\"candidate-{code}\"", html);
        });
        Assert.Contains("Europe (London), eu-west-2, fits the brief", html);
        Assert.Contains("out: budget", html);
        Assert.Contains("place 1", html);
        Assert.Contains("no price known", html);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"region\":\"<script>alert(1)</script>\",\"ranking\":[null,1,{}],\"ruledOut\":{\"<b>\":\"x\"}}")]
    [InlineData("{\"region\":\"\\ud800\",\"ruledOut\":{\"us-east-1\":\"\\u0000\"}}")]
    public async Task A_hostile_text_is_drawn_and_graded_without_harm(string text)
    {
        var html = await ViewAsync(text);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("style=", html);
        Assert.NotEqual(GradeStatus.Error, (await GradeAsync(text)).Status);
        Assert.NotNull(_kind.Grader.Inspect(_lab, [new("choice.json", text)]));
    }

    [Fact]
    public async Task A_deep_or_long_text_ends_in_a_message()
    {
        foreach (var text in new[] { new string('[', 100_000), "{\"ranking\":[" + string.Join(',', Enumerable.Repeat("\"eu-west-2\"", 20_000)) + "]}" })
        {
            Assert.NotEmpty(_kind.Grader.Inspect(_lab, [new("choice.json", text)]));
            Assert.False((await GradeAsync(text)).Passed);
        }
    }

    private static Task<GradeReport> GradeAsync(string text) =>
        _kind.Grader.GradeAsync(new(Guid.Empty, _lab, [new("choice.json", text)], 1, IncludeHidden: true), null, CancellationToken.None);

    private static Task<string> ViewAsync(string text) =>
        RenderAsync(_kind.View!, new() { ["Lab"] = _lab, ["Files"] = new SubmittedFile[] { new("choice.json", text) } });

    private static async Task<string> RenderAsync(Type component, Dictionary<string, object?> parameters)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString());
        return ScopeOfCss.Replace(html, "");
    }

    [GeneratedRegex(" b-[a-z0-9]{10}(?=[ >])")]
    private static partial Regex ScopeOfCss { get; }
}
