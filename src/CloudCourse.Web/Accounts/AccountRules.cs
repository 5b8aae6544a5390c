using System.Globalization;
using System.Net.Mail;
using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.Identity;

namespace CloudCourse.Web.Accounts;

/// <summary>What an account's fields may hold. Each answer is null, or a sentence for the person who typed it.</summary>
internal static class AccountRules
{
    public const int LongestEmail = 254; // RFC 5321 allows no longer path
    public const int LongestName = 100;
    public const int ShortestPassword = 10;

    /// <summary>Hashing takes longer the longer the text is; nobody types more than this.</summary>
    public const int LongestPassword = 200;

    public const string PasswordRule = "At least 10 characters, 4 of them different. No other rules: a few words together are easy to remember and hard to guess.";

    public static string? Email(string email) => email switch
    {
        "" => "Write your e-mail address.",
        { Length: > LongestEmail } => $"An e-mail address has at most {LongestEmail} characters.",
        _ when !MailAddress.TryCreate(email, out var read) || read.Address != email || email.Any(IsInvisible) || !read.Host.Contains('.', StringComparison.Ordinal) =>
            "This is not an e-mail address. It looks like name@example.org.",
        _ => null,
    };

    public static string? Name(string name) => name switch
    {
        "" => "Write the name that your instructor should see.",
        { Length: > LongestName } => $"A name has at most {LongestName} characters.",
        _ when name.Any(IsInvisible) => "A name cannot hold invisible characters. Type it instead of pasting it.",
        _ => null,
    };

    public static string? Password(string password, string email) => password switch
    {
        { Length: < ShortestPassword } => $"A password has at least {ShortestPassword} characters; this one has {password.Length}.",
        { Length: > LongestPassword } => $"A password has at most {LongestPassword} characters.",
        _ when password.Distinct().Count() < 4 => "Use at least 4 different characters.",
        _ when string.Equals(password, email, StringComparison.OrdinalIgnoreCase) => "Your e-mail address is too easy to guess as a password.",
        _ => null,
    };

    /// <summary>What Identity refused, in our words: the field and what to do.</summary>
    public static (string Field, string Why) Refusal(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName) =>
            ("email", "There is an account with this address already. Sign in, or set a new password if you forgot it."),
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.InvalidUserName) =>
            ("email", "This is not an e-mail address. It looks like name@example.org."),
        nameof(IdentityErrorDescriber.PasswordMismatch) => ("current", "This is not your password."),
        _ when error.Code.StartsWith("Password", StringComparison.Ordinal) => ("password", PasswordRule),
        _ => ("", "That could not be saved. Try again."),
    };

    /// <summary>The name as it is shown; accounts that were made without one use the first part of the address.</summary>
    public static string NameOf(Account account) => account.DisplayName is { Length: > 0 } name ? name : account.Email?.Split('@')[0] ?? "Learner";

    /// <summary>Control and formatting characters: line ends forge mail headers, and marks of direction turn a list of names around.</summary>
    private static bool IsInvisible(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
