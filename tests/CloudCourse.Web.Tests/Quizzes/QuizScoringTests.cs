using CloudCourse.Course.Model;
using CloudCourse.Web.Quizzes;

namespace CloudCourse.Web.Tests.Quizzes;

public sealed class QuizScoringTests
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("b", 0)]
    [InlineData("", 0)]
    [InlineData("a b", 0)] // a forged form cannot choose everything
    public void Single_choice(string chosen, double share) =>
        Assert.Equal(share, QuizScoring.Share(Items.Choice(QuizItemType.Single, "a"), Chose(chosen)));

    [Theory]
    [InlineData("a b", 1)]
    [InlineData("a", 0.5)]
    [InlineData("a c", 0)] // what a right choice earned, a wrong one takes back
    [InlineData("a b c", 0.5)]
    [InlineData("a b c d", 0)]
    [InlineData("c d", 0)]
    [InlineData("", 0)]
    public void Multiple_choice(string chosen, double share) =>
        Assert.Equal(share, QuizScoring.Share(Items.Choice(QuizItemType.Multiple, "a", "b"), Chose(chosen)));

    [Theory]
    [InlineData("1 2 3 4", 1)]
    [InlineData("1 2 4 3", 0.5)]
    [InlineData("1 1 1 1", 0.25)]
    [InlineData("2 1 4 3", 0)]
    public void Match(string rights, double share)
    {
        var matches = rights.Split(' ').Index().ToDictionary(r => $"p{r.Index + 1}", r => $"Right {r.Item}");
        Assert.Equal(share, QuizScoring.Share(Items.Match(4), new() { Matches = matches }));
    }

    [Theory]
    [InlineData("1 2 3 4 5", 1)]
    [InlineData("5 1 2 3 4", 0.75)] // one step misplaced moves all others, and they are still in order
    [InlineData("2 1 4 3 5", 0.5)]
    [InlineData("5 4 3 2 1", 0)]
    [InlineData("1 1 1 1 1", 0)]
    [InlineData("", 0)]
    public void Order(string places, double share)
    {
        var given = places.Split(' ', StringSplitOptions.RemoveEmptyEntries).Index()
            .ToDictionary(p => $"s{p.Index + 1}", p => int.Parse(p.Item, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(share, QuizScoring.Share(Items.Order(5), new() { Places = given }));
    }

    [Theory]
    [InlineData("1024", 1024, 0, 1)]
    [InlineData("1,024", 1024, 0, 1)]
    [InlineData("1 024", 1024, 0, 1)]
    [InlineData("1024.0", 1024, 0, 1)]
    [InlineData("1025", 1024, 0, 0)]
    [InlineData("0,5", 0.5, 0, 1)]
    [InlineData("0.25", 0.5, 0.25, 1)]
    [InlineData("0.24", 0.5, 0.25, 0)]
    [InlineData("-1", 1, 0, 0)]
    [InlineData("a lot", 1, 0, 0)]
    [InlineData("", 0, 0, 0)]
    [InlineData("1e3", 1000, 0, 0)]
    public void Number(string written, double value, double tolerance, double share) =>
        Assert.Equal(share, QuizScoring.Share(Items.Number((decimal)value, (decimal)tolerance), new() { Number = written }));

    private static Answer Chose(string options) => new() { Chosen = options.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
}
