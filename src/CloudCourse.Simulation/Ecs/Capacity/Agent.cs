using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ec2.Images;
using CloudCourse.Simulation.Ec2.Instances;
using CloudCourse.Simulation.Ec2.Network;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Ecs.Capacity;

/// <summary>The ECS container agent, which is on the ECS-optimized images and registers its instance with the cluster of <c>/etc/ecs/ecs.config</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html"/>
internal static partial class Agent
{
    /// <summary>From running until it is registered; an assumption, of the usual size.</summary>
    public static readonly TimeSpan StartsAfter = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan TriesAgainAfter = TimeSpan.FromSeconds(60);

    private const int Tries = 5;

    /// <summary>Whether the agent is on the instance's image.</summary>
    private static bool IsOn(AccountState state, string region, Instance instance)
    {
        var (id, depth) = (instance.ImageId, 0);
        // An image that was made of such an instance has the agent too.
        while (PublicImages.Find(id) is null && depth++ < 5 && state.Ec2.Regions[region].OwnImages.Find(id)?.SourceInstanceId is { } source && state.Ec2.Regions[region].Instances.Find(source) is { } from) id = from.ImageId;
        return PublicImages.Find(id) is { } image && image.Name.Contains("-ecs-", StringComparison.Ordinal);
    }

    public static void Boot(Turn turn, string region, Instance instance)
    {
        if (IsOn(turn.State, region, instance)) turn.Plan(StartsAfter, new AgentStarts(region, instance.Id, instance.Run, 1));
    }

    /// <summary>The cluster that user data wrote into the agent's configuration, and its own attributes.</summary>
    internal static (string Cluster, string? Problem) Configuration(string? script)
    {
        if (script is null) return ("default", null);
        if (!script.StartsWith("#!", StringComparison.Ordinal)) return ("default", script.Contains("ECS_CLUSTER", StringComparison.Ordinal) ? "the user data does not begin with #!, so nothing wrote /etc/ecs/ecs.config" : null);
        var lines = script.ReplaceLineEndings("\n").Split('\n').Where(l => !l.TrimStart().StartsWith('#')).ToList();
        if (lines.Select(l => Cluster.Match(l)).LastOrDefault(m => m.Success) is not { } match) return ("default", null);
        return script.Contains("/etc/ecs/ecs.config", StringComparison.Ordinal)
            ? (match.Groups["name"].Value, null) : ("default", "the user data sets ECS_CLUSTER, and does not write it into /etc/ecs/ecs.config, where the agent reads it");
    }

