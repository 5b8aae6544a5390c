using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.FunctionCost;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.FunctionCost;

/// <summary>The course's own lab through its grader, its panel and the view beside the text.</summary>
public sealed class FunctionCostTests
{
    private static readonly LabDefinition Lab = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.FindLab("a-month-of-lambda")!;
    private static readonly LabKind Kind = new LabKinds(null!).Find("function-cost")!;

    private static Task<GradeReport> GradeAsync(string text, LabDefinition? lab = null) => Kind.Grader.GradeAsync(
        new(Guid.Empty, (lab ?? Lab).ForSeed(3), [new("function.json", text)], 3, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    private static string Size(int memory, int timeout, string architecture) => $$"""{"MemorySize": {{memory}}, "Timeout": {{timeout}}, "Architectures": ["{{architecture}}"]}""";

    [Theory]
    [InlineData(1024, 8, "arm64", "passed", "passed", "passed")]
    [InlineData(1024, 8, "x86_64", "passed", "passed", "architecture")]
    [InlineData(1024, 900, "arm64", "passed", "passed", "hanging")]
    [InlineData(4096, 6, "arm64", "passed", "passed", "over")]
    [InlineData(512, 20, "arm64", "passed", "slow", "passed")]
    [InlineData(128, 8, "arm64", "out-of-memory", "slow", "passed")]
    [InlineData(1769, 3, "arm64", "cut-off", "passed", "passed")]
    public async Task A_size_is_judged(int memory, int timeout, string architecture, string finishes, string p95, string budget)
    {
        var checks = (await GradeAsync(Size(memory, timeout, architecture))).Tasks.SelectMany(t => t.Checks).ToDictionary(c => c.Id, c => c);
        Assert.Equal((finishes, p95, budget), (checks["finishes"].MessageKey, checks["p95"].MessageKey, checks["budget"].MessageKey));
        Assert.All(checks.Values, c => Assert.DoesNotContain('{', c.Message));
        Assert.All(checks.Values.Where(c => c.Status is CheckStatus.Failed), c => Assert.Single(c.Locations));
    }

    [Theory]
    [InlineData("", "The document is empty")]
    [InlineData("[]", "The file is a list")]
    [InlineData("""{"Memory": 128}""", "nothing else")]
    [InlineData("""{"MemorySize": 127}""", "from 128 to 10,240")]
    [InlineData("""{"MemorySize": "512"}""", "from 128 to 10,240")]
    [InlineData("""{"Timeout": 901}""", "from 1 to 900")]
    [InlineData("""{"Architectures": "arm64"}""", "a list of one")]
    [InlineData("""{"Architectures": ["arm64", "x86_64"]}""", "a list of one")]
    [InlineData("""{"Timeout": 3, "Timeout": 4}""", "stands here twice")]
    public async Task What_is_no_size_costs_no_attempt_and_says_where(string text, string problem)
    {
        var report = await GradeAsync(text);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.StartsWith("Line 1, column ", report.Message, StringComparison.Ordinal);
        Assert.Contains(problem, report.Message, StringComparison.Ordinal);
        Assert.Contains(Kind.Grader.Inspect(Lab, [new("function.json", text)]), f => f.Finding.Details.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_left_out_has_Lambdas_default() => Assert.Equal((128, 3, "x86_64"), SizeDocument.Read("{}").Size is { } size ? (size.MemorySize, size.Timeout, size.Architecture) : default);

    [Theory]
    [InlineData("""{"region": "mars"}""", "`region` is a Region's code")]
    [InlineData("""{"regon": "us-east-1"}""", "settings: ")]
    [InlineData("""{"region": "us-east-1", "work": {"cpuMs": 0, "waitMs": 1, "needsMB": 128, "armFactor": 1, "initCpuMs": 1}}""", "`work` has")]
    [InlineData("""{"region": "us-east-1", "events": {"weekday": 90000, "weekendDay": 1, "weekdays": 22, "weekendDays": 8, "largeShare": 0, "largeTimes": 1, "hangShare": 0, "seed": 1}}""", "`events` has")]
    public void An_author_hears_of_a_mistake(string settings, string problem) =>
        Assert.Contains(Kind.Grader.CheckDefinition(Lab with { Settings = JsonElement.Parse(settings) }), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void The_author_made_no_mistake() => Assert.Empty(Kind.Grader.CheckDefinition(Lab));

    [Theory]
    [InlineData(1024, "The month", "1024, yours")]
    [InlineData(128, "Every event fails.", "384")]
    public async Task The_board_draws_what_the_text_means(int memory, string shown, string row)
    {
        var html = await DrawAsync<FunctionCostBoard>(new() { ["Lab"] = Lab, ["Files"] = new SubmittedFile[] { new("function.json", Size(memory, 8, "arm64")) } });
        Assert.Contains(shown, html, StringComparison.Ordinal);
        Assert.Contains(row, html, StringComparison.Ordinal);
        Assert.Contains("400,000 GB-seconds a month", html, StringComparison.Ordinal);
        Assert.Contains("cannot run yet", await DrawAsync<FunctionCostBoard>(new() { ["Lab"] = Lab, ["Files"] = new SubmittedFile[] { new("function.json", "{") } }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_panel_draws_the_figures_of_a_check()
    {
        var check = (await GradeAsync(Size(1024, 900, "arm64"))).Tasks.SelectMany(t => t.Checks).Single(c => c.Id == "budget");
        var html = await DrawAsync<FunctionCostPanel>(new() { ["Check"] = check });
        Assert.Contains("the budget is 9.40 USD", html, StringComparison.Ordinal);
        Assert.Contains("pricing page, as of 2025-10-28", html, StringComparison.Ordinal);
    }

    private static async Task<string> DrawAsync<TComponent>(Dictionary<string, object?> parameters) where TComponent : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
