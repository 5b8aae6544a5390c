using CloudCourse.Progress;

namespace CloudCourse.Web.Teach;

/// <summary>How the gradebook is looked at: by which column, which way round, and whose rows. Stands in the page's address.</summary>
/// <param name="Column"><c>name</c>, <c>last</c>, <c>passed</c>, or an activity as <c>lab-{slug}</c>, <c>quiz-{slug}</c>, <c>exam-final</c>; anything else is by name.</param>
/// <param name="Find">Part of a name or an e-mail address; empty shows everybody.</param>
public sealed record GradebookSort(string Column, bool Descending, string Find)
{
    public const string ByName = "name", ByLast = "last", ByPassed = "passed";

    public static GradebookSort Of(string? column, string? order, string? find) =>
        new(column is { Length: > 0 and < 200 } named ? named : ByName, order is "down", (find ?? "").Trim() is { Length: <= 100 } short_ ? short_ : "");

    public static string KeyOf(GradebookColumn column) => $"{column.Kind.ToString().ToLowerInvariant()}-{column.Slug}";

    /// <summary>How many of the activities this learner has passed.</summary>
    public static int Passed(GradebookRow row) => row.Cells.Values.Count(c => c.Passed);

    public IReadOnlyList<GradebookRow> Apply(GradebookView book)
    {
        var rows = book.Rows.Where(r => Find.Length == 0 || Has(r.Name) || Has(r.Email));
        var activity = book.Columns.FirstOrDefault(c => KeyOf(c) == Column)?.ActivityId;
        var sorted = Column switch
        {
            ByLast => Order(rows, r => r.LastAt),
            ByPassed => Order(rows, r => (int?)Passed(r)),
            _ when activity is { } id => Order(rows, r => r.Cells.GetValueOrDefault(id)?.Share),
            _ => Descending ? rows.OrderByDescending(r => r.Name, StringComparer.OrdinalIgnoreCase) : rows.OrderBy(r => r.Name, StringComparer.OrdinalIgnoreCase),
        };
        return [.. sorted.ThenBy(r => r.Name, StringComparer.OrdinalIgnoreCase)];

        bool Has(string? text) => text?.Contains(Find, StringComparison.OrdinalIgnoreCase) is true;
    }

    /// <summary>What <c>aria-sort</c> says of a column.</summary>
    public string? Aria(string column) => column == Column ? Descending ? "descending" : "ascending" : null;

    /// <summary>The address that sorts by this column; a second time turns it round. Points begin with the highest.</summary>
    public string Link(string column)
    {
        var down = column == Column ? !Descending : column is not ByName;
        return $"?sort={Uri.EscapeDataString(column)}{(down ? "&order=down" : "")}{(Find.Length > 0 ? $"&find={Uri.EscapeDataString(Find)}" : "")}";
    }

    /// <summary>What was not begun comes last, whichever way round.</summary>
    private IOrderedEnumerable<GradebookRow> Order<T>(IEnumerable<GradebookRow> rows, Func<GradebookRow, T?> by) where T : struct
    {
        var begun = rows.OrderBy(r => by(r) is null);
        return Descending ? begun.ThenByDescending(by) : begun.ThenBy(by);
    }
}
