using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TaskDefinition.Checks;

/// <summary>A kind of check. What it takes from <c>given</c> and <c>expect</c> is told in <c>content/README.md</c>.</summary>
internal abstract class TaskDefinitionCheck(string kind, params string[] failures) : PureCheck<RegisteredTask>(kind, failures)
{
    public sealed override PureGrading.CheckOutcome Run(CheckDefinition check, RegisteredTask work)
    {
        var outcome = Run(check, work.Review, work.Task);
        return new(outcome.Failure, outcome.Evidence.ToJson(), outcome.Locations, outcome.Values);
    }

    public abstract CheckOutcome Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task);
}

/// <param name="Failure">The message's key; null when the check passed.</param>
/// <param name="Values">What fills the message's placeholders.</param>
internal sealed record CheckOutcome(
    string? Failure, TaskDefinitionEvidence Evidence, IReadOnlyList<Location> Locations, IReadOnlyDictionary<string, string> Values);
