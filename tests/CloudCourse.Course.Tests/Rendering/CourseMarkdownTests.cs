using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering;

namespace CloudCourse.Course.Tests.Rendering;

public sealed class CourseMarkdownTests
{
    private static readonly Glossary Terms = Glossary.Of(
    [
        new("edge", "An edge.", []),
        new("edge location", "A place near readers.", []),
        new("ARN", "Amazon Resource Name <arn>.", ["Amazon Resource Name"]),
    ]);

    [Theory]
    [InlineData("A *b* `c<d>`.", "<p>A <em>b</em> <code>c&lt;d&gt;</code>.</p>")]
    [InlineData("## Who can *ask*?", "<h2 id=\"who-can-ask\"><a class=\"anchor\" href=\"#who-can-ask\">Who can <em>ask</em>?</a></h2>")]
    [InlineData("## [Go](/labs/a)", "<h2 id=\"go\"><a href=\"/labs/a\" data-enhance-nav=\"false\">Go</a></h2>")]
    [InlineData("[AWS](https://docs.aws.amazon.com/)", "<p><a href=\"https://docs.aws.amazon.com/\" class=\"external\" rel=\"noopener external\">AWS<span class=\"external-mark\" aria-hidden=\"true\">↗</span></a></p>")]
    [InlineData("[On](/lessons/on#part)", "<p><a href=\"/lessons/on#part\">On</a></p>")]
    [InlineData("| | A |\n|---|---|\n| b | c |", "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table><thead><tr>\n<td></td><th scope=\"col\">A</th></tr>\n</thead><tbody><tr>\n<td>b</td><td>c</td></tr>\n</tbody></table></div>")]
    [InlineData("| | |\n|---|---|\n| b | c |", "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table><tbody><tr>\n<td>b</td><td>c</td></tr>\n</tbody></table></div>")]
    [InlineData("> said", "<blockquote>\n<p>said</p>\n</blockquote>")]
    public void Blocks(string markdown, string html) => Assert.Equal(html, Render(markdown).Html);

    [Theory]
    [InlineData("> [!NOTE]\n> Text.", "<div class=\"callout callout-note\" role=\"note\">\n<p class=\"callout-title\"><span class=\"callout-kind\">Note</span></p>\n<p>Text.</p>\n</div>")]
    [InlineData("> [!MYTH] \"All *mine*\"\n> No.\n>\n> - a", "<div class=\"callout callout-myth\" role=\"note\">\n<p class=\"callout-title\"><span class=\"callout-kind\">Myth</span> &quot;All <em>mine</em>&quot;</p>\n<p>No.</p>\n<ul>\n<li>a</li>\n</ul>\n</div>")]
    [InlineData("> [!TIP]\n>\n> Text.", "<div class=\"callout callout-tip\" role=\"note\">\n<p class=\"callout-title\"><span class=\"callout-kind\">Tip</span></p>\n<p>Text.</p>\n</div>")]
    [InlineData("> [!CHECK] Why?\n> ---\n> So.", "<div class=\"callout callout-check\" role=\"note\">\n<p class=\"callout-title\"><span class=\"callout-kind\">Check yourself</span> Why?</p>\n<details><summary>Show the answer</summary>\n<p>So.</p>\n</details>\n</div>")]
    [InlineData("> [!CHECK] Why?\n>\n> Think.\n> ---\n> So.", "<div class=\"callout callout-check\" role=\"note\">\n<p class=\"callout-title\"><span class=\"callout-kind\">Check yourself</span> Why?</p>\n<p>Think.</p>\n<details><summary>Show the answer</summary>\n<p>So.</p>\n</details>\n</div>")]
    [InlineData("> [!CHECK] Why?\n>\n> ---\n>\n> So.", "<div class=\"callout callout-check\" role=\"note\">\n<p class=\"callout-title\"><span class=\"callout-kind\">Check yourself</span> Why?</p>\n<details><summary>Show the answer</summary>\n<p>So.</p>\n</details>\n</div>")]
    public void Callouts(string markdown, string html)
    {
        var rendered = Render(markdown);
        Assert.Equal(html, rendered.Html);
        Assert.Empty(rendered.Problems);
    }

