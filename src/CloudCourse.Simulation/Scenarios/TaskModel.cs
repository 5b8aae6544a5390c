using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Simulation.Scenarios;

/// <summary>A task on Fargate for each piece of work, started by a schedule, an event or a request, and gone with it.</summary>
internal static class TaskModel
{
    public static void Run(Play play)
    {
        var (load, needs) = (play.Load, play.Needs);
        if (FargateTasks.Size(play) is not { } size) return;
        var processors = Math.Min(needs.Threads, size.Cpu / 1024.0);
        var works = Math.Max(load.SessionSeconds, load.WaitSeconds + (load.WorkSeconds / processors));
        var billed = Math.Max(Math.Ceiling(Assumed.TaskStartSeconds + works), needs.Windows ? 300 : 60);
        play.Pay("Tasks", $"{ScenarioWords.Number(load.PerMonth)} × {ScenarioWords.Time(billed)} × {FargateTasks.Words(size)}", load.PerMonth * billed / 3600 * FargateTasks.UsdPerHour(size, needs.Windows), FargateTasks.Price(needs.Windows));
        play.Servers = $"a task for each piece: {FargateTasks.Words(size)}";
        Times(play, works, processors);
        play.Assume($"A task's program runs {Assumed.TaskStartSeconds} s after the task is requested (network interface, image, start); for one in a hundred it takes {Assumed.SlowTaskStartSeconds} s. AWS bills from the download of the image on; here all {Assumed.TaskStartSeconds} s are counted.");

        var rate = (double)ScenarioFacts.Value("fargateLaunchesPerSecond");
        if (play.PeakPerSecond > rate)
            play.Stops("Too many starts", $"{ScenarioWords.Number(play.PeakPerSecond)} tasks a second would have to start at the busiest moment, and Fargate starts 20. Keep tasks running, and let each take many pieces.", ScenarioFacts.Of("fargateLaunchesPerSecond"));
        else if (needs.Answered)
            play.Hurts("Somebody waits for the start", $"Each piece waits about {Assumed.TaskStartSeconds} s until its task runs, and one in a hundred {Assumed.SlowTaskStartSeconds} s.");
        if (Assumed.TaskStartSeconds > works) play.Hurts("Mostly starting", $"You pay for {ScenarioWords.Time(billed)} of a task, and it works for {ScenarioWords.Time(works)} of that.");
        play.Know("A zone is lost", "Tasks in it end. The next ones start in another zone, if the network settings name subnets in several. A task that was lost has to be requested again: Scheduler and EventBridge do not watch a task to its end.");
        play.Know("A new version", "The next task uses the new task definition. Those in progress end with the old one.");
    }

    private static void Times(Play play, double works, double processors)
    {
        var load = play.Load;
        if (load.MessageSeconds <= 0)
        {
            play.Times = "from the event until the work is done";
            (play.Median, play.P99) = (Assumed.TaskStartSeconds + works, Assumed.SlowTaskStartSeconds + works);
            return;
        }
        var busy = load.WorkSeconds / works / processors;
        if (busy > Assumed.FullAt)
        {
            play.Stops("Overloaded", $"One piece of work asks for {ScenarioWords.Percent(busy)} of what its task can do.");
            return;
        }
        play.Times = "of one message in the task, without the network";
        (play.Median, play.P99) = (Math.Log(2) * load.MessageSeconds / (1 - busy), Math.Log(100) * load.MessageSeconds / (1 - busy));
    }
}

/// <summary>Sizes and prices of tasks.</summary>
internal static class FargateTasks
{
    /// <summary>The choice's size, or the next that holds one piece of work; null, with the reason, where there is none.</summary>
    public static (int Cpu, int Memory)? Size(Play play)
    {
        var (choice, windows) = (play.Choice, play.Needs.Windows);
        var need = (long)Math.Ceiling(Math.Max(choice.MemoryMB, play.Load.MemoryMB));
        if (FargateSizes.SmallestHolding(choice.Cpu, need) is { } size && (!windows || size.Cpu <= (int)ScenarioFacts.Value("fargateWindowsVcpu") * 1024))
            return windows && size.Cpu < 1024 ? FargateSizes.SmallestHolding(1024, need) : size;
        play.Stops("No task so large", $"One piece of work needs {ScenarioWords.Memory(play.Load.MemoryMB)}; no {(windows ? "Windows " : "")}task on Fargate has that much.", ScenarioFacts.Of(windows ? "fargateWindowsVcpu" : "fargateNoGpu"));
        return null;
    }

    public static double UsdPerHour((int Cpu, int Memory) size, bool windows) => windows
        ? (size.Cpu / 1024.0 * (double)ScenarioFacts.Value("fargateWindowsVcpuHour")) + (size.Memory / 1024.0 * (double)ScenarioFacts.Value("fargateWindowsGBHour"))
        : (double)FargateSizes.UsdPerHour(size.Cpu, size.Memory, false);

    public static Fact Price(bool windows) => windows ? ScenarioFacts.Of("fargateWindowsVcpuHour") : ScenarioFacts.FargatePrice;

    public static string Words((int Cpu, int Memory) size) => $"{ScenarioWords.Number(size.Cpu / 1024.0)} vCPU, {FargateSizes.Memory(size.Memory)}";
}
