using System.Net;

namespace CloudCourse.Web.Tests.Shared;

public sealed class PagesTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/lessons/task-definitions", HttpStatusCode.OK)]
    [InlineData("/quizzes/task-definitions", HttpStatusCode.OK)]
    [InlineData("/glossary", HttpStatusCode.OK)]
    [InlineData("/progress", HttpStatusCode.OK)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/nothing-here", HttpStatusCode.NotFound)]
    [InlineData("/lessons/nothing-here", HttpStatusCode.NotFound)]
    [InlineData("/quizzes/nothing-here", HttpStatusCode.NotFound)]
    [InlineData("/quizzes/task-definitions?try=00000000000000000000000000000001", HttpStatusCode.NotFound)]
    [InlineData("/status/500", HttpStatusCode.NotFound)]
    [InlineData("/error", HttpStatusCode.NotFound)]
    public async Task Address_answers_with(string path, HttpStatusCode status) =>
        Assert.Equal(status, (await site.Visit().Client.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Unknown_page_says_what_was_asked_for_and_where_to_go()
    {
        var html = await (await site.Visit().Client.GetAsync("/lessons/nothing-here")).Content.ReadAsStringAsync();
        Assert.Contains("There is no such page", html, StringComparison.Ordinal);
        Assert.Contains("/lessons/nothing-here", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/lessons/task-definitions")]
    [InlineData("/nothing-here")]
    public async Task Every_page_forbids_inline_script_and_style_and_frames(string path)
    {
        var response = await site.Visit().Client.GetAsync(path);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/lessons/task-definitions")]
    [InlineData("/glossary")]
    public async Task Reading_pages_need_neither_inline_code_nor_blazors_script(string path)
    {
        var page = await site.Visit().OpenAsync(path);
        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
        Assert.Empty(page.QuerySelectorAll("[style], style"));
        Assert.Empty(page.QuerySelectorAll("script[src*=blazor]"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
    }

    [Fact]
    public async Task Reading_makes_nobody_a_guest()
    {
        var response = await site.Visit().Client.GetAsync("/lessons/task-definitions");
        Assert.DoesNotContain(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("cc-guest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using FormUrlEncodedContent nothing = new([]);
        var response = await site.Visit().Client.PostAsync("/lessons/task-definitions/read", nothing);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
