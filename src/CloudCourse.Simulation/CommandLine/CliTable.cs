using System.Text;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>
/// Answers as a table of +, | and -: the operation's name above, names of members over their values, and what is inside a structure in a table inside
/// the table. Where that is wider than a window, rows that stand alone are turned: a line for each member.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html#table-output"/>
internal sealed class CliTable
{
    /// <summary>Columns of a window whose width nobody has told.</summary>
    private const int Window = 80;

    /// <summary>Characters after which no more is drawn: a terminal's line shows fewer.</summary>
    private const int Enough = 100_000;

    private const int AroundCell = 4;

    private readonly List<Section> _sections = [];

    private sealed class Section(string? title, int depth)
    {
        public string? Title => title;
        public int Depth => depth;
        public List<string> Header { get; set; } = [];
        public List<List<string>> Rows { get; set; } = [];

        public IEnumerable<List<string>> Lines => Header.Count > 0 ? Rows.Prepend(Header) : Rows;

        /// <summary>How wide each column would be by itself.</summary>
        public List<int> Columns()
        {
            List<int> widths = [];
            foreach (var line in Lines)
            {
                for (var i = 0; i < line.Count; i++)
                {
                    if (i == widths.Count) widths.Add(0);
                    widths[i] = Math.Max(widths[i], line[i].Length + AroundCell);
                }
            }
            return widths;
        }

        public int Width => Math.Max(Columns().Sum(), (title?.Length ?? 0) + AroundCell) + 2 + (2 * depth);
    }

    private CliTable() { }

    /// <param name="title">The operation's name.</param>
    public static string Of(string title, object? answer)
    {
        CliTable table = new();
        table.Add(title, answer, 0);
        if (table._sections.Count == 0) return "";
        if (table._sections.Max(s => s.Width) > Window) table.Turn();
        return table.Draw();
    }

    private Section New(string? title, int depth)
    {
        Section section = new(title, depth);
        _sections.Add(section);
        return section;
    }

    private void Add(string? title, object? value, int depth)
    {
        switch (value)
        {
            case OrderedDictionary<string, object?> { Count: > 0 } members: AddStructure(New(title, depth), members, depth); break;
            case List<object?> { Count: > 0 } items when items.Exists(i => i is OrderedDictionary<string, object?>): AddStructures(title, items, depth); break;
            case List<object?> { Count: > 0 } items:
                var section = New(title, depth);
                foreach (var item in items)
                {
                    switch (item)
                    {
                        case List<object?> row when row.TrueForAll(IsScalar): section.Rows.Add([.. row.Select(CliOutput.Plain)]); break;
                        case List<object?> row:
                            if (row.Where(IsScalar).Select(CliOutput.Plain).ToList() is { Count: > 0 } cells) section.Rows.Add(cells);
                            foreach (var inner in row.Where(i => !IsScalar(i))) Add(null, inner, depth + 1);
                            break;
                        default: section.Rows.Add([CliOutput.Plain(item)]); break;
                    }
                }
                break;
            case OrderedDictionary<string, object?> or List<object?>: break;
            default: New(title, depth).Rows.Add([CliOutput.Plain(value)]); break;
        }
    }

    private void AddStructure(Section section, OrderedDictionary<string, object?> members, int depth)
    {
        var (names, inner) = Split(members);
        if (names is [var only]) section.Rows.Add([only, CliOutput.Plain(members[only])]);
        else if (names.Count > 0)
        {
            section.Header = names;
            section.Rows.Add([.. names.Select(n => CliOutput.Plain(members[n]))]);
        }
        foreach (var name in inner) Add(name, members[name], depth + 1);
    }

