using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.Sort;

/// <summary>A learner's cards and where they were put.</summary>
internal sealed record SortWork(SortSettings Settings, IReadOnlyList<DrawnCard> Cards, IReadOnlyDictionary<string, (string Column, Location At)> Chosen)
{
    /// <summary>The work, or what is wrong with the text.</summary>
    public static (SortWork? Work, Finding? Problem) Read(LabDefinition lab, SubmittedFile file, int seed)
    {
        var settings = SortSettings.Read(lab);
        var reading = JsonReader.Read(file.Text);
        if (reading.Value is not { } json) return (null, reading.SyntaxError);
        if (json is not JsonObject cards) return (null, Wrong(json.At, "The file is an object: each card's name, and the column that it is in."));
        Dictionary<string, (string, Location)> chosen = new(StringComparer.Ordinal);
        foreach (var member in cards.Members)
        {
            var columns = string.Join(", ", settings.Columns.Select(c => $"\"{c.Id}\""));
            if (settings.Groups.SelectMany(g => g.Cards).All(c => c.Id != member.Name)) return (null, Wrong(member.NameAt, $"There is no card \"{Clip(member.Name)}\". The cards stand beside the text."));
            if (member.Value is not JsonString column) return (null, Wrong(member.Value.At, $"A column is a string: one of {columns}."));
            if (settings.Columns.All(c => c.Id != column.Value)) return (null, Wrong(column.At, $"There is no column \"{Clip(column.Value)}\". There are {columns}."));
            chosen[member.Name] = (column.Value, column.At);
        }
        return (new(settings, settings.Draw(seed), chosen), null);
    }

    public string Title(string column) => Settings.Columns.First(c => c.Id == column).Title;

    private static Finding Wrong(Location at, string why) => new(FindingType.Error, "NOT_SORTED", why, at);

    private static string Clip(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 60), "…");
}
