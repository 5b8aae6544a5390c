namespace CloudCourse.Simulation.Scenarios;

/// <summary>What happens to servers: a zone fails, a new version comes, the system wants patches, more are needed than there are.</summary>
internal static class ServerTroubles
{
    public static void Add(Play play, Server server, ServerDay day)
    {
        AddZone(play, server, day);
        AddDeployment(play, server);
        AddScaling(play, day);
        if (play.Choice.HasInstances && play.Choice.Compute is not Compute.GameFleet)
            play.Know("Patches are yours", $"{(play.Choice.Compute is Compute.Instance ? "The instance has" : "The instances have")} an operating system, and you keep it up to date.");
        if (play.Choice.Compute is Compute.GameFleet)
            play.Assume("The fleet's instances are counted at EC2's On-Demand price; GameLift Servers has a price list of its own, which is not in this course's facts.");
        if (day.MeanLoad < 0.1) play.Hurts("Mostly idle", $"Over the month {ScenarioWords.Percent(day.MeanLoad)} of what is paid for is used{(play.Choice.Compute is Compute.Instance ? "" : $", as {play.Choice.Least} run at least")}.");
    }

    private static void AddZone(Play play, Server server, ServerDay day)
    {
        var what = play.Needs.Keeps is Keeps.Matches ? "matches" : "requests";
        if (server.Fixed)
        {
            play.Hurts("A zone is lost", play.Needs.Answered || play.Load.SessionMinutes > 0
                ? $"Everything is gone until the zone is back or somebody starts another instance: at the busiest moment {ScenarioWords.Number(play.PeakPerSecond * 60)} {what} a minute."
                : "Nothing runs until the zone is back or somebody starts another instance, and what ran there begins anew.");
            return;
        }
        var share = play.Choice.Least < 2 && day.Fewest < 2 ? "at night the only server" : "half of the servers";
        var then = double.IsInfinity(day.LoadWithoutAZone) ? "nobody is answered until another has started" : $"the others are asked for up to {ScenarioWords.Percent(day.LoadWithoutAZone)} of what they can do{(day.LoadWithoutAZone > 1 ? ", and what is too much is lost" : "")} until more have started";
        play.Know("A zone is lost", play.Needs.Keeps is Keeps.Matches ? "Matches on the servers there end. Players go to new ones on the others." : $"With servers in two zones {share} are gone at worst; {then}.");
    }

    private static void AddDeployment(Play play, Server server)
    {
        if (play.Choice.Compute is Compute.GameFleet)
        {
            play.Know("A new version", "A new fleet takes the new matches, and the old one empties as its matches end.");
        }
        else if (!server.Fixed)
        {
            play.Know("A new version", "New servers are started beside the old ones and take over one after another; nobody notices, if they can do without the old ones' memory.");
        }
        else if (play.Needs.Answered || play.Load.SessionMinutes > 0)
        {
            play.Hurts("A new version", $"The program stops while it is exchanged: assumed {Assumed.DeploySeconds} s each time, in which {ScenarioWords.Number(play.Load.PerSecond * Assumed.DeploySeconds)} pieces of work find nobody{(play.Needs.Keeps is Keeps.Nothing ? "" : ", and all that was in memory is gone")}.");
        }
        else
        {
            play.Know("A new version", "The program is exchanged between two pieces of work. What runs meanwhile begins anew.");
        }
    }

    private static void AddScaling(Play play, ServerDay day)
    {
        switch (play.Choice.Compute)
        {
            case Compute.FargateService:
                play.Know("Scaling is a policy", "Fargate adds no task by itself. Service Auto Scaling does, by the policy you write; from its alarm until a task answers some minutes pass.");
                play.Assume($"Policies keep tasks at {ScenarioWords.Percent(play.Choice.By is Trigger.Queue or Trigger.Stream ? Assumed.QueueLoad : Assumed.TargetLoad)} of their processor, and at {ScenarioWords.Percent(Assumed.MemoryShare)} of their memory; more tasks work five minutes after they are needed, and are taken away after fifteen quiet minutes.");
                break;
            case Compute.EcsOnInstances:
                play.Hurts("Instances before tasks", "A new task waits until an instance has room; where none has, one boots first. Two scaling policies have to fit together.");
                play.Assume($"Policies keep tasks at {ScenarioWords.Percent(play.Choice.By is Trigger.Queue or Trigger.Stream ? Assumed.QueueLoad : Assumed.TargetLoad)} of their processor; more work ten minutes after they are needed. Two instances run at least.");
                break;
            case Compute.InstanceGroup or Compute.GameFleet:
                var minutes = play.Needs.Windows ? "ten" : "five";
                play.Know("More servers take minutes", $"From the alarm until an instance answers some minutes pass{(play.Needs.Windows ? "; Windows takes longer to start than Linux" : "")}. {ScenarioWords.Number(day.Most)} run at the busiest moment.");
                play.Assume($"Policies keep servers at {ScenarioWords.Percent(play.Choice.Compute is Compute.GameFleet ? Assumed.FleetLoad : Assumed.TargetLoad)}; more work {minutes} minutes after they are needed, and are taken away after fifteen quiet minutes.");
                break;
        }
    }
}
