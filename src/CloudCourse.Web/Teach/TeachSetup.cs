using System.Globalization;
using System.Text;
using CloudCourse.Course.Reading;
using CloudCourse.Progress;
using CloudCourse.Web.Accounts;

namespace CloudCourse.Web.Teach;

internal static class TeachSetup
{
    public static void MapTeach(this WebApplication app) =>
        app.MapGet("/teach/cohorts/{id:guid}/gradebook.csv", CsvAsync).RequireAuthorization(Policies.Teach);

    /// <summary>The whole gradebook for a spreadsheet. A cohort that one does not teach is not there.</summary>
    internal static async Task<IResult> CsvAsync(
        Guid id, HttpContext context, Gradebook gradebook, CourseLibrary library, TimeProvider clock, CancellationToken cancel)
    {
        if (context.User.AccountId() is not { } account || await gradebook.ForCohortAsync(id, account, library.Current, cancel) is not { } book)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "no-store";
        var name = $"gradebook-{FileName(book.Cohort.Name)}-{clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv";
        return Results.File(GradebookCsv.Write(book), "text/csv; charset=utf-8", name);
    }

    /// <summary>Letters and digits of the name, with dashes between.</summary>
    private static string FileName(string name)
    {
        StringBuilder plain = new();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) plain.Append(c);
            else if (plain is not { Length: 0 } && plain[^1] is not '-') plain.Append('-');
        }
        return plain.ToString().Trim('-') is { Length: > 0 } good ? good : "class";
    }
}
