using System.Text.Json.Nodes;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Ec2.Purchasing;

/// <summary>https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html</summary>
public sealed class ReservedInstancesTests
{
    private readonly TestAccount _account = new();

    private JsonObject Do(string operation, string input = "{}") => _account.Do("ec2", operation, input);

    private JsonNode Offering(string payment, int years = 1) => Do("DescribeReservedInstancesOfferings", $$"""{"InstanceType": "m5.large", "OfferingType": "{{payment}}", "MaxDuration": {{years * 31536000}}, "MinDuration": {{years * 31536000}}}""")["ReservedInstancesOfferings"]!.AsArray().Single()!;

    private string Buy(string payment, int count = 1) => (string)Do("PurchaseReservedInstancesOffering", $$"""{"ReservedInstancesOfferingId": "{{Offering(payment)["ReservedInstancesOfferingId"]}}", "InstanceCount": {{count}}}""")["ReservedInstancesId"]!;

    private string[] Launch(int count)
    {
        var instances = Do("RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "m5.large", "MinCount": {{count}}, "MaxCount": {{count}}}""")["Instances"]!.AsArray();
        _account.Account.Advance(TimeSpan.FromMinutes(1));
        return [.. instances.Select(i => (string)i!["InstanceId"]!)];
    }

    private decimal Usd(string what) => _account.Account.State.Bill.LinesAt(_account.Account.Now).Where(l => l.What.Contains(what, StringComparison.Ordinal)).Sum(l => l.Usd);

    [Fact]
    public void The_more_is_paid_upfront_the_less_is_paid_in_all()
    {
        decimal Total(string payment)
        {
            var offering = Offering(payment);
            var hourly = offering["RecurringCharges"]!.AsArray().Select(c => (decimal)c!["Amount"]!).SingleOrDefault();
            return (decimal)offering["FixedPrice"]! + (hourly * 8760);
        }
        var (none, part, all) = (Total("No Upfront"), Total("Partial Upfront"), Total("All Upfront"));
        Assert.True(all < part && part < none, $"{all} < {part} < {none}");
        // No Upfront is the price list's: https://aws.amazon.com/ec2/pricing/reserved-instances/pricing/
        Assert.Equal(0.067m * 8760, none);
        Assert.Empty(Offering("All Upfront")["RecurringCharges"]!.AsArray());
        Assert.Equal(6, Do("DescribeReservedInstancesOfferings", """{"InstanceType": "m5.large"}""")["ReservedInstancesOfferings"]!.AsArray().Count);
    }

    [Fact]
    public void A_reservation_is_paid_for_whether_used_or_not_and_covers_as_many_as_it_counts()
    {
        var reserved = Buy("No Upfront");
        _account.Account.Advance(TimeSpan.FromHours(10));
        Assert.Equal(0.067m * 10, Usd("each hour, used or not"));
        var instances = Launch(2);
        _account.Account.Advance(TimeSpan.FromHours(10));
        Assert.Equal(0, Usd("covered by Reserved Instances"));
        var one = Usd("m5.large On-Demand");
        Assert.InRange(one, 0.107m * 10, 0.107m * 10.1m);

        // When the one that it covers stops, it covers the other.
        var meters = _account.Account.State.Bill.Running;
        var covered = instances.Single(i => meters[$"{i}/compute"].UsdPerHour == 0);
        Do("StopInstances", $$"""{"InstanceIds": ["{{covered}}"]}""");
        _account.Account.Advance(TimeSpan.FromHours(10));
        Assert.Equal(one, Usd("m5.large On-Demand"));
        Assert.Equal("active", (string)Do("DescribeReservedInstances", $$"""{"ReservedInstancesIds": ["{{reserved}}"]}""")["ReservedInstances"]![0]!["State"]!);
    }

    [Theory]
    [InlineData("Partial Upfront")]
    [InlineData("All Upfront")]
    public void What_is_paid_upfront_is_charged_at_once(string payment)
    {
        Buy(payment, 2);
        Assert.Equal((decimal)Offering(payment)["FixedPrice"]! * 2, Usd("upfront"));
    }

    [Fact]
    public void When_the_term_is_over_instances_cost_as_others_do()
    {
        Launch(1);
        var reserved = Buy("No Upfront");
        _account.Account.Advance(TimeSpan.FromDays(366));
        Assert.Equal("retired", _account.Account.State.Ec2.Regions["eu-west-1"].Reserved[reserved].State);
        Assert.Equal(0.067m * 8760, Usd("each hour, used or not"));
        Assert.InRange(Usd("m5.large On-Demand"), 0.107m * 23, 0.107m * 25);
    }

    [Fact]
    public void Twenty_a_month()
    {
        Buy("No Upfront", 20);
        Assert.Equal("ReservedInstancesLimitExceeded", _account.Refused("ec2", "PurchaseReservedInstancesOffering", $$"""{"ReservedInstancesOfferingId": "{{Offering("No Upfront")["ReservedInstancesOfferingId"]}}", "InstanceCount": 1}"""));
    }
}
