using System.Text;

namespace CloudCourse.Progress.Tests;

public sealed class GradebookCsvTests
{
    private static readonly DateTime At = new(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc);
    private static readonly Guid Lab = Guid.NewGuid();

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("+1+1", "\"'+1+1\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1+1", "'\t=1+1")]
    [InlineData(" =1+1", "' =1+1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("Ana = Ben", "Ana = Ben")]
    [InlineData("O'Rourke, Liam", "\"O'Rourke, Liam\"")]
    [InlineData("Two\r\nlines", "\"Two\r\nlines\"")]
    public void A_name_that_a_spreadsheet_would_run_is_escaped(string name, string written)
    {
        var text = Encoding.UTF8.GetString(GradebookCsv.Write(Book(name)));
        var row = text[(text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..];

        Assert.StartsWith(written + ",", row, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_utf8_with_its_mark_and_iso_dates_and_says_nothing_of_what_was_not_begun()
    {
        var bytes = GradebookCsv.Write(Book("Jürgen"));

        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        Assert.Equal("Name,E-mail,Learner id,Enrolled,Last activity,Buckets (lab): best score,Buckets (lab): out of,Buckets (lab): attempts," +
            "Buckets (lab): last activity,Basics (quiz): best score,Basics (quiz): out of,Basics (quiz): attempts,Basics (quiz): last activity", lines[0]);
        Assert.Equal("Jürgen,j@example.org,00000000-0000-0000-0000-000000000000,2026-03-02T09:30:00Z,2026-03-02T10:30:00Z,2.5,4,3,2026-03-02T10:30:00Z,,,,", lines[1]);
        Assert.Equal("", lines[2]);
        Assert.Equal(3, lines.Length);
    }

    private static GradebookView Book(string name) => new(
        new(Guid.NewGuid(), "Evening class", "ABCDE-FGHJK", At, null, 1),
        [new(Lab, ActivityKind.Lab, "buckets", "Buckets", "IAM"), new(Guid.NewGuid(), ActivityKind.Quiz, "basics", "Basics", "IAM")],
        [new(Guid.Empty, name, "j@example.org", At, At.AddHours(1), new Dictionary<Guid, ActivityProgress> { [Lab] = new(2.5, 4, false, 3, 0, At.AddHours(1)) })]);
}
