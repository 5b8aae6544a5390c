using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Iam.Operations;

/// <summary>Access keys, passwords, versions, tags, the simulator: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html</summary>
public sealed class IamCredentialsTests
{
    private const string Arn = "arn:aws:iam::111122223333:policy/look";
    private readonly TestAccount _account = new();

    public IamCredentialsTests()
    {
        Do("CreateUser", """{"UserName": "ana", "Tags": [{"Key": "team", "Value": "web"}]}""");
        Do("CreatePolicy", $$"""{"PolicyName": "look", "PolicyDocument": "{{Allow("s3:GetObject")}}"}""");
    }

    private static string Allow(string action) => $$"""{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"One\",\"Effect\":\"Allow\",\"Action\":\"{{action}}\",\"Resource\":\"*\"}]}""";

    private JsonObject Do(string operation, string input = "{}") => _account.Do("iam", operation, input);

    private AwsError Refused(string operation, string input)
    {
        var error = _account.Try("iam", operation, input).Error;
        Assert.NotNull(error);
        return error;
    }

    [Fact]
    public void A_user_has_two_access_keys_at_most_and_keeps_them_from_being_deleted()
    {
        var first = (string)Do("CreateAccessKey", """{"UserName": "ana"}""")["AccessKey"]!["AccessKeyId"]!;
        Assert.Matches("^AKIA[A-Z2-7]{16}$", first);
        Do("CreateAccessKey", """{"UserName": "ana"}""");
        var third = Refused("CreateAccessKey", """{"UserName": "ana"}""");
        Assert.Equal(("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2"), (third.Code, third.HttpStatus, third.Message));
        Do("UpdateAccessKey", $$"""{"UserName": "ana", "AccessKeyId": "{{first}}", "Status": "Inactive"}""");
        Assert.Equal("Inactive", (string)Do("ListAccessKeys", """{"UserName": "ana"}""")["AccessKeyMetadata"]!.AsArray().First(k => (string)k!["AccessKeyId"]! == first)!["Status"]!);
        Assert.Equal("ValidationError", Refused("UpdateAccessKey", $$"""{"UserName": "ana", "AccessKeyId": "{{first}}", "Status": "Off"}""").Code);
        var conflict = Refused("DeleteUser", """{"UserName": "ana"}""");
        Assert.Equal(("DeleteConflict", 409, "Cannot delete entity, must delete access keys first."), (conflict.Code, conflict.HttpStatus, conflict.Message));
        foreach (var key in Do("ListAccessKeys", """{"UserName": "ana"}""")["AccessKeyMetadata"]!.AsArray()) Do("DeleteAccessKey", $$"""{"UserName": "ana", "AccessKeyId": "{{key!["AccessKeyId"]}}"}""");
        Assert.Equal(404, Refused("DeleteAccessKey", $$"""{"UserName": "ana", "AccessKeyId": "{{first}}"}""").HttpStatus);
        Do("DeleteUser", """{"UserName": "ana"}""");
    }

    [Fact]
    public void A_password_is_held_against_the_policy_that_counts()
    {
        Assert.Equal("NoSuchEntity", Refused("GetAccountPasswordPolicy", "{}").Code);
        Assert.Equal("PasswordPolicyViolation", Refused("CreateLoginProfile", """{"UserName": "ana", "Password": "Short1!"}""").Code);
        Assert.Equal("PasswordPolicyViolation", Refused("CreateLoginProfile", """{"UserName": "ana", "Password": "longenough"}""").Code);
        Do("UpdateAccountPasswordPolicy", """{"MinimumPasswordLength": 14, "RequireSymbols": true, "MaxPasswordAge": 90}""");
        var violation = Refused("CreateLoginProfile", """{"UserName": "ana", "Password": "Enough4Today"}""");
        Assert.Equal("Password should have a minimum length of 14", violation.Message);
        Do("CreateLoginProfile", """{"UserName": "ana", "Password": "Enough4Today!!", "PasswordResetRequired": true}""");
        Assert.Equal(("EntityAlreadyExists", 409), (Refused("CreateLoginProfile", """{"UserName": "ana", "Password": "Enough4Today!!"}""").Code, Refused("CreateLoginProfile", """{"UserName": "ana", "Password": "Enough4Today!!"}""").HttpStatus));
        Assert.Equal("Cannot delete entity, must delete login profile first.", Refused("DeleteUser", """{"UserName": "ana"}""").Message);
        Assert.True((bool)Do("GetAccountPasswordPolicy")["PasswordPolicy"]!["ExpirePasswords"]!);
        Do("UpdateAccountPasswordPolicy", """{"MinimumPasswordLength": 8}"""); // the rest goes back to its default
        Assert.False((bool)Do("GetAccountPasswordPolicy")["PasswordPolicy"]!["RequireSymbols"]!);
        Assert.Equal("ValidationError", Refused("UpdateAccountPasswordPolicy", """{"MinimumPasswordLength": 5}""").Code);
        Do("DeleteLoginProfile", """{"UserName": "ana"}""");
        Assert.Equal("NoSuchEntity", Refused("GetLoginProfile", """{"UserName": "ana"}""").Code);
    }

