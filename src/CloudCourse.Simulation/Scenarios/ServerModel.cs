using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Scenarios;

/// <summary>Servers that stay: one instance, a group of instances, tasks of a service, a fleet. As many as the load of the day asks for, five minutes by five minutes.</summary>
internal static class ServerModel
{
    public static void Run(Play play)
    {
        if (Server.Of(play) is not { } server) return;
        var (load, needs) = (play.Load, play.Needs);
        if (load.MemoryMB > server.MemoryMB)
        {
            play.Stops("Out of memory", $"One piece of work needs {ScenarioWords.Memory(load.MemoryMB)}, and {server.One} has {ScenarioWords.Memory(server.MemoryMB)}.");
            return;
        }
        var piece = load.WaitSeconds + (load.WorkSeconds / Math.Min(needs.Threads, server.Vcpus));
        var stays = Math.Max(load.SessionSeconds, piece);
        // What one server can do at most, and what it is asked to do, in pieces a second.
        var byMemory = load.MemoryMB > 0 && stays > 0 ? server.MemoryMB / load.MemoryMB / stays : double.PositiveInfinity;
        var byWork = load.WorkSeconds > 0 ? server.Vcpus / load.WorkSeconds : double.PositiveInfinity;
        var most = Math.Min(1e12, Assumed.FullAt * Math.Min(byWork, byMemory));
        var wanted = Math.Min(server.Target * byWork, Assumed.MemoryShare * byMemory);
        var day = ServerDay.Run(play, server, wanted, most, byWork);

        var hours = day.MeanServers * Assumed.HoursPerMonth;
        server.Pay(play, hours, day.MeanServers);
        play.Servers = server.Fixed ? server.One : $"{ScenarioWords.Number(day.Fewest)}{(day.Most > day.Fewest ? $" to {ScenarioWords.Number(day.Most)}" : "")} × {server.One}";
        if (needs.Answered || load.SessionMinutes > 0) Answers(play, server, day);
        else Waits(play, server, piece, most);
        ServerTroubles.Add(play, server, day);
    }

    /// <summary>Somebody waits: a queue in front of each processor, and what finds it full is lost.</summary>
    private static void Answers(Play play, Server server, ServerDay day)
    {
        var load = play.Load;
        var message = (load.MessageSeconds > 0 ? load.MessageSeconds : load.WorkSeconds) / Math.Min(play.Needs.Threads, server.Vcpus);
        play.Times = load.MessageSeconds > 0 ? "of one message in the server, without the network" : "from request to answer, without the network";
        var wait = load.MessageSeconds > 0 ? 0 : load.WaitSeconds;
        if (play.WantsTimes) (play.Median, play.P99) = (wait + day.Time(0.5, message), wait + day.Time(0.99, message));
        play.LateShare = play.Needs.WithinSeconds > 0 ? day.LaterThan(play.Needs.WithinSeconds - wait, message) : 0;
        play.Assume($"Requests wait as in a queue with one server: a share of e^(−t (1 − load) ÷ work) takes longer than t. The course's simulated account uses the same rule (with requests of {Capacity.ServiceMs} ms).");
        if (day.LostShare is var lost && lost < 0.0005) return;
        var story = $"{ScenarioWords.Percent(lost)} of a day's {(load.SessionMinutes > 0 ? "pieces" : "requests")} find no room: {(server.Fixed ? $"at the busiest moment the load is {ScenarioWords.Percent(day.PeakLoad)} of what {server.One} can carry" : "new servers arrive minutes after the load")}.";
        if (lost > 0.01) play.Stops("Overloaded", story);
        else play.Hurts("Overloaded for moments", story);
    }

