using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Simulation.Tests.Scenarios;

/// <summary>Limits and prices by AWS's pages; each is cited by the fact that an outcome carries.</summary>
public sealed class ScenarioModelTests
{
    private static readonly ScenarioLoad Requests = new(PerDay: 1_000_000, WorkSeconds: 0.02, WaitSeconds: 0.01, MemoryMB: 20, PayloadKB: 10, Peak: 2, SessionMinutes: 0, MessageSeconds: 0);
    private static readonly ScenarioLoad Report = new(PerDay: 1 / 7.0, WorkSeconds: 240, WaitSeconds: 0, MemoryMB: 2048, PayloadKB: 300_000, Peak: 1, SessionMinutes: 0, MessageSeconds: 0);
    private static readonly ScenarioLoad Matches = new(PerDay: 200, WorkSeconds: 240, WaitSeconds: 0, MemoryMB: 300, PayloadKB: 2000, Peak: 4, SessionMinutes: 20, MessageSeconds: 0.001);
    private static readonly ScenarioNeeds Web = new(Answered: true, WithinSeconds: 0, Windows: false, HasImage: true, Desktop: false, Gpu: false, Udp: false, Keeps.Nothing, Threads: 1);
    private static readonly ScenarioNeeds Batch = Web with { Answered = false };
    private static readonly ScenarioNeeds Game = Web with { Udp = true, Keeps = Keeps.Matches };

    private static readonly ScenarioChoice Function = new(Compute.Lambda, Trigger.Request, null, 0, 512, 1);
    private static readonly ScenarioChoice Scheduled = new(Compute.Lambda, Trigger.Schedule, null, 0, 2048, 1);
    private static readonly ScenarioChoice Task = new(Compute.FargateTask, Trigger.Schedule, null, 1024, 2048, 1);
    private static readonly ScenarioChoice Service = new(Compute.FargateService, Trigger.Request, null, 512, 1024, 2);
    private static readonly ScenarioChoice Cluster = new(Compute.EcsOnInstances, Trigger.Request, "m5.large", 512, 1024, 2);
    private static readonly ScenarioChoice One = new(Compute.Instance, Trigger.Request, "m5.large", 0, 0, 1);
    private static readonly ScenarioChoice Group = new(Compute.InstanceGroup, Trigger.Request, "m5.large", 0, 0, 2);
    private static readonly ScenarioChoice Fleet = new(Compute.GameFleet, Trigger.Request, "c5.xlarge", 0, 0, 2);
    private static readonly ScenarioChoice Stream = new(Compute.Lambda, Trigger.Stream, null, 0, 512, 1);

