using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Tests.Infrastructure;

public sealed class FactsTests
{
    [Fact]
    public void Regions_that_can_be_used_have_three_zones_or_more()
    {
        // https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
        Assert.All(Region.All.Where(r => r.Partition == "aws"), r => Assert.True(r.Zones.Count() >= 3, r.Code));
        Assert.Equal(["eu-west-1a", "eu-west-1b", "eu-west-1c"], Region.Find("eu-west-1")!.Zones.Select(z => z.Name));
        Assert.Equal("euw1-az1", Region.Find("eu-west-1")!.Zones.First().Id);
        Assert.Equal(OptIn.Required, Region.Find("af-south-1")!.OptIn);
        Assert.Equal("aws-cn", Region.Find("cn-north-1")!.Partition);
        Assert.Null(Region.Find("eu-west-9"));
    }

    [Fact]
    public void No_round_trip_is_quicker_than_light_in_fibre()
    {
        var regions = Region.All.Where(r => r.Partition == "aws").ToList();
        foreach (var (a, b) in regions.SelectMany(a => regions.Where(b => b != a).Select(b => (a, b))))
            Assert.True(Latency.Between(a, b).Ms >= Latency.Floor(a.Point, b.Point), $"{a.Code} {b.Code}");
    }

    [Theory]
    [InlineData("us-east-1", "eu-west-1", 66, true)]
    [InlineData("eu-west-1", "us-east-1", 66, true)]
    public void A_measured_pair_has_its_measurement(string a, string b, double ms, bool measured) =>
        Assert.Equal(new Latency.RoundTrip(ms, measured), Latency.Between(Region.Find(a)!, Region.Find(b)!));

    [Fact]
    public void A_distance_that_is_known()
    {
        // Dublin to Frankfurt, about 1,090 km.
        Assert.InRange(Region.Find("eu-west-1")!.Point.KmTo(Region.Find("eu-central-1")!.Point), 1_050, 1_130);
        Assert.Equal("Dublin", EdgeLocation.NearestTo(new(53.35, -6.26)).City);
    }

    [Fact]
    public void Instance_types_and_their_prices()
    {
        var m5 = InstanceType.Find("m5.large")!;
        Assert.Equal((2, 8.0, 0.096m), (m5.Vcpus, m5.MemoryGiB, m5.Prices["us-east-1"].OnDemand!.Value));
        Assert.True(InstanceType.Find("i3.large")!.StoreGB == 475);
        Assert.Null(InstanceType.Find("m5.tiny"));
        // A Mac is a whole host, billed apart.
        Assert.All(InstanceType.All.Where(t => t.Name != "mac2.metal"), t => Assert.NotEmpty(t.Prices));
        Assert.Equal(0.08m, Prices.EbsPerGBMonth("us-east-1", "gp3"));
        Assert.Null(Prices.EbsPerGBMonth("mx-central-1", "gp3"));
        Assert.True(Prices.NetworkUsEast1("albPerHour") > 0 && Prices.S3UsEast1("get1000") > 0);
        Assert.True(ServiceAvailability.IsIn("lambda", "eu-west-1"));
        Assert.Null(ServiceAvailability.IsIn("lambda", "mars-1"));
    }
}
