using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs;

/// <summary>RegisterTaskDefinition's input as far as rules and labs read it. Names are AWS's; every value keeps its place.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html"/>
public sealed class TaskDefinition
{
    internal TaskDefinition(JsonObject json)
    {
        Json = json;
        Family = json.Text("family");
        NetworkMode = json.Text("networkMode");
        Cpu = json.Text("cpu");
        Memory = json.Text("memory");
        TaskRoleArn = json.Text("taskRoleArn");
        ExecutionRoleArn = json.Text("executionRoleArn");
        RequiresCompatibilities = json.Texts("requiresCompatibilities");
        ContainerDefinitions = [.. json.Structures("containerDefinitions").Select((c, i) => new ContainerDefinition(c, i))];
        Volumes = [.. json.Structures("volumes").Select(v => new Volume(v))];
        var platform = json.Structure("runtimePlatform");
        OperatingSystemFamily = platform?.Text("operatingSystemFamily");
        CpuArchitecture = platform?.Text("cpuArchitecture");
    }

    public JsonObject Json { get; }
    public Located<string>? Family { get; }

    /// <summary>As written; absent means <c>bridge</c> on EC2.</summary>
    public Located<string>? NetworkMode { get; }
    public Located<string>? Cpu { get; }
    public Located<string>? Memory { get; }
    public Located<string>? TaskRoleArn { get; }
    public Located<string>? ExecutionRoleArn { get; }
    public IReadOnlyList<Located<string>> RequiresCompatibilities { get; }
    public IReadOnlyList<ContainerDefinition> ContainerDefinitions { get; }
    public IReadOnlyList<Volume> Volumes { get; }
    public Located<string>? OperatingSystemFamily { get; }
    public Located<string>? CpuArchitecture { get; }

    /// <summary>Task CPU in units, 1,024 to a vCPU; null where absent or not readable.</summary>
    public long? CpuUnits => Cpu is null ? null : TaskSize.CpuUnits(Cpu.Value);

    /// <summary>Task memory in MiB; null where absent or not readable.</summary>
    public long? MemoryMiB => Memory is null ? null : TaskSize.MemoryMiB(Memory.Value);

    /// <summary>Where <c>FARGATE</c> is asked for; null when it is not.</summary>
    public Located<string>? Fargate => RequiresCompatibilities.FirstOrDefault(c => c.Value == "FARGATE");

    public bool IsWindows => OperatingSystemFamily?.Value.StartsWith("WINDOWS", StringComparison.Ordinal) == true;

    public ContainerDefinition? FindContainer(string name) => ContainerDefinitions.FirstOrDefault(c => c.Name?.Value == name);
}

/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html"/>
public sealed class ContainerDefinition
{
    internal ContainerDefinition(JsonObject json, int index)
    {
        Json = json;
        Index = index;
        Name = json.Text("name");
        Image = json.Text("image");
        Cpu = json.Integer("cpu");
        Memory = json.Integer("memory");
        MemoryReservation = json.Integer("memoryReservation");
        Essential = json.Flag("essential");
        PortMappings = [.. json.Structures("portMappings").Select(p => new PortMapping(p))];
        LogConfiguration = json.Structure("logConfiguration");
        LogDriver = LogConfiguration?.Text("logDriver");
        LogOptions = LogConfiguration?.Structure("options");
        DependsOn = json.Structures("dependsOn");
    }

    public JsonObject Json { get; }
    public int Index { get; }
    public Located<string>? Name { get; }
    public Located<string>? Image { get; }

    /// <summary>In CPU units; a share, not a limit, on Linux.</summary>
    public Located<long>? Cpu { get; }

    /// <summary>In MiB; the hard limit: a container that exceeds it is killed.</summary>
    public Located<long>? Memory { get; }

    /// <summary>In MiB; the soft limit.</summary>
    public Located<long>? MemoryReservation { get; }
    public Located<bool>? Essential { get; }

    /// <summary>A container is essential unless it says otherwise.</summary>
    public bool IsEssential => Essential?.Value ?? true;
    public IReadOnlyList<PortMapping> PortMappings { get; }
    public JsonObject? LogConfiguration { get; }
    public Located<string>? LogDriver { get; }
    public JsonObject? LogOptions { get; }
    public IReadOnlyList<JsonObject> DependsOn { get; }

    /// <summary>For messages: its name, or its number where it has none.</summary>
    public string Title => Name is { Value.Length: > 0 } name ? $"\"{name.Value}\"" : $"number {Index + 1}";

    /// <summary>Where a message about the whole container points.</summary>
    public Location At => Name?.At ?? Json.Head();
}

/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html"/>
public sealed class PortMapping
{
    internal PortMapping(JsonObject json)
    {
        Json = json;
        ContainerPort = json.Integer("containerPort");
        HostPort = json.Integer("hostPort");
        ContainerPortRange = json.Text("containerPortRange");
        Protocol = json.Text("protocol")?.Value ?? "tcp";
    }

    public JsonObject Json { get; }
    public Located<long>? ContainerPort { get; }
    public Located<long>? HostPort { get; }
    public Located<string>? ContainerPortRange { get; }
    public string Protocol { get; }
}

/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Volume.html"/>
public sealed class Volume
{
    internal Volume(JsonObject json)
    {
        Json = json;
        Name = json.Text("name");
    }

    public JsonObject Json { get; }
    public Located<string>? Name { get; }
}
