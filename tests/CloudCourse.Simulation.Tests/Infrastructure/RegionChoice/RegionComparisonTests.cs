using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Infrastructure.RegionChoice;

namespace CloudCourse.Simulation.Tests.Infrastructure.RegionChoice;

public sealed class RegionComparisonTests
{
    private static readonly UserCity _berlin = new("Berlin", new(52.52, 13.40), 3), _london = new("London", new(51.51, -0.13), 1);
    private static readonly Workload _four = new(InstanceType.Find("m6i.large")!, 4, 600);

    [Theory]
    [InlineData("eu-west-2", new Criterion[0])]
    [InlineData("eu-central-1", new[] { Criterion.Budget })]
    [InlineData("eu-west-3", new[] { Criterion.Services })] // no Rekognition; and no price in the facts, which rules nothing out
    [InlineData("eu-central-2", new[] { Criterion.Residency, Criterion.Services })]
    [InlineData("us-east-1", new[] { Criterion.Residency })]
    public void A_candidate_is_ruled_out_by_what_the_facts_say(string code, Criterion[] by) =>
        Assert.Equal(by, Compare("eu-west-2", "eu-central-1", "eu-west-3", "eu-central-2", "us-east-1").Find(code)!.RuledOutBy);

    [Fact]
    public void What_fits_is_ranked_by_the_weighted_round_trip()
    {
        var comparison = Compare("ca-central-1", "eu-west-1", "eu-west-2", "eu-central-1");
        Assert.Equal(["eu-west-2", "eu-west-1", "ca-central-1"], comparison.Fitting.Select(f => f.Region.Code));
        Assert.All(comparison.Standings, s => Assert.Equal(s.LatencyMs, s.Cities.Sum(c => c.Share * c.Ms), 9));
        Assert.All(comparison.Standings, s => Assert.Equal(1, s.Cities.Sum(c => c.Share), 9));
        Assert.Null(comparison.Find("eu-west-9"));
    }

    [Fact]
    public void The_bill_is_instances_by_the_hour_and_gigabytes_by_the_month()
    {
        Assert.Equal((4 * 0.107m * 730) + (600 * Prices.EbsPerGBMonth("eu-west-1", "gp3")!.Value), _four.MonthlyUsd("eu-west-1"));
        Assert.Null(_four.MonthlyUsd("eu-central-2"));
    }

    [Fact]
    public void A_city_with_a_measured_Region_has_the_measurement_and_its_own_line()
    {
        var trip = Latency.FromCity(_london.Point, Region.Find("us-east-1")!);
        Assert.Equal((86, true), (trip.Ms, trip.Measured)); // London to N. Virginia was measured as 76 ms; a fixed line adds 10
        Assert.False(Latency.FromCity(_berlin.Point, Region.Find("us-east-1")!).Measured);
        Assert.False(Latency.FromCity(_london.Point, Region.Find("eu-west-2")!).Measured); // in the same city there is no pair
    }

    [Fact]
    public void No_city_is_nearer_than_light_in_fibre()
    {
        foreach (var city in EdgeLocation.All)
        {
            foreach (var region in Region.All) Assert.True(Latency.FromCity(city.Point, region).Ms >= Latency.Floor(city.Point, region.Point), $"{city.City} {region.Code}");
        }
    }

    [Fact]
    public void More_to_ask_for_never_lets_more_Regions_in()
    {
        var all = Region.All.Where(r => r.Partition == "aws").ToList();
        Brief open = new([], [_berlin], [], _four, null, all);
        Brief[] stricter = [open with { Countries = ["DE", "IE"] }, open with { Services = ["textract"] }, open with { BudgetUsdPerMonth = 380 }];
        var fitting = RegionComparison.Of(open).Fitting.Select(f => f.Region.Code).ToHashSet();
        Assert.Equal(all.Count, fitting.Count);
        Assert.All(stricter, brief => Assert.Subset(fitting, RegionComparison.Of(brief).Fitting.Select(f => f.Region.Code).ToHashSet()));
        Assert.All(stricter, brief => Assert.True(RegionComparison.Of(brief).Fitting.Count < all.Count));
    }

    private static RegionComparison Compare(params string[] codes) => RegionComparison.Of(new(
        ["DE", "FR", "IE", "ES", "GB", "CA"], [_berlin, _london], ["rekognition", "transcribe"], _four, 385, [.. codes.Select(c => Region.Find(c)!)]));
}
