using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using CloudCourse.Web.Accounts.Mail;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Net.Http.Headers;

namespace CloudCourse.Web.Accounts;

/// <summary>Names of the authorization policies.</summary>
internal static class Policies
{
    /// <summary>Whoever has the role Instructor. Whose cohort it is, the services over the database decide.</summary>
    public const string Teach = "Teach";
}

internal static class AccountSetup
{
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<IdentityOptions>(options =>
        {
            options.User.AllowedUserNameCharacters = ""; // the name is the e-mail address, which AccountRules reads
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        });
        new IdentityBuilder(typeof(Account), typeof(IdentityRole<Guid>), services).AddSignInManager();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, AccountCookie.Configure);
        services.AddAuthorizationBuilder().AddPolicy(Policies.Teach, policy => policy.RequireRole(Roles.Instructor));
        services.AddAccountLimits();
        services.AddSingleton<JoinLimit>();
        services.AddScoped<AccountSessions>();
        services.AddHostedService<FirstInstructor>();
        services.AddResetMail(builder.Configuration);
    }

    public static void MapAccounts(this WebApplication app)
    {
        app.MapPost("/account/sign-out", SignOutAsync);
        app.MapGet("/account/data.json", DataAsync).RequireAuthorization();
    }

    /// <summary>The form is bound, so its antiforgery token is checked.</summary>
    internal static async Task<IResult> SignOutAsync(IFormCollection form, AccountSessions sessions, HttpContext context)
    {
        _ = form;
        await sessions.LeaveAsync(context);
        return Results.LocalRedirect("/account/sign-in?done=signed-out");
    }

    /// <summary>All that is kept of the account, for its owner.</summary>
    internal static async Task<IResult> DataAsync(HttpContext context, PersonalData data, CancellationToken cancel)
    {
        if (context.User.AccountId() is not { } id || await data.ExportAsync(id, cancel) is not { } export) return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers[HeaderNames.ContentDisposition] = "attachment; filename=\"cloudcourse-my-data.json\"";
        return Results.Json(export, DataJson);
    }

    private static readonly System.Text.Json.JsonSerializerOptions DataJson = new(Course.Grading.CourseJson.Options) { WriteIndented = true };
}
