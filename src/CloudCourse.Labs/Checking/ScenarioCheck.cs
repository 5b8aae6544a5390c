using CloudCourse.Course.Checking;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Labs.Checking;

/// <summary>A scenario's load and choices mean something to the engine; its answer works as the story is told, and some other option does not, or costs more.</summary>
public static class ScenarioCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        foreach (var scenario in context.Catalog.Scenarios)
        {
            var file = $"scenarios/{scenario.Slug}.yml";
            var mistakes = ScenarioPlan.Problems(scenario).ToList();
            foreach (var mistake in mistakes) yield return context.Problem(file, "load:", mistake);
            if (mistakes.Count > 0) continue;

            var plan = ScenarioPlan.Of(scenario);
            var (load, needs) = (plan.LoadOf(new Dictionary<string, double>()), plan.NeedsOf(new Dictionary<string, bool>()));
            var outcomes = plan.Options.Select(o => (o.Id, Outcome: ScenarioModel.Run(load, needs, o.Choice))).ToList();
            var answer = outcomes.First(o => o.Id == scenario.Answer).Outcome;
            if (!answer.Works)
                yield return context.Problem(file, "answer:", $"The answer `{scenario.Answer}` does not work as the story is told: {answer.Troubles[0].Title}. {answer.Troubles[0].Story}");
            if (outcomes.All(o => o.Outcome.Works && o.Outcome.UsdPerMonth <= answer.UsdPerMonth))
                yield return context.Problem(file, "answer:", $"Every other option works too, and none costs more: nothing tells why `{scenario.Answer}` is the answer.");
        }
    }
}
