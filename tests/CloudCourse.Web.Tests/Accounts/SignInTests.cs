using System.Net;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class SignInTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Unknown_address_wrong_password_and_locked_out_get_the_same_answer()
    {
        var email = People.NewEmail();
        await site.Visit().SignUpAsync(email);
        var browser = site.Visit();

        var unknown = await AnswerAsync(browser, "nobody@example.org", "wrong password");
        for (var time = 0; time < 5; time++) Assert.Equal(unknown, await AnswerAsync(browser, email, "wrong password"));
        Assert.Equal(unknown, await AnswerAsync(browser, email, People.Password)); // right, but locked
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task Four_wrong_passwords_do_not_lock()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await site.Visit().SignUpAsync(email);
        for (var time = 0; time < 4; time++) await browser.SignInAsync(email, "wrong password");
        await browser.SignInAsync(email);
        Assert.True(await browser.IsInAsync());
    }

    [Theory]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("/%5Cevil.example", "/%5Cevil.example")] // stays encoded: a path here, which does not exist
    [InlineData("/\\evil.example", "/")]
    [InlineData("/progress?x=1", "/progress?x=1")]
    public async Task Leads_back_to_this_site_only(string back, string to)
    {
        var email = People.NewEmail();
        await site.Visit().SignUpAsync(email);
        var browser = site.Visit(follow: false);
        var answer = await browser.SignInAsync(email, path: $"/account/sign-in?returnUrl={Uri.EscapeDataString(back)}");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        var location = new Uri(new Uri("http://localhost/"), answer.Headers.Location!);
        Assert.Equal("localhost", location.Host);
        Assert.Equal(to, location.PathAndQuery);
    }

    [Fact]
    public async Task Signing_out_tells_the_browser_to_forget()
    {
        var browser = site.Visit(follow: false);
        await browser.SignUpAsync(People.NewEmail());
        var answer = await browser.SignOutAsync();
        Assert.Equal("\"storage\"", Assert.Single(answer.Headers.GetValues("Clear-Site-Data")));
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("cc-account=;", StringComparison.Ordinal));
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("cc-guest=;", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_ones_own_leads_to_signing_in_and_back()
    {
        var email = People.NewEmail();
        await site.Visit().SignUpAsync(email);
        var browser = site.Visit();
        var asked = await browser.Client.GetAsync("/account/manage");
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%2Fmanage", asked.RequestMessage!.RequestUri!.PathAndQuery);
        var answer = await browser.SignInAsync(email, path: asked.RequestMessage.RequestUri.PathAndQuery);
        Assert.Equal("/account/manage", answer.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task Pages_of_somebody_who_is_signed_in_are_not_kept_by_the_browser()
    {
        var browser = site.Visit();
        await browser.SignUpAsync(People.NewEmail());
        foreach (var path in (string[])["/", "/progress", "/account/manage", "/account/data.json"])
            Assert.True((await browser.Client.GetAsync(path)).Headers.CacheControl?.NoStore, path);
    }

    private static async Task<string> AnswerAsync(Browser browser, string email, string password)
    {
        var form = (await browser.OpenAsync("/account/sign-in")).QuerySelector("main form")!;
        var page = await browser.SendAndReadAsync(form, ("email", email), ("password", password));
        return page.QuerySelector("[role=alert]")!.TextContent.Trim();
    }
}
