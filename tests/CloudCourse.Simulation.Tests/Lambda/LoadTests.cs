using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Lambda.Load;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>Many events at once: concurrency, throttles, retries, durations, cost.</summary>
public sealed class LoadTests
{
    private static async Task<LiveWorld> SlowAsync(double milliseconds, ulong seed = 7)
    {
        LiveWorld world = new(seed);
        await world.FunctionAsync("f", c =>
        {
            c.Sleep(milliseconds);
            return Task.FromResult("null");
        });
        return world;
    }

    [Fact]
    public async Task A_hundred_a_second_for_ten_seconds()
    {
        await using var world = await SlowAsync(499);
        world.Account.Happen(EventsCome.Evenly("orders", 1000, TimeSpan.FromSeconds(10), new FunctionEvents(LiveWorld.Arn("f"), """{"n": @@n@@}""")));
        await world.AdvanceAsync(20);
        var figures = FunctionFigures.Of(world.Live, "f");
        Assert.Equal((1000, 0, 0), (figures.Invocations, figures.Errors, figures.Throttles));
        // Little's law: 100 a second times half a second, and what the cold starts take longer.
        Assert.InRange(figures.MostConcurrent, 50, 75);
        Assert.Equal(figures.MostConcurrent, figures.ColdStarts);
        Assert.Equal((500, 500, 500), (figures.P50, figures.P95, figures.P99));
        Assert.Equal(world.Account.State.Bill.TotalAt(world.Account.Now), figures.Usd);
        Assert.Equal(10, (world.Began[^1].At - world.Began[0].At).TotalSeconds, 0.3);
    }

    [Fact]
    public async Task Little_room_makes_throttles_and_still_all_are_done()
    {
        await using var world = await SlowAsync(999);
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 5 });
        world.Account.Happen(EventsCome.Evenly("orders", 100, TimeSpan.FromSeconds(2), new FunctionEvents(LiveWorld.Arn("f"), "{}")));
        await world.AdvanceAsync(3600);
        var figures = FunctionFigures.Of(world.Live, "f");
        Assert.Equal((100, 5), (figures.Invocations, figures.MostConcurrent));
        Assert.True(figures.Throttles > 50);
        Assert.Empty(world.Account.State.Lambda.Waiting.Values);
    }

    [Fact]
    public async Task A_picture_may_begin_in_the_middle_and_still_knows_the_calls_before()
    {
        await using var world = await SlowAsync(4000);
        EventsCome orders = EventsCome.Evenly("orders", 6, TimeSpan.FromSeconds(6), new FunctionEvents(LiveWorld.Arn("f"), "{}"));
        world.Account.Happen(orders);
        await world.AdvanceAsync(3);
        var (from, before) = (world.Account.Now, world.Account.State);
        await world.AdvanceAsync(30);
        var timeline = Timeline.Of(from, [before, world.Account.State], world.Account.History);
        Assert.All(timeline.Events, e => Assert.True(e.Time >= from));
        Assert.NotEmpty(timeline.Lanes);
        Assert.All(timeline.Lanes.SelectMany(l => l.Spans), s => Assert.True(s.From >= from && s.To > s.From));
        // Three were at work already.
        Assert.Contains(timeline.Lanes, l => l.Spans[0].From == from && l.Spans[0].State == "busy");
        Assert.Equal(0, timeline.Series.Single(s => s.Id == "Environment").At(timeline.To));
    }

    [Fact]
    public async Task Uploads_reach_the_function_by_the_bucket()
    {
        await using var world = await SlowAsync(100);
        await world.DoAsync("s3", "CreateBucket", """{"Bucket": "uploads-of-the-course", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}""");
        await world.DoAsync("lambda", "AddPermission", new { FunctionName = "f", StatementId = "s3", Action = "lambda:InvokeFunction", Principal = "s3.amazonaws.com", SourceArn = "arn:aws:s3:::uploads-of-the-course" });
        await world.DoAsync("s3", "PutBucketNotificationConfiguration", new
        {
            Bucket = "uploads-of-the-course",
            NotificationConfiguration = new { LambdaFunctionConfigurations = (object[])[new { LambdaFunctionArn = LiveWorld.Arn("f"), Events = (string[])["s3:ObjectCreated:*"] }] },
        });
        world.Account.Happen(EventsCome.Evenly("uploads", 50, TimeSpan.FromSeconds(1), new ServiceEvents(Caller.Root(TestAccount.Id), LiveWorld.Region, "s3", "PutObject", """{"Bucket": "uploads-of-the-course", "Key": "in/@@n@@.jpg", "Body": "AAAA"}""")));
        await world.AdvanceAsync(60);
        Assert.Equal(50, FunctionFigures.Of(world.Live, "f").Invocations);
        world.Account.Happen(EventsCome.Evenly("uploads", 3, TimeSpan.FromSeconds(1), new ServiceEvents(Caller.User(TestAccount.Id, "nobody"), LiveWorld.Region, "s3", "PutObject", """{"Bucket": "uploads-of-the-course", "Key": "x", "Body": "AAAA"}""")));
        await world.AdvanceAsync(5);
        Assert.Contains(world.Account.History.OfType<Change>(), c => c.What.StartsWith("All 3 uploads have come; 3 were refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_timeline_shows_environments_and_throttles()
    {
        await using var world = await SlowAsync(499);
        await world.DoAsync("lambda", "PutFunctionConcurrency", new { FunctionName = "f", ReservedConcurrentExecutions = 3 });
        TrafficCurve curve = new([new(TimeSpan.Zero, 0), new(TimeSpan.FromSeconds(5), 10), new(TimeSpan.FromSeconds(10), 0)]);
        world.Account.Happen(new EventsCome("orders", curve, new FunctionEvents(LiveWorld.Arn("f"), "{}")));
        await world.AdvanceAsync(300);
        var timeline = Timeline.Of(world.Account);
        Assert.Equal(3, timeline.Lanes.Count(l => l.Kind is LaneKind.Environment));
        Assert.Contains(timeline.Lanes, l => l.Kind is LaneKind.Environment && l.Spans.Any(s => s.State == "busy"));
        Assert.Equal(3, timeline.Series.Single(s => s.Id == "Environment").Points.Max(p => p.Value));
        Assert.Equal(FunctionFigures.Of(world.Live, "f").Throttles, timeline.Series.Single(s => s.Id == "throttles").Points.Sum(p => p.Value));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_figures_and_a_long_run_can_be_stopped()
    {
        Assert.Equal(await RunAsync(), await RunAsync());
        await using var world = await SlowAsync(1000);
        world.Account.Happen(EventsCome.Evenly("orders", 500, TimeSpan.FromSeconds(10), new FunctionEvents(LiveWorld.Arn("f"), "{}")));
        using CancellationTokenSource stop = new();
        world.Handlers["f"] = _ =>
        {
            if (world.Began.Count == 20) stop.Cancel();
            return Task.FromResult("null");
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Live.AdvanceAsync(TimeSpan.FromMinutes(1), stop.Token));
        Assert.InRange(world.Began.Count, 20, 21);

        static async Task<string> RunAsync()
        {
            await using var world = await SlowAsync(300, 3);
            world.Account.Happen(EventsCome.Evenly("orders", 60, TimeSpan.FromSeconds(2), new FunctionEvents(LiveWorld.Arn("f"), """{"n": @@n@@, "at": "@@time@@", "r": @@random@@}""")));
            await world.AdvanceAsync(60);
            return $"{FunctionFigures.Of(world.Live, "f") with { Concurrency = [] }}\n{world.History}";
        }
    }
}