    /// <summary>Nobody waits: what finds no room waits its turn.</summary>
    private static void Waits(Play play, Server server, double piece, double most)
    {
        var load = play.Load;
        play.Times = "from the event until the work is done";
        play.Assume("Work that finds no room waits its turn. Within five minutes, work comes evenly, and every piece takes the same time.");
        if (server.Fixed && load.PerSecond > most)
        {
            play.Stops("Never done", $"{ScenarioWords.Number(load.PerSecond * 3600)} pieces come in an hour, and {server.One} does {ScenarioWords.Number(most * 3600)}. The queue grows every day.");
            return;
        }
        List<(double Delay, double Share)> delays = [];
        var waiting = 0.0;
        var seconds = 86_400.0 / DayCurve.Steps;
        // The first day fills the queue, the second is counted.
        for (var i = 0; i < 2 * DayCurve.Steps; i++)
        {
            var comes = load.PerSecond * play.Day.Rates[i % DayCurve.Steps] * seconds;
            waiting = server.Fixed ? Math.Max(0, waiting + comes - (most * seconds)) : 0;
            if (i >= DayCurve.Steps) delays.Add((waiting / most, comes));
        }
        var pause = play.Choice.By is Trigger.Queue or Trigger.Stream ? 1.0 : 0;
        delays.Sort();
        (play.Median, play.P99) = (piece + (pause / 2) + Percentile(delays, 0.5), piece + pause + Percentile(delays, 0.99));
        if (waiting > 0 || Percentile(delays, 0.99) > piece) play.Hurts("A queue at the busiest hour", $"At the busiest moment more work comes than {server.One} can do, and a piece waits up to {ScenarioWords.Time(delays[^1].Delay)}.");
    }

    private static double Percentile(List<(double Delay, double Share)> sorted, double part)
    {
        var left = part * sorted.Sum(d => d.Share);
        foreach (var (delay, share) in sorted)
        {
            if ((left -= share) <= 1e-12) return delay;
        }
        return sorted[^1].Delay;
    }
}

/// <summary>What runs, what it has and what it costs.</summary>
/// <param name="One">In words: a task of 1 vCPU, 2 GB.</param>
/// <param name="Lag">Steps of five minutes until more servers work that are asked for now.</param>
/// <param name="Fixed">Their number never changes.</param>
internal sealed record Server(string One, double Vcpus, double MemoryMB, double Target, int Lag, bool Fixed, int Least, Action<Play, double, double> Pay)
{
    /// <summary>Null where the choice names a size that does not exist; the play says so.</summary>
    public static Server? Of(Play play) => play.Choice.Compute switch
    {
        Compute.FargateService => OfService(play),
        Compute.EcsOnInstances => OfCluster(play),
        _ => OfInstances(play),
    };

    private static Server? OfService(Play play)
    {
        if (FargateTasks.Size(play) is not { } size) return null;
        return new($"a task with {FargateTasks.Words(size)}", size.Cpu / 1024.0, size.Memory, TargetOf(play), 1, false, play.Choice.Least, (p, hours, _) =>
        {
            p.Pay("Tasks", $"{ScenarioWords.Number(hours)} hours × {FargateTasks.Words(size)}", hours * FargateTasks.UsdPerHour(size, p.Needs.Windows), FargateTasks.Price(p.Needs.Windows));
            PayTheWay(p);
        });
    }

    private static Server? OfCluster(Play play)
    {
        var (type, cpu, memory) = (TypeOf(play), play.Choice.Cpu, Math.Max(play.Choice.MemoryMB, play.Load.MemoryMB));
        // The agent and the system keep half a gigabyte for themselves.
        var onOne = Math.Floor(Math.Min(type.Vcpus * 1024.0 / cpu, ((type.MemoryGiB * 1024) - 512) / memory));
        if (onOne < 1)
        {
            play.Stops("No room on the instance", $"A task of {cpu} CPU units and {ScenarioWords.Memory(memory)} does not fit on a {type.Name}.");
            return null;
        }
        return new($"a task with {ScenarioWords.Number(cpu / 1024.0)} vCPU, {ScenarioWords.Memory(memory)}", cpu / 1024.0, memory, TargetOf(play), 2, false, play.Choice.Least, (p, hours, mean) =>
        {
            var instances = Math.Max(2, mean / onOne);
            PayInstances(p, type, instances, $"{ScenarioWords.Number(instances)} on average, {ScenarioWords.Number(onOne)} tasks on each");
            PayTheWay(p);
        });
    }

