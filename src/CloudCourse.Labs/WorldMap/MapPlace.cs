using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.WorldMap;

/// <summary>A mark on the map.</summary>
/// <param name="Label">Short, beside the mark where there is room; in the description always.</param>
/// <param name="Description">What the mark says, in words: the same as what its colour and shape say.</param>
/// <param name="Shape"><c>region</c>, <c>city</c> or <c>edge</c>: a circle, a diamond, a small ring.</param>
/// <param name="State"><c>fits</c>, <c>out</c>, <c>chosen</c>, or nothing.</param>
/// <param name="Href">Where the mark leads; null for one that only stands there.</param>
/// <param name="Size">1 for the usual size.</param>
public sealed record MapPlace(string Label, string Description, GeoPoint Point, string Shape, string State = "", string? Href = null, double Size = 1, string Number = "");

/// <param name="Weight">0 to 1: how thick.</param>
public sealed record MapLine(GeoPoint From, GeoPoint To, double Weight, string State = "");
