using System.Globalization;
using CloudCourse.Simulation.Ec2;
using CloudCourse.Simulation.Ecs.Tasks;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Simulation.Cloud.Traffic;

/// <summary>
/// How much a server or a task can do. Assumptions of this simulation, not AWS's: a request takes 10 ms of one vCPU, whatever the type;
/// CPU credits of burstable types never run out; it does nothing else. A request and its answer are 2 KiB, and ten share a connection.
/// </summary>
public static class Capacity
{
    public const double ServiceMs = 10;
    public const int BytesPerRequest = 2048, RequestsPerConnection = 10;
    public const double RequestsPerSecondAndVcpu = 1000 / ServiceMs;

    /// <summary>At more load than this the queue is full: what comes on top is refused, and who is served has waited through all of it.</summary>
    public const double FullAt = 0.98;

    /// <summary>The half of the requests that is served sooner than this, in ms: the median of a queue with one server, ln 2 · 10 ms / (1 − load).</summary>
    /// <seealso href="https://en.wikipedia.org/wiki/M/M/1_queue"/>
    public static double LatencyMs(double load) => Math.Round(0.6931471805599453 * ServiceMs / (1 - Math.Min(load, FullAt)), 1);

    public static double PerSecond(Instance instance) => RequestsPerSecondAndVcpu * (InstanceType.Find(instance.Type)?.Vcpus ?? 1);

    /// <summary>1,024 units are a vCPU. On an instance a task may ask for none, and uses what is idle there: one vCPU is assumed.</summary>
    public static double PerSecond(EcsTask task) => RequestsPerSecondAndVcpu * (double.Parse(task.Cpu, CultureInfo.InvariantCulture) is > 0 and var units ? units / 1024 : 1);
}
