namespace CloudCourse.Progress.Tests;

public sealed class SolutionsTests
{
    private static readonly Course.Model.LabDefinition Lab = SmallCourse.Lab("read-one-bucket", solutionAfter: 3);

    [Fact]
    public async Task It_may_be_seen_after_so_many_attempts_and_then_attempts_are_practice()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (solutions, learner) = (database.Get<Solutions>(), await database.GuestAsync());

        for (var toGo = 3; toGo > 0; toGo--)
        {
            Assert.Equal(new(false, false, toGo), await solutions.ShowAsync(learner, Lab));
            Assert.False((await database.AttemptAsync(learner, Lab.Id, 1, 4)).Attempt!.Practice);
        }
        Assert.Equal(new(true, false, 0), await solutions.AccessAsync(learner, Lab));
        Assert.Equal(new(true, true, 0), await solutions.ShowAsync(learner, Lab));
        Assert.Equal(new(true, true, 0), await solutions.ShowAsync(learner, Lab));

        Assert.True((await database.AttemptAsync(learner, Lab.Id, 4, 4)).Attempt!.Practice);
        var lab = (await database.Get<LearnerProgress>().OverviewAsync(learner, 0.7)).Labs[Lab.Id];
        Assert.Equal(new(1, 4, false, 3, 1, database.Clock.GetUtcNow().UtcDateTime), lab);
    }

    [Fact]
    public async Task Who_passed_may_see_it_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        await database.AttemptAsync(learner, Lab.Id, 4, 4);

        Assert.Equal(new(true, false, 0), await database.Get<Solutions>().AccessAsync(learner, Lab));
    }

    [Fact]
    public async Task What_was_handed_in_before_the_solution_was_shown_counts_though_graded_after()
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();
        await database.AttemptAsync(learner, Lab.Id, 4, 4);
        var before = await database.SubmitAsync(learner, Lab.Id, "before");

        await database.Get<Solutions>().ShowAsync(learner, Lab);
        var recorded = await database.Get<Submissions>().RecordAsync(Reports.Graded(before.Id, 2, 4), TimeSpan.Zero);

        Assert.False(recorded.Attempt!.Practice);
    }

    [Fact]
    public async Task Hints_opened_are_remembered_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (hints, learner) = (database.Get<Hints>(), await database.GuestAsync());

        Assert.True(await hints.OpenAsync(learner, Lab.Id, 1));
        Assert.True(await hints.OpenAsync(learner, Lab.Id, 2));
        Assert.False(await hints.OpenAsync(learner, Lab.Id, 1));
        Assert.Equal([1, 2], await hints.OpenedAsync(learner, Lab.Id));
    }
}
