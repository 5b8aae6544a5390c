using System.Globalization;
using CloudCourse.Web.Progress;

namespace CloudCourse.Web.Home;

/// <summary>
/// The course drawn as a country: a province for each module, one path through all of them. Provinces share their borders, and
/// the borders depend on nothing but their place, so the country looks the same on every visit.
/// </summary>
internal sealed record MapLayout(int Width, int Height, IReadOnlyList<Province> Provinces, IReadOnlyList<PathPart> Paths)
{
    private const int Margin = 16;

    /// <summary>Marks are 26 wide. Nearer than this they look like a heap, even where every second one stands higher.</summary>
    private const int LeastApart = 22;
    private const int LaneHeight = 37;

    /// <summary>How many provinces stand in a row, so that as few rows as possible are as full as possible: nine of them make three by three.</summary>
    /// <param name="most">What fits beside each other.</param>
    public static int ColumnsFor(int modules, int most)
    {
        var rows = (modules + most - 1) / most;
        return rows <= 1 ? most : (modules + rows - 1) / rows;
    }

    /// <param name="columns">Provinces in a row; the path goes along one row and back along the next.</param>
    public static MapLayout Of(CourseWalk walk, int columns, int cellWidth, int cellHeight)
    {
        var rows = (walk.Modules.Count + columns - 1) / columns;
        var borders = new Borders(cellWidth, cellHeight, Margin);
        List<Province> provinces = [];
        foreach (var (at, module) in walk.Modules.Index())
        {
            // The exam stands at the end of the last province, whose own it is not.
            var laid = walk.Exam is { } exam && at == walk.Modules.Count - 1 ? module with { Stops = [.. module.Stops, exam] } : module;
            var (row, place) = (at / columns, at % columns);
            var forward = row % 2 == 0;
            var column = forward ? place : columns - 1 - place;
            provinces.Add(new(at + 1, module, borders.Around(column, row),
                new(Margin + column * cellWidth + TitleInset(laid, isEntered: forward && row > 0 && place == 0), Margin + row * cellHeight + 46),
                Stops(laid, Margin + column * cellWidth, Margin + row * cellHeight, cellWidth, cellHeight, forward)));
        }
        var stops = provinces.SelectMany(p => p.Stops).ToList();
        return new(columns * cellWidth + 2 * Margin, rows * cellHeight + 2 * Margin, provinces, [.. Trail(stops)]);
    }

    private static int Inset(ModuleWalk module) => module.Stops.Count > 4 ? 36 : 54;

    /// <summary>Where the path comes down into a province at its left side, the name makes room for it.</summary>
    private static int TitleInset(ModuleWalk module, bool isEntered) => isEntered ? Inset(module) + 14 : 26;

    private static List<MapStop> Stops(ModuleWalk module, int left, int top, int width, int height, bool forward)
    {
        var count = module.Stops.Count;
        var (inset, low) = (Inset(module), top + height - 66);
        var apart = count > 1 ? (width - 2.0 * inset) / (count - 1) : width;
        // Many stops stand in three lanes: there, back, and there again, so that the path leaves the province on its far side.
        var lanes = apart < LeastApart ? 3 : 1;
        int FirstOf(int lane) => (lane * count + lanes - 1) / lanes;
        return [.. module.Stops.Index().Select(s =>
        {
            var lane = s.Index * lanes / count;
            var (place, last) = (s.Index - FirstOf(lane), FirstOf(lane + 1) - FirstOf(lane) - 1);
            var share = last == 0 ? 0.5 : place / (double)last;
            var x = left + inset + (forward == (lane % 2 == 0) ? share : 1 - share) * (width - 2 * inset);
            // A path in hilly country: up and down by turns, never twice the same.
            var noise = Noise.At(s.Index, left + top, 3);
            var y = lanes == 1 ? low + (s.Index % 2 == 0 ? 17 : -17) + noise * 7 : low + 29 + (lane - 2) * LaneHeight + noise * 3;
            return new MapStop(s.Item, new(Math.Round(x, 1), Math.Round(y, 1)));
        })];
    }

    /// <summary>From stop to stop, curved so that the path runs smoothly through each (Catmull and Rom's spline as Bézier curves).</summary>
    private static IEnumerable<PathPart> Trail(List<MapStop> stops)
    {
        for (var at = 0; at + 1 < stops.Count; at++)
        {
            var (before, from, to, after) = (stops[Math.Max(0, at - 1)].At, stops[at].At, stops[at + 1].At, stops[Math.Min(stops.Count - 1, at + 2)].At);
            var leave = new Point(from.X + (to.X - before.X) / 6, from.Y + (to.Y - before.Y) / 6);
            var arrive = new Point(to.X - (after.X - from.X) / 6, to.Y - (after.Y - from.Y) / 6);
            yield return new($"M{from} C{leave} {arrive} {to}", stops[at].Stop.State is StopState.Done);
        }
    }
}

internal sealed record Province(int Number, ModuleWalk Walk, string Outline, Point Title, IReadOnlyList<MapStop> Stops);

internal sealed record MapStop(Stop Stop, Point At);

/// <param name="Walked">The stop it leaves from is done.</param>
internal sealed record PathPart(string Data, bool Walked);

internal readonly record struct Point(double X, double Y)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{X:0.#} {Y:0.#}");
}

/// <summary>The wavering lines between provinces: one curve for each side of each cell, the same from both of its sides.</summary>
internal sealed class Borders(int cellWidth, int cellHeight, int margin)
{
    public string Around(int column, int row)
    {
        Point topLeft = Corner(column, row), topRight = Corner(column + 1, row), bottomRight = Corner(column + 1, row + 1), bottomLeft = Corner(column, row + 1);
        return $"M{topLeft} {Along(column, row)} {topRight} {Down(column + 1, row)} {bottomRight} {Back(Along(column, row + 1))} {bottomLeft} {Back(Down(column, row))} {topLeft}Z";
    }

    private Point Corner(int column, int row) =>
        new(margin + column * cellWidth + Noise.At(column, row, 1) * 11, margin + row * cellHeight + Noise.At(column, row, 2) * 11);

    /// <summary>A cubic curve's two inner points, from the left corner to the right one.</summary>
    private Curve Along(int column, int row)
    {
        Point from = Corner(column, row), to = Corner(column + 1, row);
        return new(new(from.X + cellWidth * 0.33, from.Y + Bend(column, row, 5)), new(to.X - cellWidth * 0.33, to.Y + Bend(column, row, 6)));
    }

    private Curve Down(int column, int row)
    {
        Point from = Corner(column, row), to = Corner(column, row + 1);
        return new(new(from.X + Bend(column, row, 7), from.Y + cellHeight * 0.33), new(to.X + Bend(column, row, 8), to.Y - cellHeight * 0.33));
    }

    private static Curve Back(Curve curve) => new(curve.Second, curve.First);

    private static double Bend(int column, int row, int salt) => Noise.At(column, row, salt) * 26;

    private readonly record struct Curve(Point First, Point Second)
    {
        public override string ToString() => $"C{First} {Second}";
    }
}

/// <summary>A number from -1 to 1 that depends on its arguments alone.</summary>
internal static class Noise
{
    public static double At(int x, int y, int salt)
    {
        var mixed = (uint)(x * 374761393 + y * 668265263 + salt * 1274126177);
        mixed = (mixed ^ (mixed >> 13)) * 1274126177;
        return ((mixed ^ (mixed >> 16)) & 0xFFFF) / 32767.5 - 1;
    }
}
