using CloudCourse.Simulation.Lambda;
using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>A month of events against the rules by which Lambda gives processor power and bills.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"/>
/// <seealso href="https://aws.amazon.com/lambda/pricing/"/>
public sealed class FunctionMonthTests
{
    private static readonly FunctionWork Computing = new(CpuMs: 400, WaitMs: 0, NeedsMB: 200, ArmFactor: 1.1, InitCpuMs: 0);
    private static readonly MonthOfEvents Quiet = new(Weekday: 2000, WeekendDay: 1000, Weekdays: 20, WeekendDays: 10, LargeShare: 0, LargeTimes: 1, HangShare: 0, Seed: 3);
    private static readonly FunctionSize Half = new(512, 60, "x86_64");

    private static MonthResult Run(FunctionWork work, MonthOfEvents events, FunctionSize size) => new FunctionMonth(work, events, "us-east-1").Run(size);

    [Fact]
    public void The_bill_is_requests_and_gigabyte_seconds()
    {
        var month = Run(Computing, Quiet, Half);
        Assert.Equal(50_000, month.Requests);
        Assert.Equal((month.Requests * 0.0000002m) + (month.GBSeconds * 0.0000166667m), month.Usd);
        // Within the free tier nothing is left.
        Assert.Equal(0, month.FreeTierUsd);
    }

    [Fact]
    public void Above_the_free_tier_only_the_rest_is_paid()
    {
        var month = Run(Computing, Quiet with { Weekday = 40_000, WeekendDay = 10_000, Weekdays = 100 }, Half);
        Assert.Equal(((month.Requests - 1_000_000) * 0.0000002m) + ((month.GBSeconds - 400_000) * 0.0000166667m), month.FreeTierUsd);
    }

    [Fact]
    public void Twice_the_memory_halves_computing_and_leaves_the_bill()
    {
        var (small, large) = (Run(Computing, Quiet, Half), Run(Computing, Quiet, Half with { MemorySize = 1024 }));
        Assert.Equal(small.P50, 2 * large.P50, 0.001);
        Assert.Equal(small.P95, 2 * large.P95, 0.001);
        Assert.InRange(large.Usd / small.Usd, 0.999m, 1.001m); // but for rounding up to milliseconds
    }

    [Fact]
    public void Above_one_processor_more_memory_only_costs()
    {
        var (one, more) = (Run(Computing, Quiet, Half with { MemorySize = 1769 }), Run(Computing, Quiet, Half with { MemorySize = 3538 }));
        Assert.Equal(one.P95, more.P95);
        Assert.Equal(2 * one.GBSeconds, more.GBSeconds);
    }

    [Fact]
    public void Waiting_takes_as_long_whatever_the_memory()
    {
        var waiting = Computing with { CpuMs = 0.001, WaitMs = 300 };
        Assert.Equal(Run(waiting, Quiet, Half).P50, Run(waiting, Quiet, Half with { MemorySize = 1024 }).P50, 0.01);
    }

    [Fact]
    public void What_hangs_is_billed_until_the_timeout()
    {
        var hanging = Quiet with { HangShare = 0.01 };
        var (brief, patient) = (Run(Computing, hanging, Half with { Timeout = 10 }), Run(Computing, hanging, Half with { Timeout = 100 }));
        Assert.Equal(brief.Hanging, patient.Hanging);
        Assert.True(brief.Hanging > 0);
        Assert.Equal(10 * brief.HangingUsd, patient.HangingUsd);
        Assert.Equal((0, 0), (brief.CutOff, patient.CutOff));
        Assert.Equal(brief.P99, patient.P99); // no percentile counts what never ends
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_timeout_below_the_longest_cuts_off(int timeout, bool cuts)
    {
        var month = Run(Computing, Quiet, Half with { Timeout = timeout });
        Assert.InRange(month.LongestMs, 2100, 2212); // 400 ms, size up to 1.6, on 512/1769 of a processor
        Assert.Equal(cuts, month.CutOff > 0);
    }

    [Fact]
    public void Too_little_memory_fails_and_is_said() => Assert.True(Run(Computing, Quiet, Half with { MemorySize = 128 }).OutOfMemory);

    [Fact]
    public void Arm_costs_a_fifth_less_for_each_second()
    {
        var (x86, arm) = (Run(Computing with { ArmFactor = 1 }, Quiet, Half), Run(Computing with { ArmFactor = 1 }, Quiet, Half with { Architecture = "arm64" }));
        Assert.Equal(x86.GBSeconds, arm.GBSeconds);
        Assert.Equal(0.8m, decimal.Round((arm.Usd - (arm.Requests * LambdaPrices.PerRequest)) / (x86.Usd - (x86.Requests * LambdaPrices.PerRequest)), 4));
    }

    [Fact]
    public void A_cold_start_waits_for_loading()
    {
        var (quick, slow) = (Run(Computing, Quiet, Half), Run(Computing with { InitCpuMs = 1000 }, Quiet, Half));
        Assert.True(slow.ColdStarts > 0);
        Assert.True(slow.GBSeconds > quick.GBSeconds);
        Assert.Equal(quick.LongestMs, slow.LongestMs);
    }

    [Fact]
    public void The_same_seed_gives_the_same_month_and_another_another()
    {
        Assert.Equal(Run(Computing, Quiet, Half), Run(Computing, Quiet, Half));
        Assert.NotEqual(Run(Computing, Quiet, Half), Run(Computing, Quiet with { Seed = 4 }, Half));
    }
}
