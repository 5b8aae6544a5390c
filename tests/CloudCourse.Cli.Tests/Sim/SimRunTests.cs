using System.Text.Json;

namespace CloudCourse.Cli.Tests.Sim;

public sealed class SimRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private const string World = """
        account: "123456789012"
        seed: 7
        start: 2026-11-02T09:00:00Z
        region: eu-west-1
        images:
          - {name: shop, listens-on: [8080]}
        service-control-policies:
          - level: r-root
            policies:
              - Version: "2012-10-17"
                Statement: [{Effect: Allow, Action: "*", Resource: "*"}, {Sid: NoReboot, Effect: Deny, Action: "ec2:RebootInstances", Resource: "*"}]
        operations:
          - call: {service: iam, operation: CreateUser, input: {UserName: ana}}
        """;

    private const string Script = """
        - call:
            id: launch
            service: ec2
            operation: RunInstances
            input: {ImageId: ami-0a1b2c3d4e5f60001, InstanceType: t3.micro, MinCount: 1, MaxCount: 1, Placement: {AvailabilityZone: eu-west-1a}}
        - advance: 5m
        - call: {service: ec2, operation: RebootInstances, input: {InstanceIds: ["@@launch.Instances.0.InstanceId@@"]}}
        - call: {service: ec2, operation: StopInstances, input: {InstanceIds: ["@@launch.Instances.0.InstanceId@@"]}, as: user/ana}
        - zone-fails: eu-west-1a
        - advance: 1h
        """;

    private async Task<CliRun> RunAsync(string world, string script, params string[] more)
    {
        var (worldFile, scriptFile) = (Path.Combine(_folder, "world.yml"), Path.Combine(_folder, "script.yml"));
        await File.WriteAllTextAsync(worldFile, world, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(scriptFile, script, TestContext.Current.CancellationToken);
        return await Cli.RunAsync("", ["sim", "run", worldFile, scriptFile, .. more]);
    }

    [Fact]
    public async Task A_history_is_printed_as_JSON_lines_the_same_each_time()
    {
        var run = await RunAsync(World, Script, "--bill");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(run.Output, (await RunAsync(World, Script, "--bill")).Output);
        Assert.NotEqual(run.Output, (await RunAsync(World.Replace("seed: 7", "seed: 8", StringComparison.Ordinal), Script, "--bill")).Output);

        var events = run.Lines.Select(l => JsonElement.Parse(l)).ToList();
        var history = events.Where(e => e.TryGetProperty("number", out _)).ToList();
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(e => e.GetProperty("number").GetInt32()));
        var calls = history.Where(e => e.GetProperty("event").GetString() == "ApiCall").ToList();
        Assert.Equal(["CreateUser", "RunInstances", "RebootInstances", "StopInstances"], calls.Select(c => c.GetProperty("operation").GetString()!));
        Assert.Equal(calls[1].GetProperty("output").GetProperty("Instances")[0].GetProperty("InstanceId").GetString(), calls[2].GetProperty("input").GetProperty("InstanceIds")[0].GetString());
        Assert.Equal("UnauthorizedOperation", calls[2].GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("arn:aws:iam::123456789012:user/ana", calls[3].GetProperty("caller").GetString());
        Assert.Contains(history, e => e.TryGetProperty("what", out var what) && what.GetString()!.Contains("eu-west-1a fails", StringComparison.Ordinal));
        Assert.Equal("Bill", events[^1].GetProperty("event").GetString());
        Assert.True(events[^1].GetProperty("usd").GetDecimal() > 0);
    }

    [Fact]
    public async Task People_get_sentences_and_totals()
    {
        var run = await RunAsync(World, Script, "--summary", "--bill", "--fail-on", "refused");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("ec2 RebootInstances refused: UnauthorizedOperation", run.Output, StringComparison.Ordinal);
        Assert.Contains("4 calls, 2 refused;", run.Output, StringComparison.Ordinal);
        Assert.Contains("t3.micro On-Demand", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account: 12", "[]", "world.yml:1:10: `12` is no account id")]
    [InlineData("colour: red", "[]", "world.yml:1:1: There is no member `colour` here")]
    [InlineData("region: mars-1", "[]", "There is no Region `mars-1`")]
    [InlineData("caller: ana", "[]", "`ana` is no caller")]
    [InlineData("start: yesterday", "[]", "`yesterday` is no moment")]
    [InlineData("{}", "- advance: soon", "script.yml:1:12: `soon` is no time to pass")]
    [InlineData("{}", "- wait: 5m", "script.yml:1:3: A step is one of")]
    [InlineData("{}", "- advance: 5m\n  zone-fails: eu-west-1a", "this is `advance` and `zone-fails`")]
    [InlineData("{}", "- zone-fails: eu-west-9z", "There is no Availability Zone `eu-west-9z`")]
    [InlineData("{}", "- fargate-spot-runs-short: mars-1", "There is no Region `mars-1`")]
    [InlineData("{}", "- call: {service: ec4, operation: Run}", "There is no service `ec4` here")]
    [InlineData("{}", "- call: {service: EC2, operation: RunInstances}", "There is no service `EC2` here; `ec2` is probably meant.")]
    [InlineData("{}", "- call: {service: ec2}", "`operation` is missing here")]
    [InlineData("{}", "- call: {service: ec2, operation: StopInstances, input: {InstanceIds: [\"@@a.Id@@\"]}}", "names no earlier call")]
    [InlineData("{}", "- call: {service: ec2, operation: DescribeVpcs, id: a}\n- call: {service: ec2, operation: DescribeVpcs, id: a}", "script.yml:2:")]
    [InlineData("{}", "- call: [", "This is not YAML")]
    [InlineData("{}", "- call: {service: ec2, operation: DescribeVpcs, id: a, input: {VpcIds: [\"@@a@@\"]}}", "script.yml:1:63: `@@a@@` stands for no part of an answer")]
    [InlineData("{}", "- spot-notice: \"@@a.Id@@\"", "script.yml:1:16: `@@a.Id@@` names no earlier call")]
    [InlineData("{}", "- &a {call: {service: ec2, operation: DescribeVpcs, input: {x: *a}}}", "levels deep")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, curve: [{after: 0m, per-second: 1}]}", "script.yml:1:45: A curve has two points at least")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, curve: [{after: 5m, per-second: 1}, {after: 5m, per-second: 2}]}", "script.yml:1:82: `5m` is not after the point before it")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, curve: [{after: soon, per-second: 1}, {after: 5m, per-second: 2}]}", "script.yml:1:54: `soon` is no time to pass")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, curve: [{after: 0m, per-second: -1}, {after: 5m, per-second: 2}]}", "`per-second` is `-1`; it takes a number from 0 to 1000000")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, curve: [{after: 0m, perSecond: 1}, {after: 5m, per-second: 2}]}", "There is no member `perSecond` here; `per-second` is meant")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, curve: 5m}", "`curve` is")]
    [InlineData("{}", "- visitors: {name: a, to: 192.0.2.1, port: 0, curve: [{after: 0m, per-second: 1}, {after: 5m, per-second: 2}]}", "`port` is")]
    [InlineData("{}", "- visitors: {name: a, curve: [{after: 0m, per-second: 1}, {after: 5m, per-second: 2}]}", "`to` is missing here")]
    [InlineData("{}", "- visitors: {name: a, to: \"@@b.Id@@\", curve: [{after: 0m, per-second: 1}, {after: 5m, per-second: 2}]}", "`@@b.Id@@` names no earlier call")]
    [InlineData("{}", "- visitors: many", "`visitors` is")]
    public async Task A_mistake_is_told_with_its_place(string world, string script, string words)
    {
        var run = await RunAsync(world, script);
        Assert.Equal((ExitCode.BadUsage, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_nested_without_end_is_told_with_its_place()
    {
        var deep = await RunAsync("{}", "- call: {service: ec2, operation: DescribeVpcs, input: " + new string('[', 30_000) + new string(']', 30_000) + "}");
        Assert.Equal((ExitCode.BadUsage, ""), (deep.ExitCode, deep.Output));
        Assert.Contains("script.yml:1:", deep.Error, StringComparison.Ordinal);
        var bomb = "- call:\n    service: ec2\n    operation: DescribeVpcs\n    input:\n      a: &a [x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 9).Select(i => $"      {(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 9))}]\n"));
        var much = await RunAsync("{}", bomb);
        Assert.Equal((ExitCode.BadUsage, ""), (much.ExitCode, much.Output));
        Assert.Contains("script.yml:", much.Error, StringComparison.Ordinal);
        Assert.Contains("more than 200000 values", much.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Spot_Instance_is_given_notice_and_another_is_not()
    {
        const string Launch = "- call: {id: launch, service: ec2, operation: RunInstances, input: {ImageId: ami-0a1b2c3d4e5f60001, InstanceType: t3.micro, MinCount: 1, MaxCount: 1MARKET}}\n- advance: 5m\n- spot-notice: \"@@launch.Instances.0.InstanceId@@\"\n- advance: 5m\n";
        var spot = await RunAsync("{}", Launch.Replace("MARKET", ", InstanceMarketOptions: {MarketType: spot}", StringComparison.Ordinal), "--summary");
        Assert.Equal((0, ""), (spot.ExitCode, spot.Error));
        Assert.Contains("back in two minutes", spot.Output, StringComparison.Ordinal);
        Assert.Contains("is terminated", spot.Output, StringComparison.Ordinal);
        var other = await RunAsync("{}", Launch.Replace("MARKET", "", StringComparison.Ordinal));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("script.yml:3:3:", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Visitors_come_while_time_passes_and_are_counted()
    {
        // One t3.micro behind its public address serves 200 a second, so half of the second ten minutes' growth is too much.
        const string Site = """
            - call: {id: network, service: ec2, operation: DescribeSubnets, input: {Filters: [{Name: availability-zone, Values: [us-east-1a]}]}}
            - call: {id: group, service: ec2, operation: CreateSecurityGroup, input: {GroupName: web, Description: web}}
            - call: {service: ec2, operation: AuthorizeSecurityGroupIngress, input: {GroupId: "@@group.GroupId@@", IpPermissions: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, IpRanges: [{CidrIp: 0.0.0.0/0}]}]}}
            - call: {id: launch, service: ec2, operation: RunInstances, input: {ImageId: ami-0a1b2c3d4e5f60001, InstanceType: t3.micro, MinCount: 1, MaxCount: 1, SecurityGroupIds: ["@@group.GroupId@@"], SubnetId: "@@network.Subnets.0.SubnetId@@", UserData: IyEvYmluL2Jhc2gKZG5mIGluc3RhbGwgLXkgaHR0cGQKc3lzdGVtY3RsIGVuYWJsZSAtLW5vdyBodHRwZAo=}}
            - advance: 5m
            - call: {id: now, service: ec2, operation: DescribeInstances, input: {InstanceIds: ["@@launch.Instances.0.InstanceId@@"]}}
            - visitors: {name: readers, to: "@@now.Reservations.0.Instances.0.PublicIpAddress@@", curve: [{after: 0m, per-second: 100}, {after: 10m, per-second: 100}, {after: 10m1s, per-second: 400}, {after: 20m, per-second: 400}]}
            - advance: 30m
            """;
        var run = await RunAsync("{}", Site);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var events = run.Lines.Select(l => JsonElement.Parse(l)).ToList();
        Assert.Contains(events, e => e.TryGetProperty("what", out var what) && what.GetString() == "All visitors are served.");
        Assert.Contains(events, e => e.TryGetProperty("to", out var to) && to.ValueKind is JsonValueKind.String && to.GetString() == "partly lost");
        var counted = events[^1];
        Assert.Equal(("Visitors", "readers"), (counted.GetProperty("event").GetString(), counted.GetProperty("name").GetString()));
        var (asked, served, lost) = (counted.GetProperty("asked").GetInt64(), counted.GetProperty("served").GetInt64(), counted.GetProperty("lost").GetInt64());
        Assert.Equal(asked, served + lost);
        Assert.InRange(asked, 299_000, 301_000);
        Assert.InRange(lost, 118_000, 122_000);

        var told = await RunAsync("{}", Site, "--summary");
        Assert.Contains($"Visitors readers: {asked:#,0} requests, {served:#,0} served, {lost:#,0} lost.", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_an_output_does_not_have_ends_the_run_where_it_is_asked_for()
    {
        var run = await RunAsync("{}", "- call: {service: ec2, operation: DescribeVpcs, id: a}\n- call: {service: ec2, operation: DescribeSubnets, input: {SubnetIds: [\"@@a.Nothing@@\"]}}");
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Lines);
        Assert.Contains("script.yml:2:3: `@@a.Nothing@@` has no value", run.Error, StringComparison.Ordinal);
    }
}
