using CloudCourse.Course.Model;
using CloudCourse.Progress;
using CloudCourse.Web.Exams;
using CloudCourse.Web.Tests.Quizzes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CloudCourse.Web.Tests.Exams;

public sealed class ExamSheetTests
{
    // q1: single, q2: multiple, q3: match, q4: order, q5: number; names sort as the questions do.
    private static readonly CourseCatalog Course = Courses.Of(
        Items.Choice(QuizItemType.Single, "a"), Items.Choice(QuizItemType.Multiple, "a", "b"), Items.Match(2), Items.Order(3), Items.Number(4));

    [Fact]
    public void What_was_changed_on_a_page_is_kept_and_nothing_else()
    {
        var paper = Paper();
        var changes = ExamSheet.Changes(paper, Form(paper, ("q1", Key(paper, 0, "c")), ("q5", " 7 "), ("q5.mark", "true")))!;
        Assert.Equal(["iam-0/item-0", "iam-0/item-4"], changes.Keys.Order());
        var kept = Paper(changes);
        Assert.Equal(["c"], kept.Items[0].Given.Chosen);
        Assert.Equal(("7", true), (kept.Items[4].Given.Number, kept.Items[4].Given.Marked));
        Assert.Equal([AnswerState.Answered, AnswerState.Open, AnswerState.Open, AnswerState.Open, AnswerState.Answered], kept.Items.Select(i => i.State));
    }

    [Fact]
    public void A_tab_that_stood_open_longer_takes_nothing_back()
    {
        var old = Paper();
        var newer = Paper(ExamSheet.Changes(old, Form(old, ("q1", Key(old, 0, "c")), ("q2", Key(old, 1, "a"))))!);

        // The old tab shows q1 and q2 as open; only q5 was written there.
        Assert.Equal(["iam-0/item-4"], ExamSheet.Changes(newer, Form(old, ("q5", "7")))!.Keys);

        // The new tab takes q2's only choice away again.
        var cleared = ExamSheet.Changes(newer, Form(newer, ("q1", Key(newer, 0, "c"))))!;
        Assert.Equal(["iam-0/item-1"], cleared.Keys);
        Assert.Empty(Paper(cleared).Items[1].Given.Chosen);
    }

    [Fact]
    public void A_question_that_the_form_does_not_hold_stays()
    {
        var paper = Paper();
        FormCollection some = new(new Dictionary<string, StringValues> { ["q1"] = Key(paper, 0, "b"), ["q1.was"] = "changed" });
        Assert.Equal(["iam-0/item-0"], ExamSheet.Changes(paper, some)!.Keys);
    }

    [Theory]
    [InlineData("q9", "a")]          // a question that was not drawn
    [InlineData("q9.was", "x")]
    [InlineData("q1", "e")]          // a choice that is not there
    [InlineData("q1", "item-0")]
    [InlineData("q2", "z")]
    [InlineData("q3.1", "z")]
    [InlineData("q3.7", "a")]
    [InlineData("q4.a", "4")]        // a place that is not there
    [InlineData("q4.a", "0")]
    [InlineData("q4.a", "-1")]
    [InlineData("q4.z", "1")]
    [InlineData("q1.a", "1")]
    public void A_form_with_what_the_paper_does_not_have_is_refused(string field, string value) =>
        Assert.Null(ExamSheet.Changes(Paper(), Form(Paper(), (field, value))));

    [Theory]
    [InlineData("q1")]
    [InlineData("q3.1")]
    [InlineData("q4.a")]
    [InlineData("q5")]
    public void Two_answers_where_one_is_asked_for_are_refused(string field)
    {
        var form = Form(Paper()).ToDictionary(f => f.Key, f => f.Value);
        form[field] = new(["a", "b"]);
        Assert.Null(ExamSheet.Changes(Paper(), new FormCollection(form)));
    }

    [Fact]
    public void The_print_changes_with_the_choices_and_not_with_the_answers()
    {
        var paper = Paper();
        Assert.Equal(paper.Print, Paper(ExamSheet.Changes(paper, Form(paper, ("q5", "7")))!).Print);
        var other = Courses.Of(Items.Choice(QuizItemType.Single, "a") with { Options = [new("a", "Option a", true, ""), new("b", "Option b", false, "")] },
            Items.Choice(QuizItemType.Multiple, "a", "b"), Items.Match(2), Items.Order(3), Items.Number(4));
        Assert.NotEqual(paper.Print, ExamPaper.Of(other, other.Exam!, Begun(Nothing)).Print);
    }

    [Fact]
    public void A_question_that_left_the_course_counts_for_nothing_and_the_others_keep_their_fields()
    {
        var begun = Begun(Nothing);
        var fewer = Courses.Of(Items.Choice(QuizItemType.Single, "a"), Items.Choice(QuizItemType.Multiple, "a", "b"));
        Assert.Equal(["q1", "q2"], ExamPaper.Of(fewer, fewer.Exam!, begun).Items.Select(i => i.Field));
        Assert.Equal([1, 1, 0, 0, 0], ExamPaper.Mark(fewer, fewer.Exam!, begun).Select(a => a.OutOf));
    }

    [Fact]
    public void Marking_gives_each_question_its_share_and_the_result_its_parts()
    {
        var paper = Paper();
        var begun = Begun(ExamSheet.Changes(paper, Form(paper, ("q1", Key(paper, 0, "a")), ("q2", Key(paper, 1, "a")), ("q5", "5")))!);
        var marked = ExamPaper.Mark(Course, Course.Exam!, begun);
        Assert.Equal([1, 0.5, 0, 0, 0], marked.Select(a => a.Points));

        var result = ExamResult.Of(Course, Course.Exam!, begun with { SubmittedAt = begun.StartedAt, Score = 1.5, OutOf = 5, Answers = marked });
        Assert.False(result.Passed);
        Assert.Equal((1.5, 5), (Assert.Single(result.Parts).Points, result.Parts[0].Asked));
        Assert.Equal([2, 3, 4, 5], Assert.Single(result.ToRead).Questions);
        Assert.Equal("/lessons/iam-0", result.ToRead[0].Href);
    }

    private static readonly Dictionary<string, string> Nothing = [];

    private static ExamPaper Paper() => Paper(Nothing);

    private static ExamPaper Paper(IReadOnlyDictionary<string, string> kept) => ExamPaper.Of(Course, Course.Exam!, Begun(kept));

    private static QuizTryView Begun(IReadOnlyDictionary<string, string> kept) => new(
        Guid.NewGuid(), Course.Exam!.Id, 1, 7, DateTime.UnixEpoch, null, null, null,
        [.. Enumerable.Range(0, 5).Select(n => $"iam-0/item-{n}").Select(n => new QuizAnswer(n, kept.GetValueOrDefault(n) ?? QuizTries.NotAnswered, 0, 0, 1))]);

    private static string Key(ExamPaper paper, int item, string source) => paper.Items[item].Paper.Choices.Single(c => c.Source == source).Key;

    /// <summary>The page as it was made, with some fields filled in.</summary>
    private static FormCollection Form(ExamPaper page, params (string Name, string Value)[] filled)
    {
        Dictionary<string, StringValues> fields = new(StringComparer.Ordinal) { ["try"] = "x", ["paper"] = page.Print, ["then"] = "stay" };
        foreach (var item in page.Items) fields[$"{item.Field}.was"] = ExamSheet.PrintOf(item.Given);
        foreach (var (name, value) in filled) fields[name] = value;
        return new(fields);
    }
}
