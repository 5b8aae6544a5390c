using System.Globalization;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress.Tests;

public sealed class DemoCohortTests
{
    [Fact]
    public async Task It_looks_like_a_class_and_every_report_is_the_graders()
    {
        await using var database = await TestDatabase.CreateAsync();
        var teacher = await database.AccountAsync("teacher@example.org", Roles.Instructor);
        Grader grader = new();

        var summary = await database.Get<DemoCohort>().FillAsync(SmallCourse.Catalog, teacher, grader.GradeAsync, Answer);

        var book = await database.Get<Gradebook>().ForCohortAsync(summary.CohortId, teacher, SmallCourse.Catalog);
        Assert.Equal(24, book!.Rows.Count);
        Assert.Equal(24, book.Rows.Select(r => r.Email).Distinct().Count());
        Assert.All(book.Rows, r => Assert.Matches(@"^[a-z.]+@example\.org$", r.Email));
        Assert.Contains(book.Rows, r => r.Cells.Count == 0);
        Assert.Contains(book.Rows, r => r.Cells.Values.Any(c => c.Passed && c.Attempts > 1));
        Assert.Contains(book.Rows, r => r.Cells.Values.Any(c => c is { Passed: false, Attempts: > 0 }));
        var now = database.Clock.GetUtcNow().UtcDateTime;
        Assert.All(book.Rows.SelectMany(r => r.Cells.Values), c => Assert.InRange(c.LastAt!.Value, now.AddDays(-28), now));

        // Eight gradings at most, however many learners: two labs, a good and a bad solution, two seeds.
        Assert.InRange(grader.Graded, 1, 8);
        foreach (var row in book.Rows)
        {
            var detail = await database.Get<Gradebook>().LearnerDetailAsync(summary.CohortId, row.LearnerId, teacher, SmallCourse.Catalog);
            foreach (var submission in detail!.Submissions)
            {
                Assert.Equal(submission.Submission.Id, submission.Report!.SubmissionId);
                Assert.Equal(submission.Submission.Seed, await database.Get<Seeds>().ForAsync(row.LearnerId, submission.Submission.ActivityId));
                var filled = LabVariant.Of(submission.Submission.Seed).Values["bucket"];
                Assert.EndsWith(filled, submission.Submission.Files[0].Text, StringComparison.Ordinal);
                Assert.Equal(submission.Submission.Files[0].Text.StartsWith("good", StringComparison.Ordinal), submission.Attempt!.Passed);
            }
        }
    }

    [Fact]
    public async Task It_is_the_same_each_time()
    {
        async Task<List<string>> FillAsync()
        {
            await using var database = await TestDatabase.CreateAsync();
            var teacher = await database.AccountAsync("teacher@example.org", Roles.Instructor);
            await database.Get<DemoCohort>().FillAsync(SmallCourse.Catalog, teacher, new Grader().GradeAsync, Answer);
            return await database.ReadAsync(async db =>
            {
                var attempts = await db.Attempts.OrderBy(a => a.Id).ToListAsync();
                return attempts.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.LearnerId} {a.Number} {a.Score} {a.SubmittedAt:O}")).ToList();
            });
        }

        Assert.Equal(await FillAsync(), await FillAsync());
    }

    [Fact]
    public async Task It_never_goes_where_people_have_worked()
    {
        await using var database = await TestDatabase.CreateAsync();
        var teacher = await database.AccountAsync("teacher@example.org", Roles.Instructor);
        await database.AttemptAsync(await database.GuestAsync(), Guid.NewGuid(), 1, 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            database.Get<DemoCohort>().FillAsync(SmallCourse.Catalog, teacher, new Grader().GradeAsync, Answer));
    }

    private static QuizAnswer[] Answer(Quiz quiz, int seed, double knows) =>
        [.. Enumerable.Range(0, 4).Select(n => new QuizAnswer($"item-{n}", "{}", n < knows * 4 ? 1 : 0, n < knows * 4 ? 1 : 0, 1))];

    /// <summary>Passes what says that it is good.</summary>
    private sealed class Grader
    {
        public int Graded { get; private set; }

        public Task<(GradeReport Report, string EngineVersion)> GradeAsync(
            LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
        {
            Graded++;
            var good = files[0].Text.StartsWith("good", StringComparison.Ordinal);
            return Task.FromResult((Reports.Graded(Guid.Empty, good ? 4 : 1, 4), "test/1"));
        }
    }
}