    public static TheoryData<string, ScenarioLoad, ScenarioNeeds, ScenarioChoice, string?> Verdicts => new()
    {
        { "the report fits a function", Report, Batch, Scheduled, null },
        { "900 seconds are allowed", Report with { WorkSeconds = 900 }, Batch, Scheduled, null },
        { "and no more", Report with { WorkSeconds = 901 }, Batch, Scheduled, "Fifteen minutes" },
        { "a task may take longer", Report with { WorkSeconds = 901 }, Batch, Task, null },
        { "10,240 MB are allowed", Report with { MemoryMB = 10_240 }, Batch, Scheduled, null },
        { "and no more", Report with { MemoryMB = 10_241 }, Batch, Scheduled, "Out of memory" },
        { "a task has more memory", Report with { MemoryMB = 30_000 }, Batch, Task, null },
        { "up to 120 GB", Report with { MemoryMB = 122_881 }, Batch, Task, "No task so large" },
        { "6 MB come with a request", Requests with { PayloadKB = 6144 }, Web, Function, null },
        { "and no more", Requests with { PayloadKB = 6145 }, Web, Function, "Six megabytes" },
        { "a server takes them", Requests with { PayloadKB = 6145 }, Web, Group, null },
        { "files in S3 do not count", Report with { PayloadKB = 1e6 }, Batch, Scheduled, null },
        { "an HTTP API waits 30 s", Requests with { PerDay = 1000, WorkSeconds = 0, WaitSeconds = 31 }, Web, Function, "The API does not wait" },
        { "no Windows on Lambda", Requests, Web with { Windows = true }, Function, "No Windows" },
        { "Windows on an instance", Requests, Web with { Windows = true, HasImage = false }, Group, null },
        { "no image, no container", Requests, Web with { Windows = true, HasImage = false }, Service with { Cpu = 1024, MemoryMB = 2048 }, "No image" },
        { "a Windows container", Requests, Web with { Windows = true }, Service with { Cpu = 1024, MemoryMB = 2048 }, null },
        { "no desktop in it", Requests, Web with { Windows = true, Desktop = true }, Service with { Cpu = 1024, MemoryMB = 2048 }, "No desktop" },
        { "Windows has 4 vCPU at most", Requests, Web with { Windows = true }, Service with { Cpu = 8192, MemoryMB = 16_384 }, "No task so large" },
        { "no GPU on Lambda", Requests, Web with { Gpu = true }, Function, "No GPU" },
        { "nor on Fargate", Requests, Web with { Gpu = true }, Service, "No GPU" },
        { "nor in an m5", Requests, Web with { Gpu = true }, Group, "No GPU" },
        { "but in a g4dn", Requests, Web with { Gpu = true }, Group with { Type = "g4dn.xlarge" }, null },
        { "a match is in one memory", Matches, Game, Group, "Players miss their match" },
        { "the same of tasks", Matches, Game, Service, "Players miss their match" },
        { "a function shares none", Matches, Game with { Udp = false }, Function, "No memory in common" },
        { "and takes no UDP", Matches, Web with { Udp = true }, Function, "No UDP" },
        { "a fleet is made for it", Matches, Game, Fleet, null },
        { "one machine holds few", Matches, Game, One with { Type = "c5.xlarge" }, null },
        { "and no thousands", Matches with { PerDay = 2000 }, Game, One with { Type = "c5.xlarge" }, "Overloaded" },
        { "sessions in a function", Requests, Web with { Keeps = Keeps.Sessions }, Function, "Sessions are lost" },
        { "sessions on servers", Requests, Web with { Keeps = Keeps.Sessions }, Group, null },
        { "an open connection of an hour", Requests with { PerDay = 1000, SessionMinutes = 60, MessageSeconds = 0.005 }, Web, Function, "Fifteen minutes" },
        { "on a task it stays", Requests with { PerDay = 1000, SessionMinutes = 60, MessageSeconds = 0.005 }, Web, Service, null },
        { "one machine, too many requests", Requests with { PerDay = 20_000_000 }, Web, One, "Overloaded" },
        { "a group grows", Requests with { PerDay = 20_000_000 }, Web, Group, null },
        { "too late is a failure", Requests, Web with { WithinSeconds = 0.01 }, Service, "Too slow" },
        { "a task for each request starts too late", Requests with { PerDay = 1000 }, Web with { WithinSeconds = 5 }, Task, "Too slow" },
        { "Fargate starts 20 tasks a second", Requests with { PerDay = 2_000_000, Peak = 1 }, Web, Task, "Too many starts" },
        { "work that never ends", Report with { PerDay = 1000 }, Batch, One with { By = Trigger.Schedule }, "Never done" },
        { "ten copies a shard", Requests with { PerDay = 86_400_000, WorkSeconds = 0.01, PayloadKB = 1, Peak = 1 }, Batch, Stream, "Behind the stream" },
        { "light records", Requests with { PerDay = 86_400_000, WorkSeconds = 0.001, PayloadKB = 1, Peak = 1 }, Batch, Stream, null },
        { "what is too large for a message lies in S3", Requests with { PayloadKB = 1025 }, Batch, Service with { By = Trigger.Queue }, null },
        { "a record of 1 MiB", Requests with { PerDay = 1000, PayloadKB = 1024 }, Batch, Stream, null },
        { "and no larger", Requests with { PerDay = 1000, PayloadKB = 1025 }, Batch, Stream, "Too large for a record" },
        { "a task that no instance holds", Requests, Web, Cluster with { Cpu = 4096, MemoryMB = 16_384 }, "No room on the instance" },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void What_fails(string why, ScenarioLoad load, ScenarioNeeds needs, ScenarioChoice choice, string? fails)
    {
        var stops = ScenarioModel.Run(load, needs, choice).Troubles.Where(t => t.Weight is TroubleWeight.Stops).Select(t => t.Title).ToList();
        Assert.True(fails is null ? stops.Count == 0 : stops.Contains(fails), $"{why}: {(stops.Count == 0 ? "nothing fails" : string.Join(", ", stops))}");
        // A chart leaves the times out, and comes to the same verdict.
        Assert.Equal(stops.Count == 0, ScenarioModel.Run(load, needs, choice, times: false).Works);
    }

    /// <summary>1,000 invocations at the same time are the quota that AWS raises on request.</summary>
    [Theory]
    [InlineData(999, false)]
    [InlineData(1001, true)]
    public void Throttled_above_a_thousand(double together, bool throttled) =>
        Assert.Equal(throttled, ScenarioModel.Run(Requests with { PerDay = 86_400 * together, WorkSeconds = 0, WaitSeconds = 1, Peak = 1 }, Web, Function).Troubles.Any(t => t.Title == "Throttled"));

    [Fact]
    public void The_weekly_report_by_hand()
    {
        // 730 ÷ 168 runs; 240 s × 2 GB × 0.0000166667 USD each, 0.5 s more for the cold start, 0.0000002 for the request.
        var runs = 730 / 168.0;
        var cold = Math.Exp(-600 / 604_800.0) + ((1 - Math.Exp(-600 / 604_800.0)) * 1);
        Assert.Equal(runs * ((240 + (0.5 * cold)) * 2 * 0.0000166667 + 0.0000002), (double)ScenarioModel.Run(Report, Batch, Scheduled).UsdPerMonth, 5);
        // 285 s × (1 vCPU × 0.04048 + 2 GB × 0.004445) an hour.
        Assert.Equal(runs * 285 / 3600 * (0.04048 + (2 * 0.004445)), (double)ScenarioModel.Run(Report, Batch, Task).UsdPerMonth, 5);
    }

    [Fact]
    public void One_instance_by_hand() =>
        // m5.large with Windows: 0.096 + 2 × 0.046 an hour, 30 GB at 0.08, an address at 0.005.
        Assert.Equal((730 * (0.096 + 0.092 + 0.005)) + 2.4, (double)ScenarioModel.Run(Requests, Web with { Windows = true }, One).UsdPerMonth, 2);

    /// <summary>Sums as one writes them on paper, from AWS's price lists of us-east-1; a month has 730 hours, so 30.4167 days.</summary>
    public static TheoryData<string, double, ScenarioLoad, ScenarioNeeds, ScenarioChoice> Months => new()
    {
        // 40 files a day, 45 s to start and 50 minutes on 4 vCPUs: 1,216.67 × 3,045 s × (4 × 0.04048 + 16 × 0.004445) an hour.
        { "a batch on Fargate", 239.82, new(40, 12_000, 0, 16_384, 1e6, 1, 0, 0), Batch with { Threads = 4 }, new(Compute.FargateTask, Trigger.Event, null, 4096, 16_384, 1) },
        // 3 million a day, 15 ms of waiting and 20 ms × 1,769 ÷ 512 of work: 85 ms. 91.25 million × (0.20 + 1.00 of the API) a million, × 0.085 s × 0.5 GB × 0.0000166667.
        { "a young company's function", 18.25 + 91.25 + 64.64, new(3e6, 0.02, 0.015, 20, 8, 1, 0, 0), Web, Function },
        // Above 300 million a month the API takes 0.90: 912.5 million × 0.20, 300 × 1.00 + 612.5 × 0.90, 646.36 of run time.
        { "ten times as many", 182.5 + 851.25 + 646.36, new(3e7, 0.02, 0.015, 20, 8, 1, 0, 0), Web, Function },
        // 500 clicks a second of 1 KB: a shard for 730 × 0.015, 1,314 million units × 0.014, 13.14 million batches of 100 that run 100 × 2 ms × 1,769 ÷ 512 = 692 ms (rounded up).
        { "clicks through a stream", 10.95 + 18.40 + 2.63 + 75.77, new(500 * 86_400, 0.002, 0, 64, 1, 1, 0, 0), Batch, Stream },
        // Two tasks of 0.5 vCPU and 1 GB; the balancer, 0.3974 of a capacity unit (11.57 × 10 KB × 3,600 s ÷ 1 GB) and two addresses.
        { "a small service", (1460 * ((0.5 * 0.04048) + 0.004445)) + (730 * (0.0225 + (0.3974 * 0.008) + (2 * 0.005))), new(1e6, 0.02, 0.01, 20, 10, 1, 0, 0), Web, Service },
        // The same for Windows, 1 vCPU and 2 GB: 0.046552 + 0.046 for the licence, and 0.00511175.
        { "its Windows tasks", (1460 * (0.046552 + 0.046 + (2 * 0.00511175))) + (730 * (0.0225 + (0.3974 * 0.008) + (2 * 0.005))), new(1e6, 0.02, 0.01, 20, 10, 1, 0, 0), Web with { Windows = true }, Service with { Cpu = 1024, MemoryMB = 2048 } },
        // 1 million a day × 1.2 requests × 0.40 a million, and one busy task (90 % of 0.5 vCPU does 22.5 a second).
        { "workers on a queue", (30.4167 * 1.2 * 0.4) + (730 * ((0.5 * 0.04048) + 0.004445)), new(1e6, 0.02, 0, 20, 10, 1, 0, 0), Batch, Service with { By = Trigger.Queue, Least = 1 } },
        // Two c5.xlarge at 0.17, 30 GB of gp3 at 0.08 and an address each; 200 matches of 300 MB a day fill neither.
        { "a fleet", 2 * ((730 * (0.17 + 0.005)) + 2.4), new(200, 240, 0, 300, 2000, 1, 20, 0.001), Game, Fleet },
    };

    [Theory]
    [MemberData(nameof(Months))]
    public void A_month_by_hand(string what, double usd, ScenarioLoad load, ScenarioNeeds needs, ScenarioChoice choice)
    {
        var outcome = ScenarioModel.Run(load, needs, choice);
        // Cold starts are by an assumption of ours; here they are cents.
        var cold = outcome.Lines.Where(l => l.What == "Cold starts").Sum(l => l.Usd);
        Assert.InRange(cold, 0, 0.01m);
        Assert.True(Math.Abs((double)(outcome.UsdPerMonth - cold) - usd) < 0.02, $"{what}: {outcome.UsdPerMonth - cold} and by hand {usd}");
    }

    [Fact]
    public void A_stream_is_paid_for_though_nothing_comes()
    {
        var quiet = ScenarioModel.Run(Requests with { PerDay = 0.001 }, Batch, Stream);
        Assert.Equal(730 * 0.015, (double)quiet.UsdPerMonth, 2);
        // Three shards for 2,000 × 1.25 records a second at the top.
        Assert.Contains("3 shards", ScenarioModel.Run(Requests with { PerDay = 86_400 * 2000.0, PayloadKB = 1, Peak = 1.25 }, Batch, Stream).Lines.Single(l => l.What == "Stream").How, StringComparison.Ordinal);
    }

    /// <summary>Each 64 KB of a message are a request; a message that names what lies in S3 is one.</summary>
    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(1024, 16)]
    [InlineData(50_000, 1)]
    public void A_message_is_paid_for_by_64_KB(double kilobytes, int requests)
    {
        var line = ScenarioModel.Run(Requests with { PayloadKB = kilobytes }, Batch, Service with { By = Trigger.Queue }).Lines.Single(l => l.What == "Queue");
        Assert.Equal(1e6 * 730 / 24 * 1.2 * requests * 0.40 / 1e6, (double)line.Usd, 6);
    }

