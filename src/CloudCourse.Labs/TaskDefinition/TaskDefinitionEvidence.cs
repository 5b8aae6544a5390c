using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TaskDefinition;

/// <summary>What a check of this lab kind shows: one of the parts, as JSON in the report and drawn by <c>TaskDefinitionPanel</c>.</summary>
public sealed record TaskDefinitionEvidence
{
    public RegistrationEvidence? Registration { get; init; }
    public SizeEvidence? Size { get; init; }
    public ValueEvidence? Value { get; init; }

    internal JsonElement ToJson() => JsonSerializer.SerializeToElement(this, CourseJson.Options);

    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static TaskDefinitionEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<TaskDefinitionEvidence>(CourseJson.Options);
}

/// <param name="RefusedBy">Who turns the definition down.</param>
/// <param name="AwsPrints">What the AWS CLI would print; null where the definition registers or ECS's words are not known.</param>
public sealed record RegistrationEvidence(
    bool Registers, RefusedBy RefusedBy, string? AwsPrints, IReadOnlyList<ReviewRemark> Remarks, int RemarksLeftOut, TaskPicture Task);

/// <param name="Line">From 1, as is the column.</param>
public sealed record ReviewRemark(
    FindingType Type, string IssueCode, string Details, RefusedBy RefusedBy, string? AwsCode, int Line, int Column, string Excerpt, string? LearnMore);

/// <summary>The task as a picture shows it; sizes null where absent or not readable.</summary>
/// <param name="CpuUnits">1,024 to a vCPU.</param>
public sealed record TaskPicture(
    string? Family, string? NetworkMode, bool Fargate, long? CpuUnits, long? MemoryMiB, IReadOnlyList<ContainerPicture> Containers);

public sealed record ContainerPicture(
    string Name, string? Image, bool Essential, long? CpuUnits, long? MemoryMiB, long? ReservedMiB, IReadOnlyList<string> Ports, string? LogDriver);

/// <param name="Offered">Fargate has this pair of CPU and memory.</param>
/// <param name="MemoryChoices">MiB, the table's row for this CPU; empty where it has none.</param>
/// <param name="ContainersCpu">What the containers reserve together, as is the memory.</param>
public sealed record SizeEvidence(
    long? CpuUnits, long? MemoryMiB, bool Offered, IReadOnlyList<int> MemoryChoices, long ContainersCpu, long ContainersMemoryMiB,
    PriceEvidence? Price, string TableSource, string TableAsOf);

/// <param name="UsdPerMonth">For a task that runs all the month's 730 hours.</param>
public sealed record PriceEvidence(decimal UsdPerMonth, string Region, string Architecture, string Source, string AsOf);

/// <param name="Found">As written; null where there is nothing.</param>
public sealed record ValueEvidence(string Path, string? Found);
