using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>AWS Secrets Manager. Customers' KMS keys are recorded; nobody is asked for permission to use them.</summary>
/// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html"/>
public sealed class SecretsManagerService : SimulatedService
{
    public override string Name => "secretsmanager";

    public override int LongestInput(string operation) => 1 << 20;

    public override string DeniedCode => "AccessDeniedException";

    internal override AwsError Worded(string operation, AwsError error) => error.Code == DeniedCode ? error with { HttpStatus = 400 } : error;

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. SecretOperations.All,
        .. SecretValues.All,
        .. SecretLists.All,
        RandomPassword.Operation,
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => OfAll;

    private static readonly HashSet<string> OfAll = ["AddReplicaRegions", "ForceOverwriteReplicaSecret", "Type", "RotationToken"];
}
