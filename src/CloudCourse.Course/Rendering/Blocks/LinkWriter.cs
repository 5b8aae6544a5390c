using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>Links into the course and to https pages; any other is shown as its words.</summary>
internal sealed class LinkWriter(PageWriter page) : HtmlObjectRenderer<LinkInline>
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        if (link.IsImage)
        {
            page.Problem(link, "A figure stands alone in its paragraph: put an empty line before and after it.");
            renderer.WriteEscape(PageWriter.PlainText(link));
            return;
        }
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url ?? "";
        if (!Begin(page, renderer, link, url))
        {
            renderer.WriteChildren(link);
            return;
        }
        renderer.WriteChildren(link);
        End(renderer, url);
    }

    /// <returns>False where the address is not one that may be followed; nothing is written then.</returns>
    internal static bool Begin(PageWriter page, HtmlRenderer renderer, MarkdownObject at, string url)
    {
        page.Links.Add(new(url, PageWriter.Place(at)));
        if (!IsAllowed(url, page.Options.KnownLinksOnly))
        {
            page.Problem(at, $"The link `{url}` leads nowhere that the course may send a reader: write https://…, /lessons/…, /labs/…, /quizzes/… or #anchor.");
            return false;
        }
        renderer.Write($"<a href=\"{PageWriter.Escape(url)}\"");
        if (IsExternal(url)) renderer.Write(" class=\"external\" rel=\"noopener external\"");
        // A page with an editor is loaded anew: the enhanced navigation would keep the old page's scripts.
        if (url.StartsWith("/labs/", StringComparison.Ordinal)) renderer.Write(" data-enhance-nav=\"false\"");
        renderer.Write(">");
        return true;
    }

    internal static void End(HtmlRenderer renderer, string url)
    {
        if (IsExternal(url)) renderer.Write("<span class=\"external-mark\" aria-hidden=\"true\">\u2197</span>");
        renderer.Write("</a>");
    }

    private static bool IsExternal(string url) => url.StartsWith("https://", StringComparison.Ordinal);

    private static bool IsAllowed(string url, bool knownOnly)
    {
        // A backslash or a control character can make a browser read another address than this one.
        if (url.Length == 0 || url.Any(c => c is '\\' or < ' ' or '\u007f')) return false;
        if (url[0] == '#') return true;
        if (url[0] == '/') return !url.StartsWith("//", StringComparison.Ordinal);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return false;
        if (!knownOnly) return (IsExternal(url) && uri.UserInfo.Length == 0) || url.StartsWith("mailto:", StringComparison.Ordinal);
        return IsExternal(url) && uri.UserInfo.Length == 0 && uri.Host is "docs.aws.amazon.com" or "aws.amazon.com";
    }
}

internal sealed class AutolinkWriter(PageWriter page) : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline link)
    {
        var url = link.IsEmail ? "mailto:" + link.Url : link.Url;
        var isLink = LinkWriter.Begin(page, renderer, link, url);
        renderer.WriteEscape(link.Url);
        if (isLink) LinkWriter.End(renderer, url);
    }
}
