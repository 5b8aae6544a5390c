using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress.Tests;

public sealed class DraftsTests
{
    private static readonly Guid Lab = Guid.NewGuid();

    [Fact]
    public async Task What_was_saved_is_found_and_its_revision_grows()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());

        Assert.Equal(new DraftSave.Saved(1), await drafts.SaveAsync(learner, Lab, "policy.json", "one", 0));
        Assert.Equal(new DraftSave.Saved(2), await drafts.SaveAsync(learner, Lab, "policy.json", "two", 1));

        var found = await drafts.FindAsync(learner, Lab, "policy.json");
        Assert.Equal((2, "two"), (found!.Revision, found.Text));
        Assert.Equal(DateTimeKind.Utc, found.SavedAt.Kind);
        Assert.Equal(database.Clock.GetUtcNow().UtcDateTime, found.SavedAt);
    }

    [Fact]
    public async Task A_tab_that_is_behind_gets_what_stands_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());
        await drafts.SaveAsync(learner, Lab, "policy.json", "one", 0);
        await drafts.SaveAsync(learner, Lab, "policy.json", "the other tab's", 1);

        Assert.Equal(new DraftSave.Conflict(2, "the other tab's"), await drafts.SaveAsync(learner, Lab, "policy.json", "mine", 1));
        Assert.Equal("the other tab's", (await drafts.FindAsync(learner, Lab, "policy.json"))!.Text);
    }

    [Fact]
    public async Task A_repeated_request_is_answered_like_the_first()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());
        await drafts.SaveAsync(learner, Lab, "policy.json", "one", 0);

        Assert.Equal(new DraftSave.Saved(1), await drafts.SaveAsync(learner, Lab, "policy.json", "one", 0));
    }

    [Fact]
    public async Task Of_two_writers_on_one_revision_one_saves_and_the_other_is_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());
        await drafts.SaveAsync(learner, Lab, "policy.json", "start", 0);

        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer =>
            Task.Run(() => drafts.SaveAsync(learner, Lab, "policy.json", $"writer {writer}", 1))));

        Assert.Single(saves, s => s is DraftSave.Saved(2));
        var winner = (await drafts.FindAsync(learner, Lab, "policy.json"))!.Text;
        Assert.Equal(7, saves.Count(s => s is DraftSave.Conflict(2, var text) && text == winner));
    }

    [Fact]
    public async Task Of_two_first_saves_one_makes_the_draft_and_the_other_is_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());

        var saves = await Task.WhenAll(Enumerable.Range(0, 6).Select(writer =>
            Task.Run(() => drafts.SaveAsync(learner, Lab, "policy.json", $"writer {writer}", 0))));

        Assert.Single(saves, s => s is DraftSave.Saved(1));
        Assert.Equal(5, saves.Count(s => s is DraftSave.Conflict(1, _)));
    }

    [Theory]
    [InlineData('a', Drafts.Limit, false)]
    [InlineData('a', Drafts.Limit + 1, true)]
    [InlineData('é', Drafts.Limit / 2, false)] // two bytes each in UTF-8
    [InlineData('é', Drafts.Limit / 2 + 1, true)]
    public async Task The_limit_counts_bytes(char letter, int count, bool tooLarge)
    {
        await using var database = await TestDatabase.CreateAsync();
        var learner = await database.GuestAsync();

        var save = await database.Get<Drafts>().SaveAsync(learner, Lab, "policy.json", new(letter, count), 0);

        Assert.Equal(tooLarge, save is DraftSave.TooLarge(> Drafts.Limit, Drafts.Limit));
        Assert.Equal(!tooLarge, save is DraftSave.Saved);
    }

    [Fact]
    public async Task A_reset_can_be_undone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());
        await drafts.SaveAsync(learner, Lab, "policy.json", "an hour's work", 0);

        Assert.Equal(new DraftSave.Saved(2), await drafts.SaveAsync(learner, Lab, "policy.json", "starter", 1, DraftRevisionReason.Reset));
        var kept = Assert.Single(await drafts.HistoryAsync(learner, Lab, "policy.json"));
        Assert.Equal(("an hour's work", DraftRevisionReason.Reset), (kept.Text, kept.Reason));

        Assert.Equal(new DraftSave.Saved(3), await drafts.SaveAsync(learner, Lab, "policy.json", kept.Text, 2, DraftRevisionReason.Restored));
        Assert.Equal(["starter", "an hour's work"], (await drafts.HistoryAsync(learner, Lab, "policy.json")).Select(h => h.Text));
    }

    [Fact]
    public async Task Nobody_sees_anothers_texts()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner, other) = (database.Get<Drafts>(), await database.GuestAsync(), await database.GuestAsync());
        await drafts.SaveAsync(learner, Lab, "policy.json", "mine", 0);
        await drafts.SaveAsync(learner, Lab, "policy.json", "starter", 1, DraftRevisionReason.Reset);

        Assert.Single(await drafts.HistoryAsync(learner, Lab, "policy.json"));
        Assert.Empty(await drafts.HistoryAsync(other, Lab, "policy.json"));
        Assert.Null(await drafts.FindAsync(other, Lab, "policy.json"));
    }

    [Fact]
    public async Task The_history_takes_a_text_a_minute_and_keeps_the_latest_fifty()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (drafts, learner) = (database.Get<Drafts>(), await database.GuestAsync());
        for (var revision = 0; revision < 240; revision++)
        {
            Assert.IsType<DraftSave.Saved>(await drafts.SaveAsync(learner, Lab, "policy.json", $"text {revision + 1}", revision));
            database.Clock.Advance(TimeSpan.FromSeconds(20));
        }

        var history = await drafts.HistoryAsync(learner, Lab, "policy.json");
        Assert.Equal(Drafts.HistoryKept, history.Count);
        Assert.Equal(history.OrderByDescending(h => h.Revision), history);
        Assert.All(history.Zip(history.Skip(1)), pair => Assert.True(pair.First.SavedAt - pair.Second.SavedAt >= TimeSpan.FromMinutes(1)));
        Assert.InRange(history[0].Revision, 236, 239);
    }
}
