using System.Text.Json;
using CloudCourse.Course.Checking;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.Checking;
using CloudCourse.Labs.Scenarios;

namespace CloudCourse.Labs.Tests.Scenarios;

public sealed class ScenarioPlanTests
{
    private const string Load = """{"pieces": {"value": 14, "per": "week", "one": "run", "many": "runs", "from": 1, "to": 100}, "work": {"value": 2, "unit": "min", "from": 1, "to": 9}, "memory": {"value": 512}}""";
    private const string Needs = """{"answered": false, "keeps": "nothing", "change": ["gpu"]}""";
    private const string Choice = """{"compute": "lambda", "by": "schedule", "memory": 512}""";

    [Fact]
    public void Figures_come_in_the_engines_units()
    {
        var plan = ScenarioPlan.Of(Of(Load, Needs, Choice));
        Assert.Equal(["pieces", "work"], plan.Fields.Select(f => f.Name));
        Assert.Equal("Runs a week", plan.Fields[0].Label);
        var load = plan.LoadOf(new Dictionary<string, double> { ["work"] = 3 });
        Assert.Equal((2, 180, 512, 1), (load.PerDay, load.WorkSeconds, load.MemoryMB, load.Peak));
        Assert.False(plan.NeedsOf(new Dictionary<string, bool>()).Gpu);
        Assert.True(plan.NeedsOf(new Dictionary<string, bool> { ["gpu"] = true }).Gpu);
        Assert.True(plan.NeedsOf(new Dictionary<string, bool>()).HasImage);
    }

    [Theory]
    [InlineData("""{"work": {"value": 2, "unit": "s"}}""", Needs, Choice, "`load` has `pieces`")]
    [InlineData("""{"pieces": {"value": 200, "per": "week", "one": "run", "many": "runs", "from": 1, "to": 100}, "work": {"value": 2, "unit": "s"}}""", Needs, Choice, "around the value")]
    [InlineData("""{"pieces": {"value": 2, "per": "year", "one": "run", "many": "runs", "from": 1, "to": 100}, "work": {"value": 2, "unit": "s"}}""", Needs, Choice, "second, day, week, month")]
    [InlineData("""{"pieces": {"value": 2, "per": "day", "one": "run", "many": "runs", "from": 1, "to": 100}, "work": {"value": 2}}""", Needs, Choice, "has a `unit`")]
    [InlineData("""{"pieces": {"value": 2, "per": "day", "one": "run", "many": "runs", "from": 1, "to": 100}, "work": {"value": 2, "unit": "s", "from": 3, "to": 5}}""", Needs, Choice, "lies between")]
    [InlineData("""{"pieces": {"value": 2, "per": "day", "one": "run", "many": "runs", "from": 1, "to": 100}}""", Needs, Choice, "no `work`")]
    [InlineData("""{"pieces": 7}""", Needs, Choice, "wrong kind")]
    [InlineData(Load, """{"keeps": "all"}""", Choice, "nothing, sessions, matches")]
    [InlineData(Load, """{"change": ["price"]}""", Choice, "`change` has `price`")]
    [InlineData(Load, """{"threads": 0}""", Choice, "1 to 16")]
    [InlineData(Load, Needs, """{"by": "schedule"}""", "no `compute`")]
    [InlineData(Load, Needs, """{"compute": "mainframe"}""", "fargate-task")]
    [InlineData(Load, Needs, """{"compute": "lambda", "memory": 64}""", "128 to 10240")]
    [InlineData(Load, Needs, """{"compute": "lambda", "memory": 512, "type": "m5.large"}""", "only choices with instances")]
    [InlineData(Load, Needs, """{"compute": "instance", "type": "m5.tiny"}""", "instance type")]
    [InlineData(Load, Needs, """{"compute": "instance", "type": "m5.large", "least": 2}""", "only they, have `least`")]
    [InlineData(Load, Needs, """{"compute": "fargate-task", "cpu": 256, "memory": 8192}""", "a size that Fargate has")]
    [InlineData(Load, Needs, """{"compute": "fargate-service", "cpu": 256, "memory": 512}""", "`least`")]
    [InlineData(Load, Needs, """{"compute": "fargate-task", "by": "queue", "cpu": 256, "memory": 512}""", "not called by a stream or a queue")]
    public void An_authors_mistakes_are_told_without_a_type_of_ours(string load, string needs, string choice, string says)
    {
        var problems = ScenarioPlan.Problems(Of(load, needs, choice)).ToList();
        Assert.Contains(problems, p => p.Contains(says, StringComparison.Ordinal));
        Assert.DoesNotContain(problems, p => p.Contains("CloudCourse", StringComparison.Ordinal));
    }

    [Fact]
    public void The_courses_own_scenarios_say_what_they_mean()
    {
        var folder = ContentFolder.Find(null, AppContext.BaseDirectory);
        var reading = CourseReader.Read(folder);
        Assert.NotEmpty(reading.Catalog!.Scenarios);
        Assert.Empty(ScenarioCheck.Of(new CheckContext(reading, folder)));
    }

    private static Scenario Of(string load, string needs, string choice) => new()
    {
        Slug = "a",
        Title = "A",
        Summary = "A",
        Group = "A",
        LessonSlug = "a",
        StoryHtml = "",
        Answer = "a",
        Load = JsonElement.Parse(load),
        Needs = JsonElement.Parse(needs),
        Options = [new("a", "A", "", JsonElement.Parse(choice))],
    };
}
