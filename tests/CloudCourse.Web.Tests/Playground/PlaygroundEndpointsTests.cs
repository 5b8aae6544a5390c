using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CloudCourse.Web.Tests.Playground;

public sealed class PlaygroundEndpointsTests(Site site) : IClassFixture<Site>
{
    private const string Evaluate = "/api/iam/evaluate", Compare = "/api/iam/compare", Ana = "arn:aws:iam::111122223333:user/ana";
    private const string ReadAll = """{ "Version": "2012-10-17", "Statement": [{ "Sid": "ReadAll", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }""";

    [Fact]
    public async Task A_decision_comes_with_its_way_its_deciding_statement_and_without_a_guest()
    {
        var response = await site.Visit().Client.PostAsJsonAsync(Evaluate, Question(ReadAll));
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Allowed", Text(answer, "decision"));
        var deciding = Assert.Single(answer.GetProperty("deciding").EnumerateArray());
        Assert.Equal("Mine", Text(deciding, "policy"));
        Assert.Equal("""{ "Sid": "ReadAll", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }""",
            ReadAll[deciding.GetProperty("start").GetInt32()..deciding.GetProperty("end").GetInt32()]);
        Assert.Contains("data-stage=\"IdentityPolicies\"", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_policies_ask_for_and_the_request_lacks_is_named()
    {
        const string withMfa = """{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }] }""";
        var answer = await AskAsync(Evaluate, Question(withMfa));
        Assert.Equal("ImplicitDeny", Text(answer, "decision"));
        Assert.Equal(["aws:MultiFactorAuthPresent"], answer.GetProperty("missing").EnumerateArray().Select(k => k.GetString()!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"Version\": ")]
    [InlineData("// a comment")]
    [InlineData("{{deep}}")]
    public async Task A_text_that_is_no_JSON_yet_is_answered_with_what_to_mend(string text)
    {
        var answer = await AskAsync(Evaluate, Question(text == "{{deep}}" ? new string('[', 5000) : text));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("decision").ValueKind);
        Assert.Contains("Mine, line 1", Text(answer, "html"), StringComparison.Ordinal);
        Assert.Contains("data-policy=\"Mine\"", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "arn:aws:s3:::b/k", "no action yet")]
    [InlineData("s3:*", "arn:aws:s3:::b/k", "is a pattern")]
    [InlineData("GetObject", "arn:aws:s3:::b/k", "is no action")]
    [InlineData("s3:GetObject", "", "no resource yet")]
    [InlineData("s3:GetObject", "bucket", "is no ARN")]
    public async Task A_request_that_is_not_complete_is_answered_in_words(string action, string resource, string words)
    {
        var answer = await AskAsync(Evaluate, Question(ReadAll, action, resource));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("decision").ValueKind);
        Assert.Contains(words, Text(answer, "html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn", "arn:aws:iam::111122223333:role/Reader", "A role itself calls nothing")]
    [InlineData("arn", "arn:aws:iam::1111:user/ana", "12 digits")]
    [InlineData("arn", "arn:aws:iam::111122223333:user/", "12 digits")]
    [InlineData("service", "s3", "s3.amazonaws.com")]
    [InlineData("federated", "", "identity provider")]
    public async Task A_caller_that_is_not_complete_is_answered_in_words(string type, string id, string words)
    {
        var answer = await AskAsync(Evaluate, new { policies = Array.Empty<object>(), request = new { principal = new { type, id }, action = "s3:GetObject", resource = "*" } });
        Assert.Contains(words, Text(answer, "html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "`policies` is missing")]
    [InlineData("""{"policies":[]}""", "`request` is missing")]
    [InlineData("""{"policies":[null],"request":{}}""", "`policies[0]` is null")]
    [InlineData("""{"policies":[{"type":"magic","name":"x","text":""}],"request":{}}""", "`policies[0].type` is \"magic\"")]
    [InlineData("""{"policies":[{"type":"identity","text":""}],"request":{}}""", "`policies[0].name`")]
    [InlineData("""{"policies":[{"type":"identity","name":"x"}],"request":{}}""", "has no `text`")]
    [InlineData("""{"policies":[{"type":"serviceControl","name":"x","text":"{}","level":"moon"}],"request":{}}""", "`policies[0].level` is \"moon\"")]
    [InlineData("""{"policies":[{"type":"identity","name":"x","text":"{}"},{"type":"identity","name":"x","text":"{}"}],"request":{}}""", "Two policies are called")]
    [InlineData("""{"policies":[{"type":"boundary","name":"x","text":"{}"},{"type":"boundary","name":"y","text":"{}"}],"request":{"principal":{"type":"anonymous"}}}""", "2 permissions boundaries")]
    [InlineData("""{"policies":[],"request":{"principal":{"type":"god"}}}""", "`request.principal.type` is \"god\"")]
    [InlineData("""[]""", "not the JSON")]
    [InlineData("""{"policies":7}""", "not the JSON")]
    [InlineData("""{ nope""", "not the JSON")]
    public async Task What_no_page_sends_is_refused_with_the_reason(string body, string words)
    {
        var response = await PostAsync(Evaluate, body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(words, Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_statements_are_refused_by_size()
    {
        var statements = string.Join(',', Enumerable.Repeat("""{"Effect":"Allow","Action":"s3:*","Resource":"*"}""", 10_000));
        var response = await site.Visit().Client.PostAsJsonAsync(Evaluate, Question($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}"""));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("here a policy may have 64 KB", Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_statements_as_fit_are_decided_and_the_answer_stays_small()
    {
        var statements = string.Join(',', Enumerable.Repeat("""{"Effect":"Allow","Action":"s3:*","Resource":"*"}""", 1_200));
        var answer = await AskAsync(Evaluate, Question($$"""{"Version":"2012-10-17","Statement":[{{statements}}]}"""));
        Assert.Equal("Allowed", Text(answer, "decision"));
        Assert.InRange(Text(answer, "html").Length, 1, 200_000);
        Assert.Contains("1,140 more statements", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_megabytes_are_refused()
    {
        var response = await PostAsync(Evaluate, $$"""{"policies":[{"type":"identity","name":"x","text":"{{new string('x', 10 << 20)}}"}],"request":{} }""");
        Assert.True(response.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, response.StatusCode.ToString());
        Assert.NotEmpty(Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "detail"));
    }

    [Theory]
    [InlineData(Evaluate)]
    [InlineData(Compare)]
    public async Task Deep_JSON_is_refused(string path)
    {
        var response = await PostAsync(path, string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Markup_in_policies_and_requests_is_shown_as_text()
    {
        const string hostile = "<img src=x onerror=alert(1)>";
        var text = JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new[] { new { Sid = hostile, Effect = "Allow", Action = $"s3:{hostile}", Resource = $"arn:aws:s3:::{hostile}" } } });
        var answer = await AskAsync(Evaluate, new
        {
            policies = new[] { new { type = "identity", name = hostile, text } },
            request = new { principal = new { type = "service", id = $"x.{hostile}" }, action = $"s3:{hostile}", resource = $"arn:aws:s3:::{hostile}" },
        });
        Assert.DoesNotContain("<img", Text(answer, "html"), StringComparison.Ordinal);
        Assert.Contains("&lt;img", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3:GetObject", "s3:Get*", "narrower", "b")]
    [InlineData("s3:Get*", "s3:GetObject", "broader", "a")]
    [InlineData("s3:GetObject", "s3:getobject", "equivalent", "")]
    [InlineData("s3:GetObject", "s3:PutObject", "incomparable", "ab")]
    public async Task Two_policies_are_related_and_every_difference_has_a_request(string a, string b, string relation, string allowedBy)
    {
        var answer = await AskAsync(Compare, new { a = Allowing(a), b = Allowing(b) });
        Assert.Equal(relation, Text(answer, "relation"));
        var witnesses = answer.GetProperty("witnesses").EnumerateArray().ToList();
        Assert.Equal(allowedBy, string.Concat(witnesses.Select(w => Text(w, "allowedBy"))));
        foreach (var witness in witnesses)
        {
            // What the page does with it: the same request, decided with each of the two.
            Assert.Equal("Allowed", Text(await TryAsync(witness, Text(witness, "allowedBy") is "a" ? a : b), "decision"));
            Assert.Equal("ImplicitDeny", Text(await TryAsync(witness, Text(witness, "allowedBy") is "a" ? b : a), "decision"));
        }

        Task<JsonElement> TryAsync(JsonElement witness, string action) =>
            AskAsync(Evaluate, new { policies = new[] { new { type = "identity", name = "Mine", text = Allowing(action) } }, request = witness.GetProperty("request") });
    }

    [Theory]
    [InlineData(true, "equivalent")]
    [InlineData(false, "broader")]
    public async Task Actions_that_AWS_has_not_count_only_when_asked(bool onlyReal, string relation) =>
        Assert.Equal(relation, Text(await AskAsync(Compare, new { a = Allowing("s3:NoSuchActi*\",\"s3:GetObject"), b = Allowing("s3:GetObject"), onlyReal }), "relation"));

    [Fact]
    public async Task Policies_that_are_no_JSON_yet_are_not_compared()
    {
        var answer = await AskAsync(Compare, new { a = "{", b = ReadAll });
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("relation").ValueKind);
        Assert.Contains("Policy A, line 1", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_decided_is_said()
    {
        var answer = await AskAsync(Compare, new { a = ReadAll, b = ReadAll.Replace("\"Resource\"", "\"Condition\": { \"StringSounds\": { \"aws:username\": \"x\" } }, \"Resource\"", StringComparison.Ordinal) });
        Assert.Equal("undecided", Text(answer, "relation"));
        Assert.Contains("StringSounds", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flood_is_turned_away_with_when_to_come_back()
    {
        using Site own = new();
        var client = own.Visit().Client;
        HttpResponseMessage last;
        var asked = 0;
        do last = await client.PostAsJsonAsync(Compare, new { a = "{", b = "{" });
        while (last.IsSuccessStatusCode && ++asked < 2000);
        Assert.Equal(HttpStatusCode.TooManyRequests, last.StatusCode);
        Assert.InRange(asked, 300, 1999);
        Assert.NotNull(last.Headers.RetryAfter);
    }

    private static object Question(string text, string action = "s3:GetObject", string resource = "arn:aws:s3:::reports/july.csv") => new
    {
        policies = new[] { new { type = "identity", name = "Mine", text } },
        request = new { principal = new { type = "arn", id = Ana }, action, resource },
    };

    private static string Allowing(string action) => $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["{{action}}"], "Resource": "*" }] }""";

    private async Task<JsonElement> AskAsync(string path, object body)
    {
        var response = await site.Visit().Client.PostAsJsonAsync(path, body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        return await site.Visit().Client.PostAsync(path, content);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
