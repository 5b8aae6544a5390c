using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Simulation.Tests.CloudWatch;

/// <summary>Asks an account's CloudWatch as anybody would.</summary>
internal static class MetricsOf
{
    /// <summary>The datapoints of the last day, such as <c>09:00=3 09:01=1</c>.</summary>
    /// <param name="dimensions">Such as <c>QueueName=orders</c>, with commas between.</param>
    public static string Points(this SimulatedAccount account, string space, string metric, string dimensions, string statistic = "Sum", int period = 60)
    {
        var input = JsonSerializer.Serialize(new
        {
            Namespace = space,
            MetricName = metric,
            Dimensions = dimensions.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => d.Split('=', 2)).Select(d => new { Name = d[0], Value = d[1] }),
            StartTime = new DateTimeOffset(account.Now.Date, TimeSpan.Zero).AddHours(account.Now.Hour - 22),
            EndTime = account.Now.AddMinutes(1),
            Period = period,
            Statistics = statistic.StartsWith('p') ? [] : new[] { statistic },
            ExtendedStatistics = statistic.StartsWith('p') ? new[] { statistic } : [],
        });
        var result = account.Call(Caller.Root(account.State.AccountId), "eu-west-1", "cloudwatch", "GetMetricStatistics", input);
        Assert.True(result.Succeeded, result.Error?.Message);
        return string.Join(' ', result.Output!["Datapoints"]!.AsArray().Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{DateTimeOffset.Parse((string)p!["Timestamp"]!, CultureInfo.InvariantCulture):HH:mm}={(double)(statistic.StartsWith('p') ? p["ExtendedStatistics"]![statistic] : p[statistic])!}")));
    }

    /// <summary>What ListMetrics tells of a namespace: <c>Name[Dimension=Value]</c>, in order.</summary>
    public static IReadOnlyList<string> Listed(this SimulatedAccount account, string space)
    {
        var result = account.Call(Caller.Root(account.State.AccountId), "eu-west-1", "cloudwatch", "ListMetrics", JsonSerializer.Serialize(new { Namespace = space }));
        return [.. result.Output!["Metrics"]!.AsArray().Select(m => $"{m!["MetricName"]}[{string.Join(',', m["Dimensions"]!.AsArray().Select(d => $"{d!["Name"]}={d["Value"]}"))}]").Order(StringComparer.Ordinal)];
    }
}
