using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Reading;

public sealed class ReadingTests(Suite suite) : BrowserTest(suite)
{
    [Fact]
    public async Task A_guest_goes_from_the_map_to_a_lesson_and_on_to_the_next()
    {
        await OpenAsync("/");
        await Page.Locator("a[href='/lessons/regions-and-zones']").First.ClickAsync();
        await Expect(Page.Locator("article.lesson h1")).ToBeVisibleAsync();
        await Expect(Page.Locator(".prose svg").First).ToBeVisibleAsync();

        await Page.Locator("a[rel=next]").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/lessons/ways-to-call-aws$"));
        await Page.Locator("a[rel=prev]").ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/lessons/regions-and-zones$"));
    }

    [Fact]
    public async Task The_contents_lead_to_a_heading_of_the_same_page()
    {
        await OpenAsync("/lessons/policies");
        await Page.Locator(".toc-wide a").Nth(1).ClickAsync();
        await Expect(Page).ToHaveURLAsync(new Regex("/lessons/policies#.+"));
        var heading = Page.Locator($"[id='{Uri.UnescapeDataString(new Uri(Page.Url).Fragment[1..])}']");
        await Expect(heading).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Reading_opens_no_circuit_and_makes_no_guest()
    {
        List<string> asked = [];
        Page.Request += (_, request) => asked.Add(request.Url);
        await OpenAsync("/lessons/policies");
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.DoesNotContain(asked, url => url.Contains("_blazor", StringComparison.Ordinal) || url.Contains("blazor.web", StringComparison.Ordinal));
        Assert.DoesNotContain(await Page.Context.CookiesAsync(), cookie => cookie.Name == "cc-guest");
    }

    [Fact]
    public async Task A_lesson_weighs_at_most_100_KB_with_all_that_it_loads()
    {
        Assert.SkipUnless(Places.IsPublished, "Files get their smallest form when they are published; .ci/run weighs those.");
        var session = await Page.Context.NewCDPSessionAsync(Page);
        await session.SendAsync("Network.enable");
        var bytes = 0.0;
        session.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += finished?.GetProperty("encodedDataLength").GetDouble() ?? 0;
        await OpenAsync("/lessons/policies");
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes / 1024:F1} KB");
        Assert.InRange(bytes, 10_000, 100 * 1024);
    }

    [Fact]
    public async Task A_term_of_the_glossary_explains_itself()
    {
        await OpenAsync("/lessons/regions-and-zones");
        var term = Page.Locator(".prose .term").First;
        await term.HoverAsync();
        await Expect(Page.Locator("[role=tooltip]:visible, .term-definition:visible").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_chosen_theme_stays()
    {
        await OpenAsync("/");
        await Page.Locator("[data-theme-toggle]").ClickAsync();
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await OpenAsync("/lessons/policies");
        await Expect(Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
    }

    [Fact]
    public async Task A_lesson_marked_as_read_stands_in_my_progress()
    {
        await OpenAsync("/lessons/instances");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Mark as read" }).ClickAsync();
        await Expect(Page.GetByText("You have read this lesson")).ToBeVisibleAsync();
        await OpenAsync("/progress");
        await Expect(Page.Locator(".timeline a[href='/lessons/instances']").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_narrow_screen_never_scrolls_sideways()
    {
        await Page.SetViewportSizeAsync(360, 740);
        foreach (var path in (string[])["/", "/lessons/policies", "/lessons/task-definitions", "/quizzes/choosing-an-architecture", "/glossary", "/progress"])
        {
            await OpenAsync(path);
            var tooWide = await Page.EvaluateAsync<string[]>("""
                () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] : [...document.querySelectorAll('body *')]
                    .filter(e => e.getBoundingClientRect().right > innerWidth).map(e => e.outerHTML.slice(0, 120))
                """);
            Assert.True(tooWide.Length == 0, $"{path} is too wide:\n{string.Join('\n', tooWide)}");
        }
    }
}
