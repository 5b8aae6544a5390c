using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html
public sealed class SpotTests
{
    private readonly TestAccount _account = new();

    private Ec2Region Ec2 => _account.Account.State.Ec2.Regions[_account.Region];

    private void Pass(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    private static string Launch(string options, string more = "", string type = "m5.large") =>
        $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "{{type}}", "MinCount": 1, "MaxCount": 1, "InstanceMarketOptions": {"MarketType": "spot", "SpotOptions": {{options}} } {{more}} }""";

    private Instance Running(string options, string more = "")
    {
        var id = (string)_account.Do("ec2", "RunInstances", Launch(options, more))["Instances"]![0]!["InstanceId"]!;
        Pass(30);
        return Ec2.Instances[id];
    }

    private const string Encrypted = """, "HibernationOptions": {"Configured": true}, "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3", "Encrypted": true}}]""";

    [Theory]
    [InlineData("""{"InstanceInterruptionBehavior": "stop"}""", "InvalidParameterCombination")]
    [InlineData("""{"SpotInstanceType": "forever"}""", "InvalidParameterValue")]
    [InlineData("""{"InstanceInterruptionBehavior": "sleep"}""", "InvalidParameterValue")]
    [InlineData("""{"MaxPrice": "0.0001"}""", "SpotMaxPriceTooLow")]
    [InlineData("""{"MaxPrice": "cheap"}""", "InvalidParameterValue")]
    [InlineData("""{"BlockDurationMinutes": 60}""", "UnsupportedOperation")]
    public void A_request_that_AWS_refuses(string options, string code) => Assert.Equal(code, _account.Refused("ec2", "RunInstances", Launch(options)));

    [Fact]
    public void It_has_two_minutes_and_is_not_charged_for_a_first_hour_that_EC2_cut_short()
    {
        var instance = Running("{}");
        Pass(600);
        _account.Account.Happen(new SpotNotice(_account.Region, instance.Id));
        Pass(119);
        Assert.Equal(InstanceState.Running, Ec2.Instances[instance.Id].State);
        Pass(30);
        Assert.Equal("Server.SpotInstanceTermination", Ec2.Instances[instance.Id].StateReasonCode);
        Assert.Equal(("closed", "instance-terminated-no-capacity"), (Ec2.SpotRequests[instance.SpotRequestId!].State, Ec2.SpotRequests[instance.SpotRequestId!].StatusCode));
        Assert.Equal(0, _account.Account.State.Bill.Meters.Where(m => m.Resource == instance.Id && m.Id.EndsWith("compute", StringComparison.Ordinal)).Sum(m => m.CostAt(_account.Account.Now)));
    }

    [Fact]
    public void What_EC2_stops_only_EC2_starts()
    {
        var instance = Running("""{"SpotInstanceType": "persistent", "InstanceInterruptionBehavior": "stop"}""");
        Pass(7200);
        _account.Account.Happen(new SpotNotice(_account.Region, instance.Id));
        Pass(200);
        Assert.Equal(InstanceState.Stopped, Ec2.Instances[instance.Id].State);
        Assert.Equal("IncorrectSpotRequestState", _account.Refused("ec2", "StartInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}"""));
        Pass(7 * 3600);
        Assert.Equal(InstanceState.Running, Ec2.Instances[instance.Id].State);
        Assert.True(_account.Account.State.Bill.Ended.Where(m => m.Resource == instance.Id).Sum(m => m.CostAt(_account.Account.Now)) > 0);
    }

    [Fact]
    public void Hibernation_begins_at_once_and_keeps_memory()
    {
        var instance = Running("""{"SpotInstanceType": "persistent", "InstanceInterruptionBehavior": "hibernate"}""", Encrypted);
        _account.Account.Happen(new SpotNotice(_account.Region, instance.Id));
        Pass(1);
        Assert.Equal(InstanceState.Stopping, Ec2.Instances[instance.Id].State);
        Pass(7 * 3600);
        Assert.Equal(instance.Contents.MemorySince, Ec2.Instances[instance.Id].Contents.MemorySince);
    }

    [Fact]
    public void Interruptions_come_about_as_often_as_AWS_counts_them()
    {
        // m5.large in eu-west-1: 5 to 10 in a hundred are interrupted in a month.
        var interrupted = 0;
        for (ulong seed = 1; seed <= 4; seed++)
        {
            TestAccount account = new(seed);
            account.Do("ec2", "RunInstances", Launch("{}").Replace("\"MinCount\": 1, \"MaxCount\": 1", "\"MinCount\": 100, \"MaxCount\": 100", StringComparison.Ordinal));
            account.Account.Advance(TimeSpan.FromHours(730));
            interrupted += account.Account.State.Ec2.Regions["eu-west-1"].SpotRequests.Values.Count(r => r.State == "closed");
        }
        Assert.InRange(interrupted, 15, 50);
    }

    [Fact]
    public void A_cancelled_request_leaves_its_instance_running()
    {
        var instance = Running("{}");
        _account.Do("ec2", "CancelSpotInstanceRequests", $$"""{"SpotInstanceRequestIds": ["{{instance.SpotRequestId}}"]}""");
        Pass(600);
        Assert.Equal(InstanceState.Running, Ec2.Instances[instance.Id].State);
        Assert.Equal("cancelled", (string)_account.Do("ec2", "DescribeSpotInstanceRequests")["SpotInstanceRequests"]![0]!["State"]!);
        Assert.NotEmpty(_account.Do("ec2", "DescribeSpotPriceHistory", """{"InstanceTypes": ["m5.large"]}""")["SpotPriceHistory"]!.AsArray());
        Assert.Equal("UnsupportedOperation", _account.Refused("ec2", "StopInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}"""));
    }
}
