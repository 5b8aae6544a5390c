using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

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

    private async Task<List<string?>> CodesAsync(object question)
    {
        var response = await site.Visit().Client.PostAsJsonAsync("/api/iam/inspect", question);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(f => f.GetProperty("code").GetString())];
    }
}
