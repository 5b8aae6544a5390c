using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Ecs.Services;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Ecs;

/// <summary>Amazon ECS on Fargate, Fargate Spot and EC2 instances.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html"/>
public sealed class ElasticContainerService : SimulatedService
{
    public override string Name => "ecs";

    public override int LongestInput(string operation) => 1 << 20;

    public override string DeniedCode => "AccessDeniedException";

    internal override AwsException Unreadable(string member, Findings.JsonValue value) =>
        Turn.Error("SerializationException", value is Findings.JsonNumber ? "NUMBER_VALUE can not be converted to an Integer" : "TRUE_VALUE can not be converted to an Integer", NumberAdvice(member), at: value.At);

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. ClusterOperations.All,
        .. CapacityProviderOperations.All,
        .. ContainerInstanceOperations.All,
        .. TaskDefinitionOperations.All,
        .. TaskOperations.All,
        .. ServiceOperations.All,
    ];

    public override StructureShape? InputOf(string operation) => operation is "RegisterTaskDefinition" ? RegisterTaskDefinition.Input : null;

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "RunTask" or "StartTask" => NotOfTasks,
        "CreateService" or "UpdateService" => NotOfServices,
        "CreateCluster" => NotOfClusters,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> NotOfTasks = ["overrides", "volumeConfigurations"];
    private static readonly HashSet<string> NotOfClusters = ["configuration", "serviceConnectDefaults"];
    private static readonly HashSet<string> NotOfServices =
    [
        "serviceRegistries", "role", "deploymentController", "serviceConnectConfiguration", "volumeConfigurations", "vpcLatticeConfigurations", "gatewayConnectors", "monitoring",
    ];
}
