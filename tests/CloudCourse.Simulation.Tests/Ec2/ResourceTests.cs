using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

public sealed class ResourceTests
{
    private readonly TestAccount _account = new();

    private Ec2Region Ec2 => _account.Account.State.Ec2.Regions[_account.Region];

    private void Pass(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    private Instance Running(string zone = "eu-west-1a")
    {
        var id = (string)_account.Do("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "Placement": {"AvailabilityZone": "{{zone}}"} }""")["Instances"]![0]!["InstanceId"]!;
        Pass(30);
        return Ec2.Instances[id];
    }

    private string Volume(string zone = "eu-west-1a", string more = "")
    {
        var id = (string)_account.Do("ec2", "CreateVolume", $$"""{"AvailabilityZone": "{{zone}}", "Size": 10, "VolumeType": "gp3"{{more}}}""")["VolumeId"]!;
        Pass(10);
        return id;
    }

    private static string Attach(string volume, string instance, string device = "/dev/sdf") => $$"""{"VolumeId": "{{volume}}", "InstanceId": "{{instance}}", "Device": "{{device}}"}""";

    // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html
    [Fact]
    public void A_volume_is_attached_in_its_own_zone_and_to_one_instance()
    {
        var (instance, volume) = (Running(), Volume());
        Assert.Equal("InvalidVolume.ZoneMismatch", _account.Refused("ec2", "AttachVolume", Attach(Volume("eu-west-1b"), instance.Id)));
        _account.Do("ec2", "AttachVolume", Attach(volume, instance.Id));
        Assert.Equal("VolumeInUse", _account.Refused("ec2", "AttachVolume", Attach(volume, Running().Id)));
        Assert.Equal("InvalidParameterValue", _account.Refused("ec2", "AttachVolume", Attach(Volume(), instance.Id)));
        Assert.Equal("VolumeInUse", _account.Refused("ec2", "DeleteVolume", $$"""{"VolumeId": "{{volume}}"}"""));
        Pass(10);
        _account.Do("ec2", "DetachVolume", $$"""{"VolumeId": "{{volume}}"}""");
        Pass(10);
        Assert.Equal("available", Ec2.Volumes[volume].State);
        _account.Do("ec2", "DeleteVolume", $$"""{"VolumeId": "{{volume}}"}""");
        Assert.Equal("InvalidVolume.NotFound", _account.Refused("ec2", "DeleteVolume", $$"""{"VolumeId": "{{volume}}"}"""));
        var root = Ec2.Volumes.Values.First(v => v.Attachment?.InstanceId == instance.Id).Id;
        Assert.Equal("OperationNotPermitted", _account.Refused("ec2", "DetachVolume", $$"""{"VolumeId": "{{root}}"}"""));
    }

    [Theory]
    [InlineData("""{"AvailabilityZone": "eu-west-1z", "Size": 10}""", "InvalidZone.NotFound")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a"}""", "MissingParameter")]
    [InlineData("""{"Size": 10}""", "MissingParameter")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "gp9"}""", "UnknownVolumeType")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 99999, "VolumeType": "gp3"}""", "InvalidParameterValue")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "st1"}""", "InvalidParameterValue")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "gp2", "Iops": 3000}""", "InvalidParameterCombination")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "io2"}""", "MissingParameter")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 4, "VolumeType": "io1", "Iops": 300}""", "InvalidParameterValue")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "SnapshotId": "snap-00000000000000000"}""", "InvalidSnapshot.NotFound")]
    [InlineData("""{"AvailabilityZone": "eu-west-1a", "Size": 99999999999999999999}""", "InvalidParameterValue")]
    public void A_volume_that_AWS_refuses(string input, string code) => Assert.Equal(code, _account.Refused("ec2", "CreateVolume", input));

    [Fact]
    public void A_snapshot_carries_a_volume_to_another_zone()
    {
        var snapshot = (string)_account.Do("ec2", "CreateSnapshot", $$"""{"VolumeId": "{{Volume()}}"}""")["SnapshotId"]!;
        Pass(60);
        Assert.Equal("completed", Ec2.Snapshots[snapshot].State);
        Assert.Equal("InvalidBlockDeviceMapping", _account.Refused("ec2", "CreateVolume", $$"""{"AvailabilityZone": "eu-west-1b", "SnapshotId": "{{snapshot}}", "Size": 5}"""));
        var copy = (string)_account.Do("ec2", "CreateVolume", $$"""{"AvailabilityZone": "eu-west-1b", "SnapshotId": "{{snapshot}}"}""")["VolumeId"]!;
        Assert.Equal((10, "eu-west-1b"), (Ec2.Volumes[copy].SizeGB, Ec2.Volumes[copy].Zone));
    }

    [Fact]
    public void An_image_is_made_from_an_instance_and_its_snapshot_outlives_it()
    {
        var instance = Running();
        var image = (string)_account.Do("ec2", "CreateImage", $$"""{"InstanceId": "{{instance.Id}}", "Name": "web"}""")["ImageId"]!;
        var launch = $$"""{"ImageId": "{{image}}", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""";
        Assert.Equal("InvalidAMIID.Unavailable", _account.Refused("ec2", "RunInstances", launch));
        Assert.Equal("InvalidAMIName.Duplicate", _account.Refused("ec2", "CreateImage", $$"""{"InstanceId": "{{instance.Id}}", "Name": "web"}"""));
        Pass(60);
        _account.Do("ec2", "RunInstances", launch);
        Assert.Equal("InvalidSnapshot.InUse", _account.Refused("ec2", "DeleteSnapshot", $$"""{"SnapshotId": "{{Ec2.OwnImages[image].SnapshotId}}"}"""));
        Assert.Equal("AuthFailure", _account.Refused("ec2", "DeregisterImage", """{"ImageId": "ami-0a1b2c3d4e5f60001"}"""));
        var snapshot = Ec2.OwnImages[image].SnapshotId;
        _account.Do("ec2", "DeregisterImage", $$"""{"ImageId": "{{image}}"}""");
        Assert.True(Ec2.Snapshots.Has(snapshot));
    }

    [Fact]
    public void An_elastic_address_stays_and_costs_whether_it_is_used_or_not()
    {
        var instance = Running();
        var allocation = (string)_account.Do("ec2", "AllocateAddress")["AllocationId"]!;
        _account.Do("ec2", "AssociateAddress", $$"""{"AllocationId": "{{allocation}}", "InstanceId": "{{instance.Id}}"}""");
        var address = Ec2.Addresses[allocation].PublicIp;
        _account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(60);
        Assert.Equal(address, Ec2.Instances[instance.Id].PublicIp);
        Assert.Equal("InvalidIPAddress.InUse", _account.Refused("ec2", "ReleaseAddress", $$"""{"AllocationId": "{{allocation}}"}"""));
        var association = Ec2.Addresses[allocation].AssociationId;
        _account.Do("ec2", "DisassociateAddress", $$"""{"AssociationId": "{{association}}"}""");
        _account.Do("ec2", "ReleaseAddress", $$"""{"AllocationId": "{{allocation}}"}""");
        for (var i = 0; i < 5; i++) _account.Do("ec2", "AllocateAddress");
        Assert.Equal("AddressLimitExceeded", _account.Refused("ec2", "AllocateAddress"));
    }

    [Fact]
    public void A_second_elastic_address_takes_the_place_of_the_first_and_what_is_taken_away_is_replaced_by_one_of_AWSs()
    {
        var instance = Running();
        var own = instance.PublicIp;
        var ids = new[] { 0, 1 }.Select(_ => (string)_account.Do("ec2", "AllocateAddress")["AllocationId"]!).ToList();
        foreach (var id in ids) _account.Do("ec2", "AssociateAddress", $$"""{"AllocationId": "{{id}}", "InstanceId": "{{instance.Id}}"}""");
        Assert.Null(Ec2.Addresses[ids[0]].InstanceId);
        Assert.Equal(Ec2.Addresses[ids[1]].PublicIp, Ec2.Instances[instance.Id].PublicIp);
        Assert.DoesNotContain(_account.Account.State.Bill.Running.Values, m => m.Id == $"{instance.Id}/address");
        _account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(60);
        _account.Do("ec2", "StartInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(60);
        // An Elastic IP address is paid for once, not by its instance too.
        Assert.DoesNotContain(_account.Account.State.Bill.Running.Values, m => m.Id == $"{instance.Id}/address");
        _account.Do("ec2", "DisassociateAddress", $$"""{"AssociationId": "{{Ec2.Addresses[ids[1]].AssociationId}}"}""");
        Assert.NotNull(Ec2.Instances[instance.Id].PublicIp);
        Assert.DoesNotContain(Ec2.Instances[instance.Id].PublicIp, new[] { own, Ec2.Addresses[ids[0]].PublicIp, Ec2.Addresses[ids[1]].PublicIp });
        Assert.Contains(_account.Account.State.Bill.Running.Values, m => m.Id == $"{instance.Id}/address");
    }

    [Fact]
    public void No_address_is_given_twice()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var ids = _account.Do("ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 60, "MaxCount": 60}""")["Instances"]!.AsArray().Select(n => (string)n!["InstanceId"]!).ToList();
            Pass(30);
            foreach (var id in ids) Assert.True(seen.Add(Ec2.Instances[id].PublicIp!), $"{Ec2.Instances[id].PublicIp} was given twice");
            _account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{string.Join("\", \"", ids)}}"]}""");
            Pass(30);
        }
    }

    [Fact]
    public void Without_its_root_volume_an_instance_neither_starts_nor_becomes_an_image()
    {
        var instance = Running();
        _account.Do("ec2", "StopInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(60);
        var root = Ec2.Volumes.Values.Single(v => v.Attachment?.InstanceId == instance.Id).Id;
        _account.Do("ec2", "DetachVolume", $$"""{"VolumeId": "{{root}}"}""");
        Pass(10);
        Assert.Equal("InvalidParameterValue", _account.Refused("ec2", "StartInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}"""));
        Assert.Equal("InvalidParameterValue", _account.Refused("ec2", "CreateImage", $$"""{"InstanceId": "{{instance.Id}}", "Name": "web"}"""));
        _account.Do("ec2", "AttachVolume", Attach(root, instance.Id, "/dev/xvda"));
        Pass(10);
        _account.Do("ec2", "StartInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
    }

    [Fact]
    public void A_volume_that_does_not_go_with_its_instance_is_paid_for_on()
    {
        var instance = Running();
        var volume = Volume();
        _account.Do("ec2", "AttachVolume", Attach(volume, instance.Id));
        Pass(10);
        _account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(60);
        Assert.Equal([volume], Ec2.Volumes.Values.Select(v => v.Id));
        Assert.Contains(_account.Account.State.Bill.Running.Values, m => m.Resource == volume);
    }

    [Fact]
    public void Every_answer_has_the_shape_of_AWS()
    {
        var instance = Running();
        _account.Do("ec2", "CreateKeyPair", """{"KeyName": "laptop"}""");
        Assert.Equal("InvalidKeyPair.Duplicate", _account.Refused("ec2", "CreateKeyPair", """{"KeyName": "laptop"}"""));
        _account.Do("ec2", "CreateTags", $$"""{"Resources": ["{{instance.Id}}"], "Tags": [{"Key": "Name", "Value": "web"}]}""");
        Assert.Equal("InvalidInstanceID.NotFound", _account.Refused("ec2", "CreateTags", """{"Resources": ["i-00000000000000000"], "Tags": [{"Key": "Name", "Value": "web"}]}"""));
        foreach (var operation in new[] { "DescribeVolumes", "DescribeImages", "DescribeKeyPairs", "DescribeTags", "DescribeRegions", "DescribeAvailabilityZones", "DescribeVpcs", "DescribeSubnets", "DescribeInstanceTypes", "DescribeInstanceTypeOfferings" })
        {
            var output = _account.Do("ec2", operation);
            Assert.NotEmpty(output.First().Value!.AsArray());
        }
        var page = _account.Do("ec2", "DescribeInstanceTypes", """{"MaxResults": 5}""");
        Assert.Equal(5, page["InstanceTypes"]!.AsArray().Count);
        Assert.NotEqual(page["InstanceTypes"]![0]!.ToString(), _account.Do("ec2", "DescribeInstanceTypes", $$"""{"MaxResults": 5, "NextToken": "{{page["NextToken"]}}"}""")["InstanceTypes"]![0]!.ToString());
        Assert.Equal("InvalidInstanceType", _account.Refused("ec2", "DescribeInstanceTypes", """{"InstanceTypes": ["t9.huge"]}"""));
        foreach (var operation in new[] { "DescribeSnapshots", "DescribeAddresses" }) Assert.Empty(_account.Do("ec2", operation).First().Value!.AsArray());
    }
}
