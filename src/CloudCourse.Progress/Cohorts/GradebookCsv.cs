using System.Globalization;
using CsvHelper;

namespace CloudCourse.Progress;

/// <summary>The gradebook for a spreadsheet.</summary>
public static class GradebookCsv
{
    // A learner chooses their own name, and a spreadsheet runs what begins like a formula.
    private static readonly CsvWriterOptions Csv = CsvWriterOptions.Default with
    {
        Injection = CsvInjection.Escape,
        WriteByteOrderMark = true, // without it spreadsheets take UTF-8 for another encoding
    };

    /// <summary>
    /// A row a learner; four columns an activity: the best score, what it is out of, attempts that count, when the last one was.
    /// Times in UTC, as ISO 8601 writes them. Empty means not begun.
    /// </summary>
    public static byte[] Write(GradebookView gradebook)
    {
        using MemoryStream bytes = new();
        using (var csv = CsvWriter.Create(bytes, Csv, leaveOpen: true))
        {
            foreach (var head in Heads(gradebook)) csv.WriteField(Text(head));
            csv.EndRecord();
            foreach (var row in gradebook.Rows)
            {
                csv.WriteField(Text(row.Name));
                csv.WriteField(Text(row.Email));
                csv.WriteField(row.LearnerId.ToString());
                csv.WriteField(Iso(row.EnrolledAt));
                csv.WriteField(Iso(row.LastAt));
                foreach (var column in gradebook.Columns)
                {
                    var cell = row.Cells.GetValueOrDefault(column.ActivityId);
                    csv.WriteField(Points(cell?.Score));
                    csv.WriteField(Points(cell?.OutOf));
                    csv.WriteField(cell?.Attempts.ToString(CultureInfo.InvariantCulture));
                    csv.WriteField(Iso(cell?.LastAt));
                }
                csv.EndRecord();
            }
        }
        return bytes.ToArray();
    }

    private static IEnumerable<string> Heads(GradebookView gradebook) =>
    [
        "Name", "E-mail", "Learner id", "Enrolled", "Last activity",
        .. gradebook.Columns.SelectMany<GradebookColumn, string>(c =>
        {
            var title = $"{c.Title} ({c.Kind.ToString().ToLowerInvariant()})";
            return [$"{title}: best score", $"{title}: out of", $"{title}: attempts", $"{title}: last activity"];
        }),
    ];

    /// <summary>CsvHelper knows the ASCII characters that begin a formula at the very start; spreadsheets also take wide ones, and some skip spaces.</summary>
    private static string? Text(string? value)
    {
        var first = value.AsSpan().TrimStart();
        var hidden = first is ['＝' or '＋' or '－' or '＠', ..] || (first is ['=' or '+' or '-' or '@', ..] && first.Length < value!.Length);
        return hidden ? "'" + value : value;
    }

    private static string? Iso(DateTime? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? Points(double? points) => points?.ToString("0.##", CultureInfo.InvariantCulture);
}
