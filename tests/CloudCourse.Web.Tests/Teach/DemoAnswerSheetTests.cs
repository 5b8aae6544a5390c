using CloudCourse.Course.Reading;
using CloudCourse.Web.Teach.Demo;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Teach;

public sealed class DemoAnswerSheetTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public void Who_knows_everything_is_right_and_who_knows_nothing_is_not_and_twice_is_the_same()
    {
        var quizzes = site.Services.GetRequiredService<CourseLibrary>().Current.Quizzes.ToList();
        Assert.NotEmpty(quizzes);
        Assert.All(quizzes, quiz =>
        {
            Assert.All(DemoAnswerSheet.Answer(quiz, 7, 1), a => Assert.Equal(1, a.CorrectShare));
            Assert.All(DemoAnswerSheet.Answer(quiz, 7, 0), a => Assert.True(a.CorrectShare < 1, $"{quiz.Slug} {a.ItemId}"));
            Assert.Equal(DemoAnswerSheet.Answer(quiz, 7, 0.5), DemoAnswerSheet.Answer(quiz, 7, 0.5));
        });
    }
}
