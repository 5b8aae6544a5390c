using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

public sealed class FargateNetworkMode() : TaskDefinitionRule("FARGATE_NETWORK_MODE", Pages.Fargate)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is not { } fargate || task.NetworkMode?.Value == "awsvpc" || (task.NetworkMode is null && task.Json.Mentions("networkMode"))) yield break;
        yield return Refused(task.NetworkMode?.At ?? fargate.At,
            task.NetworkMode is { } mode
                ? $"{Quote(mode.Value)} does not work on Fargate, where each task has a network interface of its own: write \"awsvpc\"."
                : "FARGATE needs \"networkMode\": \"awsvpc\"; without it the mode is bridge, which needs a host of your own.",
            "Fargate only supports network mode ‘awsvpc’.");
    }
}

public sealed class FargateTaskCpu() : TaskDefinitionRule("FARGATE_TASK_CPU_MISSING", Pages.TaskSize)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is { } fargate && !task.Json.Mentions("cpu"))
            yield return Refused(fargate.At, "FARGATE needs \"cpu\" at the top level, beside \"family\": the task's size is what you pay for. Start with \"256\".",
                "Fargate requires that 'cpu' be defined at the task level.");
    }
}

public sealed class FargateTaskMemory() : TaskDefinitionRule("FARGATE_TASK_MEMORY_MISSING", Pages.TaskSize)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is { } fargate && !task.Json.Mentions("memory"))
            yield return Refused(fargate.At, "FARGATE needs \"memory\" at the top level, beside \"family\": the task's size is what you pay for. Start with \"512\".",
                "Fargate requires that 'memory' be defined at the task level.");
    }
}

public sealed class FargateSizeExists() : TaskDefinitionRule("FARGATE_SIZE_INVALID", Pages.TaskSize)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is null || task.CpuUnits is not { } cpu || task.MemoryMiB is not { } memory || FargateSizes.Offers(cpu, memory)) yield break;
        yield return FargateSizes.Row(cpu) is { } row
            ? Refused([task.Memory!.At, task.Cpu!.At],
                $"Fargate has no {FargateSizes.Memory(memory)} with {cpu} CPU units: that CPU comes with {Memories(row)}.", "No Fargate configuration exists for given values.")
            : Refused([task.Cpu!.At, task.Memory!.At],
                $"Fargate has no size of {cpu} CPU units: choose {string.Join(", ", FargateSizes.All.Select(s => s.Cpu))}, each with its own memory sizes.", "No Fargate configuration exists for given values.");
    }

    private static string Memories(FargateSize row) => row.Memory.Count <= 4
        ? string.Join(", ", row.Memory.Select(m => FargateSizes.Memory(m)))
        : $"{FargateSizes.Memory(row.Memory[0])} to {FargateSizes.Memory(row.Memory[^1])} in steps of {FargateSizes.Memory(row.Memory[1] - row.Memory[0])}";
}

public sealed class FargateExecutionRole() : TaskDefinitionRule("FARGATE_EXECUTION_ROLE_MISSING", Pages.ExecutionRole)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is null || task.Json.Mentions("executionRoleArn")) yield break;
        foreach (var container in task.ContainerDefinitions)
        {
            if (container.Image is { } image && IsPrivateEcr(image.Value))
                yield return Refused(image.At, "This image is in a private ECR repository: Fargate pulls it with the execution role. Add \"executionRoleArn\" at the top level.",
                    "Fargate requires task definition to have execution role ARN to support ECR images.");
            if (container.LogDriver is { Value: "awslogs" } driver)
                yield return Refused(driver.At, "awslogs writes to CloudWatch Logs with the execution role. Add \"executionRoleArn\" at the top level.",
                    "Fargate requires task definition to have execution role ARN to support log driver awslogs.");
        }
    }

    private static bool IsPrivateEcr(string image) =>
        image.Contains(".dkr.ecr.", StringComparison.Ordinal) && image.Contains(".amazonaws.com", StringComparison.Ordinal);
}

/// <summary>Members that mean nothing where AWS owns the host.</summary>
public sealed class FargateParameters() : TaskDefinitionRule("FARGATE_PARAMETER_UNSUPPORTED", Pages.Fargate)
{
    private static readonly string[] _task = ["ipcMode", "placementConstraints", "inferenceAccelerators"];
    private static readonly string[] _container =
        ["disableNetworking", "dnsSearchDomains", "dnsServers", "dockerSecurityOptions", "extraHosts", "links", "privileged", "resourceRequirements"];

    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is null) yield break;
        foreach (var name in _task)
        {
            if (task.Json.InUse(name) is { } member)
                yield return Refused(member.NameAt, $"\"{name}\" does not work on Fargate, where AWS owns the host: remove it.",
                    name == "ipcMode" ? "Tasks using the Fargate launch type do not support ipcMode." : null);
        }
        foreach (var container in task.ContainerDefinitions)
        {
            foreach (var name in _container)
            {
                if (container.Json.InUse(name) is { } member)
                    yield return Refused(member.NameAt, $"\"{name}\" does not work on Fargate, where AWS owns the host: remove it from container {container.Title}.");
            }
        }
    }
}

