using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace CloudCourse.EndToEnd.Tests.Accessibility;

/// <summary>axe-core on a page in both themes.</summary>
internal static class Axe
{
    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];
    private static readonly AxeRunOptions Structure = new() { ResultTypes = [ResultType.Violations], Rules = OfColours.ToDictionary(rule => rule, _ => new RuleOptions { Enabled = false }) };
    private static readonly AxeRunOptions Colours = new() { ResultTypes = [ResultType.Violations], RunOnly = RunOnlyOptions.Rules(OfColours) };

    /// <summary>Looks of text in which axe found nothing: it takes seconds to judge the colours of a long page, and pages look alike.</summary>
    private static readonly ConcurrentDictionary<string, bool> Sound = [];

    /// <returns>A line for each place that breaks a rule; empty where the page is sound.</returns>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        List<string> found = [.. Lines(page, "structure", await page.RunAxe(Structure))];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            // The new theme's colours are there once the frame after the change is drawn and no transition runs.
            await page.EvaluateAsync("""
                () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
                    () => Promise.allSettled(document.getAnimations().map(a => a.finished)).then(() => requestAnimationFrame(done)))))
                """);
            var looks = await page.EvaluateAsync<string[]>(NewLooks, Sound.Keys);
            if (looks.Length == 0) continue;
            var lines = Lines(page, $"{scheme}", await page.RunAxe(new AxeRunContext { Include = [new("[data-new-look]")] }, Colours));
            found.AddRange(lines);
            if (lines.Count == 0) Array.ForEach(looks, look => Sound[look] = true);
        }
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        return found;
    }

    /// <summary>
    /// A look is all by which axe judges a text's colours: its own, what it stands on, how large and heavy it is, and whether it is a link. Marks one
    /// element of each look that is not among the known ones.
    /// </summary>
    private const string NewLooks = """
        known => {
            const old = new Set(known);
            const looks = new Set();
            for (const marked of document.querySelectorAll('[data-new-look]')) marked.removeAttribute('data-new-look');
            const ground = new Map();
            const behind = element => {
                if (!element) return '';
                if (!ground.has(element)) {
                    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
                    const opaque = /^rgb\(/.test(backgroundColor) && backgroundImage === 'none' && opacity === '1';
                    const plain = backgroundColor === 'rgba(0, 0, 0, 0)' && backgroundImage === 'none' && opacity === '1';
                    ground.set(element, plain ? behind(element.parentElement) : `${backgroundColor} ${backgroundImage} ${opacity}` + (opaque ? '' : ` over ${behind(element.parentElement)}`));
                }
                return ground.get(element);
            };
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text; text = texts.nextNode();) {
                const element = text.parentElement;
                if (!text.data.trim() || !element.checkVisibility()) continue;
                const { color, fontSize, fontWeight, textDecorationLine, position } = getComputedStyle(element);
                const look = [color, behind(element), fontSize, fontWeight, element.closest('a') ? `link ${textDecorationLine}` : '', position].join(' | ');
                if (old.has(look) || looks.has(look)) continue;
                looks.add(look);
                element.setAttribute('data-new-look', '');
            }
            return [...looks];
        }
        """;

    private static List<string> Lines(IPage page, string of, AxeResult result) =>
    [
        .. from violation in result.Violations
           from node in violation.Nodes
           select $"{new Uri(page.Url).PathAndQuery} ({of}) {violation.Id}: {violation.Help}\n    {node.Html}\n    {Reasons(node)}",
    ];

    private static string Reasons(AxeResultNode node) => string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message));
}
