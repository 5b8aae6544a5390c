using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Simulation.Tests.Scenarios;

public sealed class DayCurveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1.3)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(50)]
    public void A_day_has_the_work_of_a_day_and_its_top_in_the_evening(double peak)
    {
        DayCurve day = new(peak);
        Assert.Equal(1, day.Rates.Average(), 9);
        Assert.Equal(peak, day.At(DayCurve.TopAtHour), 9);
        Assert.All(day.Rates, r => Assert.InRange(r, 0, peak * 1.05));
        Assert.Equal(peak, day.Rates.Max(), peak * 0.15);
        Assert.Equal(0, day.ShareAbove(peak * 1.05), 6);
        Assert.Equal(1, day.ShareAbove(0), 9);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(double.NaN)]
    public void No_day_is_quieter_at_its_busiest(double peak) => Assert.Throws<ArgumentOutOfRangeException>(() => new DayCurve(peak));
}
