using CloudCourse.Course.Rendering.Highlighting;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace CloudCourse.Course.Rendering.Blocks;

/// <summary>A code block: highlighted here, focusable so that a keyboard can scroll it, with a hook for the copy button.</summary>
internal sealed class CodeWriter(PageWriter page) : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var info = block is FencedCodeBlock fenced ? $"{fenced.Info} {fenced.Arguments}".Trim() : "";
        var words = info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var language = words is [var first, ..] ? first : "";
        var code = block.Lines.ToString();
        if (block is not FencedCodeBlock) page.Problem(block, "Lines indented by four spaces are code here; write a fence with its language, or remove the indent.");
        else if (!Highlighter.Languages.Contains(language))
            page.Problem(block, language.Length == 0
                ? "This code block has no language; write one after the fence, `text` for plain text."
                : $"`{language}` is not a language of the course's code blocks: {string.Join(", ", Highlighter.Languages.Order(StringComparer.Ordinal))}.");
        page.CodeBlocks.Add(new(info, code, PageWriter.Place(block)));

        var isInvalid = words.Contains("invalid");
        renderer.EnsureLine();
        renderer.Write($"<div class=\"code{(isInvalid ? " code-invalid" : "")}\" data-copy>");
        if (isInvalid) renderer.Write("<p class=\"code-label\">Wrong on purpose</p>");
        renderer.Write($"<pre tabindex=\"0\"><code class=\"language-{(Highlighter.Languages.Contains(language) ? language : "text")}\">");
        renderer.Write(Highlighter.Highlight(code, language));
        renderer.WriteLine("</code></pre></div>");
    }
}
