using System.Globalization;

namespace CloudCourse.Simulation.Iam.Catalog;

/// <summary>Reads the lines of <c>iam-catalog.tsv</c>; <c>generate/generate.mjs</c> writes them and says what they mean.</summary>
internal static class CatalogText
{
    private static readonly string[] KeyTypes = ["String", "ArrayOfString", "ARN", "ArrayOfARN", "Bool", "ArrayOfBool", "Numeric", "Date", "IPAddress"];

    /// <param name="lines">A service's lines after its own first.</param>
    public static CatalogService ReadService(ReadOnlySpan<char> head, ReadOnlySpan<char> lines)
    {
        List<CatalogKey> keys = [];
        List<CatalogResourceType> types = [];
        List<CatalogAction> actions = [];
        Span<Range> cells = stackalloc Range[6];
        foreach (var line in lines.EnumerateLines())
        {
            if (line.Length == 0) continue;
            var count = line.Split(cells, '\t');
            var name = line[cells[1]].ToString();
            switch (line[0])
            {
                case 'K': keys.Add(new(name, KeyType(line[cells[2]]))); break;
                case 'T': types.Add(new(name, line[cells[2]].ToString(), Keys(Cell(line, cells, count, 3), keys))); break;
                case 'A':
                    actions.Add(new(name, Level(line[cells[2]][0]), Keys(Cell(line, cells, count, 3), keys),
                        Targets(Cell(line, cells, count, 4), types, keys), Words(Cell(line, cells, count, 5))));
                    break;
            }
        }
        var (service, takesResourceControl) = ReadHead(head);
        return new(head.ToString().Split('\t')[1], service, takesResourceControl, keys, types, actions);
    }

    public static (string Name, bool TakesResourceControl) ReadHead(ReadOnlySpan<char> head)
    {
        var parts = head.ToString().Split('\t');
        return (parts[2], parts is [_, _, _, "rcp"]);
    }

    public static string KeyType(ReadOnlySpan<char> text)
    {
        foreach (var known in KeyTypes)
        {
            if (text.SequenceEqual(known)) return known;
        }
        return text.ToString();
    }

    private static ReadOnlySpan<char> Cell(ReadOnlySpan<char> line, ReadOnlySpan<Range> cells, int count, int index) => index < count ? line[cells[index]] : [];

    private static AccessLevel Level(char letter) => letter switch
    {
        'L' => AccessLevel.List,
        'R' => AccessLevel.Read,
        'P' => AccessLevel.PermissionsManagement,
        'T' => AccessLevel.Tagging,
        _ => AccessLevel.Write,
    };

    private static CatalogKey[] Keys(ReadOnlySpan<char> places, List<CatalogKey> keys)
    {
        if (places.IsEmpty) return [];
        List<CatalogKey> found = [];
        foreach (var place in places.Split(' ')) found.Add(keys[Number(places[place])]);
        return [.. found];
    }

    /// <summary>A place, "!" where the action needs that type, and "+place" for each key of the pair.</summary>
    private static CatalogTarget[] Targets(ReadOnlySpan<char> text, List<CatalogResourceType> types, List<CatalogKey> keys)
    {
        if (text.IsEmpty) return [];
        List<CatalogTarget> targets = [];
        foreach (var range in text.Split(' '))
        {
            var one = text[range];
            var plus = one.IndexOf('+');
            var place = plus < 0 ? one : one[..plus];
            List<CatalogKey> own = [];
            if (plus >= 0)
            {
                var list = one[(plus + 1)..];
                foreach (var key in list.Split('+')) own.Add(keys[Number(list[key])]);
            }
            targets.Add(new(types[Number(place.TrimEnd('!'))], place[^1] == '!', own.Count == 0 ? [] : [.. own]));
        }
        return [.. targets];
    }

    private static string[] Words(ReadOnlySpan<char> text) => text.IsEmpty ? [] : text.ToString().Split(' ');

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, CultureInfo.InvariantCulture);
}