    [Fact]
    public void Five_versions_of_a_policy_and_one_of_them_counts()
    {
        Do("AttachUserPolicy", $$"""{"UserName": "ana", "PolicyArn": "{{Arn}}"}""");
        for (var i = 2; i <= 5; i++) Do("CreatePolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "PolicyDocument": "{{Allow("iam:GetUser")}}", "SetAsDefault": false}""");
        Assert.Equal(("LimitExceeded", 409), (Refused("CreatePolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "PolicyDocument": "{{Allow("s3:*")}}"}""").Code, 409));
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDenied", Refused("GetUser", "{}").Code);
        _account.As = Caller.Root(TestAccount.Id);
        Do("SetDefaultPolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "VersionId": "v3"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Do("GetUser");
        _account.As = Caller.Root(TestAccount.Id);
        Assert.Equal("DeleteConflict", Refused("DeletePolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "VersionId": "v3"}""").Code);
        Do("DeletePolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "VersionId": "v5"}""");
        // A number that was given once does not come back.
        Assert.Equal("v6", (string)Do("CreatePolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "PolicyDocument": "{{Allow("s3:*")}}"}""")["PolicyVersion"]!["VersionId"]!);
        Assert.Equal("NoSuchEntity", Refused("GetPolicyVersion", $$"""{"PolicyArn": "{{Arn}}", "VersionId": "v5"}""").Code);
        Assert.Equal("DeleteConflict", Refused("DeletePolicy", $$"""{"PolicyArn": "{{Arn}}"}""").Code);
        Assert.Equal("ana", (string)Do("ListEntitiesForPolicy", $$"""{"PolicyArn": "{{Arn}}"}""")["PolicyUsers"]![0]!["UserName"]!);
    }

    [Fact]
    public void Tags_are_the_callers_condition_keys()
    {
        Do("PutUserPolicy", """{"UserName": "ana", "PolicyName": "web", "PolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iam:ListUsers\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalTag/team\":\"web\"}}}}"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
        Do("ListUsers");
        _account.As = Caller.Root(TestAccount.Id);
        Do("TagUser", """{"UserName": "ana", "Tags": [{"Key": "Team", "Value": "data"}]}""");
        Assert.Equal("data", (string)Do("ListUserTags", """{"UserName": "ana"}""")["Tags"]!.AsArray().Single()!["Value"]!);
        Assert.Equal("InvalidInput", Refused("TagUser", """{"UserName": "ana", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}]}""").Code);
        _account.As = Caller.User(TestAccount.Id, "ana");
        Assert.Equal("AccessDenied", Refused("ListUsers", "{}").Code);
    }

    [Theory]
    [InlineData("s3:GetObject", "allowed")]
    [InlineData("s3:PutObject", "implicitDeny")]
    [InlineData("s3:DeleteObject", "explicitDeny")]
    public void The_simulator_says_what_the_engine_decides(string action, string decision)
    {
        Do("AttachUserPolicy", $$"""{"UserName": "ana", "PolicyArn": "{{Arn}}"}""");
        const string Deny = """{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:DeleteObject\",\"Resource\":\"*\"}}""";
        foreach (var (operation, input) in new[]
        {
            ("SimulatePrincipalPolicy", $$"""{"PolicySourceArn": "arn:aws:iam::111122223333:user/ana", "PolicyInputList": ["{{Deny}}"], "ActionNames": ["{{action}}"], "ResourceArns": ["arn:aws:s3:::b/k"]}"""),
            ("SimulateCustomPolicy", $$"""{"PolicyInputList": ["{{Allow("s3:GetObject")}}", "{{Deny}}"], "ActionNames": ["{{action}}"], "ResourceArns": ["arn:aws:s3:::b/k"]}"""),
        })
        {
            var result = Do(operation, input)["EvaluationResults"]!.AsArray().Single()!;
            Assert.Equal((decision, decision is "implicitDeny" ? 0 : 1), ((string)result["EvalDecision"]!, result["MatchedStatements"]!.AsArray().Count));
        }
    }

    [Fact]
    public void Groups_and_users_are_renamed_with_what_they_have()
    {
        Do("CreateGroup", """{"GroupName": "team"}""");
        Do("AddUserToGroup", """{"GroupName": "team", "UserName": "ana"}""");
        Do("UpdateGroup", """{"GroupName": "team", "NewGroupName": "crew", "NewPath": "/ops/"}""");
        Do("UpdateUser", """{"UserName": "ana", "NewUserName": "anna"}""");
        var group = Do("GetGroup", """{"GroupName": "crew"}""");
        Assert.Equal(("arn:aws:iam::111122223333:group/ops/crew", "anna"), ((string)group["Group"]!["Arn"]!, (string)group["Users"]![0]!["UserName"]!));
        Assert.Equal("NoSuchEntity", Refused("GetUser", """{"UserName": "ana"}""").Code);
        Assert.Equal(1, (int)Do("GetAccountSummary")["SummaryMap"]!["Users"]!);
    }

    [Fact]
    public void Long_lists_come_in_pages()
    {
        for (var i = 0; i < 7; i++) Do("CreateUser", $$"""{"UserName": "user-{{i}}"}""");
        var first = Do("ListUsers", """{"MaxItems": 5}""");
        Assert.True((bool)first["IsTruncated"]!);
        var second = Do("ListUsers", $$"""{"MaxItems": 5, "Marker": "{{first["Marker"]}}"}""");
        Assert.False((bool)second["IsTruncated"]!);
        Assert.Equal(8, first["Users"]!.AsArray().Count + second["Users"]!.AsArray().Count);
        Assert.Equal("ValidationError", Refused("ListUsers", """{"MaxItems": 0}""").Code);
        Assert.Equal("ValidationError", Refused("ListUsers", """{"Marker": "5"}""").Code);
    }
}
