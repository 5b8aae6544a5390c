using static CloudCourse.Labs.Tests.IamPolicy.IamLab;

namespace CloudCourse.Labs.Tests.IamPolicy;

public sealed class ChainCheckTests
{
    private const string Settings = """
        {"account": "111122223333", "users": [{"name": "ana"}, {"name": "ben"}], "roles": [{"name": "App", "path": "/service/"}],
         "instanceProfiles": [{"name": "web", "role": "App"}, {"name": "spare"}],
         "files": {"trust.json": {"type": "trust", "of": "role/App"}, "app.json": {"type": "identity", "of": "role/App"}, "session.json": {"type": "session"}, "account.json": {"type": "account"}},
         "attached": [{"name": "AnaMayAssume", "of": "user/ana", "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/service/App"}]}}]}
        """;
    private const string Provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    private const string Read = """{"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}""";
    private static readonly string _account = """{"AWS": "arn:aws:iam::111122223333:root"}""";

    [Theory]
    [InlineData("""{"principal": "user/ana", "assume": "App"}""", "account", "Allowed", "passed")]
    // A trust in the whole account leaves it to the caller's policies.
    [InlineData("""{"principal": "user/ben", "assume": "App"}""", "account", "Allowed", "stopped")]
    [InlineData("""{"principal": "user/ana", "assume": "App"}""", "ec2", "Allowed", "stopped")]
    [InlineData("""{"launch": "web"}""", "ec2", "Allowed", "passed")]
    [InlineData("""{"launch": "web"}""", "account", "Allowed", "stopped")]
    [InlineData("""{"launch": "spare"}""", "ec2", "Allowed", "stopped")]
    [InlineData("""{"launch": "web"}""", "ec2", "ImplicitDeny", "allowed")]
    [InlineData("""{"principal": "user/ana", "assume": "App", "sessionPolicy": "session.json"}""", "account", "Allowed", "denied-implicitly")]
    [InlineData("""{"principal": {"type": "Federated", "id": "PROVIDER"}, "assume": "App", "action": "sts:AssumeRoleWithWebIdentity"}""", "web", "Allowed", "passed")]
    [InlineData("""{"principal": {"type": "Federated", "id": "accounts.google.com"}, "assume": "App", "action": "sts:AssumeRoleWithWebIdentity"}""", "web", "Allowed", "stopped")]
    public async Task Who_assumes_the_role_and_what_the_session_may_do(string first, string trust, string decision, string key)
    {
        var given = $$"""{"steps": [{{first.Replace("PROVIDER", Provider, StringComparison.Ordinal)}}, {{Read}}]}""";
        var lab = Of(Settings, ["trust.json", "app.json", "session.json", "account.json"],
            Check("chain", given, $$"""{"decision": "{{decision}}"}""", ("stopped", "{step} {action} {principal} {why} {blockedBy} {line}")));
        Assert.Empty(Grader.CheckDefinition(lab));
        var result = await GradeAsync(lab,
            ("trust.json", trust switch
            {
                "account" => Trust(_account),
                "ec2" => Trust("""{"Service": "ec2.amazonaws.com"}"""),
                _ => Trust($$"""{"Federated": "{{Provider}}"}""", "sts:AssumeRoleWithWebIdentity"),
            }),
            ("app.json", Policy("Allow", "s3:GetObject", "arn:aws:s3:::b/*")),
            ("session.json", Policy("Allow", "s3:ListBucket", "*")),
            ("account.json", "{}"));
        Assert.Equal(key, result.MessageKey);
        Assert.DoesNotMatch(@"\{[a-zA-Z]+\}", result.Message);
        if (key == "stopped") Assert.StartsWith("1 ", result.Message, StringComparison.Ordinal);
        else Assert.Equal(["Step 1", "Step 2"], result.Evidence().Cases.Select(c => c.Title));
    }

    [Fact]
    public async Task A_learner_puts_the_role_into_the_instance_profile()
    {
        var lab = Of(Settings, ["trust.json", "app.json", "session.json", "account.json"],
            Check("chain", $$"""{"steps": [{"launch": "spare"}, {{Read}}]}""", """{"decision": "Allowed"}"""));
        (string, string)[] Files(string account) => [("trust.json", Trust("""{"Service": "ec2.amazonaws.com"}""")), ("app.json", Policy("Allow", "s3:GetObject", "*")), ("session.json", "{}"), ("account.json", account)];
        var empty = await GradeAsync(lab, Files("{}"));
        Assert.Equal("stopped", empty.MessageKey);
        Assert.Contains("holds no role", Assert.Single(empty.Evidence().Notes!), StringComparison.Ordinal);
        Assert.Equal("passed", (await GradeAsync(lab, Files("""{"RoleDetailList": [{"RoleName": "App", "InstanceProfileList": [{"InstanceProfileName": "spare"}]}]}"""))).MessageKey);
    }

    [Theory]
    [InlineData("""{"steps": []}""", "steps")]
    [InlineData("""{"principal": "user/ana"}""", "steps")]
    [InlineData("""{"steps": [{"principal": "user/ana", "assume": "Nobody"}]}""", "Nobody")]
    [InlineData("""{"steps": [{"launch": "nothing"}]}""", "nothing")]
    [InlineData("""{"steps": [{"assume": "App"}]}""", "principal")]
    [InlineData("""{"steps": [{"principal": "user/ana", "assume": "App", "then": 1}]}""", "then")]
    public void Mistakes_in_the_steps_are_told(string given, string word) =>
        Assert.Contains(Grader.CheckDefinition(Of(Settings, ["trust.json", "app.json", "session.json", "account.json"],
            Check("chain", given, """{"decision": "Allowed"}""", ("stopped", "x")))), p => p.Contains(word, StringComparison.Ordinal));

    [Fact]
    public void A_role_that_nothing_can_assume_is_told()
    {
        const string settings = """{"account": "111122223333", "users": [{"name": "ana"}], "roles": [{"name": "App"}]}""";
        Assert.Contains(Grader.CheckDefinition(Of(settings, ["p.json"], Check("chain", """{"steps": [{"principal": "user/ana", "assume": "App"}]}""", """{"decision": "Allowed"}""", ("stopped", "x")))),
            p => p.Contains("trust policy", StringComparison.Ordinal));
    }
}
