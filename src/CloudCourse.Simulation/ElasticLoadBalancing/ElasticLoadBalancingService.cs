using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.ElasticLoadBalancing;

/// <summary>Application Load Balancers.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html"/>
public sealed class ElasticLoadBalancingService : SimulatedService
{
    public override string Name => "elasticloadbalancing";

    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } = [.. BalancerOperations.All, .. TargetGroupOperations.All, .. TargetOperations.All, .. ListenerOperations.All];

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "CreateLoadBalancer" => NotOfBalancers,
        "CreateTargetGroup" => NotOfGroups,
        "CreateListener" => NotOfListeners,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> NotOfBalancers = ["SubnetMappings", "CustomerOwnedIpv4Pool", "EnablePrefixForIpv6SourceNat", "IpamPools", "Tags"];
    private static readonly HashSet<string> NotOfGroups = ["TargetControlPort", "Tags"];
    private static readonly HashSet<string> NotOfListeners = ["AlpnPolicy", "MutualAuthentication", "Tags"];
}
