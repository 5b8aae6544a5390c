using CloudCourse.Course.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Authoring;

/// <summary>The site in development, over a copy of the course whose files a test saves.</summary>
public sealed class LiveContentTests : IDisposable
{
    private const string Lesson = "shared-responsibility/who-is-responsible/lesson.md";
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudcourse-live-").FullName;
    private readonly Site _site = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public LiveContentTests()
    {
        var from = ContentFolder.Find(null, AppContext.BaseDirectory);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(_folder, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        _site.Settings["Content:Path"] = _folder;
        _site.Settings["Content:Watch"] = "true";
    }

    public void Dispose()
    {
        _site.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_is_saved_shows_and_what_is_broken_says_so_in_the_page()
    {
        var browser = _site.Visit();
        var page = await browser.OpenAsync("/lessons/who-is-responsible");
        Assert.Contains(page.Scripts, s => s.Source?.Contains("authoring", StringComparison.Ordinal) == true);
        Assert.Null(page.QuerySelector(".author-notes"));

        await SaveAsync(Lesson, t => t.Replace("Think of a rented workshop.", "Think of a rented bakery.", StringComparison.Ordinal));
        Assert.Contains("rented bakery", (await browser.OpenAsync("/lessons/who-is-responsible")).Body!.TextContent, StringComparison.Ordinal);

        await SaveAsync(Lesson, t => t.Replace("minutes: 5", "minutes: soon", StringComparison.Ordinal));
        var gone = await browser.Client.GetAsync("/lessons/who-is-responsible", _cancel);
        Assert.Equal(404, (int)gone.StatusCode);
        foreach (var text in (string[])[await gone.Content.ReadAsStringAsync(_cancel), (await browser.OpenAsync("/")).DocumentElement.OuterHtml])
        {
            Assert.Contains($"{Lesson}:17:10", text, StringComparison.Ordinal);
            Assert.Contains("it takes a whole number from 1 to 240", text, StringComparison.Ordinal);
        }

        await SaveAsync(Lesson, t => t.Replace("minutes: soon", "minutes: 5", StringComparison.Ordinal));
        Assert.Null((await browser.OpenAsync("/lessons/who-is-responsible")).QuerySelector(".author-notes"));
    }

    [Fact]
    public async Task Without_a_course_that_can_be_read_the_one_before_is_taught()
    {
        var browser = _site.Visit();
        await browser.OpenAsync("/");
        await SaveAsync("course.yml", _ => "modules: [");
        var page = await browser.OpenAsync("/lessons/policies");
        Assert.Contains("course.yml:2:1", page.QuerySelector(".author-notes")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_told_of_each_revision()
    {
        var browser = _site.Visit();
        using var told = new StreamReader(await browser.Client.GetStreamAsync("/api/authoring/revisions", _cancel));
        Assert.Equal("data: 1", await told.ReadLineAsync(_cancel));
        await SaveAsync("glossary.yml", t => t + "\n");
        Assert.Equal("", await told.ReadLineAsync(_cancel));
        Assert.StartsWith("data: ", await told.ReadLineAsync(_cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_shown_to_its_author()
    {
        var browser = _site.Visit();
        await browser.OpenAsync("/");
        await SaveAsync(Lesson, t => t.Replace("status: live", "status: draft", StringComparison.Ordinal));
        await browser.OpenAsync("/lessons/who-is-responsible");
    }

    [Fact]
    public async Task Learners_get_neither_script_nor_notes()
    {
        _site.Settings["Content:Watch"] = "false";
        var browser = _site.Visit();
        await SaveWithoutWaitingAsync(Lesson, t => t.Replace("minutes: 5", "minutes: soon", StringComparison.Ordinal));
        var page = await browser.OpenAsync("/");
        Assert.DoesNotContain(page.Scripts, s => s.Source?.Contains("authoring", StringComparison.Ordinal) == true);
        Assert.Null(page.QuerySelector(".author-notes"));
        Assert.Equal(404, (int)(await browser.Client.GetAsync("/api/authoring/revisions", _cancel)).StatusCode);
    }

    /// <summary>Saves, and waits until the site has read a whole file: a save is seen in steps.</summary>
    private async Task SaveAsync(string file, Func<string, string> edit)
    {
        var library = _site.Services.GetRequiredService<CourseLibrary>();
        var revision = library.Revision;
        await SaveWithoutWaitingAsync(file, edit);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await library.ChangedAsync(revision, patience.Token);
    }

    /// <summary>As editors do: written beside it, then put in its place.</summary>
    private async Task SaveWithoutWaitingAsync(string file, Func<string, string> edit)
    {
        var path = Path.Combine(_folder, file);
        var text = edit(await File.ReadAllTextAsync(path, _cancel));
        await File.WriteAllTextAsync(path + "~", text, _cancel);
        File.Move(path + "~", path, overwrite: true);
    }
}
