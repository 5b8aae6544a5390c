using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ecs.Rules;

/// <summary>One rule that ECS holds a task definition to, or one piece of advice; it has one issue code and one AWS page.</summary>
public abstract class TaskDefinitionRule(string issueCode, string learnMore)
{
    public string IssueCode => issueCode;
    public string LearnMore => learnMore;

    /// <summary>Every place where the task definition breaks the rule. What is not readable is left to the client's check.</summary>
    public abstract IEnumerable<EcsFinding> Check(TaskDefinition task);

    /// <summary>ECS answers with <c>ClientException</c>.</summary>
    /// <param name="advice">What is there, then what to do.</param>
    /// <param name="awsMessage">ECS's own words, only where they were seen in an answer of ECS.</param>
    protected EcsFinding Refused(Location at, string advice, string? awsMessage = null, string awsCode = "ClientException") =>
        Refused([at], advice, awsMessage, awsCode);

    protected EcsFinding Refused(IReadOnlyList<Location> at, string advice, string? awsMessage = null, string awsCode = "ClientException") =>
        new(new(FindingType.Error, issueCode, advice, at, learnMore), RefusedBy.Service, awsCode, awsMessage);

    protected EcsFinding Advise(FindingType type, Location at, string advice) =>
        new(new(type, issueCode, advice, at, learnMore), RefusedBy.Nobody);

    protected static string Quote(string text) => $"\"{text.Shortened()}\"";
}

/// <summary>AWS's pages, without which no rule stands.</summary>
internal static class Pages
{
    private const string Api = "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/";
    private const string Guide = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/";

    public const string RegisterTaskDefinition = Api + "API_RegisterTaskDefinition.html";
    public const string ContainerDefinition = Api + "API_ContainerDefinition.html";
    public const string PortMapping = Api + "API_PortMapping.html";
    public const string HealthCheck = Api + "API_HealthCheck.html";
    public const string Dependency = Api + "API_ContainerDependency.html";
    public const string LogConfiguration = Api + "API_LogConfiguration.html";
    public const string LinuxParameters = Api + "API_LinuxParameters.html";
    public const string KernelCapabilities = Api + "API_KernelCapabilities.html";
    public const string RestartPolicy = Api + "API_ContainerRestartPolicy.html";
    public const string Volume = Api + "API_Volume.html";
    public const string MountPoint = Api + "API_MountPoint.html";
    public const string VolumeFrom = Api + "API_VolumeFrom.html";
    public const string Efs = Api + "API_EFSVolumeConfiguration.html";
    public const string EphemeralStorage = Api + "API_EphemeralStorage.html";
    public const string RuntimePlatform = Api + "API_RuntimePlatform.html";
    public const string Secret = Api + "API_Secret.html";
    public const string KeyValuePair = Api + "API_KeyValuePair.html";
    public const string EnvironmentFile = Api + "API_EnvironmentFile.html";
    public const string Tag = Api + "API_Tag.html";
    public const string Ulimit = Api + "API_Ulimit.html";
    public const string Placement = Api + "API_TaskDefinitionPlacementConstraint.html";
    public const string Proxy = Api + "API_ProxyConfiguration.html";
    public const string Fargate = Guide + "fargate-tasks-services.html";
    public const string Parameters = Guide + "task_definition_parameters.html";
    public const string TaskSize = Guide + "task-cpu-memory-error.html";
    public const string ExecutionRole = Guide + "task_execution_IAM_role.html";
    public const string Awslogs = Guide + "using_awslogs.html";
    public const string Firelens = Guide + "using_firelens.html";
    public const string Networking = Guide + "task-networking.html";
    public const string PrivateRegistry = Guide + "private-auth.html";
    public const string SensitiveData = Guide + "specifying-sensitive-data.html";
    public const string Windows = Guide + "fargate-tasks-services.html#fargate-task-os";
}
