using System.Security.Cryptography;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Passwords for the console, and what the account asks of them. The simulation keeps a password's hash alone.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"/>
internal static class PasswordOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateLoginProfile", c => [new("iam:CreateLoginProfile", UserOperations.Named(c).Arn)], Create),
        new("GetLoginProfile", c => [new("iam:GetLoginProfile", UserOperations.Named(c).Arn)], c => new() { ["LoginProfile"] = Describe(UserOperations.Named(c), Profile(c)) }),
        new("UpdateLoginProfile", c => [new("iam:UpdateLoginProfile", UserOperations.Named(c).Arn)], Update),
        new("ChangePassword", c => [new("iam:ChangePassword", Caller(c).Arn)], Change),
        new("DeleteLoginProfile", c => [new("iam:DeleteLoginProfile", UserOperations.Named(c).Arn)], Delete),
        new("GetAccountPasswordPolicy", _ => [new("iam:GetAccountPasswordPolicy", "*")], c => new() { ["PasswordPolicy"] = Describe(Policy(c)) }),
        new("UpdateAccountPasswordPolicy", _ => [new("iam:UpdateAccountPasswordPolicy", "*")], SetPolicy),
        new("DeleteAccountPasswordPolicy", _ => [new("iam:DeleteAccountPasswordPolicy", "*")], c =>
        {
            _ = Policy(c);
            c.State = c.State with { Iam = c.State.Iam with { PasswordPolicy = null } };
            c.Turn.Note("iam", c.AccountId, "The account's password policy was deleted; AWS's default counts.", "exists");
            return [];
        }),
    ];

    private static LoginProfile Profile(Call call) => UserOperations.Named(call).Login
        ?? throw Turn.Error("NoSuchEntity", $"Login Profile for User {UserOperations.Named(call).Name} cannot be found.", "The user has no password for the console.", 404, call.At("UserName"));

    private static PasswordPolicy Policy(Call call) => call.State.Iam.PasswordPolicy
        ?? throw Turn.Error("NoSuchEntity", $"The Password Policy with domain name {call.AccountId} cannot be found.", "The account has none of its own; AWS's default counts.", 404);

    private static Output Describe(User user, LoginProfile login) => new() { ["UserName"] = user.Name, ["CreateDate"] = IamNames.Time(login.Created), ["PasswordResetRequired"] = login.ResetRequired };

    private static Output Create(Call call)
    {
        var user = UserOperations.Named(call);
        if (user.Login is not null) throw Turn.Error("EntityAlreadyExists", $"Login Profile for user {user.Name} already exists.", null, 409, call.At("UserName"));
        if (call.Text("Password") is not { } password) throw Turn.Error("ValidationError", "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null", null, 400, call.Input.Head());
        Check(call, password, "Password");
        LoginProfile login = new(call.Now, call.Flag("PasswordResetRequired"), Hash(user, password), []);
        UserOperations.Put(call, user with { Login = login });
        call.Turn.Note("iam", user.Arn, $"{user.Name} may sign in to the console.");
        return new() { ["LoginProfile"] = Describe(user, login) };
    }

    private static Output Update(Call call)
    {
        var (user, login) = (UserOperations.Named(call), Profile(call));
        if (call.Text("Password") is { } password) login = Next(call, user, login, password, "Password");
        UserOperations.Put(call, user with { Login = login with { ResetRequired = call.Input.Flag("PasswordResetRequired")?.Value ?? login.ResetRequired } });
        return [];
    }

    private static Output Delete(Call call)
    {
        _ = Profile(call);
        var user = UserOperations.Named(call);
        UserOperations.Put(call, user with { Login = null });
        call.Turn.Note("iam", user.Arn, $"{user.Name} may no longer sign in to the console; its access keys work on.");
        return [];
    }

    private static string Hash(User user, string password) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id}/{password}")));

    /// <summary>The login with another password, which the account's policy lets pass and which is none of those it remembers.</summary>
    private static LoginProfile Next(Call call, User user, LoginProfile login, string password, string member)
    {
        Check(call, password, member);
        var hash = Hash(user, password);
        List<string> earlier = [login.Secret, .. login.Earlier];
        if (call.State.Iam.PasswordPolicy?.Remembered is { } remembered && earlier.Take(remembered).Contains(hash))
            throw Turn.Error("PasswordPolicyViolation", "Password should not be the same as the previous passwords", $"The account remembers {remembered} earlier passwords.", 400, call.At(member));
        return login with { Secret = hash, Earlier = [.. earlier.Take(24)] };
    }

    /// <summary>Who changes a password changes their own: root and roles have none here.</summary>
    private static User Caller(Call call) => (call.Caller.Principal as ArnPrincipal)?.UserName is { } name
        ? call.State.Iam.Users.Find(name) ?? throw IamNames.NoSuch(call, "user", name, "OldPassword")
        : throw Turn.Error("InvalidUserType", "Only IAM Users can change their own password.", "A role has no password, and root's is changed on its own page.", 400);

    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html"/>
    private static Output Change(Call call)
    {
        var user = Caller(call);
        foreach (var member in new[] { "OldPassword", "NewPassword" })
        {
            if (call.Need(member).Length is 0 or > 128) throw Turn.Error("ValidationError", $"1 validation error detected: Value at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must have length between 1 and 128", "A password has up to 128 characters.", 400, call.At(member));
        }
        var login = user.Login ?? throw Turn.Error("NoSuchEntity", $"Login Profile for User {user.Name} cannot be found.", "The user has no password for the console.", 404);
        if (Hash(user, call.Need("OldPassword")) != login.Secret) throw Turn.Error("AccessDenied", "The old password does not match the user's current password.", "Who has forgotten it asks an administrator for UpdateLoginProfile.", 403, call.At("OldPassword"));
        UserOperations.Put(call, user with { Login = Next(call, user, login, call.Need("NewPassword"), "NewPassword") with { ResetRequired = false } });
        call.Turn.Note("iam", user.Arn, $"{user.Name} changed the password.");
        return [];
    }

    private static void Check(Call call, string password, string member)
    {
        var why = call.State.Iam.PasswordPolicy is { } policy ? Wrong(policy, password)
            : password.Length < 8 ? "Password should have a minimum length of 8"
            // AWS's default: three of the four kinds of characters.
            : new[] { password.Any(char.IsAsciiLetterUpper), password.Any(char.IsAsciiLetterLower), password.Any(char.IsAsciiDigit), password.Any(IsSymbol) }.Count(k => k) < 3
                ? "Password should contain at least three of the following character types: uppercase, lowercase, numbers, and symbols" : null;
        if (why is not null) throw Turn.Error("PasswordPolicyViolation", why, "A longer password with several kinds of characters is harder to guess; GetAccountPasswordPolicy tells what the account wants.", 400, call.At(member));
    }

    private static bool IsSymbol(char c) => "!@#$%^&*()_+-=[]{}|'".Contains(c);

    private static string? Wrong(PasswordPolicy policy, string password) =>
        password.Length < policy.MinimumLength ? $"Password should have a minimum length of {policy.MinimumLength}"
        : policy.Symbols && !password.Any(IsSymbol) ? "Password should have at least one symbol"
        : policy.Numbers && !password.Any(char.IsAsciiDigit) ? "Password should have at least one number"
        : policy.Uppercase && !password.Any(char.IsAsciiLetterUpper) ? "Password should have at least one uppercase letter"
        : policy.Lowercase && !password.Any(char.IsAsciiLetterLower) ? "Password should have at least one lowercase letter" : null;

    private static Output Describe(PasswordPolicy p)
    {
        Output output = new()
        {
            ["MinimumPasswordLength"] = p.MinimumLength,
            ["RequireSymbols"] = p.Symbols,
            ["RequireNumbers"] = p.Numbers,
            ["RequireUppercaseCharacters"] = p.Uppercase,
            ["RequireLowercaseCharacters"] = p.Lowercase,
            ["AllowUsersToChangePassword"] = p.UsersMayChange,
            ["ExpirePasswords"] = p.MaxAgeDays is not null,
        };
        if (p.MaxAgeDays is { } days) (output["MaxPasswordAge"], output["HardExpiry"]) = (days, p.HardExpiry);
        if (p.Remembered is { } remembered) output["PasswordReusePrevention"] = remembered;
        return output;
    }

    /// <summary>What the call leaves out goes back to its default: AWS takes the policy as a whole.</summary>
    private static Output SetPolicy(Call call)
    {
        PasswordPolicy policy = new(Ranged("MinimumPasswordLength", 6, 128) ?? 6, call.Flag("RequireSymbols"), call.Flag("RequireNumbers"), call.Flag("RequireUppercaseCharacters"), call.Flag("RequireLowercaseCharacters"),
            call.Flag("AllowUsersToChangePassword"), Ranged("MaxPasswordAge", 1, 1095), Ranged("PasswordReusePrevention", 1, 24), call.Flag("HardExpiry"));
        call.State = call.State with { Iam = call.State.Iam with { PasswordPolicy = policy } };
        call.Turn.Note("iam", call.AccountId, $"Passwords have {policy.MinimumLength} characters at least from now on; those that there are stay.");
        return [];

        int? Ranged(string member, int least, int most) => call.Integer(member) is not { } value ? null
            : value < least ? throw IamNames.OutOfRange(call, member, value, $"greater than or equal to {least}")
            : value > most ? throw IamNames.OutOfRange(call, member, value, $"less than or equal to {most}") : (int)value;
    }
}
