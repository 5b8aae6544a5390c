using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Accessibility;

/// <summary>No page breaks a rule of axe-core, in the light theme or the dark one.</summary>
[Collection("Beside the journeys: pages only looked at")]
public sealed class AxeTests(Suite suite) : BrowserTest(suite)
{
    private static readonly string[] Alike = ["/scenarios/", "/quizzes/"];
    private static readonly CourseCatalog _course = CourseLibrary.Open(Places.Content).Current;

    /// <summary>Labs of a kind are the same page with other words, and each takes seconds: the first of each kind. <see cref="Every_lab"/> has all.</summary>
    [Fact]
    public async Task Every_page_that_links_lead_a_guest_to()
    {
        HashSet<string> kinds = [];
        List<string> violations = [];
        Queue<string> toVisit = new(["/"]);
        HashSet<string> seen = ["/"];
        while (toVisit.TryDequeue(out var path))
        {
            if (Lab(path) is { } lab && !kinds.Add(lab.Kind)) continue;
            violations.AddRange(await VisitAsync(path));
            foreach (var link in await LinksAsync())
            {
                // One scenario is drawn as the next, and one quiz begins as the next.
                if (Alike.Any(pages => link.StartsWith(pages, StringComparison.Ordinal) && seen.Any(s => s.StartsWith(pages, StringComparison.Ordinal)))) continue;
                if (seen.Add(link)) toVisit.Enqueue(link);
            }
        }
        Assert.True(seen.Count > 20, $"Only {seen.Count} pages were found:\n{string.Join('\n', seen)}");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact(Explicit = true)]
    public async Task Every_lab()
    {
        List<string> violations = [];
        foreach (var lab in _course.Labs) violations.AddRange(await VisitAsync($"/labs/{lab.Slug}"));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task A_quiz_while_it_is_taken_and_after()
    {
        await OpenAsync("/quizzes/policies");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Start the quiz" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Hand in" })).ToBeVisibleAsync();
        var violations = (await ViolationsAsync(Page)).ToList();
        Page.Dialog += async (_, dialog) => await dialog.AcceptAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Hand in" }).ClickAsync();
        await Expect(Page.Locator("#review-title")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(Page));

        await OpenAsync("/progress");
        violations.AddRange(await ViolationsAsync(Page));
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task The_page_for_an_address_that_is_not_there()
    {
        ExpectsErrors = true;
        await Page.GotoAsync("/nowhere");
        var violations = await ViolationsAsync(Page);
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public async Task Faint_text_is_found_though_the_page_was_sound_before()
    {
        await OpenAsync("/glossary");
        Assert.Empty(await ViolationsAsync(Page));
        await Page.EvaluateAsync("document.querySelector('h1').style.color = 'rgb(128 128 128 / 0.4)'");
        Assert.Contains("color-contrast", string.Join('\n', await ViolationsAsync(Page)), StringComparison.Ordinal);
    }

    private static LabDefinition? Lab(string path) => path.StartsWith("/labs/", StringComparison.Ordinal) ? _course.FindLab(path["/labs/".Length..]) : null;

    private async Task<IReadOnlyList<string>> VisitAsync(string path)
    {
        await OpenAsync(path);
        await Expect(Page.Locator("h1")).ToHaveCountAsync(1);
        if (Lab(path) is not null) await Expect(Page.Locator("[data-action=submit]")).ToBeEnabledAsync();
        return await ViolationsAsync(Page);
    }

    /// <summary>Where the page leads within the site, without the part after # or ?.</summary>
    private async Task<IEnumerable<string>> LinksAsync() =>
        from address in await Page.EvaluateAsync<string[]>("[...document.links].filter(a => a.origin === location.origin && !a.hasAttribute('download')).map(a => a.pathname)")
        where !address.EndsWith(".csv", StringComparison.Ordinal)
        select address;
}