public sealed class FargateLinuxParameters() : TaskDefinitionRule("FARGATE_LINUX_PARAMETER_UNSUPPORTED", Pages.LinuxParameters)
{
    private static readonly string[] _names = ["devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness"];

    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null ? [] : task.ContainerDefinitions
        let linux = container.Json.Structure("linuxParameters")
        where linux is not null
        from name in _names
        let member = linux.InUse(name)
        where member is not null
        select Refused(member.NameAt, $"linuxParameters' \"{name}\" does not work on Fargate: remove it.");
}

public sealed class FargateCapabilities() : TaskDefinitionRule("FARGATE_CAPABILITY_UNSUPPORTED", Pages.KernelCapabilities)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null ? [] : task.ContainerDefinitions
        from capability in container.Json.Structure("linuxParameters")?.Structure("capabilities")?.Texts("add") ?? []
        where capability.Value is not "SYS_PTRACE"
        select Refused(capability.At, $"Fargate adds no capability but SYS_PTRACE: remove {Quote(capability.Value)}.");
}

public sealed class FargatePidMode() : TaskDefinitionRule("FARGATE_PID_MODE", Pages.RegisterTaskDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is not null && task.Json.Text("pidMode") is { Value: "host" } mode)
            yield return Refused(mode.At, "On Fargate there is no host whose processes could be shared: write \"task\" or leave pidMode out.");
    }
}

public sealed class FargateLogDriver() : TaskDefinitionRule("FARGATE_LOG_DRIVER", Pages.LogConfiguration)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null ? [] : task.ContainerDefinitions
        let driver = container.LogDriver
        where driver is { Value: "json-file" or "syslog" or "journald" or "gelf" or "fluentd" }
        select Refused(driver.At, $"Fargate has no log driver {Quote(driver.Value)}, as its files would stay on a host you never see: use awslogs, splunk or awsfirelens.");
}

public sealed class FargateVolumes() : TaskDefinitionRule("FARGATE_VOLUME_UNSUPPORTED", Pages.Fargate)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is null) yield break;
        foreach (var volume in task.Volumes)
        {
            foreach (var name in new[] { "dockerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration" })
            {
                if (volume.Json.InUse(name) is { } member) yield return Refused(member.NameAt, $"\"{name}\" does not work on Fargate: use an EFS volume, or a bind mount without a source path.");
            }
            if (volume.Json.Structure("host")?.InUse("sourcePath") is { } path)
                yield return Refused(path.NameAt, "sourcePath names a directory of the host, which Fargate does not show: leave it out, and the volume lives as long as the task.");
        }
    }
}

public sealed class FargateStopTimeout() : TaskDefinitionRule("FARGATE_STOP_TIMEOUT", Pages.ContainerDefinition)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.Fargate is null ? [] : task.ContainerDefinitions
        let timeout = container.Json.Integer("stopTimeout")
        where timeout is { Value: > 120 }
        select Refused(timeout.At, $"On Fargate a container has at most 120 seconds to stop, not {timeout.Value}.");
}

public sealed class FargateWindowsCpu() : TaskDefinitionRule("FARGATE_WINDOWS_CPU", Pages.Windows)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.Fargate is not null && task.IsWindows && task.CpuUnits is { } cpu && FargateSizes.Row(cpu) is not null && !FargateSizes.WindowsCpu.Any(c => c == cpu))
            yield return Refused([task.Cpu!.At, task.OperatingSystemFamily!.At],
                $"Windows tasks on Fargate have {string.Join(", ", FargateSizes.WindowsCpu)} CPU units (1, 2 or 4 vCPU), not {cpu}.");
    }
}

public sealed class WindowsArchitecture() : TaskDefinitionRule("WINDOWS_ARCHITECTURE", Pages.RuntimePlatform)
{
    public override IEnumerable<EcsFinding> Check(TaskDefinition task)
    {
        if (task.IsWindows && task.CpuArchitecture is { Value: "ARM64" } arm)
            yield return Refused(arm.At, "ARM64 runs Linux containers only: write \"X86_64\" for Windows.");
    }
}

public sealed class WindowsParameters() : TaskDefinitionRule("WINDOWS_PARAMETER_UNSUPPORTED", Pages.ContainerDefinition)
{
    private static readonly string[] _names = ["linuxParameters", "links", "disableNetworking", "privileged", "readonlyRootFilesystem", "dnsServers", "dnsSearchDomains", "extraHosts", "ulimits"];

    public override IEnumerable<EcsFinding> Check(TaskDefinition task) =>
        from container in task.IsWindows ? task.ContainerDefinitions : []
        from name in _names
        let member = container.Json.InUse(name)
        where member is not null
        select Refused(member.NameAt, $"\"{name}\" is for Linux containers: remove it from container {container.Title}, which runs on Windows.");
}
