using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Ec2;

/// <summary>EC2's ways to say no.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"/>
internal static partial class Ec2Errors
{
    public static AwsException Invalid(Location at, string message, string? advice = null) => Turn.Error("InvalidParameterValue", message, advice, at: at);

    public static AwsException Combination(Location at, string message, string? advice = null) => Turn.Error("InvalidParameterCombination", message, advice, at: at);

    /// <summary>
    /// A resource by its id, or AWS's error for an id that is malformed or unknown. Only some kinds have a code of their own for malformed
    /// ids; of the others AWS says that there is none of that id.
    /// </summary>
    /// <param name="kind">As in the error's code, such as <c>InstanceID</c>.</param>
    /// <param name="prefix">Such as <c>i</c>.</param>
    /// <param name="noun">As in the error's words, such as "instance ID".</param>
    public static T Find<T>(Table<T> table, string id, string kind, string prefix, string noun, Location at) where T : class
    {
        if (table.Find(id) is { } found) return found;
        if (Malformed.GetValueOrDefault(kind) is { } code && !(IdForm.IsMatch(id) && id.StartsWith(prefix + "-", StringComparison.Ordinal))) throw MalformedId(code, id, prefix, at);
        throw Turn.Error($"Invalid{kind}.NotFound", $"The {noun} '{id.Shortened()}' does not exist", "Ids belong to one Region: look at the Region of the call too.", at: at);
    }

    /// <summary>With the right beginning AWS says that the id is invalid; with another it also says which it expects.</summary>
    public static AwsException MalformedId(string code, string id, string prefix, Location at) => Turn.Error(code,
        id.StartsWith(prefix + "-", StringComparison.Ordinal) ? $"Invalid id: \"{id.Shortened()}\"" : $"Invalid id: \"{id.Shortened()}\" (expecting \"{prefix}-...\")", $"An id of this kind is {prefix}- and 17 hexadecimal digits{(id.StartsWith(prefix + "-", StringComparison.Ordinal) ? "" : "; a name does not do here")}.", at: at);

    public static bool IsId(string id, string prefix) => IdForm.IsMatch(id) && id.StartsWith(prefix + "-", StringComparison.Ordinal);

    /// <summary>By the kind in the code for unknown ids.</summary>
    private static readonly Dictionary<string, string> Malformed = new(StringComparer.Ordinal)
    {
        ["InstanceID"] = "InvalidInstanceID.Malformed",
        ["Volume"] = "InvalidVolumeID.Malformed",
        ["Snapshot"] = "InvalidSnapshotID.Malformed",
        ["RouteTableID"] = "InvalidRouteTableId.Malformed",
        ["SpotInstanceRequestID"] = "InvalidSpotInstanceRequestID.Malformed",
        ["NetworkInterfaceID"] = "InvalidNetworkInterfaceId.Malformed",
        ["Group"] = "InvalidGroupId.Malformed",
    };

    /// <summary>Something else still needs it.</summary>
    public static AwsException InUse(string noun, string id, string advice, Location at) => Turn.Error("DependencyViolation", $"The {noun} '{id}' has dependencies and cannot be deleted.", advice, at: at);

    [GeneratedRegex(@"\A[a-z]+-([0-9a-f]{8}|[0-9a-f]{17})\z")]
    private static partial Regex IdForm { get; }
}
