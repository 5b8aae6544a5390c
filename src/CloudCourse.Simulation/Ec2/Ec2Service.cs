using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2.Images;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Ec2.Purchasing;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Ec2.Volumes;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ec2;

/// <summary>Amazon EC2 and EBS.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html"/>
public sealed class Ec2Service : SimulatedService
{
    public override string Name => "ec2";

    public override int LongestInput(string operation) => 1 << 20;

    public override string DeniedCode => "UnauthorizedOperation";

    public override string Denied(string sentence) => $"You are not authorized to perform this operation. {sentence}";

    internal override string Denied(string sentence, Caller caller, AuthorizedAction action) => $"{Denied(sentence)}. Encoded authorization failure message: {Sts.AuthorizationMessage.Encode(caller, action)}";

    internal override AwsException Unreadable(string member, Findings.JsonValue value) => Ec2Errors.Invalid(value.At, $"Invalid value '{Shapes.PythonText.Of(value)}' for {member}", NumberAdvice(member));

    public override IReadOnlyList<Operation> Operations { get; } =
    [.. new Operation[][]
    {
        [RunInstances.Operation, .. LifecycleOperations.All, .. DescribeInstances.All, .. AttributeOperations.All, .. InstanceOptions.All, .. LaunchTemplateOperations.All, .. SpotOperations.All],
        [.. SecurityGroupOperations.All, .. KeyPairOperations.All, .. AddressOperations.All],
        [.. VpcOperations.All, .. SubnetOperations.All, .. InternetGatewayOperations.All, .. RouteTableOperations.All, .. RouteOperations.All, .. NatGatewayOperations.All, .. NetworkViews.All],
        [.. VolumeOperations.All, .. ModificationOperations.All, .. SnapshotOperations.All, .. ImageOperations.All],
        [.. ReservedOperations.All, .. TagOperations.All, .. PlaceOperations.All],
    }.SelectMany(o => o).Select(WithDryRun)];

    public override IReadOnlySet<string> NotTaken(string operation) => operation switch
    {
        "RunInstances" => OfRunInstances,
        "RequestSpotInstances" => SpotRequests.NotTaken,
        "ModifyInstanceAttribute" => AttributeOperations.NotTaken,
        "CopyImage" or "CopySnapshot" => OfCopies,
        "ModifyImageAttribute" => OfModifyImage,
        "CreateVolume" => OfCreateVolume,
        "ModifyVolume" => OfModifyVolume,
        "CreateVpc" => OfCreateVpc,
        "CreateSubnet" => OfCreateSubnet,
        "ModifySubnetAttribute" => OfModifySubnet,
        "CreateRoute" or "ReplaceRoute" or "DeleteRoute" => RouteOperations.NotTaken,
        "AssociateRouteTable" => OfAssociateRouteTable,
        "CreateNatGateway" => NatGatewayOperations.NotTaken,
        _ => base.NotTaken(operation),
    };

    private static readonly HashSet<string> OfCopies = ["DestinationOutpostArn", "KmsKeyId", "PresignedUrl", "CompletionDurationMinutes", "DestinationAvailabilityZone", "DestinationAvailabilityZoneId", "SnapshotCopyCompletionDurationMinutes"];
    private static readonly HashSet<string> OfModifyImage = ["ProductCodes", "OrganizationArns", "OrganizationalUnitArns", "ImdsSupport"];
    private static readonly HashSet<string> OfCreateVolume = ["OutpostArn", "MultiAttachEnabled", "KmsKeyId", "VolumeInitializationRate"];
    private static readonly HashSet<string> OfModifyVolume = ["MultiAttachEnabled"];

    private static readonly HashSet<string> OfCreateVpc =
        ["AmazonProvidedIpv6CidrBlock", "Ipv6Pool", "Ipv6CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "Ipv6IpamPoolId", "Ipv6NetmaskLength", "Ipv6CidrBlockNetworkBorderGroup", "VpcEncryptionControl"];

    private static readonly HashSet<string> OfCreateSubnet = ["Ipv6CidrBlock", "OutpostArn", "Ipv6Native", "Ipv4IpamPoolId", "Ipv4NetmaskLength", "Ipv6IpamPoolId", "Ipv6NetmaskLength"];

    private static readonly HashSet<string> OfModifySubnet =
    [
        "AssignIpv6AddressOnCreation", "MapCustomerOwnedIpOnLaunch", "CustomerOwnedIpv4Pool", "EnableDns64", "PrivateDnsHostnameTypeOnLaunch", "EnableResourceNameDnsARecordOnLaunch",
        "EnableResourceNameDnsAAAARecordOnLaunch", "EnableLniAtDeviceIndex", "DisableLniAtDeviceIndex",
    ];

    private static readonly HashSet<string> OfAssociateRouteTable = ["GatewayId", "PublicIpv4Pool"];

    private static readonly HashSet<string> OfRunInstances =
    [
        "Ipv6AddressCount", "Ipv6Addresses", "KernelId", "RamdiskId", "AdditionalInfo", "PrivateIpAddress", "ElasticGpuSpecification", "ElasticInferenceAccelerators",
        "CpuOptions", "CapacityReservationSpecification", "LicenseSpecifications", "EnclaveOptions", "EnablePrimaryIpv6", "NetworkPerformanceOptions", "Operator", "SecondaryInterfaces",
    ];

    /// <summary>With DryRun, EC2 checks everything that a caller may ask and do, and then says that it would have succeeded.</summary>
    private static Operation WithDryRun(Operation operation)
    {
        var once = Idempotency.Once(operation, operation.Name is "RunInstances" ? RunInstances.Again : null);
        return operation with
        {
            Run = call => call.Input.Flag("DryRun") is { Value: true }
                ? throw Turn.Error("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", "You have the permission; nothing was done.", 412)
                : once.Run(call),
        };
    }
}
