namespace CloudCourse.Sandbox.Tests;

public sealed class FairQueueTests
{
    [Fact]
    public async Task Owners_take_turns_and_nobody_runs_twice_at_once()
    {
        FairQueue queue = new(2);
        List<string> entered = [];
        var first = await Enter("ana");
        var second = await Enter("bo");
        var anaAgain = Enter("ana");
        var anaThird = Enter("ana");
        var cy = Enter("cy");
        Assert.False(anaAgain.IsCompleted || cy.IsCompleted);

        second.Dispose();
        var third = await cy; // ana runs already, so cy goes first though later
        Assert.False(anaAgain.IsCompleted);
        first.Dispose();
        (await anaAgain).Dispose();
        (await anaThird).Dispose();
        third.Dispose();
        Assert.Equal(["ana", "bo", "cy", "ana", "ana"], entered);

        async Task<IDisposable> Enter(string owner)
        {
            var place = await queue.EnterAsync(owner, null, default);
            lock (entered) entered.Add(owner);
            return place;
        }
    }

    [Fact]
    public async Task A_waiter_hears_its_place_and_one_that_leaves_makes_room()
    {
        FairQueue queue = new(1);
        var running = await queue.EnterAsync("a", null, default);
        Places b = new(), c = new();
        using CancellationTokenSource impatient = new();
        var leaves = queue.EnterAsync("b", b, impatient.Token);
        var waits = queue.EnterAsync("c", c, default);
        Assert.Equal([1], b.Told);
        Assert.Equal([2], c.Told);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.Equal([2, 1], c.Told);
        running.Dispose();
        (await waits).Dispose();
    }

    private sealed class Places : IProgress<int>
    {
        public List<int> Told { get; } = [];
        public void Report(int value) => Told.Add(value);
    }
}
