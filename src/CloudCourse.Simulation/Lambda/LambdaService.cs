using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Lambda.EventSources;
using CloudCourse.Simulation.Lambda.Settings;
using CloudCourse.Simulation.Lambda.Urls;
using CloudCourse.Simulation.Lambda.Versions;

namespace CloudCourse.Simulation.Lambda;

/// <summary>AWS Lambda. The account starts invocations and ends them; <see cref="LiveAccount"/> runs the handlers in between.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html"/>
public sealed class LambdaService : SimulatedService
{
    public override string Name => "lambda";

    public override string DeniedCode => "AccessDeniedException";

    /// <summary>A package of 50 MB, or a payload of 6 MB, in base64.</summary>
    public override int LongestInput(string operation) => operation is "CreateFunction" or "UpdateFunctionCode" ? 70 << 20 : 10 << 20;

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. FunctionOperations.All,
        .. InvokeOperations.All,
        .. PermissionOperations.All,
        .. VersionOperations.All,
        .. AliasOperations.All,
        .. ConcurrencyOperations.All,
        .. EventInvokeOperations.All,
        .. FunctionTagOperations.All,
        .. UrlOperations.All,
        .. MappingOperations.All,
    ];

    private static readonly HashSet<string> OfFunctions =
    [
        "VpcConfig", "TracingConfig", "KMSKeyArn", "Layers", "FileSystemConfigs", "ImageConfig", "CodeSigningConfigArn", "SnapStart", "LoggingConfig", "CapacityProviderConfig", "PublishTo", "DurableConfig", "TenancyConfig",
    ];

    private static readonly HashSet<string> OfMappings =
    [
        "TumblingWindowInSeconds", "Topics", "Queues", "SourceAccessConfigurations", "SelfManagedEventSource", "AmazonManagedKafkaEventSourceConfig", "SelfManagedKafkaEventSourceConfig", "DocumentDBEventSourceConfig",
        "KMSKeyArn", "MetricsConfig", "LoggingConfig", "ProvisionedPollerConfig",
    ];

    private static readonly Dictionary<string, HashSet<string>> NotThere = new(StringComparer.Ordinal)
    {
        ["CreateFunction"] = OfFunctions,
        ["UpdateFunctionConfiguration"] = OfFunctions,
        ["UpdateFunctionCode"] = ["ImageUri", "PublishTo", "SourceKMSKeyArn", "S3ObjectStorageMode"],
        ["PublishVersion"] = ["PublishTo"],
        ["Invoke"] = ["TenantId", "DurableExecutionName", "ClientContext"],
        ["AddPermission"] = ["EventSourceToken"],
        ["ListFunctions"] = ["MasterRegion"],
        ["CreateEventSourceMapping"] = OfMappings,
        ["UpdateEventSourceMapping"] = OfMappings,
    };

    public override IReadOnlySet<string> NotTaken(string operation) => NotThere.GetValueOrDefault(operation) ?? base.NotTaken(operation);

    /// <summary>A caller who was throttled is counted, though nothing else came of the call.</summary>
    internal override void CountRefused(Call call, string operation, AwsError error)
    {
        if (operation == "Invoke" && error.Code == "TooManyRequestsException" && FunctionArn.Of(call) is var named && call.State.Lambda.Functions.Find(named.Key) is { } function)
            FunctionCounting.Count(call.Turn, function, named.Qualifier, (LambdaMetrics.Throttles, 1));
    }

    internal override DeliveryDoor? DoorOf(AccountState state, string arn) =>
        FunctionArn.Read(arn) is { } named && state.Lambda.Functions.Find(named.Key) is { } function && function.Find(named.Qualifier) is not null
            ? new("lambda:InvokeFunction", function.Policies.Find(named.Qualifier ?? "")?.Document)
            : null;

    /// <summary>Services that hand something over do not wait for what becomes of it.</summary>
    internal override DeliveryResult Receive(Turn turn, Delivery delivery)
    {
        var named = FunctionArn.Read(delivery.TargetArn)!.Value;
        AsyncInvocations.Accept(turn, turn.State.Lambda.Functions[named.Key], named.Qualifier, delivery.Body);
        return DeliveryResult.Arrived;
    }
}
