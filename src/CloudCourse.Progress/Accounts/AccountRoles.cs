using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

public enum RoleChange { Done, AlreadySo, NoSuchAccount }

/// <summary>Who may teach.</summary>
public sealed class AccountRoles(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    /// <param name="role">One of <see cref="Roles.All"/>.</param>
    /// <param name="actorId">The account that decided; null for the command line.</param>
    public Task<RoleChange> AddAsync(string email, string role, Guid? actorId = null, CancellationToken cancel = default) =>
        ChangeAsync(email, role, "role.add", actorId, (db, account, name) => AddAsync(db, account, name, cancel), cancel);

    public Task<RoleChange> RemoveAsync(string email, string role, Guid? actorId = null, CancellationToken cancel = default) =>
        ChangeAsync(email, role, "role.remove", actorId, async (db, account, name) =>
        {
            var held = await db.UserRoles.Where(u => u.UserId == account && db.Roles.Any(r => r.Id == u.RoleId && r.Name == name)).ToListAsync(cancel);
            db.UserRoles.RemoveRange(held);
            return held.Count > 0;
        }, cancel);

    /// <summary>Inside the caller's transaction. False: the account has the role already.</summary>
    internal static async Task<bool> AddAsync(ProgressContext db, Guid accountId, string role, CancellationToken cancel)
    {
        var row = await db.Roles.SingleOrDefaultAsync(r => r.Name == role, cancel);
        if (row is null)
        {
            row = new(role) { Id = Guid.CreateVersion7(), NormalizedName = role.ToUpperInvariant(), ConcurrencyStamp = Guid.NewGuid().ToString() };
            db.Roles.Add(row);
        }
        if (await db.UserRoles.AnyAsync(u => u.UserId == accountId && u.RoleId == row.Id, cancel)) return false;
        db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = accountId, RoleId = row.Id });
        return true;
    }

    private Task<RoleChange> ChangeAsync(
        string email, string role, string action, Guid? actorId, Func<ProgressContext, Guid, string, Task<bool>> change, CancellationToken cancel)
    {
        var name = Roles.All.SingleOrDefault(r => string.Equals(r, role, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no role '{role}'; there are {string.Join(" and ", Roles.All)}.", nameof(role));
        return contexts.WriteAsync(async db =>
        {
            var normal = email.Trim().ToUpperInvariant();
            if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normal, cancel) is not { } account) return RoleChange.NoSuchAccount;
            if (!await change(db, account.Id, name)) return RoleChange.AlreadySo;

            // Cookies that were given before are checked against this stamp, so the change reaches them.
            account.SecurityStamp = Guid.NewGuid().ToString("N");
            db.Audit(clock, actorId, action, account.Id.ToString(), name);
            return RoleChange.Done;
        }, cancel);
    }
}
