using CloudCourse.Course.Model;
using CloudCourse.Labs.ConsoleSteps;
using CloudCourse.Labs.ConsoleSteps.Flows;
using CloudCourse.Labs.Tests.SimulatedCloud;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCourse.Labs.Tests.ConsoleSteps;

/// <summary>What clicks do: pages follow each other as in AWS's console, nothing is made before the button, and a refusal is told where it came from.</summary>
public sealed class ConsoleWalkTests
{
    private const int Seed = 7;

    private const string People = """
        {"call": "iam CreateGroup", "input": {"GroupName": "readers"}},
        {"call": "iam CreateUser", "input": {"UserName": "ben"}},
        {"call": "iam AddUserToGroup", "input": {"UserName": "ben", "GroupName": "readers"}},
        {"call": "iam AttachUserPolicy", "input": {"UserName": "ben", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}},
        {"file": "answers.json", "console": "create-user", "as": "user"}
        """;

    private const string Start = """{"page": "details", "created": false, "answers": {}}""";

    private static LabDefinition Lab(string steps = People) => CloudLab.Of(steps, ["answers.json"]) with { Kind = "console-steps" };

    private static ConsoleTurn Click(string answers, string click, string steps = People) => ConsoleWalk.Click(Lab(steps), [new("answers.json", answers)], Seed, click);

    private static string Of(string answers, string page = "details", bool created = false) => $$"""{"page": "{{page}}", "created": {{(created ? "true" : "false")}}, "answers": {{answers}}}""";

    [Theory]
    [InlineData("details", "{}", "next", "details", "userName")] // a name is missing
    [InlineData("details", """{"userName": "a b"}""", "next", "details", "userName")]
    [InlineData("details", """{"userName": "ana"}""", "next", "permissions", null)]
    [InlineData("details", """{"userName": "ana", "console": true}""", "next", "details", "userType")] // Identity Center is chosen for her
    [InlineData("details", """{"userName": "ana", "console": true, "userType": "iam"}""", "next", "permissions", null)]
    [InlineData("details", """{"userName": "ana", "console": true, "userType": "iam", "password": "custom"}""", "next", "details", "customPassword")]
    [InlineData("permissions", """{"userName": "ana"}""", "next", "review", null)] // no permissions are fine
    [InlineData("permissions", """{"userName": "ana", "how": "copy"}""", "next", "permissions", "copyFrom")]
    [InlineData("permissions", """{"userName": "ana", "groups": ["nobody"]}""", "next", "permissions", "groups")]
    [InlineData("permissions", "{}", "previous", "details", null)]
    [InlineData("details", "{}", "page review", "details", "userName")] // one may not jump over what is missing
    [InlineData("review", "{}", "page details", "details", null)]
    [InlineData("review", "{}", "create", "details", "userName")]
    [InlineData("review", "{}", "page nowhere", "review", null)]
    [InlineData("review", "{}", "at x", "review", null)]
    public void A_click_leads_to_a_page_and_says_what_is_missing(string page, string answers, string click, string leadsTo, string? missing)
    {
        var turn = Click(Of(answers, page), click);
        Assert.Equal((leadsTo, missing), (turn.Model.Page?.Id, turn.Model.Problems.Keys.SingleOrDefault()));
        Assert.Contains($"\"{leadsTo}\"", turn.Text, StringComparison.Ordinal);
        Assert.Contains("\"created\": false", turn.Text, StringComparison.Ordinal);
        if (missing is not null) Assert.Equal($"cf-{missing}", turn.Focus);
    }

    /// <summary>https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html: who must change the password gets IAMUserChangePassword.</summary>
    [Theory]
    [InlineData("""{"userName": "ana"}""", "CreateUser")]
    [InlineData("""{"userName": "ana", "console": true, "userType": "iam", "groups": ["readers"]}""", "CreateUser CreateLoginProfile AttachUserPolicy AddUserToGroup")]
    [InlineData("""{"userName": "ana", "console": true, "userType": "iam", "reset": false}""", "CreateUser CreateLoginProfile")]
    [InlineData("""{"userName": "ana", "how": "copy", "copyFrom": "ben"}""", "CreateUser AddUserToGroup AttachUserPolicy")]
    [InlineData("""{"userName": "ana", "how": "attach", "policies": ["arn:aws:iam::aws:policy/ReadOnly", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]}""", "")] // one of them is in no list
    [InlineData("""{"userName": "ana", "how": "attach", "groups": ["readers"]}""", "CreateUser")] // chosen before, and no longer asked
    public void The_button_makes_these_calls(string answers, string calls) =>
        Assert.Equal(calls, string.Join(' ', Click(Of(answers, "review"), "show").Model.Calls.Select(c => c.Operation)));

