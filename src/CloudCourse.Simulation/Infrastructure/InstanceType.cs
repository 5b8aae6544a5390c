using System.Text.Json;

namespace CloudCourse.Simulation.Infrastructure;

/// <summary>What an instance type has, and what it costs.</summary>
/// <param name="Name">Such as <c>m5.large</c>.</param>
/// <param name="StoreGB">Instance store in GB; 0 where there is none.</param>
/// <param name="NotOfferedIn">Region codes, of those that the facts cover.</param>
/// <param name="Prices">By Region code; not every Region is priced.</param>
/// <param name="Retired">A sentence where AWS has retired it; null else.</param>
/// <seealso href="https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html"/>
public sealed record InstanceType(
    string Name, string Family, string Category, bool CurrentGeneration, int Vcpus, double MemoryGiB, IReadOnlyList<string> Architectures,
    string CpuMaker, double? ClockGhz, string Hypervisor, string Network, int MaxNetworkInterfaces, bool Burstable, bool Hibernation,
    bool FreeTierEligible, int StoreGB, bool SpotOffered, IReadOnlyList<string> NotOfferedIn, IReadOnlyDictionary<string, InstancePrice> Prices, string? Retired)
{
    private static readonly Lazy<Dictionary<string, InstanceType>> ByName = new(Load);

    /// <summary>Graphics processors; other accelerators are not among them.</summary>
    public IReadOnlyList<Gpu> Gpus { get; init; } = [];

    /// <summary>The instance store lies on magnetic disks.</summary>
    public bool StoreIsMagnetic { get; init; }

    /// <summary>For people: where the figures come from, and of when they are.</summary>
    public static string Source { get; } =
        $"vCPUs, memory, disks and GPUs: AWS's DescribeInstanceTypes, as of {FactFile.AsOf("ec2-instance-types", "spec")}. Prices: On-Demand, Linux, as of {FactFile.AsOf("ec2-instance-types", "onDemandUsEast1")} in us-east-1, elsewhere of {FactFile.AsOf("ec2-instance-types", "onDemandAndReserved")}; a month has {Infrastructure.Prices.HoursPerMonth} hours.";

    public static IReadOnlyCollection<InstanceType> All => ByName.Value.Values;

    public static InstanceType? Find(string name) => ByName.Value.GetValueOrDefault(name);

    /// <summary>A retired type is offered nowhere.</summary>
    public bool IsOfferedIn(string region) => Retired is null && !NotOfferedIn.Contains(region);

    private static Dictionary<string, InstanceType> Load()
    {
        using var document = FactFile.Open("ec2-instance-types");
        return document.RootElement.GetProperty("types").EnumerateArray().Select(Read).ToDictionary(t => t.Name, StringComparer.Ordinal);
    }

    private static InstanceType Read(JsonElement t)
    {
        var retired = t.TryGetProperty("retired", out var why) ? why.GetString() : null;
        return new(
            Text("type"), Text("family"), Text("category"), retired is null && Flag("currentGeneration"), t.GetProperty("vcpu").GetInt32(), t.GetProperty("memoryGiB").GetDouble(), Texts("arch"),
            Text("cpuMaker"), t.TryGetProperty("clockGhz", out var clock) ? clock.GetDouble() : null, Text("hypervisor"), Text("network"),
            t.TryGetProperty("maxEni", out var interfaces) ? interfaces.GetInt32() : 1, Flag("burstable"), Flag("hibernation"), Flag("freeTierEligible"),
            t.GetProperty("instanceStorage") is { ValueKind: JsonValueKind.Object } store ? store.GetProperty("totalGB").GetInt32() : 0,
            Texts("usageClasses").Contains("spot"), Texts("notOfferedIn"),
            t.GetProperty("price").EnumerateObject().ToDictionary(p => p.Name, p => Price(p.Value), StringComparer.Ordinal), retired)
        {
            Gpus = t.TryGetProperty("gpu", out var gpus) ? [.. gpus.EnumerateArray().Select(g => new Gpu(g.GetProperty("maker").GetString()!, g.GetProperty("name").GetString()!, g.GetProperty("count").GetInt32(), g.GetProperty("memMiB").GetInt32()))] : [],
            // A disk of the facts is its count, its size and its kind.
            StoreIsMagnetic = t.GetProperty("instanceStorage") is { ValueKind: JsonValueKind.Object } disks && disks.GetProperty("disks").EnumerateArray().Any(d => d[2].GetString() == "hdd"),
        };

        // A retired type has its price and little more.
        string Text(string name) => t.TryGetProperty(name, out var value) ? value.GetString()! : "";
        bool Flag(string name) => t.TryGetProperty(name, out var value) && value.GetBoolean();
        string[] Texts(string name) => t.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(v => v.GetString()!)] : [];
    }

    private static InstancePrice Price(JsonElement price)
    {
        return new(Number("od"), Number("ri1no"), Number("ri3no"), price.TryGetProperty("spotSavePct", out var save) ? save.GetInt32() : null,
            price.TryGetProperty("spotIntr", out var interruption) ? interruption.GetString() : null);

        decimal? Number(string name) => price.TryGetProperty(name, out var value) ? value.GetDecimal() : null;
    }
}

/// <param name="MemoryMiB">Of one of them.</param>
public sealed record Gpu(string Maker, string Name, int Count, int MemoryMiB);

/// <summary>USD per hour, Linux, shared tenancy.</summary>
/// <param name="Reserved1Year">Standard Reserved Instance, one year, no upfront.</param>
/// <param name="Reserved3Years">Three years, no upfront.</param>
/// <param name="SpotSavingsPercent">Below On-Demand.</param>
/// <param name="SpotInterruption">How often Spot Instances were interrupted in a month: <c>&lt;5%</c>, <c>5-10%</c>, … <c>&gt;20%</c>.</param>
public sealed record InstancePrice(decimal? OnDemand, decimal? Reserved1Year, decimal? Reserved3Years, int? SpotSavingsPercent, string? SpotInterruption)
{
    public decimal? Spot => OnDemand is { } price && SpotSavingsPercent is { } save ? price * (100 - save) / 100 : null;
}
