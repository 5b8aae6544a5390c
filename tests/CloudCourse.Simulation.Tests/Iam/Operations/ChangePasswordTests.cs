using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Tests.Cloud;

namespace CloudCourse.Simulation.Tests.Iam.Operations;

/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html"/>
public sealed class ChangePasswordTests
{
    private readonly TestAccount _account = new();

    public ChangePasswordTests()
    {
        foreach (var name in new[] { "ana", "bob" }) _account.Do("iam", "CreateUser", $$"""{"UserName": "{{name}}"}""");
        _account.Do("iam", "CreateLoginProfile", """{"UserName": "ana", "Password": "First-Horse-1", "PasswordResetRequired": true}""");
        _account.Do("iam", "AttachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}""");
        _account.As = Caller.User(TestAccount.Id, "ana");
    }

    private string Refused(string old, string next)
    {
        var before = _account.Account.State;
        var error = _account.Try("iam", "ChangePassword", Input(old, next)).Error!;
        Assert.Same(before, _account.Account.State);
        return error.Code;
    }

    private static string Input(string old, string next) => $$"""{"OldPassword": "{{old}}", "NewPassword": "{{next}}"}""";

    [Fact]
    public void Who_knows_the_old_password_sets_a_new_one()
    {
        _account.Do("iam", "ChangePassword", Input("First-Horse-1", "Second-Horse-2"));
        Assert.False((bool)_account.Do("iam", "GetLoginProfile", """{"UserName": "ana"}""")["LoginProfile"]!["PasswordResetRequired"]!);
        Assert.Equal("AccessDenied", Refused("First-Horse-1", "Third-Horse-3"));
        _account.Do("iam", "ChangePassword", Input("Second-Horse-2", "Third-Horse-3"));
    }

    [Fact]
    public void The_accounts_policy_and_memory_count()
    {
        Assert.Equal("PasswordPolicyViolation", Refused("First-Horse-1", "short"));
        Assert.Equal("ValidationError", Refused("First-Horse-1", ""));
        _account.Do("iam", "UpdateAccountPasswordPolicy", """{"MinimumPasswordLength": 12, "PasswordReusePrevention": 2}""");
        Assert.Equal("PasswordPolicyViolation", Refused("First-Horse-1", "Tiny-Horse1"));
        _account.Do("iam", "ChangePassword", Input("First-Horse-1", "Second-Horse-2"));
        Assert.Equal("PasswordPolicyViolation", Refused("Second-Horse-2", "First-Horse-1"));
        _account.Do("iam", "ChangePassword", Input("Second-Horse-2", "Third-Horse-3"));
        _account.Do("iam", "ChangePassword", Input("Third-Horse-3", "First-Horse-1"));
    }

    [Fact]
    public void Root_roles_and_users_without_a_password_have_none_to_change()
    {
        _account.As = Caller.Root(TestAccount.Id);
        Assert.Equal("InvalidUserType", Refused("a", "b"));
        _account.Do("iam", "AttachUserPolicy", """{"UserName": "bob", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}""");
        _account.As = Caller.User(TestAccount.Id, "bob");
        Assert.Equal("NoSuchEntity", Refused("a", "b"));
        _account.As = Caller.Session(TestAccount.Id, "web", "s");
        Assert.Equal("InvalidUserType", Refused("a", "b"));
    }

    [Fact]
    public void It_takes_the_permission_for_oneself()
    {
        _account.Do("iam", "DetachUserPolicy", """{"UserName": "ana", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}""");
        var error = _account.Try("iam", "ChangePassword", Input("First-Horse-1", "Second-Horse-2")).Error!;
        Assert.Equal(("AccessDenied", "arn:aws:iam::111122223333:user/ana"), (error.Code, error.Denied[0].Resource));
    }
}
