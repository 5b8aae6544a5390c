using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Reading;

/// <summary>Reads <c>scenarios/*.yml</c>, in the order of <c>course.yml</c>.</summary>
internal sealed class ScenarioReader(SourceFolder folder, ProblemList problems, List<SourceDocument> documents)
{
    internal const string Folder = "scenarios";

    internal static string FileOf(string slug) => $"{Folder}/{slug}.yml";

    /// <param name="groups">Of course.yml: a title, and the slugs below it.</param>
    public IReadOnlyList<Scenario> Read(IEnumerable<YamlObject> groups)
    {
        List<Scenario> scenarios = [];
        foreach (var group in groups)
        {
            var title = group.Text("title");
            foreach (var slug in group.Texts("of", required: true))
            {
                if (scenarios.Any(s => s.Slug == slug)) group.Problem("of", $"The scenario `{slug}` is listed twice; list it once.");
                else if (ReadOne(slug, title) is { } scenario) scenarios.Add(scenario);
            }
            group.Finish();
        }
        return scenarios;
    }

    private Scenario? ReadOne(string slug, string group)
    {
        var file = FileOf(slug);
        if (folder.Read(file, "the scenario's story, load and options") is not { } source) return null;
        if (new YamlSource(file, problems).ReadObject(source.Text) is not { } yaml) return null;

        var mark = problems.Count;
        var lesson = yaml.Slug("lesson");
        Scenario scenario = new()
        {
            Slug = slug,
            Title = yaml.Text("title"),
            Summary = yaml.Text("summary"),
            Group = group,
            LessonSlug = lesson,
            StoryHtml = Html(file, lesson, yaml, "story"),
            Answer = yaml.Slug("answer"),
            Load = Member(yaml, "load"),
            Needs = Member(yaml, "needs"),
            Options = [.. yaml.Objects("options").Select(o => ReadOption(file, lesson, o))],
        };
        if (scenario.Options.Count is < 2 or > 6) yaml.Problem("options", $"A scenario has 2 to 6 options to try; this one has {scenario.Options.Count}.");
        foreach (var twice in scenario.Options.GroupBy(o => o.Id).Where(g => g.Count() > 1)) yaml.Problem("options", $"The option `{twice.Key}` stands twice here; name one differently.");
        if (scenario.Options.All(o => o.Id != scenario.Answer)) yaml.Problem("answer", $"`{scenario.Answer}` is none of the options {string.Join(", ", scenario.Options.Select(o => $"`{o.Id}`"))}.");
        yaml.Finish();
        return problems.Count == mark ? scenario : null;
    }

    private ScenarioOption ReadOption(string file, string owner, YamlObject entry)
    {
        ScenarioOption option = new(entry.Slug("id"), entry.Text("title"), Html(file, owner, entry, "why"), Member(entry, "choice"));
        entry.Finish();
        return option;
    }

    private static System.Text.Json.JsonElement Member(YamlObject yaml, string name)
    {
        if (!yaml.Has(name)) yaml.Problem(null, $"`{name}` is missing here; add it.");
        return yaml.Json(name);
    }

    private string Html(string file, string owner, YamlObject from, string member)
    {
        var rendered = CourseMarkdown.Render(from.Text(member), RenderOptions.Plain);
        // As in a quiz: a YAML scalar's first character is near enough to find the place.
        var (line, column) = from.Place(member);
        documents.Add(new(file, owner, line, rendered));
        foreach (var problem in rendered.Problems) problems.Add(file, line + problem.At.Line - 1, column, problem.Message);
        return rendered.Html;
    }
}
