using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Traffic;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Spot;

namespace CloudCourse.Cli.Sim;

/// <summary>One line of a script, with its place.</summary>
internal abstract record SimStep(string File, int Line, int Column)
{
    public string Place => $"{File}:{Line}:{Column}";
}

/// <param name="Id">By which later steps name its output; null without one.</param>
/// <param name="Input">The operation's input; texts in it may hold <c>@@id.Member.0.Member@@</c>.</param>
internal sealed record CallStep(string File, int Line, int Column, string? Id, string Service, string Operation, JsonElement Input, Caller? As, string? Region) : SimStep(File, Line, Column);

internal sealed record AdvanceStep(string File, int Line, int Column, TimeSpan By) : SimStep(File, Line, Column);

/// <summary>What happens from outside to something that an earlier call may have made.</summary>
internal abstract record NamingStep(string File, int Line, int Column) : SimStep(File, Line, Column)
{
    /// <exception cref="SimReferenceException">What it names is not there.</exception>
    public abstract void Take(SimulatedAccount account, SimWorld world, IReadOnlyDictionary<string, JsonObject?> outputs);
}

/// <summary>EC2 wants a Spot Instance back: its two minutes begin.</summary>
/// <param name="Instance">Its id, or a reference to one.</param>
internal sealed record SpotNoticeStep(string File, int Line, int Column, string Instance) : NamingStep(File, Line, Column)
{
    public override void Take(SimulatedAccount account, SimWorld world, IReadOnlyDictionary<string, JsonObject?> outputs)
    {
        var id = SimReferences.Fill(Instance, world.Options.AccountId, world.Region, outputs);
        var regions = account.State.Ec2.Regions;
        var region = regions.Keys.FirstOrDefault(r => regions[r].Instances.Find(id) is { Market: Market.Spot, State: InstanceState.Running })
            ?? throw new SimReferenceException($"`{id}` is no Spot Instance that runs: EC2 takes back only those.");
        account.Happen(new SpotNotice(region, id));
    }
}

/// <summary>Visitors begin to ask for an address, and go on beside the steps that follow until their curve ends.</summary>
/// <param name="To">A load balancer's DNS name or a public IPv4 address, or a reference to one.</param>
internal sealed record VisitorsStep(string File, int Line, int Column, string Name, string To, int Port, TrafficCurve Curve) : NamingStep(File, Line, Column)
{
    public override void Take(SimulatedAccount account, SimWorld world, IReadOnlyDictionary<string, JsonObject?> outputs) =>
        account.Happen(new VisitorsCome(Name, SimReferences.Fill(To, world.Options.AccountId, world.Region, outputs), Port, Curve));
}

/// <summary>What happens to the account from outside.</summary>
internal sealed record HappenStep(string File, int Line, int Column, ScheduledEvent What) : SimStep(File, Line, Column);
