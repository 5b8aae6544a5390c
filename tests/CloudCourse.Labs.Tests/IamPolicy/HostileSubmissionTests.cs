using System.Text;
using System.Text.Json;
using CloudCourse.Course.Grading;
using static CloudCourse.Labs.Tests.IamPolicy.IamLab;

namespace CloudCourse.Labs.Tests.IamPolicy;

/// <summary>Whatever is handed in ends in a message, and in a report of a bearable size.</summary>
public sealed class HostileSubmissionTests
{
    private const int MostBytes = 400_000;
    private static readonly string _reference = Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*");

    public static TheoryData<string, string> Texts => new()
    {
        { "10,000 statements", Statements(10_000, i => $$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b{{i}}/*"}""") },
        { "10,000 denies", Statements(10_000, _ => """{"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"}""") },
        { "exploding patterns", Statements(100, i => $$"""{"Effect": "Allow", "Action": "s3:{{new string('*', i)}}{{Repeat("a*", 60)}}b", "Resource": "arn:aws:s3:::{{Repeat("*a", 200)}}b"}""") },
        { "patterns that overlap", Statements(30, i => $$"""{"Effect": "{{(i % 2 == 0 ? "Allow" : "Deny")}}", "Action": "s3:*{{(char)('a' + i % 26)}}*{{(char)('a' + i * 7 % 26)}}*", "Resource": "arn:aws:s3:::*{{i}}*a*b*"}""") },
        { "many conditions", Policy("Allow", "s3:GetObject", "*", $", \"Condition\": {{\"StringLike\": {{{string.Join(", ", Enumerable.Range(0, 3000).Select(i => $"\"aws:RequestTag/k{i}\": \"*a*a*a*\""))}}}}}") },
        { "one huge name", Policy("Allow", "s3:GetObject", $"arn:aws:s3:::{new string('x', 500_000)}", $", \"Sid\": \"{new string('y', 500_000)}\"") },
        { "braces in a name", Policy("Deny", "s3:GetObject", "*", ", \"Sid\": \"{why}{line}{principal}\"") },
    };

    [Theory]
    [InlineData("arn:aws:s3:::b/*x*", "`arn:aws:s3:::b/*x*`: arn:aws:s3:::b/\\*x\\*")]
    [InlineData("arn:aws:s3:::b/`[x](y)<b>", "`arn:aws:s3:::b/'[x](y)<b>`: arn:aws:s3:::b/\\`\\[x\\](y)\\<b\\>")]
    public async Task What_fills_a_message_is_no_markup(string resource, string message)
    {
        var check = Check("decision", $$"""{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "{{resource}}"}""",
            """{"decision": "Denied"}""", ("allowed", "`{resource}`: {resource}"));
        Assert.Equal(message, (await GradeAsync(Of("{}", ["policy.json"], check), ("policy.json", Policy("Allow", "s3:GetObject", "*")))).Message);
    }

    [Theory, MemberData(nameof(Texts))]
    public async Task Every_check_ends_in_a_message(string what, string text)
    {
        foreach (var check in new[]
        {
            Check("grammar", "{}"),
            Check("decision", """{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac"}""", """{"decision": "Allowed"}"""),
            Check("chain", """{"steps": [{"principal": "arn:aws:iam::111122223333:user/ana", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/a"}]}""", """{"decision": "Allowed"}"""),
            Check("compare", $$"""{"reference": {{_reference}}}""", """{"relation": "equivalent"}"""),
        })
        {
            var result = await GradeAsync(Of("{}", ["policy.json"], check), ("policy.json", text));
            Assert.True(result.Message.Length is > 0 and < 4000, $"{what}: {check.Kind}: {result.Message.Length}");
            Assert.InRange(JsonSerializer.Serialize(result, CourseJson.Options).Length, 1, MostBytes);
        }
        _ = Grader.Inspect(Of("{}", ["policy.json"]), [new("policy.json", text)]);
    }

    [Theory]
    [InlineData(100_000, "[", "]")]
    [InlineData(100_000, "{\"Statement\":", "}")]
    public async Task Deep_nesting_is_no_policy(int depth, string open, string close)
    {
        var report = await Grader.GradeAsync(new(Guid.Empty, Of("{}", ["policy.json"], Check("grammar", "{}")), [new("policy.json", Repeat(open, depth) + "1" + Repeat(close, depth))], 0, true),
            null, TestContext.Current.CancellationToken);
        Assert.Equal(GradeStatus.Ungradable, report.Status);
        Assert.Contains("policy.json, line 1", report.Message, StringComparison.Ordinal);
    }

    private static string Statements(int count, Func<int, string> one) => $$"""{"Version": "2012-10-17", "Statement": [{{string.Join(",\n", Enumerable.Range(0, count).Select(one))}}]}""";

    private static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();
}
