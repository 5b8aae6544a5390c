using System.Runtime.InteropServices;

namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>
/// A resource against an ARN pattern whose stars may run over colons where they end a part. Two kinds of star in one text need
/// more than going back to the last one, so all places at which the pattern's next token can stand are kept.
/// </summary>
internal static class ArnRun
{
    /// <summary>Marks a star and a question mark that stop at a colon.</summary>
    private const int RunInPart = -3, OneInPart = -4;

    public static bool Matches(Pattern[] parts, string arn, RequestContext context, WorkBudget work, out string? unresolved)
    {
        List<int> codes = [];
        for (var part = 0; part < parts.Length; part++)
        {
            if (parts[part].Expand(context, out unresolved) is not { } tokens) return false;
            if (part > 0) codes.Add(':');
            for (var i = 0; i < tokens.Length; i++)
            {
                codes.Add(tokens[i] switch
                {
                    // The sixth part, the resource, has colons of its own.
                    var any when part == 5 => any,
                    Wildcard.AnyRun when i < tokens.Length - 1 => RunInPart,
                    Wildcard.AnyOne => OneInPart,
                    var code => code,
                });
            }
        }
        unresolved = null;
        return Matches(CollectionsMarshal.AsSpan(codes), arn, work);
    }

    private static bool Matches(ReadOnlySpan<int> codes, string text, WorkBudget work)
    {
        // At each place of the text: whether the tokens so far fit what stands before it.
        var here = new bool[text.Length + 1];
        here[0] = true;
        foreach (var code in codes)
        {
            work.Spend(here.Length);
            if (code is Wildcard.AnyRun or RunInPart)
            {
                for (var t = 1; t < here.Length; t++) here[t] |= here[t - 1] && (code is Wildcard.AnyRun || text[t - 1] != ':');
                continue;
            }
            var any = false;
            for (var t = here.Length - 1; t > 0; t--)
            {
                here[t] = here[t - 1] && (code == text[t - 1] || code is Wildcard.AnyOne || (code is OneInPart && text[t - 1] != ':'));
                any |= here[t];
            }
            here[0] = false;
            if (!any) return false;
        }
        return here[^1];
    }
}
