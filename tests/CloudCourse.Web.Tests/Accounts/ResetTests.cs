using CloudCourse.Progress;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class ResetTests(Site site) : IClassFixture<Site>
{
    private const string NewPassword = "another four words";

    [Fact]
    public async Task A_link_sets_a_new_password_once_and_signs_out_elsewhere()
    {
        var (first, email) = (site.Visit(), People.NewEmail());
        await first.SignUpAsync(email);
        var link = await LinkAsync(email);

        var browser = site.Visit();
        var answer = await UseAsync(browser, link);
        Assert.Contains("The new password is set", answer, StringComparison.Ordinal);
        Assert.False(await first.IsInAsync());

        await browser.SignInAsync(email);
        Assert.False(await browser.IsInAsync());
        await browser.SignInAsync(email, NewPassword);
        Assert.True(await browser.IsInAsync());

        Assert.Contains("not good any more", await UseAsync(site.Visit(), link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_accounts_token_opens_nothing()
    {
        var (ada, eve) = (People.NewEmail(), People.NewEmail());
        await site.Visit().SignUpAsync(ada);
        await site.Visit().SignUpAsync(eve);
        var (adas, eves) = (await LinkAsync(ada), await LinkAsync(eve));
        var forged = adas[..adas.IndexOf("&token", StringComparison.Ordinal)] + eves[eves.IndexOf("&token", StringComparison.Ordinal)..];

        Assert.Contains("not good any more", await UseAsync(site.Visit(), forged), StringComparison.Ordinal);
        var browser = site.Visit();
        await browser.SignInAsync(ada);
        Assert.True(await browser.IsInAsync());
    }

    [Theory]
    [InlineData("/account/reset?id=x&token=y")]
    [InlineData("/account/reset?id=00000000-0000-0000-0000-000000000001&token=AAAA")]
    [InlineData("/account/reset?id=00000000-0000-0000-0000-000000000001&token=%00%ff")]
    public async Task Nonsense_is_refused(string link) =>
        Assert.Contains("not good any more", await UseAsync(site.Visit(), link), StringComparison.Ordinal);

    [Fact]
    public async Task A_link_opens_a_locked_account()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await site.Visit().SignUpAsync(email);
        for (var time = 0; time < 5; time++) await browser.SignInAsync(email, "wrong password");
        await UseAsync(browser, await LinkAsync(email));
        await browser.SignInAsync(email, NewPassword);
        Assert.True(await browser.IsInAsync());
    }

    [Fact]
    public async Task Without_a_mail_server_people_are_told_whom_to_ask()
    {
        var page = await site.Visit().OpenAsync("/account/forgot");
        Assert.Empty(page.QuerySelectorAll("main form"));
        Assert.Contains("cloudcourse admin reset-link", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    private async Task<string> LinkAsync(string email)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ResetLinks>().CreateAsync(email))!;
    }

    private static async Task<string> UseAsync(Browser browser, string link)
    {
        var form = (await browser.OpenAsync(link)).QuerySelector("main form")!;
        return (await browser.SendAndReadAsync(form, ("password", NewPassword))).QuerySelector("main")!.TextContent;
    }
}
