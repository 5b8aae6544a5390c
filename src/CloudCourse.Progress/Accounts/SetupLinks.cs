using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>One-time links that make an account an instructor: on first start, and from the command line.</summary>
public sealed class SetupLinks(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    public static TimeSpan ValidFor { get; } = TimeSpan.FromDays(7);

    /// <summary>Whether nobody can teach yet.</summary>
    public async Task<bool> NoInstructorYetAsync(CancellationToken cancel = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return !await db.UserRoles.AnyAsync(u => db.Roles.Any(r => r.Id == u.RoleId && r.Name == Roles.Instructor), cancel);
    }

    /// <summary>A new token; earlier ones that were not used are void. Only its hash is stored: this is the one time to show it.</summary>
    public Task<string> CreateAsync(CancellationToken cancel = default) => contexts.WriteAsync(async db =>
    {
        var now = clock.UtcNow();
        db.SetupTokens.RemoveRange(await db.SetupTokens.Where(t => t.UsedAt == null).ToListAsync(cancel));
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.SetupTokens.Add(new() { Id = clock.NewId(), Hash = HashOf(token), CreatedAt = now, ExpiresAt = now + ValidFor });
        db.Audit(clock, null, "setup-link.create", "setup");
        return token;
    }, cancel);

    /// <summary>The link's path and query, for whoever knows the site's address.</summary>
    public static string PathOf(string token) => $"/setup?token={token}";

    public async Task<bool> IsGoodAsync(string token, CancellationToken cancel = default)
    {
        var (hash, now) = (HashOf(token), clock.UtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.SetupTokens.AnyAsync(t => t.Hash == hash && t.UsedAt == null && t.ExpiresAt > now, cancel);
    }

    /// <summary>Uses the token up and makes the account an instructor. False: the token is unknown, used or out of date. Refresh the sign-in afterwards.</summary>
    public Task<bool> ConsumeAsync(string token, Guid accountId, CancellationToken cancel = default) => contexts.WriteAsync(async db =>
    {
        var (hash, now) = (HashOf(token), clock.UtcNow());
        if (await db.SetupTokens.SingleOrDefaultAsync(t => t.Hash == hash && t.UsedAt == null && t.ExpiresAt > now, cancel) is not { } row) return false;
        row.UsedAt = now;
        row.UsedById = accountId;
        await AccountRoles.AddAsync(db, accountId, Roles.Instructor, cancel);
        await LearnerAccounts.ForAccountAsync(db, clock, accountId, cancel);
        db.Audit(clock, accountId, "setup-link.use", accountId.ToString());
        return true;
    }, cancel);

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
