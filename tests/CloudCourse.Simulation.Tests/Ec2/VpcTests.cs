using System.Text.Json.Nodes;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.ElasticLoadBalancing;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

/// <summary>A network of one's own: https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html</summary>
public sealed class VpcTests
{
    private const string Outside = "192.0.2.10";
    private static readonly string Script = Convert.ToBase64String("#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n"u8);

    private readonly TestAccount _account = new();
    private readonly string _vpc, _subnet;

    public VpcTests()
    {
        _vpc = (string)Do("CreateVpc", """{"CidrBlock": "10.0.0.0/16"}""")["Vpc"]!["VpcId"]!;
        _subnet = Subnet("10.0.1.0/24");
    }

    private JsonObject Do(string operation, string input = "{}") => _account.Do("ec2", operation, input);

    private string Refused(string operation, string input) => _account.Refused("ec2", operation, input);

    private string Subnet(string cidr) => (string)Do("CreateSubnet", $$"""{"VpcId": "{{_vpc}}", "CidrBlock": "{{cidr}}", "AvailabilityZone": "eu-west-1a"}""")["Subnet"]!["SubnetId"]!;

    private Ec2Region Ec2 => _account.Account.State.Ec2.Regions["eu-west-1"];

    private string OpenGroup()
    {
        var group = (string)Do("CreateSecurityGroup", $$"""{"GroupName": "web", "Description": "web", "VpcId": "{{_vpc}}"}""")["GroupId"]!;
        Do("AuthorizeSecurityGroupIngress", $$"""{"GroupId": "{{group}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
        return group;
    }

    private string Gateway()
    {
        var gateway = (string)Do("CreateInternetGateway")["InternetGateway"]!["InternetGatewayId"]!;
        Do("AttachInternetGateway", $$"""{"InternetGatewayId": "{{gateway}}", "VpcId": "{{_vpc}}"}""");
        return gateway;
    }

    private string Table(string target, string id)
    {
        var table = (string)Do("CreateRouteTable", $$"""{"VpcId": "{{_vpc}}"}""")["RouteTable"]!["RouteTableId"]!;
        Do("CreateRoute", $$"""{"RouteTableId": "{{table}}", "DestinationCidrBlock": "0.0.0.0/0", "{{target}}": "{{id}}"}""");
        return table;
    }

    private string Launch(string subnet, string group, bool publicIp)
    {
        var id = (string)Do("RunInstances", $$"""
            {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "UserData": "{{Script}}",
             "NetworkInterfaces": [{"DeviceIndex": 0, "SubnetId": "{{subnet}}", "Groups": ["{{group}}"], "AssociatePublicIpAddress": {{(publicIp ? "true" : "false")}}}]}
            """)["Instances"]![0]!["InstanceId"]!;
        _account.Account.Advance(TimeSpan.FromMinutes(5));
        return id;
    }

    private string? Blocked(string instance) => Endpoints.Blocked(Ec2, Endpoints.Of(Ec2, Ec2.Instances[instance]), 80, Outside, []);

    [Fact]
    public void A_new_network_has_a_main_table_with_the_local_route_a_group_and_an_acl_that_lets_everything_through()
    {
        var filter = $$"""{"Filters": [{"Name": "vpc-id", "Values": ["{{_vpc}}"]}]}""";
        var table = Do("DescribeRouteTables", filter)["RouteTables"]!.AsArray().Single()!;
        Assert.True((bool)table["Associations"]![0]!["Main"]!);
        Assert.Equal(("10.0.0.0/16", "local"), ((string)table["Routes"]![0]!["DestinationCidrBlock"]!, (string)table["Routes"]![0]!["GatewayId"]!));
        Assert.Equal("default", (string)Do("DescribeSecurityGroups", filter)["SecurityGroups"]!.AsArray().Single()!["GroupName"]!);
        Assert.True((bool)Do("DescribeNetworkAcls", filter)["NetworkAcls"]!.AsArray().Single()!["IsDefault"]!);
        // AWS keeps five addresses of every subnet.
        Assert.Equal(251, (int)Do("DescribeSubnets", filter)["Subnets"]![0]!["AvailableIpAddressCount"]!);
    }

    [Fact]
    public void A_server_answers_only_when_its_subnet_has_a_route_to_an_internet_gateway()
    {
        var group = OpenGroup();
        var gateway = Gateway();
        var deaf = Launch(_subnet, group, publicIp: true);
        Assert.Contains("no route to an internet gateway", Blocked(deaf), StringComparison.Ordinal);
        Assert.Empty(Ec2.Instances[deaf].ListensOn); // its packages never came

        var table = Table("GatewayId", gateway);
        var association = (string)Do("AssociateRouteTable", $$"""{"RouteTableId": "{{table}}", "SubnetId": "{{_subnet}}"}""")["AssociationId"]!;
        var web = Launch(_subnet, group, publicIp: true);
        Assert.Null(Blocked(web));

        Do("DisassociateRouteTable", $$"""{"AssociationId": "{{association}}"}""");
        Assert.NotNull(Blocked(web));
    }

    [Fact]
    public void A_nat_gateway_lets_out_and_nobody_in()
    {
        var group = OpenGroup();
        var open = Subnet("10.0.2.0/24");
        Do("AssociateRouteTable", $$"""{"RouteTableId": "{{Table("GatewayId", Gateway())}}", "SubnetId": "{{open}}"}""");
        var allocation = (string)Do("AllocateAddress")["AllocationId"]!;
        var nat = (string)Do("CreateNatGateway", $$"""{"SubnetId": "{{open}}", "AllocationId": "{{allocation}}"}""")["NatGateway"]!["NatGatewayId"]!;
        _account.Account.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("available", Ec2.NatGateways[nat].State);
        Do("AssociateRouteTable", $$"""{"RouteTableId": "{{Table("NatGatewayId", nat)}}", "SubnetId": "{{_subnet}}"}""");

        var hidden = Launch(_subnet, group, publicIp: false);
        Assert.Equal([80], Ec2.Instances[hidden].ListensOn);
        Assert.NotNull(Blocked(hidden));
        Assert.Contains(_account.Account.State.Bill.LinesAt(_account.Account.Now), l => l.What.StartsWith("NAT gateway", StringComparison.Ordinal) && l.Usd > 0);
        Assert.Equal("InvalidIPAddress.InUse", Refused("ReleaseAddress", $$"""{"AllocationId": "{{allocation}}"}"""));
        Assert.Equal("DependencyViolation", Refused("DeleteSubnet", $$"""{"SubnetId": "{{open}}"}"""));

        Do("DeleteNatGateway", $$"""{"NatGatewayId": "{{nat}}"}""");
        _account.Account.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("deleted", (string)Do("DescribeNatGateways", $$"""{"NatGatewayIds": ["{{nat}}"]}""")["NatGateways"]![0]!["State"]!);
        Assert.Equal("blackhole", Do("DescribeRouteTables", $$"""{"Filters": [{"Name": "route.nat-gateway-id", "Values": ["{{nat}}"]}]}""")["RouteTables"]![0]!["Routes"]!.AsArray().Select(r => (string)r!["State"]!).Single(s => s != "active"));
        Do("ReleaseAddress", $$"""{"AllocationId": "{{allocation}}"}""");
    }

    [Fact]
    public void A_public_nat_gateway_fails_in_a_network_without_an_internet_gateway()
    {
        var allocation = (string)Do("AllocateAddress")["AllocationId"]!;
        var nat = (string)Do("CreateNatGateway", $$"""{"SubnetId": "{{_subnet}}", "AllocationId": "{{allocation}}"}""")["NatGateway"]!["NatGatewayId"]!;
        _account.Account.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(("failed", "Gateway.NotAttached"), (Ec2.NatGateways[nat].State, Ec2.NatGateways[nat].FailureCode));
        Assert.Null(Ec2.Addresses[allocation].AssociationId);
    }

    [Fact]
    public void What_something_depends_on_is_deleted_last()
    {
        var gateway = Gateway();
        var table = Table("GatewayId", gateway);
        var association = (string)Do("AssociateRouteTable", $$"""{"RouteTableId": "{{table}}", "SubnetId": "{{_subnet}}"}""")["AssociationId"]!;
        foreach (var (operation, input) in new[]
        {
            ("DeleteVpc", $$"""{"VpcId": "{{_vpc}}"}"""), ("DeleteInternetGateway", $$"""{"InternetGatewayId": "{{gateway}}"}"""), ("DeleteRouteTable", $$"""{"RouteTableId": "{{table}}"}"""),
        }) Assert.Equal("DependencyViolation", Refused(operation, input));
        Do("DisassociateRouteTable", $$"""{"AssociationId": "{{association}}"}""");
        Do("DeleteRouteTable", $$"""{"RouteTableId": "{{table}}"}""");
        Do("DetachInternetGateway", $$"""{"InternetGatewayId": "{{gateway}}", "VpcId": "{{_vpc}}"}""");
        Do("DeleteInternetGateway", $$"""{"InternetGatewayId": "{{gateway}}"}""");
        Do("DeleteSubnet", $$"""{"SubnetId": "{{_subnet}}"}""");
        Do("DeleteVpc", $$"""{"VpcId": "{{_vpc}}"}""");
        Assert.Equal("InvalidVpcID.NotFound", Refused("DeleteVpc", $$"""{"VpcId": "{{_vpc}}"}"""));
        Assert.DoesNotContain(Ec2.SecurityGroups.Values, g => g.VpcId == _vpc);
        Assert.DoesNotContain(Ec2.RouteTables.Values, t => t.VpcId == _vpc);
    }

    [Fact]
    public void A_full_subnet_takes_no_more()
    {
        var small = Subnet("10.0.3.0/28");
        string Run(int count) => $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": {{count}}, "MaxCount": {{count}}, "SubnetId": "{{small}}"}""";
        Assert.Equal("InsufficientFreeAddressesInSubnet", Refused("RunInstances", Run(12)));
        Do("RunInstances", Run(11));
        Assert.Equal(11, Ec2.Instances.Values.Select(i => i.PrivateIp).Distinct().Count());
        Assert.Equal("InsufficientFreeAddressesInSubnet", Refused("RunInstances", Run(1)));
    }

    [Fact]
    public void Pages_are_of_five_at_least_and_follow_each_other()
    {
        for (var i = 10; i < 20; i++) Subnet($"10.0.{i}.0/24");
        var first = Do("DescribeSubnets", $$"""{"MaxResults": 6, "Filters": [{"Name": "vpc-id", "Values": ["{{_vpc}}"]}]}""");
        var second = Do("DescribeSubnets", $$"""{"MaxResults": 6, "NextToken": "{{first["NextToken"]}}", "Filters": [{"Name": "vpc-id", "Values": ["{{_vpc}}"]}]}""");
        Assert.Null(second["NextToken"]);
        Assert.Equal(11, first["Subnets"]!.AsArray().Concat(second["Subnets"]!.AsArray()).Select(s => (string)s!["SubnetId"]!).Distinct().Count());
        Assert.Equal("InvalidParameterValue", Refused("DescribeSubnets", """{"MaxResults": 4}"""));
        Assert.Equal("InvalidParameterValue", Refused("DescribeSubnets", """{"MaxResults": 1001}"""));
        Assert.Equal("InvalidParameterValue", Refused("DescribeSubnets", """{"NextToken": "6"}"""));
    }
}
