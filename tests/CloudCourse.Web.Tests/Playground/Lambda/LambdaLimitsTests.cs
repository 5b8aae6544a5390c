using CloudCourse.Web.Playground.Lambda;

namespace CloudCourse.Web.Tests.Playground.Lambda;

public sealed class LambdaLimitsTests
{
    private static LambdaLimits.Owner Person(int n) => new($"person {n}", false, $"address {n}");

    [Fact]
    public void A_person_has_two_runs_under_way_and_a_place_comes_back()
    {
        using LambdaLimits limits = new();
        var first = limits.Enter(Person(1));
        Assert.NotNull(first);
        Assert.NotNull(limits.Enter(Person(1)));
        Assert.Null(limits.Enter(Person(1)));
        Assert.NotNull(limits.Enter(Person(2)));
        first.Dispose();
        first.Dispose(); // twice is once
        Assert.NotNull(limits.Enter(Person(1)));
        Assert.Null(limits.Enter(Person(1)));
    }

    [Fact]
    public void Who_floods_waits_and_stops_no_other()
    {
        using LambdaLimits limits = new();
        var taken = 0;
        while (limits.Enter(Person(1)) is { } place)
        {
            place.Dispose();
            Assert.InRange(++taken, 1, LambdaLimits.PerPerson);
        }
        Assert.Equal(LambdaLimits.PerPerson, taken);
        Assert.NotNull(limits.Enter(Person(2)));
    }

    [Fact]
    public void A_class_shares_an_address_and_the_server_has_an_end()
    {
        using LambdaLimits limits = new();
        LambdaLimits.Owner room = new("address 7", true, "address 7");
        Assert.Equal(LambdaLimits.WaitingOfAddress, Enumerable.Range(0, 60).Count(_ => limits.Enter(room) is not null));
        Assert.Equal(LambdaLimits.WaitingTogether - LambdaLimits.WaitingOfAddress, Enumerable.Range(100, 400).Count(n => limits.Enter(Person(n)) is not null));
    }
}
