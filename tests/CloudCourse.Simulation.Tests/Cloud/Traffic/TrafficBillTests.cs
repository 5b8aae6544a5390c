using CloudCourse.Simulation.Cloud.Traffic;

namespace CloudCourse.Simulation.Tests.Cloud.Traffic;

/// <summary>AWS's units: https://aws.amazon.com/elasticloadbalancing/pricing/ (25 new connections a second, 1 GB an hour; the larger counts).</summary>
public sealed class TrafficBillTests
{
    private const double GB = 1L << 30;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(250 * 3600, 0, 1)] // 25 connections a second, and nothing sent back
    [InlineData(500 * 3600, 0, 2)]
    [InlineData(524_288, 524_288, 1)] // 1 GB an hour, 2 KiB each
    [InlineData(5_242_880, 5_242_880, 10)]
    public void The_larger_of_connections_and_bytes_counts(long asked, long served, double units) =>
        Assert.Equal(units, TrafficBill.Units(new("arn", "us-east-1", true, asked, served, 3600)), 6);

    [Theory]
    [InlineData(0, 100, 0)] // the month's first 100 GB are free
    [InlineData(0, 101, 0.09)]
    [InlineData(99, 2, 0.09)]
    [InlineData(10_239, 2, 0.09 + 0.085)]
    [InlineData(0, 10_240, 10_140 * 0.09)]
    [InlineData(200_000, 1, 0.05)]
    public void Data_to_the_internet_costs_less_the_more_it_is(double before, double more, double usd) =>
        Assert.Equal(usd, (double)TrafficBill.DataUsd(before * GB, more * GB), 6);

    [Fact]
    public void A_site_pays_for_its_visitors_and_an_idle_one_does_not()
    {
        WebSite site = new();
        site.Pass(10);
        Assert.DoesNotContain(site.Cloud.Account.State.Bill.Charges, c => c.What == TrafficBill.UnitsLine);
        site.Visit((0, 500), (60, 500));
        site.Pass(90);
        var units = site.Cloud.Account.State.Bill.Charges.Where(c => c.What == TrafficBill.UnitsLine).ToList();
        Assert.Equal(60, units.Count); // a charge a minute
        // 1,800,000 requests of 2 KiB in an hour are 3.43 GB: more than 50 connections a second, which are 2 units.
        Assert.Equal(0.008 * 1_800_000 * 2048 / GB, (double)units.Sum(c => c.Usd), 5);
        Assert.All(units, c => Assert.StartsWith("arn:aws:elasticloadbalancing:", c.Resource, StringComparison.Ordinal));
    }

    [Fact]
    public void A_month_of_visitors_is_charged_in_larger_parts_and_no_less()
    {
        WebSite site = new();
        site.Pass(10);
        const int Days = 10;
        site.Visit((0, 100), (Days * 1440, 100));
        site.Pass(Days * 1440);
        var charges = site.Cloud.Account.State.Bill.Charges;
        Assert.InRange(charges.Count, 1, 2000);
        var sent = 100.0 * 86_400 * Days * 2048;
        Assert.Equal((sent / GB - 100) * 0.09, (double)charges.Where(c => c.What == TrafficBill.DataLine).Sum(c => c.Usd), 1);
        Assert.Equal(0.008 * sent / GB, (double)charges.Where(c => c.What == TrafficBill.UnitsLine).Sum(c => c.Usd), 1);
    }
}
