using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Tests.Rendering;

public sealed class SvgFigureTests
{
    [Fact]
    public void A_figure_stands_in_the_page_with_its_words_and_its_caption()
    {
        var rendered = Render("""
            <?xml version="1.0"?>
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>x</title>
              <!-- drawn by hand -->
              <defs><marker id="head"><path d="M0 0"/></marker></defs>
              <path d="M1 1" stroke="var(--ink)" marker-end="url(#head)"/>
              <text x="1" fill="var(--ink-2)">a <tspan>&lt;b&gt;</tspan></text>
            </svg>
            """);
        Assert.Equal("""
            <figure class="figure"><svg role="img" aria-label="Two &quot;zones&quot;" viewBox="0 0 10 10"><defs><marker id="fig_1_head"><path d="M0 0"/></marker></defs><path d="M1 1" stroke="var(--ink)" marker-end="url(#fig_1_head)"/><text x="1" fill="var(--ink-2)">a <tspan>&lt;b&gt;</tspan></text></svg><figcaption>A caption</figcaption></figure>
            """, rendered.Html);
        Assert.Empty(rendered.Problems);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "script")]
    [InlineData("<a href=\"javascript:x\"><text>x</text></a>", "<a>")]
    [InlineData("<image href=\"https://evil.example/x.png\"/>", "image")]
    [InlineData("<foreignObject><b xmlns=\"http://www.w3.org/1999/xhtml\">x</b></foreignObject>", "foreignObject")]
    [InlineData("<style>@import 'x'</style>", "style")]
    [InlineData("<animate attributeName=\"href\"/>", "animate")]
    [InlineData("<rect onclick=\"alert(1)\"/>", "onclick")]
    [InlineData("<rect style=\"fill:red\"/>", "style")]
    [InlineData("<use href=\"https://evil.example/#x\"/>", "leads out")]
    [InlineData("<use xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"data:image/svg+xml,x\"/>", "leads out")]
    [InlineData("<rect fill=\"url(https://evil.example/#x)\"/>", "leads out")]
    [InlineData("<rect fill=\"#ff0000\"/>", "fixed colour")]
    [InlineData("<rect stroke=\"red\"/>", "fixed colour")]
    [InlineData("<text font-family=\"Comic Sans MS\">x</text>", "font-family")]
    public void What_is_not_allowed_is_left_out_and_named(string inner, string named)
    {
        var rendered = Render($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">{inner}</svg>");
        Assert.Contains(named, Assert.Single(rendered.Problems).Message, StringComparison.Ordinal);
        foreach (var bad in (string[])["script", "javascript", "evil", "onclick", "style", "data:", "red", "#ff0000", "foreignObject", "animate", "Comic"])
            Assert.DoesNotContain(bad, rendered.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">&a;</svg>")]
    [InlineData("<svg")]
    [InlineData("")]
    [InlineData("<html/>")]
    public void A_file_that_is_no_figure_leaves_its_words(string svg)
    {
        var rendered = Render(svg);
        Assert.Single(rendered.Problems);
        Assert.Equal("<figure class=\"figure\"><p>Two &quot;zones&quot;</p><figcaption>A caption</figcaption></figure>", rendered.Html);
    }

    private static RenderedMarkdown Render(string svg) =>
        CourseMarkdown.Render("![Two \"zones\"](figures/a.svg \"A caption\")", new() { ReadFigure = path => path == "figures/a.svg" ? svg : null });
}