    /// <summary>Registers the instance, or says why not.</summary>
    public static string? Register(Turn turn, string region, Instance instance)
    {
        var (name, problem) = Configuration(instance.UserData);
        if (!Routing.IsOnline(turn.Ec2(region), instance.SubnetId, instance.PublicIp is not null)) return "it has no way to ECS's endpoints: that takes a public address, and a route from its subnet";
        if (instance.InstanceProfileArn is not { } profile || turn.State.Iam.InstanceProfiles.Values.FirstOrDefault(p => p.Arn == profile)?.Role is not { } role)
            return "it has no instance profile with a role, and without credentials the agent can call nothing";
        var who = Caller.Session(turn.AccountId, role, instance.Id);
        var arn = $"arn:aws:ecs:{region}:{turn.AccountId}:cluster/{name}";
        if (turn.State.Ecs.Clusters.Find(arn) is not { Active: true })
        {
            if (name != "default") return $"ClusterNotFoundException: there is no cluster {name}";
            // The agent makes the default cluster where it may.
            if (ImagePull.Denied(turn, region, who, "ecs:CreateCluster", "*") is { } noCluster) return $"{noCluster}{(problem is null ? "" : $" ({problem})")}";
            turn.State = turn.State with { Ecs = turn.State.Ecs with { Clusters = turn.State.Ecs.Clusters.Put(arn, new(arn, name, region, true)) } };
            turn.Note("ecs", name, "The agent created the cluster default.", null, "ACTIVE");
        }
        foreach (var (action, resource) in new[] { ("ecs:DiscoverPollEndpoint", "*"), ("ecs:RegisterContainerInstance", arn) })
        {
            if (ImagePull.Denied(turn, region, who, action, resource) is { } denied) return denied;
        }
        if (turn.State.Ecs.Instances.Values.FirstOrDefault(i => i.InstanceId == instance.Id) is { } known)
        {
            turn.Put(known with { AgentConnected = true });
            turn.Note("ecs", instance.Id, $"The agent on {instance.Id} is connected again.");
            return null;
        }
        var type = InstanceType.Find(instance.Type)!;
        var total = (int)(type.MemoryGiB * 1024);
        ContainerInstance host = new($"arn:aws:ecs:{region}:{turn.AccountId}:container-instance/{name}/{turn.HexId(32)}", arn, region, instance.Id, "ACTIVE", true,
            // What the kernel keeps of the memory is an assumption: a fortieth, and 64 MiB at least.
            type.Vcpus * 1024, Math.Min(total - 64, total * 39 / 40), Math.Max(0, type.MaxNetworkInterfaces - 1), turn.Now)
        {
            CapacityProvider = turn.State.Ecs.Providers.Values.FirstOrDefault(p => turn.State.AutoScaling.Groups.Find(p.GroupArn)?.Members.Any(m => m.InstanceId == instance.Id) == true)?.Name,
            Attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["ecs.ami-id"] = instance.ImageId,
                ["ecs.availability-zone"] = instance.Zone,
                ["ecs.cpu-architecture"] = instance.Architecture,
                ["ecs.instance-type"] = instance.Type,
                ["ecs.os-type"] = "linux",
                ["ecs.subnet-id"] = instance.SubnetId,
                ["ecs.vpc-id"] = instance.VpcId,
            },
        };
        turn.Put(host with { Version = 0 });
        turn.Note("ecs", instance.Id, $"{instance.Id} joined the cluster {name}: its agent registered it with {host.Cpu} CPU units and {host.MemoryMiB} MiB.{(problem is null ? "" : $" It is in the cluster default since {problem}.")}");
        return null;
    }

    public static bool GivesUp(int tries) => tries >= Tries;

    [GeneratedRegex(@"ECS_CLUSTER=[""']?(?<name>[A-Za-z0-9_-]{1,255})")]
    private static partial Regex Cluster { get; }
}

internal sealed record AgentStarts(string Region, string InstanceId, int Incarnation, int Try) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.Ec2(Region).Instances.Find(InstanceId) is not { State: InstanceState.Running } instance || instance.Run != Incarnation) return;
        if (Agent.Register(turn, Region, instance) is not { } why) return;
        if (Try == 1) turn.Note("ecs", InstanceId, $"The agent on {InstanceId} cannot register it: {why}.");
        if (!Agent.GivesUp(Try)) turn.Plan(Agent.TriesAgainAfter, this with { Try = Try + 1 });
    }
}

/// <summary>Looks after container instances: those whose instance stops or goes take their tasks along; those that drain lose their service's tasks.</summary>
internal sealed class ContainerInstanceController : IController
{
    public void React(Turn turn, AccountState before)
    {
        if (turn.State.Ecs.Instances.Count == 0 || (ReferenceEquals(turn.State.Ec2, before.Ec2) && ReferenceEquals(turn.State.Ecs.Instances, before.Ecs.Instances))) return;
        foreach (var host in turn.State.Ecs.Instances.Values.ToList()) Look(turn, host);
    }

    private static void Look(Turn turn, ContainerInstance host)
    {
        var instance = turn.Ec2(host.Region).Instances.Find(host.InstanceId);
        if (instance is { State: InstanceState.Running or InstanceState.Pending })
        {
            if (!turn.Ec2(host.Region).FailedZones.Contains(instance.Zone)) return;
        }
        if (host.AgentConnected)
        {
            turn.Put(host with { AgentConnected = false });
            turn.Note("ecs", host.InstanceId, $"The agent on {host.InstanceId} is disconnected.");
        }
        var gone = instance is null or { State: InstanceState.ShuttingDown or InstanceState.Terminated };
        foreach (var task in Remaining.On(turn.State, host).ToList())
            TaskLifecycle.EndWithHost(turn, task, $"Host EC2 (instance {host.InstanceId}) {(gone ? "terminated" : "stopped")}.");
        if (!gone) return;
        turn.State = turn.State with { Ecs = turn.State.Ecs with { Instances = turn.State.Ecs.Instances.Remove(host.Arn) } };
        turn.Note("ecs", host.InstanceId, $"{host.InstanceId} is no container instance any more.");
    }
}
