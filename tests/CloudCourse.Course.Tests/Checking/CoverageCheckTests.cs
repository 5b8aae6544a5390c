using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Tests.Checking;

public sealed class CoverageCheckTests
{
    private const string Inventory = """
        items:
          A1: Reading a policy
          A2: Writing one
        corrections:
          - id: E01
            name: A statement is no policy
            source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies.html
            asOf: 2026-11
        """;

    private const string Coverage = """
        items:
          covered:
            A1: /lessons/policies#an-arn /labs/read
          planned:
            A2: writing-policies
        corrections:
          covered:
            E01: /quizzes/policies#one
          planned:
        """;

    [Fact]
    public void A_course_without_an_inventory_has_nothing_to_trace()
    {
        using SampleCourse course = new();
        Assert.Null(course.Read().Coverage);
    }

    [Fact]
    public void What_is_covered_or_planned_passes()
    {
        using var course = Course();
        Assert.Empty(course.Check());
        var coverage = course.Read().Coverage!;
        Assert.Equal(["/lessons/policies#an-arn", "/labs/read"], coverage.OfItems.Covered[0].Places);
        Assert.Equal("A2", Assert.Single(coverage.OfItems.Planned).Id);
        Assert.Empty(coverage.OfCorrections.Planned);
    }

    [Theory]
    [InlineData("coverage.yml", "    A2: writing-policies", "    A1: writing-policies", 1, "`A2` (Writing one) is covered nowhere")]
    [InlineData("coverage.yml", "E01: /quizzes/policies#one\n", "\n", 1, "`E01` (A statement is no policy) is covered nowhere")]
    [InlineData("coverage.yml", "A2: writing-policies", "A2: Writing policies", 5, "one lesson to come")]
    [InlineData("coverage.yml", "A2: writing-policies", "A2: writing-policies\n    A22: more", 6, "`A2` is near")]
    [InlineData("coverage.yml", "/lessons/policies#an-arn", "/lessons/policies#an-arm", 3, "`#an-arn` is near")]
    [InlineData("coverage.yml", "/lessons/policies#an-arn", "/lessons/policies", 3, "name the section")]
    [InlineData("coverage.yml", "/lessons/policies#an-arn", "/lessons/polices#an-arn", 3, "`policies` is near")]
    [InlineData("coverage.yml", "/labs/read", "/labs/reed", 3, "`read` is near")]
    [InlineData("coverage.yml", "/labs/read", "/glossary", 3, "no place that covers")]
    [InlineData("coverage.yml", "#one", "#ones", 8, "`one` is near")]
    [InlineData("coverage.yml", "#one", "", 8, "name the question")]
    [InlineData("inventory.yml", "https:", "http:", 5, "the https address")]
    [InlineData("inventory.yml", "    asOf: 2026-11", "    asOf: lately", 5, "as `2026-11`")]
    [InlineData("inventory.yml", "    asOf: 2026-11", "", 5, "`asOf` is missing")]
    [InlineData("inventory.yml", "  A2:", "  A3:", 5, "`A2`")]
    public void A_gap_is_named_with_its_place(string file, string old, string by, int line, string message)
    {
        using var course = Course();
        course.Replace(file, old, by);
        Assert.Contains(course.Check(), p => p.Line == line && p.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("inventory.yml")]
    [InlineData("coverage.yml")]
    public void One_file_needs_the_other(string file)
    {
        using var course = Course();
        course.Delete(file);
        Assert.Contains(course.Check(), p => p.File == file && p.Message.Contains("missing", StringComparison.Ordinal));
    }

    /// <summary>178 points in parts A to R, 84 corrections: whoever takes one out has to say so here.</summary>
    [Fact]
    public void Our_course_traces_its_whole_inventory()
    {
        var reading = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory), new() { IncludeDrafts = true });
        var coverage = reading.Coverage!;
        Assert.Equal(178, coverage.Items.Count);
        Assert.Equal(Enumerable.Range('A', 18).Select(c => (char)c), coverage.Items.Keys.Select(k => k[0]).Distinct());
        Assert.Equal(Enumerable.Range(1, 84).Select(n => $"E{n:00}"), coverage.Corrections.Select(c => c.Id));
    }

    private static SampleCourse Course()
    {
        SampleCourse course = new();
        course.Write("inventory.yml", Inventory);
        course.Write("coverage.yml", Coverage);
        return course;
    }
}
