using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.CloudWatch;

/// <summary>What the operations of CloudWatch have in common.</summary>
internal static class CloudWatchCalls
{
    public static AwsException Value(Call call, string member, string message, string? advice = null) => Turn.Error("InvalidParameterValue", message, advice, 400, call.At(member));

    public static AwsException Together(Call call, string member, string message, string? advice = null) => Turn.Error("InvalidParameterCombination", message, advice, 400, call.At(member));

    public static AwsException Missing(Call call, string message) => Turn.Error("MissingParameter", message, null, 400, call.Input.Head());

    public static Output Describe(MetricName name) => new()
    {
        ["Namespace"] = name.Namespace,
        ["MetricName"] = name.Name,
        ["Dimensions"] = Describe(name.Dimensions),
    };

    public static Array Describe(ImmutableSortedDictionary<string, string> dimensions) => new([.. dimensions.Select(d => (Node)new Output { ["Name"] = d.Key, ["Value"] = d.Value })]);

    public static ImmutableSortedDictionary<string, string> Dimensions(Call call, JsonObject json)
    {
        var given = json.Structures("Dimensions");
        if (given.Count > 30) throw Value(call, "Dimensions", "The collection Dimensions must not have a size greater than 30.");
        var dimensions = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            var (name, value) = (one.Text("Name")!.Value, one.Text("Value")?.Value ?? "");
            if (name.Length is 0 or > 255 || name[0] == ':' || value.Length is 0 or > 1024) throw Value(call, "Dimensions", $"The value {(name.Length is 0 or > 255 || name[0] == ':' ? name.Shortened() : value.Shortened())} for parameter Dimensions is invalid.", "A dimension has a name, which does not begin with a colon, and a value; neither is empty.");
            dimensions[name] = value;
        }
        return dimensions.ToImmutable();
    }

    public static MetricName MetricOf(Call call, JsonObject json)
    {
        var (space, name) = (json.Text("Namespace")?.Value ?? "", json.Text("MetricName")?.Value ?? "");
        if (space.Length is 0 or > 255) throw Value(call, "Namespace", $"The value {space.Shortened()} for parameter Namespace is invalid.");
        if (name.Length is 0 or > 255) throw Value(call, "MetricName", $"The value {name.Shortened()} for parameter MetricName is invalid.");
        return new(call.Region, space, name, Dimensions(call, json));
    }

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset? Moment(JsonValue? value) => value switch
    {
        JsonNumber n when double.TryParse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 253402300800 => DateTimeOffset.FromUnixTimeSeconds((long)seconds),
        JsonString s when DateTimeOffset.TryParse(s.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) => moment,
        _ => null,
    };

    public static DateTimeOffset Needed(Call call, string member) => Moment(call.Input.Last(member)?.Value) ?? throw Value(call, member, $"The parameter {member} is not a time.");

    public static double? Number(JsonValue? value) => value switch
    {
        JsonNumber n when double.TryParse(n.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        _ => null,
    };

    /// <summary>Where a page begins.</summary>
    public static int From(Call call)
    {
        if (call.Text("NextToken") is not { } token) return 0;
        Span<byte> bytes = stackalloc byte[32];
        return Convert.TryFromBase64String(token, bytes, out var length) && int.TryParse(Encoding.ASCII.GetString(bytes[..length]), NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from
            : throw Turn.Error("InvalidNextToken", "The next token is not valid.", "A token comes from the answer before and is used as it is.", 400, call.At("NextToken"));
    }

    public static string Token(int from) => Convert.ToBase64String(Encoding.ASCII.GetBytes(from.ToString(CultureInfo.InvariantCulture)));

    public static Output Page(Call call, string member, IEnumerable<Node> all, int size)
    {
        var from = From(call);
        var rest = all.Skip(from).Take(size + 1).ToList();
        Output output = new() { [member] = new Array([.. rest.Take(size)]) };
        if (rest.Count > size) output["NextToken"] = Token(from + size);
        return output;
    }

    /// <summary>Values more of a metric of a program's own. Services count theirs by <see cref="Own.Measuring"/>.</summary>
    public static void Record(this Turn turn, MetricName name, DateTimeOffset at, IEnumerable<Sample> samples)
    {
        var second = new DateTimeOffset(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var metrics = turn.State.CloudWatch.Metrics;
        var series = metrics.Find(name.Key) ?? new(name, ImmutableSortedDictionary<DateTimeOffset, ImmutableList<Sample>>.Empty, turn.Now);
        series = new(name, series.Samples.SetItem(second, series.Samples.GetValueOrDefault(second, []).AddRange(samples)), turn.Now);
        turn.State = turn.State with { CloudWatch = turn.State.CloudWatch with { Metrics = metrics.Put(name.Key, series) } };
    }
}
