namespace CloudCourse.EndToEnd.Tests.Labs;

/// <summary>A lab's page as a learner handles it: by what is on it, with keyboard and mouse.</summary>
internal sealed class LabBench(IPage page)
{
    public ILocator Submit => page.Locator("[data-action=submit]");
    public ILocator Run => page.Locator("[data-action=run]");
    public ILocator Busy => page.Locator(".busy");
    public ILocator SaveStatus => page.Locator("[data-part=save-status]");
    public ILocator Problems => page.Locator("[data-part=problems] li");
    public ILocator Report => page.Locator("section.report");
    public ILocator Conflict => page.Locator("dialog[data-part=conflict]");
    public ILocator Results => page.Locator(".pane-results");

    private ILocator Lines => page.Locator(".editor-host .view-line");

    public static async Task<LabBench> OpenAsync(IPage page, string slug)
    {
        await page.GotoAsync($"/labs/{slug}");
        LabBench bench = new(page);
        await bench.ReadyAsync();
        return bench;
    }

    /// <summary>Waits until the editor is there and the circuit answers.</summary>
    public Task ReadyAsync() => Expect(Submit).ToBeEnabledAsync();

    /// <summary>The lines that the editor shows. Monaco draws spaces as no-break spaces, and long lines as several.</summary>
    public async Task<string> ShownAsync() => string.Join('\n', await Lines.AllTextContentsAsync()).Replace('\u00a0', ' ');

    public Task ShowsAsync(string text) => Expect(page.Locator(".editor-host .view-lines")).ToContainTextAsync(
        new Regex(string.Join(@"[\s\u00a0]+", text.Split(' ').Select(Regex.Escape))));

    /// <summary>Replaces everything by pasting.</summary>
    public async Task WriteAsync(string text)
    {
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await FocusAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+a");
        await page.Keyboard.PressAsync("ControlOrMeta+v");
    }

    /// <summary>Adds a line at the end, key by key.</summary>
    public async Task TypeAtEndAsync(string line)
    {
        await FocusAsync();
        await page.Keyboard.PressAsync("ControlOrMeta+End");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.TypeAsync(line);
    }

    public Task SavedAsync() => Expect(SaveStatus).ToHaveTextAsync("Saved");

    /// <summary>Submits and waits for the report; <paramref name="outcome"/> is passed, failed, ungradable or error.</summary>
    public async Task SubmitAsync(string outcome)
    {
        await Submit.ClickAsync();
        await GradedAsync(outcome);
    }

    public async Task GradedAsync(string outcome)
    {
        await Expect(page.Locator($"section.report[data-status={outcome}]")).ToBeVisibleAsync();
        await Expect(page.Locator(".pane-results")).ToHaveAttributeAsync("aria-busy", "false");
    }

    /// <summary>The report's points, such as "4 of 10".</summary>
    public async Task<(int Score, int OutOf)> PointsAsync()
    {
        var words = Regex.Match(await Report.Locator(".report-score").InnerTextAsync(), @"(\d+) of (\d+)");
        return (int.Parse(words.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(words.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    private async Task FocusAsync()
    {
        await page.Locator(".editor-host .monaco-editor .view-lines").First.ClickAsync();
        await Expect(page.Locator(".editor-host .monaco-editor.focused, .editor-host .monaco-editor .focused").First).ToBeAttachedAsync();
    }
}
