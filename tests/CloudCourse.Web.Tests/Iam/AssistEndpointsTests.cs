using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CloudCourse.Progress;
using CloudCourse.Web.Iam;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Iam;

public sealed class AssistEndpointsTests(Site site) : IClassFixture<Site>
{
    private const string Policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"}]}""";

    [Fact]
    public async Task Findings_need_no_learner_and_make_none()
    {
        var somebody = site.Visit();
        var response = await somebody.Client.PostAsJsonAsync("/api/iam/inspect", new { text = Policy, policyType = "identity" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.True(response.Headers.CacheControl?.NoStore);
        var found = Assert.Single((await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray());
        Assert.Equal("INVALID_ACTION", found.GetProperty("code").GetString());
        Assert.Equal("\"s3:GetObjekt\"", Policy[found.GetProperty("start").GetInt32()..found.GetProperty("end").GetInt32()]);
    }

    [Theory]
    [InlineData("identity", "UNSUPPORTED_PRINCIPAL")]
    [InlineData("boundary", "UNSUPPORTED_PRINCIPAL")]
    [InlineData("session", "UNSUPPORTED_PRINCIPAL")]
    [InlineData("serviceControl", "SCP_SYNTAX_ERROR_PRINCIPAL")]
    [InlineData("resourceControl", "RCP_SYNTAX_ERROR_ALLOW")]
    [InlineData("trust", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE")]
    [InlineData("endpoint", "REDUNDANT_RESOURCE")]
    [InlineData("resource", "REDUNDANT_RESOURCE")]
    public async Task Findings_follow_the_type_of_policy(string policyType, string code)
    {
        const string text = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Resource": ["arn:aws:iam::111122223333:role/a", "arn:aws:iam::111122223333:role/*"]}}
            """;
        var codes = await CodesAsync(new { text, policyType });
        Assert.Contains(code, codes);
    }

    /// <summary>Bytes that are no character, and half of one: refused as a whole, not guessed at.</summary>
    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    public async Task Text_that_is_not_UTF_8_is_refused(byte[] bytes)
    {
        ByteArrayContent body = new([.. "{\"policyType\": \"identity\", \"text\": \"{}"u8, .. bytes, .. "\"}"u8]);
        body.Headers.ContentType = new("application/json");
        var response = await site.Visit().Client.PostAsync("/api/iam/inspect", body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("not the JSON that is asked for", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>JSON is UTF-8, whatever the header's letters and quotes; other encodings, and names of none, are refused in words.</summary>
    [Theory]
    [InlineData("application/json; charset=utf-7", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=utf-16", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=nonsense", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData("application/json; charset=UTF-8", HttpStatusCode.OK)]
    [InlineData("application/json", HttpStatusCode.OK)]
    public async Task Encodings(string contentType, HttpStatusCode expected)
    {
        ByteArrayContent body = new([.. "{\"policyType\": \"identity\", \"text\": \"{}\"}"u8]);
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var response = await site.Visit().Client.PostAsync("/api/iam/inspect", body);
        Assert.Equal(expected, response.StatusCode);
        if (expected is not HttpStatusCode.OK) Assert.Contains("UTF-8", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"policyType": "identity"}""", "`text` is missing")]
    [InlineData("""{"text": "{}"}""", "`policyType` is missing")]
    [InlineData("""{"text": "{}", "policyType": "bucket"}""", "no `policyType` of that name")]
    [InlineData("""{"text": 1, "policyType": "identity"}""", "not the JSON that is asked for")]
    [InlineData("""{"text": "{}" """, "not the JSON that is asked for")]
    [InlineData("null", "Send a JSON object")]
    [InlineData("", "Send a JSON object")]
    public async Task A_question_that_is_none_is_told_so(string body, string words)
    {
        var response = await site.Visit().Client.PostAsync("/api/iam/inspect", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_that_no_policy_has_is_refused()
    {
        var response = await site.Visit().Client.PostAsJsonAsync("/api/iam/inspect", new { text = new string(' ', 256 * 1024 + 1), policyType = "identity" });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("256 KB", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choices_for_the_place_where_the_cursor_is()
    {
        var text = Policy.Replace("s3:GetObjekt", "s3:GetOb", StringComparison.Ordinal);
        var offset = text.IndexOf("GetOb", StringComparison.Ordinal) + 5;
        var response = await site.Visit().Client.PostAsJsonAsync("/api/iam/complete", new { text, policyType = "identity", offset });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("s3:GetOb", text[answer.GetProperty("start").GetInt32()..answer.GetProperty("end").GetInt32()]);
        var first = answer.GetProperty("items")[0];
        Assert.Equal(("s3:GetObject", "action", "Read", "s3:GetObject"),
            (first.GetProperty("label").GetString(), first.GetProperty("kind").GetString(), first.GetProperty("detail").GetString(), first.GetProperty("insert").GetString()));
        Assert.True(answer.GetProperty("inString").GetBoolean());
        Assert.Empty(answer.GetProperty("also").EnumerateArray());
    }

    [Fact]
    public async Task Words_for_the_thing_under_the_pointer_and_none_for_the_rest()
    {
        var client = site.Visit().Client;
        var answer = await (await client.PostAsJsonAsync("/api/iam/hover", new { text = Policy, policyType = "identity", offset = Policy.IndexOf("Allow", StringComparison.Ordinal) })).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("lets a matching request through", answer.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Equal("\"Allow\"", Policy[answer.GetProperty("start").GetInt32()..answer.GetProperty("end").GetInt32()]);
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync("/api/iam/hover", new { text = Policy, policyType = "identity", offset = 0 })).StatusCode);
    }

    [Fact]
    public async Task A_fix_for_the_finding_at_the_place()
    {
        var at = Policy.IndexOf("GetObjekt", StringComparison.Ordinal);
        var response = await site.Visit().Client.PostAsJsonAsync("/api/iam/fixes", new { text = Policy, policyType = "identity", start = at, end = at + 3 });
        var fix = Assert.Single((await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray());
        Assert.Equal(("INVALID_ACTION", "Write \"s3:GetObject\"", true), (fix.GetProperty("code").GetString(), fix.GetProperty("title").GetString(), fix.GetProperty("preferred").GetBoolean()));
        var edit = Assert.Single(fix.GetProperty("edits").EnumerateArray());
        var mended = Policy[..edit.GetProperty("start").GetInt32()] + edit.GetProperty("text").GetString() + Policy[edit.GetProperty("end").GetInt32()..];
        Assert.Equal(Policy.Replace("GetObjekt", "GetObject", StringComparison.Ordinal), mended);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(1, null)]
    [InlineData(2, 1)]
    [InlineData(0, 3)]
    [InlineData(-1, 0)]
    public async Task A_part_that_is_none_is_told_so(int? start, int? end)
    {
        var response = await site.Visit().Client.PostAsJsonAsync("/api/iam/fixes", new { text = "{}", policyType = "identity", start, end });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("`start` and `end`", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_without_end_is_told_to_wait_and_stops_nobody_else()
    {
        var flooder = site.Visit();
        await flooder.OpenAsync("/labs/read-one-bucket"); // which makes a guest of the browser
        await using var db = await site.Services.GetRequiredService<IDbContextFactory<ProgressContext>>().CreateDbContextAsync();
        var guest = await db.Learners.OrderByDescending(l => l.CreatedAt).Select(l => l.Id).FirstAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(flooder)).StatusCode);

        var limits = site.Services.GetRequiredService<AssistLimits>();
        Assert.InRange(Enumerable.Range(0, 5000).TakeWhile(_ => limits.Take(guest, IPAddress.Loopback) is null).Count(), 600, 2000);

        var answer = await AskAsync(flooder);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Contains("Wait a few seconds", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(site.Visit())).StatusCode);

        static Task<HttpResponseMessage> AskAsync(Browser browser) => browser.Client.PostAsJsonAsync("/api/iam/hover", new { text = "{\"Version\": 1}", policyType = "identity", offset = 3 });
    }

    [Theory]
    [InlineData("complete", null)]
    [InlineData("complete", -1)]
    [InlineData("complete", 3)]
    [InlineData("hover", null)]
    [InlineData("hover", 2_000_000_000)]
    public async Task A_place_outside_the_text_is_told_so(string what, int? offset)
    {
        var response = await site.Visit().Client.PostAsJsonAsync($"/api/iam/{what}", new { text = "{}", policyType = "identity", offset });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("`offset`", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<List<string?>> CodesAsync(object question)
    {
        var response = await site.Visit().Client.PostAsJsonAsync("/api/iam/inspect", question);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(f => f.GetProperty("code").GetString())];
    }
}
