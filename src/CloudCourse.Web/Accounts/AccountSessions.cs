using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Web.Accounts;

/// <summary>Signing up, in and out, and what becomes of the guest who was here before.</summary>
internal sealed class AccountSessions(
    UserManager<Account> accounts, SignInManager<Account> signIn, LearnerAccounts adoption, Learners learners, GuestCookie guest, TimeProvider clock)
{
    /// <summary>A hash of nothing in particular: checking against it takes as long as checking a real one.</summary>
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(new(), Guid.NewGuid().ToString());

    /// <summary>Makes the account. Does not sign in.</summary>
    public async Task<(Account? Account, IdentityResult Result)> CreateAsync(string email, string name, string password)
    {
        Account account = new() { Id = Guid.CreateVersion7(), Email = email, UserName = email, DisplayName = name, CreatedAt = clock.GetUtcNow().UtcDateTime };
        try
        {
            var result = await accounts.CreateAsync(account, password);
            return (result.Succeeded ? account : null, result);
        }
        catch (DbUpdateException)
        {
            // The same form twice at once: the second finds the first one's row only when it saves.
            return (null, IdentityResult.Failed(accounts.ErrorDescriber.DuplicateEmail(email)));
        }
    }

    /// <summary>
    /// The account that these are of, else null: unknown address, wrong password and locked out are one answer, after the same work,
    /// so that nobody learns who has an account here.
    /// </summary>
    public async Task<Account?> CheckAsync(string email, string password)
    {
        if (password.Length > AccountRules.LongestPassword) return null;
        if (await accounts.FindByEmailAsync(email) is not { } account)
        {
            accounts.PasswordHasher.VerifyHashedPassword(new(), NobodysHash, password);
            return null;
        }
        if (await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(account, NobodysHash, password);
            return null;
        }
        return (await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded ? account : null;
    }

    /// <summary>Signs in. The guest's work goes to the account or stays behind; either way this browser's guest is no more.</summary>
    public async Task EnterAsync(Account account, bool keepGuest, bool stay)
    {
        if (guest.Read() is { } guestId)
        {
            if (keepGuest && await adoption.HasWorkAsync(guestId)) await adoption.AdoptGuestAsync(guestId, account.Id);
            guest.Clear();
        }
        await learners.ForAccountAsync(account.Id);
        await signIn.SignInAsync(account, isPersistent: stay);
    }

    /// <summary>After the security stamp changed: this browser stays signed in, every other one is signed out.</summary>
    public Task StayAsync(Account account) => signIn.RefreshSignInAsync(account);

    /// <summary>Signs out and has the browser forget what it stored: classroom machines are shared.</summary>
    public async Task LeaveAsync(HttpContext context)
    {
        await signIn.SignOutAsync();
        guest.Clear();
        context.Response.Headers["Clear-Site-Data"] = "\"storage\"";
    }
}
