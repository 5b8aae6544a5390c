using System.Net;
using System.Text.Json;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class ManageTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Changes_the_name_everywhere_at_once()
    {
        var browser = site.Visit();
        await browser.SignUpAsync(People.NewEmail(), "Ada");
        var page = await SendAsync(browser, "rename", ("name", "Ada King"));
        Assert.Equal("Ada King", page.QuerySelector(".account-name")!.TextContent);
        using var data = JsonDocument.Parse(await browser.Client.GetStringAsync("/account/data.json"));
        Assert.Equal("Ada King", data.RootElement.GetProperty("displayName").GetString());
    }

    [Fact]
    public async Task A_new_password_signs_out_every_other_browser()
    {
        var (browser, other, email) = (site.Visit(), site.Visit(), People.NewEmail());
        await browser.SignUpAsync(email);
        await other.SignInAsync(email);
        Assert.True(await other.IsInAsync());

        await SendAsync(browser, "change-password", ("current", People.Password), ("password", "another four words"));
        Assert.True(await browser.IsInAsync());
        Assert.False(await other.IsInAsync());
    }

    [Fact]
    public async Task The_password_is_asked_for_and_cannot_be_guessed_at_will()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await browser.SignUpAsync(email);
        for (var time = 0; time < 5; time++)
        {
            var page = await SendAsync(browser, "change-password", ("current", "a wrong password"), ("password", "another four words"));
            Assert.Contains("not your password", page.QuerySelector("#current-error")!.TextContent, StringComparison.Ordinal);
        }
        var locked = await SendAsync(browser, "change-password", ("current", People.Password), ("password", "another four words"));
        Assert.NotNull(locked.QuerySelector("#current-error"));
    }

    [Fact]
    public async Task A_deleted_account_is_gone_with_its_cookies()
    {
        var (browser, other, email) = (site.Visit(), site.Visit(), People.NewEmail());
        await browser.SignUpAsync(email);
        await other.SignInAsync(email);
        var refused = await SendAsync(browser, "delete", ("confirm", "a wrong password"));
        Assert.NotNull(refused.QuerySelector("#confirm-error"));

        var done = await SendAsync(browser, "delete", ("confirm", People.Password));
        Assert.Contains("is deleted", done.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.False(await other.IsInAsync());
        await browser.SignInAsync(email);
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task A_role_that_is_taken_away_counts_at_once()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await browser.SignUpAsync(email);
        var roles = site.Services.GetRequiredService<AccountRoles>();
        await roles.AddAsync(email, Roles.Instructor);
        await browser.SignInAsync(email);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/teach")).StatusCode);
        await roles.RemoveAsync(email, Roles.Instructor);
        var answer = await browser.Client.GetAsync("/teach");
        Assert.NotEqual("/teach", answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Data_is_for_its_owner_only()
    {
        var answer = await site.Visit(follow: false).Client.GetAsync("/account/data.json");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Contains("/account/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> SendAsync(Browser browser, string handler, params (string, string)[] fields)
    {
        var page = await browser.OpenAsync("/account/manage");
        return await browser.SendAndReadAsync(page.QuerySelector($"form:has(input[name=_handler][value={handler}])")!, fields);
    }
}
