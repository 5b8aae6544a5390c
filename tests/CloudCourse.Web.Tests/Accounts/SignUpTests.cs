using System.Net;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class SignUpTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Signs_up_and_is_in_then_out_then_in_again()
    {
        var (browser, email) = (site.Visit(), People.NewEmail());
        await browser.SignUpAsync(email, "Ada Lovelace");
        Assert.True(await browser.IsInAsync());
        Assert.Equal("Ada Lovelace", (await browser.OpenAsync("/")).QuerySelector(".account-name")!.TextContent);

        await browser.SignOutAsync();
        Assert.False(await browser.IsInAsync());
        await browser.SignInAsync(email);
        Assert.True(await browser.IsInAsync());
    }

    [Fact]
    public async Task Errors_stand_by_their_fields_and_what_was_typed_stays()
    {
        var browser = site.Visit();
        var form = (await browser.OpenAsync("/account/sign-up")).QuerySelector("main form")!;
        var page = await browser.SendAndReadAsync(form, ("email", "nonsense"), ("name", "Ada"), ("password", "short"));

        Assert.Contains("not an e-mail address", page.QuerySelector("#email-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("this one has 5", page.QuerySelector("#password-error")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#name-error"));
        Assert.Equal("nonsense", page.QuerySelector("#email")!.GetAttribute("value"));
        Assert.Equal("email-error email-hint", page.QuerySelector("#email")!.GetAttribute("aria-describedby"));
        Assert.True(string.IsNullOrEmpty(page.QuerySelector("#password")!.GetAttribute("value")));
        Assert.False(await browser.IsInAsync());
    }

    [Fact]
    public async Task An_address_has_one_account_in_any_case()
    {
        var email = People.NewEmail();
        await site.Visit().SignUpAsync(email);
        var second = site.Visit();
        var form = (await second.OpenAsync("/account/sign-up")).QuerySelector("main form")!;
        var page = await second.SendAndReadAsync(form, ("email", email.ToUpperInvariant()), ("name", "Eve"), ("password", People.Password));
        Assert.Contains("already", page.QuerySelector("#email-error")!.TextContent, StringComparison.Ordinal);
        Assert.False(await second.IsInAsync());
    }

    [Fact]
    public async Task Markup_in_a_name_is_text()
    {
        const string name = "<script>alert(1)</script>";
        var browser = site.Visit();
        await browser.SignUpAsync(People.NewEmail(), name);
        foreach (var path in (string[])["/", "/account/manage", "/join"])
        {
            Assert.DoesNotContain(name, await browser.Client.GetStringAsync(path), StringComparison.Ordinal);
            Assert.Equal(name, (await browser.OpenAsync(path)).QuerySelector(".account-name")!.TextContent);
        }
    }

    [Theory]
    [InlineData("/account/sign-up")]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-out")]
    [InlineData("/account/forgot")]
    [InlineData("/account/reset?id=a&token=b")]
    [InlineData("/setup?token=a")]
    public async Task A_form_without_its_token_is_refused(string path)
    {
        using FormUrlEncodedContent forged = new([KeyValuePair.Create("_handler", path[(path.LastIndexOf('/') + 1)..]), KeyValuePair.Create("email", "a@example.org")]);
        var answer = await site.Visit().Client.PostAsync(path, forged);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The form could not be read", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_token_is_refused()
    {
        var (ada, eve) = (site.Visit(), site.Visit());
        await ada.SignUpAsync(People.NewEmail());
        await eve.SignUpAsync(People.NewEmail());
        var evesForm = (await eve.OpenAsync("/")).QuerySelector("form[data-sign-out]")!;
        Assert.Equal(HttpStatusCode.BadRequest, (await ada.SendAsync(evesForm)).StatusCode);
        Assert.True(await ada.IsInAsync());
    }

    [Fact]
    public async Task The_cookie_is_hidden_from_script_and_other_sites_and_secure_on_https()
    {
        foreach (var scheme in (string[])["http", "https"])
        {
            var browser = site.Visit(follow: false, scheme);
            var answer = await browser.SignUpAsync(People.NewEmail());
            var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("cc-account=", StringComparison.Ordinal));
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(scheme is "https", cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase); // gone with the browser, unless asked to stay
        }
    }
}
