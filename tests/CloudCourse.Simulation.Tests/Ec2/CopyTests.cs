using System.Text.Json.Nodes;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

/// <summary>Images and snapshots that are copied, shared and taken back; volumes that are changed.</summary>
public sealed class CopyTests
{
    private readonly TestAccount _account = new();

    private JsonObject Do(string operation, string input = "{}") => _account.Do("ec2", operation, input);

    private string Refused(string operation, string input) => _account.Refused("ec2", operation, input);

    private void Pass(int minutes) => _account.Account.Advance(TimeSpan.FromMinutes(minutes));

    private string Image()
    {
        var instance = (string)Do("RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""")["Instances"]![0]!["InstanceId"]!;
        Pass(5);
        return (string)Do("CreateImage", $$"""{"InstanceId": "{{instance}}", "Name": "web"}""")["ImageId"]!;
    }

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopyImage.html</summary>
    [Fact]
    public void An_image_is_copied_to_another_Region_and_launched_there()
    {
        var image = Image();
        _account.Region = "eu-central-1";
        var copying = $$"""{"SourceRegion": "eu-west-1", "SourceImageId": "{{image}}", "Name": "web"}""";
        Assert.Equal("InvalidAMIID.Unavailable", Refused("CopyImage", copying));
        Pass(5);
        var copy = (string)Do("CopyImage", copying)["ImageId"]!;
        var launch = $$"""{"ImageId": "{{copy}}", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""";
        Assert.Equal("InvalidAMIID.Unavailable", Refused("RunInstances", launch));
        Assert.Equal("InvalidAMIID.NotFound", Refused("RunInstances", launch.Replace(copy, image, StringComparison.Ordinal)));
        Pass(5);
        Do("RunInstances", launch);
        Assert.Equal("InvalidAMIName.Duplicate", Refused("CopyImage", copying));
        Assert.Equal("InvalidParameterValue", Refused("CopyImage", copying.Replace("eu-west-1", "mars-west-1", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_installed_goes_into_the_image_and_the_security_groups_do_not()
    {
        // #!/bin/bash, dnf install -y nginx, systemctl enable --now nginx
        var launch = """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "UserData": "IyEvYmluL2Jhc2gKZG5mIGluc3RhbGwgLXkgbmdpbngKc3lzdGVtY3RsIGVuYWJsZSAtLW5vdyBuZ2lueAo="}""";
        var group = (string)Do("CreateSecurityGroup", """{"GroupName": "readers", "Description": "Readers"}""")["GroupId"]!;
        var server = (string)Do("RunInstances", launch.Replace("{\"ImageId", $$"""{"SecurityGroupIds": ["{{group}}"], "ImageId""", StringComparison.Ordinal))["Instances"]![0]!["InstanceId"]!;
        Pass(5);
        var image = (string)Do("CreateImage", $$"""{"InstanceId": "{{server}}", "Name": "web", "NoReboot": true}""")["ImageId"]!;
        Pass(5);
        var twin = (string)Do("RunInstances", $$"""{"ImageId": "{{image}}", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""")["Instances"]![0]!["InstanceId"]!;
        Pass(5);
        var instances = _account.Account.State.Ec2.Regions["eu-west-1"].Instances;
        Assert.Equal([80], instances[twin].ListensOn);
        Assert.Equal([group], instances[server].SecurityGroupIds);
        Assert.DoesNotContain(group, instances[twin].SecurityGroupIds);
    }

    [Fact]
    public void A_snapshot_is_copied_whole_and_paid_for_where_it_is()
    {
        var volume = (string)Do("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10}""")["VolumeId"]!;
        Pass(1);
        var snapshot = (string)Do("CreateSnapshot", $$"""{"VolumeId": "{{volume}}"}""")["SnapshotId"]!;
        _account.Region = "us-east-1";
        var copying = $$"""{"SourceRegion": "eu-west-1", "SourceSnapshotId": "{{snapshot}}"}""";
        Assert.Equal("IncorrectState", Refused("CopySnapshot", copying));
        Pass(5);
        var copy = (string)Do("CopySnapshot", copying)["SnapshotId"]!;
        Pass(60);
        Assert.Equal("completed", (string)Do("DescribeSnapshots", $$"""{"SnapshotIds": ["{{copy}}"]}""")["Snapshots"]![0]!["State"]!);
        Assert.Contains(_account.Account.State.Bill.LinesAt(_account.Account.Now), l => l.Region == "us-east-1" && l.Usd > 0);
        Assert.Equal("InvalidSnapshot.NotFound", Refused("CopySnapshot", copying.Replace(snapshot, "snap-00000000000000000", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_image_is_shared_renamed_and_deregistered_with_its_snapshot()
    {
        var image = Image();
        Pass(5);
        Do("ModifyImageAttribute", $$"""{"ImageId": "{{image}}", "LaunchPermission": {"Add": [{"UserId": "444455556666"}, {"Group": "all"}]} }""");
        Assert.Equal(2, Do("DescribeImageAttribute", $$"""{"ImageId": "{{image}}", "Attribute": "launchPermission"}""")["LaunchPermissions"]!.AsArray().Count);
        Do("ModifyImageAttribute", $$"""{"ImageId": "{{image}}", "Attribute": "launchPermission", "OperationType": "remove", "UserGroups": ["all"]}""");
        Do("ModifyImageAttribute", $$"""{"ImageId": "{{image}}", "Description": {"Value": "our web server"} }""");
        Assert.Equal("our web server", (string)Do("DescribeImages", $$"""{"ImageIds": ["{{image}}"]}""")["Images"]![0]!["Description"]!);
        Assert.Equal("InvalidAMIAttributeItemValue", Refused("ModifyImageAttribute", $$"""{"ImageId": "{{image}}", "LaunchPermission": {"Add": [{"UserId": "me"}]} }"""));
        Assert.Equal("AuthFailure", Refused("ModifyImageAttribute", """{"ImageId": "ami-0a1b2c3d4e5f60001", "Description": {"Value": "mine"}}"""));
        Do("DeregisterImage", $$"""{"ImageId": "{{image}}", "DeleteAssociatedSnapshots": true}""");
        Assert.Empty(Do("DescribeSnapshots", """{"OwnerIds": ["self"]}""")["Snapshots"]!.AsArray());
        Assert.Equal("InvalidAMIID.NotFound", Refused("DeregisterImage", $$"""{"ImageId": "{{image}}"}"""));
    }

    /// <summary>https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVolume.html</summary>
    [Fact]
    public void A_volume_grows_in_use_and_not_again_within_six_hours()
    {
        var volume = (string)Do("CreateVolume", """{"AvailabilityZone": "eu-west-1a", "Size": 10, "VolumeType": "gp2"}""")["VolumeId"]!;
        Pass(1);
        Assert.Equal("InvalidParameterValue", Refused("ModifyVolume", $$"""{"VolumeId": "{{volume}}", "Size": 5}"""));
        Assert.Equal("modifying", (string)Do("ModifyVolume", $$"""{"VolumeId": "{{volume}}", "Size": 20, "VolumeType": "gp3"}""")["VolumeModification"]!["ModificationState"]!);
        Assert.Equal("IncorrectModificationState", Refused("ModifyVolume", $$"""{"VolumeId": "{{volume}}", "Size": 30}"""));
        Pass(60);
        var modification = Do("DescribeVolumesModifications", $$"""{"VolumeIds": ["{{volume}}"]}""")["VolumesModifications"]![0]!;
        Assert.Equal(("completed", 10, 20, "gp2", "gp3"), ((string)modification["ModificationState"]!, (int)modification["OriginalSize"]!, (int)modification["TargetSize"]!, (string)modification["OriginalVolumeType"]!, (string)modification["TargetVolumeType"]!));
        Assert.Equal("VolumeModificationRateExceeded", Refused("ModifyVolume", $$"""{"VolumeId": "{{volume}}", "Size": 30}"""));
        Pass(360);
        Do("ModifyVolume", $$"""{"VolumeId": "{{volume}}", "Size": 30}""");
        Assert.Equal("ok", (string)Do("DescribeVolumeStatus")["VolumeStatuses"]![0]!["VolumeStatus"]!["Status"]!);
    }
}
