using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.WorldMap;

/// <summary>
/// A part of the world on a picture. Equirectangular, true to scale at its middle latitude: simple, and good enough from Iceland to
/// New Zealand.
/// </summary>
internal sealed class MapFrame
{
    private readonly double _west, _north, _squeeze;

    private MapFrame(double west, double east, double south, double north)
    {
        (_west, _north) = (west, north);
        _squeeze = Math.Cos(double.DegreesToRadians((south + north) / 2));
        Scale = Width / ((east - west) * _squeeze);
        Height = Math.Round((north - south) * Scale);
        (West, East, South, North) = (west, east, south, north);
    }

    /// <summary>In the picture's units; the height follows.</summary>
    public const double Width = 640;

    public double Height { get; }

    /// <summary>Units for a degree of latitude.</summary>
    public double Scale { get; }

    private double West { get; }
    private double East { get; }
    private double South { get; }
    private double North { get; }

    public static MapFrame World { get; } = new(-170, 180, -50, 72);

    /// <summary>Around some places, with room at the sides; never narrower than 3 to 2, so that a map stays a map.</summary>
    public static MapFrame Around(IReadOnlyCollection<GeoPoint> places)
    {
        if (places.Count == 0) return World;
        var (south, north) = (places.Min(p => p.Latitude), places.Max(p => p.Latitude));
        var (west, east) = (places.Min(p => p.Longitude), places.Max(p => p.Longitude));
        var (middle, squeeze) = ((south + north) / 2, Math.Cos(double.DegreesToRadians((south + north) / 2)));
        var width = Math.Max((east - west) * 1.16, 24);
        var height = Math.Max((north - south) * 1.5, Math.Max(width * squeeze / 2.2, 14));
        width = Math.Max(width, height * 1.5 / squeeze);
        var centre = (west + east) / 2;
        return new(Math.Max(-180, centre - (width / 2)), Math.Min(184, centre + (width / 2)), Math.Max(-58, middle - (height / 2)), Math.Min(80, middle + (height / 2)));
    }

    public (double X, double Y) At(GeoPoint point) => ((point.Longitude - _west) * _squeeze * Scale, (_north - point.Latitude) * Scale);

    public string LandPath()
    {
        StringBuilder path = new();
        foreach (var outline in Land.Outlines)
        {
            if (!outline.Any(p => p.Longitude > West - 15 && p.Longitude < East + 15 && p.Latitude > South - 15 && p.Latitude < North + 15) && !Encloses(outline)) continue;
            var pen = 'M';
            foreach (var point in outline)
            {
                var (x, y) = At(point);
                path.Append(pen).Append(Text(x)).Append(' ').Append(Text(y));
                pen = 'L';
            }
            path.Append('Z');
        }
        return path.ToString();
    }

    /// <summary>Meridians and parallels, 10 degrees apart near by and 30 for the whole world.</summary>
    public string GridPath()
    {
        var step = East - West > 150 ? 30 : East - West > 60 ? 15 : 10;
        StringBuilder path = new();
        for (var longitude = Math.Ceiling(West / step) * step; longitude < East; longitude += step)
            path.Append('M').Append(Text(At(new(0, longitude)).X)).Append(" 0V").Append(Text(Height));
        for (var latitude = Math.Ceiling(South / step) * step; latitude < North; latitude += step)
            path.Append("M0 ").Append(Text(At(new(latitude, 0)).Y)).Append('H').Append(Text(Width));
        return path.ToString();
    }

    public static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private bool Encloses(IReadOnlyList<GeoPoint> outline) =>
        outline.Min(p => p.Longitude) < West && outline.Max(p => p.Longitude) > East;
}
