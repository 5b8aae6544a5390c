using System.Globalization;
using System.Threading.RateLimiting;
using CloudCourse.Web.Shared;
using Microsoft.AspNetCore.RateLimiting;

namespace CloudCourse.Web.Accounts;

/// <summary>
/// How often one address may send the forms that need no account. A classroom shares an address, so a whole class can sign up or in
/// at once; guessing goes on much slower. Looking at a form is not counted.
/// </summary>
internal static class AccountLimits
{
    public const string SignIn = "sign-in", SignUp = "sign-up", Recovery = "recovery";

    public static void AddAccountLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            SayWhen(rejected.HttpContext, wait);
            return ValueTask.CompletedTask;
        };
        ByAddress(limiter, SignIn, atOnce: 80, aMinute: 20);
        ByAddress(limiter, SignUp, atOnce: 60, aMinute: 6);
        ByAddress(limiter, Recovery, atOnce: 20, aMinute: 3);
    });

    /// <summary>Puts on the answer when it is worth trying again.</summary>
    public static void SayWhen(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private static void ByAddress(RateLimiterOptions limiter, string name, int atOnce, int aMinute) => limiter.AddPolicy(name, context =>
        HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetTokenBucketLimiter($"{name} {ClientAddress.Of(context)}", _ => new()
            {
                TokenLimit = atOnce,
                TokensPerPeriod = aMinute,
                ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter("looking"));
}
