using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>Putting values, and listing what there is. AWS needs up to fifteen minutes to list a new metric; here it is listed at once.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html"/>
internal static class MetricOperations
{
    private const int MostData = 1000, MostValues = 150, PageSize = 500;

    public static readonly HashSet<string> Units =
    [
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count",
        "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
    ];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutMetricData", c => [new("cloudwatch:PutMetricData", "*") { Context = new Dictionary<string, IReadOnlyList<string>> { ["cloudwatch:namespace"] = [c.Need("Namespace")] } }], Put),
        new("ListMetrics", _ => [new("cloudwatch:ListMetrics", "*")], List),
    ];

    private static Output Put(Call call)
    {
        var space = call.Need("Namespace");
        if (space.StartsWith("AWS/", StringComparison.Ordinal)) throw CloudWatchCalls.Value(call, "Namespace", "The value AWS/ for parameter Namespace is invalid.", "Namespaces that begin with AWS/ are for AWS's services.");
        if (space.Length is 0 or > 255 || space[0] == ':') throw CloudWatchCalls.Value(call, "Namespace", $"The value {space.Shortened()} for parameter Namespace is invalid.");
        var data = call.Structures("MetricData");
        if (data.Count == 0) throw CloudWatchCalls.Missing(call, "The parameter MetricData is required.");
        if (data.Count > MostData) throw CloudWatchCalls.Value(call, "MetricData", $"The collection MetricData must not have a size greater than {MostData}.");
        for (var i = 0; i < data.Count; i++) Put(call, space, data[i], $"MetricData.member.{i + 1}");
        return [];
    }

    private static void Put(Call call, string space, JsonObject datum, string at)
    {
        var name = datum.Text("MetricName")!.Value;
        if (name.Length is 0 or > 255) throw CloudWatchCalls.Value(call, "MetricData", $"The value {name.Shortened()} for parameter {at}.MetricName is invalid.");
        var unit = datum.Text("Unit")?.Value ?? "None";
        if (!Units.Contains(unit)) throw CloudWatchCalls.Value(call, "MetricData", $"The value {unit.Shortened()} for parameter {at}.Unit is invalid.", "Such as Count, Seconds, Milliseconds, Bytes, Percent or None.");
        var time = datum.Last("Timestamp")?.Value is { } given ? CloudWatchCalls.Moment(given) ?? throw CloudWatchCalls.Value(call, "MetricData", $"The parameter {at}.Timestamp is not a time.") : call.Now;
        if (time < call.Now.AddDays(-14)) throw CloudWatchCalls.Value(call, "MetricData", $"The parameter {at}.Timestamp must specify a time within the past two weeks.");
        if (time > call.Now.AddHours(2)) throw CloudWatchCalls.Value(call, "MetricData", $"The parameter {at}.Timestamp must specify a time no more than two hours in the future.");
        if (datum.Integer("StorageResolution")?.Value is { } resolution and not (1 or 60)) throw CloudWatchCalls.Value(call, "MetricData", $"The value {resolution} for parameter {at}.StorageResolution is invalid.", "1 or 60 seconds.");
        call.Turn.Record(new(call.Region, space, name, CloudWatchCalls.Dimensions(call, datum)), time, Samples(call, datum, at, unit));
    }

    private static List<Sample> Samples(Call call, JsonObject datum, string at, string unit)
    {
        var (value, set, values) = (datum.Last("Value"), datum.Structure("StatisticValues"), datum.Last("Values")?.Value as JsonArray);
        if (value is null && set is null && values is null) throw CloudWatchCalls.Missing(call, $"At least one of the parameters {at}.Value, {at}.Values and {at}.StatisticValues must be specified.");
        if ((value is null ? 0 : 1) + (set is null ? 0 : 1) + (values is null ? 0 : 1) > 1) throw CloudWatchCalls.Together(call, "MetricData", $"The parameters {at}.Value, {at}.Values and {at}.StatisticValues are mutually exclusive and you have specified more than one.");
        double Finite(JsonValue? json, string member) => CloudWatchCalls.Number(json) is { } number && Math.Abs(number) <= Math.Pow(2, 360) ? number
            : throw CloudWatchCalls.Value(call, "MetricData", $"The value for parameter {at}.{member} is invalid.", "A number between -2^360 and 2^360.");
        if (value is not null) return [Sample.Of(Finite(value.Value, "Value"), 1, unit)];
        if (set is not null)
        {
            var (count, sum, least, most) = (Finite(set.Last("SampleCount")!.Value, "StatisticValues"), Finite(set.Last("Sum")!.Value, "StatisticValues"), Finite(set.Last("Minimum")!.Value, "StatisticValues"), Finite(set.Last("Maximum")!.Value, "StatisticValues"));
            if (count <= 0 || least > most) throw CloudWatchCalls.Value(call, "MetricData", $"The value for parameter {at}.StatisticValues is invalid.", "It counts something, and its minimum is not above its maximum.");
            return [new(count, sum, least, most, unit)];
        }
        var counts = datum.Last("Counts")?.Value as JsonArray;
        if (values!.Items.Count is 0 or > MostValues) throw CloudWatchCalls.Value(call, "MetricData", $"The collection {at}.Values must not have a size {(values.Items.Count == 0 ? "of 0" : $"greater than {MostValues}")}.");
        if (counts is not null && counts.Items.Count != values.Items.Count) throw CloudWatchCalls.Value(call, "MetricData", $"The parameters {at}.Values and {at}.Counts must be of the same size.");
        return [.. values.Items.Select((v, i) => Sample.Of(Finite(v, "Values"), counts is null ? 1 : Finite(counts.Items[i], "Counts"), unit))];
    }

    private static Output List(Call call)
    {
        if (call.Text("RecentlyActive") is { } recent and not "PT3H") throw CloudWatchCalls.Value(call, "RecentlyActive", $"The value {recent.Shortened()} for parameter RecentlyActive is invalid.", "PT3H, or nothing.");
        var since = call.Text("RecentlyActive") is null ? call.Now.AddDays(-14) : call.Now.AddHours(-3);
        var filters = call.Structures("Dimensions");
        return CloudWatchCalls.Page(call, "Metrics", MetricReading.All(call.State, call.Region).Where(m => m.Last >= since
            && (call.Text("Namespace") is not { } space || m.Name.Namespace == space)
            && (call.Text("MetricName") is not { } name || m.Name.Name == name)
            && filters.All(f => m.Name.Dimensions.TryGetValue(f.Text("Name")!.Value, out var value) && (f.Text("Value") is not { } asked || asked.Value == value))).Select(m => (Node)CloudWatchCalls.Describe(m.Name)), PageSize);
    }
}
