using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Logs;

/// <summary>Amazon CloudWatch Logs. Nothing is billed: no prices of it are among our facts.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html"/>
public sealed class LogsService : SimulatedService
{
    public override string Name => "logs";

    public override string DeniedCode => "AccessDeniedException";

    public override int LongestInput(string operation) => 8 << 20;

    internal override AwsError Worded(string operation, AwsError error) => error.Code == DeniedCode ? error with { HttpStatus = 400 } : error;

    public override IReadOnlyList<Operation> Operations { get; } = [.. GroupOperations.All, .. EventOperations.All, .. SubscriptionOperations.All];

    public override IReadOnlySet<string> NotTaken(string operation) => Refused;

    private static readonly HashSet<string> Refused = ["deletionProtectionEnabled", "accountIdentifiers", "includeLinkedAccounts", "logGroupIdentifiers", "entity", "unmask", "applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFields"];
}
