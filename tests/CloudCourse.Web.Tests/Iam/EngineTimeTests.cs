using System.Net;
using CloudCourse.Web.Iam;

namespace CloudCourse.Web.Tests.Iam;

public sealed class EngineTimeTests
{
    private readonly Clock _clock = new();
    private readonly IPAddress _one = IPAddress.Parse("192.0.2.1"), _other = IPAddress.Parse("192.0.2.2");

    [Fact]
    public void Questions_that_cost_little_never_wait()
    {
        EngineTime time = new(_clock);
        for (var i = 0; i < 100_000; i++)
        {
            Assert.Null(time.Begin(_one));
            time.End(_one, TimeSpan.FromMilliseconds(2));
            _clock.Pass(TimeSpan.FromMilliseconds(7)); // some hundred and forty a second
        }
    }

    [Fact]
    public void Whoever_took_too_much_pays_it_back_and_holds_up_nobody_else()
    {
        EngineTime time = new(_clock);
        Assert.Null(time.Begin(_one));
        time.End(_one, EngineTime.Most + EngineTime.PerMinute);
        var wait = Assert.NotNull(time.Begin(_one));
        Assert.InRange(wait, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1.1));
        Assert.Null(time.Begin(_other));
        _clock.Pass(TimeSpan.FromSeconds(50));
        Assert.NotNull(time.Begin(_one));
        _clock.Pass(wait - TimeSpan.FromSeconds(50));
        Assert.Null(time.Begin(_one));
    }

    [Fact]
    public void Many_at_once_are_counted_before_any_is_done()
    {
        EngineTime time = new(_clock);
        Assert.InRange(Enumerable.Range(0, 10_000).TakeWhile(_ => time.Begin(_one) is null).Count(), 100, 1_000);
    }

    [Fact]
    public void In_the_long_run_nobody_has_more_than_the_share()
    {
        EngineTime time = new(_clock);
        var taken = TimeSpan.Zero;
        for (var second = 0; second < 3600; second++)
        {
            for (var i = 0; i < 10 && time.Begin(_one) is null; i++)
            {
                time.End(_one, TimeSpan.FromSeconds(1));
                taken += TimeSpan.FromSeconds(1);
            }
            _clock.Pass(TimeSpan.FromSeconds(1));
        }
        Assert.InRange(taken, EngineTime.PerMinute * 59, EngineTime.Most + EngineTime.PerMinute * 61);
    }

    [Fact]
    public void Addresses_that_are_done_are_forgotten_and_those_that_owe_are_not()
    {
        EngineTime time = new(_clock);
        time.Begin(_one);
        time.End(_one, TimeSpan.FromHours(1));
        for (var i = 0; i < 30_000; i++)
        {
            IPAddress address = new(0x0A000000L + i);
            Assert.Null(time.Begin(address));
            time.End(address, TimeSpan.Zero);
            _clock.Pass(TimeSpan.FromMilliseconds(1));
        }
        Assert.NotNull(time.Begin(_one));
        Assert.InRange(time.Known, 1, 10_001);
    }

    private sealed class Clock : TimeProvider
    {
        private TimeSpan _now;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => _now.Ticks;
        public void Pass(TimeSpan time) => _now += time;
    }
}
