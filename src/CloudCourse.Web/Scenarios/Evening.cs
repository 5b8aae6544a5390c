using System.Collections.Concurrent;
using CloudCourse.Labs.Timelines;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Web.Scenarios;

/// <summary>
/// The busiest two hours of a scenario's day, played on a simulated account with the calls that somebody would make at AWS, and with a zone
/// that fails at eight. For web requests on servers that stay; the model's other choices have no visitors there.
/// </summary>
internal static class Evening
{
    public const int Minutes = 140, VisitorsComeAt = 20, FailsAt = 80, RecoversAt = 110, MostServers = 40;
    public const string FailingZone = EveningSite.Region + "a";

    private const int MostKept = 24;
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 18, 40, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<(ScenarioChoice Choice, double PerSecond, double Peak), Lazy<TimelineRun>> Kept = [];

    /// <summary>Why this choice has no evening; null where it has one.</summary>
    public static string? WhyNot(AskedScenario asked)
    {
        var (load, needs, choice) = (asked.Load, asked.Needs, asked.Option.Choice);
        if (choice.Compute is not (Compute.FargateService or Compute.Instance or Compute.InstanceGroup) || choice.By is not Trigger.Request) return "The simulated account plays only web servers and tasks that stay.";
        if (!needs.Answered || needs.Udp || load.SessionMinutes > 0 || load.WorkSeconds <= 0) return "The simulated account's visitors only send web requests, one by one.";
        if (choice.IsContainer && needs.Windows) return "The simulated account has no Windows tasks.";
        var servers = load.PerSecond * load.Peak * load.WorkSeconds / Vcpus(choice) / Assumed.TargetLoad;
        return choice.Compute is not Compute.Instance && servers > MostServers ? $"About {ScenarioWords.Number(servers)} servers would run; the simulated account plays up to {MostServers}." : null;
    }

    /// <summary>A request of the story is so many of the account's, which take 10 ms each.</summary>
    public static double Factor(ScenarioLoad load) => load.WorkSeconds * 1000 / Capacity.ServiceMs;

    public static TimelineRun Play(AskedScenario asked)
    {
        var load = asked.Load;
        // Kept for whoever looks again; nobody can fill the server's memory with evenings.
        if (Kept.Count >= MostKept) Kept.Clear();
        return Kept.GetOrAdd((asked.Option.Choice, load.PerSecond * Factor(load), load.Peak), key => new(() => Run(key.Choice, key.PerSecond, key.Peak))).Value;
    }

    private static double Vcpus(ScenarioChoice choice) => choice.Type is { } type ? InstanceType.Find(type)!.Vcpus : choice.Cpu / 1024.0;

    private static TimelineRun Run(ScenarioChoice choice, double perSecond, double peak)
    {
        DayCurve day = new(peak);
        SimulatedAccount account = new(new(EveningSite.AccountId, 20, Start));
        var first = perSecond * day.At(19) / (Capacity.RequestsPerSecondAndVcpu * Vcpus(choice) * Assumed.TargetLoad);
        var address = EveningSite.Build(account, choice, Math.Clamp((int)Math.Ceiling(first), choice.Least, MostServers));
        CurvePoint[] points = [.. Enumerable.Range(0, 13).Select(i => new CurvePoint(TimeSpan.FromMinutes(10 * i), perSecond * day.At(19 + (i / 6.0))))];
        Plan(VisitorsComeAt, new VisitorsCome("visitors", address, 80, new(points)));
        Plan(FailsAt, new ZoneFails(EveningSite.Region, FailingZone));
        Plan(RecoversAt, new ZoneRecovers(EveningSite.Region, FailingZone));
        List<AccountState> earlier = [];
        for (var minute = 20; minute <= Minutes; minute += 15)
        {
            account.AdvanceTo(Start.AddMinutes(minute));
            earlier.Add(account.State);
        }
        account.AdvanceTo(Start.AddMinutes(Minutes));
        return new("evening", "From 18:40 to 21:00", Timeline.Of(account, earlier));

        void Plan(int minute, ScheduledEvent what) => account.Plan(Start.AddMinutes(minute) - account.Now, what);
    }
}