    [Theory]
    [InlineData("# One", 1, "begin at")]
    [InlineData("a\n\n<b>b</b>", 3, "Raw HTML")]
    [InlineData("<div>\nx\n</div>", 1, "Raw HTML")]
    [InlineData("[x](javascript:alert(1))", 1, "leads nowhere")]
    [InlineData("[x](http://example.com)", 1, "leads nowhere")]
    [InlineData("[x](//example.com)", 1, "leads nowhere")]
    [InlineData("[x](lesson.md)", 1, "leads nowhere")]
    [InlineData("<javascript:alert(1)>", 1, "leads nowhere")]
    [InlineData("> [!NOTES]\n> x", 1, "no callout")]
    [InlineData("> [!CHECK] Why?\n> Because", 1, "no answer")]
    [InlineData("```\nx\n```", 1, "no language")]
    [InlineData("```cobol\nx\n```", 1, "not a language")]
    [InlineData("a\n\n    code", 3, "four spaces")]
    [InlineData("![words](figures/a.svg)", 1, "in lessons")]
    [InlineData("Look: ![words](figures/a.svg)", 1, "alone")]
    public void Problems_have_their_place(string markdown, int line, string message)
    {
        var problem = Assert.Single(Render(markdown).Problems);
        Assert.Equal(line, problem.At.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contents_are_the_headings_of_levels_two_and_three()
    {
        var rendered = Render("## A `b`\n### A b\n#### Deep\n## A b");
        Assert.Equal([new(2, "a-b", "A b"), new(3, "a-b-2", "A b"), new(2, "a-b-3", "A b")], rendered.Contents);
        Assert.Equal(["a-b", "a-b-2", "deep", "a-b-3"], rendered.Anchors);
    }

    [Fact]
    public void Code_is_highlighted_and_can_be_scrolled_and_copied() =>
        Assert.Equal("""
            <div class="code code-invalid" data-copy><p class="code-label">Wrong on purpose</p><pre tabindex="0"><code class="language-json">{ <span class="tok-name">&quot;a&lt;&quot;</span>: <span class="tok-number">1</span> }</code></pre></div>
            """, Render("```json policy invalid\n{ \"a<\": 1 }\n```").Html);

    [Fact]
    public void Tables_scroll_by_themselves_and_need_no_style() =>
        Assert.Equal("""
            <div class="table-scroll" role="group" aria-label="Table" tabindex="0"><table><thead><tr>
            <th scope="col">a</th><th scope="col" class="align-right">b</th></tr>
            </thead><tbody><tr>
            <td>1</td><td class="align-right">2</td></tr>
            </tbody></table></div>
            """, Render("| a | b |\n|---|--:|\n| 1 | 2 |").Html);

    [Fact]
    public void The_first_use_of_a_term_is_marked_with_its_definition()
    {
        var html = CourseMarkdown.Render("## Edge\n\nAn [edge](/lessons/edge), *edge locations*, `edge`, then edge, an arn, an ARN, ARNs.", new() { Glossary = Terms }).Html;
        Assert.Equal("""
            <h2 id="edge"><a class="anchor" href="#edge">Edge</a></h2>
            <p>An <a href="/lessons/edge">edge</a>, <em><span class="term-wrap"><span class="term" role="button" tabindex="0" aria-describedby="term_1">edge locations</span><span class="term-definition" role="tooltip" id="term_1">A place near readers.</span></span></em>, <code>edge</code>, then <span class="term-wrap"><span class="term" role="button" tabindex="0" aria-describedby="term_2">edge</span><span class="term-definition" role="tooltip" id="term_2">An edge.</span></span>, an arn, an <span class="term-wrap"><span class="term" role="button" tabindex="0" aria-describedby="term_3">ARN</span><span class="term-definition" role="tooltip" id="term_3">Amazon Resource Name &lt;arn&gt;.</span></span>, ARNs.</p>
            """, html);
    }

    [Fact]
    public void A_term_in_a_table_is_left_for_the_text_after_it()
    {
        var html = CourseMarkdown.Render("| An edge |\n|---|\n| edge |\n\nThe edge.", new() { Glossary = Terms }).Html;
        Assert.Contains("<td>edge</td>", html, StringComparison.Ordinal);
        Assert.Contains("<p>The <span class=\"term-wrap\">", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("# not a heading", "# not a heading")]
    [InlineData("- not a list", "- not a list")]
    [InlineData("    not code", "not code")]
    [InlineData("`s3:*` is **too much**", "<code>s3:*</code> is <strong>too much</strong>")]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("one\n\ntwo", "one<br>two")]
    [InlineData("[x](https://evil.example/)", "x")]
    [InlineData("[x](https://docs.aws.amazon.com.evil.example/)", "x")]
    [InlineData("[x](https://docs.aws.amazon.com@evil.example/)", "x")]
    [InlineData("[x](/lessons/a)", "<a href=\"/lessons/a\">x</a>")]
    [InlineData("![x](https://evil.example/a.png)", "x")]
    [InlineData("&lt;b&gt; &amp;", "&lt;b&gt; &amp;")]
    [InlineData("", "")]
    public void A_message_is_one_line(string markdown, string html) => Assert.Equal(html, CourseMarkdown.RenderInline(markdown));

    private static RenderedMarkdown Render(string markdown) => CourseMarkdown.Render(markdown, RenderOptions.Plain);
}
