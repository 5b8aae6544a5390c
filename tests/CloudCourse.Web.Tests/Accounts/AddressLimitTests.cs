using System.Net;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class AddressLimitTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Guessing_from_one_address_is_slowed_down_in_plain_words()
    {
        var browser = site.Visit();
        var form = (await browser.OpenAsync("/account/sign-in")).QuerySelector("main form")!;
        HttpResponseMessage answer;
        var tries = 0;
        do answer = await browser.SendAsync(form, ("email", $"nobody{tries}@example.org"), ("password", "wrong"));
        while (answer.StatusCode is HttpStatusCode.OK && ++tries < 200);

        Assert.InRange(tries, 60, 120); // a whole class may sign in at once
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Contains("A little slower, please", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/account/sign-in")).StatusCode); // looking is free
    }
}
