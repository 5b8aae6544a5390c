using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.TaskDefinition.Checks;

/// <summary>
/// <c>size</c>: the task's CPU and memory are a pair that Fargate offers and hold <c>expect: { cpu, memory }</c> (units, MiB); with
/// <c>cheapest: true</c> no smaller offer would do.
/// </summary>
internal sealed class SizeCheck() : TaskDefinitionCheck("size")
{
    public override IReadOnlyList<string> Failures(CheckDefinition check) => IsTrue(check, "cheapest")
        ? ["not-offered", "too-small", "too-large"] : ["not-offered", "too-small"];

    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given").Concat(Unknown(check.Expect, "expect", "cpu", "memory", "cheapest"))) yield return problem;
        if (Needed(check) is not ( > 0, > 0) needed) yield return "`expect` needs `cpu` in units and `memory` in MiB";
        else if (FargateSizes.SmallestHolding(needed.Cpu, needed.Memory) is null) yield return "Fargate has no size that holds this";
    }

    public override CheckOutcome Run(CheckDefinition check, TaskDefinitionReview review, Simulation.Ecs.TaskDefinition task)
    {
        var needed = Needed(check);
        var (cpu, memory) = (task.CpuUnits, task.MemoryMiB);
        var offered = cpu is { } c && memory is { } m && FargateSizes.Offers(c, m);
        var arm = task.CpuArchitecture?.Value == "ARM64";
        var price = offered ? FargateSizes.Price(cpu!.Value, memory!.Value, arm) : null;
        var failure = !offered ? "not-offered"
            : cpu < needed.Cpu || memory < needed.Memory ? "too-small"
            : IsTrue(check, "cheapest") && FargateSizes.SmallestHolding(needed.Cpu, needed.Memory) is var (leastCpu, leastMemory)
                && price!.UsdPerMonth > FargateSizes.Price(leastCpu, leastMemory, arm).UsdPerMonth ? "too-large"
            : null;
        SizeEvidence evidence = new(cpu, memory, offered, cpu is { } units ? FargateSizes.Row(units)?.Memory ?? [] : [],
            task.ContainerDefinitions.Sum(d => Reasonable(d.Cpu)), task.ContainerDefinitions.Sum(d => Reasonable(d.MemoryReservation ?? d.Memory)),
            price is null ? null : new(price.UsdPerMonth, price.Region, price.Architecture, price.Source, price.AsOf), FargateSizes.Source, FargateSizes.AsOf);
        return new(failure, new() { Size = evidence }, failure is null ? [] : [.. new[] { task.Cpu?.At, task.Memory?.At }.OfType<Location>()],
            new Dictionary<string, string>
            {
                ["cpu"] = task.Cpu?.Value ?? "none",
                ["memory"] = task.Memory?.Value ?? "none",
                ["price"] = price is null ? "no price" : price.UsdPerMonth.ToString("'$'0.00", CultureInfo.InvariantCulture),
            });
    }

    private static long Reasonable(Located<long>? value) => value is { Value: > 0 and <= int.MaxValue } ? value.Value : 0;

    private static (long Cpu, long Memory) Needed(CheckDefinition check) => ((long)(Decimal(check.Expect, "cpu") ?? 0), (long)(Decimal(check.Expect, "memory") ?? 0));

    private static bool IsTrue(CheckDefinition check, string name) => Find(check.Expect, name) is { ValueKind: System.Text.Json.JsonValueKind.True };
}
