using System.Text.RegularExpressions;
using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;
using FsCheck;
using FsCheck.Fluent;

namespace CloudCourse.Course.Tests.Rendering;

/// <summary>Laws that hold for any text at all.</summary>
public sealed partial class HostileTextTests
{
    private static readonly RenderOptions Options = new() { Glossary = Glossary.Of([new("a", "<script>", ["b"])]), ReadFigure = path => path };

    /// <summary>Pieces that mean something to Markdown, HTML or a browser, in any order.</summary>
    private static readonly Gen<string> Texts = Gen.Elements(
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "data:text/html,x", "[", "](", ")", "![", "<", ">", "\"", "'", "&lt;script&gt;",
        "> ", "[!NOTE]", "[!CHECK] ", "\n", "\n\n", "---", "```json policy\n", "```python\n", "```bash\n", "```yaml\n", "```", "`", "*", "**", "|", "|---|", "# ", "## ", "- ", "1. ",
        "a", "b ", "\u0000", "\u202e", "\ud800", "<!--", "-->", "<style>", "<svg onload=x>", "figures/a.svg", "https://x", "\\", "\t", "    ", "[a]: javascript:x\n", "&#106;", "://", "#", "$", "{", "\"\"\"", "'''")
        .ArrayOf().Select(string.Concat);

    [Fact]
    public void No_text_throws_or_becomes_active()
    {
        Prop.ForAll(Texts.ToArbitrary(), text => IsHarmless(CourseMarkdown.Render(text, Options).Html) && IsHarmless(CourseMarkdown.RenderInline(text)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60));
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => IsHarmless(CourseMarkdown.Render(text ?? "", Options).Html)).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData('>', 5000)]
    [InlineData('[', 5000)]
    [InlineData('*', 5000)]
    [InlineData('`', 5000)]
    [InlineData('|', 5000)]
    [InlineData('"', 5000)]
    public void Endless_nesting_is_text(char c, int count) => Assert.True(IsHarmless(CourseMarkdown.Render(new string(c, count), Options).Html));

    /// <summary>Every tag is one that we write, and no address has a scheme but those that we allow.</summary>
    private static bool IsHarmless(string html) =>
        !html.Contains("<script", StringComparison.OrdinalIgnoreCase)
        && Tags.Matches(html).All(t => Known.Contains(t.Groups["name"].Value))
        && Handlers.Matches(html).Count == 0
        && Addresses.Matches(html).All(a => a.Groups["url"].Value is ['#' or '/', ..] || a.Groups["url"].Value.StartsWith("https://", StringComparison.Ordinal) || a.Groups["url"].Value.StartsWith("mailto:", StringComparison.Ordinal));

    private static readonly HashSet<string> Known =
    [
        "p", "em", "strong", "code", "pre", "div", "span", "a", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6", "hr", "br", "blockquote", "table", "thead", "tbody",
        "tr", "th", "td", "details", "summary", "button", "figure", "figcaption",
    ];

    [GeneratedRegex("</?(?<name>[a-zA-Z0-9!?-]*)")]
    private static partial Regex Tags { get; }

    [GeneratedRegex("<[^>]*\\s(on[a-z]+|style)=")]
    private static partial Regex Handlers { get; }

    [GeneratedRegex("(href|src)=\"(?<url>[^\"]*)\"")]
    private static partial Regex Addresses { get; }
}
