using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Simulation.Tests.Scenarios;

public sealed class BreakEvenTests
{
    private static readonly ScenarioLoad Books = new(PerDay: 6, WorkSeconds: 9600, WaitSeconds: 0, MemoryMB: 8000, PayloadKB: 1, Peak: 1, SessionMinutes: 0, MessageSeconds: 0);
    private static readonly ScenarioNeeds Nobody = new(false, 0, false, true, false, false, false, Keeps.Nothing, 4);
    private static readonly ScenarioChoice[] Choices =
    [
        new(Compute.FargateTask, Trigger.Event, null, 4096, 8192, 1), new(Compute.Instance, Trigger.Event, "c5.xlarge", 0, 0, 1), new(Compute.Lambda, Trigger.Event, null, 0, 10_240, 1),
    ];

    /// <summary>The lesson's books: 40 minutes of 4 vCPUs and 8 GB; at some thirty a day the instance costs the same.</summary>
    [Fact]
    public void Books_are_cheaper_on_an_instance_from_about_thirty_a_day_on()
    {
        var even = BreakEven.Of(Books, Nobody, Choices, 1, 35);
        Assert.Equal([0, 1], even.Cheapest.Select(c => c.Choice));
        var edge = even.Cheapest[1].From;
        Assert.InRange(edge, 28, 34);
        Assert.True(Usd(0, edge * 0.99) < Usd(1, edge * 0.99));
        Assert.True(Usd(0, edge * 1.01) > Usd(1, edge * 1.01));
        Assert.All(even.Lines[2], Assert.Null); // 27 minutes on six vCPUs are too long for a function

        static decimal Usd(int choice, double perDay) => ScenarioModel.Run(Books with { PerDay = perDay }, Nobody, Choices[choice]).UsdPerMonth;
    }

    [Fact]
    public void The_instance_is_full_one_day()
    {
        var even = BreakEven.Of(Books, Nobody, Choices, 1, 100);
        Assert.Equal([0, 1, 0], even.Cheapest.Select(c => c.Choice));
        Assert.Equal(0.98 * 36, even.Cheapest[2].From, 0.2); // 36 books of 40 minutes are a day
        Assert.Equal(BreakEven.Points, even.Loads.Count);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(-1, 10)]
    public void A_chart_has_a_range(double from, double to) => Assert.Throws<ArgumentOutOfRangeException>(() => BreakEven.Of(Books, Nobody, Choices, from, to));
}