    [Fact]
    public void The_button_makes_the_user_and_shows_what_is_seen_once()
    {
        var turn = Click(Of("""{"userName": "ana", "console": true, "userType": "iam", "groups": ["readers"]}""", "review"), "create");
        Assert.Null(turn.Model.Page);
        Assert.Contains(("User name", "ana"), turn.Model.Result!.Facts);
        Assert.Contains(turn.Model.Result.Facts, f => f is { Term: "Console sign-in URL", Value: "https://111122223333.signin.aws.amazon.com/console" });
        Assert.Contains("\"done\"", turn.Text, StringComparison.Ordinal);
        var html = Html(turn);
        Assert.Contains("iam:CreateLoginProfile", html, StringComparison.Ordinal);
        Assert.Equal(turn.Text, Click(turn.Text, "show").Text);
        var again = Click(turn.Text, "again");
        Assert.Equal("details", again.Model.Page?.Id);
        Assert.Contains("\"ana\"", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_stays_at_the_button_and_names_the_field()
    {
        var turn = Click(Of("""{"userName": "ben"}""", "review"), "create");
        Assert.Equal("review", turn.Model.Page?.Id);
        Assert.Equal("EntityAlreadyExists", turn.Model.Refused!.Error!.Code);
        var html = Html(turn);
        Assert.Contains("User with name ben already exists.", html, StringComparison.Ordinal);
        Assert.Contains("Specify user details, User name", html, StringComparison.Ordinal);
        Assert.Equal("details", Click(turn.Text, "at /answers/userName").Model.Page?.Id);
        Assert.Equal("cf-groups", Click(turn.Text, "at /answers/groups/0").Focus);
    }

    [Fact]
    public void What_calls_before_a_refusal_have_made_is_said()
    {
        var turn = Click(Of("""{"userName": "ana", "console": true, "userType": "iam", "password": "custom", "customPassword": "short"}""", "review"), "create");
        Assert.Equal(("CreateLoginProfile", 1), (turn.Model.Refused!.Operation, turn.Model.RefusedAfter));
        Assert.Contains("The call before it was made", Html(turn), StringComparison.Ordinal);
        Assert.Contains("Custom password", Html(turn), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"page": "elsewhere"}""")]
    [InlineData("""{"created": "yes"}""")]
    [InlineData("""{"answers": []}""")]
    [InlineData("""{"answers": {"userNme": "ana"}}""")]
    [InlineData("""{"answers": {"userName": 7}}""")]
    [InlineData("""{"answers": {"console": "true"}}""")]
    [InlineData("""{"answers": {"groups": "readers"}}""")]
    [InlineData("""{"answers": {"groups": [1]}}""")]
    [InlineData("""{"answers": {"userName": "a", "userName": "b"}}""")]
    [InlineData("""{"more": 1}""")]
    public void A_text_that_is_no_answers_is_told_with_its_line_and_kept(string text)
    {
        foreach (var click in new[] { "show", "next", "create", "again" })
        {
            var turn = Click(text, click);
            Assert.Equal(text, turn.Text);
            Assert.StartsWith("answers.json cannot be read at line ", turn.Model.Unreadable, StringComparison.Ordinal);
            Assert.Contains("reset the lab", Html(turn), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"page": "done"}""")] // without the button
    public void What_is_left_out_is_as_the_console_begins(string text) => Assert.NotNull(Click(text, "show").Model.Page);

    [Fact]
    public void What_a_learner_writes_never_becomes_markup()
    {
        var html = Html(Click(Of("""{"userName": "<script>alert(1)</script>", "groups": ["<b>"]}""", "details"), "next")) + Html(Click(Of("""{"userName": "<i>x</i>"}""", "review"), "show"));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
    }

    public static TheoryData<string> Flows => [.. ConsoleFlow.All.Keys];

    /// <summary>Every field has a name of its own, every choice that is filled in is there, and every page can be drawn in an account with nothing in it.</summary>
    [Theory, MemberData(nameof(Flows))]
    public void Every_page_of_a_flow_can_be_drawn(string name)
    {
        var flow = ConsoleFlow.All[name];
        Assert.Equal(flow.Fields.Count(), flow.Fields.Select(f => f.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(flow.Fields.Where(f => f is { Kind: FieldKind.Radio, Account: null, Default.Length: > 0 }), f => Assert.Contains(f.Options, o => o.Value == f.Default));
        foreach (var page in flow.Pages)
        {
            var turn = Click(Of("{}", page.Id), "show", $$"""{"file": "answers.json", "console": "{{name}}", "as": "made"}""");
            var html = Html(turn);
            Assert.Equal(page.Id, turn.Model.Page?.Id);
            Assert.All(page.Fields.Where(turn.Model.Answers!.Shows), f => Assert.Contains($"row-{f.Id}\"", html, StringComparison.Ordinal));
            Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        }
    }

    private static string Html(ConsoleTurn turn)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using HtmlRenderer renderer = new(services, services.GetRequiredService<ILoggerFactory>());
        return renderer.Dispatcher.InvokeAsync(async () =>
            System.Net.WebUtility.HtmlDecode((await renderer.RenderComponentAsync<ConsoleView>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = turn.Model }))).ToHtmlString().Replace("&lt;", "‹", StringComparison.Ordinal))).GetAwaiter().GetResult();
    }
}
