using System.Text.Json;
using CloudCourse.Course.Grading;
using static CloudCourse.Labs.Tests.SimulatedCloud.CloudLab;

namespace CloudCourse.Labs.Tests.SimulatedCloud;

/// <summary>Whatever is handed in ends in a message, and in a report of a bearable size.</summary>
public sealed class HostileCallsTests
{
    private const int MostBytes = 400_000;

    public static TheoryData<string, string> Inputs => new()
    {
        { "a huge name", Instance($"\"KeyName\": \"{new string('x', 500_000)}\"") },
        { "many unknown members", "{" + string.Join(", ", Enumerable.Range(0, 5_000).Select(i => $"\"M{i}\": {i}")) + "}" },
        { "many names", Instance($"\"KeyName\": \"{string.Concat(Enumerable.Repeat("${network.Subnets[0].SubnetId}", 5_000))}\"") },
        { "a name in a name", Instance("\"KeyName\": \"${${network.Subnets[0].SubnetId}}\"") },
        { "braces", Instance("\"KeyName\": \"{why}{line}{operation}`*_<script>\"") },
        { "a thousand instances", Instance().Replace("\"MaxCount\": 1", "\"MaxCount\": 1000", StringComparison.Ordinal).Replace("\"MinCount\": 1", "\"MinCount\": 1000", StringComparison.Ordinal) },
        { "numbers without end", Instance().Replace("\"MaxCount\": 1", $"\"MaxCount\": {new string('9', 5_000)}", StringComparison.Ordinal) },
        { "true for a number", Instance().Replace("\"MinCount\": 1", "\"MinCount\": true", StringComparison.Ordinal) },
        { "a list", "[]" },
        { "null", "null" },
    };

    [Theory, MemberData(nameof(Inputs))]
    public async Task Every_check_ends_in_a_message(string what, string text)
    {
        foreach (var check in new[]
        {
            Check("call", """{"file": "launch.json"}"""),
            Check("http", """{"to": "${launch.Instances[0].InstanceId}"}"""),
            Check("describe", """{"call": "ec2 DescribeInstances", "input": {}, "path": "/Reservations"}""", """{"atLeast": 1}"""),
            Check("bill", "{}", """{"atMost": 0}"""),
            Check("history", """{"what": "nothing"}"""),
        })
        {
            var result = await GradeAsync(Of(Launch, ["launch.json"], check), ("launch.json", text));
            Assert.True(result.Message.Length is > 0 and < 4000, $"{what}: {check.Kind}: {result.Message.Length}");
            Assert.InRange(JsonSerializer.Serialize(result, CourseJson.Options).Length, 1, MostBytes);
        }
        Assert.InRange(Grader.Inspect(Of(Launch, ["launch.json"]), [new("launch.json", text)]).Count, 0, 100);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Deep_nesting_is_told(string open, string close)
    {
        var report = await ReportAsync(Of(Launch, ["launch.json"], Check("call", """{"file": "launch.json"}""")),
            ("launch.json", string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000))));
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.StartsWith("launch.json, line 1", report.Message);
    }

    [Fact]
    public async Task Ten_thousand_calls_are_too_many()
    {
        var calls = string.Join(",", Enumerable.Repeat("""{"service": "ec2", "operation": "DescribeInstances", "input": {}}""", 10_000));
        var report = await ReportAsync(Of("""{"file": "calls.json"}""", ["calls.json"], Check("call", """{"file": "calls.json"}""")), ("calls.json", $"[{calls}]"));
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains("There are 10000 calls here, and this lab takes 50 at most.", report.Message);
    }

    [Theory]
    [InlineData("""[{"service": "ec2"}]""", "A call needs `service`")]
    [InlineData("""[{"service": "ec2", "operation": "StopInstances", "input": {}, "wait": "9d"}]""", "`wait` is none of them")]
    [InlineData("""[7]""", "A call is an object")]
    [InlineData("""{}""", "This file is a list of calls")]
    [InlineData("""[{"service": "ec2", "operation": "StopInstances", "input": {}, "as": "a b"}]""", "A result's name")]
    public async Task What_is_no_list_of_calls_is_told(string text, string message) =>
        Assert.Contains(message, (await ReportAsync(Of("""{"file": "calls.json"}""", ["calls.json"], Check("call", """{"file": "calls.json"}""")), ("calls.json", text))).Message);

    [Fact]
    public async Task Five_thousand_tasks_are_not_started()
    {
        var lab = Of("""{"call": "ecs CreateService", "file": "service.json"}""", ["service.json"], Check("call", """{"file": "service.json"}"""));
        var result = await GradeAsync(lab, ("service.json", """{"serviceName": "web", "desiredCount": 5000}"""));
        Assert.Equal(("not-made", "It asks for more than 100 copies at once, which is more than the account of a lab takes."), (result.MessageKey, result.Message));
    }

    [Fact]
    public void Typing_shows_what_the_client_would_say()
    {
        var findings = Grader.Inspect(Of(Launch, ["launch.json"]), [new("launch.json", """{"InstanceTyp": "t3.micro", "MinCount": "1", "MaxCount": 1}""")]);
        Assert.Equal(["UNKNOWN_PARAMETER", "INVALID_PARAMETER_TYPE"], findings.Select(f => f.Finding.IssueCode));
        Assert.Contains("Did you mean \"InstanceType\"?", findings[0].Finding.Details);
    }
}
