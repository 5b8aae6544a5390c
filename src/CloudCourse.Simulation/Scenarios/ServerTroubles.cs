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
            play.Know("Patches are yours", $"{(play.Choice.Compute is Compute.Instance ? "The instance has" : "The instances have")} an operating system, and you patch it.");
        if (play.Choice.Compute is Compute.GameFleet)
            play.Assume("The fleet's instances are counted at EC2's On-Demand price; GameLift Servers has a price list of its own, which this course does not hold.");
        if (day.MeanLoad < 0.1) play.Hurts("Mostly idle", $"Over the month {ScenarioWords.Percent(day.MeanLoad)} of what you pay for is used{(play.Choice.Compute is Compute.Instance ? "" : $", as at least {play.Choice.Least} run")}.");
    }

    private static void AddZone(Play play, Server server, ServerDay day)
    {
        var what = play.Needs.Keeps is Keeps.Matches ? "matches" : "requests";
        if (server.Fixed)
        {
            play.Hurts("A zone is lost", play.Needs.Answered || play.Load.SessionMinutes > 0
                ? $"Nothing is answered until the zone is back or somebody starts another instance. At the busiest moment, that is {ScenarioWords.Number(play.PeakPerSecond * 60)} {what} a minute."
                : "Nothing runs until the zone is back or somebody starts another instance, and work that was cut off starts again from the beginning.");
            return;
        }
        var share = play.Choice.Least < 2 && day.Fewest < 2 ? "the only server that runs at night is" : "half of the servers are";
        var then = double.IsInfinity(day.LoadWithoutAZone) ? "nobody is answered until another has started" : $"the others have to carry up to {ScenarioWords.Percent(day.LoadWithoutAZone)} of what they can{(day.LoadWithoutAZone > 1 ? ", and what exceeds that is lost" : "")}, until more have started";
        play.Know("A zone is lost", play.Needs.Keeps is Keeps.Matches ? "Matches on the servers there end. Players start new ones on the others." : $"With servers in two zones, {share} lost at worst; {then}.");
    }

    private static void AddDeployment(Play play, Server server)
    {
        if (play.Choice.Compute is Compute.GameFleet)
        {
            play.Know("A new version", "A new fleet takes the new matches, and the old one empties as its matches end.");
        }
        else if (!server.Fixed)
        {
            play.Know("A new version", "New servers are started beside the old ones and take over one after another. Nobody notices, as long as they do not need what the old ones had in memory.");
        }
        else if (play.Needs.Answered || play.Load.SessionMinutes > 0)
        {
            play.Hurts("A new version", $"The program stops while it is replaced, for an assumed {Assumed.DeploySeconds} s each time. Meanwhile {ScenarioWords.Number(play.Load.PerSecond * Assumed.DeploySeconds)} pieces of work get no answer{(play.Needs.Keeps is Keeps.Nothing ? "" : "; all that was in memory is lost")}.");
        }
        else
        {
            play.Know("A new version", "The program is replaced between two pieces of work. A piece that is interrupted starts again.");
        }
    }

    private static void AddScaling(Play play, ServerDay day)
    {
        switch (play.Choice.Compute)
        {
            case Compute.FargateService:
                play.Know("Scaling is a policy", "Fargate adds no task by itself. Service Auto Scaling does, by the policy that you write. Some minutes pass between its alarm and a new task's first answer.");
                play.Assume($"Policies keep tasks at {ScenarioWords.Percent(play.Choice.By is Trigger.Queue or Trigger.Stream ? Assumed.QueueLoad : Assumed.TargetLoad)} of their processor, and at {ScenarioWords.Percent(Assumed.MemoryShare)} of their memory. New tasks work five minutes after they are needed, and are removed after fifteen quiet minutes.");
                break;
            case Compute.EcsOnInstances:
                play.Hurts("Instances before tasks", "A new task waits until an instance has room; if none has, another instance has to boot first. The scaling of tasks and that of instances have to fit together.");
                play.Assume($"Policies keep tasks at {ScenarioWords.Percent(play.Choice.By is Trigger.Queue or Trigger.Stream ? Assumed.QueueLoad : Assumed.TargetLoad)} of their processor. New ones work ten minutes after they are needed. At least two instances run.");
                break;
            case Compute.InstanceGroup or Compute.GameFleet:
                var minutes = play.Needs.Windows ? "ten" : "five";
                play.Know("More servers take minutes", $"Some minutes pass between the alarm and a new instance's first answer{(play.Needs.Windows ? "; Windows takes longer to start than Linux" : "")}. At the busiest moment {ScenarioWords.Number(day.Most)} run.");
                play.Assume($"Policies keep servers at {ScenarioWords.Percent(play.Choice.Compute is Compute.GameFleet ? Assumed.FleetLoad : Assumed.TargetLoad)}. New servers work {minutes} minutes after they are needed, and are removed after fifteen quiet minutes.");
                break;
        }
    }
}
