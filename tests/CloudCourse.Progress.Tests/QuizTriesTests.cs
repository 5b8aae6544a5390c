using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress.Tests;

public sealed class QuizTriesTests
{
    private static readonly Guid Quiz = Guid.NewGuid();
    private static readonly QuizAnswer Right = new("az", "{\"chosen\":[\"a\"]}", 1, 1, 1);
    private static readonly QuizAnswer Half = new("edge", "{\"chosen\":[\"a\",\"b\"]}", 0.5, 0.5, 1);

    [Fact]
    public async Task An_open_try_is_gone_on_with_from_any_tab()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());

        var started = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => tries.StartAsync(learner, Quiz, 1))));

        Assert.Single(started.Select(t => (t.Id, t.Seed)).Distinct());
        Assert.Equal(1, await database.ReadAsync(db => db.QuizTries.CountAsync()));
    }

    [Fact]
    public async Task A_new_version_of_the_quiz_begins_anew()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var old = await tries.StartAsync(learner, Quiz, 1);

        var fresh = await tries.StartAsync(learner, Quiz, 2);

        Assert.NotEqual(old.Id, fresh.Id);
        Assert.Null(await tries.FindAsync(learner, old.Id));
    }

    [Fact]
    public async Task What_was_handed_in_first_stands()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var started = await tries.StartAsync(learner, Quiz, 1);

        var first = await tries.SubmitAsync(learner, started.Id, [Right, Half]);
        var again = await tries.SubmitAsync(learner, started.Id, [Right, Half with { CorrectShare = 1, Points = 1 }]);

        Assert.Equal((1.5, 2.0, 0.75), (first!.Score, first.OutOf, first.Share));
        Assert.Equal(first.Score, again!.Score);
        Assert.Equal([Right, Half], (await tries.FindAsync(learner, started.Id))!.Answers);
    }

    [Fact]
    public async Task Two_submits_at_once_make_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var started = await tries.StartAsync(learner, Quiz, 1);

        var views = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() =>
            tries.SubmitAsync(learner, started.Id, [Right with { Points = n / 5.0 }]))));

        Assert.Single(views.Select(v => v!.Score).Distinct());
        Assert.Equal(1, await database.ReadAsync(db => db.QuizResponses.CountAsync()));
    }

    [Fact]
    public async Task Nobody_submits_anothers_try()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner, other) = (database.Get<QuizTries>(), await database.GuestAsync(), await database.GuestAsync());
        var started = await tries.StartAsync(learner, Quiz, 1);

        Assert.Null(await tries.SubmitAsync(other, started.Id, [Right]));
        Assert.Null(await tries.FindAsync(other, started.Id));
    }

    [Fact]
    public async Task The_best_try_counts()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        foreach (var points in (double[])[0.2, 0.8, 0.5])
        {
            var started = await tries.StartAsync(learner, Quiz, 1);
            await tries.SubmitAsync(learner, started.Id, [Right with { Points = points }]);
            database.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(0.8, (await tries.BestAsync(learner, Quiz))!.Score);
        Assert.Equal([0.5, 0.8, 0.2], (await tries.ListAsync(learner, Quiz)).Select(t => t.Score!.Value));
        var overview = await database.Get<LearnerProgress>().OverviewAsync(learner, quizPassMark: 0.7);
        Assert.Equal((0.8, 1.0, true, 3), (overview.Quizzes[Quiz].Score, overview.Quizzes[Quiz].OutOf, overview.Quizzes[Quiz].Passed, overview.Quizzes[Quiz].Attempts));
    }
}
