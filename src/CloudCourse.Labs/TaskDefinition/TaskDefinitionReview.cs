using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TaskDefinition;

/// <summary>A submitted text, checked once for all the lab's checks.</summary>
internal sealed class TaskDefinitionReview
{
    /// <summary>More than a person reads; the editor's list has them all.</summary>
    private const int MaxRemarks = 40;

    private readonly LineMap _lines;

    public TaskDefinitionReview(string file, string text)
    {
        File = file;
        Text = text;
        Registration = RegisterTaskDefinition.Check(text);
        _lines = new(text);
    }

    public string File { get; }
    public string Text { get; }
    public Registration Registration { get; }

    /// <summary>"Line 3, column 14".</summary>
    public string Place(Location at)
    {
        var (line, column) = _lines.Of(at.Start);
        return $"Line {line}, column {column}";
    }

    public RegistrationEvidence Evidence(Simulation.Ecs.TaskDefinition task) => new(
        Registration.Registers, Registration.RefusedBy, Registration.AwsPrints,
        [.. Registration.Findings.Take(MaxRemarks).Select(Remark)], Math.Max(0, Registration.Findings.Count - MaxRemarks), Picture(task));

    private ReviewRemark Remark(EcsFinding found)
    {
        var at = found.Finding.At;
        var (line, column) = _lines.Of(at.Start);
        var (endLine, _) = _lines.Of(at.End);
        var excerpt = endLine == line ? Text[at.Start..Math.Min(at.End, at.Start + 60)] : Text[at.Start..Math.Min(Text.Length, at.Start + 1)];
        return new(found.Finding.Type, found.Finding.IssueCode, found.Advice, found.RefusedBy, found.AwsCode, line, column, excerpt, found.Finding.LearnMore);
    }

    private static TaskPicture Picture(Simulation.Ecs.TaskDefinition task) => new(
        task.Family?.Value, task.NetworkMode?.Value, task.Fargate is not null, task.CpuUnits, task.MemoryMiB,
        [.. task.ContainerDefinitions.Take(20).Select(c => new ContainerPicture(
            c.Name?.Value ?? $"container {c.Index + 1}", c.Image?.Value, c.IsEssential, c.Cpu?.Value, c.Memory?.Value, c.MemoryReservation?.Value,
            [.. c.PortMappings.Take(20).Select(Port)], c.LogDriver?.Value))]);

    private static string Port(PortMapping port)
    {
        var inside = port.ContainerPort?.Value.ToString() ?? port.ContainerPortRange?.Value ?? "?";
        return port.HostPort is { Value: > 0 } host && host.Value != port.ContainerPort?.Value
            ? $"{host.Value} → {inside}/{port.Protocol}" : $"{inside}/{port.Protocol}";
    }
}

/// <summary>What a lab's checks look at: the review of a text, and the task definition in it.</summary>
internal sealed record RegisteredTask(TaskDefinitionReview Review, Simulation.Ecs.TaskDefinition Task);
