using System.Text.RegularExpressions;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.TaskDefinition;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.TaskDefinition;

/// <summary>The panel draws real reports of the course's labs.</summary>
public sealed partial class TaskDefinitionPanelTests
{
    private static readonly CourseReading _course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });

    [Fact]
    public async Task What_the_client_refuses_is_shown_in_its_words_with_line_and_picture()
    {
        var html = await RenderAsync("mend-the-task-definition", "registers", text => text);
        Assert.Contains("AWS&#x27;s client finds this before anything is sent.", html);
        Assert.Contains("Parameter validation failed:", html);
        Assert.Contains("line 12, column 17", html);
        Assert.Contains("256 CPU units, 512 MiB", html);
        Assert.Contains("100 of 512 MiB", html);
    }

    [Fact]
    public async Task A_size_is_shown_with_its_row_and_price()
    {
        var html = await RenderAsync("size-a-fargate-task", "smallest-size", text => text.Replace("\"1536\"", "\"2048\"", StringComparison.Ordinal));
        Assert.Contains("2 GB (yours)", html);
        Assert.Contains("<td>640</td><td>512</td>", html);
        Assert.Contains("us-east-1", html);
    }

    [Fact]
    public async Task A_value_is_shown_as_written() =>
        Assert.Contains("<code>&quot;100&quot;</code>", await RenderAsync("mend-the-task-definition", "web-memory", text => text));

    [Theory]
    [InlineData("registers")]
    [InlineData("web-image")]
    public async Task What_a_learner_writes_never_becomes_markup(string check)
    {
        var html = await RenderAsync("mend-the-task-definition", check, text => text.Replace("nginx", "<script>alert(1)</script>", StringComparison.Ordinal));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("style=", html);
    }

    private static async Task<string> RenderAsync(string slug, string checkId, Func<string, string> edit)
    {
        var lab = _course.Catalog!.FindLab(slug)!.ForSeed(1);
        // The check is shown as if it were not hidden: its evidence is what is looked at here.
        lab = lab with { Tasks = [.. lab.Tasks.Select(t => t with { Checks = [.. t.Checks.Select(c => c with { Hidden = false })] })] };
        var report = await new TaskDefinitionGrader().GradeAsync(
            new(Guid.Empty, lab, [.. lab.Files.Select(f => new SubmittedFile(f.Path, edit(f.Starter)))], 1, true), null, CancellationToken.None);
        var check = report.Tasks.SelectMany(t => t.Checks).Single(c => c.Id == checkId);

        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TaskDefinitionPanel>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Check"] = check }))).ToHtmlString());
        return ScopeOfCss.Replace(html, "");
    }

    [GeneratedRegex(" b-[a-z0-9]{10}(?=[ >])")]
    private static partial Regex ScopeOfCss { get; }
}
