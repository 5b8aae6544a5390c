using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>
/// Refusals in AWS's code and HTTP status, each with the page that names it. The account is that of <see cref="WrongMovesTests"/> in small: an
/// instance that runs (web), one that is stopped, one that is terminated; a network of its own (vpc, subnet, igw, rtb); IAM with one of each.
/// </summary>
public sealed partial class MoreWrongMovesTests
{
    private const string Trust = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}""";
    private const string Look = """{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}""";
    private const string Run = "\"ImageId\": \"ami-0a1b2c3d4e5f60001\", \"InstanceType\": \"t3.micro\", \"MinCount\": 1, \"MaxCount\": 1";
    private const string None = "-00000000000000000";

    private readonly TestAccount _account = new();
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    public MoreWrongMovesTests()
    {
        foreach (var name in new[] { "web", "stopped", "gone" }) _ids[name] = (string)Do("RunInstances", "{" + Run + ", \"Placement\": {\"AvailabilityZone\": \"eu-west-1a\"}}")["Instances"]![0]!["InstanceId"]!;
        _ids["volume"] = (string)Do("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10}""")["VolumeId"]!;
        _ids["vpc"] = (string)Do("CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""")["Vpc"]!["VpcId"]!;
        _ids["subnet"] = (string)Do("CreateSubnet", """{"VpcId": "@vpc", "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-west-1a"}""")["Subnet"]!["SubnetId"]!;
        _ids["igw"] = (string)Do("CreateInternetGateway")["InternetGateway"]!["InternetGatewayId"]!;
        _ids["loose"] = (string)Do("CreateInternetGateway")["InternetGateway"]!["InternetGatewayId"]!;
        Do("AttachInternetGateway", """{"InternetGatewayId": "@igw", "VpcId": "@vpc"}""");
        _ids["rtb"] = (string)Do("CreateRouteTable", """{"VpcId": "@vpc"}""")["RouteTable"]!["RouteTableId"]!;
        Do("CreateRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "@igw"}""");
        _ids["sg"] = (string)Do("CreateSecurityGroup", """{"GroupName": "web", "Description": "web"}""")["GroupId"]!;
        _ids["far"] = (string)Do("CreateSecurityGroup", """{"GroupName": "web", "Description": "web", "VpcId": "@vpc"}""")["GroupId"]!;
        Do("CreateKeyPair", """{"KeyName": "mine"}""");
        Do("CreateLaunchTemplate", """{"LaunchTemplateName": "web", "LaunchTemplateData": {"InstanceType": "t3.micro"}}""");
        var ec2 = _account.Account.State.Ec2.Regions["eu-west-1"];
        _ids["default"] = ec2.Vpcs.Values.First(v => v.IsDefault).Id;
        _ids["main"] = ec2.RouteTables[ec2.Vpcs[_ids["vpc"]].MainRouteTableId].MainAssociationId!;
        _ids["near"] = ec2.Subnets.Values.First(s => s.IsDefault).Id;
        _ids["root"] = ec2.Volumes.Values.First(v => v.Attachment?.InstanceId == _ids["web"]).Id;
        _account.Account.Advance(TimeSpan.FromMinutes(5));
        Do("StopInstances", """{"InstanceIds": ["@stopped"]}""");
        Do("TerminateInstances", """{"InstanceIds": ["@gone"]}""");
        _account.Account.Advance(TimeSpan.FromMinutes(5));
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "CreateGroup", """{"GroupName": "team"}""");
        _account.Do("iam", "AddUserToGroup", """{"GroupName": "team", "UserName": "ana"}""");
        _account.Do("iam", "CreateRole", $$"""{"RoleName": "web", "AssumeRolePolicyDocument": "{{Trust}}"}""");
        _account.Do("iam", "CreateInstanceProfile", """{"InstanceProfileName": "web"}""");
        _account.Do("iam", "AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        _account.Do("iam", "CreatePolicy", $$"""{"PolicyName": "look", "PolicyDocument": "{{Look}}"}""");
        _account.Do("iam", "AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::111122223333:policy/look"}""");
    }

    private System.Text.Json.Nodes.JsonObject Do(string operation, string input = "{}") => _account.Do("ec2", operation, Fill(input));

    private string Fill(string input) => Name().Replace(input, m => _ids.GetValueOrDefault(m.Groups[1].Value, m.Value));

    [GeneratedRegex("@([a-z]+)")]
    private static partial Regex Name();

    /// <summary>Code, HTTP status and AWS's words (a part of them) of one refusal.</summary>
    private void Refused(string service, string operation, string input, string code, int status, string words)
    {
        var before = _account.Account.State;
        var error = _account.Try(service, operation, Fill(input)).Error;
        Assert.True(error is not null, $"{operation} succeeded.");
        Assert.Equal((code, status), (error.Code, error.HttpStatus));
        Assert.Contains(Fill(words), error.Message, StringComparison.Ordinal);
        Assert.Same(before, _account.Account.State);
    }

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    [Theory]
    [InlineData("StartInstances", """{"InstanceIds": ["@gone"]}""", "IncorrectInstanceState", "The instance '@gone' is not in a state from which it can be started.")]
    [InlineData("StartInstances", """{"InstanceIds": ["i-00000000000000000"]}""", "InvalidInstanceID.NotFound", "The instance ID 'i-00000000000000000' does not exist")]
    [InlineData("StartInstances", """{"InstanceIds": ["i-xyz"]}""", "InvalidInstanceID.Malformed", "Invalid id: \"i-xyz\"")]
    [InlineData("StopInstances", """{"InstanceIds": ["web"]}""", "InvalidInstanceID.Malformed", "Invalid id: \"web\" (expecting \"i-...\")")]
    [InlineData("TerminateInstances", """{"InstanceIds": ["i-00000000000000000", "i-00000000000000001"]}""", "InvalidInstanceID.NotFound", "The instance IDs 'i-00000000000000000, i-00000000000000001' do not exist")]
    [InlineData("StopInstances", """{"InstanceIds": ["@web"], "Hibernate": true}""", "UnsupportedHibernationConfiguration", "")]
    [InlineData("DescribeInstances", """{"Filters": [{"Name": "colour", "Values": ["red"]}]}""", "InvalidParameterValue", "The filter 'colour' is invalid")]
    [InlineData("DescribeSnapshots", """{"Filters": [{"Name": "colour", "Values": ["red"]}]}""", "InvalidParameterValue", "The filter 'colour' is invalid")]
    [InlineData("DescribeInstances", """{"InstanceIds": ["@web"], "MaxResults": 5}""", "InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults")]
    [InlineData("DescribeInstances", """{"MaxResults": 4}""", "InvalidParameterValue", "Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater than or equal to 5.")]
    [InlineData("DescribeInstanceTypes", """{"InstanceTypes": ["t9.huge"]}""", "InvalidInstanceType", "The following supplied instance types do not exist: [t9.huge]")]
    [InlineData("RunInstances", """{"ImageId": "ami-00000000000000000", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""", "InvalidAMIID.NotFound", "The image id '[ami-00000000000000000]' does not exist")]
    [InlineData("RunInstances", """{"ImageId": "linux", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""", "InvalidAMIID.Malformed", "Invalid id: \"linux\" (expecting \"ami-...\")")]
    [InlineData("RunInstances", "{" + Run + ", \"SubnetId\": \"subnet" + None + "\"}", "InvalidSubnetID.NotFound", "The subnet ID 'subnet-00000000000000000' does not exist")]
    [InlineData("RunInstances", "{" + Run + ", \"SecurityGroupIds\": [\"web\"]}", "InvalidGroupId.Malformed", "Invalid id: \"web\" (expecting \"sg-...\")")]
    [InlineData("RunInstances", "{" + Run + ", \"SubnetId\": \"@near\", \"SecurityGroupIds\": [\"@far\"]}", "InvalidParameter", "belong to different networks")]
    [InlineData("RunInstances", "{" + Run + ", \"KeyName\": \"yours\"}", "InvalidKeyPair.NotFound", "The key pair 'yours' does not exist")]
    [InlineData("RunInstances", "{" + Run + ", \"UserData\": \"#!/bin/bash\"}", "InvalidParameterValue", "Invalid BASE64 encoding of user data.")]
    [InlineData("RunInstances", "{" + Run + ", \"BlockDeviceMappings\": [{\"DeviceName\": \"/dev/xvda\", \"Ebs\": {\"VolumeSize\": 2}}]}", "InvalidBlockDeviceMapping", "Volume of size 2GB is smaller than snapshot")]
    [InlineData("RunInstances", "{" + Run + ", \"BlockDeviceMappings\": [{\"DeviceName\": \"/dev/sdf\", \"Ebs\": {\"VolumeSize\": 2}}, {\"DeviceName\": \"/dev/sdf\", \"Ebs\": {\"VolumeSize\": 2}}]}", "InvalidBlockDeviceMapping", "")]
    [InlineData("RunInstances", "{" + Run + ", \"InstanceMarketOptions\": {\"MarketType\": \"spot\", \"SpotOptions\": {\"InstanceInterruptionBehavior\": \"stop\"}}}", "InvalidParameterCombination", "")]
    [InlineData("RunInstances", "{" + Run + ", \"InstanceMarketOptions\": {\"MarketType\": \"spot\", \"SpotOptions\": {\"MaxPrice\": \"0.0001\"}}}", "SpotMaxPriceTooLow", "Your Spot request price of 0.0001 is lower than the minimum required Spot request fulfillment price of")]
    [InlineData("RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1000, "MaxCount": 1000, "InstanceMarketOptions": {"MarketType": "spot"}}""", "MaxSpotInstanceCountExceeded", "Max spot instance count exceeded")]
    [InlineData("RunInstances", "{" + Run + ", \"LaunchTemplate\": {\"LaunchTemplateName\": \"none\"}}", "InvalidLaunchTemplateName.NotFoundException", "At least one of the launch templates specified in the request does not exist.")]
    [InlineData("CreateLaunchTemplate", """{"LaunchTemplateName": "web", "LaunchTemplateData": {}}""", "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.")]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "gp9"}""", "UnknownVolumeType", "Unsupported volume type 'gp9' for volume creation.")]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1z", "Size": 10}""", "InvalidZone.NotFound", "The zone 'eu-west-1z' does not exist.")]
    [InlineData("AttachVolume", """{"VolumeId": "vol-00000000000000000", "InstanceId": "@web", "Device": "/dev/sdf"}""", "InvalidVolume.NotFound", "The volume 'vol-00000000000000000' does not exist")]
    [InlineData("AttachVolume", """{"VolumeId": "disk", "InstanceId": "@web", "Device": "/dev/sdf"}""", "InvalidVolumeID.Malformed", "")]
    [InlineData("AttachVolume", """{"VolumeId": "@volume", "InstanceId": "@web", "Device": "C:"}""", "InvalidParameterValue", "Value (C:) for parameter device is invalid. C: is not a valid EBS device name.")]
    [InlineData("AttachVolume", """{"VolumeId": "@volume", "InstanceId": "@gone", "Device": "/dev/sdf"}""", "IncorrectState", "Instance '@gone' is not 'running' or 'stopped'.")]
    [InlineData("DetachVolume", """{"VolumeId": "@volume"}""", "IncorrectState", "is in the 'available' state.")]
    [InlineData("DetachVolume", """{"VolumeId": "@root"}""", "OperationNotPermitted", "Unable to detach root volume '@root' from instance '@web'")]
    [InlineData("DeleteVolume", """{"VolumeId": "@root"}""", "VolumeInUse", "Volume @root is currently attached to @web")]
    [InlineData("DeleteSnapshot", """{"SnapshotId": "snap-00000000000000000"}""", "InvalidSnapshot.NotFound", "The snapshot 'snap-00000000000000000' does not exist")]
    [InlineData("DeleteSnapshot", """{"SnapshotId": "photo"}""", "InvalidSnapshotID.Malformed", "")]
    [InlineData("CreateImage", """{"InstanceId": "@web", "Name": "w"}""", "InvalidAMIName.Malformed", "AMI names must be between 3 and 128 characters long")]
    [InlineData("CreateSecurityGroup", """{"GroupName": "web", "Description": "again"}""", "InvalidGroup.Duplicate", "The security group 'web' already exists for VPC '@default'")]
    [InlineData("CreateSecurityGroup", """{"GroupName": "sg-web", "Description": "x"}""", "InvalidParameterValue", "Group names may not be in the format sg-*")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "sg-00000000000000000", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""", "InvalidGroup.NotFound", "The security group 'sg-00000000000000000' does not exist")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "everybody"}""", "InvalidParameterValue", "CIDR block everybody is malformed")]
    [InlineData("RevokeSecurityGroupIngress", """{"GroupId": "@sg", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""", "InvalidPermission.NotFound", "The specified rule does not exist in this security group.")]
    [InlineData("AuthorizeSecurityGroupIngress", """{"GroupId": "@sg", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": "@far"}]}]}""", "InvalidGroup.NotFound", "You have specified two resources that belong to different networks.")]
    [InlineData("CreateSecurityGroup", """{"GroupName": "blank", "Description": ""}""", "MissingParameter", "The request must contain the parameter GroupDescription")]
    [InlineData("CreateSecurityGroup", """{"GroupName": "blank", "Description": "höhe"}""", "InvalidParameterValue", "Character sets beyond ASCII are not supported.")]
    [InlineData("CreateSecurityGroup", """{"GroupName": "höhe", "Description": "x"}""", "InvalidParameterValue", "Character sets beyond ASCII are not supported.")]
    [InlineData("RunInstances", "{" + Run + ", \"TagSpecifications\": [{\"ResourceType\": \"bucket\", \"Tags\": [{\"Key\": \"a\", \"Value\": \"b\"}]}]}", "InvalidParameterValue", "'bucket' is not a valid taggable resource type for this operation.")]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10, "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a", "Value": "b"}]}]}""", "InvalidParameterValue", "'instance' is not a valid taggable resource type for this operation.")]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10, "TagSpecifications": [{"Tags": [{"Key": "a", "Value": "b"}]}]}""", "InvalidParameterValue", "Tag specification resource type must have a value")]
    [InlineData("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "gp3", "Throughput": 1000}""", "InvalidParameterValue", "Throughput (MiBps) to iops ratio of 0.333333 is too high; maximum is 0.250000 MiBps per iops.")]
    [InlineData("CreateLaunchTemplate", """{"LaunchTemplateName": "web shop", "LaunchTemplateData": {}}""", "InvalidLaunchTemplateName.MalformedException", "A launch template name must be between 3 and 128 characters")]
    [InlineData("CreateKeyPair", """{"KeyName": "mine"}""", "InvalidKeyPair.Duplicate", "The keypair already exists")]
    [InlineData("AssociateAddress", """{"AllocationId": "eipalloc-00000000000000000", "InstanceId": "@web"}""", "InvalidAllocationID.NotFound", "The allocation ID 'eipalloc-00000000000000000' does not exist")]
    [InlineData("DisassociateAddress", """{"AssociationId": "eipassoc-00000000000000000"}""", "InvalidAssociationID.NotFound", "The association ID 'eipassoc-00000000000000000' does not exist")]
    [InlineData("ReleaseAddress", """{"PublicIp": "192.0.2.99"}""", "InvalidAddress.NotFound", "Address '192.0.2.99' not found.")]
    [InlineData("CreateVpc", """{"CidrBlock": "10.0.0.0/8"}""", "InvalidVpc.Range", "The CIDR '10.0.0.0/8' is invalid.")]
    [InlineData("CreateVpc", """{"CidrBlock": "ten"}""", "InvalidParameterValue", "Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block.")]
    [InlineData("CreateVpc", "{}", "MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.")]
    [InlineData("CreateSubnet", """{"VpcId": "@vpc", "CidrBlock": "10.1.0.0/24"}""", "InvalidSubnet.Range", "The CIDR '10.1.0.0/24' is invalid.")]
    [InlineData("CreateSubnet", """{"VpcId": "@vpc", "CidrBlock": "10.0.1.128/25"}""", "InvalidSubnet.Conflict", "The CIDR '10.0.1.128/25' conflicts with another subnet")]
    [InlineData("CreateSubnet", """{"VpcId": "@vpc", "CidrBlock": "10.0.2.0/24", "AvailabilityZone": "us-east-1a"}""", "InvalidParameterValue", "Subnets can currently only be created in the following availability zones: eu-west-1a, eu-west-1b, eu-west-1c.")]
    [InlineData("CreateSubnet", """{"VpcId": "vpc-00000000000000000", "CidrBlock": "10.0.2.0/24"}""", "InvalidVpcID.NotFound", "The vpc ID 'vpc-00000000000000000' does not exist")]
    [InlineData("DeleteVpc", """{"VpcId": "@vpc"}""", "DependencyViolation", "The vpc '@vpc' has dependencies and cannot be deleted.")]
    [InlineData("DeleteInternetGateway", """{"InternetGatewayId": "@igw"}""", "DependencyViolation", "The internetGateway '@igw' has dependencies and cannot be deleted.")]
    [InlineData("AttachInternetGateway", """{"InternetGatewayId": "@igw", "VpcId": "@vpc"}""", "Resource.AlreadyAssociated", "resource @igw is already attached to network @vpc")]
    [InlineData("AttachInternetGateway", """{"InternetGatewayId": "@loose", "VpcId": "@vpc"}""", "InvalidParameterValue", "Network @vpc already has an internet gateway attached")]
    [InlineData("DetachInternetGateway", """{"InternetGatewayId": "@loose", "VpcId": "@vpc"}""", "Gateway.NotAttached", "resource @loose is not attached to network @vpc")]
    [InlineData("DescribeInternetGateways", """{"InternetGatewayIds": ["igw-00000000000000000"]}""", "InvalidInternetGatewayID.NotFound", "The internetGateway ID 'igw-00000000000000000' does not exist")]
    [InlineData("CreateRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "@igw"}""", "RouteAlreadyExists", "The route identified by 0.0.0.0/0 already exists.")]
    [InlineData("CreateRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "192.0.2.0/24", "GatewayId": "igw-00000000000000000"}""", "InvalidGatewayID.NotFound", "The gateway ID 'igw-00000000000000000' does not exist")]
    [InlineData("CreateRoute", """{"RouteTableId": "rtb-00000000000000000", "DestinationCidrBlock": "192.0.2.0/24", "GatewayId": "@igw"}""", "InvalidRouteTableID.NotFound", "The routeTable ID 'rtb-00000000000000000' does not exist")]
    [InlineData("CreateRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "192.0.2.0/24", "NatGatewayId": "nat-00000000000000000"}""", "NatGatewayNotFound", "The Nat Gateway nat-00000000000000000 was not found")]
    [InlineData("ReplaceRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "192.0.2.0/24", "GatewayId": "@igw"}""", "InvalidParameterValue", "There is no route defined for '192.0.2.0/24' in the route table. Use CreateRoute instead.")]
    [InlineData("DeleteRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "192.0.2.0/24"}""", "InvalidRoute.NotFound", "no route with destination-cidr-block 192.0.2.0/24 in route table @rtb")]
    [InlineData("DeleteRoute", """{"RouteTableId": "@rtb", "DestinationCidrBlock": "10.0.0.0/16"}""", "InvalidParameterValue", "cannot remove local route 10.0.0.0/16 in route table @rtb")]
    [InlineData("AssociateRouteTable", """{"RouteTableId": "@rtb", "SubnetId": "@near"}""", "InvalidParameterValue", "route table @rtb and subnet @near belong to different networks")]
    [InlineData("DisassociateRouteTable", """{"AssociationId": "@main"}""", "InvalidParameterValue", "cannot disassociate the main route table association @main")]
    [InlineData("DeleteNatGateway", """{"NatGatewayId": "nat-00000000000000000"}""", "NatGatewayNotFound", "The Nat Gateway nat-00000000000000000 was not found")]
    [InlineData("CreateTags", """{"Resources": ["@web"], "Tags": [{"Key": "", "Value": "1"}]}""", "InvalidParameterValue", "Tag key cannot be empty")]
    [InlineData("CreateTags", """{"Resources": ["@web"], "Tags": [{"Key": "aws:mine", "Value": "1"}]}""", "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use")]
    [InlineData("CreateTags", """{"Resources": ["thing-1"], "Tags": [{"Key": "a", "Value": "1"}]}""", "InvalidID", "The ID 'thing-1' is not valid")]
    [InlineData("DescribeReservedInstances", """{"ReservedInstancesIds": ["none"]}""", "InvalidReservedInstancesId", "")]
    [InlineData("PurchaseReservedInstancesOffering", """{"ReservedInstancesOfferingId": "none", "InstanceCount": 1}""", "InvalidReservedInstancesOfferingId", "")]
    public void EC2_says_no(string operation, string input, string code, string words) => Refused("ec2", operation, input, code, 400, words);

    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html: the page of each operation has its errors with their status.
    [Theory]
    [InlineData("CreateUser", """{"UserName": "Ana"}""", "EntityAlreadyExists", 409, "User with name Ana already exists.")]
    [InlineData("CreateUser", """{"UserName": "a b"}""", "ValidationError", 400, "Member must satisfy regular expression pattern")]
    [InlineData("GetUser", """{"UserName": "nobody"}""", "NoSuchEntity", 404, "The user with name nobody cannot be found.")]
    [InlineData("GetRole", """{"RoleName": "nobody"}""", "NoSuchEntity", 404, "The role with name nobody cannot be found.")]
    [InlineData("GetGroup", """{"GroupName": "nobody"}""", "NoSuchEntity", 404, "The group with name nobody cannot be found.")]
    [InlineData("GetInstanceProfile", """{"InstanceProfileName": "none"}""", "NoSuchEntity", 404, "Instance Profile none cannot be found.")]
    [InlineData("GetPolicy", """{"PolicyArn": "arn:aws:iam::111122223333:policy/none"}""", "NoSuchEntity", 404, "Policy arn:aws:iam::111122223333:policy/none")]
    [InlineData("CreateGroup", """{"GroupName": "team"}""", "EntityAlreadyExists", 409, "Group with name team already exists.")]
    [InlineData("CreateRole", "{\"RoleName\": \"web\", \"AssumeRolePolicyDocument\": \"" + Trust + "\"}", "EntityAlreadyExists", 409, "Role with name web already exists.")]
    [InlineData("CreateRole", "{\"RoleName\": \"new\", \"AssumeRolePolicyDocument\": \"" + Look + "\"}", "MalformedPolicyDocument", 400, "Has prohibited field Resource")]
    [InlineData("CreatePolicy", "{\"PolicyName\": \"look\", \"PolicyDocument\": \"" + Look + "\"}", "EntityAlreadyExists", 409, "A policy called look already exists. Duplicate names are not allowed.")]
    [InlineData("CreatePolicy", """{"PolicyName": "new", "PolicyDocument": "{"}""", "MalformedPolicyDocument", 400, "Syntax errors in policy.")]
    [InlineData("CreatePolicy", "{\"PolicyName\": \"new\", \"PolicyDocument\": \"" + Trust + "\"}", "MalformedPolicyDocument", 400, "Policy document should not specify a principal.")]
    [InlineData("CreateInstanceProfile", """{"InstanceProfileName": "web"}""", "EntityAlreadyExists", 409, "Instance Profile web already exists.")]
    [InlineData("AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""", "LimitExceeded", 409, "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")]
    [InlineData("DeleteUser", """{"UserName": "ana"}""", "DeleteConflict", 409, "Cannot delete entity, must remove users from group first.")]
    [InlineData("DeleteGroup", """{"GroupName": "team"}""", "DeleteConflict", 409, "Cannot delete entity, must remove users from group first.")]
    [InlineData("DeleteRole", """{"RoleName": "web"}""", "DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first.")]
    [InlineData("DeleteInstanceProfile", """{"InstanceProfileName": "web"}""", "DeleteConflict", 409, "Cannot delete entity, must remove roles from instance profile first.")]
    [InlineData("DeletePolicy", """{"PolicyArn": "arn:aws:iam::111122223333:policy/look"}""", "DeleteConflict", 409, "Cannot delete a policy attached to entities.")]
    [InlineData("DetachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::111122223333:policy/none"}""", "NoSuchEntity", 404, "was not found.")]
    [InlineData("DeletePolicyVersion", """{"PolicyArn": "arn:aws:iam::111122223333:policy/look", "VersionId": "v1"}""", "DeleteConflict", 409, "Cannot delete the default version of a policy.")]
    [InlineData("GetPolicyVersion", """{"PolicyArn": "arn:aws:iam::111122223333:policy/look", "VersionId": "v9"}""", "NoSuchEntity", 404, "version v9 does not exist or is not attachable.")]
    [InlineData("GetLoginProfile", """{"UserName": "ana"}""", "NoSuchEntity", 404, "Login Profile for User ana cannot be found.")]
    [InlineData("GetAccountPasswordPolicy", "{}", "NoSuchEntity", 404, "The Password Policy with domain name 111122223333 cannot be found.")]
    [InlineData("DeleteAccessKey", """{"UserName": "ana", "AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}""", "NoSuchEntity", 404, "The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found")]
    [InlineData("SimulateCustomPolicy", """{"PolicyInputList": ["{"], "ActionNames": ["s3:GetObject"]}""", "InvalidInput", 400, "Invalid policy")]
    [InlineData("SimulatePrincipalPolicy", """{"PolicySourceArn": "arn:aws:iam::111122223333:user/none", "ActionNames": ["s3:GetObject"]}""", "NoSuchEntity", 404, "")]
    public void IAM_says_no(string operation, string input, string code, int status, string words) => Refused("iam", operation, input, code, status, words);

    /// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html, https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html</summary>
    [Fact]
    public void Who_may_not_gets_a_message_that_an_administrator_decodes()
    {
        _account.As = Caller.User(TestAccount.Id, "ana");
        var error = _account.Try("ec2", "RunInstances", "{" + Run + "}").Error!;
        Assert.Equal(("UnauthorizedOperation", 403), (error.Code, error.HttpStatus));
        const string Before = "Encoded authorization failure message: ";
        Assert.StartsWith("You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/ana is not authorized to perform: ec2:RunInstances", error.Message, StringComparison.Ordinal);
        var encoded = error.Message[(error.Message.IndexOf(Before, StringComparison.Ordinal) + Before.Length)..];
        Refused("sts", "DecodeAuthorizationMessage", $$"""{"EncodedMessage": "{{encoded}}"}""", "AccessDenied", 403, "sts:DecodeAuthorizationMessage");
        _account.As = Caller.Root(TestAccount.Id);
        var decoded = System.Text.Json.Nodes.JsonNode.Parse((string)_account.Do("sts", "DecodeAuthorizationMessage", $$"""{"EncodedMessage": "{{encoded}}"}""")["DecodedMessage"]!)!;
        Assert.Equal((false, false, "ec2:RunInstances"), ((bool)decoded["allowed"]!, (bool)decoded["explicitDeny"]!, (string)decoded["context"]!["action"]!));
        Refused("sts", "DecodeAuthorizationMessage", """{"EncodedMessage": "no message of EC2's"}""", "InvalidAuthorizationMessageException", 400, "");
    }

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html: with DryRun the answer is an error, whatever would happen.</summary>
    [Fact]
    public void A_dry_run_says_what_would_happen()
    {
        Refused("ec2", "RunInstances", "{" + Run + ", \"DryRun\": true}", "DryRunOperation", 412, "Request would have succeeded, but DryRun flag is set.");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Refused("ec2", "RunInstances", "{" + Run + ", \"DryRun\": true}", "UnauthorizedOperation", 403, "You are not authorized to perform this operation.");
    }

    /// <summary>A server's error, so a client tries again: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-codes-table-server</summary>
    [Fact]
    public void A_zone_without_capacity_is_an_error_of_the_servers()
    {
        _account.Account.Happen(new CloudCourse.Simulation.Ec2.ZoneFails("eu-west-1", "eu-west-1a"));
        Refused("ec2", "RunInstances", "{" + Run + ", \"Placement\": {\"AvailabilityZone\": \"eu-west-1a\"}}", "InsufficientInstanceCapacity", 500, "We currently do not have sufficient t3.micro capacity in the Availability Zone you requested (eu-west-1a).");
    }
}
