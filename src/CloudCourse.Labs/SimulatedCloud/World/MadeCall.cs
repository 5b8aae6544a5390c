using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>A call that the lab or the learner wanted, and what came of it.</summary>
/// <param name="File">The learner's; null for the lab's own.</param>
/// <param name="At">Where it stands in the file.</param>
/// <param name="Result">Null where it was never made.</param>
/// <param name="NotMade">Why it was never made, in a sentence; null where it was.</param>
internal sealed record MadeCall(string? File, string Service, string Operation, string? Name, Location At, CallResult? Result, string? NotMade)
{
    public bool Succeeded => Result is { Succeeded: true };

    public AwsError? Error => Result?.Error;
}
