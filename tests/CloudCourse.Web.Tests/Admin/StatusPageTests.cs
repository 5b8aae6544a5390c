using System.Net;
using CloudCourse.Web.Tests.Accounts;

namespace CloudCourse.Web.Tests.Admin;

public sealed class StatusPageTests(Site site) : IClassFixture<Site>
{
    private const string Address = "/admin/status";

    [Fact]
    public async Task Only_an_instructor_sees_it()
    {
        var learner = site.Visit();
        Assert.Equal("/account/sign-in", (await learner.Client.GetAsync(Address)).RequestMessage!.RequestUri!.AbsolutePath);
        await learner.SignUpAsync(People.NewEmail());
        Assert.Equal(HttpStatusCode.Forbidden, (await learner.Client.GetAsync(Address)).StatusCode);

        var page = await (await site.InstructorAsync()).OpenAsync(Address);
        Assert.Equal("on", page.QuerySelector("[data-status]")!.GetAttribute("data-status"));
        Assert.Equal("0", page.QuerySelector("[data-waiting]")!.TextContent);
        Assert.Contains("Landlock", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_is_off_says_why()
    {
        await using Site closed = new();
        closed.Settings["Sandbox:Enabled"] = "false";
        var page = await (await closed.InstructorAsync()).OpenAsync(Address);
        Assert.Equal("off", page.QuerySelector("[data-status]")!.GetAttribute("data-status"));
        Assert.Contains("Sandbox:Enabled", page.QuerySelector("[data-status]")!.TextContent, StringComparison.Ordinal);
    }
}
