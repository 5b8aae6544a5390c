using System.Collections.Frozen;

namespace CloudCourse.Course.Rendering.Figures;

/// <summary>What a figure may consist of. Neither script, style, links, images nor animation is among it.</summary>
/// <seealso href="https://www.w3.org/TR/SVG2/eltindex.html"/>
internal static class SvgNames
{
    public static readonly FrozenSet<string> Elements = FrozenSet.Create(StringComparer.Ordinal,
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
        "defs", "symbol", "use", "marker", "linearGradient", "radialGradient", "stop", "clipPath", "pattern");

    public static readonly FrozenSet<string> Attributes = FrozenSet.Create(StringComparer.Ordinal,
        "id", "class", "viewBox", "preserveAspectRatio", "x", "y", "x1", "y1", "x2", "y2", "width", "height", "rx", "ry", "cx", "cy", "r",
        "fx", "fy", "dx", "dy", "d", "points", "pathLength", "transform", "href", "fill", "fill-opacity", "fill-rule", "clip-rule", "clip-path",
        "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit", "stroke-opacity",
        "opacity", "color", "font-size", "font-weight", "font-family", "font-style", "letter-spacing", "word-spacing", "text-anchor",
        "text-decoration", "dominant-baseline", "baseline-shift", "textLength", "lengthAdjust", "startOffset", "rotate", "vector-effect", "paint-order",
        "marker-start", "marker-mid", "marker-end", "markerWidth", "markerHeight", "markerUnits", "refX", "refY", "orient",
        "gradientUnits", "gradientTransform", "spreadMethod", "offset", "stop-color", "stop-opacity", "clipPathUnits",
        "patternUnits", "patternContentUnits", "patternTransform", "visibility", "display");

    /// <summary>Attributes that take a colour.</summary>
    public static readonly FrozenSet<string> Paints = FrozenSet.Create(StringComparer.Ordinal, "fill", "stroke", "color", "stop-color");
}
