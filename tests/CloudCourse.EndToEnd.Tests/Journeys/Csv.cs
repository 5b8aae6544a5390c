using System.Text;

namespace CloudCourse.EndToEnd.Tests.Journeys;

/// <summary>Reads a line of the gradebook's file as a spreadsheet would.</summary>
internal static class Csv
{
    public static List<string> Split(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        var quoted = false;
        foreach (var c in line.TrimStart('\ufeff'))
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) { fields.Add(field.ToString()); field.Clear(); }
            else field.Append(c);
        }
        return [.. fields, field.ToString()];
    }

    /// <summary>An activity's best score, what it is out of, and how many attempts count.</summary>
    public static (string Best, string OutOf, string Attempts) Cells(Func<string, string> value, string activity) =>
        (value($"{activity}: best score"), value($"{activity}: out of"), value($"{activity}: attempts"));
}
