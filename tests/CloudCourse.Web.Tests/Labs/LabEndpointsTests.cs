using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Iam;
using CloudCourse.Web.Tests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Labs;

public sealed class LabEndpointsTests(Site site) : IClassFixture<Site>
{
    private const string Slug = "read-one-bucket", File = "policy.json";

    private string Draft => $"/api/drafts/{Activity}/{File}";
    private Guid Activity => site.Services.GetRequiredService<CourseLibrary>().Current.FindLab(Slug)!.Id;

    [Fact]
    public async Task A_draft_is_saved_and_comes_back_with_the_page()
    {
        var ana = await AtTheLabAsync();
        Assert.Equal(1, await SavedAsync(await PutAsync(ana, Draft, "{ \"mine\": 1 }", baseRevision: 0)));
        Assert.Equal(2, await SavedAsync(await PutAsync(ana, Draft, "{ \"mine\": 2 }", baseRevision: 1)));
        Assert.Equal("{ \"mine\": 2 }", (await ana.Client.GetFromJsonAsync<JsonElement>(Draft)).GetProperty("text").GetString());
        Assert.Contains("\"mine\": 2", (await ana.OpenAsync($"/labs/{Slug}")).QuerySelector("[data-part=placeholder]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_tab_that_is_behind_is_told_what_the_first_saved()
    {
        var ana = await AtTheLabAsync();
        await PutAsync(ana, Draft, "first tab", baseRevision: 0);
        var answer = await PutAsync(ana, Draft, "second tab", baseRevision: 0);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var standing = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, "first tab"), (standing.GetProperty("revision").GetInt32(), standing.GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData("reset", 1)]
    [InlineData("restored", 1)]
    [InlineData(null, 0)]
    public async Task A_text_that_is_replaced_at_once_is_kept_as_an_earlier_version(string? replaces, int kept)
    {
        var ana = await AtTheLabAsync();
        await PutAsync(ana, Draft, "first", 0);
        await PutAsync(ana, Draft, "second", 1);
        await ana.Client.PutAsJsonAsync(Draft, new { text = "third", baseRevision = 2, replaces });
        var learner = await LearnerOfAsync("third");
        var earlier = await site.Services.GetRequiredService<Drafts>().HistoryAsync(learner, Activity, File);
        Assert.Equal(kept, earlier.Count(e => e.Text == "second"));
    }

    [Fact]
    public async Task Nobody_reads_or_overwrites_anothers_draft()
    {
        var ana = await AtTheLabAsync();
        var ben = await AtTheLabAsync();
        await PutAsync(ana, Draft, "Ana's", baseRevision: 0);
        Assert.Equal(HttpStatusCode.NotFound, (await ben.Client.GetAsync(Draft)).StatusCode);
        await PutAsync(ben, Draft, "Ben's", baseRevision: 0);
        Assert.Equal("Ana's", (await ana.Client.GetFromJsonAsync<JsonElement>(Draft)).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_page_left_open_does_not_save_into_the_drafts_of_who_signed_in_since()
    {
        var shared = await AtTheLabAsync();
        await using var db = await site.Services.GetRequiredService<IDbContextFactory<ProgressContext>>().CreateDbContextAsync();
        var ana = await db.Learners.OrderByDescending(l => l.CreatedAt).Select(l => l.Id).FirstAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await shared.Client.GetAsync($"/api/learners/{ana}")).StatusCode);
        await shared.SignUpAsync(People.NewEmail(), more: ("guest", "leave"));

        var answer = await shared.Client.PutAsJsonAsync(Draft, new { text = "Ana's", baseRevision = 0, learner = ana });

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await shared.Client.GetAsync(Draft)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await shared.Client.GetAsync($"/api/learners/{ana}")).StatusCode);
    }

    [Fact]
    public async Task Without_a_learner_nothing_is_kept()
    {
        var stranger = site.Visit();
        Assert.Equal(HttpStatusCode.Unauthorized, (await PutAsync(stranger, Draft, "x", 0)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Client.GetAsync(Draft)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await InspectAsync(stranger, Slug, (File, "{}"))).StatusCode);
    }

    [Fact]
    public async Task A_forged_guest_cookie_is_nobody()
    {
        var forger = site.Visit();
        forger.Client.DefaultRequestHeaders.Add("Cookie", $"cc-guest={Guid.NewGuid():N}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await PutAsync(forger, Draft, "x", 0)).StatusCode);
    }

    [Theory]
    [InlineData("/api/drafts/00000000-0000-0000-0000-000000000001/policy.json", HttpStatusCode.NotFound)]
    [InlineData("{lab}/other.json", HttpStatusCode.NotFound)]
    [InlineData("{lab}/../policy.json", HttpStatusCode.NotFound)]
    [InlineData("/api/drafts/not-a-guid/policy.json", HttpStatusCode.NotFound)]
    public async Task A_file_that_no_lab_has_is_refused(string path, HttpStatusCode status)
    {
        var ana = await AtTheLabAsync();
        Assert.Equal(status, (await PutAsync(ana, path.Replace("{lab}", $"/api/drafts/{Activity}", StringComparison.Ordinal), "x", 0)).StatusCode);
    }

    [Theory]
    [InlineData("{ not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"text\": \"\\ud800\", \"baseRevision\": 0 }")]
    [InlineData("{ \"text\": \"x\", \"baseRevision\": \"one\" }")]
    [InlineData("{ \"text\": null, \"baseRevision\": 0 }")]
    public async Task A_request_that_cannot_be_read_is_a_problem_response(string body)
    {
        var ana = await AtTheLabAsync();
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        var answer = await ana.Client.PutAsync(Draft, content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();
        Assert.NotEqual("", detail);
        Assert.DoesNotContain("CloudCourse", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("parameter", detail, StringComparison.Ordinal);
    }

    /// <summary>A form in somebody else's page can send these types without asking the browser's leave.</summary>
    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Only_json_is_read(string type)
    {
        var ana = await AtTheLabAsync();
        using StringContent content = new("{ \"text\": \"forged\", \"baseRevision\": 0 }", Encoding.UTF8, type);
        var answer = await ana.Client.PutAsync(Draft, content);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("Content-Type", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ana.Client.GetAsync(Draft)).StatusCode);
    }

    [Fact]
    public async Task A_megabyte_is_too_large_and_the_draft_before_it_stays()
    {
        var ana = await AtTheLabAsync();
        await PutAsync(ana, Draft, "small", 0);
        var answer = await PutAsync(ana, Draft, new string('x', 1 << 20), 1);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("256 KB", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("small", (await ana.Client.GetFromJsonAsync<JsonElement>(Draft)).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Findings_name_the_place_and_the_rule()
    {
        var ana = await AtTheLabAsync();
        const string text = """{ "Version": "2012-10-17", "Statement": [{ "Effect": "Permit", "Action": "s3:GetObject", "Resource": "*" }] }""";
        var findings = await (await InspectAsync(ana, Slug, (File, text))).Content.ReadFromJsonAsync<JsonElement>();
        var finding = Assert.Single(findings.EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
        Assert.Equal("\"Permit\"", text[finding.GetProperty("start").GetInt32()..finding.GetProperty("end").GetInt32()]);
        Assert.NotEqual("", finding.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("create-a-user", "next", HttpStatusCode.OK)]
    [InlineData("create-a-user", "<script>", HttpStatusCode.OK)] // no click that is known: the page stays
    [InlineData("create-a-user", null, HttpStatusCode.OK)]
    [InlineData(Slug, "next", HttpStatusCode.NotFound)] // a lab without a console
    public async Task A_click_is_answered_with_the_file_and_the_page(string slug, string? click, HttpStatusCode status)
    {
        var browser = site.Visit();
        await browser.OpenAsync($"/labs/{slug}");
        var answer = await browser.Client.PostAsJsonAsync($"/api/labs/{slug}/console", new { files = new[] { new { path = "answers.json", text = "{}" } }, click });
        Assert.Equal(status, answer.StatusCode);
        if (status is not HttpStatusCode.OK) return;
        var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("answers.json", "{}"), (page.GetProperty("file").GetString(), page.GetProperty("text").GetString()));
        Assert.Contains("Specify user details", page.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Equal(click == "next" ? "cf-userName" : null, page.GetProperty("focus").GetString());
    }

    [Theory] // findings in labs cost what findings elsewhere cost, and whoever had more than a class's share waits
    [InlineData("read-one-bucket", "inspect")]
    [InlineData("choose-a-region", "view")]
    [InlineData("create-a-user", "console")]
    public async Task The_servers_time_is_counted(string slug, string question)
    {
        var browser = site.Visit();
        await browser.OpenAsync($"/labs/{slug}");
        var files = site.Services.GetRequiredService<CourseLibrary>().Current.FindLab(slug)!.Files.Select(f => new { path = f.Path, text = "{}" }).ToList();
        Task<HttpResponseMessage> AskAsync() => browser.Client.PostAsJsonAsync($"/api/labs/{slug}/{question}", new { files });
        var time = site.Services.GetRequiredService<EngineTime>();
        var share = EngineTime.Most * 3;
        time.End(IPAddress.None, share);
        try
        {
            var refused = await AskAsync();
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
        finally
        {
            time.End(IPAddress.None, -share);
        }
        var answer = await AskAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("{ \"Statement\": [")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public async Task Text_that_is_no_policy_has_findings_and_no_fault(string text)
    {
        var ana = await AtTheLabAsync();
        var answer = await InspectAsync(ana, Slug, (File, text));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(0, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetArrayLength());
    }

    [Fact]
    public async Task A_policy_200_levels_deep_is_a_finding()
    {
        var ana = await AtTheLabAsync();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200);
        var findings = await (await InspectAsync(ana, Slug, (File, deep))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(findings.EnumerateArray(), f => f.GetProperty("severity").GetString() == "error");
    }

    [Fact]
    public async Task An_unknown_lab_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await InspectAsync(await AtTheLabAsync(), "no-such-lab", (File, "{}"))).StatusCode);

    [Fact]
    public async Task A_file_that_the_lab_lacks_is_a_problem_response()
    {
        var answer = await InspectAsync(await AtTheLabAsync(), Slug, ("other.json", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_run_is_drawn_again_from_its_files_alone()
    {
        var ana = await AtTheLabAsync();
        var lab = site.Services.GetRequiredService<CourseLibrary>().Current.FindLab("survive-a-zone")!;
        var good = lab.Solutions.First(s => s.IsGood).Files.Select(f => (f.Key, f.Value)).ToArray();
        var html = (await (await RunAsync(ana, "survive-a-zone", good)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("html").GetString()!;
        Assert.Contains("<cc-timeline", html, StringComparison.Ordinal);
        Assert.Contains("Twice as many as it takes", html, StringComparison.Ordinal);
        Assert.Contains("CreateAutoScalingGroup", html, StringComparison.Ordinal);
        Assert.Equal(html, (await (await RunAsync(ana, "survive-a-zone", good)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("html").GetString());
        // What stands in a file is shown as text.
        var hostile = good.Select(f => (f.Item1, f.Item1 == "group.json" ? "{\"AutoScalingGroupName\": \"<img src=x onerror=alert(1)>\"}" : f.Item2)).ToArray();
        Assert.DoesNotContain("<img", (await (await RunAsync(ana, "survive-a-zone", hostile)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("html").GetString()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-lab", "policy.json", HttpStatusCode.NotFound)]
    [InlineData(Slug, File, HttpStatusCode.NotFound)] // its kind draws no runs
    [InlineData("survive-a-zone", "other.json", HttpStatusCode.BadRequest)]
    public async Task No_run_is_drawn_of_what_is_not_there(string slug, string file, HttpStatusCode status) =>
        Assert.Equal(status, (await RunAsync(await AtTheLabAsync(), slug, (file, "{}"))).StatusCode);

    [Theory]
    [InlineData("survive-a-zone", true)]
    [InlineData(Slug, false)]
    public async Task Only_a_lab_with_a_run_loads_the_timelines_script(string slug, bool loads) =>
        Assert.Equal(loads, (await site.Visit().OpenAsync($"/labs/{slug}")).QuerySelector("script[src*='js/timeline']") is not null);

    private static Task<HttpResponseMessage> RunAsync(Browser browser, string slug, params (string Path, string Text)[] files) =>
        browser.Client.PostAsJsonAsync($"/api/labs/{slug}/run", new { files = files.Select(f => new { path = f.Path, text = f.Text }) });

    [Theory]
    [InlineData(Slug)]
    [InlineData("office-hours")]
    [InlineData("mend-the-task-definition")]
    public async Task A_labs_page_holds_neither_solutions_nor_hidden_checks(string slug)
    {
        var html = (await (await AtTheLabAsync()).OpenAsync($"/labs/{slug}")).DocumentElement.TextContent;
        var lab = site.Services.GetRequiredService<CourseLibrary>().Current.FindLab(slug)!;
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks).Where(c => c.Hidden))
        {
            Assert.DoesNotContain(check.Id, html, StringComparison.Ordinal);
            Assert.All(check.Messages.Values, message => Assert.DoesNotContain(message, html, StringComparison.Ordinal));
        }
        var good = lab.Solutions.First(s => s.IsGood);
        Assert.All(good.Files.Values, text => Assert.DoesNotContain(text.Trim(), html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_lab_has_no_page() =>
        Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().Client.GetAsync("/labs/no-such-lab")).StatusCode);

    private async Task<Guid> LearnerOfAsync(string text)
    {
        await using var db = await site.Services.GetRequiredService<IDbContextFactory<ProgressContext>>().CreateDbContextAsync();
        return (await db.Drafts.Where(d => d.Text == text).OrderByDescending(d => d.SavedAt).FirstAsync()).LearnerId;
    }

    [Fact]
    public async Task A_form_comes_with_what_the_learner_has_to_choose_from()
    {
        var ana = await AtTheLabAsync();
        var form = await ana.Client.GetFromJsonAsync<JsonElement>("/api/labs/launch-a-web-server/forms/launch.json");
        Assert.Equal("launch.json", form.GetProperty("file").GetString());
        Assert.Contains(form.GetProperty("sections").EnumerateArray(), s => s.GetProperty("title").GetString() == "Network settings");
        Assert.NotEmpty(form.GetProperty("choices").GetProperty("instanceTypes").EnumerateArray());
        // Its summary of the lab's world is the learner's own.
        Assert.NotEqual((await (await AtTheLabAsync()).Client.GetStringAsync("/api/labs/launch-a-web-server/forms/launch.json")), form.GetRawText());
    }

    [Theory]
    [InlineData("/api/labs/launch-a-web-server/forms/user-data.sh")]
    [InlineData("/api/labs/launch-a-web-server/forms/nothing.json")]
    [InlineData($"/api/labs/{Slug}/forms/{File}")]
    [InlineData("/api/labs/no-lab/forms/launch.json")]
    public async Task Where_there_is_no_form_there_is_no_answer(string address) => Assert.Equal(HttpStatusCode.NotFound, (await (await AtTheLabAsync()).Client.GetAsync(address)).StatusCode);

    [Fact]
    public async Task A_form_is_for_a_learner() => Assert.Equal(HttpStatusCode.NotFound, (await site.Visit().Client.GetAsync("/api/labs/launch-a-web-server/forms/launch.json")).StatusCode);

    [Theory]
    [InlineData("launch-a-web-server", true)]
    [InlineData(Slug, false)]
    public async Task Only_a_lab_with_a_form_has_room_for_one(string slug, bool has)
    {
        var page = await (await AtTheLabAsync()).OpenAsync($"/labs/{slug}");
        Assert.Equal(has ? 1 : 0, page.QuerySelectorAll("[data-part=form]").Length);
        Assert.Equal(has ? 3 : 0, page.QuerySelectorAll("[data-part=form-sides] button[aria-pressed]").Length);
        Assert.Equal(has, page.QuerySelectorAll("link[rel=stylesheet]").Any(l => l.GetAttribute("href")!.Contains("lab-form", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_lab_with_a_form_says_what_AWS_would_answer()
    {
        var ana = await AtTheLabAsync();
        var lab = site.Services.GetRequiredService<CourseLibrary>().Current.FindLab("launch-a-web-server")!;
        var answer = await InspectAsync(ana, lab.Slug, [.. lab.Files.Select(f => (f.Path, f.Starter.Replace("t3.micro", "t3.mikro", StringComparison.Ordinal)))]);
        var found = Assert.Single((await answer.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray());
        Assert.Equal(("launch.json", "InvalidParameterValue"), (found.GetProperty("file").GetString(), found.GetProperty("code").GetString()));
    }

    private async Task<Browser> AtTheLabAsync()
    {
        var browser = site.Visit();
        await browser.OpenAsync($"/labs/{Slug}");
        return browser;
    }

    private static Task<HttpResponseMessage> PutAsync(Browser browser, string path, string text, int baseRevision) =>
        browser.Client.PutAsJsonAsync(path, new { text, baseRevision });

    private static Task<HttpResponseMessage> InspectAsync(Browser browser, string slug, params (string Path, string Text)[] files) =>
        browser.Client.PostAsJsonAsync($"/api/labs/{slug}/inspect", new { files = files.Select(f => new { path = f.Path, text = f.Text }) });

    private static async Task<int> SavedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("revision").GetInt32();
    }
}
