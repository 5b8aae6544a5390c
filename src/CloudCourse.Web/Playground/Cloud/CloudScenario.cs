using CloudCourse.Labs.Timelines;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Web.Playground.Cloud;

/// <summary>Two designs, the same visitors, the same failure. Run once, when somebody first asks; every run is the same.</summary>
/// <param name="Sentence">What to look at.</param>
/// <param name="Learned">What there is to see.</param>
/// <param name="Visitors">Requests per second by minutes after the first visitor, who comes at minute 5.</param>
internal sealed record CloudScenario(string Id, string Title, string Sentence, string Learned, int Minutes, IReadOnlyList<(double Minute, double PerSecond)> Visitors, SiteDesign Left, SiteDesign Right)
{
    public const int FailsAt = 40, RecoversAt = 80, VisitorsComeAt = 5;
    public const string FailingZone = SiteDesign.Region + "a";

    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly Lazy<IReadOnlyList<TimelineRun>> _runs = new(() => [Run("left", Minutes, Visitors, Left), Run("right", Minutes, Visitors, Right)]);

    public IReadOnlyList<TimelineRun> Runs => _runs.Value;

    private static TimelineRun Run(string id, int minutes, IReadOnlyList<(double Minute, double PerSecond)> visitors, SiteDesign design)
    {
        SimulatedAccount account = new(new(SiteDesign.AccountId, 11, Start));
        var address = design.Build(account);
        account.Plan(TimeSpan.FromMinutes(VisitorsComeAt) - (account.Now - Start), new VisitorsCome("visitors", address, 80, new(visitors.Select(v => new CurvePoint(TimeSpan.FromMinutes(v.Minute), v.PerSecond)))));
        account.Plan(TimeSpan.FromMinutes(FailsAt) - (account.Now - Start), new ZoneFails(SiteDesign.Region, FailingZone));
        account.Plan(TimeSpan.FromMinutes(RecoversAt) - (account.Now - Start), new ZoneRecovers(SiteDesign.Region, FailingZone));
        // A terminated instance is forgotten after an hour: the moments before still know its type and zone.
        List<AccountState> earlier = [];
        for (var minute = 15; minute <= minutes; minute += 15)
        {
            account.AdvanceTo(Start.AddMinutes(minute));
            earlier.Add(account.State);
        }
        account.AdvanceTo(Start.AddMinutes(minutes));
        return new(id, design.Title, Timeline.Of(account, earlier));
    }
}

internal static class CloudScenarios
{
    public static IReadOnlyList<CloudScenario> All { get; } =
    [
        new("one-zone-or-three", "One zone or three", "Both sites have a load balancer and three servers. On the left all three stand in one zone, on the right each stands in its own. The zone fails at minute 40.",
            "A group that may use one zone cannot replace anything while that zone is down. Spread over three, as many servers lose one share of the requests until the health checks have noticed. The left is cheaper only because for forty minutes nothing runs there.",
            120, [(0, 0), (5, 300), (115, 300)], new("Three servers in one zone", 1, 3, 3), new("Three servers in three zones", 3, 3, 3)),
        new("server-or-group", "One server, or three behind a load balancer", "On the left one server answers at its own public address. On the right there is a load balancer with three servers. The zone fails at minute 40.",
            "One server costs a fraction, and is gone as long as its zone is. Nothing replaces it, and its visitors have no other address.",
            120, [(0, 0), (5, 120), (115, 120)], new("One server", 1, 1, 1, Balanced: false), new("Three servers, three zones", 3, 3, 3)),
        new("one-to-spare", "Just enough, or some to spare", "510 requests come every second, and a server can do 200. Three are just enough, and five are more than is needed, until the zone fails at minute 40. The load balancers look every 5 seconds.",
            "With three, the two that are left cannot carry the load until the third is replaced. With five, the three that are left carry it as soon as the load balancer has noticed: that is what the spare ones are paid for.",
            120, [(0, 0), (5, 510), (115, 510)], new("Three servers, three zones", 3, 3, 3) { CheckSeconds = 5 }, new("Five servers, three zones", 3, 5, 5) { CheckSeconds = 5 }),
        new("slow-or-quick-checks", "Slow health checks or quick ones", "Both sites are spread over three zones. On the left the load balancer looks every 30 seconds, on the right every 5; both believe two failed checks. The zone fails at minute 40.",
            "Until the checks have failed, the load balancer goes on sending to the server that is gone. How long that takes is a setting, and costs nothing.",
            120, [(0, 0), (5, 300), (115, 300)], new("A check every 30 seconds", 3, 3, 3), new("A check every 5 seconds", 3, 3, 3) { CheckSeconds = 5 }),
        new("fixed-or-scaling", "A fixed group, or one that follows the load", "A rush comes from minute 25 on, and the zone fails in the middle of it. On the left there are always four servers; on the right a policy keeps their CPU near 50 %, with three to ten.",
            "The policy adds servers within minutes and takes them away a quarter of an hour after the rush. It costs more than four servers here, because it serves a rush that they could not; in quiet hours it costs less.",
            150, [(0, 0), (5, 200), (20, 200), (30, 900), (70, 900), (80, 150), (145, 150)], new("Always four servers", 3, 4, 4), new("Three to ten, CPU near 50 %", 3, 3, 10) { KeepsCpuAt = 50 }),
    ];

    public static CloudScenario Find(string? id) => All.FirstOrDefault(s => s.Id == id) ?? All[0];
}
