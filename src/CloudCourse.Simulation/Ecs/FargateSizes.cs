using System.Text.Json;

namespace CloudCourse.Simulation.Ecs;

/// <summary>A row of Fargate's table: for this CPU, these memory sizes.</summary>
/// <param name="Cpu">CPU units, 1,024 to a vCPU.</param>
/// <param name="Memory">MiB, smallest first.</param>
public sealed record FargateSize(int Cpu, IReadOnlyList<int> Memory);

/// <summary>What a task of a size costs when it runs all the time.</summary>
/// <param name="UsdPerMonth">For 730 hours, rounded to cents.</param>
public sealed record FargatePrice(decimal UsdPerMonth, string Region, string Architecture, string Source, string AsOf);

/// <summary>The sizes that Fargate offers, and their price in one Region.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html"/>
public static class FargateSizes
{
    /// <summary>AWS's own month for estimates.</summary>
    public const int HoursPerMonth = 730;

    private static readonly JsonElement _facts = Load();

    /// <summary>Where the table of sizes was taken from, and when.</summary>
    public static string Source { get; } = _facts.GetProperty("source").GetString()!;

    public static string AsOf { get; } = _facts.GetProperty("asOf").GetString()!;

    /// <summary>How far below Fargate's price Fargate Spot is at most.</summary>
    /// <seealso href="https://aws.amazon.com/fargate/pricing/"/>
    public static int SpotSavingsPercent { get; } = _facts.GetProperty("prices").GetProperty("spotSavingsPercent").GetInt32();

    /// <summary>Smallest CPU first.</summary>
    public static IReadOnlyList<FargateSize> All { get; } = [.. _facts.GetProperty("sizes").EnumerateArray()
        .Select(s => new FargateSize(s.GetProperty("cpu").GetInt32(), [.. s.GetProperty("memory").EnumerateArray().Select(m => m.GetInt32())]))];

    /// <summary>CPU units that Windows tasks may have.</summary>
    public static IReadOnlyList<int> WindowsCpu { get; } = [.. _facts.GetProperty("windowsCpu").EnumerateArray().Select(c => c.GetInt32())];

    public static FargateSize? Row(long cpu) => All.FirstOrDefault(s => s.Cpu == cpu);

    public static bool Offers(long cpu, long memory) => Row(cpu)?.Memory.Any(m => m == memory) == true;

    /// <summary>The cheapest size that has at least this much of both; null when Fargate has none so large.</summary>
    public static (int Cpu, int Memory)? SmallestHolding(long cpu, long memory)
    {
        var fits = All.Where(s => s.Cpu >= cpu).SelectMany(s => s.Memory.Where(m => m >= memory).Select(m => (s.Cpu, Memory: m)));
        return fits.OrderBy(f => Price(f.Cpu, f.Memory, arm: false).UsdPerMonth).Select(f => ((int, int)?)f).FirstOrDefault();
    }

    /// <summary>The price of a Linux task in the Region of the facts, on demand, without extra storage.</summary>
    public static FargatePrice Price(long cpu, long memory, bool arm)
    {
        var prices = _facts.GetProperty("prices");
        return new(decimal.Round(UsdPerHour(cpu, memory, arm) * HoursPerMonth, 2, MidpointRounding.AwayFromZero), prices.GetProperty("region").GetString()!,
            arm ? "ARM64" : "X86_64", prices.GetProperty("source").GetString()!, prices.GetProperty("asOf").GetString()!);
    }

    /// <summary>The same for one hour, not rounded.</summary>
    public static decimal UsdPerHour(long cpu, long memory, bool arm)
    {
        var rate = _facts.GetProperty("prices").GetProperty(arm ? "arm" : "x86");
        return cpu / 1024m * rate.GetProperty("vcpu").GetDecimal() + memory / 1024m * rate.GetProperty("gb").GetDecimal();
    }

    /// <summary>As people write it: 512 MiB, 2 GB.</summary>
    public static string Memory(long mib) => mib >= 1024 && mib % 1024 == 0 ? $"{mib / 1024} GB" : $"{mib} MiB";

    private static JsonElement Load()
    {
        using var stream = typeof(FargateSizes).Assembly.GetManifestResourceStream("CloudCourse.Simulation.Ecs.Facts.fargate.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
