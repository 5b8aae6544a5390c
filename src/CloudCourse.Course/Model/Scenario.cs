using System.Text.Json;

namespace CloudCourse.Course.Model;

/// <summary>
/// A system to build, and the architectures one can try for it: what each costs, how long work takes, and what fails. What load and choices
/// mean is known to the engine that plays them, not here.
/// </summary>
public sealed record Scenario
{
    /// <summary>The file's name; the page is <c>/scenarios/{slug}</c>.</summary>
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }

    /// <summary>The heading below which <c>course.yml</c> lists it.</summary>
    public required string Group { get; init; }

    /// <summary>The lesson that it belongs to.</summary>
    public required string LessonSlug { get; init; }

    /// <summary>HTML: who wants what.</summary>
    public required string StoryHtml { get; init; }

    /// <summary>The option that fits the story as it is told.</summary>
    public required string Answer { get; init; }
    public required JsonElement Load { get; init; }
    public required JsonElement Needs { get; init; }
    public required IReadOnlyList<ScenarioOption> Options { get; init; }
}

/// <param name="WhyHtml">When this choice would be right.</param>
public sealed record ScenarioOption(string Id, string Title, string WhyHtml, JsonElement Choice);
