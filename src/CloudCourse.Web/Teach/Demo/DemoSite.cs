using System.Security.Cryptography;
using CloudCourse.Course.Reading;
using CloudCourse.Labs;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace CloudCourse.Web.Teach.Demo;

/// <summary>
/// <c>--demo</c>: the site over a database of its own in the temporary folder, with a cohort of people who do not exist to look at. Their
/// attempts are the labs' own solutions, graded by the real graders. The database goes when the site ends.
/// </summary>
internal sealed class DemoSite
{
    private const string Argument = "--demo", Email = "instructor@example.org";

    private readonly string _folder = Directory.CreateTempSubdirectory("cloudcourse-demo-").FullName;

    /// <summary>Null where nobody asked for it.</summary>
    public static DemoSite? Asked(string[] args) => args.Contains(Argument) ? new() : null;

    /// <summary>The other arguments are the host's, which would take the one after an unknown option for its value.</summary>
    public static string[] Without(string[] args) => [.. args.Where(a => a != Argument)];

    public void Configure(IConfigurationBuilder configuration) => configuration.AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Database:Provider"] = "Sqlite",
        ["ConnectionStrings:CloudCourse"] = $"Data Source={Path.Combine(_folder, "demo.db")}",
    });

    /// <summary>Starts the site, fills its migrated database, says who can sign in, and serves until it is stopped.</summary>
    public async Task RunAsync(WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            var password = RandomNumberGenerator.GetString("23456789abcdefghjkmnpqrstwxyz", 12);
            var instructor = await AddInstructorAsync(app.Services, password);
            await app.StartAsync();
            await FillAsync(app.Services, instructor, stopping);
            Console.WriteLine($"Demo: sign in as {Email} with the password {password}, then open /teach. The database is deleted when the site ends.");
            await app.WaitForShutdownAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while the class was being made up.
        }
        finally
        {
            await app.DisposeAsync();
            Delete();
        }
    }

    private static async Task<Guid> AddInstructorAsync(IServiceProvider services, string password)
    {
        await using var scope = services.CreateAsyncScope();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        Account instructor = new() { Id = Guid.CreateVersion7(), Email = Email, UserName = Email, DisplayName = "Demo Instructor", CreatedAt = now };
        var made = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(instructor, password);
        if (!made.Succeeded) throw new InvalidOperationException(string.Join(" ", made.Errors.Select(e => e.Description)));
        await services.GetRequiredService<AccountRoles>().AddAsync(Email, Roles.Instructor);
        return instructor.Id;
    }

    private static async Task FillAsync(IServiceProvider services, Guid instructor, CancellationToken stopping)
    {
        Console.WriteLine("Demo: making up a class and grading its work. That takes a moment, as the graders are the real ones.");
        var kinds = services.GetRequiredService<LabKinds>();
        var summary = await services.GetRequiredService<DemoCohort>().FillAsync(
            services.GetRequiredService<CourseLibrary>().Current, instructor,
            async (lab, files, seed, cancel) =>
            {
                var grader = kinds.Find(lab.Kind)?.Grader ?? throw new InvalidOperationException($"There is no lab kind '{lab.Kind}'.");
                return (await grader.GradeAsync(new(Guid.Empty, lab, files, seed, IncludeHidden: true), null, cancel), grader.EngineVersion);
            },
            DemoAnswerSheet.Answer, stopping);
        Console.WriteLine(
            $"Demo: {summary.Learners} learners who do not exist, {summary.Attempts} attempts at labs, {summary.QuizTries} tries at quizzes. The class's join code is {summary.JoinCode}.");
    }

    private void Delete()
    {
        SqliteConnection.ClearAllPools();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            Console.WriteLine($"Demo: {_folder} could not be deleted; delete it by hand.");
        }
    }
}