    /// <summary>Structures of one list are rows under one head; after one that holds more, the head stands again.</summary>
    private void AddStructures(string? title, List<object?> items, int depth)
    {
        var structures = items.OfType<OrderedDictionary<string, object?>>().ToList();
        List<string> names = [.. structures.SelectMany(s => Split(s).Scalars).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var holdMore = structures.Exists(s => Split(s).Others.Count > 0);
        Section? section = null;
        foreach (var structure in structures)
        {
            if (section is null || holdMore) (section = New(title, depth)).Header = names;
            if (names.Count > 0) section.Rows.Add([.. names.Select(n => structure.TryGetValue(n, out var value) && IsScalar(value) ? CliOutput.Plain(value) : "")]);
            foreach (var name in Split(structure).Others) Add(name, structure[name], depth + 1);
        }
    }

    private static (List<string> Scalars, List<string> Others) Split(OrderedDictionary<string, object?> members)
    {
        List<string> names = [.. members.Keys.Order(StringComparer.Ordinal)];
        return ([.. names.Where(n => IsScalar(members[n]))], [.. names.Where(n => !IsScalar(members[n]))]);
    }

    private static bool IsScalar(object? value) => value is not (OrderedDictionary<string, object?> or List<object?>);

    private void Turn()
    {
        foreach (var section in _sections.Where(s => s is { Header.Count: > 0, Rows.Count: 1 }))
        {
            section.Rows = [.. section.Header.Zip(section.Rows[0]).Select(c => (List<string>)[c.First, c.Second])];
            section.Header = [];
        }
    }

    private string Draw()
    {
        StringBuilder text = new();
        var width = _sections.Max(s => s.Width);
        foreach (var section in _sections)
        {
            if (text.Length > Enough) break;
            var (side, inner) = (new string('|', section.Depth), width - (2 * section.Depth));
            var columns = Fitted(section.Columns(), inner);
            if (section.Depth == 0) text.Append('-', width).Append('\n');
            if (section.Title is { } title)
            {
                text.Append(side).Append(Centred(title, inner, "|")).Append(side).Append('\n');
                if (section.Rows.Count == 0) text.Append(side).Append('+').Append('-', inner - 2).Append('+').Append(side).Append('\n');
            }
            if (section.Rows.Count == 0) continue;
            var rule = $"{side}+{string.Join('+', columns.Select((c, i) => new string('-', c - (i == 0 ? 2 : 1))))}+{side}\n";
            if (section.Title is not null) text.Append(rule);
            if (section.Header.Count > 0)
            {
                text.Append(side);
                for (var i = 0; i < columns.Count; i++) text.Append(Centred(section.Header[i], columns[i], i == 0 ? "|" : ""));
                text.Append(side).Append('\n').Append(rule);
            }
            foreach (var row in section.Rows)
            {
                if (text.Length > Enough) break;
                text.Append(side);
                for (var i = 0; i < columns.Count; i++) text.Append(Left(i < row.Count ? row[i] : "", columns[i], i == 0 ? "|" : ""));
                text.Append(side).Append('\n');
            }
            text.Append(rule);
        }
        return text.ToString();
    }

    /// <summary>Columns stretched in proportion until they fill the table together; what rounding leaves over goes to the outermost ones.</summary>
    private static List<int> Fitted(List<int> columns, int width)
    {
        if (columns.Count == 0) return columns;
        double natural = columns.Sum();
        List<int> fitted = [.. columns.Select(c => (int)Math.Round(c * width / natural))];
        var over = fitted.Sum() - width;
        for (var i = 0; over != 0; i++)
        {
            fitted[over > 0 ? i % fitted.Count : fitted.Count - 1 - (i % fitted.Count)] -= Math.Sign(over);
            over -= Math.Sign(over);
        }
        return fitted;
    }

    private static string Centred(string text, int width, string left)
    {
        var before = Math.Max(0, (width / 2) - (text.Length / 2) - 1);
        return $"{left}{new string(' ', before)}{text}{new string(' ', Math.Max(0, width - 1 - left.Length - before - text.Length))}|";
    }

    private static string Left(string text, int width, string left)
    {
        var before = width - text.Length - left.Length - 3 >= 0 ? 2 : 0;
        return $"{left}{new string(' ', before)}{text}{new string(' ', Math.Max(0, width - 1 - left.Length - before - text.Length))}|";
    }
}
