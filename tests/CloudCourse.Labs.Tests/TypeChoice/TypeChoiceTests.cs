using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.TypeChoice;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.TypeChoice;

/// <summary>The course's own lab through its grader, its panel and the view beside the text.</summary>
public sealed class TypeChoiceTests
{
    private static readonly LabDefinition Lab = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.FindLab("type-for-the-job")!;
    private static readonly LabKind Kind = new LabKinds(null!).Find("type-choice")!;

    private static string Text(params (string Workload, string Type)[] other)
    {
        Dictionary<string, string> types = new() { ["page"] = "t4g.micro", ["films"] = "c8g.large", ["accounts"] = "r7i.large", ["search"] = "i8g.large", ["covers"] = "g6.xlarge" };
        foreach (var (workload, type) in other) types[workload] = type;
        return JsonSerializer.Serialize(types);
    }

    private static Task<GradeReport> GradeAsync(string text) => Kind.Grader.GradeAsync(
        new(Guid.Empty, Lab.ForSeed(3), [new("types.json", text)], 3, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    private static async Task<Dictionary<string, CheckResult>> ChecksAsync(string text) => (await GradeAsync(text)).Tasks.SelectMany(t => t.Checks).ToDictionary(c => c.Id, c => c);

    [Theory]
    [InlineData("page", "t4g.micro", "passed")]
    [InlineData("page", "t3.micro", "passed")] // dearer, and it fits
    [InlineData("page", "t2.micro", "few-vcpus")]
    [InlineData("page", "t4g.nano", "little-memory")]
    [InlineData("films", "t3.medium", "bursts")]
    [InlineData("films", "c7i-flex.large", "passed")]
    [InlineData("accounts", "r8g.large", "architecture")]
    [InlineData("accounts", "m7i.large", "little-memory")]
    [InlineData("accounts", "t3.xlarge", "bursts")]
    [InlineData("search", "r8g.large", "no-store")]
    [InlineData("search", "g6.xlarge", "no-store")] // 250 GB of 400
    [InlineData("search", "d3.xlarge", "magnetic-store")]
    [InlineData("covers", "inf2.xlarge", "no-gpu")]
    [InlineData("covers", "g4dn.xlarge", "small-gpu")]
    [InlineData("covers", "p3.2xlarge", "not-offered")]
    [InlineData("covers", "p5.4xlarge", "passed")]
    public async Task A_type_is_held_against_the_needs(string workload, string type, string key)
    {
        var checks = await ChecksAsync(Text((workload, type)));
        Assert.Equal(key, checks[$"{workload}-fits"].MessageKey);
        Assert.All(checks.Values, c => Assert.DoesNotContain('{', c.Message));
        Assert.All(checks.Values.Where(c => c.Status is CheckStatus.Failed), c => Assert.Single(c.Locations));
        Assert.All(checks.Where(c => c.Key.EndsWith("-fits", StringComparison.Ordinal) && c.Key != $"{workload}-fits"), c => Assert.Equal("passed", c.Value.MessageKey));
    }

    [Theory]
    [InlineData("page", "t4g.micro", "passed")]
    [InlineData("page", "t3.micro", "dearer")]
    [InlineData("accounts", "m7i.xlarge", "dearer")]
    [InlineData("covers", "g5.xlarge", "dearer")]
    [InlineData("films", "c8g.large", "passed")] // not the cheapest, and near enough
    [InlineData("films", "t4g.medium", "misfit")] // what does not fit is no saving
    public async Task What_nobody_uses_is_not_paid_for(string workload, string type, string key) => Assert.Equal(key, (await ChecksAsync(Text((workload, type))))["cheapest"].MessageKey);

    [Theory]
    [InlineData("", "The document is empty")]
    [InlineData("[]", "The file is a list")]
    [InlineData("""{"page": "t4g.micro"}""", "\"films\" is missing")]
    [InlineData("""{"shop": "t4g.micro"}""", "There is no workload \"shop\"")]
    [InlineData("""{"page": 3}""", "write the name of an instance type in quotes")]
    [InlineData("""{"page": "T4g.micro"}""", "is no instance type")]
    [InlineData("""{"page": "mac2.metal"}""", "with a whole host")]
    [InlineData("""{"page": "t4g.micro", "page": "t3.micro"}""", "stands here twice")]
    public async Task What_names_no_types_costs_no_attempt_and_says_where(string text, string problem)
    {
        var report = await GradeAsync(text);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.StartsWith("Line 1, column ", report.Message, StringComparison.Ordinal);
        Assert.Contains(Kind.Grader.Inspect(Lab, [new("types.json", text)]), f => f.Finding.Details.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"region": "mars", "workloads": [], "shown": []}""", "`region` is a Region's code")]
    [InlineData("""{"regon": "us-east-1"}""", "settings: ")]
    [InlineData("""{"region": "us-east-1", "workloads": [], "shown": ["m9z.large"]}""", "no instance type `m9z.large`")]
    [InlineData("""{"region": "us-east-1", "workloads": [{"id": "a", "title": "A", "vcpus": 900, "memoryGiB": 1, "architectures": ["arm64"]}], "shown": []}""", "no type fits `a`")]
    public void An_author_hears_of_a_mistake(string settings, string problem) =>
        Assert.Contains(Kind.Grader.CheckDefinition(Lab with { Settings = JsonElement.Parse(settings) }), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void The_author_made_no_mistake() => Assert.Empty(Kind.Grader.CheckDefinition(Lab));

    [Fact]
    public async Task The_board_shows_what_the_types_have_and_not_whether_they_fit()
    {
        var html = await DrawAsync<TypeBoard>(new() { ["Lab"] = Lab, ["Files"] = new SubmittedFile[] { new("types.json", Text(("films", "t4g.medium"))) } });
        Assert.Contains("2 vCPUs on credits, 4 GiB, arm64", html, StringComparison.Ordinal);
        Assert.DoesNotContain("fit", html, StringComparison.Ordinal);
        Assert.Contains("No type is chosen yet", await DrawAsync<TypeBoard>(new() { ["Lab"] = Lab, ["Files"] = new SubmittedFile[] { new("types.json", "{") } }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_panel_draws_needs_and_type_of_a_check()
    {
        var html = await DrawAsync<TypeChoicePanel>(new() { ["Check"] = (await ChecksAsync(Text(("covers", "g4dn.xlarge"))))["covers-fits"] });
        Assert.Contains("an NVIDIA GPU with 20 GiB", html, StringComparison.Ordinal);
        Assert.Contains("the T4 of g4dn.xlarge has 16 GiB", html, StringComparison.Ordinal);
        Assert.Contains("as of 2026-05", html, StringComparison.Ordinal);
    }

    private static async Task<string> DrawAsync<TComponent>(Dictionary<string, object?> parameters) where TComponent : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
