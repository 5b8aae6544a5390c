using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ec2.Volumes;

/// <summary>Size, type and speed of a volume, as a request gives them.</summary>
/// <seealso href="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"/>
internal sealed record VolumeShape(int SizeGB, string Type, int? Iops, int? Throughput, bool Encrypted)
{
    private sealed record Limits(int MinGB, int MaxGB, int MinIops, int MaxIops, int MaxIopsPerGB);

    private static readonly Dictionary<string, Limits> ByType = new(StringComparer.Ordinal)
    {
        ["gp3"] = new(1, 65_536, 3_000, 80_000, 500),
        ["gp2"] = new(1, 16_384, 0, 0, 0),
        ["io1"] = new(4, 16_384, 100, 64_000, 50),
        ["io2"] = new(4, 65_536, 100, 256_000, 1_000),
        ["st1"] = new(125, 16_384, 0, 0, 0),
        ["sc1"] = new(125, 16_384, 0, 0, 0),
        ["standard"] = new(1, 1_024, 0, 0, 0),
    };

    /// <param name="input">The members of CreateVolume, or of a block device's Ebs.</param>
    /// <param name="least">The size of what it is made from; null when it is made empty.</param>
    public static VolumeShape Read(JsonObject input, int? least, string? snapshot = null)
    {
        var type = input.Text("VolumeType");
        var name = type?.Value ?? "gp2";
        if (!ByType.TryGetValue(name, out var limits))
            throw Turn.Error("UnknownVolumeType", $"Unsupported volume type '{name.Shortened()}' for volume creation.", at: type!.At, advice: $"There are {string.Join(", ", ByType.Keys)}.");
        var size = input.Integer("VolumeSize") ?? input.Integer("Size");
        if (size is null && least is null) throw Turn.Error("MissingParameter", "The request must contain the parameter size or snapshotId", at: input.Head());
        var gb = size?.Value ?? least!.Value;
        if (gb < limits.MinGB || gb > limits.MaxGB)
            throw Ec2Errors.Invalid(size?.At ?? input.Head(), $"Volume of {gb}GiB is {(gb < limits.MinGB ? "too small" : "too large")} for volume type {name}; {(gb < limits.MinGB ? $"minimum is {limits.MinGB}" : $"maximum is {limits.MaxGB}")} GiB.");
        if (least is { } from && gb < from)
            throw Turn.Error("InvalidBlockDeviceMapping", $"Volume of size {gb}GB is smaller than snapshot{(snapshot is null ? "" : $" '{snapshot}'")}, expect size >= {from}GB", "A volume is at least as large as what it is made from.", at: size?.At ?? input.Head());
        var iops = input.Integer("Iops");
        if (iops is not null)
        {
            if (limits.MaxIops == 0) throw Ec2Errors.Combination(iops.At, $"The parameter iops is not supported for {name} volumes.");
            if (iops.Value < limits.MinIops || iops.Value > limits.MaxIops) throw Ec2Errors.Invalid(iops.At, $"Volume iops of {iops.Value} is {(iops.Value < limits.MinIops ? $"too low; minimum is {limits.MinIops}" : $"too high; maximum is {limits.MaxIops}")}.");
            if (iops.Value > gb * limits.MaxIopsPerGB && iops.Value > limits.MinIops) throw Ec2Errors.Invalid(iops.At, $"Iops to volume size ratio of {(double)iops.Value / gb:0.0} is too high; maximum is {limits.MaxIopsPerGB}");
        }
        else if (name is "io1" or "io2") throw Turn.Error("MissingParameter", $"The request must contain the parameter iops for {name} volumes.", at: input.Head());
        var throughput = input.Integer("Throughput");
        if (throughput is not null)
        {
            if (name != "gp3") throw Ec2Errors.Combination(throughput.At, $"The parameter throughput is not supported for {name} volumes.");
            if (throughput.Value is < 125 or > 2000) throw Ec2Errors.Invalid(throughput.At, $"Throughput of {throughput.Value} MiB/s is out of range; it is 125 to 2000.");
            var speed = iops?.Value ?? 3_000;
            if (throughput.Value * 4 > speed)
                throw Ec2Errors.Invalid(throughput.At, $"Throughput (MiBps) to iops ratio of {(double)throughput.Value / speed:0.000000} is too high; maximum is 0.250000 MiBps per iops.", $"{throughput.Value} MiB/s need {throughput.Value * 4} IOPS at least; this volume has {speed}.");
        }
        return new((int)gb, name, (int?)(iops?.Value ?? (name == "gp3" ? 3000 : null)), (int?)(throughput?.Value ?? (name == "gp3" ? 125 : null)), input.Flag("Encrypted")?.Value ?? false);
    }
}
