using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.World;
using static CloudCourse.Labs.Tests.SimulatedCloud.CloudLab;

namespace CloudCourse.Labs.Tests.SimulatedCloud;

/// <summary>Visitors in a lab: how they are declared, what the check says of them, and the run laid out by time.</summary>
public sealed class LoadTests
{
    /// <summary>A t3.micro with a web server: 200 requests a second.</summary>
    private const string Setup = """
        {"call": "ec2 DescribeSubnets", "input": {}, "as": "network"},
        {"call": "ec2 AuthorizeSecurityGroupIngress", "input": {"GroupName": "default", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "CidrIp": "0.0.0.0/0"}},
        {"call": "ec2 RunInstances", "file": "launch.json", "as": "launch"}, {"wait": "5m"},
        {"call": "ec2 DescribeInstances", "input": {}, "as": "there"}, {"mark": "ready"},
        """;
    private const string Address = "${there.Reservations[0].Instances[0].PublicIpAddress}";

    private static string Steps(int perSecond, string to = Address) => Setup + $$"""
        {"visitors": {"name": "readers", "to": "{{to}}", "curve": [{"after": "0m", "perSecond": {{perSecond}} }, {"after": "20m", "perSecond": {{perSecond}} } ] } },
        {"wait": "10m"}, {"mark": "half"}, {"programsEnd": true}, {"wait": "10m"}
        """;

    private static string Server => Instance(""" "UserData": "IyEvYmluL2Jhc2gKeXVtIGluc3RhbGwgLXkgaHR0cGQKc3lzdGVtY3RsIHN0YXJ0IGh0dHBkCg==" """);

    [Theory]
    [InlineData(100, """{"visitors": "readers", "at": "half"}""", "{}", "passed", 60_000, 0)]
    [InlineData(250, """{"visitors": "readers", "at": "half"}""", "{}", "lost", 150_000, 30_000)]
    [InlineData(250, """{"visitors": "readers", "at": "half"}""", """{"lostAtMostPercent": 20}""", "passed", 150_000, 30_000)]
    [InlineData(100, """{"visitors": "readers", "from": "half"}""", """{"lostAtMostPercent": 20}""", "lost", 60_000, 60_000)]
    [InlineData(100, """{"visitors": "readers"}""", """{"lostAtMostPercent": 50}""", "passed", 120_000, 60_000)]
    [InlineData(100, """{"visitors": "readers", "at": "half"}""", """{"latencyAtMostMs": 20}""", "passed", 60_000, 0)] // ln 2 · 10 ms / (1 − 0.5)
    [InlineData(180, """{"visitors": "readers", "at": "half"}""", """{"latencyAtMostMs": 20}""", "slow", 108_000, 0)]
    [InlineData(100, """{"visitors": "readers", "at": "ready"}""", "{}", "not-made", 0, 0)]
    public async Task Load(int perSecond, string given, string expect, string key, long asked, long lost)
    {
        var result = await GradeAsync(Of(Steps(perSecond), ["launch.json"], Check("load", given, expect)), ("launch.json", Server));
        Assert.Equal(key, result.MessageKey);
        if (result.Evidence().Load is not { } load)
        {
            Assert.Equal("not-made", key);
            return;
        }
        Assert.Equal((asked, lost), (load.Asked, load.Lost));
        Assert.InRange(load.Samples.Count, 1, 60);
        Assert.Equal(lost > 0, load.FirstLost is not null && load.Why is not null);
        Assert.True(JsonSerializer.Serialize(result, CourseJson.Options).Length < 6_000);
    }

    [Fact]
    public async Task The_first_loss_is_told_with_its_cause()
    {
        var check = Check("load", """{"visitors": "readers"}""", "{}", ("lost", "{lost} of {requests}, {percent} %, {when}: {why}"));
        var result = await GradeAsync(Of(Steps(100), ["launch.json"], check), ("launch.json", Server));
        Assert.Matches(@"^60,000 of 120,000, 50 %, 08:15:00: nothing on i-\w+ listens on port 80\.$", result.Message);
    }

    [Fact]
    public async Task Visitors_of_an_address_that_was_never_made_are_all_lost()
    {
        var result = await GradeAsync(Of(Steps(100, "${launch.Nothing}"), ["launch.json"], Check("load", """{"visitors": "readers"}""")), ("launch.json", Server));
        Assert.Equal((120_000, "nothing has the address site.example."), (result.Evidence().Load!.Lost, result.Evidence().Load!.Why));
    }

