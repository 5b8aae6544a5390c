using CloudCourse.Course.Model;
using CloudCourse.Web.Exams;

namespace CloudCourse.Web.Tests.Exams;

public sealed class ExamDrawTests
{
    private static readonly HashSet<string> None = [];

    [Theory]
    [InlineData(1)]
    [InlineData(-7)]
    [InlineData(int.MaxValue)]
    public void Each_part_gives_as_many_as_its_weight_says(int seed)
    {
        var course = Courses.Of(("iam", 6, 6), ("ec2", 10));
        var drawn = ExamDraw.Of(course, course.Exam!, seed, None);
        Assert.Equal(10, drawn.Distinct().Count());
        Assert.Equal(course.Exam!.Parts.Select(p => p.Questions), course.Exam.Parts.Select(p => FinalExam.Bank(course, p).Count(q => drawn.Contains(q.Name))));
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_another_another()
    {
        var course = Courses.Of(("iam", 12), ("ec2", 12));
        Assert.Equal(ExamDraw.Of(course, course.Exam!, 5, None), ExamDraw.Of(course, course.Exam!, 5, None));
        Assert.True(Enumerable.Range(0, 20).Select(s => string.Join(' ', ExamDraw.Of(course, course.Exam!, s, None))).Distinct().Count() > 15);
    }

    [Fact]
    public void The_lessons_of_a_part_take_turns()
    {
        var course = Courses.Of(("iam", 12, 4, 3), ("ec2", 12));
        foreach (var seed in Enumerable.Range(0, 30))
        {
            var byLesson = ExamDraw.Of(course, course.Exam!, seed, None).Where(n => n.StartsWith("iam", StringComparison.Ordinal)).CountBy(n => n.Split('/')[0]);
            Assert.True(byLesson.Max(l => l.Value) - byLesson.Min(l => l.Value) <= 1 && byLesson.Count() == 3, string.Join(' ', byLesson));
        }
    }

    [Theory]
    [InlineData(10, 0)] // twice what a try takes: nothing comes again
    [InlineData(8, 2)]
    [InlineData(5, 5)]
    public void A_retake_repeats_no_more_than_it_must(int bank, int repeated)
    {
        var course = Courses.Of(("iam", bank), ("ec2", 10));
        var first = ExamDraw.Of(course, course.Exam!, 1, None).ToHashSet();
        var second = ExamDraw.Of(course, course.Exam!, 2, first);
        Assert.Equal(10, second.Distinct().Count());
        Assert.Equal(repeated, second.Count(first.Contains));
    }
}
