using CloudCourse.Course.Model;
using CloudCourse.Web.Quizzes;
using Microsoft.Extensions.Primitives;

namespace CloudCourse.Web.Tests.Quizzes;

public sealed class QuizPaperTests
{
    private static readonly Quiz Mixed = Items.Quiz(5,
        Items.Choice(QuizItemType.Single, "a"), Items.Choice(QuizItemType.Multiple, "b", "c"), Items.Match(4), Items.Order(5), Items.Number(3));

    [Fact]
    public void A_try_looks_the_same_whenever_it_is_opened()
    {
        for (var seed = 0; seed < 50; seed++)
            Assert.Equal(Describe(QuizPaper.Draw(Mixed, seed)), Describe(QuizPaper.Draw(Mixed, seed)));
    }

    [Fact]
    public void Draws_as_many_as_asked_in_the_authors_order_and_others_by_another_seed()
    {
        var quiz = Items.Quiz(3, [.. Enumerable.Range(0, 10).Select(_ => Items.Choice(QuizItemType.Single, "a"))]);
        var drawn = Enumerable.Range(0, 40).Select(seed => QuizPaper.Draw(quiz, seed).Items.Select(i => i.Item.Id).ToList()).ToList();
        Assert.All(drawn, ids => Assert.Equal(3, ids.Distinct().Count()));
        Assert.All(drawn, ids => Assert.Equal(ids.Order(StringComparer.Ordinal), ids));
        Assert.Equal(10, drawn.SelectMany(ids => ids).Distinct().Count());
    }

    [Fact]
    public void The_right_choice_stands_anywhere()
    {
        var quiz = Items.Quiz(1, Items.Choice(QuizItemType.Single, "a"));
        var places = Enumerable.Range(0, 60).Select(seed => QuizPaper.Draw(quiz, seed).Items[0].Choices.Single(c => c.Source == "a").Key).ToHashSet();
        Assert.Equal(["a", "b", "c", "d"], places.Order());
    }

    [Fact]
    public void Right_answers_sent_by_their_places_earn_everything_whatever_the_seed()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var paper = QuizPaper.Draw(Mixed, seed);
            var sent = paper.Items.SelectMany(RightFields).ToLookup(f => f.Name, f => f.Value);
            Assert.All(AnswerSheet.Mark(paper, name => new StringValues([.. sent[name]])), row => Assert.Equal(1, row.CorrectShare));
        }
    }

    [Fact]
    public void Fields_that_are_not_on_the_paper_count_as_not_answered()
    {
        var paper = QuizPaper.Draw(Mixed, 7);
        var rows = AnswerSheet.Mark(paper, _ => new StringValues(["zz", "-1", "999"]));
        Assert.All(rows, row => Assert.Equal(0, row.CorrectShare));
    }

    private static IEnumerable<(string Name, string Value)> RightFields(PaperItem item) => item.Item.Type switch
    {
        QuizItemType.Match => item.Lefts.Select(l => (l.Field, item.Choices.Single(c => c.Source == l.Pair.Right).Key)),
        QuizItemType.Order => item.Choices.Select(c => ($"{item.Field}.{c.Key}", c.Source[1..])),
        QuizItemType.Number => [(item.Field, "3")],
        _ => item.Choices.Where(c => item.Item.Options.Single(o => o.Id == c.Source).Correct).Select(c => (item.Field, c.Key)),
    };

    private static string Describe(QuizPaper paper) => string.Join('\n', paper.Items.Select(i =>
        $"{i.Field} {i.Item.Id} {string.Join(',', i.Choices.Select(c => c.Key + c.Source))} {string.Join(',', i.Lefts.Select(l => l.Field + l.Pair.Id))}"));
}
