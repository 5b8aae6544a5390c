namespace CloudCourse.Web.Tests.Accounts;

public sealed class GuestTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Somebody_without_work_is_not_asked()
    {
        var page = await site.Visit().OpenAsync("/account/sign-up");
        Assert.Empty(page.QuerySelectorAll("input[name=guest]"));
    }

    [Fact]
    public async Task The_guest_is_asked_with_keeping_as_the_default_and_keeps_the_work()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await browser.ReadLessonAsync();
        var page = await browser.OpenAsync("/account/sign-up");
        Assert.Equal("keep", page.QuerySelector("input[name=guest][checked]")!.GetAttribute("value"));
        Assert.Contains("1 lesson", page.QuerySelector(".guest-choice")!.TextContent, StringComparison.Ordinal);

        await browser.SignUpAsync(email, more: ("guest", "keep"));
        Assert.True(await browser.HasReadAsync());
        var elsewhere = site.Visit();
        await elsewhere.SignInAsync(email);
        Assert.True(await elsewhere.HasReadAsync());
    }

    [Fact]
    public async Task Declined_work_shows_nowhere()
    {
        var browser = site.Visit();
        await browser.ReadLessonAsync();
        await browser.SignUpAsync(People.NewEmail(), more: ("guest", "leave"));
        Assert.False(await browser.HasReadAsync());
        await browser.SignOutAsync();
        Assert.False(await browser.HasReadAsync()); // the guest's cookie went too
        Assert.Empty((await browser.OpenAsync("/account/sign-in")).QuerySelectorAll("input[name=guest]"));
    }

    [Fact]
    public async Task Signing_in_merges_the_guests_work_when_asked_to()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await site.Visit().SignUpAsync(email);
        await browser.ReadLessonAsync();
        await browser.SignInAsync(email, more: ("guest", "keep"));
        Assert.True(await browser.HasReadAsync());
    }

    [Fact]
    public async Task A_wrong_password_leaves_the_guest_as_it_was()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await site.Visit().SignUpAsync(email);
        await browser.ReadLessonAsync();
        await browser.SignInAsync(email, "wrong password", more: ("guest", "leave"));
        Assert.True(await browser.HasReadAsync());
    }

    [Fact]
    public async Task Nothing_of_an_account_shows_after_signing_out()
    {
        var browser = site.Visit();
        await browser.SignUpAsync(People.NewEmail(), "Ada Lovelace");
        await browser.ReadLessonAsync();
        await browser.SignOutAsync();
        Assert.False(await browser.HasReadAsync());
        Assert.DoesNotContain("Ada Lovelace", await browser.Client.GetStringAsync("/"), StringComparison.Ordinal);
    }
}
