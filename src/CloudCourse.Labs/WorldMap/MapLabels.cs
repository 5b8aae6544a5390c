namespace CloudCourse.Labs.WorldMap;

/// <summary>Finds each label a place where it hides neither a mark nor another label; some find none, and the table has their names.</summary>
internal static class MapLabels
{
    private const double LetterWidth = 6.6, LineHeight = 14;

    public static IReadOnlyList<PlacedLabel?> Place(MapFrame frame, IReadOnlyList<MapPlace> places, Func<MapPlace, double> radius)
    {
        List<Box> taken = [.. places.Select(p => Around(frame.At(p.Point), radius(p)))];
        return [.. places.Select((p, i) => Find(frame, p, radius(p), taken, i))];
    }

    private static PlacedLabel? Find(MapFrame frame, MapPlace place, double radius, List<Box> taken, int own)
    {
        if (place.Label.Length == 0) return null;
        var (x, y) = frame.At(place.Point);
        var width = place.Label.Length * LetterWidth;
        var gap = radius + 4;
        (double X, double Y, string Anchor)[] spots =
        [
            (x + gap, y + 4, "start"), (x - gap, y + 4, "end"), (x, y - gap, "middle"), (x, y + gap + 10, "middle"),
            (x + (gap * 0.8), y - gap + 2, "start"), (x + (gap * 0.8), y + gap + 7, "start"), (x - (gap * 0.8), y - gap + 2, "end"), (x - (gap * 0.8), y + gap + 7, "end"),
        ];
        foreach (var (spotX, spotY, anchor) in spots)
        {
            var left = anchor switch { "start" => spotX, "end" => spotX - width, _ => spotX - (width / 2) };
            Box box = new(left, spotY - LineHeight + 3, left + width, spotY + 3);
            if (box.Left < 2 || box.Right > MapFrame.Width - 2 || box.Top < 2 || box.Bottom > frame.Height - 2) continue;
            if (taken.Where((_, i) => i != own).Any(box.Overlaps)) continue;
            taken.Add(box);
            return new(spotX, spotY, anchor);
        }
        return null;
    }

    private static Box Around((double X, double Y) at, double radius) => new(at.X - radius, at.Y - radius, at.X + radius, at.Y + radius);

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}

/// <param name="Anchor">As SVG's <c>text-anchor</c>.</param>
internal sealed record PlacedLabel(double X, double Y, string Anchor);
