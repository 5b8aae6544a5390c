using CloudCourse.Progress;
using CloudCourse.Web.Teach;

namespace CloudCourse.Web.Tests.Teach;

public sealed class GradebookSortTests
{
    private static readonly Guid Lab = Guid.NewGuid();
    private static readonly DateTime Day = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    private static readonly GradebookView Book = new(
        new(Guid.NewGuid(), "Class", "ABCDE-FGHJK", Day, null, 4), [new(Lab, ActivityKind.Lab, "read-one-bucket", "Read one bucket", "IAM")],
        [Row("Ada", 5, 1), Row("bo", 10, 3), Row("Cy", null, null), Row("Di", 0, 2)]);

    [Theory]
    [InlineData("name", null, "Ada bo Cy Di")]
    [InlineData("name", "down", "Di Cy bo Ada")]
    [InlineData("nonsense", null, "Ada bo Cy Di")]
    [InlineData(null, null, "Ada bo Cy Di")]
    [InlineData("lab-read-one-bucket", "down", "bo Ada Di Cy")] // what was not begun comes last
    [InlineData("lab-read-one-bucket", null, "Di Ada bo Cy")]
    [InlineData("last", "down", "bo Di Ada Cy")]
    [InlineData("passed", "down", "bo Ada Cy Di")]
    public void Orders_by(string? column, string? order, string expected) =>
        Assert.Equal(expected, string.Join(' ', GradebookSort.Of(column, order, null).Apply(Book).Select(r => r.Name)));

    [Theory]
    [InlineData("B", "bo")]
    [InlineData("ada@", "Ada")]
    [InlineData("zz", "")]
    public void Finds_by_part_of_name_or_address(string find, string expected) =>
        Assert.Equal(expected, string.Join(' ', GradebookSort.Of(null, null, find).Apply(Book).Select(r => r.Name)));

    [Fact]
    public void A_second_time_turns_the_order_round()
    {
        Assert.Equal("?sort=last&order=down", GradebookSort.Of(null, null, null).Link("last"));
        Assert.Equal("?sort=last", GradebookSort.Of("last", "down", null).Link("last"));
        Assert.Equal("?sort=name&order=down&find=a%26b", GradebookSort.Of("name", null, "a&b").Link("name"));
        Assert.Equal("descending", GradebookSort.Of("last", "down", null).Aria("last"));
        Assert.Null(GradebookSort.Of("last", "down", null).Aria("name"));
    }

    private static GradebookRow Row(string name, double? score, int? day) => new(
        Guid.NewGuid(), name, $"{name}@example.org".ToLowerInvariant(), Day, day is { } d ? Day.AddDays(d) : null,
        score is { } s ? new Dictionary<Guid, ActivityProgress> { [Lab] = new(s, 10, s >= 10, 1, 0, Day) } : []);
}
