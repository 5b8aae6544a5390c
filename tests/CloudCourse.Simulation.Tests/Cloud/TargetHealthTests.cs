using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>States and reasons of targets.</summary>
/// <seealso href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html"/>
public sealed class TargetHealthTests
{
    private readonly WebSite _site = new(zones: 1, min: 1, max: 1);

    private string Instance => _site.Group.Members.Single().InstanceId;

    private string TargetGroup => _site.Cloud.Account.State.LoadBalancing.TargetGroups.Keys.Single();

    private (string State, string? Reason, string? Description) Health(string? id = null)
    {
        var only = id is null ? "" : $$""", "Targets": [{"Id": "{{id}}"}]""";
        var health = _site.Cloud.Do("elasticloadbalancing", "DescribeTargetHealth", $$"""{"TargetGroupArn": "{{TargetGroup}}"{{only}} }""")["TargetHealthDescriptions"]![0]!["TargetHealth"]!;
        return ((string)health["State"]!, (string?)health["Reason"], (string?)health["Description"]);
    }

    [Fact]
    public void A_target_is_initial_before_it_is_healthy_and_the_history_says_so()
    {
        _site.Pass(0.4);
        Assert.Equal(("initial", "Elb.RegistrationInProgress", "Target registration is in progress"), Health());
        _site.Pass(2);
        Assert.Equal(("healthy", null, null), Health());
        Assert.Equal(["unused", "initial", "healthy"], _site.Cloud.Account.History.OfType<Change>().Where(c => c.Service == "elasticloadbalancing" && c.Resource == Instance).Select(c => c.To));
    }

    [Fact]
    public void What_no_packet_reaches_times_out()
    {
        _site.Pass(3);
        _site.Cloud.Do("ec2", "RevokeSecurityGroupIngress", $$"""{"GroupId": "{{_site.FrontGroup}}", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}""");
        _site.Pass(1.1);
        Assert.Equal(("unhealthy", "Target.Timeout", "Request timed out"), Health());
    }

    [Fact]
    public void Where_no_program_listens_the_connection_is_refused()
    {
        _site.Cloud.Do("ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "SecurityGroupIds": ["{{_site.FrontGroup}}"]}""");
        _site.Pass(3);
        var bare = _site.Cloud.Account.State.Ec2.Regions["eu-west-1"].Instances.Keys.Single(i => i != Instance);
        _site.Cloud.Do("elasticloadbalancing", "RegisterTargets", $$"""{"TargetGroupArn": "{{TargetGroup}}", "Targets": [{"Id": "{{bare}}"}]}""");
        Assert.Equal("initial", Health(bare).State);
        _site.Pass(1.1);
        Assert.Equal(("unhealthy", "Target.FailedHealthChecks", "Health checks failed"), Health(bare));
        _site.Cloud.Do("elasticloadbalancing", "DeregisterTargets", $$"""{"TargetGroupArn": "{{TargetGroup}}", "Targets": [{"Id": "{{bare}}"}]}""");
        Assert.Equal(("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"), Health(bare));
    }

    [Fact]
    public void A_target_that_was_never_registered_is_unused() =>
        Assert.Equal(("unused", "Target.NotRegistered", "Target is not registered to the target group"), Health("i-00000000000000000"));

    [Fact]
    public void Without_a_listener_a_target_is_not_in_use()
    {
        _site.Pass(3);
        _site.Cloud.Do("elasticloadbalancing", "DeleteListener", $$"""{"ListenerArn": "{{_site.Cloud.Account.State.LoadBalancing.Listeners.Keys.Single()}}"}""");
        Assert.Equal(("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"), Health());
    }
}
