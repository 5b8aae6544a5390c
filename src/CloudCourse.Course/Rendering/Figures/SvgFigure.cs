using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace CloudCourse.Course.Rendering.Figures;

/// <summary>An SVG made fit to stand inside a page.</summary>
/// <param name="Html">Null where the file is not an SVG that can be read.</param>
/// <param name="Problems">What the author must mend; what was not allowed is left out of <paramref name="Html"/>.</param>
internal sealed record InlinedSvg(string? Html, IReadOnlyList<string> Problems);

/// <summary>
/// Puts an author's SVG into the page, so that it follows the theme. Only known elements and attributes pass, nothing is
/// loaded from anywhere, colours are the theme's, and ids are prefixed so that two figures do not meet.
/// </summary>
internal sealed partial class SvgFigure
{
    private readonly string _prefix;
    private readonly List<string> _problems = [];
    private readonly StringBuilder _html = new();

    private SvgFigure(string prefix) => _prefix = prefix;

    public static InlinedSvg Inline(string svg, string alternativeText, string idPrefix)
    {
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(new StringReader(svg), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1_000_000 });
            document = XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            return new(null, [$"The file is not XML that can be read: {e.Message}"]);
        }
        if (document.Root is not { Name.LocalName: "svg" } root) return new(null, ["The file's root element is not `svg`."]);

        SvgFigure figure = new(idPrefix);
        if (root.Attribute("viewBox") is null) figure._problems.Add("`svg` has no viewBox; with one the figure fits every width.");
        figure.WriteRoot(root, alternativeText);
        return new(figure._html.ToString(), figure._problems);
    }

    private void WriteRoot(XElement root, string alternativeText)
    {
        _html.Append("<svg role=\"img\" aria-label=\"").Append(PageWriter.Escape(alternativeText)).Append('"');
        WriteAttributes(root, ["role", "aria-label", "aria-labelledby", "version"]);
        _html.Append('>');
        WriteChildren(root);
        _html.Append("</svg>");
    }

    private void Write(XElement element, int depth)
    {
        var name = element.Name.LocalName;
        // The picture's words are the Markdown's; a title in the file would show as a tooltip beside them.
        if (name is "title" or "desc" or "metadata") return;
        if (!SvgNames.Elements.Contains(name))
        {
            Problem(element, $"`<{name}>` is not allowed in a figure; draw with shapes, paths and text.");
            return;
        }
        if (depth > 50)
        {
            Problem(element, "Elements nest too deep here; draw it flatter.");
            return;
        }
        _html.Append('<').Append(name);
        WriteAttributes(element, []);
        if (!element.Nodes().Any())
        {
            _html.Append("/>");
            return;
        }
        _html.Append('>');
        WriteChildren(element, depth + 1);
        _html.Append("</").Append(name).Append('>');
    }

    private void WriteChildren(XElement parent, int depth = 1)
    {
        var isText = parent.Name.LocalName is "text" or "tspan" or "textPath";
        foreach (var node in parent.Nodes())
        {
            if (node is XElement element) Write(element, depth);
            else if (node is XText text && isText) _html.Append(PageWriter.Escape(Spaces.Replace(text.Value, " ")));
        }
    }

    private void WriteAttributes(XElement element, string[] passedOver)
    {
        foreach (var attribute in element.Attributes())
        {
            var name = attribute.Name.LocalName;
            if (attribute.IsNamespaceDeclaration || passedOver.Contains(name) || attribute.Name.NamespaceName.EndsWith("/namespace", StringComparison.Ordinal)) continue;
            if (!SvgNames.Attributes.Contains(name)) Problem(element, $"The attribute `{name}` is not allowed in a figure; remove it.");
            else if (Checked(element, name, attribute.Value) is { } value) _html.Append(' ').Append(name).Append("=\"").Append(PageWriter.Escape(value)).Append('"');
        }
    }

    /// <summary>The value as it may stand in the page; null, with a problem, where it may not.</summary>
    private string? Checked(XElement element, string name, string value)
    {
        value = value.Trim();
        if (name is "id") return _prefix + value;
        if (name is "href")
        {
            if (value.StartsWith('#')) return "#" + _prefix + value[1..];
            Problem(element, $"`href=\"{value}\"` leads out of the file; a figure refers only to its own ids.");
            return null;
        }
        if (Reference.Match(value) is { Success: true } reference) return $"url(#{_prefix}{reference.Groups["id"].Value})";
        if (value.Contains("url(", StringComparison.OrdinalIgnoreCase))
        {
            Problem(element, $"`{name}=\"{value}\"` leads out of the file; a figure refers only to its own ids.");
            return null;
        }
        if (SvgNames.Paints.Contains(name) && !ThemePaint.IsMatch(value))
        {
            Problem(element, $"`{name}=\"{value}\"` is a fixed colour, which one of the two themes cannot show; write `var(--ink)` or another of the theme's.");
            return null;
        }
        if (name is "font-family" && !value.StartsWith("var(--font-", StringComparison.Ordinal))
        {
            Problem(element, $"`font-family=\"{value}\"` is not the site's; remove it, or write `var(--font-code)`.");
            return null;
        }
        return value;
    }

    private void Problem(XElement at, string message) => _problems.Add($"line {((IXmlLineInfo)at).LineNumber}: {message}");

    [GeneratedRegex(@"\Aurl\(\s*['""]?#(?<id>[\w-]+)['""]?\s*\)\z")]
    private static partial Regex Reference { get; }

    [GeneratedRegex(@"\A(none|transparent|inherit|currentColor|context-fill|context-stroke|var\(--[a-z0-9-]+\))\z")]
    private static partial Regex ThemePaint { get; }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces { get; }
}
