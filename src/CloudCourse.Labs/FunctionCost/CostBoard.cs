using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Labs.FunctionCost;

/// <summary>The sizes beside which a learner's own is shown.</summary>
internal static class CostBoard
{
    private static readonly int[] Memories = [256, 384, 512, 768, 1024, 1280, 1536, 1769, 2048, 2560, 3008];

    /// <summary>With the learner's timeout and architecture; only those in which the function runs.</summary>
    public static IEnumerable<FunctionSize> Sizes(FunctionMonth month, FunctionSize own) =>
        Memories.Append(own.MemorySize).Where(m => m >= month.Work.NeedsMB).Distinct().Order().Select(m => own with { MemorySize = m });
}
