using System.Text.Json;
using Bunit;
using CloudCourse.Labs.Timelines;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Cloud.Timelines;

namespace CloudCourse.Web.Tests.Playground;

public sealed class TimelineViewTests : BunitContext
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>One instance, launched, stopped an hour later; then a call that is refused.</summary>
    private static Timeline OneInstance()
    {
        SimulatedAccount account = new(new("111122223333", 3, Start));
        var root = Caller.Root("111122223333");
        account.Call(root, "eu-west-1", "ec2", "RunInstances", """{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1}""");
        var id = account.State.Ec2.Regions["eu-west-1"].Instances.Keys.Single();
        account.Advance(TimeSpan.FromHours(1));
        account.Call(root, "eu-west-1", "ec2", "StopInstances", $$"""{"InstanceIds": ["{{id}}"]}""");
        account.Advance(TimeSpan.FromHours(1));
        account.Call(root, "eu-west-1", "ec2", "StartInstances", """{"InstanceIds": ["i-<script>alert(1)</script>"]}""");
        return Timeline.Of(account);
    }

    private IRenderedComponent<TimelineView> View(params Timeline[] timelines) =>
        Render<TimelineView>(p => p.Add(c => c.Runs, [.. timelines.Select((t, i) => new TimelineRun($"run{i}", $"Run {i}", t))]));

    [Fact]
    public void A_lane_is_drawn_and_said_in_words()
    {
        var lane = View(OneInstance()).FindAll(".lane").Single(l => l.QuerySelector(".where")!.TextContent.StartsWith("eu-west-1", StringComparison.Ordinal));
        var track = lane.QuerySelector("svg.track")!;
        Assert.Equal(["changing", "good", "changing", "quiet"], track.QuerySelectorAll("rect").Select(r => r.ClassName));
        Assert.Contains("pending from 0:00:00 to 0:00:20, running from 0:00:20 to 1:00:00, stopping from 1:00:00 to 1:00:30, stopped from 1:00:30 to the end", track.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal("50%", track.QuerySelectorAll("rect")[2].GetAttribute("x"));
        Assert.Equal("stopped", lane.QuerySelector("[data-state]")!.TextContent);
    }

    [Fact]
    public void Every_event_is_in_the_table_and_its_call_on_the_page()
    {
        var (timeline, view) = (OneInstance(), View(OneInstance()));
        Assert.Equal(timeline.Events.Select(e => e.What), view.FindAll(".events tbody tr").Select(r => r.QuerySelectorAll("td")[1].TextContent.Replace("✕ ", "", StringComparison.Ordinal)));
        Assert.All(view.FindAll("[data-open]"), b => Assert.Single(view.FindAll($"[id='{b.GetAttribute("data-open")}']")));
        var call = view.FindAll("details.call").First();
        Assert.Equal("ec2:RunInstances at 0:00:00", call.QuerySelector("summary")!.TextContent);
        Assert.Equal(["Caller", "Region", "Input", "Output", "Decisions"], call.QuerySelectorAll("dt").Select(d => d.TextContent));
        Assert.Contains("ec2:RunInstances on", call.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_call_shows_its_error_and_what_it_was_sent_as_text()
    {
        var view = View(OneInstance());
        var refused = view.FindAll("details.call").Last();
        Assert.Contains("refused: InvalidInstanceID", refused.QuerySelector("summary")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("<script>", refused.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll("script, [style]"));
    }

    [Fact]
    public void What_the_script_reads_is_what_the_timeline_says()
    {
        var (timeline, view) = (OneInstance(), View(OneInstance()));
        var events = JsonSerializer.Deserialize<JsonElement>(view.Find(".tracks").GetAttribute("data-events")!);
        Assert.Equal(timeline.Events.Select(e => e.What), events.EnumerateArray().Select(e => e[1].GetString()));
        Assert.Equal(timeline.Events.Select(e => (e.Time - timeline.From).TotalSeconds), events.EnumerateArray().Select(e => e[0].GetDouble()));
        var series = JsonSerializer.Deserialize<JsonElement>(view.Find(".tracks").GetAttribute("data-series")!);
        Assert.All(view.FindAll("[data-value]"), v => Assert.True(series.TryGetProperty(v.GetAttribute("data-value")!, out _)));
        Assert.True(view.Find(".controls").HasAttribute("hidden"));
    }

    [Fact]
    public void Runs_side_by_side_have_one_clock_and_one_scale()
    {
        var view = View(OneInstance(), OneInstance());
        Assert.Equal(2, view.FindAll("[data-run]").Count);
        Assert.Single(view.FindAll("input[type=range]"));
        var tops = view.FindAll(".chart .top").Select(t => t.TextContent).ToList();
        Assert.Equal(tops.Take(tops.Count / 2), tops.Skip(tops.Count / 2));
    }

    [Fact]
    public void An_account_in_which_nothing_happened_is_drawn_too()
    {
        SimulatedAccount account = new(new("111122223333", 3, Start));
        Assert.Contains("The bill is 0.0000 USD after 0:00:00.", View(Timeline.Of(account)).Find(".summary").TextContent, StringComparison.Ordinal);
    }

    /// <summary>So many instances that run, for so long.</summary>
    private static Timeline Fleet(int count, TimeSpan lasts)
    {
        SimulatedAccount account = new(new("111122223333", 3, Start));
        account.Call(Caller.Root("111122223333"), "eu-west-1", "ec2", "RunInstances", $$"""{"ImageId": "ami-0a1b2c3d4e5f60001", "InstanceType": "t3.nano", "MinCount": {{count}}, "MaxCount": {{count}}}""");
        account.Advance(lasts);
        return Timeline.Of(account);
    }

    [Fact]
    public void A_long_run_is_counted_in_days()
    {
        var view = View(Fleet(1, TimeSpan.FromDays(30)));
        Assert.Equal(["0:00", "5 d", "10 d", "15 d", "20 d", "25 d", "30 d"], view.FindAll(".axis text").Select(t => t.TextContent));
        Assert.Equal("30 d 0:00:00", view.Find("[data-clock]").TextContent);
        Assert.Equal("86400", view.Find("cc-timeline").GetAttribute("data-page"));
        Assert.Contains("Page down move a day", view.Find(".keys").TextContent, StringComparison.Ordinal);
        Assert.Equal("1 day a second", view.Find("option[selected]").TextContent.Trim());
        Assert.Contains("running from 0:00:20 to the end", view.FindAll(".lane > svg").Last().GetAttribute("aria-label"), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_lanes_the_first_are_seen_and_the_others_fold()
    {
        var view = View(Fleet(20, TimeSpan.FromHours(2)));
        Assert.Equal("10 more instances", view.Find(".more > summary").TextContent);
        Assert.Equal((20, 10), (view.FindAll(".lane").Count(l => l.QuerySelector(".id") is not null), view.FindAll(".more .lane").Count));
        Assert.Empty(View(Fleet(12, TimeSpan.FromHours(2))).FindAll(".more"));
    }

    [Theory]
    [InlineData(0, "0:00:00", "0:00")]
    [InlineData(86_399, "23:59:59", "23:59")]
    [InlineData(86_400, "1 d 0:00:00", "1 d")]
    [InlineData(129_600, "1 d 12:00:00", "1 d 12:00")]
    public void A_moment_is_written_with_its_days(int seconds, string clock, string tick) =>
        Assert.Equal((clock, tick), (TimelineWords.Clock(TimeSpan.FromSeconds(seconds)), TimelineWords.Tick(TimeSpan.FromSeconds(seconds))));

    [Fact]
    public void A_lane_says_which_event_began_each_state()
    {
        var (timeline, view) = (OneInstance(), View(OneInstance()));
        var spans = JsonSerializer.Deserialize<JsonElement>(view.FindAll(".lane").Last().GetAttribute("data-spans")!).EnumerateArray().ToList();
        Assert.Equal(["pending", "running", "stopping", "stopped"], spans.Select(s => s[2].GetString()));
        Assert.All(spans, s => Assert.Equal(s[0].GetDouble(), TimelineWords.Seconds(timeline, timeline.Events.Single(e => e.Number == s[3].GetInt64()).Time)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(7, 8)]
    [InlineData(8.5, 10)]
    [InlineData(301, 400)]
    [InlineData(0.07, 0.08)]
    public void A_scale_ends_at_a_round_number_above(double most, double top) => Assert.Equal(top, TimelineDrawing.Ceiling(most), 10);

    [Theory]
    [InlineData(0, 10, "0 %")]
    [InlineData(1, 10000, "less than 0.1 %")]
    [InlineData(1, 8, "12.5 %")]
    [InlineData(0, 0, "0 %")]
    public void A_part_in_percent(long part, long whole, string words) => Assert.Equal(words, TimelineWords.Percent(part, whole));
}
