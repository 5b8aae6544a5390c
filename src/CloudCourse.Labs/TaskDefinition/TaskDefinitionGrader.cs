using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Labs.TaskDefinition.Checks;
using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Labs.TaskDefinition;

/// <summary>Grades ECS task definitions: one JSON file, RegisterTaskDefinition's input.</summary>
internal sealed class TaskDefinitionGrader : PureGrader<RegisteredTask>
{
    public override string EngineVersion => "task-definition-2";

    protected override IReadOnlyList<PureCheck<RegisteredTask>> Kinds { get; } = [new RegistersCheck(), new ValueCheck(), new PortCheck(), new SizeCheck(), new FindingCheck()];

    protected override (RegisteredTask? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        TaskDefinitionReview review = new(file.Path, file.Text);
        if (review.Registration.Task is { } task) return (new(review, task), null);
        var first = review.Registration.Findings[0].Finding;
        return (null, $"{review.Place(first.At)}: {first.Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. RegisterTaskDefinition.Check(file.Text).Findings.Select(f => new FileFinding(file.Path, f.Finding))] : [];
}
