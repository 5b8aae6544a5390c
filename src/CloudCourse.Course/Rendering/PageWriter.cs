using CloudCourse.Course.Model;
using CloudCourse.Course.Rendering.Blocks;
using CloudCourse.Course.Rendering.Prose;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CloudCourse.Course.Rendering;

/// <summary>Writes one document as HTML and notes what it meets.</summary>
internal sealed class PageWriter
{
    private readonly StringWriter _text = new() { NewLine = "\n" };
    private readonly HtmlRenderer _html;
    private readonly List<RenderProblem> _problems = [];
    private readonly AnchorNames _anchors = new();
    private int _terms;

    public PageWriter(RenderOptions options, MarkdownPipeline pipeline)
    {
        Options = options;
        _html = new(_text);
        pipeline.Setup(_html);
        var renderers = _html.ObjectRenderers;
        renderers.ReplaceOrAdd<HeadingRenderer>(new HeadingWriter(this));
        renderers.ReplaceOrAdd<ParagraphRenderer>(new ParagraphWriter(this));
        renderers.ReplaceOrAdd<QuoteBlockRenderer>(new CalloutWriter(this));
        renderers.ReplaceOrAdd<CodeBlockRenderer>(new CodeWriter(this));
        renderers.ReplaceOrAdd<HtmlBlockRenderer>(new RawHtmlBlockWriter(this));
        renderers.ReplaceOrAdd<HtmlInlineRenderer>(new RawHtmlWriter(this));
        renderers.ReplaceOrAdd<LinkInlineRenderer>(new LinkWriter(this));
        renderers.ReplaceOrAdd<AutolinkInlineRenderer>(new AutolinkWriter(this));
        renderers.ReplaceOrAdd<Markdig.Extensions.Tables.HtmlTableRenderer>(new TableWriter());
        renderers.Add(new TermWriter(this));
        renderers.Add(new CalloutMarkerWriter());
    }

    public RenderOptions Options { get; }
    public List<TocEntry> Contents { get; } = [];
    public List<string> Anchors { get; } = [];
    public List<LinkUse> Links { get; } = [];
    public List<FigureUse> Figures { get; } = [];
    public List<CodeBlockUse> CodeBlocks { get; } = [];
    public List<string> Terms { get; } = [];

    public RenderedMarkdown Write(MarkdownDocument document, bool asLines)
    {
        // Only for texts of the course's own files: what a learner is told is not checked again.
        IReadOnlyList<ProseBlock> prose = Options.KnownLinksOnly ? [] : ProseReader.Of(document);
        if (asLines) WriteLines(document);
        else _html.Render(document);
        return new(_text.ToString().TrimEnd(), Contents)
        {
            Anchors = Anchors,
            Links = Links,
            Figures = Figures,
            CodeBlocks = CodeBlocks,
            Prose = prose,
            Terms = Terms,
            Problems = _problems,
        };
    }

    public void Problem(MarkdownObject at, string message) => _problems.Add(new(Place(at), message));

    public string AnchorFor(string heading) => Options.IdPrefix + _anchors.For(heading);

    /// <summary>An id that no other on the page has: terms have a number, not words, so that they cannot meet an anchor.</summary>
    public string NextTermId() => $"{Options.IdPrefix}term_{++_terms}";

    public static SourcePlace Place(MarkdownObject at) => new(at.Line + 1, at.Column + 1);

    public static string Escape(string text) => System.Net.WebUtility.HtmlEncode(text);

    /// <summary>What a reader sees of inlines, without their markup.</summary>
    public static string PlainText(ContainerInline? inlines)
    {
        if (inlines is null) return "";
        return string.Concat(inlines.Descendants().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            TermInline term => term.Words,
            LineBreakInline => " ",
            _ => "",
        })).Trim();
    }

    /// <summary>Paragraphs without their tags: a message with an empty line in it is still one message.</summary>
    private void WriteLines(MarkdownDocument document)
    {
        var isFirst = true;
        foreach (var block in document.OfType<LeafBlock>())
        {
            if (!isFirst) _html.Write("<br>");
            isFirst = false;
            if (block.Inline is not null) _html.WriteLeafInline(block);
        }
    }
}
