using CloudCourse.Web.Home;
using CloudCourse.Web.Progress;
using CloudCourse.Course.Model;

namespace CloudCourse.Web.Tests.Home;

public sealed class MapLayoutTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(7, 2)]
    [InlineData(7, 4)]
    [InlineData(8, 4)]
    public void Every_stop_lies_in_the_picture_and_the_path_joins_them_all(int modules, int columns)
    {
        var map = MapLayout.Of(Walk(modules, stops: 4), columns, cellWidth: 280, cellHeight: 200);
        Assert.Equal(modules, map.Provinces.Count);
        Assert.Equal(modules * 4 - 1, map.Paths.Count);
        Assert.All(map.Provinces.SelectMany(p => p.Stops), stop =>
        {
            Assert.InRange(stop.At.X, 16, map.Width - 16);
            Assert.InRange(stop.At.Y, 16, map.Height - 16);
        });
    }

    [Theory]
    [InlineData(3, 4, 4)]
    [InlineData(8, 4, 4)]
    [InlineData(9, 4, 3)]
    [InlineData(10, 4, 4)]
    [InlineData(13, 4, 4)]
    [InlineData(9, 2, 2)]
    [InlineData(9, 1, 1)]
    [InlineData(0, 4, 4)]
    public void No_province_stands_in_a_row_of_its_own_where_that_can_be_helped(int modules, int most, int columns) =>
        Assert.Equal(columns, MapLayout.ColumnsFor(modules, most));

    [Theory]
    [InlineData(4, 292)]
    [InlineData(9, 292)]
    [InlineData(13, 292)]
    [InlineData(18, 292)]
    [InlineData(18, 328)]
    [InlineData(18, 362)]
    [InlineData(22, 292)]
    public void No_two_marks_of_a_module_touch(int stops, int cellWidth)
    {
        var marks = MapLayout.Of(Walk(1, stops), columns: 1, cellWidth, cellHeight: 200).Provinces.Single().Stops;
        foreach (var (at, one) in marks.Index())
        {
            foreach (var other in marks.Skip(at + 1))
                Assert.True(Math.Max(Math.Abs(one.At.X - other.At.X), Math.Abs(one.At.Y - other.At.Y)) >= 24, $"{one.At} and {other.At}");
        }
    }

    [Theory]
    [InlineData(17, 292)]
    [InlineData(22, 292)]
    [InlineData(23, 328)]
    [InlineData(23, 362)]
    public void The_path_goes_from_mark_to_neighbouring_mark_and_ends_on_the_far_side(int stops, int cellWidth)
    {
        var marks = MapLayout.Of(Walk(1, stops), columns: 1, cellWidth, cellHeight: 212).Provinces.Single().Stops;
        foreach (var (one, next) in marks.Zip(marks.Skip(1)))
            Assert.True(Math.Abs(one.At.X - next.At.X) <= 60 && Math.Abs(one.At.Y - next.At.Y) <= 50, $"{one.At} to {next.At}");
        Assert.True(marks[0].At.X < 60 && marks[^1].At.X > cellWidth - 40, $"{marks[0].At} to {marks[^1].At}");
    }

    [Fact]
    public void The_path_is_walked_as_far_as_the_stops_are_done()
    {
        var map = MapLayout.Of(Walk(2, stops: 3, done: 2), 2, 280, 200);
        Assert.Equal([true, true, false, false, false], map.Paths.Select(p => p.Walked));
    }

    [Fact]
    public void A_module_that_is_still_empty_has_a_province_and_no_stop()
    {
        var map = MapLayout.Of(Walk(2, stops: 0), 2, 280, 200);
        Assert.Equal(2, map.Provinces.Count);
        Assert.Empty(map.Paths);
    }

    private static CourseWalk Walk(int modules, int stops, int done = 0) => new([.. Enumerable.Range(0, modules).Select(m => new ModuleWalk(
        new() { Id = Guid.NewGuid(), Slug = $"m{m}", Title = $"Module {m}", Summary = "", Lessons = [] },
        [.. Enumerable.Range(0, stops).Select(s => new Stop(StopKind.Lesson, Guid.NewGuid(), $"s{m}-{s}", $"Stop {s}", 5,
            m * stops + s < done ? StopState.Done : StopState.Todo))]))]);
}
