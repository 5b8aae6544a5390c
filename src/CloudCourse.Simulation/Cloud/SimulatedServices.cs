using CloudCourse.Simulation.ApiGateway;
using CloudCourse.Simulation.ApplicationAutoScaling;
using CloudCourse.Simulation.AutoScaling;
using CloudCourse.Simulation.CloudWatch;
using CloudCourse.Simulation.DynamoDb.Streams;
using CloudCourse.Simulation.DynamoDb;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs.Capacity;
using CloudCourse.Simulation.Ecs.Services;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.EventBridge;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Kinesis;
using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Lambda.EventSources;
using CloudCourse.Simulation.Logs;
using CloudCourse.Simulation.S3;
using CloudCourse.Simulation.Scheduler;
using CloudCourse.Simulation.SecretsManager;
using CloudCourse.Simulation.Sns;
using CloudCourse.Simulation.Sqs;
using CloudCourse.Simulation.Ssm;
using CloudCourse.Simulation.Sts;

namespace CloudCourse.Simulation.Cloud;

/// <summary>The services of the simulated cloud, a line each.</summary>
public static class SimulatedServices
{
    private static readonly Dictionary<string, (SimulatedService Service, Dictionary<string, Operation> Operations)> ByName =
        new SimulatedService[]
        {
            new IamService(),
            new StsService(),
            new S3Service(),
            new SecretsManagerService(),
            new SsmService(),
            new Ec2Service(),
            new ElasticLoadBalancingService(),
            new AutoScalingService(),
            new ElasticContainerService(),
            new ApplicationAutoScalingService(),
            new DynamoDbService(),
            new DynamoDbStreamsService(),
            new LambdaService(),
            new SqsService(),
            new LogsService(),
            new ApiGatewayService(),
            new SnsService(),
            new EventBridgeService(),
            new SchedulerService(),
            new KinesisService(),
            new CloudWatchService(),
        }.ToDictionary(s => s.Name, s => (s, s.Operations.ToDictionary(o => o.Name, StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>In the order in which they react: who decides what runs comes before who looks at what runs.</summary>
    internal static IController[] Controllers { get; } = [new AutoScalingController(), new ContainerInstanceController(), new ServiceController(), new HealthController(), new MappingController()];

    public static IEnumerable<SimulatedService> All => ByName.Values.Select(s => s.Service);

    /// <summary>Says that a service is not here. Of Savings Plans people ask most, beside Reserved Instances.</summary>
    internal static AwsException Absent(string service) => service is "savingsplans"
        ? Turn.Error(AwsError.NotSimulated, "The simulation has no Savings Plans.", "It has no prices of them by type. Reserved Instances are here, with all three payment options, and the lab on purchase options reckons with those, On-Demand and Spot.", 501)
        : Turn.Error("UnknownService", $"There is no service \"{service}\" here.", Nearest(service) is { } near ? $"Write \"{near}\"." : $"There are {string.Join(", ", ByName.Keys)}.", status: 0);

    public static SimulatedService? Find(string service) => ByName.TryGetValue(service, out var found) ? found.Service : null;

    /// <summary>The service that somebody probably meant; null where none is like it.</summary>
    public static string? Nearest(string service) => Iam.Spelling.Nearest(service, ByName.Keys);

    /// <summary>The operation that somebody probably meant; null where none is like it.</summary>
    public static string? Nearest(string service, string operation) => Iam.Spelling.Nearest(operation, Shapes.ServiceModel.Of(service).Operations.Select(o => o.Name));

    internal static Operation? Find(string service, string operation) =>
        ByName.TryGetValue(service, out var found) ? found.Operations.GetValueOrDefault(operation) : null;
}
