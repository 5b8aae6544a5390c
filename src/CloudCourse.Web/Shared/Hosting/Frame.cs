using System.IO.Compression;
using CloudCourse.Web.Shared.Errors;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace CloudCourse.Web.Shared.Hosting;

/// <summary>What every page stands on: components, errors, headers, static files, keys, health.</summary>
internal static class Frame
{
    /// <summary>The largest thing that a page sends is a lab's files, whose limit is far below; a body is read before it is judged.</summary>
    private const long MostRequestBytes = 4 << 20;

    public static void AddFrame(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddHealthChecks();
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true); // in production too, so that a 400 says why
        services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));

        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "cc-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true; // SecurityHeaders says more
        });

        // Over HTTPS too: the only secret in a page is the form token, which is masked anew in every response.
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MostRequestBytes);

        // Compressed and fingerprinted files are found from the build's output too, whatever the environment.
        builder.WebHost.UseStaticWebAssets();
    }

    public static void UseFrame(this WebApplication app)
    {
        // In development too: whoever tries the course out should see what a learner would. The log has the exception.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error",
            CreateScopeForErrors = true,
            StatusCodeSelector = exception => exception switch
            {
                TooManyGuestsException => StatusCodes.Status429TooManyRequests,
                BadHttpRequestException bad => bad.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        if (!app.Environment.IsDevelopment()) app.UseHsts();
        app.UseMiddleware<SecurityHeaders>();
        app.UseResponseCompression();
        app.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        app.Use(ShowErrorsAsPages);
        app.Use(RefuseOtherCharsets);
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery(); // a form's token is bound to who is signed in
        app.Use(RefuseForgedForms);
        app.Lifetime.ApplicationStarted.Register(() => SayWhere(app));
    }

    public static void MapFrame(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready");
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null); // SecurityHeaders sets it
    }

    /// <summary>Programs get a bare status or a problem document; people get a page, whichever method they used.</summary>
    private static async Task ShowErrorsAsPages(HttpContext context, RequestDelegate next)
    {
        var isPage = !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/health");
        if (!isPage && context.Features.Get<IStatusCodePagesFeature>() is { } statusPages) statusPages.Enabled = false;
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null || context.Features.Get<IExceptionHandlerFeature>() is not null)
            context.Request.Method = HttpMethods.Get;
        await next(context);
        if (context.Request.Path.StartsWithSegments("/api") && !context.Response.HasStarted) await ApiExceptionHandler.ExplainAsync(context);
    }

    /// <summary>JSON is UTF-8. The framework takes other encodings, and fails on a name of none.</summary>
    private static Task RefuseOtherCharsets(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments("/api") || !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.Parameters.Any(p => p.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))) return next(context);
        if (type.Charset is not { Length: > 0 } charset || !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }
        // In quotes it is the same name, which the framework does not see.
        type.Charset = "utf-8";
        context.Request.ContentType = type.ToString();
        return next(context);
    }

    /// <summary>A page would answer a line of plain text; this way people are told what to do.</summary>
    private static Task RefuseForgedForms(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(context);
        context.Features.Set<IAntiforgeryValidationFeature>(null); // the page that is shown instead is no form
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    private static void SayWhere(WebApplication app)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        if (addresses is { Count: > 0 }) Console.WriteLine($"CloudCourse is at {string.Join(" and ", addresses)}");
    }
}