    public static TheoryData<ScenarioChoice> Choices => [Function, Scheduled, Task, Service, Cluster, One, Group, Fleet, Stream, Service with { By = Trigger.Queue }];

    [Theory]
    [MemberData(nameof(Choices))]
    public void More_work_never_costs_less_and_its_figures_are_figures(ScenarioChoice choice)
    {
        foreach (var (load, needs) in new[] { (Requests, Web), (Report, Batch), (Matches, Game) })
        {
            var before = 0m;
            for (var perDay = 0.001; perDay < 1e9; perDay *= 7)
            {
                var outcome = ScenarioModel.Run(load with { PerDay = perDay }, needs, choice);
                Assert.True(outcome.UsdPerMonth >= before, $"{perDay} a day cost {outcome.UsdPerMonth}, less than {before}");
                before = outcome.UsdPerMonth;
                Assert.True(outcome.Median is null || (outcome.Median >= 0 && double.IsFinite(outcome.Median.Value) && outcome.Median <= outcome.P99), $"{perDay} a day: {outcome.Median} and {outcome.P99}");
                Assert.Equal(outcome.UsdPerMonth, outcome.Lines.Sum(l => l.Usd));
                Assert.All(outcome.Troubles, t => Assert.True(t.Title.Length > 0 && !t.Story.Contains("NaN", StringComparison.Ordinal) && !t.Story.Contains('∞'), t.Story));
                Assert.All(outcome.Facts, f => Assert.True(f.Source.StartsWith("https://", StringComparison.Ordinal) && f.AsOf.Length >= 4 && f.What.EndsWith('.'), f.What));
            }
        }
    }
}
