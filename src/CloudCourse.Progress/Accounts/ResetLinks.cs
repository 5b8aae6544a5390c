using System.Buffers.Text;
using System.Text;
using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.Identity;

namespace CloudCourse.Progress;

/// <summary>Links with which somebody who forgot their password sets a new one: mailed, or handed over by the administrator.</summary>
public sealed class ResetLinks(UserManager<Account> accounts)
{
    /// <summary>The link's path and query, good for a day and for one use; null when no account has this address.</summary>
    public async Task<string?> CreateAsync(string email)
    {
        if (await accounts.FindByEmailAsync(email.Trim()) is not { } account) return null;
        var token = await accounts.GeneratePasswordResetTokenAsync(account);
        return $"/account/reset?id={account.Id}&token={Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token))}";
    }

    /// <summary>Sets the password where id and token are the link's. The errors are for the person who typed it.</summary>
    public async Task<IdentityResult> ResetAsync(string id, string token, string password)
    {
        if (!Base64Url.IsValid(token) || await accounts.FindByIdAsync(id) is not { } account) return Invalid();
        var result = await accounts.ResetPasswordAsync(account, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)), password);
        if (result.Succeeded) await accounts.SetLockoutEndDateAsync(account, null); // who could not remember was perhaps locked out
        return result;
    }

    private static IdentityResult Invalid() => IdentityResult.Failed(new IdentityErrorDescriber().InvalidToken());
}
