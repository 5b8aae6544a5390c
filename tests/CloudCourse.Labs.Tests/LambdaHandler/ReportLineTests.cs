using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.Tests.LambdaHandler;

public sealed class ReportLineTests
{
    private static readonly string[] Log = ["START RequestId: 8f5-1 Version: $LATEST", "hello", "END RequestId: 8f5-1"];

    [Theory]
    [InlineData(12.5, "REPORT RequestId: 8f5-1\tDuration: 1.26 ms\tBilled Duration: 14 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\tInit Duration: 12.50 ms")]
    [InlineData(null, "REPORT RequestId: 8f5-1\tDuration: 1.26 ms\tBilled Duration: 14 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB")]
    public void Line_says_what_was_measured_for_its_check(double? init, string line)
    {
        var measured = ReportLine.Measure(new InvocationReport(1.256, 14, init, 40), 128).ToDictionary(m => $"greets/{m.Name}", m => m.Value);
        Assert.Equal(line, ReportLine.Of("greets", Log, measured));
        Assert.Null(ReportLine.Of("another", Log, measured));
    }

    [Fact]
    public void Without_an_end_or_without_figures_there_is_no_line()
    {
        Assert.Null(ReportLine.Of("greets", Log, null));
        Assert.Null(ReportLine.Of("greets", ["START RequestId: 8f5-1"], new Dictionary<string, double> { ["greets/durationMs"] = 1 }));
    }
}