    [Theory]
    [InlineData("""{"visitors": {"name": "a", "to": "x", "curve": [{"after": "0m", "perSecond": 1}]}}""", "A curve has two points at least")]
    [InlineData("""{"visitors": {"name": "a", "to": "x", "curve": [{"after": "soon", "perSecond": 1}, {"after": "1m", "perSecond": 1}]}}""", "`soon` is not a time")]
    [InlineData("""{"visitors": {"name": "a", "to": "x", "curve": [{"after": "2m", "perSecond": 1}, {"after": "1m", "perSecond": 1}]}}""", "in the order of their times")]
    [InlineData("""{"visitors": {"name": "a", "to": "x", "port": 0, "curve": [{"after": "0m", "perSecond": 1}, {"after": "1m", "perSecond": 1}]}}""", "no port")]
    [InlineData("""{"programsEnd": true, "wait": "1m"}""", "a step is one of")]
    [InlineData("""{"zoneFails": "us-east-1z"}""", "no zone")]
    public void An_authors_mistake_in_a_step_is_told(string step, string words) =>
        Assert.Contains(Grader.CheckDefinition(Of(Setup + step, ["launch.json"], Check("call", """{"file": "launch.json"}"""))), p => p.Contains(words, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"visitors": "nobody"}""", "{}", "no step has `visitors` called nobody")]
    [InlineData("""{"visitors": "readers"}""", """{"lostAtMostPercent": 100}""", "below 100")]
    [InlineData("""{"visitors": "readers", "at": "noon"}""", "{}", "noon")]
    public void An_authors_mistake_in_a_check_is_told(string given, string expect, string words) =>
        Assert.Contains(Grader.CheckDefinition(Of(Steps(1), ["launch.json"], Check("load", given, expect))), p => p.Contains(words, StringComparison.Ordinal));

    [Fact]
    public void The_fullest_zone_is_the_one_that_fails()
    {
        const string Two = """{"zoneFails": "fullest"}, {"wait": "1m"}, {"mark": "down"}, {"zoneRecovers": "fullest"}, {"wait": "1m"}""";
        var lab = Of(Setup + Two, ["launch.json"]);
        var inB = Instance(""" "SubnetId": "${network.Subnets[1].SubnetId}" """);
        var run = CloudRun.Of(lab, [new("launch.json", inB)], 7, TestContext.Current.CancellationToken);
        var zone = run.Account.State.Ec2.Regions["us-east-1"].Instances.Values.Single().Zone;
        Assert.NotEqual("us-east-1a", zone);
        Assert.Equal([zone], run.At("down")!.State.Ec2.Regions["us-east-1"].FailedZones);
        Assert.Empty(run.Account.State.Ec2.Regions["us-east-1"].FailedZones);
    }

    [Fact]
    public void A_run_is_laid_out_by_time_and_beside_the_authors_designs()
    {
        var lab = Of(Steps(250), ["launch.json"]);
        lab = lab with
        {
            Settings = JsonElement.Parse(lab.Settings.GetRawText()[..^1] + """, "compare": [{"title": "Nothing at all", "solution": "bad-nothing"}]}"""),
            Solutions = [new LabSolution("bad-nothing", new Dictionary<string, string> { ["launch.json"] = "{}" }, new("check", "key"))],
        };
        Assert.Empty(Grader.CheckDefinition(lab with { Solutions = lab.Solutions }));
        var run = CloudRun.Of(lab, [new("launch.json", Server)], 7, TestContext.Current.CancellationToken);
        var timeline = RunTimeline.Of(run);
        Assert.Equal((300_000, 120_000), (timeline.Totals.Asked, timeline.Totals.Served));
        Assert.Contains(timeline.Lanes, l => l.Id.StartsWith("i-", StringComparison.Ordinal));
        Assert.Contains(timeline.Calls.Values, c => c.Operation == "RunInstances");
        var rival = Assert.Single(RunTimeline.Rivals(lab, TestContext.Current.CancellationToken));
        Assert.Equal(("Nothing at all", 300_000, 0), (rival.Title, rival.Asked, rival.Served));
        Assert.Contains(Grader.CheckDefinition(lab with { Solutions = [] }), p => p.Contains("there is no solution `bad-nothing`", StringComparison.Ordinal));
    }
}
