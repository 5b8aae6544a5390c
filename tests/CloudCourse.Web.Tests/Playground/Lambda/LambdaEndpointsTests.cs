using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CloudCourse.Sandbox;
using CloudCourse.Web.Playground.Lambda;
using CloudCourse.Web.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Playground.Lambda;

public sealed class LambdaEndpointsTests(Site site) : IClassFixture<Site>
{
    private const string Run = "/api/lambda/run";
    private static readonly FunctionRun Hello = Program("hello");

    private static FunctionRun Program(string id)
    {
        var program = StartingProgram.All.First(p => p.Id == id);
        return new(program.Runtime, program.Handler, program.Memory, program.Timeout, program.Files, program.Variables, program.Policy, EventTemplate.Find(program.Event).Text, program.Account, program.Invocations, program.Mode)
        {
            LoadOf = program.LoadOf,
            LoadCount = program.LoadCount,
            LoadSeconds = program.LoadSeconds,
            LoadWork = program.LoadWork,
            LoadRoom = program.LoadRoom,
        };
    }

    private static FunctionRun Python(string code) => Hello with { Files = [new("lambda_function.py", code)], Invocations = 1 };

    private async Task<JsonElement> LastAsync(FunctionRun run, Browser? browser = null)
    {
        using var response = await (browser ?? site.Visit()).Client.PostAsJsonAsync(Run, run, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType!.MediaType);
        Assert.False(response.Headers.Contains("Set-Cookie"));
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return JsonDocument.Parse(lines[^1]).RootElement;
    }

    private static string Text(JsonElement answer, string member) => answer.GetProperty(member).GetString() ?? "";

