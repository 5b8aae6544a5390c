using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;

namespace CloudCourse.Benchmarks;

/// <summary>
/// Goals on one core: 100,000 events a second, a month of a fleet of 50 instances in a second, a state of a megabyte at most, a snapshot
/// taken and restored in five milliseconds. Told in the processor's time, for machines that are busy. An event is an entry of the
/// account's history: a call, or a resource that changed; what runs without leaving an entry (a meter, a planned event that finds
/// nothing to do) is not counted. The first run in a process, which compiles everything, is told apart from those that follow.
/// </summary>
internal static class AccountSpeed
{
    private const string Account = "111122223333", Region = "eu-west-1";

    /// <summary>Long enough for the runtime to have compiled well what is used much.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4), Measured = TimeSpan.FromSeconds(4);

    public static void Print()
    {
        Say("a month of 50 instances, 25 of them stopped each night", Month);
        Say("a group of 50, a zone that fails and recovers each day of a month", Group);

        var account = Month();
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < 100; i++) _ = SimulatedAccount.Restore(account.Snapshot());
        Say($"a snapshot taken and restored: {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 100:F2} ms");

        Say($"the state at the month's end, with all its meters: {StateKiB():N0} KiB");
    }

    private static void Say(string what, Func<SimulatedAccount> run)
    {
        var (first, events) = Runs(run, TimeSpan.Zero);
        Say($"{what}: {events:N0} events; the first run of the process {first.TotalSeconds:F2} s, {events / first.TotalSeconds:N0} events/s");
        _ = Runs(run, WarmUp);
        (var taken, events) = Runs(run, Measured);
        Say($"{what}: warm, {events / taken.TotalSeconds:N0} events/s");
    }

    /// <summary>As many runs as it takes, one at least: the processor's time and the events of all.</summary>
    private static (TimeSpan Taken, long Events) Runs(Func<SimulatedAccount> run, TimeSpan atLeast)
    {
        var (before, events) = (Environment.CpuUsage.TotalTime, 0L);
        do events += run().History.Count;
        while (Environment.CpuUsage.TotalTime - before < atLeast);
        return (Environment.CpuUsage.TotalTime - before, events);
    }

    /// <summary>What a hundred such states take that share nothing, without their histories.</summary>
    private static double StateKiB()
    {
        const int Many = 100;
        var states = new AccountState[Many];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Many; i++) states[i] = Month().State;
        var after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(states);
        return (after - before) / 1024.0 / Many;
    }

    private static SimulatedAccount Month()
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        Call(account, "ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 50, "MaxCount": 50}""");
        var half = string.Join("\", \"", account.State.Ec2.Regions[Region].Instances.Keys.Take(25));
        for (var day = 0; day < 30; day++)
        {
            account.Advance(TimeSpan.FromHours(12));
            Call(account, "ec2", "StopInstances", $$"""{"InstanceIds": ["{{half}}"]}""");
            account.Advance(TimeSpan.FromHours(12));
            Call(account, "ec2", "StartInstances", $$"""{"InstanceIds": ["{{half}}"]}""");
        }
        return account;
    }

    private static SimulatedAccount Group()
    {
        SimulatedAccount account = new(new(Account, 7, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)));
        Call(account, "ec2", "CreateLaunchTemplate", """{"LaunchTemplateName": "web", "LaunchTemplateData": {"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro"}}""");
        Call(account, "autoscaling", "CreateAutoScalingGroup", """{"AutoScalingGroupName": "web", "LaunchTemplate": {"LaunchTemplateName": "web"}, "MinSize": 50, "MaxSize": 50, "AvailabilityZones": ["eu-west-1a", "eu-west-1b", "eu-west-1c"]}""");
        for (var day = 0; day < 30; day++)
        {
            account.Advance(TimeSpan.FromHours(12));
            account.Happen(new ZoneFails(Region, $"eu-west-1{"abc"[day % 3]}"));
            account.Advance(TimeSpan.FromHours(12));
            account.Happen(new ZoneRecovers(Region, $"eu-west-1{"abc"[day % 3]}"));
        }
        return account;
    }

    private static void Call(SimulatedAccount account, string service, string operation, string input)
    {
        if (account.Call(Caller.Root(Account), Region, service, operation, input).Error is { } error) throw new InvalidOperationException($"{operation}: {error.Code} {error.Message}");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
