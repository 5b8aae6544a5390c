using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.CloudWatch.Own;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>Statistics of metrics, period by period. A period without values has no datapoint.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html"/>
internal static class StatisticOperations
{
    private const int MostPoints = 1440, MostQueries = 500, MostPointsOfData = 100_800;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GetMetricStatistics", _ => [new("cloudwatch:GetMetricStatistics", "*")], GetStatistics),
        new("GetMetricData", _ => [new("cloudwatch:GetMetricData", "*")], GetData),
    ];

    private static (DateTimeOffset From, DateTimeOffset To) Span(Call call, int period)
    {
        var (from, to) = (CloudWatchCalls.Needed(call, "StartTime"), CloudWatchCalls.Needed(call, "EndTime"));
        if (from >= to) throw CloudWatchCalls.Value(call, "StartTime", "The parameter StartTime must be less than the parameter EndTime.");
        // What is measured by the minute is looked at from a full minute on.
        var step = period < 60 ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMinute;
        return (new(from.Ticks - (from.Ticks % step), TimeSpan.Zero), to.ToUniversalTime());
    }

    public static int Period(Call call, JsonObject json, string member = "Period")
    {
        var period = json.Integer("Period")?.Value ?? 0;
        if (period is not (1 or 5 or 10 or 20 or 30) && (period < 60 || period % 60 != 0 || period > 86_400 * 365))
            throw CloudWatchCalls.Value(call, member, $"The value {period} for parameter Period is invalid.", "1, 5, 10, 20 or 30 seconds, or a multiple of 60.");
        return (int)period;
    }

    public static Statistic ReadStatistic(Call call, Located<string> name, string member)
    {
        if (Statistic.Read(name.Value) is { } statistic) return statistic;
        if (Statistic.IsKnownToAws(name.Value)) throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know the statistic {name.Value.Shortened()}.", "It has SampleCount, Average, Sum, Minimum, Maximum and percentiles such as p99.", 501, name.At);
        throw CloudWatchCalls.Value(call, member, $"The value {name.Value.Shortened()} for parameter {member} is invalid.", "SampleCount, Average, Sum, Minimum, Maximum, or a percentile such as p99.");
    }

    public static string? Unit(Call call, JsonObject json)
    {
        var unit = json.Text("Unit")?.Value;
        return unit is null || MetricOperations.Units.Contains(unit) ? unit : throw CloudWatchCalls.Value(call, "Unit", $"The value {unit.Shortened()} for parameter Unit is invalid.");
    }

    private static Output GetStatistics(Call call)
    {
        var name = CloudWatchCalls.MetricOf(call, call.Input);
        var period = Period(call, call.Input);
        var (from, to) = Span(call, period);
        var plain = call.Texts("Statistics").Select(s => ReadStatistic(call, s, "Statistics")).ToList();
        var extended = call.Texts("ExtendedStatistics").Select(s => ReadStatistic(call, s, "ExtendedStatistics")).ToList();
        if (plain.Count + extended.Count == 0) throw CloudWatchCalls.Together(call, "Statistics", "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
        if (plain.Exists(s => s.Percentile is not null)) throw CloudWatchCalls.Value(call, "Statistics", "The parameter Statistics must be one of SampleCount, Average, Sum, Minimum, Maximum.", "Percentiles stand in ExtendedStatistics.");
        if (extended.Exists(s => s.Percentile is null)) throw CloudWatchCalls.Value(call, "ExtendedStatistics", "The parameter ExtendedStatistics must be a percentile.", "Such as p99; the others stand in Statistics.");
        var asked = Math.Ceiling((to - from).TotalSeconds / period);
        if (asked > MostPoints)
            throw CloudWatchCalls.Together(call, "Period", FormattableString.Invariant($"You have requested up to {asked:N0} datapoints, which exceeds the limit of {MostPoints:N0}. You may reduce the datapoints requested by increasing Period, or decreasing the time range."));
        Array points = [];
        foreach (var (at, samples) in Periods(call.State, name, from, to, period, Unit(call, call.Input)))
        {
            // One metric can have values of several units; each is a datapoint of its own.
            foreach (var ofUnit in samples.GroupBy(s => s.Unit, StringComparer.Ordinal))
            {
                List<Sample> all = [.. ofUnit];
                Output point = new() { ["Timestamp"] = CloudWatchCalls.Time(at), ["Unit"] = ofUnit.Key };
                foreach (var statistic in plain) point[statistic.Name] = statistic.Of(all);
                Output percentiles = [];
                foreach (var statistic in extended)
                {
                    if (statistic.Of(all) is { } value) percentiles[statistic.Name] = value;
                }
                if (extended.Count > 0) point["ExtendedStatistics"] = percentiles;
                points.Add(point);
            }
        }
        return new() { ["Label"] = name.Name, ["Datapoints"] = points };
    }

    /// <summary>The periods in which something was measured, oldest first.</summary>
    public static IEnumerable<(DateTimeOffset At, List<Sample> Samples)> Periods(AccountState state, MetricName name, DateTimeOffset from, DateTimeOffset to, int period, string? unit)
    {
        List<Sample> samples = [];
        var begins = from;
        foreach (var (at, sample) in MetricReading.Between(state, name, from, to, period))
        {
            if (unit is not null && sample.Unit != unit) continue;
            var own = from.AddSeconds((at - from).Ticks / (period * TimeSpan.TicksPerSecond) * period);
            if (own != begins && samples.Count > 0)
            {
                yield return (begins, samples);
                samples = [];
            }
            begins = own;
            samples.Add(sample);
        }
        if (samples.Count > 0) yield return (begins, samples);
    }

    private static Output GetData(Call call)
    {
        var queries = call.Structures("MetricDataQueries");
        if (queries.Count is 0 or > MostQueries) throw CloudWatchCalls.Value(call, "MetricDataQueries", $"The collection MetricDataQueries must not have a size {(queries.Count == 0 ? "of 0" : $"greater than {MostQueries}")}.");
        if (call.Text("ScanBy") is { } order and not ("TimestampAscending" or "TimestampDescending")) throw CloudWatchCalls.Value(call, "ScanBy", $"The value {order.Shortened()} for parameter ScanBy is invalid.");
        var most = call.Integer("MaxDatapoints") ?? MostPointsOfData;
        if (most is < 1 or > MostPointsOfData) throw CloudWatchCalls.Value(call, "MaxDatapoints", $"The value {most} for parameter MaxDatapoints is invalid.");
        var skipped = CloudWatchCalls.From(call);
        var (left, passed, seen, cut) = ((int)most, 0, new HashSet<string>(StringComparer.Ordinal), false);
        Array results = [];
        foreach (var query in queries)
        {
            var id = query.Text("Id")!.Value;
            if (id.Length is 0 or > 255 || !char.IsAsciiLetterLower(id[0]) || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) throw CloudWatchCalls.Value(call, "MetricDataQueries", $"The value '{id.Shortened()}' for parameter Id is not matching the pattern ^[a-z][a-zA-Z0-9_]*$.");
            if (!seen.Add(id)) throw CloudWatchCalls.Value(call, "MetricDataQueries", $"The ids of MetricDataQueries must be unique: {id.Shortened()}.");
            if (query.InUse("Expression") is { } math) throw Turn.Error(AwsError.NotSimulated, "The simulation has no metric math.", "Ask for the metrics with MetricStat, and reckon with them in your program.", 501, math.NameAt);
            if (query.InUse("AccountId") is { } other) throw Turn.Error(AwsError.NotSimulated, "The simulation shows metrics of one account.", null, 501, other.NameAt);
            if (query.Structure("MetricStat") is not { } stat) throw CloudWatchCalls.Value(call, "MetricDataQueries", $"Exactly one of MetricStat and Expression must be specified for {id}.");
            var name = CloudWatchCalls.MetricOf(call, stat.Structure("Metric")!);
            var period = Period(call, stat, "MetricDataQueries");
            var statistic = ReadStatistic(call, stat.Text("Stat")!, "MetricDataQueries");
            var (from, to) = Span(call, period);
            if ((to - from).TotalSeconds / period > MostPointsOfData) throw CloudWatchCalls.Value(call, "MetricDataQueries", $"The query {id} asks for more than {MostPointsOfData} datapoints.", "A longer period, or less time.");
            if (query.Flag("ReturnData")?.Value == false) continue;
            var points = Periods(call.State, name, from, to, period, Unit(call, stat)).Select(p => (p.At, Value: statistic.Of(p.Samples))).Where(p => p.Value is not null).ToList();
            if (call.Text("ScanBy") is not "TimestampAscending") points.Reverse();
            var shown = points.Skip(Math.Max(0, skipped - passed)).Take(left).ToList();
            var isWhole = Math.Max(0, skipped - passed) + shown.Count >= points.Count;
            passed += points.Count;
            left -= shown.Count;
            cut |= !isWhole;
            results.Add(new Output
            {
                ["Id"] = id,
                ["Label"] = query.Text("Label")?.Value ?? name.Name,
                ["Timestamps"] = new Array([.. shown.Select(p => (Node)CloudWatchCalls.Time(p.At))]),
                ["Values"] = new Array([.. shown.Select(p => (Node)p.Value!.Value)]),
                ["StatusCode"] = isWhole ? "Complete" : "PartialData",
            });
        }
        Output output = new() { ["MetricDataResults"] = results, ["Messages"] = new Array() };
        if (cut) output["NextToken"] = CloudWatchCalls.Token(skipped + (int)most);
        return output;
    }
}
