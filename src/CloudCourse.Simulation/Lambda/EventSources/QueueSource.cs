using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Lambda.EventSources;

/// <summary>Queues as event sources: refused as long as the simulation has none.</summary>
internal static class QueueSource
{
    public static void Check(Location at) => throw Turn.Error(AwsError.NotSimulated, "Queues cannot be read by a mapping here.", status: 501, at: at);
}
