using System.Runtime.CompilerServices;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Labs.Architecture;

/// <summary>The brief of a lab, from its <c>settings</c>: the load and the needs, as scenarios have them.</summary>
internal static class ArchitectureSettings
{
    // A lab's settings do not change while its catalog lives, and the view asks at every pause of typing.
    private static readonly ConditionalWeakTable<LabDefinition, ScenarioPlan> Made = [];

    public static ScenarioPlan Of(LabDefinition lab) => Made.GetValue(lab, l => ScenarioPlan.Of(Brief(l)));

    public static IEnumerable<string> Problems(LabDefinition lab) => ScenarioPlan.Problems(Brief(lab)).Select(p => $"settings: {p}");

    private static Scenario Brief(LabDefinition lab) => new()
    {
        Slug = lab.Slug,
        Title = lab.Title,
        Summary = lab.Summary,
        Group = "",
        LessonSlug = "",
        StoryHtml = "",
        Answer = "",
        Load = Member(lab.Settings, "load"),
        Needs = Member(lab.Settings, "needs"),
        Options = [],
    };

    private static JsonElement Member(JsonElement settings, string name) =>
        settings.ValueKind is JsonValueKind.Object && settings.TryGetProperty(name, out var found) ? found : JsonElement.Parse("{}");
}

/// <summary>A choice that is played on the brief.</summary>
internal sealed record ArchitectureWork(ScenarioPlan Plan, ChoiceDocument Document, ScenarioChoice Choice)
{
    /// <param name="times">So many times the load of the brief.</param>
    public ScenarioOutcome Play(double times = 1)
    {
        var load = Plan.LoadOf(new Dictionary<string, double>());
        return ScenarioModel.Run(load with { PerDay = load.PerDay * times }, Plan.NeedsOf(new Dictionary<string, bool>()), Choice);
    }
}

/// <summary>What decided a check, as JSON in the report and drawn by <c>ArchitecturePanel</c>.</summary>
/// <param name="Goal">What was asked for and what was reached, in words.</param>
public sealed record ArchitectureEvidence(string Goal, string Servers, IReadOnlyList<CostLine> Lines)
{
    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static ArchitectureEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<ArchitectureEvidence>(CourseJson.Options);
}
