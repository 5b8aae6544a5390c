using System.Globalization;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.TypeChoice;

/// <summary>Why a type does not fit a workload: the message's key, and the words of it.</summary>
internal sealed record TypeMisfit(string Key, string Why);

/// <summary>Holds a type against what a workload needs.</summary>
internal static class TypeFit
{
    /// <summary>Every key, in the order in which needs rule types out.</summary>
    public static IReadOnlyList<string> Keys { get; } = ["not-offered", "architecture", "no-gpu", "small-gpu", "no-store", "magnetic-store", "little-memory", "few-vcpus", "bursts"];

    /// <summary>The first need that is not met; null where the type fits.</summary>
    public static TypeMisfit? Of(TypeSettings settings, Workload need, InstanceType type)
    {
        var gpu = type.Gpus.Where(g => g.Maker == "NVIDIA").OrderByDescending(g => g.MemoryMiB).FirstOrDefault();
        if (!type.IsOfferedIn(settings.Region)) return new("not-offered", $"{type.Name} is not offered in {settings.Region}{(type.Retired is null ? "" : ", nor anywhere else that we looked")}");
        if (!type.Architectures.Intersect(need.Architectures).Any()) return new("architecture", $"the program exists for {string.Join(" and ", need.Architectures)}, and {type.Name} is {string.Join(" and ", type.Architectures)}");
        if (need.GpuGiB > 0 && gpu is null) return new("no-gpu", $"it needs an NVIDIA GPU, and {type.Name} has none");
        // Of a GPU's memory its firmware keeps a part: a card that is sold with 24 GB shows 22.4 GiB.
        if (need.GpuGiB * 1024 > gpu?.MemoryMiB) return new("small-gpu", $"it needs {need.GpuGiB} GiB on one GPU, and the {gpu!.Name} of {type.Name} has {Gib(gpu.MemoryMiB / 1024.0)}");
        if (need.StoreGB > type.StoreGB) return new("no-store", $"it needs {need.StoreGB} GB on disks in the host, and {type.Name} has {(type.StoreGB == 0 ? "none" : $"{type.StoreGB} GB")}");
        if (need.StoreGB > 0 && type.StoreIsMagnetic) return new("magnetic-store", $"it reads at random places, and the disks of {type.Name} are magnetic");
        if (type.MemoryGiB < need.MemoryGiB) return new("little-memory", $"it needs {Gib(need.MemoryGiB)} of memory, and {type.Name} has {Gib(type.MemoryGiB)}");
        if (type.Vcpus < need.Vcpus) return new("few-vcpus", $"it needs {need.Vcpus} vCPUs, and {type.Name} has {type.Vcpus}");
        if (need.Steady && type.Burstable) return new("bursts", $"it is busy all day, and {type.Name} lives on credits");
        return null;
    }

    /// <summary>The cheapest of all types that fits; null where none does.</summary>
    public static InstanceType? Cheapest(TypeSettings settings, Workload need) =>
        InstanceType.All.Where(t => settings.Price(t) is not null && Of(settings, need, t) is null).MinBy(t => (settings.Price(t), t.Name));

    public static string Gib(double gib) => gib.ToString("#,0.##", CultureInfo.InvariantCulture) + " GiB";

    public static string Usd(decimal usd) => usd.ToString("'$'#,0.00", CultureInfo.InvariantCulture);

    public static string Rate(decimal usd) => usd.ToString("'$'#,0.00###", CultureInfo.InvariantCulture);
}
