using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class TaskCpuSyntax() : TaskDefinitionRule("TASK_CPU_INVALID", Pages.TaskSize)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Cpu is not { } cpu) yield break;
        if (task.CpuUnits is not { } units)
            yield return Refused(cpu.At, $"{Quote(cpu.Value)} is no task CPU. Write CPU units, as in \"256\", or vCPUs, as in \".25 vCPU\".", "Invalid 'cpu' setting for task.");
        else if (task.Fargate is null && units is < 128 or > 196_608)
            yield return Refused(cpu.At, $"{units} CPU units is outside 128 (0.125 vCPU) to 196608 (192 vCPU).", "Invalid 'cpu' setting for task.");
    }
}

public sealed class TaskMemorySyntax() : TaskDefinitionRule("TASK_MEMORY_INVALID", Pages.TaskSize)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Memory is { } memory && task.MemoryMiB is null or 0)
            yield return Refused(memory.At, $"{Quote(memory.Value)} is no task memory. Write MiB, as in \"512\", or GB, as in \"0.5 GB\".");
    }
}

public sealed class ContainerMemoryPresent() : TaskDefinitionRule("CONTAINER_MEMORY_MISSING", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Json.Mentions("memory")) yield break;
        // Fargate asks for the task's memory anyway; one finding for one cause is enough.
        if (task.Fargate is not null) yield break;
        foreach (var container in task.ContainerDefinitions.Where(c => !c.Json.Mentions("memory") && !c.Json.Mentions("memoryReservation")))
            yield return Refused(container.At,
                $"Container {container.Title} has neither memory nor memoryReservation, and the task has no memory either. Add one of them, in MiB.",
                container.Name is { } name ? $"Invalid setting for container '{name.Value}'. At least one of 'memory' or 'memoryReservation' must be specified." : null);
    }
}

/// <summary>Docker reserves 6 MiB for a container at least.</summary>
public sealed class ContainerMemoryMinimum() : TaskDefinitionRule("CONTAINER_MEMORY_TOO_SMALL", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        from member in new[] { (Name: "memory", Value: container.Memory), (Name: "memoryReservation", Value: container.MemoryReservation) }
        where member.Value is { Value: < 6 }
        select Refused(member.Value.At, $"{member.Name} is {member.Value.Value} MiB; a container needs 6 MiB at least. The unit is MiB, not GB.");
}

public sealed class ContainerCpuBounds() : TaskDefinitionRule("CONTAINER_CPU_NEGATIVE", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        let cpu = container.Cpu
        where cpu is { Value: < 0 }
        select Refused(cpu.At, $"cpu is {cpu.Value}; it is 0 or more units, 1,024 to a vCPU.");
}

public sealed class MemoryNotBelowReservation() : TaskDefinitionRule("MEMORY_BELOW_RESERVATION", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        let memory = container.Memory
        let reservation = container.MemoryReservation
        where memory is not null && reservation is not null && memory.Value < reservation.Value
        select Refused([memory.At, reservation.At],
            $"memory ({memory.Value} MiB) is the hard limit and memoryReservation ({reservation.Value} MiB) the soft one: raise memory or lower the reservation.");
}

public sealed class ContainerMemoryWithinTask() : TaskDefinitionRule("CONTAINER_MEMORY_EXCEEDS_TASK", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.ContainerDefinitions
        let memory = container.Memory
        where memory is not null && task.MemoryMiB is > 0 && memory.Value > task.MemoryMiB
        select Refused([memory.At, task.Memory!.At],
            $"Container {container.Title} may use {memory.Value} MiB, but the whole task has {task.MemoryMiB} MiB. Lower the container's memory or raise the task's.");
}

/// <summary>What the containers reserve together; a container without a reservation reserves its hard limit.</summary>
public sealed class MemorySumWithinTask() : TaskDefinitionRule("MEMORY_SUM_EXCEEDS_TASK", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        List<Located<long>> reserved = [.. task.ContainerDefinitions.Select(c => c.MemoryReservation ?? c.Memory).OfType<Located<long>>().Where(m => m.Value is > 0 and <= int.MaxValue)];
        var sum = reserved.Sum(m => m.Value);
        if (task.MemoryMiB is > 0 and { } memory && reserved.Count > 1 && sum > memory)
            yield return Refused([.. reserved.Select(m => m.At)],
                $"The containers reserve {string.Join(" + ", reserved.Select(m => m.Value))} = {sum} MiB together, but the task has {memory} MiB. Reserve less or raise the task's memory.");
    }
}

public sealed class CpuSumWithinTask() : TaskDefinitionRule("CPU_SUM_EXCEEDS_TASK", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        List<Located<long>> reserved = [.. task.ContainerDefinitions.Select(c => c.Cpu).OfType<Located<long>>().Where(c => c.Value is > 0 and <= int.MaxValue)];
        var sum = reserved.Sum(c => c.Value);
        if (task.CpuUnits is { } cpu && sum > cpu)
            yield return Refused([.. reserved.Select(c => c.At)],
                $"The containers reserve {string.Join(" + ", reserved.Select(c => c.Value))}{(reserved.Count > 1 ? $" = {sum}" : "")} CPU units, but the task has {cpu}. Reserve less or raise the task's cpu.",
                "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.");
    }
}
