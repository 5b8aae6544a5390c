using System.Security.Claims;
using CloudCourse.Progress;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CloudCourse.Web.Accounts;

/// <summary>
/// The cookie that says who is signed in. It is believed for its id and security stamp only: name and roles come from the
/// database with every page, so that a changed password, a deleted account or a role taken away counts at once.
/// </summary>
internal static class AccountCookie
{
    public const string Name = "cc-account";

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.IsEssential = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // a classroom's own server may have no TLS
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.LoginPath = "/account/sign-in";
        options.LogoutPath = "/account/sign-out";
        options.ReturnUrlParameter = "returnUrl";
        options.Events = new()
        {
            OnValidatePrincipal = ValidateAsync,
            OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden),
            OnRedirectToLogin = context =>
            {
                if (context.Request.Path.StartsWithSegments("/api")) return Answer(context, StatusCodes.Status401Unauthorized);
                // What was posted is not posted again after signing in, so a form leads back to its page.
                context.Response.Redirect(context.RedirectUri);
                return Task.CompletedTask;
            },
        };
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var request = context.HttpContext;
        if (request.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null) return; // the same for everybody

        var claims = request.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity;
        var stamp = context.Principal?.FindFirstValue(claims.SecurityStampClaimType);
        if (Guid.TryParse(context.Principal?.FindFirstValue(claims.UserIdClaimType), out var id) && stamp is not null
            && await NowAsync(request, id, stamp, claims) is { } identity)
        {
            context.ReplacePrincipal(new(identity));
            return;
        }
        context.RejectPrincipal();
        await request.SignOutAsync(context.Scheme.Name);
    }

    private static async Task<ClaimsIdentity?> NowAsync(HttpContext request, Guid id, string stamp, ClaimsIdentityOptions claims)
    {
        var cancel = request.RequestAborted;
        await using var db = await request.RequestServices.GetRequiredService<IDbContextFactory<ProgressContext>>().CreateDbContextAsync(cancel);
        var rows = await (
            from account in db.Users
            where account.Id == id && account.SecurityStamp == stamp
            from role in db.UserRoles.Where(r => r.UserId == account.Id).Join(db.Roles, r => r.RoleId, r => r.Id, (_, r) => r.Name).DefaultIfEmpty()
            select new { account.DisplayName, account.Email, Role = role }).ToListAsync(cancel);
        if (rows is not [var first, ..]) return null;

        var name = first.DisplayName is { Length: > 0 } shown ? shown : first.Email?.Split('@')[0] ?? "Learner";
        return new(
            [
                new(claims.UserIdClaimType, id.ToString()), new(claims.UserNameClaimType, name), new(claims.SecurityStampClaimType, stamp),
                .. rows.Where(r => r.Role is not null).Select(r => new Claim(claims.RoleClaimType, r.Role!)),
            ],
            IdentityConstants.ApplicationScheme, claims.UserNameClaimType, claims.RoleClaimType);
    }
}
