namespace CloudCourse.Simulation.Scenarios;

/// <summary>What rules a choice out whatever the load: the platform, a GPU, the protocol, and what is kept in memory.</summary>
internal static class PlatformTroubles
{
    public static void Add(Play play)
    {
        var (needs, choice) = (play.Needs, play.Choice);
        AddPlatform(play, needs, choice);
        AddWay(play, choice);
        AddMemory(play, needs, choice);
    }

    private static void AddPlatform(Play play, ScenarioNeeds needs, ScenarioChoice choice)
    {
        if (choice.Compute is Compute.Lambda)
        {
            if (needs.Windows) play.Stops("No Windows", "The program needs Windows, and a function runs on Linux. It would have to be rewritten.", ScenarioFacts.Of("lambdaPlatform"));
            if (needs.Gpu) play.Stops("No GPU", "The work needs a GPU, and a function has none.", ScenarioFacts.Of("lambdaPlatform"));
            if (needs.Udp) play.Stops("No UDP", "Nobody can send a function UDP packets: it is invoked, by HTTP or by an event.", ScenarioFacts.Of("lambdaPlatform"));
        }
        if (choice.IsContainer)
        {
            if (!needs.HasImage) play.Stops("No image", "There is no container image of the program, only its setup. Somebody has to make one first, and it has to start without anybody clicking.");
            if (needs.Desktop) play.Stops("No desktop", "The program shows windows on a desktop, and a container has none.", ScenarioFacts.Of("windowsContainers"));
        }
        if (choice.IsFargate && needs.Gpu) play.Stops("No GPU", "The work needs a GPU, and Fargate has none.", ScenarioFacts.Of("fargateNoGpu"));
        if (choice.HasInstances && needs.Gpu && choice.Type is not ['g' or 'p', ..]) play.Stops("No GPU", $"The work needs a GPU, and {choice.Type} has none. Types of the families g and p have one.");
    }

    private static void AddWay(Play play, ScenarioChoice choice)
    {
        var kilobytes = play.Load.PayloadKB;
        if (choice.By is Trigger.Queue && kilobytes > (double)ScenarioFacts.Value("messageKB"))
            play.Know("The message names the data", $"One piece has {ScenarioWords.Memory(kilobytes / 1024)}, and a message holds 1 MB at most. So the data is in S3, and the message says where.", ScenarioFacts.Of("messageKB"));
        if (choice.By is Trigger.Stream && kilobytes > (double)ScenarioFacts.Value("recordKB"))
            play.Stops("Too large for a record", $"One record has {ScenarioWords.Memory(kilobytes / 1024)}, and a stream takes 1 MB. It can be set to take 10 MB now and then, but not all day. Keep the data in S3, and send only its place.", ScenarioFacts.Of("recordKB"));
    }

    private static void AddMemory(Play play, ScenarioNeeds needs, ScenarioChoice choice)
    {
        switch (needs.Keeps, choice.Compute)
        {
            case (Keeps.Sessions, Compute.Lambda or Compute.FargateTask):
                play.Stops("Sessions are lost", "A visitor's session is in the memory of the environment that answered before, and the next request may run in another. Keep sessions in a table instead.");
                break;
            case (Keeps.Sessions, Compute.Instance):
                play.Know("Sessions end with the machine", "Sessions are in its memory: a restart, a deployment or a failure signs everybody out.");
                break;
            case (Keeps.Sessions, _):
                play.Hurts("Sessions need the same server", "A session is in one server's memory. The load balancer has to send its visitor to that server again (sticky sessions). When a server is replaced or removed, its visitors are signed out. A shared store for sessions solves this.");
                break;
            case (Keeps.Matches, Compute.Lambda):
                play.Stops("No memory in common", "Each player of a match has an invocation of their own, and these share no memory. The match would have to be in a database, with many reads and writes a second.");
                break;
            case (Keeps.Matches, Compute.FargateService or Compute.EcsOnInstances or Compute.InstanceGroup):
                play.Stops("Players miss their match", "A load balancer sends each player to some healthy server, and only one has the match. Each server needs an address of its own, and somebody has to write the program that tells it to the players.", ScenarioFacts.Of(needs.Udp ? "nlbFlows" : "albHttp"));
                break;
            case (Keeps.Matches, Compute.FargateTask):
                play.Hurts("Placing is yours", "Each match has a task with an address of its own, so players can be told where it is. You write the program that decides who plays whom, which task is free, and what happens when one fails.");
                break;
            case (Keeps.Matches, Compute.Instance):
                play.Hurts("Placing is yours", "All matches are on one machine. You write the program that decides who plays whom, and what happens when the machine is full.");
                break;
            case (Keeps.Matches, Compute.GameFleet):
                play.Know("Matches end with their server", "A match is in one server's memory: if that server fails, the match is over. The fleet starts another server for the next one.");
                break;
        }
    }
}
