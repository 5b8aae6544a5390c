using System.CommandLine;
using CloudCourse.Progress;
using CloudCourse.Progress.Sqlite;
using CloudCourse.Progress.SqlServer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Cli.Admin;

/// <summary>Opens the installation's database as the site does, and puts failures that the operator can mend into their words.</summary>
internal sealed class AdminHost(CliIo io)
{
    public Option<string?> Provider { get; } = new("--provider")
    {
        Description = "Sqlite or SqlServer; else Database:Provider of the settings, else Sqlite.",
        Recursive = true,
    };

    public Option<string?> Connection { get; } = new("--connection")
    {
        Description = "Connection string; else ConnectionStrings:CloudCourse of the settings, else data/cloudcourse.db beside content/.",
        Recursive = true,
    };

    public Option<string?> Url { get; } = new("--url")
    {
        Description = "The site's address, for links; else Site:Url of the settings, else http://localhost:5080.",
        Recursive = true,
    };

    /// <summary>An action over the services, on a database that has been brought up to date.</summary>
    /// <param name="migrate">False leaves the database as it is, as a backup must.</param>
    public Func<ParseResult, CancellationToken, Task<int>> Run(
        Func<ParseResult, AdminSession, CancellationToken, Task<int>> work, bool migrate = true) => async (parsed, cancel) =>
    {
        try
        {
            var root = CourseRoot.Of(Environment.CurrentDirectory, AppContext.BaseDirectory);
            var configuration = Configure(root, parsed);
            ServiceCollection services = new();
            services.AddLogging();
            services.AddProgress(configuration, root, new SqliteDatabase(), new SqlServerDatabase());
            services.AddProgressAccounts();
            await using var provider = services.BuildServiceProvider();
            if (migrate) await provider.GetRequiredService<Migrations>().MigrateAsync(cancel);
            await using var scope = provider.CreateAsyncScope();
            var url = configuration["Site:Url"] is { Length: > 0 } site ? site : "http://localhost:5080";
            return await work(parsed, new(scope.ServiceProvider, io, url.TrimEnd('/')), cancel);
        }
        catch (Exception e) when (e is DatabaseUnusableException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            await io.Error.WriteLineAsync(e.Message);
            return ExitCode.Failed;
        }
    };

    /// <summary>The site's own settings, from its folder in the sources or from beside this program; then the environment; then the options.</summary>
    private IConfiguration Configure(string root, ParseResult parsed)
    {
        Dictionary<string, string?> options = [];
        if (parsed.GetValue(Provider) is { } provider) options["Database:Provider"] = provider;
        if (parsed.GetValue(Connection) is { } connection) options["ConnectionStrings:CloudCourse"] = connection;
        if (parsed.GetValue(Url) is { } url) options["Site:Url"] = url;
        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(root, "src", "CloudCourse.Web", "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(options)
            .Build();
    }
}

/// <param name="Url">The site's address, without a slash at its end.</param>
internal sealed record AdminSession(IServiceProvider Services, CliIo Io, string Url)
{
    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();
}
