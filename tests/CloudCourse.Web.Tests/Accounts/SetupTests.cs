using System.Net;
using CloudCourse.Progress;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class SetupTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_link_makes_one_instructor_and_no_second()
    {
        var links = site.Services.GetRequiredService<SetupLinks>();
        var path = SetupLinks.PathOf(await links.CreateAsync());
        var (first, second) = (site.Visit(), site.Visit());
        var late = (await second.OpenAsync(path)).QuerySelector("main form")!; // opened before the first one used it

        var form = (await first.OpenAsync(path)).QuerySelector("main form")!;
        var answer = await first.SendAsync(form, ("email", People.NewEmail()), ("name", "Ines"), ("password", People.Password));
        Assert.Equal("/teach", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(await links.NoInstructorYetAsync());

        Assert.Equal(HttpStatusCode.Gone, (await second.Client.GetAsync(path)).StatusCode);
        var replay = await second.SendAsync(late, ("email", People.NewEmail()), ("name", "Eve"), ("password", People.Password));
        Assert.False(replay.IsSuccessStatusCode);
        Assert.False(await second.IsInAsync());
    }

    [Fact]
    public async Task Somebody_who_is_signed_in_can_use_the_link_for_that_account()
    {
        var browser = site.Visit();
        await browser.SignUpAsync(People.NewEmail());
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Client.GetAsync("/teach")).StatusCode);

        var path = SetupLinks.PathOf(await site.Services.GetRequiredService<SetupLinks>().CreateAsync());
        await browser.SendAsync((await browser.OpenAsync(path)).QuerySelector("main form")!);
        Assert.Equal(HttpStatusCode.OK, (await browser.Client.GetAsync("/teach")).StatusCode);
    }

    [Theory]
    [InlineData("/setup")]
    [InlineData("/setup?token=")]
    [InlineData("/setup?token=guess")]
    public async Task Without_a_good_token_there_is_no_form(string path)
    {
        var answer = await site.Visit().Client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Contains("cloudcourse admin setup-link", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"password\"", html, StringComparison.Ordinal);
    }
}
