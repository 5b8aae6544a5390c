using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>IAM as a service: its state changes by its own calls.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html"/>
public sealed class IamService : SimulatedService
{
    public override string Name => "iam";

    public override int LongestInput(string operation) => 1 << 20;

    public override bool IsGlobal => true;

    public override IReadOnlySet<string> NotTaken(string operation) => operation is "SimulateCustomPolicy" or "SimulatePrincipalPolicy" ? SimulationOperations.NotTaken : base.NotTaken(operation);

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        .. UserOperations.All,
        .. GroupOperations.All,
        .. RoleOperations.All,
        .. PolicyOperations.All,
        .. PolicyVersionOperations.All,
        .. InstanceProfileOperations.All,
        .. AccessKeyOperations.All,
        .. PasswordOperations.All,
        .. IamTagOperations.All,
        .. AccountOperations.All,
        .. SimulationOperations.All,
    ];
}