    /// <summary>A queue bears fuller servers than people do.</summary>
    private static double TargetOf(Play play) => play.Choice.By is Trigger.Queue or Trigger.Stream ? Assumed.QueueLoad : Assumed.TargetLoad;

    private static Server OfInstances(Play play)
    {
        var type = TypeOf(play);
        if (type.Burstable) play.Assume($"{type.Name} is burstable. Here its CPU credits never run out. On AWS a machine that is busy for long is slowed down, or costs more.");
        var alone = play.Choice.Compute is Compute.Instance;
        var fleet = play.Choice.Compute is Compute.GameFleet;
        // Windows takes some minutes to start.
        return new($"{(fleet ? "a fleet's " : "")}{type.Name}", type.Vcpus, type.MemoryGiB * 1024, fleet ? Assumed.FleetLoad : Assumed.TargetLoad, play.Needs.Windows ? 2 : 1, alone, alone ? 1 : play.Choice.Least, (p, _, mean) =>
        {
            PayInstances(p, type, mean, alone ? "one" : $"{ScenarioWords.Number(mean)} on average");
            if (fleet) p.Use(ScenarioFacts.Of("gameFleets"));
            if (alone || fleet) p.Pay("Public addresses", $"{ScenarioWords.Number(mean)} × 730 hours", mean * Assumed.HoursPerMonth * (double)Prices.PublicIPv4PerHour, ScenarioFacts.Address);
            if (p.Choice.By is Trigger.Queue or Trigger.Stream || !(alone || fleet)) PayTheWay(p);
        });
    }

    private static InstanceType TypeOf(Play play) => InstanceType.Find(play.Choice.Type ?? "") ?? throw new InvalidOperationException($"There is no instance type {play.Choice.Type}.");

    private static void PayInstances(Play play, InstanceType type, double count, string how)
    {
        var price = (double)type.Prices[ScenarioFacts.Region].OnDemand!.Value;
        play.Pay("Instances", $"{type.Name}, {how}, × 730 hours", count * Assumed.HoursPerMonth * price, ScenarioFacts.InstancePrice(type));
        if (play.Needs.Windows) play.Pay("Windows licence", $"{ScenarioWords.Number(count)} × {type.Vcpus} vCPUs × 730 hours", count * type.Vcpus * Assumed.HoursPerMonth * (double)ScenarioFacts.Value("windowsVcpuHour"), ScenarioFacts.Of("windowsVcpuHour"));
        play.Pay("Volumes", $"{ScenarioWords.Number(count)} × {Assumed.VolumeGB} GB of gp3", count * Assumed.VolumeGB * (double)Prices.EbsPerGBMonth(ScenarioFacts.Region, "gp3")!.Value, ScenarioFacts.Volume);
    }

    /// <summary>A load balancer, a queue or a stream in front.</summary>
    private static void PayTheWay(Play play)
    {
        var load = play.Load;
        switch (play.Choice.By)
        {
            case Trigger.Queue: FunctionModel.PayQueue(play); return;
            case Trigger.Stream: FunctionModel.PayStream(play); return;
            case Trigger.Request when play.Needs.Answered || load.SessionMinutes > 0: break;
            default: return;
        }
        var units = Math.Max(load.PerSecond / Capacity.RequestsPerConnection / 25, load.PerSecond * load.PayloadKB * 3600 / (1 << 20));
        play.Pay("Load balancer", "730 hours", Assumed.HoursPerMonth * (double)Prices.NetworkUsEast1("albPerHour"), ScenarioFacts.Balancer);
        play.Pay("Capacity units", $"{ScenarioWords.Number(units)} on average × 730 hours", units * Assumed.HoursPerMonth * (double)Prices.NetworkUsEast1("albLcuPerHour"), ScenarioFacts.Balancer);
        play.Pay("Public addresses", "2 of the load balancer × 730 hours", 2 * Assumed.HoursPerMonth * (double)Prices.PublicIPv4PerHour, ScenarioFacts.Address);
        if (play.Needs.Udp) play.Assume("UDP needs a Network Load Balancer; here it has the Application Load Balancer's price.");
    }
}
