using static CloudCourse.Labs.Tests.IamPolicy.IamLab;

namespace CloudCourse.Labs.Tests.IamPolicy;

/// <summary>Which policies of a lab have a say in a request.</summary>
public sealed class LabAccountTests
{
    private const string Everything = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""";
    private const string World = """
        "account": "111122223333",
        "users": [{"name": "ana", "groups": ["developers"], "tags": {"team": "blue"}}, {"name": "ben", "path": "/finance/"}],
        "groups": ["auditors"],
        "roles": [{"name": "App", "path": "/service/"}],
        "instanceProfiles": [{"name": "web", "role": "App"}, {"name": "spare"}],
        "resources": [{"arn": "arn:aws:s3:::theirs", "account": "444455556666"}, {"arn": "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "tags": {"env": "prod"}}],
        "organization": [{"name": "root"}, {"name": "workloads"}]
        """;

    [Theory]
    // A group's policy is its members'.
    [InlineData("""{"type": "identity", "of": "group/developers"}""", "user/ana", "ec2:StopInstances", "*", "Allowed")]
    [InlineData("""{"type": "identity", "of": "group/developers"}""", "user/ben", "ec2:StopInstances", "*", "ImplicitDeny")]
    [InlineData("""{"type": "identity", "of": "group/auditors"}""", "user/ana", "ec2:StopInstances", "*", "ImplicitDeny")]
    // A user's is that user's, whatever the path; a role's is its sessions'.
    [InlineData("""{"type": "identity", "of": "user/ben"}""", "user/ben", "ec2:StopInstances", "*", "Allowed")]
    [InlineData("""{"type": "identity", "of": "user/ben"}""", "arn:aws:iam::111122223333:user/finance/ben", "ec2:StopInstances", "*", "Allowed")]
    [InlineData("""{"type": "identity", "of": "role/App"}""", "role/App", "ec2:StopInstances", "*", "Allowed")]
    [InlineData("""{"type": "identity", "of": "role/App"}""", "user/ana", "ec2:StopInstances", "*", "ImplicitDeny")]
    // One policy may be attached to several.
    [InlineData("""{"type": "identity", "of": "user/ana", "also": ["user/ben", "role/App"]}""", "user/ana", "ec2:StopInstances", "*", "Allowed")]
    [InlineData("""{"type": "identity", "of": "user/ana", "also": ["user/ben", "role/App"]}""", "role/App", "ec2:StopInstances", "*", "Allowed")]
    [InlineData("""{"type": "identity", "of": "user/ana", "also": ["role/App"]}""", "user/ben", "ec2:StopInstances", "*", "ImplicitDeny")]
    // Without settings it is of whoever asks.
    [InlineData("{}", "user/ana", "ec2:StopInstances", "*", "Allowed")]
    // What another account owns needs that account's word too.
    [InlineData("{}", "user/ana", "s3:GetObject", "arn:aws:s3:::theirs/report", "ImplicitDeny")]
    [InlineData("{}", "user/ana", "s3:GetObject", "arn:aws:s3:::ours/report", "Allowed")]
    // A boundary, a session's or an organization's policy alone allows nothing.
    [InlineData("""{"type": "boundary", "of": "user/ana"}""", "user/ana", "ec2:StopInstances", "*", "ImplicitDeny")]
    [InlineData("""{"type": "serviceControl", "of": "workloads"}""", "user/ana", "ec2:StopInstances", "*", "ImplicitDeny")]
    public async Task A_policy_counts_where_it_is_attached(string place, string principal, string action, string resource, string decision)
    {
        var check = Check("decision", $$"""{"principal": "{{principal}}", "action": "{{action}}", "resource": "{{resource}}"}""", $$"""{"decision": "{{decision}}"}""");
        var result = await GradeAsync(Of($$"""{ {{World}}, "files": {"policy.json": {{place}}} }""", ["policy.json"], check), ("policy.json", Everything));
        Assert.Equal("passed", result.MessageKey);
    }

    [Theory]
    [InlineData("boundary", "user/ana", "the permissions boundary")]
    [InlineData("serviceControl", "root", "")] // FullAWSAccess is still there
    [InlineData("session", null, "the session policy")]
    public async Task What_limits_the_caller_is_named(string type, string? of, string blockedBy)
    {
        var place = of is null ? $$"""{"type": "{{type}}"}""" : $$"""{"type": "{{type}}", "of": "{{of}}"}""";
        var check = Check("decision", $$"""{"principal": "user/ana", "action": "ec2:StopInstances", "resource": "*"{{(type == "session" ? ", \"sessionPolicy\": \"policy.json\"" : "")}}}""",
            $$"""{"decision": "{{(blockedBy.Length == 0 ? "ImplicitDeny" : "Allowed")}}"}""", ("denied-implicitly", "{blockedBy}"));
        var lab = Of($$"""{ {{World}}, "files": {"policy.json": {{place}}}, "attached": [{"name": "All", "of": "user/ana", "policy": {{Everything}}}] }""", ["policy.json"], check);
        var result = await GradeAsync(lab, ("policy.json", Policy("Allow", "s3:GetObject", "*")));
        Assert.Equal(blockedBy.Length == 0 ? ("allowed", 0) : ("denied-implicitly", 0), (result.MessageKey, result.Points));
        if (blockedBy.Length > 0) Assert.Equal(blockedBy, result.Message);
    }

    [Theory]
    [InlineData("user/ana", "ec2:StopInstances", "ImplicitDeny")]
    [InlineData("user/ben", "ec2:StopInstances", "ImplicitDeny")]
    [InlineData("user/ben", "s3:ListAllMyBuckets", "Allowed")]
    [InlineData("role/App", "ec2:StopInstances", "Allowed")]
    public async Task One_policy_is_the_boundary_of_several(string principal, string action, string decision)
    {
        var settings = $$"""
            { {{World}}, "files": { "policy.json": { "type": "boundary", "of": "user/ana", "also": ["user/ben"] } },
              "attached": [ { "name": "All", "of": "user/ana", "also": ["user/ben", "role/App"], "policy": {{Everything}} } ] }
            """;
        var check = Check("decision", $$"""{"principal": "{{principal}}", "action": "{{action}}", "resource": "*"}""", $$"""{"decision": "{{decision}}"}""");
        Assert.Equal("passed", (await GradeAsync(Of(settings, ["policy.json"], check), ("policy.json", Policy("Allow", "s3:*", "*")))).MessageKey);
    }

    [Fact]
    public async Task A_level_without_FullAWSAccess_allows_only_what_it_says()
    {
        const string settings = """
            {"account": "111122223333", "users": [{"name": "ana"}], "organization": [{"name": "root", "fullAWSAccess": false}],
             "files": {"scp.json": {"type": "serviceControl", "of": "root"}},
             "attached": [{"name": "All", "of": "user/ana", "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}}]}
            """;
        foreach (var (action, decision) in new[] { ("s3:ListAllMyBuckets", "Allowed"), ("ec2:StopInstances", "ImplicitDeny") })
        {
            var check = Check("decision", $$"""{"principal": "user/ana", "action": "{{action}}", "resource": "*"}""", $$"""{"decision": "{{decision}}"}""");
            Assert.Equal("passed", (await GradeAsync(Of(settings, ["scp.json"], check), ("scp.json", Policy("Allow", "s3:*", "*")))).MessageKey);
        }
    }

    [Theory]
    [InlineData("""{"type": "resource", "of": "arn:aws:s3:::ours"}""", """{"AWS": "arn:aws:iam::111122223333:user/ana"}""", """ "user/ana" """)]
    [InlineData("""{"type": "resource", "of": "arn:aws:s3:::ours"}""", "\"*\"", """ {"type": "Anonymous"} """)]
    [InlineData("""{"type": "resource", "of": "arn:aws:s3:::ours"}""", """{"Service": "cloudtrail.amazonaws.com"}""", """ {"type": "Service", "id": "cloudtrail.amazonaws.com"} """)]
    public async Task A_buckets_policy_speaks_of_its_objects(string place, string principal, string caller)
    {
        var policy = Policy("Allow", "s3:GetObject", "arn:aws:s3:::ours/*", $", \"Principal\": {principal}");
        var settings = $$"""{ {{World}}, "files": {"policy.json": {{place}}} }""";
        Assert.Equal("passed", (await GradeAsync(Of(settings, ["policy.json"], Check("decision",
            $$"""{"principal": {{caller}}, "action": "s3:GetObject", "resource": "arn:aws:s3:::ours/a"}""", """{"decision": "Allowed"}""")), ("policy.json", policy))).MessageKey);
        Assert.Equal("denied-implicitly", (await GradeAsync(Of(settings, ["policy.json"], Check("decision",
            $$"""{"principal": {{caller}}, "action": "s3:GetObject", "resource": "arn:aws:s3:::oursnot/a"}""", """{"decision": "Allowed"}""")), ("policy.json", policy))).MessageKey);
    }

    [Theory]
    [InlineData("aws:PrincipalTag/team", "blue", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "Allowed")]
    [InlineData("aws:ResourceTag/env", "prod", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "Allowed")]
    [InlineData("ec2:ResourceTag/env", "prod", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "Allowed")]
    [InlineData("ec2:ResourceTag/env", "prod", "arn:aws:ec2:eu-west-1:111122223333:instance/i-2", "ImplicitDeny")]
    public async Task Tags_of_the_world_are_in_the_request(string key, string value, string resource, string decision)
    {
        var policy = Policy("Allow", "ec2:StopInstances", "*", $$""", "Condition": {"StringEquals": {"{{key}}": "{{value}}"} }""");
        var check = Check("decision", $$"""{"principal": "user/ana", "action": "ec2:StopInstances", "resource": "{{resource}}"}""", $$"""{"decision": "{{decision}}"}""");
        Assert.Equal("passed", (await GradeAsync(Of($$"""{ {{World}} }""", ["policy.json"], check), ("policy.json", policy))).MessageKey);
    }

    private const string Grouped = """
        "files": {"account.json": {"type": "account"}},
        "attached": [{"name": "Audit", "of": "group/auditors", "policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "cloudtrail:LookupEvents", "Resource": "*"}]}}]
        """;

    [Theory]
    [InlineData("""{"UserDetailList": [{"UserName": "ana", "GroupList": ["auditors"]}]}""", "Allowed")]
    [InlineData("""{"UserDetailList": [{"UserName": "ben", "GroupList": ["auditors"]}]}""", "ImplicitDeny")]
    [InlineData("""{"UserDetailList": [{"UserName": "ana"}]}""", "ImplicitDeny")]
    [InlineData("{}", "ImplicitDeny")]
    public async Task A_file_of_the_account_moves_people_between_groups(string text, string decision)
    {
        var check = Check("decision", """{"principal": "user/ana", "action": "cloudtrail:LookupEvents", "resource": "*"}""", $$"""{"decision": "{{decision}}"}""");
        Assert.Equal("passed", (await GradeAsync(Of($$"""{ {{World}}, {{Grouped}} }""", ["account.json"], check), ("account.json", text))).MessageKey);
    }

    [Theory]
    [InlineData("[]", "DATA_TYPE_MISMATCH")]
    [InlineData("""{"Users": []}""", "UNKNOWN_MEMBER")]
    [InlineData("""{"UserDetailList": {}}""", "DATA_TYPE_MISMATCH")]
    [InlineData("""{"UserDetailList": [1]}""", "DATA_TYPE_MISMATCH")]
    [InlineData("""{"UserDetailList": [{"GroupList": []}]}""", "MISSING_MEMBER")]
    [InlineData("""{"UserDetailList": [{"UserName": "cleo"}]}""", "NO_SUCH_ENTITY")]
    [InlineData("""{"UserDetailList": [{"UserName": 1}]}""", "DATA_TYPE_MISMATCH")]
    [InlineData("""{"UserDetailList": [{"UserName": "ana", "GroupList": ["admins"]}]}""", "NO_SUCH_ENTITY")]
    [InlineData("""{"UserDetailList": [{"UserName": "ana", "GroupList": "auditors"}]}""", "DATA_TYPE_MISMATCH")]
    [InlineData("""{"UserDetailList": [{"UserName": "ana", "GroupList": [null]}]}""", "DATA_TYPE_MISMATCH")]
    [InlineData("""{"UserDetailList": [{"UserName": "ana", "GroupList": ["auditors", "auditors"]}]}""", "DUPLICATE_GROUP")]
    [InlineData("""{"UserDetailList": [{"UserName": "ana"}, {"UserName": "ana"}]}""", "DUPLICATE_USER")]
    [InlineData("""{"UserDetailList": [], "UserDetailList": []}""", "DUPLICATE_KEY")]
    [InlineData("""{"RoleDetailList": [{"RoleName": "App", "InstanceProfileList": [{"InstanceProfileName": "spare"}, {"InstanceProfileName": "spare"}]}]}""", "INSTANCE_PROFILE_ROLE_LIMIT")]
    public async Task What_is_wrong_with_the_account_is_a_finding(string text, string code)
    {
        var lab = Of($$"""{ {{World}}, {{Grouped}} }""", ["account.json"], Check("grammar", "{}"));
        var result = await GradeAsync(lab, ("account.json", text));
        Assert.Equal("errors", result.MessageKey);
        Assert.Contains(result.Evidence().Findings, f => f.IssueCode == code);
        Assert.Contains(Grader.Inspect(lab, [new("account.json", text)]), f => f.Finding.IssueCode == code && f.File == "account.json");
    }

    [Theory]
    [InlineData("""{"type": "trust", "of": "role/App"}""", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE")]
    [InlineData("""{"type": "resource", "of": "arn:aws:s3:::ours"}""", "UNSUPPORTED_ACTION_IN_POLICY")]
    [InlineData("""{"type": "boundary", "of": "user/ana"}""", "UNSUPPORTED_PRINCIPAL")]
    public async Task Each_file_is_linted_as_what_it_is(string place, string code)
    {
        var lab = Of($$"""{ {{World}}, "files": {"p.json": {{place}}} }""", ["p.json"], Check("grammar", "{}"));
        var result = await GradeAsync(lab, ("p.json", Policy("Allow", "sqs:SendMessage", "*", ", \"Principal\": {\"AWS\": \"111122223333\"}")));
        Assert.Contains(result.Evidence().Findings, f => f.IssueCode == code);
    }

    [Theory]
    [InlineData("""{"acount": "111122223333"}""", "acount")]
    [InlineData("""{"users": [{"name": "ana"}]}""", "account")]
    [InlineData("""{"account": "@@account@@", "users": [{"name": "ana"}]}""", "lab.yml")]
    [InlineData("""{"files": {"other.json": {"type": "trust"}}}""", "other.json")]
    [InlineData("""{"files": {"policy.json": {"type": "trust", "of": "role/Nobody"}}}""", "role/App")]
    [InlineData("""{"files": {"policy.json": {"type": "identity", "of": "group/nobody"}}}""", "nobody")]
    [InlineData("""{"files": {"policy.json": {"type": "policy"}}}""", "type")]
    [InlineData("""{"account": "111122223333", "users": [{"name": "ana"}], "files": {"policy.json": {"type": "boundary", "of": "user/ana", "also": ["user/nobody"]}}}""", "declared user")]
    [InlineData("""{"account": "111122223333", "roles": [{"name": "A"}, {"name": "B"}], "files": {"policy.json": {"type": "trust", "of": "role/A", "also": ["role/B"]}}}""", "also")]
    [InlineData("""{"account": "111122223333", "users": [{"name": "ana"}], "files": {"policy.json": {"type": "boundary", "of": "user/ana", "also": ["user/ana"]}}}""", "two policies")]
    [InlineData("""{"account": "111122223333", "instanceProfiles": [{"name": "web", "role": "App"}]}""", "App")]
    [InlineData("""{"attached": [{"name": "A", "policy": {"Version": "2012-10-17"}}]}""", "Statement")]
    [InlineData("""{"attached": [{"name": "policy.json", "policy": {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}]}""", "twice")]
    public void Mistakes_in_the_settings_are_told(string settings, string word) =>
        Assert.Contains(Grader.CheckDefinition(Of(settings, ["policy.json"], Check("grammar", "{}", "{}", ("errors", "x")))), p => p.Contains(word, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"principal": "user/cleo", "action": "s3:GetObject", "resource": "*"}""", "user/cleo")]
    [InlineData("""{"principal": "arn:aws:iam::111122223333:user/cleo", "action": "s3:GetObject", "resource": "*"}""", "declare")]
    [InlineData("""{"principal": "arn:aws:iam::111122223333:role/App", "action": "s3:GetObject", "resource": "*"}""", "session")]
    [InlineData("""{"principal": "user/ana", "action": "s3:GetObjekt", "resource": "*"}""", "s3:GetObjekt")]
    [InlineData("""{"principal": "user/ana", "action": "s3:GetObject", "resource": "*", "sessionPolicy": "none"}""", "none")]
    [InlineData("""{"principal": {"type": "Service"}, "action": "s3:GetObject", "resource": "*"}""", "id")]
    public void Mistakes_in_a_request_are_told(string given, string word) =>
        Assert.Contains(Grader.CheckDefinition(Of($$"""{ {{World}} }""", ["policy.json"], Check("decision", given, """{"decision": "Allowed"}""", ("allowed", "x")))),
            p => p.StartsWith("check:", StringComparison.Ordinal) && p.Contains(word, StringComparison.Ordinal));
}
