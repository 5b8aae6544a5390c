using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CloudCourse.Progress;

public static class ProgressServices
{
    /// <summary>
    /// The database and every service over it. <c>Database:Provider</c> chooses among <paramref name="databases"/> (the first
    /// is the default); <c>ConnectionStrings:CloudCourse</c> says where it is.
    /// </summary>
    /// <param name="contentRoot">Where the program was started; see <see cref="CourseRoot"/>.</param>
    /// <exception cref="DatabaseUnusableException">The configuration names no database that there is.</exception>
    public static IServiceCollection AddProgress(
        this IServiceCollection services, IConfiguration configuration, string contentRoot, params ProgressDatabase[] databases)
    {
        var wanted = configuration["Database:Provider"] is { Length: > 0 } named ? named : databases[0].Provider;
        var database = databases.FirstOrDefault(d => string.Equals(d.Provider, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new DatabaseUnusableException(
                $"Database:Provider is '{wanted}'; it can be {string.Join(" or ", databases.Select(d => d.Provider))}.");
        var connection = configuration.GetConnectionString("CloudCourse") is { Length: > 0 } configured
            ? configured
            : database.DefaultConnectionString ?? throw new DatabaseUnusableException(
                $"Database:Provider is {database.Provider}, which needs ConnectionStrings:CloudCourse, and there is none.");
        var root = CourseRoot.Of(contentRoot);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(database);
        services.Configure<IdentityOptions>(IdentitySchema.Choose);
        services.AddDbContextFactory<ProgressContext>(options => database.Configure(options, connection, root));
        services.AddSingleton<Migrations>();

        services.AddSingleton<LearnerAccounts>().AddSingleton<Learners>().AddSingleton<Seeds>().AddSingleton<LessonVisits>()
            .AddSingleton<LearnerProgress>();
        services.AddSingleton<Drafts>().AddSingleton<Submissions>().AddSingleton<LabRevisions>().AddSingleton<Hints>().AddSingleton<Solutions>();
        services.AddSingleton<QuizTries>();
        services.AddSingleton<Cohorts>().AddSingleton<Gradebook>();
        services.AddSingleton<SetupLinks>().AddSingleton<AccountRoles>().AddSingleton<PersonalData>().AddSingleton<DemoCohort>().AddScoped<ResetLinks>();
        return services;
    }

    /// <summary>
    /// ASP.NET Core Identity over the same database, with what the site and the command line must agree on: password rules, token
    /// providers, and Data Protection keys kept in the database. Sign-in and cookies are the site's to add.
    /// </summary>
    public static IdentityBuilder AddProgressAccounts(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("CloudCourse");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, KeysInDatabase>();
        return services.AddIdentityCore<Account>(options =>
            {
                options.User.RequireUniqueEmail = true;

                // Length is what makes a password hard to guess; classes of characters make it hard to remember.
                options.Password.RequiredLength = 10;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 4;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<ProgressContext>()
            .AddDefaultTokenProviders();
    }
}
