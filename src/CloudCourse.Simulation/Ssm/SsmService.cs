using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Ssm;

/// <summary>AWS Systems Manager: its Parameter Store, and no more of it.</summary>
/// <seealso href="https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html"/>
public sealed class SsmService : SimulatedService
{
    public override string Name => "ssm";

    public override int LongestInput(string operation) => 1 << 20;

    public override string DeniedCode => "AccessDeniedException";

    internal override AwsError Worded(string operation, AwsError error) => error.Code == DeniedCode ? error with { HttpStatus = 400 } : error;

    public override IReadOnlyList<Operation> Operations { get; } = [.. ParameterWrites.All, .. ParameterReads.All, .. ParameterTags.All];

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "PutParameter" => OfPut,
        "DescribeParameters" => OfDescribe,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> OfPut = ["Policies"], OfDescribe = ["Filters", "Shared"];
}
