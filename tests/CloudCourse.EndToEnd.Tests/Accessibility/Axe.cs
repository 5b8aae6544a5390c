using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace CloudCourse.EndToEnd.Tests.Accessibility;

/// <summary>axe-core on a page in both themes.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions All = new() { ResultTypes = [ResultType.Violations] };
    private static readonly AxeRunOptions Colours = new() { ResultTypes = [ResultType.Violations], RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };

    /// <returns>A line for each place that breaks a rule; empty where the page is sound.</returns>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        List<string> found = [];
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            // The new theme's colours are there once the frame after the change is drawn and no transition runs.
            await page.EvaluateAsync("""
                () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
                    () => Promise.allSettled(document.getAnimations().map(a => a.finished)).then(() => requestAnimationFrame(done)))))
                """);
            // Only colours differ between the themes.
            var result = await page.RunAxe(scheme is ColorScheme.Light ? All : Colours);
            found.AddRange(
                from violation in result.Violations
                from node in violation.Nodes
                select $"{new Uri(page.Url).PathAndQuery} ({scheme}) {violation.Id}: {violation.Help}\n    {node.Html}\n    {Reasons(node)}");
        }
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        return found;
    }

    private static string Reasons(AxeResultNode node) => string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message));
}
