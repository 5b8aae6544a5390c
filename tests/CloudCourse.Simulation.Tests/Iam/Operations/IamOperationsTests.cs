using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Iam.Operations;

public sealed class IamOperationsTests
{
    private const string Ec2Trust = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}""";
    private const string AnaTrust = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/ana\"},\"Action\":\"sts:AssumeRole\"}}""";

    private readonly TestAccount _account = new();

    public IamOperationsTests()
    {
        _account.Do("iam", "CreateUser", """{"UserName": "ana"}""");
        _account.Do("iam", "CreateGroup", """{"GroupName": "readers"}""");
        _account.Do("iam", "AddUserToGroup", """{"GroupName": "readers", "UserName": "ana"}""");
        _account.Do("iam", "CreateRole", $$"""{"RoleName": "web", "AssumeRolePolicyDocument": "{{Ec2Trust}}"}""");
        _account.Do("iam", "CreateInstanceProfile", """{"InstanceProfileName": "web"}""");
        _account.Do("iam", "AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        _account.Do("iam", "AttachGroupPolicy", """{"GroupName": "readers", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}""");
    }

    // https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and each operation's own page
    [Theory]
    [InlineData("CreateUser", """{"UserName": "ANA"}""", "EntityAlreadyExists")]
    [InlineData("GetUser", """{"UserName": "bob"}""", "NoSuchEntity")]
    [InlineData("GetUser", """{"UserName": "Ana"}""", "NoSuchEntity")]
    [InlineData("DeleteUser", """{"UserName": "ana"}""", "DeleteConflict")]
    [InlineData("DeleteGroup", """{"GroupName": "readers"}""", "DeleteConflict")]
    [InlineData("DeleteRole", """{"RoleName": "web"}""", "DeleteConflict")]
    [InlineData("DeleteInstanceProfile", """{"InstanceProfileName": "web"}""", "DeleteConflict")]
    [InlineData("AddRoleToInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""", "LimitExceeded")]
    [InlineData("RemoveUserFromGroup", """{"GroupName": "writers", "UserName": "ana"}""", "NoSuchEntity")]
    [InlineData("AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/NoSuchPolicyAtAll"}""", "NoSuchEntity")]
    [InlineData("DetachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}""", "NoSuchEntity")]
    [InlineData("PutUserPolicy", """{"UserName": "ana", "PolicyName": "p", "PolicyDocument": "not json"}""", "MalformedPolicyDocument")]
    [InlineData("PutUserPolicy", """{"UserName": "ana", "PolicyName": "p", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}""", "MalformedPolicyDocument")]
    [InlineData("UpdateAssumeRolePolicy", """{"RoleName": "web", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"}}"}""", "MalformedPolicyDocument")]
    [InlineData("CreateRole", """{"RoleName": "r", "MaxSessionDuration": 60, "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"}""", "ValidationError")]
    public void A_move_that_AWS_refuses_is_refused(string operation, string input, string code) => Assert.Equal(code, _account.Refused("iam", operation, input));

    [Fact]
    public void A_group_gives_its_members_what_it_is_allowed_and_takes_it_back()
    {
        Assert.Contains(_account.Account.State.Iam.PoliciesOf(Caller.User(TestAccount.Id, "ana")).IdentityPolicies, p => p.Name == "AmazonS3ReadOnlyAccess");
        _account.Do("iam", "RemoveUserFromGroup", """{"GroupName": "readers", "UserName": "ana"}""");
        Assert.Empty(_account.Account.State.Iam.PoliciesOf(Caller.User(TestAccount.Id, "ana")).IdentityPolicies);
    }

    [Fact]
    public void Taken_apart_in_the_right_order_everything_can_be_deleted()
    {
        _account.Do("iam", "RemoveRoleFromInstanceProfile", """{"InstanceProfileName": "web", "RoleName": "web"}""");
        _account.Do("iam", "DeleteInstanceProfile", """{"InstanceProfileName": "web"}""");
        _account.Do("iam", "DeleteRole", """{"RoleName": "web"}""");
        _account.Do("iam", "RemoveUserFromGroup", """{"GroupName": "readers", "UserName": "ana"}""");
        _account.Do("iam", "DetachGroupPolicy", """{"GroupName": "readers", "PolicyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}""");
        _account.Do("iam", "DeleteGroup", """{"GroupName": "readers"}""");
        _account.Do("iam", "DeleteUser", """{"UserName": "ana"}""");
        Assert.Equal(0, _account.Account.State.Iam.Users.Count + _account.Account.State.Iam.Roles.Count + _account.Account.State.Iam.Groups.Count);
    }

    [Fact]
    public void Every_answer_has_the_shape_of_AWS()
    {
        _account.Do("iam", "CreatePolicy", """{"PolicyName": "own", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}""");
        _account.Do("iam", "AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::111122223333:policy/own"}""");
        _account.Do("iam", "PutRolePermissionsBoundary", """{"RoleName": "web", "PermissionsBoundary": "arn:aws:iam::111122223333:policy/own"}""");
        _account.Do("iam", "PutUserPolicy", """{"UserName": "ana", "PolicyName": "in", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[]}"}""");
        foreach (var (operation, input) in new[]
        {
            ("GetUser", """{"UserName": "ana"}"""), ("ListUsers", "{}"), ("ListGroupsForUser", """{"UserName": "ana"}"""), ("GetGroup", """{"GroupName": "readers"}"""),
            ("ListGroups", "{}"), ("GetRole", """{"RoleName": "web"}"""), ("ListRoles", "{}"), ("GetInstanceProfile", """{"InstanceProfileName": "web"}"""),
            ("ListInstanceProfiles", "{}"), ("ListPolicies", "{}"), ("GetPolicy", """{"PolicyArn": "arn:aws:iam::111122223333:policy/own"}"""),
            ("ListUserPolicies", """{"UserName": "ana"}"""), ("GetUserPolicy", """{"UserName": "ana", "PolicyName": "in"}"""), ("ListAttachedUserPolicies", """{"UserName": "ana"}"""),
        }) Assert.NotEmpty(_account.Do("iam", operation, input));
        Assert.Equal("DeleteConflict", _account.Refused("iam", "DeletePolicy", """{"PolicyArn": "arn:aws:iam::111122223333:policy/own"}"""));
    }

    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html"/>
    [Fact]
    public void Who_is_behind_a_session_is_said_with_a_permission_of_its_own()
    {
        _account.Do("iam", "CreateRole", $$"""{"RoleName": "audit", "AssumeRolePolicyDocument": "{{AnaTrust}}"}""");
        static string Assume(string source) => $$"""{"RoleArn": "arn:aws:iam::111122223333:role/audit", "RoleSessionName": "monday", "SourceIdentity": "{{source}}"}""";
        _account.As = Caller.User(TestAccount.Id, "ana");
        var denied = _account.Try("sts", "AssumeRole", Assume("ana")).Error!;
        Assert.Contains("sts:SetSourceIdentity", denied.Message, StringComparison.Ordinal);
        _account.As = Caller.Root(TestAccount.Id);
        _account.Do("iam", "UpdateAssumeRolePolicy", $$"""{"RoleName": "audit", "PolicyDocument": "{{AnaTrust.Replace("sts:AssumeRole", "sts:*", StringComparison.Ordinal)}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("ana", (string)_account.Do("sts", "AssumeRole", Assume("ana"))["SourceIdentity"]!);
        Assert.Equal("ValidationError", _account.Refused("sts", "AssumeRole", Assume("a b")));
        Assert.Equal("ValidationError", _account.Refused("sts", "AssumeRole", Assume(new string('a', 65))));
    }

    [Fact]
    public void A_role_is_assumed_by_whom_it_trusts_and_by_nobody_else()
    {
        _account.Do("iam", "CreateRole", $$"""{"RoleName": "audit", "AssumeRolePolicyDocument": "{{AnaTrust}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        const string Assume = """{"RoleArn": "arn:aws:iam::111122223333:role/audit", "RoleSessionName": "monday"}""";
        // The trust policy names ana herself, so in one account she needs no policy of her own.
        var session = _account.Do("sts", "AssumeRole", Assume);
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/audit/monday", (string)session["AssumedRoleUser"]!["Arn"]!);
        Assert.Equal("AccessDenied", _account.Refused("sts", "AssumeRole", """{"RoleArn": "arn:aws:iam::111122223333:role/web", "RoleSessionName": "monday"}"""));
        Assert.Equal("AccessDenied", _account.Refused("sts", "AssumeRole", """{"RoleArn": "arn:aws:iam::111122223333:role/none", "RoleSessionName": "monday"}"""));
        Assert.Equal("ValidationError", _account.Refused("sts", "AssumeRole", """{"RoleArn": "arn:aws:iam::111122223333:role/audit", "RoleSessionName": "monday", "DurationSeconds": 7200}"""));

        _account.As = Caller.Session(TestAccount.Id, "audit", "monday");
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/audit/monday", (string)_account.Do("sts", "GetCallerIdentity")["Arn"]!);
        Assert.Equal("AccessDenied", _account.Refused("iam", "ListUsers"));
        _account.As = Caller.User(TestAccount.Id, "bob");
        Assert.Equal("AccessDenied", _account.Refused("sts", "AssumeRole", Assume));
    }
}
