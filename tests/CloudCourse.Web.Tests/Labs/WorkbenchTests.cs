using System.Security.Claims;
using Bunit;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Labs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Labs;

public sealed class WorkbenchTests : BunitContext, IClassFixture<Site>
{
    private const string Slug = "read-one-bucket";
    private readonly Site _site;

    public WorkbenchTests(Site site)
    {
        _site = site;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(site.Services.GetRequiredService<CourseLibrary>());
        Services.AddSingleton(site.Services.GetRequiredService<LabSession>());
    }

    public static TheoryData<bool, bool, bool> Visitors => new()
    {
        { false, false, true }, // a guest's page, still a guest
        { true, true, true }, // an account's page, still signed in
        { true, false, false }, // signed out since
        { false, true, false }, // signed in since
    };

    [Theory]
    [MemberData(nameof(Visitors))]
    public async Task A_sealed_page_serves_only_who_it_was_made_for(bool madeForAccount, bool signedInNow, bool isServed)
    {
        var account = Guid.NewGuid();
        var bench = await BenchAsync(madeForAccount ? account : null, signedInNow ? account : null);
        Assert.Equal(isServed, bench.FindAll(".workbench").Count == 1);
        Assert.Equal(isServed ? 0 : 1, bench.FindAll("[role=alert]").Count);
    }

    [Fact]
    public async Task Another_account_is_not_served_either() =>
        Assert.Empty((await BenchAsync(Guid.NewGuid(), Guid.NewGuid())).FindAll(".workbench"));

    [Fact]
    public async Task A_failure_on_the_way_is_told_and_the_page_goes_on()
    {
        var module = JSInterop.SetupModule(i => i.Identifier == "import");
        module.Mode = JSRuntimeMode.Loose;
        var editor = module.SetupModule(i => i.Identifier == "start");
        editor.Mode = JSRuntimeMode.Loose;
        editor.Setup<bool>("isStill").SetException(new TimeoutException("the files did not come"));
        var bench = await BenchAsync(null, null);

        await bench.Find("[data-action=run]").ClickAsync(new());

        bench.WaitForAssertion(() => Assert.Contains("try again", bench.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.False(bench.Find("[data-action=run]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Where_somebody_else_is_signed_in_nothing_is_run()
    {
        var module = JSInterop.SetupModule(i => i.Identifier == "import");
        module.Mode = JSRuntimeMode.Loose;
        var editor = module.SetupModule(i => i.Identifier == "start");
        editor.Mode = JSRuntimeMode.Loose;
        editor.Setup<bool>("isStill").SetResult(false);
        var bench = await BenchAsync(null, null);

        await bench.Find("[data-action=submit]").ClickAsync(new());

        bench.WaitForAssertion(() => Assert.Contains("nothing was run or recorded", bench.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Empty(editor.Invocations["files"]);
    }

    private async Task<IRenderedComponent<Workbench>> BenchAsync(Guid? madeFor, Guid? now)
    {
        var learner = await _site.Services.GetRequiredService<Learners>().CreateGuestAsync();
        Services.AddSingleton<AuthenticationStateProvider>(new Visitor(now));
        return Render<Workbench>(p => p.Add(c => c.LearnerId, learner.Id).Add(c => c.AccountId, madeFor).Add(c => c.Slug, Slug));
    }

    private sealed class Visitor(Guid? account) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new(account is { } id
            ? new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id.ToString())], "test")
            : new ClaimsIdentity())));
    }
}
