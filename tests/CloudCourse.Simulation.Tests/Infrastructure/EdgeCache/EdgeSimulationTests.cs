using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Infrastructure.EdgeCache;

namespace CloudCourse.Simulation.Tests.Infrastructure.EdgeCache;

public sealed class EdgeSimulationTests
{
    private static readonly Page _picture = new("pictures", "/img/{n}.jpg", 20, 5, 100, false, null, null, 30);
    private static readonly Page _account = new("accounts", "/account/{n}", 2, 1, 20, true, "private", Visit.SessionCookie, 100);
    private static readonly Page _catalog = new("catalogue", "/catalog", 1, 2, 50, true, null, Visit.PageQuery, 100);

    private static readonly Site _site = new(Region.Find("us-east-2")!,
        [new("Berlin", "Europe", 52.52, 13.40, 2, "de"), new("Tokyo", "Asia", 35.68, 139.69, 1, "ja")], [_picture, _account, _catalog], 4000, 3600, 7);

    private static readonly IReadOnlyList<Visit> _visits = Visit.Of(_site);

    [Theory]
    [InlineData("/img/*", "/img/1.jpg", true)]
    [InlineData("img/*", "/img/1.jpg", true)]
    [InlineData("*.jpg", "/img/1.jpg", true)]
    [InlineData("/img/?.jpg", "/img/10.jpg", false)]
    [InlineData("/IMG/*", "/img/1.jpg", false)] // upper and lower case differ
    [InlineData("*", "/", true)]
    [InlineData("/account", "/account/1", false)]
    [InlineData("*a*a*a*a*a*a*a*a*a*a*b", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void A_path_pattern(string pattern, string path, bool matches) => Assert.Equal(matches, Keep(60, pattern).Matches(path));

    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
    [Theory]
    [InlineData(null, 0, 300, 600, 300)]
    [InlineData("max-age=60", 0, 300, 600, 60)]
    [InlineData("max-age=60", 120, 300, 600, 120)]
    [InlineData("max-age=9000", 0, 300, 600, 600)]
    [InlineData("private", 0, 300, 600, 0)]
    [InlineData("private", 5, 300, 600, 5)]
    [InlineData("no-store", 0, 300, 600, 0)]
    public void How_long_an_answer_is_kept(string? says, long min, long standard, long max, long ttl) =>
        Assert.Equal(ttl, (Keep(0) with { MinTtl = min, DefaultTtl = standard, MaxTtl = max }).TtlOf(_picture with { CacheControl = says }));

    [Fact]
    public void The_same_seed_gives_the_same_requests_and_figures()
    {
        Assert.Equal(_visits, Visit.Of(_site));
        Assert.NotEqual(_visits, Visit.Of(_site with { Seed = 8 }));
        Assert.Equivalent(Run(Keep(60)), Run(Keep(60)), strict: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(86400)]
    public void Laws_that_hold_for_every_TTL(long ttl)
    {
        var result = Run(Keep(ttl));
        Assert.InRange(result.HitRatio, 0, 1);
        Assert.InRange(result.OriginLoad, 0, 1);
        Assert.True(result.Hits + result.ToOrigin <= result.Requests);
        Assert.All(result.Pages, p => Assert.True(p.OldestSeconds < Math.Max(1, p.Ttl), p.Name)); // no copy outlives its TTL
        Assert.Equal(result.Requests, result.Pages.Sum(p => p.Requests));
        Assert.True(result.After.Median <= result.After.P95 && result.After.Fastest <= result.After.Median);
        // No answer is quicker than light to the nearest edge and back.
        Assert.True(result.After.Fastest >= _site.Viewers.Min(v => Latency.Floor(v.Point, EdgeLocation.NearestTo(v.Point).Point)));
        if (ttl == 0) Assert.Equal((0, result.Requests), (result.Hits, result.ToOrigin));
    }

    [Fact]
    public void Longer_keeping_never_lowers_the_hit_ratio_and_more_in_the_key_never_raises_it()
    {
        double[] ratios = [.. new long[] { 0, 5, 60, 600, 86400 }.Select(ttl => Run(Keep(ttl)).HitRatio)];
        Assert.Equal(ratios.Order(), ratios);
        var kept = Keep(600);
        Assert.True(Run(kept with { QueryStrings = KeyPart.Everything }).HitRatio <= Run(kept with { QueryStrings = new(false, ["page"]) }).HitRatio);
        Assert.True(Run(kept with { Headers = new(false, ["user-agent"]) }).HitRatio < Run(kept).HitRatio);
    }

    [Fact]
    public void A_minimum_above_0_gives_one_viewers_account_to_another()
    {
        var leak = Run(Keep(600) with { MinTtl = 60 }).Leak!;
        Assert.StartsWith("/account/", leak.Path);
        Assert.NotEqual(leak.FirstAnswer, leak.SecondAnswer);
        Assert.True(leak.FirstAt < leak.SecondAt && leak.SecondAt - leak.FirstAt < 600);
        Assert.Null(Run(Keep(600)).Leak); // the origin says private, and nothing overrules it
        Assert.Null(Run(Keep(600) with { MinTtl = 60, Cookies = new(false, ["session"]) }).Leak); // kept, for each viewer apart
    }

    [Fact]
    public void A_query_string_left_out_of_the_key_gives_the_wrong_page()
    {
        Assert.Equal("/catalog", Run(Keep(600)).Wrong!.Path);
        Assert.Null(Run(Keep(600) with { QueryStrings = new(false, ["page"]) }).Wrong);
        Assert.Null(Run(Keep(0)).Wrong);
    }

    [Fact]
    public void The_first_behavior_that_matches_counts()
    {
        var never = EdgeSimulation.Run(_site, [Keep(0), Keep(600, "/img/*")], Keep(0), _visits);
        var kept = EdgeSimulation.Run(_site, [Keep(600, "/img/*"), Keep(0)], Keep(0), _visits);
        Assert.Equal(0, never.Hits);
        Assert.True(kept.Pages[0].Hits > 0);
        Assert.Equal(0, kept.Pages[1].Hits);
    }

    [Fact]
    public void Even_what_is_never_kept_is_quicker_through_the_edge() => Assert.True(Run(Keep(0)).After.Median < Run(Keep(0)).Before.Median);

    private static EdgeResult Run(CacheBehavior behavior) => EdgeSimulation.Run(_site, [], behavior, _visits);

    private static CacheBehavior Keep(long ttl, string pattern = "*") => new(pattern, 0, ttl, Math.Max(ttl, 86400), KeyPart.None, KeyPart.None, KeyPart.None, true);
}
