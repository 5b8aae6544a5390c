using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Spot;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2;

/// <summary>RequestSpotInstances and its states.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html"/>
public sealed class SpotRequestTests
{
    private const string Specification = """ "LaunchSpecification": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m5.large"} """;

    private readonly TestAccount _account = new();

    private Ec2Region Ec2 => _account.Account.State.Ec2.Regions[_account.Region];

    private void Pass(double seconds) => _account.Account.Advance(TimeSpan.FromSeconds(seconds));

    private SpotRequest Request(string more = "")
    {
        var made = _account.Do("ec2", "RequestSpotInstances", $$"""{ {{Specification}} {{more}} }""")["SpotInstanceRequests"]!.AsArray();
        Assert.All(made, m => Assert.Equal("open", (string)m!["State"]!));
        return Ec2.SpotRequests[(string)made[0]!["SpotInstanceRequestId"]!];
    }

    private (string State, string Status) Now(SpotRequest request) => (Ec2.SpotRequests[request.Id].State, Ec2.SpotRequests[request.Id].StatusCode);

    [Fact]
    public void An_open_request_is_fulfilled_and_over_with_its_instance()
    {
        var request = Request(""", "InstanceCount": 2""");
        Assert.Equal(("open", "pending-evaluation"), Now(request));
        Pass(30);
        Assert.Equal(("active", "fulfilled"), Now(request));
        var instance = Ec2.Instances[Ec2.SpotRequests[request.Id].InstanceId!];
        Assert.Equal((Market.Spot, InstanceState.Running, request.Id), (instance.Market, instance.State, instance.SpotRequestId));
        Assert.Equal(2, Ec2.Instances.Count);
        _account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{instance.Id}}"]}""");
        Pass(30);
        Assert.Equal(("closed", "instance-terminated-by-user"), Now(request));
    }

    [Fact]
    public void A_persistent_request_launches_again_until_it_is_cancelled()
    {
        var request = Request(""", "Type": "persistent" """);
        Pass(30);
        var first = Ec2.SpotRequests[request.Id].InstanceId!;
        _account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{first}}"]}""");
        Pass(60);
        var second = Ec2.SpotRequests[request.Id].InstanceId!;
        Assert.NotEqual(first, second);
        Assert.Equal(("active", "fulfilled"), Now(request));
        _account.Do("ec2", "CancelSpotInstanceRequests", $$"""{"SpotInstanceRequestIds": ["{{request.Id}}"]}""");
        _account.Do("ec2", "TerminateInstances", $$"""{"InstanceIds": ["{{second}}"]}""");
        Pass(600);
        Assert.Equal("cancelled", Now(request).State);
        Assert.DoesNotContain(Ec2.Instances.Values, i => i.State is InstanceState.Running);
    }

    [Fact]
    public void A_price_that_is_too_low_waits_and_is_cancelled_before_anything_ran()
    {
        var request = Request(""", "SpotPrice": "0.0001" """);
        Pass(30);
        Assert.Equal(("open", "price-too-low"), Now(request));
        _account.Do("ec2", "CancelSpotInstanceRequests", $$"""{"SpotInstanceRequestIds": ["{{request.Id}}"]}""");
        Assert.Equal(("cancelled", "canceled-before-fulfillment"), Now(request));
        Assert.Equal(0, Ec2.Instances.Count);
    }

    [Fact]
    public void A_request_waits_for_its_zone_and_begins_when_it_is_valid()
    {
        var request = Request(""", "ValidFrom": "2026-11-02T10:00:00Z" """);
        var zone = (string)_account.Do("ec2", "DescribeSpotInstanceRequests")["SpotInstanceRequests"]![0]!["LaunchSpecification"]!["Placement"]!["AvailabilityZone"]!;
        Pass(60);
        Assert.Equal("open", Now(request).State);
        _account.Account.Happen(new ZoneFails("eu-west-1", zone));
        Pass(3600);
        Assert.Equal(("open", "capacity-not-available"), Now(request));
        _account.Account.Happen(new ZoneRecovers("eu-west-1", zone));
        Pass(330);
        Assert.Equal(("active", "fulfilled"), Now(request));
    }

    [Fact]
    public void A_request_expires()
    {
        var request = Request(""", "SpotPrice": "0.0001", "ValidUntil": "2026-11-02T09:30:00Z" """);
        Pass(1900);
        Assert.Equal(("closed", "schedule-expired"), Now(request));
        Assert.Equal("2026-11-02T09:30:00.000Z", (string)_account.Do("ec2", "DescribeSpotInstanceRequests")["SpotInstanceRequests"]![0]!["ValidUntil"]!);
    }

    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestSpotInstances.html
    [Theory]
    [InlineData("{}", "MissingParameter")]
    [InlineData("{" + Specification + ", \"InstanceCount\": 0}", "InvalidParameterValue")]
    [InlineData("{" + Specification + ", \"InstanceCount\": 1000}", "MaxSpotInstanceCountExceeded")]
    [InlineData("{" + Specification + ", \"Type\": \"forever\"}", "InvalidParameterValue")]
    [InlineData("{" + Specification + ", \"SpotPrice\": \"cheap\"}", "InvalidParameterValue")]
    [InlineData("{" + Specification + ", \"InstanceInterruptionBehavior\": \"stop\"}", "InvalidParameterCombination")]
    [InlineData("{" + Specification + ", \"InstanceInterruptionBehavior\": \"hibernate\", \"Type\": \"persistent\"}", "UnsupportedHibernationConfiguration")]
    [InlineData("{" + Specification + ", \"BlockDurationMinutes\": 60}", "UnsupportedOperation")]
    [InlineData("{" + Specification + ", \"ValidUntil\": \"2020-01-01T00:00:00Z\"}", "InvalidParameterValue")]
    [InlineData("{" + Specification + ", \"ValidFrom\": \"2026-11-03T00:00:00Z\", \"ValidUntil\": \"2026-11-02T20:00:00Z\"}", "InvalidParameterCombination")]
    [InlineData("{" + Specification + ", \"LaunchGroup\": \"g\"}", AwsError.NotSimulated)]
    [InlineData("""{"LaunchSpecification": {"ImageId": "ami-00000000000000000", "InstanceType": "m5.large"}}""", "InvalidAMIID.NotFound")]
    [InlineData("""{"LaunchSpecification": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m9.large"}}""", "InvalidParameterValue")]
    public void A_request_that_AWS_refuses(string input, string code) => Assert.Equal(code, _account.Refused("ec2", "RequestSpotInstances", input));

    [Fact]
    public void A_request_with_a_role_needs_to_pass_it()
    {
        _account.Do("iam", "CreateRole", """{"RoleName": "web", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}"}""");
        _account.Do("iam", "CreateInstanceProfile", """{"InstanceProfileName": "web"}""");
        _account.Do("iam", "AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"ec2:*\",\"Resource\":\"*\"}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        const string Input = """{"LaunchSpecification": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m5.large", "IamInstanceProfile": {"Name": "web"}}}""";
        var error = _account.Try("ec2", "RequestSpotInstances", Input).Error!;
        Assert.Equal(("UnauthorizedOperation", "iam:PassRole"), (error.Code, error.Denied[0].Action));
        _account.Do("ec2", "RequestSpotInstances", Input.Replace(", \"IamInstanceProfile\": {\"Name\": \"web\"}", "", StringComparison.Ordinal));
    }
}
