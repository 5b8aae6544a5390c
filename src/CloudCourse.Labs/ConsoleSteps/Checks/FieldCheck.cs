using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.ConsoleSteps.Flows;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;

namespace CloudCourse.Labs.ConsoleSteps.Checks;

/// <summary>
/// A check of the simulated account which also says on which page of the console it was decided: <c>given</c> may hold <c>field</c>, an id or a list of them.
/// </summary>
internal sealed class FieldCheck(CloudCheck inner) : CloudCheck
{
    private const string Member = "field";

    public override IReadOnlyDictionary<string, string> Keys => inner.Keys;

    public override CloudOutcome Run(CheckDefinition check, CloudRun run)
    {
        var outcome = inner.Run(Without(check), run);
        var (answers, file) = ConsoleStepsGrader.Answers(run);
        List<ConsoleField> fields = [.. Named(check).Select(answers.Flow.Field).OfType<ConsoleField>().Where(answers.Shows)];
        if (fields.Count == 0) return outcome;
        ConsoleAccount account = new(run);
        var passed = outcome.Key == CloudOutcome.Passing;
        return outcome with
        {
            Evidence = outcome.Evidence with { Choices = [.. fields.Select(f => Choice(answers, account, f))] },
            Places = passed ? outcome.Places : [.. fields.Select(f => answers.At(f.Id)).Select(at => new FileLocation(file, at.Pointer, at.Start, at.End)).Concat(outcome.Places)],
            Fill = [.. outcome.Fill, ("answer", ConsoleWords.Answer(answers, account, fields[0]))],
        };
    }

    public override IEnumerable<string> Problems(CheckDefinition check, LabDefinition lab, LabCloud cloud)
    {
        var flow = ConsoleFlow.All[cloud.Steps.First(s => s.Console is not null).Console!];
        foreach (var unknown in Named(check).Where(n => flow.Field(n) is null)) yield return $"given.field: the pages ask for no `{unknown}`; they ask for {string.Join(", ", flow.Fields.Select(f => f.Id))}";
        foreach (var problem in inner.Problems(Without(check), lab, cloud)) yield return problem;
    }

    public static ChoiceEvidence Choice(ConsoleAnswers answers, ConsoleAccount account, ConsoleField field) => new(answers.Flow.PageOf(field).Title, field.Label, ConsoleWords.Answer(answers, account, field));

    private static IEnumerable<string> Named(CheckDefinition check) => !check.Given.TryGetProperty(Member, out var named) ? []
        : named.ValueKind is JsonValueKind.Array ? named.EnumerateArray().Select(n => n.ToString()) : [named.ToString()];

    private static CheckDefinition Without(CheckDefinition check)
    {
        var given = JsonObject.Create(check.Given.Clone())!;
        given.Remove(Member);
        return check with { Given = JsonSerializer.SerializeToElement(given) };
    }
}
