using CloudCourse.Web.Progress;

namespace CloudCourse.Web.Tests.Progress;

public sealed class CourseWalkTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    // A letter a stop: . not begun, s begun, d done; a capital is where the learner was last.
    [Theory]
    [InlineData("....", 0)]
    [InlineData("dD..", 2)]
    [InlineData("dS..", 1)]
    [InlineData(".sD.", 3)] // on from where the learner was, not back to what was left out
    [InlineData(".ddD", 0)] // at the end, back to the first thing left out
    [InlineData("dddD", -1)]
    public void Next_is_where_the_learner_was_or_what_comes_after(string stops, int next)
    {
        CourseWalk walk = new([new(Module(), [.. stops.Select(Stop)])]);
        Assert.Equal(next, walk.Next is { } stop ? int.Parse(stop.Slug, System.Globalization.CultureInfo.InvariantCulture) : -1);
    }

    private static Stop Stop(char letter, int at) => new(StopKind.Lesson, Guid.NewGuid(), $"{at}", $"Stop {at}", 5,
        char.ToLowerInvariant(letter) switch { 'd' => StopState.Done, 's' => StopState.Started, _ => StopState.Todo },
        LastAt: char.IsUpper(letter) ? Noon : letter is '.' ? null : Noon.AddHours(-1));

    private static CloudCourse.Course.Model.Module Module() => new() { Id = Guid.NewGuid(), Slug = "m", Title = "M", Summary = "", Lessons = [] };
}