    /// <summary>What each program's sentence promises, run in the real sandbox.</summary>
    [Theory]
    [InlineData("hello", "5 invocations succeeded", "\"count\": 5")]
    [InlineData("hello-node", "2 invocations succeeded", "Hello, world!")]
    [InlineData("copy", "Succeeded", "THE FIRST DAY WAS LONG")]
    [InlineData("denied", "Failed, 1 call denied", "s3:PutObject on resource: \"arn:aws:s3:::course-copies/notes/first day.txt\" because no identity-based policy allows")]
    [InlineData("load", "1000 invocations succeeded", "1000 uploads to the bucket course-uploads within 10 s. Nothing was throttled.")]
    [InlineData("count", "4 invocations succeeded", "{\"N\":\"4\"}")]
    [InlineData("upload-invokes", "2 invocations succeeded", "A NOTE")]
    [InlineData("fails", "3 of 3 invocations failed", "KeyError")]
    public async Task A_starting_program_does_what_its_sentence_says(string id, string headline, string shown)
    {
        var answer = await LastAsync(Program(id));
        Assert.True(Text(answer, "t") == "done", answer.ToString());
        Assert.Equal(headline, Text(answer, "headline"));
        Assert.Contains(shown, WebUtility.HtmlDecode(Text(answer, "html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_program_is_run_above() => Assert.Equal(8, StartingProgram.All.Count);

    /// <summary>Every source is connected, and what finds no room is told.</summary>
    [Theory]
    [InlineData("events", 0, "6 invocations succeeded", "Nothing was throttled.")]
    [InlineData("events", 1, "6 invocations succeeded", "starts were throttled, and tried again later.")]
    [InlineData("requests", 1, "invocations succeeded", "their callers got 503")]
    [InlineData("uploads", 0, "6 invocations succeeded", "6 uploads to the bucket course-uploads within 1 s.")]
    public async Task Many_events_come_from_each_source(string of, int room, string headline, string shown)
    {
        var run = Python("def lambda_handler(event, context):\n    return None\n") with { Mode = "load", LoadOf = of, LoadCount = 6, LoadSeconds = 1, LoadWork = 400, LoadRoom = room, Event = """{"n": "@@n@@"}""" };
        var answer = await LastAsync(run);
        Assert.True(Text(answer, "t") == "done", answer.ToString());
        Assert.Contains(headline, Text(answer, "headline"), StringComparison.Ordinal);
        Assert.Contains(shown, WebUtility.HtmlDecode(Text(answer, "html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_is_read_under_the_role()
    {
        var run = Python("def lambda_handler(event, context):\n    print(len(event['Records']))\n") with { Mode = "load", LoadOf = "messages", LoadCount = 5, LoadSeconds = 1 };
        var refused = await LastAsync(run with { Policy = "" });
        Assert.Equal(("problem", "role"), (Text(refused, "t"), Text(refused, "part")));
        Assert.Contains("sqs:ReceiveMessage", refused.ToString().Replace(" ReceiveMessage", "sqs:ReceiveMessage", StringComparison.Ordinal), StringComparison.Ordinal);
        var answer = await LastAsync(run with { Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""" });
        Assert.True(Text(answer, "t") == "done", answer.ToString());
        Assert.Contains("5 messages in the queue course-load", Text(answer, "html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_line_is_named_for_the_editor()
    {
        var mark = Assert.Single((await LastAsync(Python("def lambda_handler(event, context):\n    return 1 / 0\n"))).GetProperty("marks").EnumerateArray());
        Assert.Equal(("lambda_function.py", 2, "ZeroDivisionError: division by zero"), (Text(mark, "file"), mark.GetProperty("line").GetInt32(), Text(mark, "words")));
    }

    [Fact]
    public async Task What_code_writes_comes_encoded()
    {
        var html = Text(await LastAsync(Python("def lambda_handler(event, context):\n    print('<script>alert(1)</script>')\n    raise Exception('<img src=x onerror=alert(1)>')\n")), "html");
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    public static TheoryData<string, FunctionRun, string, string> Wrong => new()
    {
        { "no file", Hello with { Files = null }, "code", "no file" },
        { "no files", Hello with { Files = [] }, "code", "no file" },
        { "a file that is null", Hello with { Files = [null] }, "code", "name is missing" },
        { "a path upwards", Hello with { Files = [new("../x.py", "")] }, "code", "no file of the function" },
        { "an absolute path", Hello with { Files = [new("/etc/passwd", "")] }, "code", "no file of the function" },
        { "twice the same", Hello with { Files = [new("a.py", ""), new("a.py", "")] }, "code", "there twice" },
        { "too many files", Hello with { Files = [.. Enumerable.Range(0, 21).Select(i => new FunctionFile($"f{i}.py", ""))] }, "code", "up to 20" },
        { "too much code", Hello with { Files = [new("a.py", new('#', FunctionReader.MostCharacters + 1))] }, "code", "takes up to" },
        { "no runtime", Hello with { Runtime = null }, "settings", "runtime is missing" },
        { "no handler", Hello with { Handler = "" }, "settings", "handler is missing" },
        { "too little memory", Hello with { Memory = 64 }, "settings", "from 128" },
        { "too long a timeout", Hello with { Timeout = 901 }, "settings", "from 1 to 900" },
        { "no invocation", Hello with { Invocations = 0 }, "settings", "from 1 to 20" },
        { "too many invocations", Hello with { Invocations = 21 }, "settings", "from 1 to 20" },
        { "an unknown mode", Hello with { Mode = "magic" }, "settings", "synchronously" },
        { "a variable twice", Hello with { Variables = [new("A", "1"), new("A", "2")] }, "settings", "there twice" },
        { "a variable that is null", Hello with { Variables = [null] }, "settings", "name is missing" },
        { "an event that is no JSON", Hello with { Event = "{\n  \"a\": }" }, "event", "line 2" },
        { "a large event", Hello with { Event = $"\"{new string('x', FunctionReader.MostEvent)}\"" }, "event", "takes up to" },
        { "a long policy", Hello with { Policy = new(' ', 20_481) }, "role", "20481 characters" },
        { "an account that is no list", Hello with { Account = "{}" }, "account", "list of steps" },
        { "a step of two members", Hello with { Account = """[{ "call": {}, "advance": "1s" }]""" }, "account", "Step 1" },
        { "a step without an operation", Hello with { Account = """[{ "call": { "service": "s3" } }]""" }, "account", "`operation`" },
        { "a year of waiting", Hello with { Account = """[{ "advance": "9000h" }]""" }, "account", "up to a day" },
        { "time backwards", Hello with { Account = """[{ "advance": "-5s" }]""" }, "account", "up to a day" },
        { "too many steps", Hello with { Account = "[" + string.Join(",", Enumerable.Repeat("""{"advance":"1s"}""", 41)) + "]" }, "account", "up to 40" },
        { "deep steps", Hello with { Account = new string('[', 5000) }, "account", "not JSON" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_cannot_be_run_is_refused_in_words_with_the_part_to_mend(string what, FunctionRun run, string part, string words)
    {
        using var response = await site.Visit().Client.PostAsJsonAsync(Run, run);
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, what);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(part, Text(problem, "part"));
        Assert.Contains(words, Text(problem, "detail"), StringComparison.Ordinal);
    }

    /// <summary>Refused by the simulated AWS, in its words, before any code runs.</summary>
    [Theory]
    [InlineData("role", "MalformedPolicyDocument")]
    [InlineData("settings", "InvalidParameterValueException")]
    [InlineData("account", "NoSuchBucket")]
    public async Task What_AWS_refuses_is_told_in_its_words(string part, string code)
    {
        var run = part switch
        {
            "role" => Hello with { Policy = "{ \"Version\": \"2012-10-17\", \"Statement\": [ { \"Effect\": \"Perhaps\", \"Action\": \"*\", \"Resource\": \"*\" } ] }" },
            "settings" => Hello with { Runtime = "cobol85" },
            _ => Hello with { Account = """[{ "call": { "service": "s3", "operation": "PutObject", "input": { "Bucket": "nowhere", "Key": "k" } } }]""" },
        };
        var answer = await LastAsync(run);
        Assert.Equal(("problem", part), (Text(answer, "t"), Text(answer, "part")));
        Assert.Contains(code, Text(answer, "detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"files\":{}}", HttpStatusCode.BadRequest)]
    [InlineData("{\"memory\":\"much\"}", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    public async Task Hostile_bodies_are_refused(string body, HttpStatusCode expected)
    {
        using StringContent content = new(body, System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(expected, (await site.Visit().Client.PostAsync(Run, content)).StatusCode);
    }

    [Fact]
    public async Task A_function_that_sets_off_itself_is_stopped_in_words()
    {
        var program = Program("upload-invokes");
        var answer = await LastAsync(program with { Variables = [new("COPIES", "course-uploads")], Policy = program.Policy!.Replace("course-copies", "course-uploads", StringComparison.Ordinal) });
        Assert.Equal("problem", Text(answer, "t"));
        Assert.Contains("invoked 100 times", Text(answer, "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_goes_away_ends_the_run()
    {
        var browser = site.Visit();
        using CancellationTokenSource leaves = new();
        using HttpRequestMessage request = new(HttpMethod.Post, Run) { Content = JsonContent.Create(Python("while True:\n    pass\n") with { Timeout = 900 }) };
        using (var response = await browser.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leaves.Token))
        {
            using StreamReader lines = new(await response.Content.ReadAsStreamAsync(leaves.Token));
            string? line;
            do line = await lines.ReadLineAsync(leaves.Token); while (line is not null && !line.Contains("\"ran\"", StringComparison.Ordinal));
            Assert.NotNull(line);
        }
        var monitor = site.Services.GetRequiredService<SandboxMonitor>();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(20));
        while ((await monitor.ReadAsync(patience.Token)).Running > 0) await Task.Yield();
    }

    [Fact]
    public async Task The_same_run_gives_the_same_account_for_everybody()
    {
        var learner = site.Visit();
        await learner.SignUpAsync(People.NewEmail());
        var (one, other) = (await LastAsync(Program("count"), learner), await LastAsync(Program("count")));
        Assert.Equal(Counted(one), Counted(other)); // nobody finds another's item in the table

        static bool Counted(JsonElement answer) => WebUtility.HtmlDecode(Text(answer, "html")).Contains("{\"N\":\"4\"}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sandbox_the_answer_says_so()
    {
        await using Site closed = new();
        closed.Settings["Sandbox:Enabled"] = "false";
        using var response = await closed.Visit().Client.PostAsJsonAsync(Run, Hello);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("do not run on this site", Text(await response.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await closed.Visit().Client.GetAsync("/playground/lambda")).StatusCode);
    }
}
