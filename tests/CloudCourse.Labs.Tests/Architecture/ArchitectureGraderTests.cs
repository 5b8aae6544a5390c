using System.Text.Json;
using CloudCourse.Course.Checking;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.Architecture;
using CloudCourse.Labs.Checking;

namespace CloudCourse.Labs.Tests.Architecture;

public sealed class ArchitectureGraderTests
{
    private const string Task = """{"compute": "fargate-task", "by": "schedule", "cpu": 1024, "memory": 4096}""";

    /// <summary>A run of 25 minutes and 3 GB, twice a day; nobody waits.</summary>
    private static readonly JsonElement Brief = JsonElement.Parse("""
        {"load": {"pieces": {"value": 2, "per": "day", "one": "run", "many": "runs", "from": 1, "to": 100}, "work": {"value": 25, "unit": "min"}, "memory": {"value": 3072}}, "needs": {"answered": false}}
        """);

    private static readonly LabDefinition OfTheCourse = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true }).Catalog!.FindLab("a-month-of-lambda")!;

    public static TheoryData<string, string, string, string?> Verdicts => new()
    {
        { Task, "works", "{}", null },
        { """{"compute": "lambda", "by": "schedule", "memory": 3072}""", "works", "{}", "stops" },
        { Task, "bill", """{"atMostUsd": 5}""", null },
        { """{"compute": "instance", "by": "schedule", "type": "t3.medium"}""", "bill", """{"atMostUsd": 5}""", "over" },
        { Task, "latency", """{"percentile": 99, "atMostMs": 1800000}""", null },
        { Task, "latency", """{"percentile": 50, "atMostMs": 1500000}""", "slow" },
        { Task, "spared", """{"trouble": "A zone is lost"}""", null },
        { """{"compute": "instance", "by": "schedule", "type": "t3.medium"}""", "spared", """{"trouble": "A zone is lost"}""", "happens" },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public async Task A_choice_is_played_on_the_brief(string choice, string kind, string expect, string? fails)
    {
        var report = await GradeAsync(choice, kind, "{}", expect);
        var check = Assert.Single(Assert.Single(report.Tasks).Checks);
        Assert.Equal((fails ?? "passed", fails is null ? 1 : 0), (check.MessageKey, report.Score));
        Assert.NotEmpty(ArchitectureEvidence.Of(check)!.Goal);
    }

    [Theory]
    [InlineData("the-report-that-grew")]
    [InlineData("a-shop-before-the-sale")]
    public async Task The_courses_labs_hold_what_they_promise(string slug)
    {
        var folder = ContentFolder.Find(null, AppContext.BaseDirectory);
        CheckContext context = new(CourseReader.Read(folder, new() { IncludeDrafts = true }), folder);
        Assert.Empty(await new LabCheck(new LabKinds(null!).All, context).OfAsync(context.Catalog.FindLab(slug)!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Many_times_the_load_is_another_month() =>
        Assert.Equal("stops", (await GradeAsync("""{"compute": "instance", "by": "schedule", "type": "t3.medium"}""", "works", """{"times": 100}""", "{}")).Tasks[0].Checks[0].MessageKey);

    [Theory]
    [InlineData("", "Line 1")]
    [InlineData("[]", "write one object")]
    [InlineData("{}", "`compute` is missing")]
    [InlineData("""{"compute": "mainframe", "by": "schedule"}""", "fargate-task")]
    [InlineData("""{"compute": "lambda", "by": "post", "memory": 128}""", "schedule")]
    [InlineData("""{"compute": "lambda", "by": "schedule"}""", "`memory` is missing")]
    [InlineData("""{"compute": "lambda", "by": "schedule", "memory": 64}""", "128 to 10,240")]
    [InlineData("""{"compute": "lambda", "by": "schedule", "memory": "512"}""", "without quotes")]
    [InlineData("""{"compute": "lambda", "by": "schedule", "memory": 512, "type": "m5.large"}""", "takes no `type`")]
    [InlineData("""{"compute": "lambda", "by": "schedule", "memory": 512, "memory": 512}""", "twice")]
    [InlineData("""{"compute": "lambda", "by": "schedule", "memory": 512, "price": 1}""", "no member of this name")]
    [InlineData("""{"compute": "instance", "by": "schedule", "type": "m5.tiny"}""", "instance type")]
    [InlineData("""{"compute": "fargate-task", "by": "schedule", "cpu": 1024, "memory": 1024}""", "With 1024 units there are 2048")]
    [InlineData("""{"compute": "fargate-task", "by": "schedule", "cpu": 1000, "memory": 1024}""", "CPU units are 256")]
    [InlineData("""{"compute": "fargate-task", "by": "stream", "cpu": 1024, "memory": 2048}""", "Let a service or a function read it")]
    [InlineData("""{"compute": "fargate-service", "by": "request", "cpu": 1024, "memory": 2048, "least": 0}""", "from 1 to 100")]
    public async Task What_is_no_choice_costs_no_attempt_and_says_what_to_write(string choice, string says)
    {
        var report = await GradeAsync(choice, "works", "{}", "{}");
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains(says, report.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bill", "{}", "{}")]
    [InlineData("latency", "{}", """{"percentile": 95, "atMostMs": 1}""")]
    [InlineData("spared", "{}", "{}")]
    [InlineData("works", """{"times": 0}""", "{}")]
    [InlineData("works", """{"time": 2}""", "{}")]
    public void An_authors_slips_are_told(string kind, string given, string expect) => Assert.NotEmpty(new ArchitectureGrader().CheckDefinition(Lab(kind, given, expect)));

    private static Task<GradeReport> GradeAsync(string choice, string kind, string given, string expect) =>
        new ArchitectureGrader().GradeAsync(new(Guid.Empty, Lab(kind, given, expect), [new("choice.json", choice)], 1, IncludeHidden: true), null, TestContext.Current.CancellationToken);

    /// <summary>A lab of the course, with another brief and one check.</summary>
    private static LabDefinition Lab(string kind, string given, string expect)
    {
        string[] ways = kind switch { "works" => ["stops"], "bill" => ["over"], "latency" => ["slow"], _ => ["happens"] };
        CheckDefinition check = new()
        {
            Id = "one",
            Kind = kind,
            Hidden = false,
            Points = 1,
            Objectives = [],
            Given = JsonElement.Parse(given),
            Expect = JsonElement.Parse(expect),
            Messages = ways.Prepend("passed").ToDictionary(w => w, w => $"It is {w}."),
        };
        return OfTheCourse with { Settings = Brief, Files = [OfTheCourse.Files[0] with { Path = "choice.json" }], Tasks = [new("one", "One", [check])] };
    }
}
