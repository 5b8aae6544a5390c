using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.ConsoleSteps;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.Tests.SimulatedCloud;

namespace CloudCourse.Labs.Tests.ConsoleSteps;

/// <summary>Small labs of the kind: what is graded, and what an author is told.</summary>
public sealed class ConsoleStepsGraderTests
{
    private const string Launch = """
        {"call": "ec2 DescribeSubnets", "input": {}, "as": "network"},
        {"file": "answers.json", "console": "launch-instance", "as": "launch"}, {"wait": "5m"}
        """;

    private static readonly ConsoleStepsGrader _grader = new();

    private static LabDefinition Lab(string steps, params CheckDefinition[] checks) => CloudLab.Of(steps, ["answers.json"], checks) with { Kind = "console-steps" };

    private static CheckDefinition Button() => CloudLab.Check("button", "{}", "{}", ("not-pressed", "Press {button}."), ("refused", "{operation} {code}"), ("denied", "{action}"));

    private static async Task<CheckResult> GradeAsync(LabDefinition lab, string answers)
    {
        var report = await _grader.GradeAsync(new(Guid.Empty, lab, [new("answers.json", answers)], 7, IncludeHidden: true), null, TestContext.Current.CancellationToken);
        Assert.Equal((GradeStatus.Graded, null), (report.Status, report.Message));
        return Assert.Single(Assert.Single(report.Tasks).Checks);
    }

    [Theory]
    [InlineData("{}", "not-pressed")]
    [InlineData("""{"created": true, "answers": {"key": "(none)"}}""", "passed")]
    [InlineData("""{"created": true}""", "not-pressed")] // the page asks for a key pair, so nobody came to the button
    [InlineData("""{"created": true, "answers": {"key": "(none)", "size": "eight"}}""", "not-pressed")]
    [InlineData("""{"created": true, "answers": {"key": "(none)", "count": "0"}}""", "not-pressed")]
    [InlineData("""{"created": true, "answers": {"key": "(none)", "image": "ami-0a1b2c3d4e5f60002"}}""", "refused")] // for Arm, and the type is not
    [InlineData("""{"created": true, "answers": {"key": "(none)", "groupName": "default"}}""", "refused")]
    public async Task The_button_counts_when_pages_and_account_let_it_pass(string answers, string key) => Assert.Equal(key, (await GradeAsync(Lab(Launch, Button()), answers)).MessageKey);

    /// <summary>Each is filled in by AWS's page as well: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-launch-parameters.html</summary>
    [Theory]
    [InlineData("""{"key": "(none)"}""", 1, "22")]
    [InlineData("""{"key": "(none)", "ssh": false}""", 0, null)]
    [InlineData("""{"key": "(none)", "http": true, "https": true, "sshFrom": "203.0.113.25/32"}""", 3, "22")]
    public async Task The_boxes_of_the_firewall_become_rules(string answers, int rules, string? first)
    {
        var check = CloudLab.Check("describe", """{"call": "ec2 DescribeSecurityGroups", "input": {"GroupNames": ["launch-wizard-1"]}, "path": "/SecurityGroups/0/IpPermissions", "field": ["ssh", "http"]}""", $$"""{"atLeast": {{rules}}, "atMost": {{rules}}}""");
        var result = await GradeAsync(Lab(Launch, check), $$"""{"created": true, "answers": {{answers}}}""");
        Assert.Equal("passed", result.MessageKey);
        Assert.Equal(first is null ? "No" : "Yes", CloudEvidence.Of(result)!.Choices[0].Answer);
    }

    [Fact]
    public async Task What_stood_there_from_the_start_can_be_gone_to_as_well()
    {
        var check = CloudLab.Check("describe", """{"call": "ec2 DescribeSecurityGroups", "input": {"GroupNames": ["launch-wizard-1"]}, "path": "/SecurityGroups/0/IpPermissions", "field": "ssh"}""", """{"absent": true}""", ("present", "You said {answer}."));
        var result = await GradeAsync(Lab(Launch, check), """{"created": true, "answers": {"key": "(none)"}}""");
        Assert.Equal(("You said Yes.", "/answers/ssh"), (result.Message, Assert.Single(result.Locations).Pointer));
    }

    [Theory]
    [InlineData("""{"file": "answers.json", "console": "delete-user"}""", "no walk `delete-user`")]
    [InlineData("""{"file": "answers.json", "call": "iam CreateUser", "console": "create-user"}""", "`console` goes with")]
    [InlineData("""{"file": "answers.json"}""", "one step with `console`")]
    public void An_author_is_told_what_is_wrong_with_a_step(string steps, string says) => Assert.Contains(_grader.CheckDefinition(Lab(steps)), p => p.Contains(says, StringComparison.Ordinal));

    [Theory]
    [InlineData("call", """{"file": "answers.json"}""", "no check kind `call`")]
    [InlineData("describe", """{"call": "ec2 DescribeInstances", "input": {}, "path": "/Reservations", "field": "sise"}""", "ask for no `sise`")]
    [InlineData("permission", """{"role": "App", "action": "s3:GetObject"}""", "resource")]
    public void An_author_is_told_what_is_wrong_with_a_check(string kind, string given, string says) =>
        Assert.Contains(_grader.CheckDefinition(Lab(Launch, CloudLab.Check(kind, given, """{"absent": true}"""))), p => p.Contains(says, StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Other_kinds_have_no_console() =>
        Assert.Contains(CloudLab.Grader.CheckDefinition(CloudLab.Of(Launch, ["answers.json"])), p => p.Contains("console-steps", StringComparison.Ordinal));
}
