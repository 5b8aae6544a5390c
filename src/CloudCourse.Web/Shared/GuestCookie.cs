using Microsoft.AspNetCore.DataProtection;

namespace CloudCourse.Web.Shared;

/// <summary>Remembers in the browser which guest it is. Encrypted and signed, so that nobody can name somebody else.</summary>
public sealed class GuestCookie(IHttpContextAccessor http, IDataProtectionProvider protection)
{
    public const string Name = "cc-guest";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400); // browsers keep no cookie longer
    private readonly IDataProtector _protector = protection.CreateProtector("CloudCourse.Guest.v1");

    /// <summary>The guest's learner id; null where there is no cookie or it is not one that we wrote.</summary>
    public Guid? Read()
    {
        if (http.HttpContext?.Request.Cookies[Name] is not { Length: > 0 } value) return null;
        try
        {
            return Guid.TryParse(_protector.Unprotect(value), out var id) ? id : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    /// <exception cref="InvalidOperationException">There is no response to put it on (a circuit), or it has begun.</exception>
    public void Write(Guid learnerId)
    {
        var context = http.HttpContext ?? throw new InvalidOperationException("A guest can only be remembered by an HTTP response.");
        if (context.Response.HasStarted) throw new InvalidOperationException("The response has begun; a guest must be made before it.");
        context.Response.Cookies.Append(Name, _protector.Protect(learnerId.ToString("N")), Options(context));
    }

    /// <summary>For signing out, and once a guest's work has become an account's.</summary>
    public void Clear()
    {
        if (http.HttpContext is { } context) context.Response.Cookies.Delete(Name, Options(context));
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = Lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
