using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using CloudCourse.Progress.Sqlite;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Cli.Tests.Admin;

/// <summary>Over a database file of its own, looked at through the site's services.</summary>
public sealed class AdminCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cloudcourse-cli-").FullName;
    private ServiceProvider _site = null!;

    private string Connection => $"Data Source={Path.Combine(_folder, "course.db")};Pooling=False";

    public ValueTask InitializeAsync()
    {
        var services = new ServiceCollection().AddLogging().AddProgress(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:CloudCourse", Connection)]).Build(), _folder, new SqliteDatabase());
        services.AddProgressAccounts();
        _site = services.BuildServiceProvider();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_setup_link_is_good_on_the_site()
    {
        var run = await AdminAsync("setup-link", "--url", "https://course.example.org/");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var link = Assert.Single(run.Lines);
        const string Start = "https://course.example.org/setup?token=";
        Assert.StartsWith(Start, link, StringComparison.Ordinal);
        Assert.True(await _site.GetRequiredService<SetupLinks>().IsGoodAsync(link[Start.Length..]));
    }

    [Fact]
    public async Task A_reset_link_sets_the_password_on_the_site()
    {
        var id = await AccountAsync("ana@example.org");

        var run = await AdminAsync("reset-link", "ana@example.org");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var link = Assert.Single(run.Lines);
        var start = $"http://localhost:5080/account/reset?id={id}&token=";
        Assert.StartsWith(start, link, StringComparison.Ordinal);
        using var scope = _site.CreateScope();
        var reset = await scope.ServiceProvider.GetRequiredService<ResetLinks>().ResetAsync(id.ToString(), link[start.Length..], "another pass phrase");
        Assert.True(reset.Succeeded);
    }

    [Fact]
    public async Task A_role_is_given_and_taken()
    {
        await AccountAsync("ana@example.org");

        Assert.Contains("has the role Instructor now", (await AdminAsync("role", "add", "ana@example.org", "Instructor")).Output, StringComparison.Ordinal);
        Assert.False(await _site.GetRequiredService<SetupLinks>().NoInstructorYetAsync());
        Assert.Contains("already", (await AdminAsync("role", "add", "ana@example.org", "Instructor")).Output, StringComparison.Ordinal);
        Assert.Contains("no longer", (await AdminAsync("role", "remove", "ana@example.org", "Instructor")).Output, StringComparison.Ordinal);
        Assert.True(await _site.GetRequiredService<SetupLinks>().NoInstructorYetAsync());
    }

    [Theory]
    [InlineData("reset-link", "nobody@example.org")]
    [InlineData("role", "add", "nobody@example.org", "Instructor")]
    public async Task An_address_that_no_account_has_is_said_on_standard_error(params string[] args)
    {
        var run = await AdminAsync(args);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("No account has the address nobody@example.org", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_role_that_there_is_not_is_bad_usage()
    {
        var run = await AdminAsync("role", "add", "ana@example.org", "Emperor");

        Assert.Equal(ExitCode.BadUsage, run.ExitCode);
        Assert.Contains("Emperor", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_a_database_and_never_overwrites()
    {
        var id = await AccountAsync("ana@example.org");
        var file = Path.Combine(_folder, "copies", "monday.db");

        var run = await AdminAsync("backup", file);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Contains($"{file}: {new FileInfo(file).Length} bytes.", run.Output, StringComparison.Ordinal);

        var role = await Cli.RunAsync("", "admin", "role", "add", "ana@example.org", "Instructor", "--connection", $"Data Source={file};Pooling=False");
        Assert.Contains("has the role", role.Output, StringComparison.Ordinal); // the copy knows the account
        Assert.NotEqual(Guid.Empty, id);

        var again = await AdminAsync("backup", file);
        Assert.Equal(ExitCode.Failed, again.ExitCode);
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no database at", "backup", "copy.db")]
    [InlineData("can be Sqlite or SqlServer", "setup-link", "--provider", "Oracle")]
    [InlineData("BACKUP DATABASE", "backup", "copy.db", "--provider", "SqlServer")]
    public async Task What_cannot_be_done_is_said_in_words(string says, params string[] args)
    {
        var run = await AdminAsync(args);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists("copy.db"));
    }

    private Task<CliRun> AdminAsync(params string[] args) => Cli.RunAsync("", ["admin", .. args, "--connection", ConnectionFor(args)]);

    private string ConnectionFor(string[] args) => args.Contains("SqlServer") ? "Server=nowhere;Database=CloudCourse" : Connection;

    private async Task<Guid> AccountAsync(string email)
    {
        await _site.GetRequiredService<Migrations>().MigrateAsync();
        using var scope = _site.CreateScope();
        Account account = new() { Id = Guid.NewGuid(), UserName = email, Email = email, CreatedAt = DateTime.UtcNow };
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(account, "a long pass phrase");
        Assert.True(made.Succeeded);
        return account.Id;
    }
}
