using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud.Timelines;

namespace CloudCourse.Labs.Timelines;

/// <summary>A timeline in words and numbers, the same for the picture, its text and its tables.</summary>
public static class TimelineWords
{
    /// <summary>What functions get and answer may nest deeper than the reader's usual 64 levels.</summary>
    private const int MaxDepth = 512;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, MaxDepth = MaxDepth, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Hours, minutes and seconds since the beginning, after as many days as have passed. js/timeline.js writes it the same.</summary>
    public static string Clock(TimeSpan after) => string.Create(CultureInfo.InvariantCulture, $"{(after.Days > 0 ? $"{after.Days} d " : "")}{after.Hours}:{after.Minutes:00}:{after.Seconds:00}");

    /// <summary>A moment of the axis: without seconds, and a whole day without its hours.</summary>
    public static string Tick(TimeSpan after) => after.Days > 0 && after == TimeSpan.FromDays(after.Days) ? $"{after.Days} d" : Clock(after)[..^3];

    public static string Clock(Timeline timeline, DateTimeOffset moment) => Clock(moment - timeline.From);

    public static double Seconds(Timeline timeline, DateTimeOffset moment) => Math.Round((moment - timeline.From).TotalSeconds, 1);

    public static string Number(double value) => value.ToString(value >= 100 || value == Math.Floor(value) ? "#,0" : "#,0.##", CultureInfo.InvariantCulture);

    /// <summary>An invocation costs less than a millionth.</summary>
    public static string Usd(double value) => (value is > 0 and < 0.001 ? value.ToString("0.#########", CultureInfo.InvariantCulture) : value < 1 ? value.ToString("0.0000", CultureInfo.InvariantCulture) : value.ToString("#,0.00", CultureInfo.InvariantCulture)) + " USD";

    public static string Value(TimelineSeries series, double value) => series.Kind is SeriesKind.Money ? Usd(value) : $"{Number(value)} {(series.Kind is SeriesKind.Count && value == 1 ? series.Unit.TrimEnd('s') : series.Unit)}";

    public static string Percent(long part, long whole) => whole == 0 ? "0 %" : part > 0 && part * 1000 < whole ? "less than 0.1 %" : (100.0 * part / whole).ToString("0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>The run in a sentence or two.</summary>
    public static string Summary(Timeline timeline)
    {
        var totals = timeline.Totals;
        var cost = $"The bill is {Usd((double)totals.Usd)} after {Clock(timeline, timeline.To)}.";
        if (totals.Asked == 0) return cost;
        var lost = totals.Lost == 0 ? "none was lost" : $"{Number(totals.Lost)} were lost ({Percent(totals.Lost, totals.Asked)})";
        return $"Of {Number(totals.Asked)} requests, {Number(totals.Served)} were served and {lost}. {cost}";
    }

    /// <summary>A lane's states one after another.</summary>
    public static string States(Timeline timeline, TimelineLane lane)
    {
        const int Most = 12;
        var states = lane.Spans.Take(Most).Select(s => $"{s.State} from {Clock(timeline, s.From)} to {(s.To == timeline.To ? "the end" : Clock(timeline, s.To))}");
        var more = lane.Spans.Count > Most ? $", and {lane.Spans.Count - Most} more states" : "";
        return $"{lane.Name}: {string.Join(", ", states)}{more}.";
    }

    /// <summary>A series' lowest, highest and last value, and when.</summary>
    public static string Course(Timeline timeline, TimelineSeries series)
    {
        if (series.Points.Count == 0) return $"{series.Name}: none.";
        var high = series.Points.MaxBy(p => p.Value);
        return $"{series.Name}: at most {Value(series, high.Value)}, at {Clock(timeline, high.At)}; {Value(series, series.At(timeline.To))} at the end.";
    }

    public static string LaneGroup(LaneKind kind) => kind switch
    {
        LaneKind.Zone => "Availability Zones",
        LaneKind.LoadBalancer => "Load balancers",
        LaneKind.Instance => "Instances",
        LaneKind.Environment => "Execution environments",
        _ => "Tasks",
    };

    public static string Pretty(JsonNode? node) => Short(node?.ToJsonString(Indented) ?? "{}");

    public static string Pretty(string json)
    {
        try
        {
            return Pretty(JsonNode.Parse(json, documentOptions: new() { MaxDepth = MaxDepth }));
        }
        catch (JsonException)
        {
            // A refused call's input may be no JSON.
            return Short(json);
        }
    }

    private static string Short(string text)
    {
        const int Most = 4000;
        return text.Length <= Most ? text : $"{text[..Most]}\n… and {text.Length - Most} characters more";
    }
}
