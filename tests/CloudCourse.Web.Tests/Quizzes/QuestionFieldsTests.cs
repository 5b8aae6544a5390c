using Bunit;
using CloudCourse.Course.Model;
using CloudCourse.Web.Quizzes;

namespace CloudCourse.Web.Tests.Quizzes;

public sealed class QuestionFieldsTests : BunitContext
{
    [Theory]
    [InlineData(QuizItemType.Single, "radio")]
    [InlineData(QuizItemType.Architecture, "radio")]
    [InlineData(QuizItemType.Multiple, "checkbox")]
    public void Choices_are_labelled_fields_of_one_name(QuizItemType type, string field)
    {
        var fields = Render(Items.Choice(type, "a"));
        var inputs = fields.FindAll("input");
        Assert.Equal(4, inputs.Count);
        Assert.All(inputs, input =>
        {
            Assert.Equal(field, input.GetAttribute("type"));
            Assert.Equal("q1", input.GetAttribute("name"));
            Assert.NotNull(fields.Find($"label[for='{input.Id}']"));
        });
    }

    [Fact]
    public void Every_step_has_a_select_with_every_place() =>
        Assert.All(Render(Items.Order(5)).FindAll("select"), select => Assert.Equal(6, select.QuerySelectorAll("option").Length));

    [Fact]
    public void Every_left_side_can_take_every_right_side() =>
        Assert.All(Render(Items.Match(4)).FindAll("select"), select => Assert.Equal(5, select.QuerySelectorAll("option").Length));

    private IRenderedComponent<QuestionFields> Render(QuizItem item) =>
        Render<QuestionFields>(p => p.Add(c => c.Item, QuizPaper.Draw(Items.Quiz(1, item), seed: 3).Items[0]));
}
