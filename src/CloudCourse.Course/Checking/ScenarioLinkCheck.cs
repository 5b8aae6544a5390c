using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>A scenario belongs to a lesson, and a question that lets its options be tried leads to options that are there, the right one to the scenario's answer.</summary>
internal static class ScenarioLinkCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        foreach (var scenario in context.Catalog.Scenarios)
        {
            if (context.Catalog.FindLesson(scenario.LessonSlug) is null)
                yield return context.Problem(ScenarioReader.FileOf(scenario.Slug), "lesson:", $"There is no lesson `{scenario.LessonSlug}` in the course.");
        }
        foreach (var quiz in context.Catalog.Quizzes)
        {
            foreach (var problem in quiz.Items.SelectMany(i => Problems(context.Catalog, i)))
                yield return context.Problem(context.FileOf(quiz.Id), $"id: {problem.Item}", problem.Message);
        }
    }

    private static IEnumerable<(string Item, string Message)> Problems(CourseCatalog catalog, QuizItem item)
    {
        if (item.Scenario is not { } slug)
        {
            if (item.Options.Any(o => o.Try is not null)) yield return (item.Id, $"An option of `{item.Id}` says `try`, and the question names no `scenario`.");
            yield break;
        }
        if (catalog.FindScenario(slug) is not { } scenario)
        {
            yield return (item.Id, $"There is no scenario `{slug}`: list it in course.yml, below `scenarios`.");
            yield break;
        }
        foreach (var unknown in item.Options.Where(o => o.Try is { } tried && scenario.Options.All(s => s.Id != tried)))
            yield return (item.Id, $"The scenario `{slug}` has no option `{unknown.Try}`; it has {string.Join(", ", scenario.Options.Select(o => $"`{o.Id}`"))}.");
        if (item.Options.All(o => o.Try is null)) yield return (item.Id, $"No option of `{item.Id}` says `try`: name the option of the scenario that plays it.");
        if (item.Options.FirstOrDefault(o => o.Correct) is { Try: { } right } && right != scenario.Answer)
            yield return (item.Id, $"The right option of `{item.Id}` tries `{right}`, and the scenario's answer is `{scenario.Answer}`.");
    }
}
